"""The command line's output, which may be gone: closed, full, or a pipe that nobody reads. No work is lost by that."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Lasting:
    """A text stream that takes whatever is written; from the first failure on it drops it, and `lost` is the reason."""

    def __init__(self, stream):
        self.lost = None if stream else OSError(errno.EBADF, os.strerror(errno.EBADF))  # it was closed at the start
        self.stream = stream or open(os.devnull, "w", encoding="utf-8")
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # σ and τ where the locale has none

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        self._unless_lost(self.stream.write, text)
        return len(text)

    def flush(self) -> None:
        self._unless_lost(self.stream.flush)

    def _unless_lost(self, method, *arguments) -> None:
        try:
            if not self.lost:
                method(*arguments)
        except (OSError, ValueError) as error:  # ValueError: it has been closed
            self.lost = error

    def close_quietly(self) -> None:
        """Python writes what is left at its end, and complains of what it cannot write."""
        self.flush()
        if self.lost and self.stream in (sys.__stdout__, sys.__stderr__):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self.stream.fileno())
            os.close(null)


@contextmanager
def lasting() -> Iterator[Lasting]:
    """Let the standard streams last as long as the block, whatever becomes of them; gives that of the output."""
    _fill()
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = each = [Lasting(stream) for stream in kept]
    try:
        yield each[0]
    finally:
        for stream in each:
            stream.close_quietly()
        sys.stdout, sys.stderr = kept


def _fill() -> None:
    """Where a standard descriptor is closed, the next file that is opened would get its number, and with it whatever
    libraries and other processes write there."""
    while (null := os.open(os.devnull, os.O_RDWR)) < 3:  # it is the lowest number that is free
        os.set_inheritable(null, True)
    os.close(null)
