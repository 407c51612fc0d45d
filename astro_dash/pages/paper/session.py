"""One tab of the Paper page: figures on demand, and one of them at a time computed again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache

from ...aside import drawing
from ...engine.check import check_choice
from ...shipped import asset
from ..chunk import packed
from ..listener import Listener

log = logging.getLogger(__name__)

ASSETS = asset("paper")
FIGURES = ("1", "2", "3", "4")
TOLD_SECONDS = 0.2  # between two messages of progress


def shipped(number: str):
    """The dataset of a figure as it was shipped."""
    from ...study import read

    return read(ASSETS / f"figure-{number}.nc")


def drawn(number: str, dataset) -> str:
    """A figure for the browser: JSON, compressed and in base64."""
    from .figures import figure

    return packed(figure(number, dataset))


@cache
def drawn_as_shipped(number: str) -> str:
    """Once a process."""
    return drawn(number, shipped(number))


class Session(Listener):
    """Answers one tab; `send` and `schedule` are as `astro_dash.pages.live.session.Session` has them."""

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        self.send, self.schedule = send, schedule
        self.again: Recomputed | None = None

    def close(self) -> None:
        """Forget the tab, and compute nothing more for it."""
        self.closed = True
        drawing.leave(self)
        self._stop()

    def _on_ready(self) -> None:
        self.send({"notice": ""})

    def _on_figure(self, number: str) -> None:
        number = check_choice("figure", number, FIGURES)
        self._beside(number, lambda: self.tell({"figure": {"number": number, "packed": drawn_as_shipped(number)}}))

    def _on_recompute(self, number: str) -> None:
        self._stop()
        number = check_choice("figure", number, FIGURES)
        self.again = again = Recomputed(number, self)
        self._beside("recompute", again.begin)

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

    def tell(self, message: dict) -> None:
        """Send from any thread."""
        self.schedule(lambda: self.closed or self.send(message), 0)

    def _beside(self, kind: str, work: Callable[[], None]) -> None:
        """Do it off the event loop, unless the same is asked for again before its turn."""

        def done(future):
            error = None if future.cancelled() else future.exception()
            if error and not isinstance(error, ValueError):
                log.error("a figure failed", exc_info=error)
                error = "The server could not draw the figure; its log says why."
            if error:
                self.tell({"notice": str(error)})

        drawing.submit(self, kind, work).add_done_callback(done)


class Recomputed:
    """A figure that is computed again by the desk, and then held beside the shipped one."""

    def __init__(self, number: str, session: Session):
        self.number, self.session = number, session
        self.job, self.dataset, self.stopped, self.told = None, None, False, 0.0

    def begin(self) -> None:
        from ...study.dataset import empty
        from ...study.desk import desk
        from ...study.paper import FIGURES

        if self.stopped or self.session.closed:
            return
        plan = FIGURES[self.number].plan()
        self.dataset = empty(plan)
        self._tell(done=0, all=plan.n_cells, left=None)
        try:
            self.job = desk().begin(self.session, plan, self._on)
        except ValueError as error:
            self._tell(ended="failed", words=str(error))
        if self.stopped:  # meanwhile
            self.stop()

    def stop(self) -> None:
        """Tell no more, at once, and compute no more."""
        self.stopped = True
        if self.job:
            self.job.cancel()

    def _tell(self, **what) -> None:
        if not self.stopped:
            self.session.tell({"progress": {"number": self.number, **what}})

    def _on(self, event: dict) -> None:
        """What the desk has to say, in its thread."""
        if self.stopped:
            return
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
            self.session._beside("recomputed", self._finish)

    def _finish(self) -> None:
        from .summary import compared

        words = compared(self.dataset, shipped(self.number))
        self._tell(ended="finished", words=words, packed=drawn(self.number, self.dataset))
