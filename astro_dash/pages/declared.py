"""What the browser is told of facts that are written in Python, once."""

from __future__ import annotations

from ..cited import cited
from ..engine.models import MODELS
from ..engine.patterns import PATTERNS
from ..store import Store
from ..store.kinds import Choice, Choices
from .chunk import packed
from .glossary import glossary
from .theme import LOOKS, TITLES, css_line


def declared(**own) -> str:
    """What a page is built from: what all pages are told, and its own, packed."""
    return packed({"pages": TITLES, "glossary": glossary(), "cited": cited(), **own})


def choice(name: str) -> dict:
    """A choice of the store, in plain types."""
    one = Store.choices()[name]
    told = {"label": one.label, "doc": one.doc, "symbol": one.symbol, "only_for": one.only_for}
    if one.scale:
        told["scale"] = vars(one.scale)
    if isinstance(one, Choices):
        told |= {"many": one.objects, "most": one.most}
    elif isinstance(one, Choice):
        told["options"] = dict(one.objects)
    if name == "load":
        told["most_for"] = {key: patterns.most for key, patterns in PATTERNS.items() if patterns.most}
    return told


def systems() -> dict:
    """What each system is called and looks like."""
    return {
        key: {"title": model.title, "colour": look.colour, "mark": look.mark, "line": css_line(*look)}
        for (key, model), look in zip(MODELS.items(), LOOKS.values(), strict=True)
    }
