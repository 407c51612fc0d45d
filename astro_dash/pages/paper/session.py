"""One tab of the Paper page: figures on demand, and one of them at a time computed again."""

from __future__ import annotations

from ...shipped import asset
from ...words import cached
from .. import recomputed
from ..chunk import packed

ASSETS = asset("paper")
FIGURES = ("1", "2", "3", "4")


def shipped(number: str):
    """The dataset of a figure as it was shipped."""
    from ...study import read

    return read(ASSETS / f"figure-{number}.nc")


def rendered(number: str, dataset) -> str:
    """A figure for the browser: JSON, compressed and in base64."""
    from .figures import figure

    return packed(figure(number, dataset))


@cached()
def rendered_as_shipped(number: str) -> str:
    """Once a process and language."""
    return rendered(number, shipped(number))


class Session(recomputed.Session):
    """Answers one tab."""

    keys = staticmethod(lambda: FIGURES)

    def rendered_as_shipped(self, key: str) -> str:
        return rendered_as_shipped(key)

    def computing(self, key: str) -> Recomputed:
        return Recomputed(key, self)


class Recomputed(recomputed.Recomputed):
    """A figure that is computed again, and then held beside the shipped one."""

    def plan(self):
        from ...study.dataset import empty
        from ...study.paper import FIGURES

        plan = FIGURES[self.number].plan()
        self.dataset = empty(plan)
        return plan

    def take(self, cells: list[int], measures: dict) -> None:
        from ...study.dataset import fill

        fill(self.dataset, cells, measures)

    def compared(self) -> dict:
        from .summary import compared

        words = compared(self.dataset, shipped(self.number))
        return {"words": words, "packed": rendered(self.number, self.dataset)}
