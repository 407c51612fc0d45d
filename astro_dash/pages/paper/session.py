"""One tab of the Paper page: figures on demand, and one of them at a time computed again."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from ...aside import figures
from ...engine.check import check_choice
from ...shipped import asset
from ...words import cached
from ..chunk import packed
from ..listener import in_a_sentence
from ..taught import Taught

ASSETS = asset("paper")
FIGURES = ("1", "2", "3", "4")
TOLD_SECONDS = 0.2  # between two messages of progress


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


class Recomputed:
    """A figure that is computed again by the desk, and then held beside the shipped one."""

    def __init__(self, number: str, session: Session):
        self.number, self.session = number, session
        self.job, self.dataset, self.stopped, self.told = None, None, False, 0.0

    def begin(self) -> None:
        """In the line of figures: have it computed."""
        from ...study.dataset import empty
        from ...study.desk import desk
        from ...study.paper import FIGURES

        if self.stopped or self.session.closed:
            return
        plan = FIGURES[self.number].plan()
        self.dataset = empty(plan)
        self.session.later(partial(self._tell, done=0, all=plan.n_cells, left=None))
        self.job = desk().begin(self.session, plan, lambda event: self.session.later(partial(self._hear, event)))
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
            from ...study.dataset import fill

            fill(self.dataset, event["cells"], event["measures"])
            if time.monotonic() > self.told + TOLD_SECONDS:
                self.told = time.monotonic()
                self._tell(done=event["done"], all=event["all"], left=event["left"])
        elif event.get("waiting"):
            self._tell(waiting=event["waiting"])
        elif "failed" in event:
            self._tell(ended="failed", words=event["failed"])
        elif event.get("ended") == "finished":
            self.session.off(figures.submit(self.session, "recomputed", self._compared), self._end, self.failed)

    def _compared(self) -> tuple[str, str]:
        """In the line of figures: what came of it in words, and the figure."""
        from .summary import compared

        return compared(self.dataset, shipped(self.number)), rendered(self.number, self.dataset)

    def _end(self, found: tuple[str, str]) -> None:
        words, packed = found
        self._tell(ended="finished", words=words, packed=packed)
