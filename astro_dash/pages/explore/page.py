"""The component of the Explore page, and what the browser builds it from."""

from __future__ import annotations

from functools import cache

from ...engine.models import MODELS
from ...engine.patterns import PATTERNS
from ...store import Store, labelled
from ..chunk import packed
from ..component import Page, scripts
from ..listener import MOST_UPLOAD
from ..theme import COLOURS
from .form import AXES, MEASURES, SETTINGS
from .session import Explorer

MAIN = ("patterns", "load", "noise", "temperature", "seed")


@cache
def spec() -> str:
    """The axes, the measures, the systems, and the other choices. Once a process."""
    options = {
        "patterns": {key: patterns.title for key, patterns in PATTERNS.items()},
        "integrator": {"descent": "descent (ours)", "euler": "Euler (the paper's)"},
    }
    choices = {}
    for name in SETTINGS:
        choice, scale = Store.choices()[name], Store.SCALES.get(name)
        choices[name] = {"label": choice.label, "doc": choice.doc, "symbol": choice.doc.split(",")[0]}
        choices[name] |= {"scale": vars(scale)} if scale else {"options": options[name]} if name in options else {}
    return packed({
        "choices": choices, "main": MAIN, "advanced": [name for name in SETTINGS if name not in MAIN],
        "axes": {name: {"label": labelled(name), "from": low, "to": high} for name, (low, high) in AXES.items()},
        "measures": {name: words for name, (words, *_) in MEASURES.items()}, "colours": COLOURS,
        "systems": {key: model.title for key, model in MODELS.items()}, "most_upload": MOST_UPLOAD,
    })  # fmt: skip


class Explore(Page):
    """The page of one tab, with the form of its address."""

    _esm = scripts("frames", "plots", "controls", "banner", "line", "head", "sheet", "explore")

    def __init__(self, query: str = "", **params):
        super().__init__(spec(), lambda *way: Explorer(query, *way), **params)

    def result(self):
        """The map on the page as `study.sweep` returns it, an xarray.Dataset; missing in cells that are not computed
        yet. Raises ValueError before there is one."""
        found = self._session.map
        if found is None:
            raise ValueError("There is no map yet: the page makes one when it is shown.")
        return found.dataset()
