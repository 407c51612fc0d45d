"""Pages with figures that are shipped: drawn on demand, and one at a time computed again by the desk, told of as it
goes, and held beside the shipped."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ..aside import figures
from ..engine.check import check_choice
from .listener import in_a_sentence
from .taught import Taught

if TYPE_CHECKING:
    from ..study.desk import Job

TOLD_SECONDS = 0.2  # between two messages of progress
GROWN_SECONDS = 2.0  # between two pictures of what there is so far


class Session(Taught):
    """Answers one tab of such a page."""

    reads = (*Taught.reads, "figure", "recompute", "cancel")  # a figure is everybody's own
    keys: Callable[[], tuple[str, ...]]  # of the figures

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        super().__init__(send, schedule)
        self.problems: list[str] = []  # with the link
        self.again: Recomputed | None = None

    def rendered_as_shipped(self, key: str) -> str:
        """A figure for the browser, in the line of figures."""
        raise NotImplementedError

    def computing(self, key: str) -> Recomputed:
        """A figure that is to be computed again."""
        raise NotImplementedError

    def _forget(self) -> None:
        super()._forget()
        figures.leave(self)
        self._stop()

    def _on_ready(self) -> None:
        self._missed()
        self.send({"notice": " ".join(self.problems)})

    def _on_figure(self, number: str) -> None:
        number = check_choice("figure", number, self.keys())

        def then(packed: str) -> None:
            self.send({"figure": {"number": number, "packed": packed}})

        self.off(figures.submit(self, number, lambda: self.rendered_as_shipped(number)), then)

    def _on_recompute(self, number: str) -> None:
        self._stop()
        self.again = again = self.computing(check_choice("figure", number, self.keys()))
        self.off(figures.submit(self, "recompute", again.begin), lambda _: None, again.failed)

    def _on_cancel(self) -> None:
        """Put the shipped figure back."""
        if self.again:
            number = self.again.number
            self._stop()
            self.send({"progress": {"number": number, "ended": "cancelled"}})

    def _stop(self) -> None:
        again, self.again = self.again, None
        if again:
            again.stop()


class Recomputed:
    """One of them. A subclass says what is computed, and what is made of it."""

    def __init__(self, number: str, session: Session):
        self.number, self.session = number, session
        self.job: Job | None = None
        self.dataset: Any = None
        self.stopped, self.told, self.grew = False, 0.0, 0.0

    # In the line of figures, but `take` and `settings`:

    def plan(self):
        """What the desk is to compute, as it takes plans. Makes `dataset`, with nothing in it."""
        raise NotImplementedError

    def settings(self) -> dict:
        """What the desk is told beside the plan."""
        return {}

    def take(self, cells: list[int], measures: dict) -> None:
        """Put what has come into `dataset`."""
        raise NotImplementedError

    def growing(self) -> Callable[[], dict] | None:
        """What makes the parts of a message that show what there is so far; called where it may take its time."""
        return None

    def compared(self) -> dict:
        """The parts of a message that tell, at the end, what came of it."""
        raise NotImplementedError

    def begin(self) -> None:
        """In the line of figures: have it computed."""
        from ..study.desk import desk

        if self.stopped or self.session.closed:
            return
        plan = self.plan()
        self.session.later(partial(self._tell, done=0, all=plan.n_cells, left=None))
        hear = lambda event: self.session.later(partial(self._hear, event))  # noqa: E731
        self.job = desk().begin(self.session, plan, hear, **self.settings())
        if self.stopped:  # meanwhile
            self.stop()

    def stop(self) -> None:
        """Tell no more, at once, and compute no more."""
        self.stopped = True
        if self.job:
            self.job.cancel()

    def failed(self, error: BaseException) -> None:
        self._tell(ended="failed", words=in_a_sentence(error))
        self.stop()

    def _tell(self, **what) -> None:
        if not self.stopped:
            self.session.send({"progress": {"number": self.number, **what}})

    def _hear(self, event: dict) -> None:
        """What the desk has to say."""
        if self.stopped:
            return
        try:
            self._take(event)
        except Exception as error:
            self.failed(error)

    def _take(self, event: dict) -> None:
        if "cells" in event:
            self.take(event["cells"], event["measures"])
            now = time.monotonic()
            if now > self.told + TOLD_SECONDS:
                self.told = now
                self._tell(done=event["done"], all=event["all"], left=event["left"])
            if now > self.grew + GROWN_SECONDS and (grow := self.growing()):
                self.grew = now
                self._off("grown", grow, lambda parts: self._tell(**parts))
        elif event.get("waiting"):
            self._tell(waiting=event["waiting"])
        elif "failed" in event:
            self._tell(ended="failed", words=event["failed"])
        elif event.get("ended") == "finished":
            self._off("recomputed", self.compared, lambda parts: self._tell(ended="finished", **parts))

    def _off(self, kind: str, make: Callable[[], dict], then: Callable[[dict], None]) -> None:
        self.session.off(figures.submit(self.session, kind, make), then, self.failed)
