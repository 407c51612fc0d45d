"""What is a fault: an exception that is no ValueError with a sentence, a line in the log that is one, a number that
runs over, a sentence too long to be read or with signs in it that are none, more than a second on the event loop's
thread."""

from __future__ import annotations

import logging
import signal
import time
import traceback
import warnings
from contextlib import contextmanager
from types import ModuleType
from zlib import crc32

SECONDS, HANGS = 1.0, 120  # that an input may take of its thread; and of the clock, until it is ended
LONGEST = 700  # characters of a sentence: a list of all that can be chosen is in some


class Hangs(BaseException):
    """Nothing that a stranger sends may take so long."""


class _Log(logging.Handler):
    """What no visitor may cause to be written."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.faults: list[str] = []

    def emit(self, record):
        if record.exc_info or record.levelno >= logging.ERROR:
            error = record.exc_info and "".join(traceback.format_exception(*record.exc_info)[-4:])
            self.faults.append(f"logged: {record.getMessage()[:200]} {error or ''}")


@contextmanager
def watched():
    """The log, and an end to what hangs."""
    log, former = _Log(), signal.signal(signal.SIGALRM, _hangs)
    logging.root.addHandler(log)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", category=RuntimeWarning, module="astro_dash")
            yield log
    finally:
        logging.root.removeHandler(log)
        signal.signal(signal.SIGALRM, former)


def _hangs(*_):
    raise Hangs(f"takes more than {HANGS} s")


def judged(entry: ModuleType, data: bytes, log: _Log, seconds: float | None = None) -> str:
    """What is wrong with how an input is taken, or nothing; it may take so many seconds."""
    log.faults.clear()
    start, faults = time.thread_time(), []
    signal.alarm(HANGS)
    try:
        faults += filter(None, map(_unreadable, entry.take(data)))
    except (Exception, Hangs):
        faults.append(traceback.format_exc(limit=-5))
    finally:
        signal.alarm(0)
    taken = time.thread_time() - start
    if taken > (seconds or getattr(entry, "SECONDS", SECONDS)):
        faults.append(f"takes {taken:.1f} s")
    return "\n".join(faults + log.faults)


def _unreadable(sentence) -> str:
    """Why nobody can read it, if so."""
    if not isinstance(sentence, str) or not sentence.strip():
        return f"says nothing: {sentence!r}"
    if len(sentence) > LONGEST:
        return f"says {len(sentence)} characters: {sentence[:300]!r}"
    if not sentence.isprintable():
        return f"says signs that are none: {sentence[:300]!r}"
    return ""


def chosen(data: bytes, one_of: int) -> bool:
    """Whether an input is one of so many on which more is done: always the same."""
    return crc32(data) % one_of == 0
