"""What the browser is told of facts that are written in Python, once."""

from __future__ import annotations

from ..cited import cited
from ..engine.models import MODELS
from ..engine.patterns import PATTERNS
from ..store import Store
from ..store.kinds import Choice, Choices
from ..words import _, told
from .chunk import packed
from .glossary import glossary
from .theme import LOOKS, TITLES, css_line


def declared(which: str, **own) -> str:
    """What a page is built from: what all pages are told, and its own, packed."""
    titles = {key: _(title) for key, title in TITLES.items()}
    words = told(("", "lesson", "room", which))
    return packed({"words": words, "pages": titles, "glossary": glossary(), "cited": cited(), **own})


def choice(name: str) -> dict:
    """A choice of the store, in plain types."""
    one = Store.choices()[name]
    about = {"label": _(one.label), "doc": _(one.doc), "symbol": one.symbol, "only_for": one.only_for}
    if one.scale:
        about["scale"] = vars(one.scale)
    if isinstance(one, Choices):
        about |= {"many": named(one), "most": one.most}
    elif isinstance(one, Choice):
        about["options"] = named(one)
    if name == "load":
        about["most_for"] = {key: patterns.most for key, patterns in PATTERNS.items() if patterns.most}
    return about


def named(one: Choice) -> dict[str, str]:
    """The words for each key of a choice."""
    return {key: _(words) for key, words in one.objects.items()}


def systems() -> dict:
    """What each system is called and looks like."""
    return {
        key: {"title": _(model.title), "colour": look.colour, "mark": look.mark, "line": css_line(*look)}
        for (key, model), look in zip(MODELS.items(), LOOKS.values(), strict=True)
    }
