"""A figure that is computed again: its parts one after the other, seen as they grow."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from ...study.paper import FIGURES, OF_ENDS
from .. import recomputed
from .facts import PARTS


class Recomputed(recomputed.Recomputed):
    """Its data are all there once it is `whole`; until then cells that are not computed are missing."""

    def __init__(self, number: str, session: Any):
        super().__init__(number, session)
        self.data: dict = {}
        self.todo: list[str] = []
        self.before = self.all = self.done = 0  # cells: of the parts before, of all, and of this one
        self.whole = False

    def begin(self) -> None:
        plans = {part: FIGURES[part].plan() for part in PARTS[self.number]}
        self.data = {part: _empty(part, plan) for part, plan in plans.items()}
        self.todo, self.all = list(plans), sum(plan.n_cells for plan in plans.values())
        self.session.later(partial(self.tell, done=0, all=self.all, left=None))
        self._next()

    def _next(self) -> None:
        """In the line of figures: have the next part computed."""
        from ...study.ends import ends

        self.part = self.todo.pop(0)
        self.compute(FIGURES[self.part].plan(), ends if self.part in OF_ENDS else None)

    def take(self, cells: list[int], measures: dict) -> None:
        _fill(self.data[self.part], cells, measures)

    def progressed(self, event: dict) -> dict:
        self.done = event["done"]
        left = None if self.todo else event["left"]  # of a part that has not begun nobody knows
        return {"done": self.before + self.done, "all": self.all, "left": left}

    def grow(self, then) -> None:
        self.session.drawn(self, then)

    def finished(self) -> None:
        if self.todo:
            self.before, self.done = self.before + self.done, 0
            self.off("recompute", self._next, lambda _: None)
            return
        self.whole = True  # the page asks for it
        super().finished()

    def compared(self) -> dict:
        from .shipped import shipped
        from .summary import alike, compared

        old = {part: shipped(part) for part in self.data}
        if self.number == "5":
            return {"words": alike(self.data, old)}
        each = [compared(self.data[part], old[part]) for part in self.data]
        return {"words": each[0] if len(set(each)) == 1 else " ".join(each)}

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


