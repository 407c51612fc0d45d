"""Conditions of a task: each is evaluated in the browser, against what the run on the page really does."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf

from ..engine.quote import quoted
from ..words import _
from .faults import Faults
from .fields import flag, mapping
from .known import Driven, Known
from .lined import Place

_COMPARED = re.compile(r"(<=|>=|<|>|=)?\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf|∞)", re.IGNORECASE)
WINNERS = ("target", "other")
# Of what a number is: of the system in focus or of a named one, of each named system, or of the run.
FOCUSED, EACH, WHOLE = ("perplexity", "share"), ("recalls", "errors"), ("time", "drawn")
FLAGS = ("rest", "knocked", "scrubbed", "computed")
SPECIAL = ("verdict", *EACH, *FOCUSED, *WHOLE, *FLAGS, "winner", "seen", "ends", "right")
ENDS = ("again",)


def compared(what: str, place: Place, faults: Faults) -> dict | None:
    """A comparison with a number, as {"op", "value"}."""
    value = place.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"op": "=", "value": _number(float(value))}
    found = _COMPARED.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        given = quoted(place.plain(), 40)
        faults.add(place.line, _(
            '{name} is {value}, but must be a number, or one after <, <=, > or >=, such as "< 3".',
            name=what, value=given,
        ))
        return None
    return {"op": found[1] or "=", "value": _number(float(found[2].replace("∞", "inf")))}


def _number(value: float):
    return "inf" if value == inf else value


class Conditions:
    """Reads what stands under `when`, for a page."""

    def __init__(self, known: Known, page: Driven, faults: Faults):
        self.known, self.page, self.faults = known, page, faults

    def read(self, place: Place | None) -> list[dict]:
        """All of them, in the order of the file."""
        allowed = (*SPECIAL, *self.page.choices)
        given = mapping("when", place, allowed, (), self.faults)
        if place is not None and isinstance(place.value, dict) and not place.value:
            self.faults.add(place.line, _("when is empty, but a task is done once something is so."))
        found = [self.one(name, one) for name, one in given.items()]
        return [each for one in found for each in one if each]

    def one(self, name: str, place: Place) -> list[dict | None]:
        if name in self.page.choices:
            return [self.choice(name, place)]
        if name == "verdict":
            return self.each(name, place, self.known.systems, lambda one: self.keys(name, one, self.known.verdicts))
        if name in EACH:
            return self.each(name, place, self.known.systems, lambda one: compared(name, one, self.faults))
        if name == "right":
            systems = (*self.known.systems, "one-pass")
            return self.each(name, place, systems, lambda one: compared(name, one, self.faults))
        if name in FOCUSED and isinstance(place.value, dict):
            return self.each(name, place, self.known.systems, lambda one: compared(name, one, self.faults))
        if name in FOCUSED or name in WHOLE:
            test = compared(name, place, self.faults)
            return [test and {"what": name, "test": test}]
        if name in FLAGS:
            return [{"what": name}] if self.yes(name, place) else []
        allowed = {"winner": WINNERS, "seen": self.page.views, "ends": ENDS}[name]
        if name == "winner" and isinstance(place.value, dict):
            return self.each(name, place, self.known.systems, lambda one: self.keys(name, one, WINNERS))
        test = self.keys(name, place, allowed)
        return [test and {"what": name, "test": test}]

    def yes(self, name: str, place: Place) -> bool:
        good = flag(name, place, self.faults, True)
        if not good:
            self.faults.add(place.line, _("{name} is no, but a task is done once it is: yes.", name=name))
        return good

    def each(self, name: str, place: Place, systems: tuple[str, ...], test: Callable) -> list[dict | None]:
        """A test of each of some systems."""
        given = mapping(name, place, systems, (), self.faults)
        tests = {system: test(one) for system, one in given.items()}
        return [found and {"what": name, "system": system, "test": found} for system, found in tests.items()]

    def keys(self, name: str, place: Place, allowed: tuple[str, ...]) -> dict | None:
        """One of some keys, or one of several with commas."""
        given = [part.strip() for part in place.value.split(",")] if isinstance(place.value, str) else [place.plain()]
        for one in given:
            if one not in allowed:
                self.faults.add(place.line, _(
                    "{name} is {value}, but must be one of {keys}.",
                    name=name, value=quoted(one, 40), keys=", ".join(allowed),
                ))
                return None
        return {"op": "in", "value": given}

    def choice(self, name: str, place: Place) -> dict | None:
        """A choice by its name: a value, a comparison, or one of several values."""
        value = place.plain()
        if isinstance(value, str) and (found := _COMPARED.fullmatch(value.strip())) and found[1] and found[1] != "=":
            return {"what": "choice", "name": name, "test": compared(name, place, self.faults)}
        several = [part.strip() for part in value.split(",")] if isinstance(value, str) else [value]
        if isinstance(value, list):
            several = value
        try:
            for one in several:
                self.page.parse(name, one)
        except ValueError as error:
            self.faults.add(place.line, str(error))
            return None
        return {"what": "choice", "name": name, "test": {"op": "in", "value": [_text(one) for one in several]}}


def _text(value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def done(test: dict, text: str) -> bool:
    """Whether the text of a choice meets a test, as the browser finds it (browser/lesson/tests.js)."""
    given = [_read(part) for part in text.split(",")]
    if test["op"] == "in":
        wanted = [_read(value) for value in test["value"]]
        return set(wanted) <= set(given) if len(given) > 1 else given[0] in wanted
    number, wanted = given[0], _read(test["value"])
    if not isinstance(number, float) or not isinstance(wanted, float):
        return False
    return {"<": number < wanted, "<=": number <= wanted, ">": number > wanted, ">=": number >= wanted}.get(
        test["op"], number == wanted
    )


def _read(text) -> float | str:
    try:
        return float(text)
    except (TypeError, ValueError):
        return str(text)
