"""How a page shows what is run: the part of its link that is no choice of the run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import isfinite
from typing import NamedTuple

from ...engine.check import check_choice
from ...engine.models import MODELS
from ...engine.quote import quoted
from ...rooms.code import allowed, read_code
from ...store import Store, in_words, parsed
from ...store.kinds import write
from ...words import _
from ..theme import TITLES
from . import changes
from .views import VIEWS

PARTS = ("transport", "timeline", "outcomes", "welcome", "own", "advanced", "cue")
"""Of the page, beside choices and views; "cue" is drawing on it."""
_PAGES = tuple(f"page-{key}" for key in TITLES)  # the ways to them: "attention" is a view, too
NAMES = (*(name for name in Store.choices() if name not in Store.SINGLE), *VIEWS, *PARTS, *_PAGES)
"""What can be hidden or locked."""
ALSO = {"triangle": "simplex", "pictures": "retrieval"}  # what else a view is called
SPEEDS = ("0.25", "0.5", "1", "2", "4", "8", "16")
LONGEST, MOST_ANSWERS = 300, 8  # of a question with its answers: characters, and how many of these


class Way(NamedTuple):
    """One way to show it: `read` is given its text, returns it as it stands in a link, and raises a ValueError that
    ends the sentence "NAME is TEXT, but must be …"."""

    doc: str
    read: Callable[[str], str]


def _names(text: str) -> str:
    names = [ALSO.get(name.strip(), name.strip()) for name in text.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise ValueError(_("names with commas between, of {names}", names=", ".join(NAMES)))
    return ",".join(dict.fromkeys(names))


def _one_of(allowed: Iterable[str], usual: str = "", also: dict | None = None) -> Callable[[str], str]:
    """Reads one of some words; the usual one is left out."""
    names = tuple(allowed)

    def read(text: str) -> str:
        text = (also or {}).get(text, text)
        if text not in names:
            raise ValueError(_("one of {names}", names=", ".join(names)))
        return "" if text == usual else text

    return read


def _asked(text: str) -> str:
    question, *answers = (" ".join(part.split()) for part in text.split("|"))
    answers = list(dict.fromkeys(filter(None, answers)))
    if len(text) > LONGEST or not question or len(answers) > MOST_ANSWERS or not text.isprintable():
        raise ValueError(
            _(
                "a question of at most {characters} characters, with at most {answers} answers after it if these are "
                "to choose from, all with | between",
                characters=LONGEST, answers=MOST_ANSWERS,
            )
        )  # fmt: skip
    return "|".join([question, *answers])


def _pattern(text: str) -> str:
    try:
        return write(parsed("target", text))
    except ValueError:
        raise ValueError(_("the number of a pattern")) from None


def _corners(text: str) -> str:
    try:
        corners = [corner and _pattern(corner) for corner in text.split(",")]
    except ValueError:
        corners = []
    if len(corners) != 3:
        raise ValueError(
            _("three numbers of patterns with commas between, nothing for a usual corner, such as 3,,7")
        )
    return ",".join(corners) if any(corners) else ""


def _time(text: str) -> str:
    try:
        time = float(text)
    except ValueError:
        time = -1.0
    if not (isfinite(time) and time >= 0):
        raise ValueError(_("a time of at least 0"))
    return write(time)


def _lesson(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", text):
        raise ValueError(_("the name of a lesson: small letters, digits and hyphens"))
    return text


def _step(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise ValueError(_("the number of a step, from 1 on"))
    return text


def _room(text: str) -> str:
    try:
        return read_code(text)
    except ValueError:
        raise ValueError(allowed()) from None


SHOWN = {
    "play": Way("0 opens at t = 0, or where `at` says, and waits.", _one_of("01", usual="1")),
    "ask": Way("A question, to be answered before outcomes are shown.", _asked),
    "hide": Way("What is not on the page: names of choices, views, parts and pages.", _names),
    "lock": Way("What cannot be used.", _names),
    "projector": Way("1 shows it for a room: large, the plots one at a time.", _one_of("01", usual="0")),
    "embed": Way("For a frame: live is the page without its head, or one view.", _one_of(("live", *VIEWS), also=ALSO)),
    "speed": Way("How fast it plays.", _one_of(SPEEDS, usual="1")),
    "even": Way("1 plays in even time, not slow where much happens.", _one_of("01", usual="0")),
    "focus": Way("The system whose gains and energy are shown.", _one_of(MODELS)),
    "corners": Way("The patterns at the corners of the triangle.", _corners),
    "rival": Way("The rival on the landscape.", _pattern),
    "then": Way("What was changed in mid-run.", changes.same),
    "at": Way("The time of the playhead.", _time),
    "lesson": Way("The lesson that drives the page.", _lesson),
    "step": Way("Its step.", _step),
    "room": Way("The code of the teacher's room that the page follows.", _room),
}


def shown(given: dict[str, str], store: Store | None = None) -> tuple[dict[str, str], list[str]]:
    """Of the parts of a link those that say how it is shown, and a sentence for each that could not be taken; beside a
    store, the run of which it is."""
    found, problems = {}, []
    for name, text in given.items():
        try:
            if text and (read := SHOWN[name].read(text)):
                found[name] = read
        except ValueError as error:
            value, allowed = quoted(text, 40), str(error)
            problems.append(_("{name} is {value}, but must be {allowed}.", name=name, value=value, allowed=allowed))
    try:
        if store and "focus" in found:
            check_choice("focus", found["focus"], store.system)
    except ValueError as error:
        del found["focus"]
        problems.append(str(error))
    try:
        if store and "then" in found:
            changes.check(changes.read(found["then"]), store)
    except ValueError as error:
        del found["then"]
        found.pop("at", None)
        problems.append(in_words(str(error)))
    return found, problems


def split(choices: dict, names: Iterable[str] = SHOWN) -> tuple[dict, dict]:
    """The choices of a run, and how they are shown."""
    ours = {name: choices[name] for name in names if name in choices}
    return {name: value for name, value in choices.items() if name not in ours}, ours
