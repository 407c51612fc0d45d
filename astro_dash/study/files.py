"""A file that is always whole, written by one at a time, and afterwards the same file as before."""

from __future__ import annotations

import os
import re
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def resolved(path) -> Path:
    """The plain file that a path leads to, through symbolic links, whether it is there yet or not. Raises ValueError
    for what can be none."""
    try:
        given = Path(path)
        found = Path(os.path.realpath(given))
        mode = _mode(found)
    except (TypeError, ValueError, OSError) as error:
        why = getattr(error, "strerror", None) or "it is no path"
        raise ValueError(f"out is {path!r:.200}, but must be the name of a file: {why}.") from None
    for folder in (given.parent, found.parent):
        if not folder.is_dir():
            raise ValueError(f"out is {str(path)!r:.200}, but there is no folder {str(folder)!r:.200}.")
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no plain file"
        raise ValueError(f"out is {str(path)!r:.200}, but must be the name of a file, and that is {what}.")
    return found


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG  # of what will be there


def replace(path, data: bytes) -> None:
    """Write a file; one that is there is replaced at once, keeps its mode, and is never seen half written."""
    path = resolved(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one who writes a file, until the end of the block or of the process, and clear away what one that was
    killed has left half written. Raises OSError if another is at it, or if the folder takes no files.

    The lock is on a file beside it, since the file itself is replaced. It ends with its process, by whatever end. On
    network disks it holds between machines only where the server has locks; where there are none, nobody is kept out.
    """
    beside = path.with_name(f".{path.name}.lock")
    lock = _locked(beside, path)
    try:
        for name in os.listdir(path.parent):
            if re.fullmatch(re.escape(f".{path.name}.") + r"\d+", name):
                with suppress(OSError):
                    (path.parent / name).unlink()
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open: it stays, empty of meaning
            beside.unlink()
        os.close(lock)


def _locked(beside: Path, path: Path) -> int:
    """The descriptor of a lock file that is ours."""
    while True:
        try:
            lock = os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError as error:
            raise OSError(f"{path.parent} takes no file beside {path.name}: {error.strerror}.") from None
        try:
            if not _lock(lock):
                who = os.read(lock, 200).decode(errors="replace") or "another process"
                raise BlockingIOError(
                    f"{path} is being written by another sweep ({who}): wait for its end, or name another file."
                )
            # The one before may have removed the file after we opened it; then the lock is on nothing.
            if os.path.exists(beside) and os.path.samestat(os.fstat(lock), os.stat(beside)):
                os.truncate(lock, 0)
                os.write(lock, f"process {os.getpid()} on {socket.gethostname()}".encode())
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _lock(descriptor: int) -> bool:
    """Lock an open file, unless another has."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a disk without locks
        pass
    return True
