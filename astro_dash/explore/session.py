"""One tab of the Explore page: a form in, a map computed by the desk, its cells out as they are finished.

Only messages are handled on the event loop. Planning, drawing, and files go to one thread of the process, where
HoloViews and xarray are loaded too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from ..chunk import pack
from ..component import packed
from . import form
from .map import Map

log = logging.getLogger(__name__)

MOST_UPLOAD = 12_000_000  # bytes; the server's line takes messages of 20 MB
_aside = ThreadPoolExecutor(1, "figures")
_first: dict[str, np.ndarray] = {}  # what the map of the first visit has come to, computed once a process


def _desk():
    from ..study.desk import desk

    return desk()


class Explorer:
    """Keeps one tab's form and map. `send` and `schedule` are those of `session.Session`; `desk` gives the desk."""

    def __init__(self, query: str, send: Callable[[dict], None], schedule: Callable, desk: Callable = _desk):
        self.send, self.schedule, self.desk = send, schedule, desk
        self.form, self.problems, self.has_form = form.opened(query)
        self.map: Map | None = None
        self.job, self.of = None, ()
        self.asked = self.drawn = 0  # maps asked for, and figures drawn: what belongs to an earlier one is stale
        self.owner, self.closed = object(), False
        self.progress = {"state": "empty"}

    def close(self) -> None:
        """Forget the tab, and end its map; callbacks may still come."""
        self.closed, self.map = True, None
        if self.asked:
            _aside.submit(lambda: self.desk().leave(self.owner))

    def receive(self, message) -> None:
        """Act on a message of the browser; a bad one is answered with a sentence, and the map stays."""
        kind = message.get("type") if isinstance(message, dict) else None
        act = getattr(self, f"_on_{kind}", None) if isinstance(kind, str) else None
        if self.closed:
            return
        try:
            if act is None:
                raise ValueError(f"The message {str(message)!r:.60} is none that this page sends.")
            act(**{name: value for name, value in message.items() if name != "type"})
        except (ValueError, TypeError) as error:
            self._refuse(error)

    def _refuse(self, error) -> None:
        if not isinstance(error, ValueError):
            log.warning("refused a message", exc_info=error)
            error = "The page sent something that the server does not understand."
        self.send({"notice": str(error)})

    # What the browser may say.

    def _on_ready(self) -> None:
        self.send({"form": self.form, "notice": " ".join(self.problems), "progress": self.progress})
        if not self.has_form:
            self._on_compute(self.form)

    def _on_compute(self, form: dict) -> None:
        """A map of a form, instead of the one that is computed."""
        if not isinstance(form, dict):
            raise ValueError(f"The form is {form!r:.60}, but must be names with values.")
        self.asked += 1
        self._aside(partial(self._begin, dict(form), self.asked), partial(self._begun, dict(form), self.asked))

    def _on_cancel(self) -> None:
        if self.job:
            self.job.cancel()
        self.send({"progress": self.progress})

    def _on_show(self, measure: str, of: str) -> None:
        """Another measure, another system or a difference, of the same map."""
        self.form = self.form | {
            name: form.checked(self.form, name, text) for name, text in (("measure", measure), ("of", of))
        }
        self._draw()

    def _on_cell(self, cell: int) -> None:
        if self.map is None:
            return
        if not isinstance(cell, int) or not 0 <= cell < self.map.plan.n_cells:
            raise ValueError(f"The cell is {cell!r:.40}, but must be a whole number below {self.map.plan.n_cells}.")
        self.send({"cell": self.map.detail(cell, self.form["measure"], self.of)})

    def _on_save(self) -> None:
        if self.map is None or not self.map.finished.any():
            raise ValueError("There is no finished cell to save yet.")
        name = f"astro-dash-{'-'.join(self.map.plan.grid)}.nc"
        self._aside(self.map.bytes, lambda data: self.send({"file": data, "name": name, "notice": ""}))

    def _on_open(self, data) -> None:
        if not isinstance(data, bytes) or len(data) > MOST_UPLOAD:
            size = f"{len(data) / 1e6:.1f} MB" if isinstance(data, bytes) else "no file"
            raise ValueError(f"The file is {size}, but may be a map of at most {MOST_UPLOAD / 1e6:.0f} MB.")
        self.asked += 1
        asked = self.asked

        def opened(found: Map) -> None:
            if asked != self.asked:
                return
            if self.job:
                self.job.cancel()
            self.job, self.progress = None, _progress("finished", found)
            self.send({"form": form.of_plan(found.plan, self.form), "notice": ""})
            self._show(found, form.of_plan(found.plan, self.form))

        self._aside(lambda: Map.read(data), opened)

    # A map, from its plan to its last cell.

    def _begin(self, texts: dict, asked: int):
        """In the other thread: plan a map and have it computed."""
        known = _first.copy() if texts == form.START else {}
        found = Map(form.plan(texts))
        if known:
            found.fill(np.arange(found.plan.n_cells), known)
            return found, None
        if self.closed:
            return found, None
        return found, self.desk().begin(self.owner, found.plan, partial(self._told, found, asked))

    def _begun(self, texts: dict, asked: int, begun) -> None:
        found, job = begun
        if asked != self.asked:  # another has been asked for since, and has ended this one or will
            return
        self.job = job
        if not self.progress.get("asked") == asked:
            self.progress = _progress("computing" if job else "finished", found) | {"asked": asked}
        self.send({"notice": "", "form": texts})
        self._show(found, texts)

    def _told(self, found: Map, asked: int, event: dict) -> None:
        """The desk says something, in a thread of its own."""
        self.schedule(partial(self._take, found, asked, event), 0)

    def _take(self, found: Map, asked: int, event: dict) -> None:
        if self.closed:
            return
        cells = event.get("cells")
        if cells is not None:
            found.fill(cells, event["measures"])
        if asked != self.asked:
            return
        if "failed" in event:
            self.send({"notice": event["failed"]})
        state = "failed" if "failed" in event else event.get("ended", "computing")
        known = self.progress if self.progress.get("asked") == asked else {}
        self.progress = known | _progress(state, found) | {"asked": asked}
        self.progress |= {name: event[name] for name in ("left", "waiting") if name in event}
        if state == "finished" and self.form == form.START | {n: self.form[n] for n in ("measure", "of")}:
            _first.update({name: values.copy() for name, values in found.measures.items()})
        message = {"progress": self.progress}
        if found is self.map:
            message["says"] = found.says(self.form["measure"], self.of)
            if cells is not None:
                message["chunk"] = self._chunk(cells)
        self.send(message)

    def _show(self, found: Map, texts: dict) -> None:
        self.map, self.form = found, dict(texts)
        self._draw()

    def _draw(self) -> None:
        """A new figure of the map there is."""
        if self.map is None:
            return
        found, measure, systems = self.map, self.form["measure"], self.map.plan.systems
        of = tuple(key for key in self.form["of"].split(",") if key in systems)[:2]
        self.of = of or systems[:2]
        self.drawn += 1
        self._aside(
            partial(_figure, found, measure, self.of), partial(self._deliver, self.drawn, found, measure, self.of)
        )

    def _deliver(self, drawn: int, found: Map, measure: str, of, figure: dict) -> None:
        if drawn != self.drawn or found is not self.map:
            return
        words, unit, log = form.MEASURES[measure]
        about = found.about(of) | {
            "measure": measure, "of": list(of), "words": words, "unit": unit, "log": log and len(of) == 1,
            "bounds": figure["bounds"], "first": found.seeds[:, 0].tolist(),
        }  # fmt: skip
        self.send({
            "map": about, "figure": figure["item"], "chunk": self._chunk(np.arange(found.plan.n_cells)),
            "says": found.says(measure, of), "progress": self.progress,
        })  # fmt: skip

    def _chunk(self, cells) -> bytes:
        """The means (systems, cells) of the measure shown."""
        cells, means = np.asarray(cells), self.map.means(self.form["measure"], cells)
        return pack({"drawn": self.drawn}, {"cells": cells.astype("int32"), "means": means})

    def _aside(self, function: Callable, then: Callable) -> None:
        """Call a function in the other thread, and with what it returns another one here."""
        future = _aside.submit(function)
        future.add_done_callback(lambda f: self.schedule(lambda: self._finish(f, then), 0))

    def _finish(self, future, then: Callable) -> None:
        if self.closed:
            return
        try:
            then(future.result())
        except (ValueError, TypeError, MemoryError) as error:
            self._refuse(ValueError(str(error)) if isinstance(error, MemoryError) else error)


def _progress(state: str, found: Map) -> dict:
    return {"state": state, "done": int(found.finished.sum()), "all": found.plan.n_cells}


def _figure(found: Map, measure: str, of: tuple[str, ...]) -> dict:
    """In the other thread: the figure, packed, and what its lines say."""
    from .bounds import bounds
    from .figure import draw

    lines = bounds(found.plan, of, measure)
    item = packed(draw(found, measure, of, lines))
    return {"item": item, "bounds": [{"key": line.key, "words": line.words} for line in lines]}
