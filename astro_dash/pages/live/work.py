"""What a tab has computed: at once, or beside the event loop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ...metrics import carried, computing

INLINE_SECONDS = 0.004  # what may be computed on the event loop

# Long runs of all sessions; the other core is the event loop's.
_runs = ThreadPoolExecutor(1, "runs")


def waiting() -> int:
    """How many long runs wait for their turn."""
    return _runs._work_queue.qsize()


class Work:
    """Builds at once what is cheap, the rest off the event loop, one at a time: of those that wait, the last.

    `off(future, then, failed)` is a `Listener`'s; a piece is a function `build()`, and `deliver` gets what it returns.
    """

    def __init__(self, off: Callable):
        self._off = off
        self.busy = False
        self.waiting: tuple[Callable, Callable] | None = None
        self._behind: Callable | None = None

    def do(self, build: Callable, cost: float, deliver: Callable) -> None:
        """Build what may take so many seconds."""
        build, deliver = computing("runs", build), carried(deliver)
        if self.busy:
            self.waiting = build, deliver
        elif cost <= INLINE_SECONDS:
            deliver(build())
        else:
            self._begin(build, deliver)

    def behind(self, act: Callable[[], None]) -> None:
        """Act once nothing is under way and nothing waits; of those who would, the last."""
        self._behind = act if self.busy else None
        if not self.busy:
            act()

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self.waiting = self._behind = None

    def _begin(self, build, deliver) -> None:
        self._off(_runs.submit(build), lambda built: self._end(lambda: deliver(built)), self._failed)
        self.busy = True

    def _failed(self, error: BaseException) -> None:
        def end():
            raise error

        self._end(end)

    def _end(self, deliver: Callable[[], None]) -> None:
        """Deliver, and go on with what waits, whatever comes of it."""
        self.busy = False
        try:
            deliver()
        finally:
            waiting, self.waiting = self.waiting, None
            if waiting:
                self._begin(*waiting)
            elif self._behind:
                self.behind(self._behind)
