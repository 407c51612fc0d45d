"""A file that comes from anybody, read in a process of its own.

The process gets the file's bytes, and answers with a head (JSON) and bytes, which its caller takes for no more than
they are. It has little memory and time, can open no file, knows nothing of the server's environment, and is killed when
its time is up or its tab gone. Time is bounded everywhere; where Python has no `resource` (Windows), or the system does
not keep to it (memory, on macOS), the rest is bounded by what its function checks alone.
"""

from __future__ import annotations

import atexit
import codecs
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from .aside import yield_cores
from .words import language

SECONDS, CPU_SECONDS = 30, 10  # until it is killed; a large map takes two
MEMORY = 400_000_000  # bytes of address space, beside those of Python and of what it has loaded
_HEAD = 1 << 20  # bytes of an answer that are not values
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "LANG")

_running: set[subprocess.Popen] = set()


@atexit.register
def _end() -> None:
    for process in list(_running):
        process.kill()


class Confined:
    """One process, which runs `code` on data, with what is `asked` as JSON; `most` bytes of its answer are taken.
    `exchange()` may be called once, in any thread; `stop()` ends it from another one."""

    seconds = SECONDS  # until it is killed

    def __init__(self, code: str, data: bytes, most: int, asked: dict):
        self.code, self.data, self.most = code, data, most
        self.asked = {"path": [str(Path(__file__).parents[1]), *sys.path], "language": language(), **asked}
        self._lock, self._process, self._stopped = threading.Lock(), None, False

    @property
    def ended(self) -> int | None:
        """With what it has ended."""
        return self._process and self._process.returncode

    def stop(self) -> None:
        """Kill the process, if there is one, or have none started."""
        with self._lock:
            self._stopped = True
            if self._process:
                self._process.kill()

    def exchange(self) -> bytes:
        """What it answers to the data; less, or nothing, if it ends before."""
        return self._exchange([sys.executable, "-I", "-c", self.code, json.dumps(self.asked)])

    def _exchange(self, command: list[str]) -> bytes:
        data, self.data = self.data, b""
        with self._lock:
            if self._stopped:
                return b""
            self._process = process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip
        _running.add(process)
        end = threading.Timer(self.seconds, process.kill)
        end.daemon = True
        end.start()
        try:
            with process.stdin as way:
                way.write(data)
        except OSError:  # it has ended
            pass
        try:
            return self._answer(process.stdout)
        finally:
            end.cancel()
            process.kill()
            process.stdout.close()
            process.wait()
            _running.discard(process)

    def _answer(self, said) -> bytes:
        """What stands on the way out of the process."""
        return said.read(self.most + _HEAD)


def calling(function: str) -> str:
    """The code of a process that calls a function of this package, named with its module."""
    module, name = function.rsplit(".", 1)
    take = "import sys, json; asked = json.loads(sys.argv[1]); sys.path[:] = asked.pop('path'); "
    say = "from astro_dash.words import speaking, ready; ready(asked['language']); "
    return f"{take}{say}from astro_dash.{module} import {name}\nwith speaking(asked.pop('language')): {name}(**asked)"


def heard() -> bytes:
    """In the process: give up memory, time, files and processes, and take what comes in."""
    limit()
    return sys.stdin.buffer.read()


def say(head: dict, values: Iterable) -> None:
    """In the process: answer, and end, whatever the file has left behind."""
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack("<Q", len(text)) + text)
    for array in values:
        sys.stdout.buffer.write(array.data)
    sys.stdout.buffer.flush()
    os._exit(0)


def parted(data: bytes) -> tuple[dict, int]:
    """The head of an answer, and where its bytes begin. Raises all kinds of exceptions if it is none."""
    (length,) = struct.unpack_from("<Q", data)
    return json.loads(data[8 : 8 + length]), 8 + length


def limit() -> None:
    """Give up memory, time, files and processes."""
    yield_cores()
    if hasattr(signal, "alarm"):
        signal.alarm(SECONDS)  # should the server be gone by then
    codecs.lookup("ascii")  # loaded when it is first used, which will be too late
    _bound(
        RLIMIT_AS=_size() + MEMORY, RLIMIT_CPU=CPU_SECONDS, RLIMIT_NOFILE=3, RLIMIT_FSIZE=0, RLIMIT_NPROC=0,
        RLIMIT_CORE=0,
    )  # fmt: skip


def spare(memory: int, seconds: int) -> None:
    """In a process that does our own work: leave the cores to others, and give up memory beyond so many bytes, and time
    beyond so many seconds."""
    yield_cores()
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
    _bound(RLIMIT_AS=_size() + memory, RLIMIT_CPU=seconds, RLIMIT_CORE=0)


def _bound(**bounds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for name, most in bounds.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):  # a system that has not this one
            pass


def _size() -> int:
    """Bytes of address space that this process has, where that can be known."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return MEMORY
