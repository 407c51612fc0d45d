"""What a server counts of itself while it works, in plain numbers; `server.metrics` shows them. Any thread may count.

Names of kinds and lines are the house's own, so that nobody can make more of them."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from contextvars import ContextVar, Token
from functools import wraps
from threading import Lock

BOUNDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds

_lock = Lock()


class Histogram:
    """counts[i] values are at most BOUNDS[i] and above the bound before; the last are above all."""

    def __init__(self):
        self.counts, self.total = [0] * (len(BOUNDS) + 1), 0.0

    def add(self, value: float) -> None:
        with _lock:
            self.counts[bisect_left(BOUNDS, value)] += 1
            self.total += value


answers: defaultdict[str, Histogram] = defaultdict(Histogram)  # by the kind of message, in seconds
late = Histogram()  # seconds by which the event loop was late
refused: Counter[str] = Counter()  # by status
computed: Counter[str] = Counter()  # by who computes, seconds of processors


def refuse(status: int) -> None:
    """Count somebody who was refused."""
    with _lock:
        refused[str(status)] += 1


def computing(name: str, work: Callable) -> Callable:
    """The function, counting the time that it takes of a processor."""

    @wraps(work)
    def timed(*args, **kwargs):
        start = time.thread_time()
        try:
            return work(*args, **kwargs)
        finally:
            took = time.thread_time() - start
            with _lock:
                computed[name] += took

    return timed


# From a message to its answer, which may be computed elsewhere in between.


class Asked:
    """A message that is acted on `with` it, until it is answered: by the first that is sent to `owner` in its name; or,
    if nothing is to be sent, when all is done that it has brought about. What is given up for a newer one never is."""

    def __init__(self, owner, kind: str):
        self.owner, self.kind, self.since = owner, kind, time.perf_counter()
        self.open, self.under_way, self._before = True, 0, list[Token]()

    def answered(self) -> None:
        if self.open:
            self.open = False
            answers[self.kind].add(time.perf_counter() - self.since)

    def __enter__(self):
        self._before.append(_asked.set(self))
        self.under_way += 1

    def __exit__(self, *_):
        _asked.reset(self._before.pop())
        self.under_way -= 1
        if not self.under_way:
            self.answered()


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def sent(owner) -> None:
    """Something was sent."""
    asked = _asked.get()
    if asked and asked.owner is owner:
        asked.answered()


def carried(act: Callable) -> Callable:
    """The function, which is called later, and once, in the name of the message that is acted on now."""
    asked = _asked.get()
    if asked is None or not asked.open:
        return act
    asked.under_way += 1

    def acts(*args):
        asked.under_way -= 1
        with asked:
            return act(*args)

    return acts
