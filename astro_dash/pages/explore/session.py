"""One tab of the Explore page: a form in, a map computed by the desk, its cells out as they are finished.

Only messages are handled on the event loop. Planning, rendering, and the making of files are jobs of `aside.figures`,
where HoloViews and xarray are loaded too; a file that is opened is read in a process of its own first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import numpy as np

from ...aside import Line, figures
from ...engine.check import check_choice
from ...engine.patterns.base import whole
from ...engine.quote import quoted
from ...reading import Reading
from ...store import in_words
from ...words import _, cached, number
from ..chunk import pack, packed
from ..listener import MOST_UPLOAD
from ..taught import Taught
from . import form
from .form import START, VIEWED, check
from .map import MOST_BYTES, Map
from .table import table

uploads = Line("uploads", limit=90, most=8)  # which may hold as many files
FILES = {"netcdf": ("nc", "application/x-netcdf", Map.bytes), "csv": ("csv", "text/csv", table)}
_first: dict[str, np.ndarray] = {}  # what the map of the first visit has come to, computed once a process


def _desk():
    from ...study.desk import desk

    return desk()


class Explorer(Taught):
    """Keeps one tab's form and map; `desk` gives the desk."""

    reads = (*Taught.reads, "cell", "save")

    def __init__(self, query: str, send: Callable[[dict], None], schedule: Callable, desk: Callable = _desk):
        super().__init__(send, schedule)
        self.maps = desk
        self.form, self.problems = form.opened(query)
        self.map: Map | None = None
        self.job, self.of = None, ()
        self.rendered = 0  # figures asked for: an earlier one is stale
        self.wishes, self.wished = 0, {}  # maps asked for, by a form or a file, and of what the last one is
        self.reading = None  # of the file that is being opened

    def _forget(self) -> None:
        """End the map, and what is asked for."""
        super()._forget()
        self.map = None
        for line in (figures, uploads):
            line.leave(self)
        if self.reading:
            self.reading.stop()
        if self.wishes:
            figures.submit(self, "leave", lambda: self.maps().leave(self))  # after what is under way

    # What the browser may say.

    def _on_ready(self) -> None:
        self._missed()
        self.send({"form": self.form, "notice": " ".join(self.problems), "progress": {"state": "empty"}})
        self._on_compute(self.form)

    def _on_compute(self, form: dict) -> None:
        """A map of a form, instead of the one that is computed."""
        if not isinstance(form, dict):
            raise ValueError(_("The form is {form}, but must be names with values.", form=quoted(form)))
        texts = {name: form[name] for name in START if name in form}
        self.wishes += 1
        self.wished = _settings(texts)
        self._aside("compute", partial(self._begin, texts), partial(self._begun, texts))

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
        self._render()
        self._moved()

    def _on_cell(self, cell: int) -> None:
        if self.map is None:
            return
        cell = whole("cell", cell, 0, self.map.plan.n_cells - 1)
        self.send({"cell": self.map.detail(cell, self.form["measure"], self.of)})

    def _on_save(self, kind: str = "netcdf") -> None:
        """Hand it out as a file."""
        check_choice("kind", kind, FILES)
        if self.map is None or not self.map.finished.any():
            raise ValueError(_("There is no finished cell to save yet."))
        ending, mime, make = FILES[kind]
        file = {"name": f"astro-dash-{'-'.join(self.map.plan.grid)}.{ending}", "mime": mime, "notice": ""}
        self._aside("save", partial(make, self.map), lambda data: self.send({"file": data} | file))

    def _on_open(self, data) -> None:
        if not isinstance(data, bytes) or len(data) > MOST_UPLOAD:
            size = _("{size} MB", size=number(len(data) / 1e6, ".1f")) if isinstance(data, bytes) else _("no file")
            raise ValueError(
                _(
                    "The file is {size}, but may be a map of at most {most} MB.",
                    size=size, most=number(MOST_UPLOAD / 1e6, ".0f"),
                )
            )

        def unpacked(found) -> None:
            self._aside("open", partial(Map.of, *found), opened)

        def opened(found: Map) -> None:
            if wish != self.wishes:  # something else has been asked for since
                return
            if self.job:
                self.job.cancel()
            texts, self.job = form.of_plan(found.plan, self.form), None
            self.wished = _settings(texts)
            found.progress = {"state": "finished"}
            self.send({"form": texts, "notice": ""})
            self._show(found, texts)

        self.wishes += 1
        wish = self.wishes
        self._aside("open", partial(self._unpack, data), unpacked, uploads)

    def _unpack(self, data: bytes):
        """In another thread: what is in a file."""
        self.reading = reading = Reading(data, MOST_BYTES)
        if self.closed:
            reading.stop()
        return reading.contents()

    # A map, from its plan to its last cell.

    def _begin(self, texts: dict):
        """In the other thread: plan a map and have it computed."""
        found = Map(form.plan(texts))
        if texts == form.START and _first:
            self.maps().leave(self)
            found.fill(np.arange(found.plan.n_cells), _first)
            found.progress = {"state": "finished"}
            return found, None
        found.first = texts == form.START
        return found, self.maps().begin(self, found.plan, partial(self._told, found))

    def _begun(self, texts: dict, begun) -> None:
        (found, self.job), texts = begun, check(texts)
        notice = found.progress.get("failed") or " ".join(self.problems)
        self.problems = []
        self.send({"notice": notice, "form": texts, "progress": self._progress(found)})
        self._show(found, texts)
        self._moved()

    def _told(self, found: Map, event: dict) -> None:
        """The desk says something, in a thread of its own."""
        self.later(partial(self._take, found, event))

    def _take(self, found: Map, event: dict) -> None:
        """Keep what has come of a map, and show it if it is the one on the page."""
        cells = event.get("cells")
        if cells is not None:
            found.fill(cells, event["measures"])
        found.progress |= {name: event[name] for name in ("left", "waiting", "failed") if name in event}
        found.progress["state"] = "failed" if "failed" in event else event.get("ended", found.progress["state"])
        if found.first and found.finished.all():
            _first.update(found.measures)
        if found is not self.map:
            return
        message = {"drawn": self.rendered, "progress": self._progress(found)}
        message["says"] = found.says(self.form["measure"], self.of)
        if cells is not None:
            message["chunk"] = self._chunk(cells)
        if "failed" in event:
            message["notice"] = event["failed"]
        self.send(message)

    # As one of a class, or its teacher.

    def _where(self) -> str:
        return urlencode({"page": "explore", "v": form.VERSION, **self.form})

    def _go(self, link: str) -> None:
        asked = form.opened(link.partition("&")[2])[0]
        if _settings(asked) != self.wished:
            self._on_compute(asked)
        elif asked != self.form:
            self._on_show(**{name: asked[name] for name in VIEWED})

    def _show(self, found: Map, texts: dict) -> None:
        self.map, self.form = found, dict(texts)
        self._render()

    def _render(self) -> None:
        """A new figure of the map there is."""
        if self.map is None:
            return
        found, measure, systems = self.map, self.form["measure"], self.map.plan.systems
        of = tuple(key for key in self.form["of"].split(",") if key in systems)[:2]
        self.of = of or systems[:2]
        self.rendered += 1
        self._aside(
            "render", partial(_figure, found.plan, measure, self.of),
            partial(self._deliver, self.rendered, found, measure, self.of),
        )  # fmt: skip

    def _deliver(self, rendered: int, found: Map, measure: str, of, figure: dict) -> None:
        if rendered != self.rendered or found is not self.map:
            return
        *words, log = form.MEASURES[measure]
        about = found.about(of) | {
            "measure": measure, "of": list(of), "words": _(words[0]), "unit": _(words[1]), "log": log and len(of) == 1,
            "bounds": figure["bounds"], "first": found.seeds, "drawn": rendered, "form": self.form,
        }  # fmt: skip
        self.send({
            "map": about, "figure": figure["item"], "chunk": self._chunk(np.arange(found.plan.n_cells)),
            "says": found.says(measure, of), "progress": self._progress(found),
        })  # fmt: skip

    def _chunk(self, cells) -> bytes:
        """The means (systems, cells) of the measure shown."""
        cells, means = np.asarray(cells), self.map.means(self.form["measure"], cells)
        return pack({"drawn": self.rendered}, {"cells": cells.astype("int32"), "means": means})

    def _in_words(self, sentence: str) -> str:
        return in_words(sentence)

    @staticmethod
    def _progress(found: Map) -> dict:
        return found.progress | {"done": int(found.finished.sum()), "all": found.plan.n_cells}

    def _aside(self, kind: str, function: Callable, then: Callable, line: Line = figures) -> None:
        """Call a function in another thread, unless one of its kind is asked for before its turn; and with what it
        returns another one here."""
        self.off(line.submit(self, kind, function), then)


def _settings(texts: dict) -> dict:
    """Of a form, what its map is computed from."""
    return {name: text for name, text in texts.items() if name not in VIEWED}


@cached(32)
def _figure(plan, measure: str, of: tuple[str, ...]) -> dict:
    """In the other thread: the figure, packed, and what its lines say."""
    from .bounds import bounds
    from .figure import render

    lines = bounds(plan, of, measure)
    item = packed(render(plan, measure, of, lines))
    return {"item": item, "bounds": [{"key": line.key, "words": line.words} for line in lines]}
