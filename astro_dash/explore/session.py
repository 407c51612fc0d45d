"""One tab of the Explore page: a form in, a map computed by the desk, its cells out as they are finished.

Only messages are handled on the event loop. Planning, drawing, and files go to one thread of the process, where
HoloViews and xarray are loaded too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from ..aside import drawing
from ..chunk import pack, packed
from ..listener import Listener
from ..store import in_words
from . import form
from .form import check
from .map import Map

MOST_UPLOAD = 12_000_000  # bytes; the server's line takes messages of 20 MB
_first: dict[str, np.ndarray] = {}  # what the map of the first visit has come to, computed once a process


def _desk():
    from ..study.desk import desk

    return desk()


class Explorer(Listener):
    """Keeps one tab's form and map. `send` and `schedule` are those of `session.Session`; `desk` gives the desk."""

    def __init__(self, query: str, send: Callable[[dict], None], schedule: Callable, desk: Callable = _desk):
        self.send, self.schedule, self.desk = send, schedule, desk
        self.form, self.problems = form.opened(query)
        self.map: Map | None = None
        self.job, self.of = None, ()
        self.drawn = 0  # figures asked for: an earlier one is stale
        self.owner, self.begun = object(), False

    def close(self) -> None:
        """Forget the tab, and end its map; callbacks may still come."""
        self.closed, self.map = True, None
        if self.begun:
            drawing.submit(lambda: self.desk().leave(self.owner))

    # What the browser may say.

    def _on_ready(self) -> None:
        self.send({"form": self.form, "notice": " ".join(self.problems), "progress": {"state": "empty"}})
        self._on_compute(self.form)

    def _on_compute(self, form: dict) -> None:
        """A map of a form, instead of the one that is computed."""
        if not isinstance(form, dict):
            raise ValueError(f"The form is {form!r:.60}, but must be names with values.")
        self.begun = True
        self._aside(partial(self._begin, dict(form)), partial(self._begun, dict(form)))

    def _on_check(self, form: dict) -> None:
        """Say at once what is wrong with a form that is being filled in."""
        check(form)
        self.send({"notice": ""})

    def _on_cancel(self) -> None:
        if self.job:
            self.job.cancel()
        self.send({"notice": ""})

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

        def opened(found: Map) -> None:
            if self.job:
                self.job.cancel()
            texts, self.job = form.of_plan(found.plan, self.form), None
            found.progress = {"state": "finished"}
            self.send({"form": texts, "notice": ""})
            self._show(found, texts)

        self._aside(lambda: Map.read(data), opened)

    # A map, from its plan to its last cell.

    def _begin(self, texts: dict):
        """In the other thread: plan a map and have it computed."""
        found = Map(form.plan(texts))
        if texts == form.START and _first:
            self.desk().leave(self.owner)
            found.fill(np.arange(found.plan.n_cells), _first)
            found.progress = {"state": "finished"}
            return found, None
        found.first = texts == form.START
        return found, self.desk().begin(self.owner, found.plan, partial(self._told, found))

    def _begun(self, texts: dict, begun) -> None:
        (found, self.job), texts = begun, check(texts)
        notice = found.progress.get("failed") or " ".join(self.problems)
        self.problems = []
        self.send({"notice": notice, "form": texts, "progress": self._progress(found)})
        self._show(found, texts)

    def _told(self, found: Map, event: dict) -> None:
        """The desk says something, in a thread of its own."""
        self.schedule(partial(self._take, found, event), 0)

    def _take(self, found: Map, event: dict) -> None:
        """Keep what has come of a map, and show it if it is the one on the page."""
        if self.closed:
            return
        cells = event.get("cells")
        if cells is not None:
            found.fill(cells, event["measures"])
        found.progress |= {name: event[name] for name in ("left", "waiting", "failed") if name in event}
        found.progress["state"] = "failed" if "failed" in event else event.get("ended", found.progress["state"])
        if found.first and found.finished.all():
            _first.update(found.measures)
        if found is not self.map:
            return
        message = {"drawn": self.drawn, "progress": self._progress(found)}
        message["says"] = found.says(self.form["measure"], self.of)
        if cells is not None:
            message["chunk"] = self._chunk(cells)
        if "failed" in event:
            message["notice"] = event["failed"]
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
            partial(_figure, found.plan, measure, self.of), partial(self._deliver, self.drawn, found, measure, self.of)
        )

    def _deliver(self, drawn: int, found: Map, measure: str, of, figure: dict) -> None:
        if drawn != self.drawn or found is not self.map:
            return
        words, unit, log = form.MEASURES[measure]
        about = found.about(of) | {
            "measure": measure, "of": list(of), "words": words, "unit": unit, "log": log and len(of) == 1,
            "bounds": figure["bounds"], "first": found.seeds[:, 0].tolist(), "drawn": drawn, "form": self.form,
        }  # fmt: skip
        self.send({
            "map": about, "figure": figure["item"], "chunk": self._chunk(np.arange(found.plan.n_cells)),
            "says": found.says(measure, of), "progress": self._progress(found),
        })  # fmt: skip

    def _chunk(self, cells) -> bytes:
        """The means (systems, cells) of the measure shown."""
        cells, means = np.asarray(cells), self.map.means(self.form["measure"], cells)
        return pack({"drawn": self.drawn}, {"cells": cells.astype("int32"), "means": means})

    def _in_words(self, sentence: str) -> str:
        return in_words(sentence)

    @staticmethod
    def _progress(found: Map) -> dict:
        return found.progress | {"done": int(found.finished.sum()), "all": found.plan.n_cells}

    def _aside(self, function: Callable, then: Callable) -> None:
        """Call a function in the other thread, and with what it returns another one here."""
        future = drawing.submit(function)
        future.add_done_callback(lambda f: self.schedule(lambda: self._finish(f, then), 0))

    def _finish(self, future, then: Callable) -> None:
        if self.closed:
            return
        try:
            then(future.result())
        except (ValueError, TypeError, MemoryError) as error:
            self._refuse(ValueError(str(error)) if isinstance(error, MemoryError) else error)


@lru_cache(32)
def _figure(plan, measure: str, of: tuple[str, ...]) -> dict:
    """In the other thread: the figure, packed, and what its lines say."""
    from .bounds import bounds
    from .figure import draw

    lines = bounds(plan, of, measure)
    item = packed(draw(plan, measure, of, lines))
    return {"item": item, "bounds": [{"key": line.key, "words": line.words} for line in lines]}
