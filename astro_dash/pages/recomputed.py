"""Pages with figures that are shipped: drawn on demand, and one at a time computed again by the desk, told of as it
goes, and held beside the shipped."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from ..aside import figures
from ..engine.check import check_choice
from .listener import in_a_sentence
from .taught import Taught

if TYPE_CHECKING:
    from ..study.job import Share

TOLD_SECONDS = 0.2  # between two messages of progress
GROWN_SECONDS = 2.0  # between two pictures of what there is so far, at least
SHARE = 3  # times as long as a picture takes there is none: it is computed meanwhile


class Recomputed:
    """One of them. A subclass says what is computed, and what is made of it."""

    def __init__(self, number: str, session: Any):
        self.number, self.session = number, session
        self.job: Share | None = None
        self.stopped, self.told, self.grow_at = False, 0.0, 0.0

    # For a subclass; the first and the last in the line of figures.

    def begin(self) -> None:
        """Say how much there is to do, and have it computed."""
        raise NotImplementedError

    def take(self, cells: list[int], measures: dict) -> None:
        """Keep what has come."""
        raise NotImplementedError

    def grow(self, then: Callable[[], None]) -> None:
        """Have what there is so far drawn, and call `then` once it is."""
        raise NotImplementedError

    def compared(self) -> dict:
        """The parts of a message that tell, at the end, what came of it."""
        raise NotImplementedError

    def progressed(self, event: dict) -> dict:
        """How far it is."""
        return {name: event[name] for name in ("done", "all", "left")}

    def finished(self) -> None:
        """All that was asked of the desk is there."""
        self.off("recomputed", self.compared, lambda parts: self.tell(ended="finished", **parts))

    # For all.

    def compute(self, plan, measures: Callable | None = None) -> None:
        """In the line of figures: have the desk compute a plan, with measures of its own if they are not a map's."""
        from ..study.desk import desk

        if self.stopped or self.session.closed:
            return
        self.job = desk().begin(
            self.session, plan, lambda event: self.session.later(partial(self._hear, event)), measures
        )
        if self.stopped:  # meanwhile
            self.stop()

    def stop(self) -> None:
        """Tell no more, at once, and compute no more."""
        self.stopped = True
        if self.job:
            self.job.cancel()

    def failed(self, error: BaseException) -> None:
        self.tell(ended="failed", words=in_a_sentence(error))
        self.stop()

    def tell(self, **what) -> None:
        if not self.stopped:
            self.session.send({"progress": {"number": self.number, **what}})

    def off(self, kind: str, make: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Have something made in the line of figures."""
        self.session.off(figures.submit(self.session, kind, make), then, self.failed)

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
            done, now = self.progressed(event), time.monotonic()
            if now > self.told + TOLD_SECONDS:
                self.told = now
                self.tell(**done)
            if now > self.grow_at:
                self.grow_at = inf  # until it is drawn
                self.grow(partial(self._grown, now))
        elif event.get("waiting"):
            self.tell(waiting=event["waiting"])
        elif "failed" in event:
            self.tell(ended="failed", words=event["failed"])
        elif event.get("ended") == "finished":
            self.finished()

    def _grown(self, since: float) -> None:
        """It is drawn, as it was asked for `since` then."""
        now = time.monotonic()
        self.grow_at = now + max(GROWN_SECONDS, SHARE * (now - since))


class Session(Taught):
    """Answers one tab of such a page."""

    reads = (*Taught.reads, "figure", "recompute", "cancel")  # a figure is everybody's own
    keys: Callable[[], tuple[str, ...]]  # of the figures
    computing: type[Recomputed]  # what one is when it is computed again

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        super().__init__(send, schedule)
        self.again: Recomputed | None = None

    def rendered_as_shipped(self, key: str) -> str:
        """A figure for the browser, in the line of figures."""
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
        self.again = again = self.computing(check_choice("figure", number, self.keys()), self)
        self.off(figures.submit(self, "recompute", again.begin), lambda _: None, again.failed)

    def _on_cancel(self) -> None:
        """Put the shipped figure back, once the page asks for it."""
        if self.again:
            number = self.again.number
            self._stop()
            self.send({"progress": {"number": number, "ended": "cancelled"}})

    def _stop(self) -> None:
        again, self.again = self.again, None
        if again:
            again.stop()
