"""A map that is computed in blocks of cells, and told of to all who look at it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from functools import partial
from typing import NamedTuple

from ..words import _, language, speaking
from . import batch
from .circle import Circle
from .plan import Plan
from .survey import Survey
from .workers import packed

log = logging.getLogger(__name__)

TURN = 0.25  # seconds that a block should take: short turns, and few messages
FIRST_WORK = 1e9  # of the first block, before it is known how long it takes


class Job:
    """A map, or another plan of cells, that is computed for a circle of tabs, each of which is told, from another
    thread, one of

    {"cells": [...], "measures": {name: (systems, cells, draws)}, "done": cells, "all": cells, "left": seconds}
    {"waiting": maps that take turns with it}, {"ended": "finished" or "cancelled"}, {"failed": a sentence}
    """

    def __init__(self, plan: Plan | Survey, circle: Circle, compute: Callable | None = None):
        self.plan, self.compute, self.circle = plan, compute, circle
        self.language, self.finished = language(), False
        # The last comes first: large loads, and those that run together beside each other.
        self.todo = sorted(range(plan.n_cells), key=lambda cell: (plan.values(cell)["load"], -cell))
        self.work = {cell: plan.work(cell) for cell in self.todo}
        self.worked, self.piece, self.done, self.under_way, self.since = 0.0, FIRST_WORK, 0, 0, 0.0
        self.over, self.others, self._lock = False, 0, threading.Lock()
        self.call = packed(partial(_timed, compute), plan)

    def cancel(self) -> None:
        """Compute no more of it; what is under way is thrown away."""
        self._end({"ended": "cancelled"})

    def joins(self, owner: Hashable, tell: Callable[[dict], None]) -> bool:
        """One more is told of it, unless it has come to a bad end."""
        with self._lock:
            if self.over and not self.finished:
                return False
            self.circle.join(owner, tell)
        return True

    def leave(self, owner: Hashable) -> None:
        """One is told that it is cancelled, and no more; without any, it is."""
        with self._lock:
            if not self.over and owner in self.circle and self.circle.leave(owner, {"ended": "cancelled"}):
                self.over, self.todo = True, []

    def _end(self, event: dict) -> None:
        with self._lock:
            if self.over:
                return
            self.over, self.todo, self.finished = True, [], event.get("ended") == "finished"
        self._say(event)

    def _fail(self, error: Exception) -> None:
        log.error("a map cannot be computed", exc_info=error)
        words = (str(error) or type(error).__name__).splitlines()[0]
        with speaking(self.language):
            self._end({"failed": _("The map cannot be computed: {words}", words=words[:200])})

    def _say(self, event: dict) -> None:
        """Tell all; for nobody no more is computed."""
        self.circle(event)
        if not self.circle:
            self.over, self.todo = True, []

    def _take(self) -> list[int]:
        """The next block."""
        self.since = self.since or time.monotonic()
        self.under_way += 1
        cells: list[int] = []
        work, todo = 0.0, self.todo  # which another thread may put away
        while todo and (not cells or work + self.work[todo[-1]] <= self.piece):
            cells.append(todo.pop())
            work += self.work[cells[-1]]
        return cells

    def _give_back(self, cells: list[int]) -> None:
        """A block that nothing has become of."""
        with self._lock:
            self.under_way -= 1
            self.todo = [] if self.over else [*self.todo, *reversed(cells)]

    def _together(self, others: int) -> None:
        """Say how many others take turns with it, when that has changed."""
        if others != self.others and not self.over:
            self.others = others
            self._say({"waiting": others})

    def _finished(self, cells: list[int], measures: dict, seconds: float) -> None:
        self.under_way -= 1
        if self.over:
            return
        work = sum(self.work[cell] for cell in cells)
        self.done, self.worked, self.piece = self.done + len(cells), self.worked + work, work * TURN / seconds
        left = (time.monotonic() - self.since) * max(sum(self.work.values()) / self.worked - 1, 0)
        self._say({"cells": cells, "measures": measures, "done": self.done, "all": self.plan.n_cells, "left": left})
        if not self.todo and not self.under_way:
            self._end({"ended": "finished"})


class Share(NamedTuple):
    """What an owner has of a job."""

    job: Job
    owner: Hashable

    def cancel(self) -> None:
        self.job.leave(self.owner)

    @property
    def over(self) -> bool:
        return self.job.over


def _timed(compute: Callable | None, plan, cells: list[int]) -> tuple[dict, float]:
    """The measures of some cells, and the seconds that they took."""
    start = time.perf_counter()
    return (compute or batch.compute)(plan, cells), time.perf_counter() - start
