"""Parts of a lesson's YAML, each of the type that it must be; what is wrong is noted, and read as if it were not
there."""

from __future__ import annotations

from collections.abc import Iterable

from ..engine.quote import quoted
from ..words import _
from .faults import Faults
from .lined import Place

LONGEST = 2000  # characters of a text


def mapping(what: str, place: Place | None, known: Iterable[str], needed: Iterable[str], faults: Faults) -> dict:
    """Names with values, of those known, all that are needed among them."""
    known = tuple(known)
    if place is None:
        return {}
    if not isinstance(place.value, dict):
        faults.add(place.line, _(
            "{name} is {value}, but must be names with values: {known}.",
            name=what, value=quoted(place.plain()), known=", ".join(known),
        ))
        return {}
    for name, one in place.value.items():
        if name not in known:
            faults.add(one.line, _(
                "{name} has {value}, but may have {keys} alone.",
                name=what, value=quoted(name, 40), keys=", ".join(known),
            ))
    for name in needed:
        if name not in place.value:
            faults.add(place.line, _("{what} has no {name}.", what=what, name=repr(name)))
    return {name: one for name, one in place.value.items() if name in known}


def text(what: str, place: Place | None, faults: Faults, default: str = "") -> str:
    """A text that is not empty; numbers are taken as they are written, roughly."""
    if place is None:
        return default
    value = place.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        said = {"name": what, "value": quoted(place.plain()), "most": LONGEST}
        words = _("{name} is {value}, but must be a text of 1 to {most} characters.", **said)
        if isinstance(value, bool):
            words = _(
                "{name} is {value}, but must be a text of 1 to {most} characters: yes, no, on and off are texts in "
                "quotes alone.",
                **said,
            )
        faults.add(place.line, words)
        return default
    return value.strip()


def number(what: str, place: Place | None, faults: Faults, low: float, high: float, default: float = 0) -> float:
    """A number from low to high."""
    if place is None:
        return default
    value = place.value
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not low <= value <= high:
        faults.add(place.line, _(
            "{name} is {value}, but must be a number from {low} to {high}.",
            name=what, value=quoted(place.plain()), low=low, high=high,
        ))
        return default
    return value


def flag(what: str, place: Place | None, faults: Faults, default: bool = False) -> bool:
    """Yes or no."""
    if place is None or isinstance(place.value, bool):
        return default if place is None else place.value
    faults.add(place.line, _("{name} is {value}, but must be yes or no.", name=what, value=quoted(place.plain())))
    return default


def names(what: str, place: Place | None, allowed: Iterable[str], faults: Faults) -> list[str]:
    """Some of the names that are allowed: a list, or a text with commas."""
    if place is None or place.value is None:
        return []
    allowed = tuple(allowed)
    given = place.value
    if isinstance(given, str):
        given = [Place(part.strip(), place.line) for part in given.split(",")]
    if not isinstance(given, list):
        faults.add(place.line, _(
            "{name} is {value}, but must be a list of names.",
            name=what, value=quoted(place.plain()),
        ))
        return []
    for one in given:
        if not isinstance(one.value, str) or one.value not in allowed:
            faults.add(one.line, _(
                "{name} has {value}, but may have {keys} alone.",
                name=what, value=quoted(one.plain(), 40), keys=", ".join(allowed),
            ))
    return list(dict.fromkeys(one.value for one in given if isinstance(one.value, str) and one.value in allowed))
