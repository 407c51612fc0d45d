"""The form behind a map: its fields as the texts that the page and its link hold, and the plan that they describe.

What plans and computes is loaded when the first map is asked for, and not on the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import numpy as np

from ...engine.check import check_choice, plain
from ...engine.defaults import EXPLORE
from ...engine.models import MODELS
from ...engine.patterns import PATTERNS
from ...engine.quote import quoted
from ...store import MOST_PATTERNS, Store, in_words, labelled, parsed
from ...store.kinds import Count, Scale, numeral, write
from ...words import _, either, number

if TYPE_CHECKING:
    from ...study import Plan

VERSION = 1  # of the link
MOST_VALUES = 50  # of an axis
MOST_DRAWS = 200
LONGEST = 200  # characters of a field
# What the axes start with, in the order of the selects.
AXES = {
    "load": ("2", "30"), "noise": ("0.05", "0.45"), "temperature": ("0.001", "100"), "tau_p": ("0.001", "100"),
    "tau_x": ("0.01", "100"), "correlation": ("0", "0.8"), "neurons": ("16", "128"),
}  # fmt: skip
AXES |= {  # what else acts in mid-run, from end to end of its slider
    name: tuple(map(write, choice.scale.ends))
    for name, choice in Store.choices().items()
    if name in Store.LIVE - set(AXES)
}
SCALES = {name: Store.choices()[name].scale or Scale(1, 1024, 1) for name in AXES}
# By measure: words, unit, and whether its colours are logarithmic.
MEASURES = {
    "hard_error": ("Wrong pixels", "pixels", False),
    "accuracy": ("Share recalled", "share of the draws", False),
    "perplexity": ("Perplexity", "patterns", True),
    "rest_time": ("Time to rest", "τ", True),
}
LIMITS = {"accuracy": (0, 1)}  # of the colours of a measure, where they do not follow the values
# What the page calls its own fields.
WORDS = {
    "x": "Across", "y": "Up", "system": "Memory", "against": "Compared with", "measure": "What the map shows",
    "of": "Of which memory", "draws": "The number of draws", "x_count": "The number of values across",
    "y_count": "The number of values up",
}  # fmt: skip
VIEWED = ("measure", "of")  # of the form what the map on the page is looked at by
SETTINGS = tuple(name for name in Store.choices() if name not in {"system"} | Store.SINGLE)
START = {
    "x": "load", "x_from": "2", "x_to": "30", "x_count": "8", "y": "noise", "y_from": "0.05", "y_to": "0.45",
    "y_count": "9", "system": "astro", "against": "hopfield", "draws": write(EXPLORE["draws"]),
    "measure": "accuracy", "of": "",
    **{name: write(EXPLORE.get(name, Store.choices()[name].default)) for name in SETTINGS},
}  # fmt: skip


def opened(query: str) -> tuple[dict[str, str], list[str]]:
    """The form of a link, and a sentence for each part that could not be taken."""
    form, problems = dict(START), []
    given = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    version = given.pop("v", str(VERSION))
    if version != str(VERSION):
        problems.append(
            _(
                "The link is of version {version}; this page writes version {ours}, and reads what it knows of it: "
                "look the choices over, and copy the link anew.",
                version=quoted(version, 20), ours=VERSION,
            )
        )
    for name in sorted(given, key=_later):
        if name not in form:
            problems.append(_("The link has {name}, which is no choice of this page.", name=quoted(name, 40)))
            continue
        try:
            form[name] = checked(form, name, given[name])
        except ValueError as error:
            problems.append(in_words(str(error)))
    return form, problems


def of(choices: Mapping) -> dict[str, str]:
    """The form with these fields, as a link has them; an axis that is given alone goes where it starts with. Raises
    ValueError."""
    form, given = dict(START), {name: write(plain(value)) for name, value in choices.items()}
    if given.pop("v", str(VERSION)) != str(VERSION):
        raise ValueError(
            _(
                "v is {version}, but must be {ours}, the version of the link.",
                version=quoted(choices["v"], 20), ours=VERSION,
            )
        )
    for name in given:
        check_choice("option", name, START)
    for axis in {"x", "y"} & set(given):
        form[f"{axis}_from"], form[f"{axis}_to"] = AXES[checked(form, axis, given[axis])]
    for name in sorted(given, key=_later):
        form[name] = checked(form, name, given[name])
    return check(form)


def _later(name: str) -> bool:
    """Whether what a field may hold depends on others."""
    return name not in ("x", "y", "system", "against", "patterns", "integrator")


def checked(form: Mapping[str, str], name: str, text) -> str:
    """The text of a field, if it may be so beside the others, which are texts. Raises ValueError."""
    text = _short(name, text)
    axis, end = name.partition("_")[::2]
    if name in ("x", "y"):
        return check_choice(_(WORDS[name]), text, AXES)
    if axis in ("x", "y") and end in ("from", "to"):
        return write(parsed(form[axis], text, _beside(form)))
    if name in ("draws", "x_count", "y_count"):
        return str(_whole(name, text))
    if name == "measure":
        return check_choice(_(WORDS[name]), text, MEASURES)
    if name == "patterns" and text == "own":
        raise ValueError(
            _("patterns is 'own', which no map here is of: `sweep --patterns FILE` makes one, to open here.")
        )
    if name in SETTINGS:
        return write(parsed(name, text, _beside(form)))
    for key in filter(None, text.split(",")):  # system, against, of
        check_choice(_(WORDS[name]), key, MODELS)
    return text


def _short(name: str, text) -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError(
            _(
                "{name} is {text}, but must be a text of at most {most} characters.",
                name=name, text=quoted(text, 40), most=LONGEST,
            )
        )
    return text


def _beside(form: Mapping[str, str]) -> dict:
    """The choices of a form that narrow the others, as far as they can be read; of an axis of loads, the least."""
    least = next((form[f"{axis}_from"] for axis in ("x", "y") if form[axis] == "load"), form["load"])
    load = numeral(least, whole=True)
    return {
        "system": [key for key in (form["system"], form["against"]) if key in MODELS] or ["astro"],
        "patterns": form["patterns"] if form["patterns"] in PATTERNS else "random",
        "integrator": form["integrator"], "load": load if load and load >= 1 else MOST_PATTERNS,
    }  # fmt: skip


def check(form: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form, as they are in a link. Raises ValueError for what can be told without planning a map."""
    if not isinstance(form, dict):
        raise ValueError(_("The form is {form}, but must be names with values.", form=quoted(form)))
    form = {name: _short(name, form.get(name)) for name in START}
    x, y = (checked(form, name, form[name]) for name in ("x", "y"))  # on which depends what the others may be
    if x == y:
        raise ValueError(_("Both axes are {x}, but must be two different choices.", x=labelled(x)))
    form |= {name: checked(form, name, text) for name, text in form.items()}
    for name in (x, y):
        needs = Store.choices()[name].only_for.get("patterns", PATTERNS)
        if form["patterns"] not in needs:
            patterns, allowed = PATTERNS[form["patterns"]], either(repr(_(PATTERNS[key].title)) for key in needs)
            raise ValueError(
                _(
                    "Patterns are {has}, but must be {allowed} for a map over {name}.",
                    has=repr(_(patterns.title)), allowed=allowed, name=labelled(name),
                )
            )
    if form["against"] == form["system"]:
        model = MODELS[form["system"]]
        twice = repr(_(model.title))
        raise ValueError(
            _("Compared is {twice} with itself, but must be with another memory, or with nothing.", twice=twice)
        )
    _grid(form)
    return form


def _grid(form: Mapping[str, str]) -> dict[str, tuple]:
    """The values of both axes. Raises ValueError."""
    return {form[a]: spaced(form[a], form[f"{a}_from"], form[f"{a}_to"], form[f"{a}_count"]) for a in ("x", "y")}


def plan(form: Mapping[str, str]) -> Plan:
    """The grid of runs that a form describes, each as the Live page would run it. Raises ValueError."""
    from ...study import Plan

    form = check(form)
    grid = _grid(form)
    systems = tuple(filter(None, (form["system"], form["against"])))
    settings = {name: form[name] for name in SETTINGS if name not in grid}
    return Plan.of(grid, systems, _whole("draws", form["draws"]), **settings)


def spaced(name: str, low: str, high: str, count: str) -> tuple:
    """So many values of an axis, or fewer where whole numbers coincide: evenly, or evenly in the logarithm, where 0 and
    infinity stand beside the others. Raises ValueError."""
    scale, low, high, n = SCALES[name], parsed(name, low), parsed(name, high), _whole("x_count", count)
    if not low < high:
        raise ValueError(
            _(
                "{name} goes from {low} to {high}, but must go from less to more.",
                name=name, low=number(write(low)), high=number(write(high)),
            )
        )
    if not scale.log:
        values = np.linspace(low, high, n)
    else:
        start = low or min(10**scale.low, high / 10)
        end = max(10**scale.high, 10 * start) if isinf(high) else high
        inner = n - (low == 0) - isinf(high)
        middle = np.geomspace(start, end, inner) if inner > 1 else [start if low else end][:inner]
        values = [*([0.0] if low == 0 else []), *middle, *([high] if isinf(high) else [])]
    whole = isinstance(Store.choices()[name], Count)
    inside = [round(v) if whole else float(f"{v:.4g}") for v in values[1:-1]]
    return tuple(dict.fromkeys([low, *inside, high]))


def of_plan(plan: Plan, form: Mapping[str, str]) -> dict[str, str]:
    """A form with the settings of a plan, as far as it can hold them."""
    settings = plan.settings | {"horizon": plan.horizon}
    form = dict(form) | {name: write(value) for name, value in settings.items() if name in SETTINGS}
    for a, (name, values) in zip("xy", plan.grid.items(), strict=True):
        if name in AXES and len(values) > 1:
            ends = {f"{a}_from": write(values[0]), f"{a}_to": write(values[-1])}
            form |= {a: name, f"{a}_count": str(min(len(values), MOST_VALUES)), **ends}
    against = plan.systems[1] if len(plan.systems) > 1 else ""
    return form | {"system": plan.systems[0], "against": against, "draws": str(min(plan.draws, MOST_DRAWS))}


def _whole(name: str, text: str) -> int:
    low, most = (1, MOST_DRAWS) if name == "draws" else (2, MOST_VALUES)
    if not text.strip().isdecimal() or not low <= int(text) <= most:
        raise ValueError(
            _(
                "{name} is {text}, but must be a whole number from {low} to {most}.",
                name=_(WORDS[name]), text=quoted(text, 40), low=low, most=most,
            )
        )
    return int(text)
