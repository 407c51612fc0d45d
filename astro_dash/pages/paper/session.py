"""One tab of the Paper page: figures on demand, and one of them at a time computed again."""

from __future__ import annotations

from collections.abc import Callable

from ...aside import figures
from ...engine.check import check_choice
from ...shipped import asset
from ...words import cached
from .. import recomputed
from ..chunk import packed
from ..taught import Taught

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


class Session(Taught):
    """Answers one tab."""

    reads = (*Taught.reads, "figure", "recompute", "cancel")  # a figure is everybody's own

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        super().__init__(send, schedule)
        self.problems: list[str] = []  # with the link
        self.again: Recomputed | None = None

    def _forget(self) -> None:
        super()._forget()
        figures.leave(self)
        self._stop()

    def _on_ready(self) -> None:
        self._missed()
        self.send({"notice": " ".join(self.problems)})

    def _on_figure(self, number: str) -> None:
        number = check_choice("figure", number, FIGURES)

        def then(packed: str) -> None:
            self.send({"figure": {"number": number, "packed": packed}})

        self.off(figures.submit(self, number, lambda: rendered_as_shipped(number)), then)

    def _on_recompute(self, number: str) -> None:
        self._stop()
        number = check_choice("figure", number, FIGURES)
        self.again = again = Recomputed(number, self)
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


class Recomputed(recomputed.Recomputed):
    """A figure that is computed again, and then held beside the shipped one."""

    def __init__(self, number: str, session: Session):
        super().__init__({"number": number}, session)
        self.number = number

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
