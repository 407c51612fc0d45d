"""What a process computes next for its tabs: what is wanted first.

Computing takes place on the event loop, a slice at a time, and its sockets are served in between; only what is dear is
for a thread. The two would hold each other up: a thread of short numpy calls gives the interpreter's lock away at each,
and a busy loop gives it back after 5 ms.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from weakref import WeakKeyDictionary, ref

HAND, AHEAD, DOOR = "hand", "ahead", "door"
"""Kinds of work: an answer to a person's hand, frames ahead of what is shown, and a page that is opened."""

DEAR = 0.04  # seconds: what may take longer is not for the event loop
SLICE = 0.008  # seconds of computing between two looks at the sockets
FAVOUR = {HAND: 2.0, AHEAD: 0.0, DOOR: 0.0}  # seconds by which a kind goes before what was wanted at the same time
# What has waited for longer than the first, and is wanted within the second, is tight; the server is full once this was
# so, for more than a few, for `FULL_AFTER` seconds with no pause of `PAUSE`.
WAITED, MARGIN, FEW, FULL_AFTER, PAUSE = 0.2, 1.0, 4, 4.0, 1.5

_runs = ThreadPoolExecutor(1, "runs")  # what is dear, of all tabs


@dataclass(eq=False)
class Due:
    """A piece of work, and when it is wanted by the clock of its dispatch; `future` gets what it returns or raises."""

    work: Callable
    kind: str
    wanted: float
    since: float
    dear: bool
    future: Future = field(default_factory=Future)


class Dispatch:
    """The work of all tabs of an event loop, in the order in which it is wanted; of a hand, when it came, of frames
    ahead, when those before them have been played.

    So a chunk ahead of what plays waits for all hands, and one that is `FAVOUR` late for none that comes later: each is
    begun after at most one piece of every other tab, if a tab has one piece at a time. The more there is to do the less
    is computed ahead.

    soon   runs a function on the loop, after what is ready there; from any thread. Without, all is done at once
    clock  gives seconds
    """

    def __init__(self, soon: Callable | None = None, clock: Callable[[], float] = time.monotonic):
        self._soon, self.clock, self._numbers, self._lock = soon, clock, count(), Lock()
        self._loop: list = []  # heaps of (order, number, Due)
        self._thread: list = []
        self._pumping, self._spent = False, 0.0
        self._tight_since = self._tight = -1e9
        self.done: Counter = Counter()  # pieces by kind
        self.waited: Counter = Counter()  # seconds in all, by kind
        self.longest: Counter = Counter()  # seconds that one has waited, by kind

    # What can be read of it.

    @property
    def lengths(self) -> Counter:
        """How many pieces wait, by kind."""
        with self._lock:
            return Counter(due.kind for *_, due in self._loop + self._thread if not due.future.cancelled())

    @property
    def oldest(self) -> float:
        """Seconds for which one has waited."""
        with self._lock:
            waiting = [due.since for *_, due in self._loop + self._thread if not due.future.cancelled()]
        return self.clock() - min(waiting) if waiting else 0.0

    @property
    def tight(self) -> bool:
        """Whether something has come just in time, or late, a moment ago."""
        return self.clock() - self._tight <= PAUSE

    @property
    def full(self) -> bool:
        """Whether there is more to do than can be done in time, and not only for a moment."""
        return self.tight and self._tight - self._tight_since >= FULL_AFTER

    # What is to be done.

    def add(self, work: Callable, kind: str = HAND, wanted: float | None = None, cost: float = 0.0) -> Due:
        """Have something done that may take `cost` seconds, wanted at a time: now, if none is given."""
        now, dear = self.clock(), cost > DEAR
        due = Due(work, kind, now if wanted is None else wanted, now, dear)
        if not dear and self._free():
            self._look_at(due, 0)
            self._spend(due)
            return due
        with self._lock:
            entry = due.wanted - FAVOUR[kind], next(self._numbers), due
            heapq.heappush(self._thread if dear else self._loop, entry)
        if dear:
            _runs.submit(self._next_dear)
        else:
            self._pump_soon()
        return due

    def _free(self) -> bool:
        """Whether there is nothing before it, and time on the loop: then it is done without being asked twice."""
        return self._soon is None or not (self._loop or self._spent >= SLICE)

    def _spend(self, due: Due) -> None:
        start = self.clock()
        self._do(due)
        self._spent += self.clock() - start
        if self._soon:
            self._pump_soon()

    def _pump_soon(self) -> None:
        if not self._pumping:
            self._pumping = True
            self._soon(self._pump)

    def _pump(self) -> None:
        """A slice of what waits for the loop."""
        self._pumping, self._spent = False, 0.0
        while self._spent < SLICE and (due := self._take(self._loop)):
            self._spend(due)
            if due.kind == DOOR:  # which goes on after this slice
                break
        if self._loop:
            self._pump_soon()

    def _next_dear(self) -> None:
        """In the thread."""
        if due := self._take(self._thread):
            self._do(due)

    def _take(self, heap: list) -> Due | None:
        """The next that is still wanted, begun."""
        with self._lock:
            while heap:
                due = heapq.heappop(heap)[-1]
                if due.future.set_running_or_notify_cancel():
                    break
            else:
                return None
            waiting = len(heap)
        self._look_at(due, waiting)
        return due

    def _look_at(self, due: Due, waiting: int) -> None:
        """How late it is."""
        now = self.clock()
        waited = now - due.since
        self.done[due.kind] += 1
        self.waited[due.kind] += waited
        self.longest[due.kind] = max(self.longest[due.kind], waited)
        if waited >= WAITED and due.wanted - now <= MARGIN and waiting >= FEW:
            if not self.tight:
                self._tight_since = now
            self._tight = now

    def _do(self, due: Due) -> None:
        try:
            result = due.work()
        except BaseException as error:  # as an executor has it
            due.future.set_exception(error)
        else:
            due.future.set_result(result)


AT_ONCE = Dispatch()
"""Where no event loop serves tabs: a notebook, a script."""

_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Dispatch] = WeakKeyDictionary()


def here() -> Dispatch:
    """The one of the event loop that this runs on. Raises RuntimeError where there is none."""
    loop = asyncio.get_running_loop()
    if loop not in _of_loops:
        _of_loops[loop] = Dispatch(_soon(loop))
    return _of_loops[loop]


def _soon(loop: asyncio.AbstractEventLoop) -> Callable:
    known = ref(loop)

    def soon(act):
        if (loop := known()) and not loop.is_closed():
            loop.call_soon_threadsafe(act)

    return soon


async def turn() -> None:
    """Wait until a page may be opened: after the hands of those inside."""
    await asyncio.wrap_future(here().add(lambda: None, DOOR).future)
