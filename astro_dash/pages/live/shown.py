"""How a page shows what is run: the part of its link that is no choice of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...engine.quote import quoted
from ...rooms.code import ALLOWED, read_code
from ...store import Store
from ..theme import TITLES
from .views import VIEWS

PARTS = ("transport", "timeline", "outcomes", "welcome", "own", "advanced")  # of the page, beside choices and views
_PAGES = tuple(f"page-{key}" for key in TITLES)  # the ways to them: "attention" is a view, too
NAMES = (*(name for name in Store.choices() if name not in Store.SINGLE), *VIEWS, *PARTS, *_PAGES)
"""What can be hidden or locked."""


class Way(NamedTuple):
    """One way to show it: `read` is given its text, returns it as it stands in a link, and raises a ValueError that
    ends the sentence "NAME is TEXT, but must be …"."""

    doc: str
    read: Callable[[str], str]


def _names(text: str) -> str:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise ValueError(f"names with commas between, of {', '.join(NAMES)}")
    return ",".join(dict.fromkeys(names))


def _room(text: str) -> str:
    try:
        return read_code(text)
    except ValueError:
        raise ValueError(ALLOWED) from None


SHOWN = {
    "hide": Way("What is not on the page: names of choices, views, parts and pages.", _names),
    "lock": Way("What cannot be used.", _names),
    "room": Way("The code of the teacher's room that the page follows.", _room),
}


def shown(given: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Of the parts of a link those that say how it is shown, and a sentence for each that could not be taken."""
    found, problems = {}, []
    for name, text in given.items():
        try:
            if text and (read := SHOWN[name].read(text)):
                found[name] = read
        except ValueError as error:
            problems.append(f"{name} is {quoted(text, 40)}, but must be {error}.")
    return found, problems


def split(choices: dict, names: Iterable[str] = SHOWN) -> tuple[dict, dict]:
    """The choices of a run, and how they are shown."""
    ours = {name: choices[name] for name in names if name in choices}
    return {name: value for name, value in choices.items() if name not in ours}, ours
