"""What a person may choose: the one place with its names, limits, defaults and words."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from math import inf

import param

from ..engine.check import check_choice
from ..engine.defaults import PAGE
from ..engine.models import MODELS
from ..engine.parameters import Parameters
from ..engine.patterns import PATTERNS
from ..engine.patterns.own import MOST_NEURONS, MOST_PATTERNS, TITLE
from ..engine.prime import LEAST, MOST, WHOM
from ..engine.quote import quoted
from ..words import ENGLISH, _, language
from . import own as mine
from .kinds import Choice, Choices, Count, Quantity, Range, Scale, Text, write
from .own import n_neurons

MOST_SYSTEMS = 4
_GATED = {"system": tuple(key for key, model in MODELS.items() if model.gated)}


def taking(choice: str) -> tuple[str, ...]:
    """The pattern sets for which a choice is."""
    return tuple(key for key, patterns in PATTERNS.items() if choice in patterns.takes)


class Declared(param.Parameterized):
    """The choices behind a run. Doc strings are the help that the page and the command line show."""

    system = Choices(
        PAGE["system"], objects={key: model.title for key, model in MODELS.items()}, most=MOST_SYSTEMS,
        label="Systems", doc="Which memories race from the same cue.",
    )  # fmt: skip
    patterns = Choice(
        PAGE["patterns"], objects={key: patterns.title for key, patterns in PATTERNS.items()} | {"own": TITLE},
        label="Patterns", doc="What is stored, ξ.",
    )  # fmt: skip
    load = Count(
        PAGE["load"], bounds=(1, MOST_PATTERNS), label="Memory load", symbol="K", scale=Scale(1, 400, 1),
        doc="K, how many patterns are stored; α = K/N.",
    )  # fmt: skip
    noise = Quantity(
        PAGE["noise"], bounds=(0, 1), label="Noise", symbol="η", scale=Scale(0, 0.5, 0.01),
        doc="η, the share of the cue's pixels that are flipped.",
    )  # fmt: skip
    temperature = Quantity(
        PAGE["temperature"], bounds=(0, None), label="Temperature", symbol="T",
        scale=Scale(-4, 3, 0.05, log=True, zero=True, infinity=True),
        doc="T, how widely attention spreads: 0 picks one pattern, ∞ takes all alike.",
    )  # fmt: skip
    target = Count(
        PAGE["target"],
        bounds=(0, MOST_PATTERNS - 1),
        label="Target",
        doc="Which stored pattern the cue is made from, its number #.",
    )
    seed = Count(
        PAGE["seed"], bounds=(0, 2**31 - 1), label="Seed", doc="Which patterns are drawn and which pixels flip."
    )
    prime = Choice(
        PAGE["prime"], objects=WHOM, label="Primed", only_for=_GATED,
        doc="Which memory has more of the gains at the start: the target, its rival (of the other patterns the one "
        "nearest to the cue), or none. Gains that follow at once, τ_p = 0, forget it; at τ_p = ∞ they keep it.",
    )  # fmt: skip
    prime_strength = Quantity(
        PAGE["prime_strength"], bounds=(LEAST, MOST), label="Share at the start", symbol="p(0)",
        scale=Scale(0.01, 0.99, 0.01), only_for=_GATED | {"prime": tuple(key for key in WHOM if key != "none")},
        doc="p(0), the share of the gains that the primed memory has at the start; all others share the rest alike.",
    )  # fmt: skip
    tau_x = Quantity(
        PAGE["tau_x"], bounds=(0, None), label="Neuron time", symbol="τ_x",
        scale=Scale(-2, 2, 0.05, log=True, zero=True, infinity=True),
        doc="τ_x, how slowly the neurons move; 0 at once, ∞ never.",
    )  # fmt: skip
    tau_p = Quantity(
        PAGE["tau_p"], bounds=(0, None), label="Gain time", symbol="τ_p",
        scale=Scale(-3, 3, 0.05, log=True, zero=True, infinity=True),
        doc="τ_p, how slowly the gains move; 0 at once, ∞ never.",
    )  # fmt: skip
    sigma = Quantity(
        PAGE["sigma"], bounds=(0, 1e6), open_below=True, label="Neuron gain", symbol="σ",
        scale=Scale(-1, 2, 0.05, log=True), doc="σ, the steepness of φ(x) = tanh σx.",
    )  # fmt: skip
    beta = Quantity(
        PAGE["beta"], bounds=(0, 1e6), open_below=True, label="Sharpness", symbol="β",
        scale=Scale(-2, 2, 0.05, log=True), only_for={"system": ("modern",)},
        doc="β, the inverse temperature of modern Hopfield.",
    )  # fmt: skip
    jitter = Quantity(
        PAGE["jitter"], bounds=(0, 1e6), label="Dynamical noise", symbol="D",
        scale=Scale(-3, 1, 0.05, log=True, zero=True), doc="D, how strongly the neurons are shaken as they move.",
    )  # fmt: skip
    self_coupling = Quantity(
        PAGE["self_coupling"], bounds=(0, 1), label="Self-coupling", symbol="s", scale=Scale(0, 1, 0.05),
        only_for={"system": ("hopfield",)},
        doc="s, how much of its diagonal Hopfield's wiring keeps: 1 as the paper writes it, 0 as textbooks do.",
    )  # fmt: skip
    correlation = Quantity(
        PAGE["correlation"], bounds=(0, 0.99), label="Correlation", symbol="c", scale=Scale(0, 0.95, 0.01),
        only_for={"patterns": taking("correlation")}, doc="c, how alike the random patterns are.",
    )  # fmt: skip
    neurons = Count(
        PAGE["neurons"], bounds=(1, MOST_NEURONS), label="Neurons", symbol="N",
        only_for={"patterns": taking("neurons")}, doc="N, the neurons (pixels) of random patterns.",
    )  # fmt: skip
    dt = Quantity(
        PAGE["dt"], bounds=(0, 1), open_below=True, label="Time step", symbol="Δt", scale=Scale(-4, 0, 0.05, log=True),
        doc="Δt, the step of descent, of Euler, and of what steps by chance: dynamical noise, and binary Hopfield.",
    )  # fmt: skip
    dt_least = Quantity(
        PAGE["dt_least"], bounds=(0, 10), open_below=True, label="Shortest step", symbol="Δt_min",
        scale=Scale(-8, 0, 0.05, log=True), only_for={"integrator": ("adaptive",)},
        doc="Δt_min, the shortest of adaptive steps, in units of τ_x where that is below 1.",
    )  # fmt: skip
    dt_most = Quantity(
        PAGE["dt_most"], bounds=(0, 10), open_below=True, label="Longest step", symbol="Δt_max",
        scale=Scale(-4, 1, 0.05, log=True), only_for={"integrator": ("adaptive",)},
        doc="Δt_max, the longest of adaptive steps, in units of τ_x where that is below 1.",
    )  # fmt: skip
    integrator = Choice(
        PAGE["integrator"], label="Integrator", objects={
            "adaptive": "adaptive descent", "descent": "descent in equal steps", "euler": "Euler (the paper's)",
        },
        doc="How time is stepped: descent never lets the energy rise, and adaptive steps are short where much moves; "
        "euler is the paper's.",
    )  # fmt: skip
    horizon = Quantity(
        PAGE["horizon"], bounds=(0, 1e6), open_below=True, label="Longest run", symbol="t_max",
        scale=Scale(0, 3, 0.05, log=True), doc="t_max, the time at which a run ends that has not come to rest.",
    )  # fmt: skip
    cue = Text(PAGE["cue"], label="Drawn cue", doc="The cue, if it was drawn by hand.")
    word = Text(
        PAGE["word"], label="Word",
        doc="What is stored before all others: a word in letters of the set, or numbers of its patterns with commas.",
    )  # fmt: skip
    own = Text(PAGE["own"], label="Own memories", doc="Memories of your own; those of another set come after them.")

    STEPS = frozenset({"dt", "dt_least", "dt_most", "integrator", "horizon"})  # how time is cut
    PRIME = frozenset({"prime", "prime_strength"})  # where the gains begin
    # Parameters that act in mid-run; all the others start a new run.
    LIVE = frozenset(each.name for each in fields(Parameters)) - STEPS
    # Of one run, and no axis or setting of a map or a sweep.
    SINGLE = frozenset({"cue", "word", "own"})

    @classmethod
    @cache
    def choices(cls) -> dict[str, param.Parameter]:
        """The parameters that a person may set, by name."""
        return {name: p for name, p in cls.param.objects(instance=False).items() if name != "name"}


def limits(name: str, values: dict) -> Range | None:
    """What a number may be beside the other choices; None of what is no number."""
    choice, euler = Declared.choices()[name], values["integrator"] == "euler"
    if not hasattr(choice, "range"):
        return None
    if name == "load" and (patterns := mine.most(values)) < inf:
        why = _(" for {what}", what=values["patterns"])
        return replace(choice.range, high=min(patterns, choice.range.high), why=why)
    if name == "target":
        return replace(choice.range, high=values["load"] - 1)
    if name == "neurons" and values["patterns"] in taking("neurons"):
        if values.get("own"):
            n = n_neurons(values)
            return replace(choice.range, low=n, high=n, why=_(", the pixels of your own memories"))
        most, key = _slowest(values["system"])
        if most < choice.range.high:
            why = _(" for {title}: more are too slow for it", title=_(MODELS[key].title))
            return replace(choice.range, high=most, why=why)
    if euler and name in ("temperature", "tau_x", "tau_p"):
        ends = {"below": True} if name == "temperature" else {"above": True}
        return replace(choice.range, **ends, why=_(" for the integrator 'euler'"))
    return choice.range


def _slowest(systems: tuple[str, ...]) -> tuple[float, str]:
    """How many neurons there may be for the system that is slowest with many, and which that is."""
    return min((MODELS[key].most_neurons or inf, key) for key in systems)


def check_size(values: dict, name: str) -> None:
    """Raise a ValueError, about the choice `name`, if a system is too slow for the pictures of a pattern set."""
    most, key = _slowest(values["system"])
    patterns = values["patterns"]
    n = 0 if values["own"] else PATTERNS[patterns].n_neurons or 0  # `own.check` says so of others
    if n > most:
        places = {"name": name, "value": quoted(write(values[name])), "title": _(MODELS[key].title), "most": most}
        if name == "system":
            raise ValueError(
                _(
                    "{name} is {value}, but must be without {title} for {patterns}: more than {most} neurons are too "
                    "slow for it.",
                    **places, patterns=patterns,
                )
            )
        raise ValueError(
            _(
                "{name} is {value}, but must be a set of at most {most} neurons for {title}: more are too slow for it.",
                **places,
            )
        )


def parsed(name: str, value, beside: dict | None = None):
    """A value of a choice, from its text too; `beside` are the other choices that narrow it. Raises ValueError for an
    unknown name or a value that is not allowed."""
    choice = Declared.choices()[check_choice("option", name, Declared.choices())]
    return choice.parse(value, limits(name, beside) if beside else None)


def labelled(name: str) -> str:
    """Words and symbol of a choice, as the pages show them."""
    choice = Declared.choices()[name]
    return f"{_(choice.label or name)} {choice.symbol}".rstrip()


def in_words(sentence: str) -> str:
    """A sentence about a choice, which begins with its name, with the words of the pages instead."""
    found = re.match(r"(\w+)(:?) ", sentence)
    if not found or found[1] not in Declared.choices():
        return sentence
    words, rest = labelled(found[1]), sentence[found.end() :]
    if language() == ENGLISH and words.endswith("s"):
        rest = re.sub("^is ", "are ", rest)
    return f"{words}{found[2]} {rest}"
