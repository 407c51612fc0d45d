"""A figure that is computed again by the desk: its parts one after the other, seen as they grow."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import numpy as np

from ...aside import figures
from ..listener import in_a_sentence
from .facts import OF_ENDS, PARTS

TOLD_SECONDS = 0.2  # between two messages of progress
GROWN_SECONDS = 2.0  # between two pictures of it, at least
SHARE = 3  # times as long as a picture takes there is none: it is computed meanwhile


class Recomputed:
    """Its data are all there once it is `whole`; until then cells that are not computed are missing."""

    def __init__(self, number: str, session: Any):
        self.number, self.session = number, session
        self.data: dict = {}
        self.todo: list[str] = []
        self.before = self.all = self.done = 0  # cells: of the parts before, of all, and of this one
        self.job, self.stopped, self.whole = None, False, False
        self.told = self.grow_at = 0.0

    def begin(self) -> None:
        """In the line of figures: have it computed."""
        from ...study.paper import FIGURES

        plans = {part: FIGURES[part].plan() for part in PARTS[self.number]}
        self.data = {part: _empty(part, plan) for part, plan in plans.items()}
        self.todo, self.all = list(plans), sum(plan.n_cells for plan in plans.values())
        self.session.later(partial(self._tell, done=0, all=self.all, left=None))
        self._next()

    def _next(self) -> None:
        """Have the next part computed."""
        from ...study.desk import desk
        from ...study.ends import ends
        from ...study.paper import FIGURES

        if self.stopped or self.session.closed:
            return
        self.part = self.todo.pop(0)
        self.job = desk().begin(
            self.session, FIGURES[self.part].plan(), lambda event: self.session.later(partial(self._hear, event)),
            ends if self.part in OF_ENDS else None,
        )  # fmt: skip
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
            _fill(self.data[self.part], event["cells"], event["measures"])
            self.done = event["done"]
            if time.monotonic() > self.told + TOLD_SECONDS:
                self.told = time.monotonic()
                left = None if self.todo else event["left"]  # of a part that has not begun nobody knows
                self._tell(done=self.before + self.done, all=self.all, left=left)
            if time.monotonic() > self.grow_at:
                self.grow_at = np.inf  # until it is drawn
                self.session.drawn(self, partial(self._grown, time.monotonic()))
        elif event.get("waiting"):
            self._tell(waiting=event["waiting"])
        elif "failed" in event:
            self._tell(ended="failed", words=event["failed"])
        elif event.get("ended") == "finished":
            self._finished()

    def _grown(self, since: float) -> None:
        """It is drawn, as it was asked for `since` then."""
        now = time.monotonic()
        self.grow_at = now + max(GROWN_SECONDS, SHARE * (now - since))

    def _finished(self) -> None:
        if self.todo:
            self.before, self.done = self.before + self.done, 0
            self.session.off(figures.submit(self.session, "recompute", self._next), lambda _: None, self.failed)
            return
        self.whole = True
        self.session.off(figures.submit(self.session, "recomputed", self._compared), self._end, self.failed)

    def _compared(self) -> str:
        """In the line of figures: what came of it in words."""
        from .shipped import shipped
        from .summary import alike, compared

        old = {part: shipped(part) for part in self.data}
        if self.number == "5":
            return alike(self.data, old)
        each = [compared(self.data[part], old[part]) for part in self.data]
        return each[0] if len(set(each)) == 1 else " ".join(each)

    def _end(self, words: str) -> None:
        self._tell(ended="finished", words=words)  # upon which the page asks for it

    def copied(self) -> dict:
        """Its data as they are now."""
        return {part: _copy(data) for part, data in self.data.items()}


def _empty(part: str, plan):
    if part in OF_ENDS:
        return {name: np.full((1, plan.n_cells, plan.draws), np.nan) for name in ("end", "time")}
    from ...study.dataset import empty

    return empty(plan)


def _fill(data, cells: list[int], measures: dict) -> None:
    if isinstance(data, dict):
        for name, values in measures.items():
            data[name][:, cells] = values
        return
    from ...study.dataset import fill

    fill(data, cells, measures)


def _copy(data):
    return {name: values.copy() for name, values in data.items()} if isinstance(data, dict) else data.copy(deep=True)


