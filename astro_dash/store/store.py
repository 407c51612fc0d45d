"""What a person may choose: the one place with its names, limits, defaults and words, and its form in a link."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from math import inf
from urllib.parse import parse_qsl, urlencode

import numpy as np
import param

from ..engine import Result, retrieve
from ..engine.check import check_choice
from ..engine.defaults import PAGE
from ..engine.models import MODELS
from ..engine.parameters import Parameters
from ..engine.patterns import PATTERNS, Drawn, corrupt
from ..engine.patterns import draw as draw_patterns
from ..engine.patterns.own import MOST_NEURONS, MOST_PATTERNS, TITLE
from ..engine.quote import quoted
from . import own as mine
from .kinds import Choice, Choices, Count, Quantity, Range, Scale, Text, write
from .own import n_neurons
from .sketch import pixels

VERSION = 1  # of the link
MOST_SYSTEMS = 4
MOST_FRAMES = 4000  # of a run that does not come to rest
REST = PAGE["rest"]


def _taking(choice: str) -> tuple[str, ...]:
    """The pattern sets for which a choice is."""
    return tuple(key for key, patterns in PATTERNS.items() if choice in patterns.takes)


class Store(param.Parameterized):
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
    correlation = Quantity(
        PAGE["correlation"], bounds=(0, 0.99), label="Correlation", symbol="c", scale=Scale(0, 0.95, 0.01),
        only_for={"patterns": _taking("correlation")}, doc="c, how alike the random patterns are.",
    )  # fmt: skip
    neurons = Count(
        PAGE["neurons"], bounds=(1, MOST_NEURONS), label="Neurons", symbol="N",
        only_for={"patterns": _taking("neurons")}, doc="N, the neurons (pixels) of random patterns.",
    )  # fmt: skip
    dt = Quantity(
        PAGE["dt"], bounds=(0, 10), open_below=True, label="Time step", symbol="Δt", scale=Scale(-4, 0, 0.05, log=True),
        doc="Δt, the step of the integrator.",
    )  # fmt: skip
    integrator = Choice(
        PAGE["integrator"], objects={"descent": "descent (ours)", "euler": "Euler (the paper's)"}, label="Integrator",
        doc="How time is stepped: descent never lets the energy rise; euler is the paper's.",
    )  # fmt: skip
    cue = Text(PAGE["cue"], label="Drawn cue", doc="The cue, if it was drawn by hand.")
    own = Text(PAGE["own"], label="Own memories", doc="Memories of your own; those of another set come after them.")

    # Parameters that act in mid-run; all the others start a new run.
    LIVE = frozenset(each.name for each in fields(Parameters)) - {"dt", "dt_least", "dt_most"}

    @classmethod
    @cache
    def choices(cls) -> dict[str, param.Parameter]:
        """The parameters that a person may set, by name."""
        return {name: p for name, p in cls.param.objects(instance=False).items() if name != "name"}

    def set(self, /, **values) -> set[str]:
        """Take all values or, raising a ValueError that quotes the bad one, none. Returns the names that changed.

        Texts are parsed as the link and the command line write them. Smaller memories move the target inside; a
        sketched cue goes when the target, the noise or what is stored changes; random ones are as large as one's own.
        """
        for name in values:
            check_choice("option", name, self.choices())
        old = self.values()
        new = dict(old)
        for name in _ORDER:
            if name in values:
                new[name] = parsed(name, values[name], new)
            elif name in ("load", "target") and (within := limits(name, new)) and new[name] not in within:
                new[name] = within.high if name == "load" else 0
            elif name == "neurons" and new["own"] and new["patterns"] in _taking("neurons"):
                new[name] = n_neurons(new)
            elif not isinstance(new[name], (str, tuple)):
                self.choices()[name].check(new[name], limits(name, new))
        if "cue" not in values and {n for n in new if new[n] != old[n]} - self.LIVE - {"system", "dt", "integrator"}:
            new["cue"] = ""
        if new["cue"] and "cue" in values:
            pixels(new["cue"], n_neurons(new))
        mine.check(new, "own" in values)
        changed = {name for name in new if new[name] != old[name]}
        self.param.update(**{name: new[name] for name in changed})
        return changed

    def values(self) -> dict:
        """All choices, by name."""
        return {name: getattr(self, name) for name in self.choices()}

    def parameters(self) -> Parameters:
        """What the engine needs of them."""
        return Parameters.among(self.values())

    def drawn(self) -> Drawn:
        """The stored patterns."""
        return draw_patterns(
            self.patterns, self.load, seed=self.seed, neurons=self.neurons, correlation=self.correlation,
            own=mine.unpacked(self.own) if self.own else None,
        )  # fmt: skip

    def flips(self, n_neurons: int) -> int:
        """How many pixels of the cue are flipped, round(eta N)."""
        return round(self.noise * n_neurons)

    def corrupted(self, drawn: Drawn) -> np.ndarray:
        """The cue (N,): the sketched one, or the target with its flips."""
        n = drawn.patterns.shape[1]
        return pixels(self.cue, n) if self.cue else corrupt(drawn.patterns[self.target], self.flips(n), self.seed)

    def retrieved(self, system: str, end: float | None = None, rest: float = REST) -> Result:
        """The run of a system, to rest or to a time, by default that at which the page gives it up."""
        drawn = self.drawn()
        return retrieve(
            drawn.patterns, self.corrupted(drawn), system, target=self.target, rest=rest, seed=self.seed,
            horizon=horizon(self.dt) if end is None else end, integrator=self.integrator, **vars(self.parameters()),
        )  # fmt: skip

    def link(self, whole: bool = False) -> str:
        """The complete, versioned state as a query string, with the names of the command line's options. Own memories
        that are too many for an address are only told of in it, unless it is to be `whole`."""
        texts = {name: write(value) for name, value in self.values().items()}
        if not whole:
            texts["own"] = mine.short(texts["own"])
        return urlencode({"v": VERSION, **texts}, safe=",~")

    def _set_what_fits(self, values: dict) -> list[str]:
        """Take the values one by one, twice, since one may need another; a sketched cue last. Returns what stays
        wrong."""
        rest = sorted(values, key=lambda name: name == "cue")
        for _ in range(2):
            problems, left = [], []
            for name in rest:
                try:
                    self.set(**{name: values[name]})
                except ValueError as error:
                    problems.append(in_words(str(error)))
                    left.append(name)
            rest = left
        return problems

    @classmethod
    def of(cls, choices: dict) -> Store:
        """A store with these choices, as a link has them. Raises ValueError for one that cannot be taken."""
        store, values = cls(), dict(choices)
        if write(version := values.pop("v", VERSION)) != str(VERSION):
            raise ValueError(f"v is {quoted(version, 20)}, but must be {VERSION}, the version of the link.")
        store.set(**values)
        if mine.away(store.own):
            mine.unpacked(store.own)  # which says so
        return store

    @classmethod
    def from_link(cls, query: str) -> tuple[Store, list[str]]:
        """A store from a query string, and a sentence for each part of it that could not be taken."""
        store, problems = cls(), []
        given = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
        version = given.pop("v", str(VERSION))
        if version != str(VERSION):
            problems.append(
                f"The link is of version {quoted(version, 20)}; this page writes version {VERSION}, and reads what it "
                "knows."
            )
        known = {name: value for name, value in given.items() if name in cls.choices()}
        problems += map(in_words, mine.taken_out(known))
        try:
            store.set(**known)
        except ValueError:
            problems += store._set_what_fits(known)
        problems += [
            f"The link has {quoted(name, 40)}, which is no choice of this page."
            for name in given
            if name not in cls.choices()
        ]
        return store, problems


def limits(name: str, values: dict) -> Range | None:
    """What a number may be beside the other choices; None of what is no number."""
    choice, euler = Store.choices()[name], values["integrator"] == "euler"
    if not hasattr(choice, "range"):
        return None
    if name == "load" and (patterns := mine.most(values)) < inf:
        return replace(choice.range, high=min(patterns, choice.range.high), why=f" for {values['patterns']}")
    if name == "target":
        return replace(choice.range, high=values["load"] - 1)
    if name == "neurons" and values["patterns"] in _taking("neurons"):
        if values.get("own"):
            n = n_neurons(values)
            return replace(choice.range, low=n, high=n, why=", the pixels of your own memories")
        most, key = min((MODELS[key].most_neurons or inf, key) for key in values["system"])
        if most < choice.range.high:
            return replace(choice.range, high=most, why=f" for {key}: more are too slow for it")
    if euler and name in ("temperature", "tau_x", "tau_p"):
        ends = {"below": True} if name == "temperature" else {"above": True}
        return replace(choice.range, **ends, why=" for the integrator 'euler'")
    return choice.range


def parsed(name: str, value, beside: dict | None = None):
    """A value of a choice, from its text too; `beside` are the other choices that narrow it. Raises ValueError for an
    unknown name or a value that is not allowed."""
    choice = Store.choices()[check_choice("option", name, Store.choices())]
    return choice.parse(value, limits(name, beside) if beside else None)


def labelled(name: str) -> str:
    """Words and symbol of a choice, as the pages show them."""
    choice = Store.choices()[name]
    return f"{choice.label} {choice.symbol}".rstrip()


def in_words(sentence: str) -> str:
    """A sentence about a choice, which begins with its name, with the words of the pages instead."""
    name, _, rest = sentence.partition(" ")
    if name not in Store.choices():
        return sentence
    words = labelled(name)
    return f"{words} {re.sub('^is ', 'are ', rest) if words.endswith('s') else rest}"


def horizon(dt: float) -> float:
    """The time of the last frame of a run that does not come to rest."""
    return (MOST_FRAMES - 1) * dt


# What a choice may be depends on those before it.
_ORDER = sorted(
    Store.choices(), key=lambda name: (name != "own", name not in ("system", "patterns", "integrator"))
)  # fmt: skip
