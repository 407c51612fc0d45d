"""The fenced blocks of a step: what is shown, what is guessed, what is to be done."""

from __future__ import annotations

from typing import Any

from ..engine.quote import quoted
from ..words import _
from . import prose
from .faults import Faults
from .fields import flag, mapping, names, number, text
from .known import Driven, Known
from .lined import Place
from .when import Conditions, done

PAGES_SHOWN = ("state", "hide", "only", "lock", "play", "page", "focus")
MOST_OPTIONS = 8


class States:
    """What each page is set to, from step to step."""

    def __init__(self, known: Known):
        self.known, self.now = known, {}

    def of(self, page: str):
        if page not in self.now:
            self.now[page] = self.known.pages[page].start()
        return self.now[page]


def show(place: Place, states: States, known: Known, faults: Faults) -> dict:
    """What a step sets, hides and locks; all of it holds for that step alone but for the choices."""
    given = mapping("show", place, PAGES_SHOWN, (), faults)
    key = next(iter(known.pages))
    if "page" in given:
        key = next(iter(names("page", given["page"], known.pages, faults)[:1]), key)
    page = known.pages[key]
    _set(key, page, given.get("state"), states, faults)
    there = (*page.choices, *page.parts)
    hide = names("hide", given.get("hide"), there, faults)
    only = names("only", given.get("only"), there, faults)
    if only:
        # "cue" is drawing on it, which goes with its view
        hide += [name for name in (*page.choices, *page.views) if name not in (*only, "cue")]
    focus = text("focus", given.get("focus"), faults)
    racing = page.values(states.of(key)).get("system", "").split(",")
    if focus and focus not in racing:
        faults.add(given["focus"].line, _(
            "{name} is {value}, but must be one of {keys}.",
            name="focus", value=quoted(focus, 40), keys=", ".join(racing),
        ))
    return {
        "page": key, "hide": hide, "lock": names("lock", given.get("lock"), there, faults), "focus": focus,
        "play": flag("play", given.get("play"), faults, True), "sets": "state" in given or "page" in given,
    }  # fmt: skip


def _set(key: str, page: Driven, place: Place | None, states: States, faults: Faults) -> None:
    if place is None:
        return
    if not isinstance(place.value, dict):
        faults.add(place.line, _(
            "state is {value}, but must be names of choices with values.",
            value=quoted(place.plain()),
        ))
        return
    try:
        states.now[key] = page.after(states.of(key), place.plain())
    except ValueError as error:
        words = str(error)
        name = next((name for name in place.value if words.startswith(f"{name} ") or repr(name) in words), None)
        faults.add(place.value[name].line if name else place.line, words)


def guess(place: Place, known: Known, page: Driven, faults: Faults) -> dict:
    """A question with options of which one at least is right, or with a number."""
    given = mapping("guess", place, ("question", "options", "number"), ("question",), faults)
    asked = _words("question", given.get("question"), faults)
    if ("options" in given) == ("number" in given):
        faults.add(place.line, _("guess must have either options or a number."))
        return {"question": asked}
    if "number" in given:
        return {"question": asked, "number": _number(given["number"], page, faults)}
    options = given["options"]
    if not isinstance(options.value, list) or not 2 <= len(options.value) <= MOST_OPTIONS:
        faults.add(options.line, _(
            "options must be a list of 2 to {most}, each with its text and why.",
            most=MOST_OPTIONS,
        ))
        return {"question": asked}
    found = [_option(one, faults) for one in options.value]
    if not any(one["right"] for one in found):
        faults.add(options.line, _("None of the options is right: one at least needs `right: yes`."))
    return {"question": asked, "options": found}


def _option(place: Place, faults: Faults) -> dict:
    given = mapping(_("An option"), place, ("text", "why", "right"), ("text", "why"), faults)
    return {
        "text": _words("text", given.get("text"), faults), "why": _words("why", given.get("why"), faults),
        "right": flag("right", given.get("right"), faults),
    }  # fmt: skip


def _number(place: Place, page: Driven, faults: Faults) -> dict:
    known = ("low", "high", "step", "right", "within", "unit", "why", "log", "on")
    given = mapping("number", place, known, ("low", "high", "right", "why"), faults)
    read = {name: number(name, given.get(name), faults, -1e9, 1e9) for name in ("low", "high", "right")}
    line, (low, high, right) = place.line, read.values()
    if {"low", "high", "right"} <= given.keys():
        if not low < high:
            faults.add(given["high"].line, _("high is {high}, but must be above low, {low}.", high=high, low=low))
        elif not low <= right <= high:
            faults.add(given["right"].line, _(
                "right is {right}, but must be from low to high, {low} to {high}.",
                right=right, low=low, high=high,
            ))
    log = flag("log", given.get("log"), faults)
    if log and low <= 0:
        faults.add(line, _("low is {low}, but must be above 0 on a scale with log.", low=low))
    width = max(high - low, 1e-9)
    on = names("on", given.get("on"), page.views, faults)[:1]
    return {
        **read, "step": number("step", given.get("step"), faults, width * 1e-6, width, width / 100), "log": log,
        "within": number("within", given.get("within"), faults, 0, width), "on": next(iter(on), ""),
        "unit": text("unit", given.get("unit"), faults), "why": _words("why", given.get("why"), faults),
    }  # fmt: skip


def task(place: Place, shown: dict, values: dict, known: Known, page: Driven, faults: Faults) -> dict:
    """Something to do, and when it is done."""
    given = mapping("task", place, ("do", "when", "hint"), ("do", "when"), faults)
    when = Conditions(known, page, faults).read(given.get("when"))
    away = {*shown["hide"], *shown["lock"]}
    for one in when:
        name: Any = one.get("name")
        if one["what"] == "choice" and name in away and not done(one["test"], values.get(name, "")):
            line = given["when"].line
            words = _("The task needs another {name}, but the step hides it: it cannot be done.", name=name)
            if name not in shown["hide"]:
                words = _("The task needs another {name}, but the step locks it: it cannot be done.", name=name)
            faults.add(line, words)
    found = {"do": _words("do", given.get("do"), faults), "when": when}
    return found | ({"hint": _words("hint", given["hint"], faults)} if "hint" in given else {})


def _words(what: str, place: Place | None, faults: Faults) -> list:
    """A text as a line of Markdown."""
    said = text(what, place, faults)
    return prose.inline(said, place.line, faults) if place and said else []
