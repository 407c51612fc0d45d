"""The choices of a run together: what they make, and their form in a link."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import numpy as np

from ..engine import Result, retrieve
from ..engine.check import check_choice
from ..engine.defaults import PAGE
from ..engine.parameters import Parameters
from ..engine.patterns import PATTERNS, Drawn, corrupt, tokens, written
from ..engine.patterns import draw as draw_patterns
from ..engine.prime import prior
from ..engine.quote import quoted
from ..words import _
from . import own as mine
from .choices import Declared, check_size, in_words, limits, parsed, taking
from .kinds import write
from .own import n_neurons
from .sketch import pixels

VERSION = 1  # of the link
MOST_FRAMES = 4000  # of a run on the page
REST = PAGE["rest"]


class Store(Declared):
    """The choices behind a run, with values."""

    def set(self, /, **values) -> set[str]:
        """Take all values or, raising a ValueError that quotes the bad one, none. Returns the names that changed.

        Texts are parsed as the link and the command line write them. Smaller memories move the target inside; a
        sketched cue goes when the target, the noise or what is stored changes, a word with its pattern set or before
        memories of one's own; random ones are as large as these.
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
            elif name == "neurons" and new["own"] and new["patterns"] in taking("neurons"):
                new[name] = n_neurons(new)
            elif not isinstance(new[name], (str, tuple)):
                self.choices()[name].check(new[name], limits(name, new))
        if "word" not in values and (new["own"] or new["patterns"] != old["patterns"]):
            new["word"] = ""
        if new["word"] and new["own"]:
            word = quoted(new["word"], 40)
            raise ValueError(_("word is {word}, but must be empty where memories of your own come first.", word=word))
        if new["word"] and ("word" in values or "patterns" in values):
            new["word"] = written(new["word"])
            tokens(PATTERNS[new["patterns"]], new["word"])
        check_size(new, "patterns" if "patterns" in values else "system")
        changed = {name for name in new if new[name] != old[name]}
        if "cue" not in values and changed - self.LIVE - self.STEPS - self.PRIME - {"system"}:
            new["cue"] = ""
        if new["cue"] and "cue" in values:
            pixels(new["cue"], n_neurons(new))
        mine.check(new, "own" in values)
        changed = {name for name in new if new[name] != old[name]}
        self.param.update(**{name: new[name] for name in changed})
        return changed

    def values(self) -> dict:
        """All choices, by name."""
        # Read once for each change: to ask all parameters for their values takes longer than to send frames.
        known = vars(self).get("_read")
        if known is None:
            known = vars(self)["_read"] = {name: getattr(self, name) for name in self.choices()}
        return dict(known)

    def __setattr__(self, name: str, value) -> None:
        super().__setattr__(name, value)
        vars(self).pop("_read", None)

    def parameters(self) -> Parameters:
        """What the engine needs of them."""
        return Parameters.among(self.values())

    def drawn(self) -> Drawn:
        """The stored patterns."""
        return draw_patterns(
            self.patterns, self.load, seed=self.seed, neurons=self.neurons, correlation=self.correlation,
            word=self.word, own=mine.unpacked(self.own) if self.own else None,
        )  # fmt: skip

    def flips(self, n_neurons: int) -> int:
        """How many pixels of the cue are flipped, round(eta N)."""
        return round(self.noise * n_neurons)

    def corrupted(self, drawn: Drawn) -> np.ndarray:
        """The cue (N,): the sketched one, or the target with its flips."""
        n = drawn.patterns.shape[1]
        return pixels(self.cue, n) if self.cue else corrupt(drawn.patterns[self.target], self.flips(n), self.seed)

    def prior(self, patterns: np.ndarray, cue: np.ndarray, target) -> np.ndarray:
        """Gains at the start (..., K) of a cue of a target, or of many."""
        return prior(patterns, cue, target, self.prime, self.prime_strength)

    def retrieved(self, system: str, rest: float = REST) -> Result:
        """The run of a system, to rest or to the horizon."""
        drawn = self.drawn()
        return retrieve(
            drawn.patterns, self.corrupted(drawn), system, target=self.target, rest=rest, seed=self.seed,
            horizon=self.horizon, integrator=self.integrator, prime=self.prime, prime_strength=self.prime_strength,
            **vars(self.parameters()),
        )  # fmt: skip

    def link(self, whole: bool = False) -> str:
        """The complete, versioned state as a query string, with the names of the command line's options. Own memories
        that are too many for an address are only told of in it, unless it is to be `whole`."""
        texts = {name: write(value) for name, value in self.values().items()}
        if not whole:
            texts["own"] = mine.short(texts["own"])
        return urlencode({"v": VERSION, **texts}, safe=",~")

    def _set_what_fits(self, values: dict) -> list[str]:
        """Take the values one by one, twice, since one may need another, own memories with their set or else alone; a
        sketched cue last. Returns what stays wrong."""
        both = {name: values[name] for name in ("own", "patterns") if name in values} if values.get("own") else {}
        rest = [both, *({n: values[n]} for n in sorted(values, key=lambda name: name == "cue") if n not in both)]
        for _again in range(2):
            problems: list[str] = []
            left: list[dict] = []
            for some in rest:
                try:
                    self.set(**some)
                except ValueError as error:
                    problems.append(in_words(str(error)))
                    left += [both | {"patterns": "own"}, {"patterns": both["patterns"]}] if len(some) == 2 else [some]
            rest = left
        return problems

    @classmethod
    def of(cls, choices: dict) -> Store:
        """A store with these choices, as a link has them. Raises ValueError for one that cannot be taken."""
        store, values = cls(), dict(choices)
        if write(version := values.pop("v", VERSION)) != str(VERSION):
            raise ValueError(
                _(
                    "v is {version}, but must be {ours}, the version of the link.",
                    version=quoted(version, 20), ours=VERSION,
                )
            )
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
                _(
                    "The link is of version {version}; this page writes version {ours}, and reads what it knows of it: "
                    "look the choices over, and copy the link anew.",
                    version=quoted(version, 20), ours=VERSION,
                )
            )
        known = {name: value for name, value in given.items() if name in cls.choices()}
        problems += map(in_words, mine.taken_out(known))
        try:
            store.set(**known)
        except ValueError:
            problems += store._set_what_fits(known)
        problems += [
            _("The link has {name}, which is no choice of this page.", name=quoted(name, 40))
            for name in given
            if name not in cls.choices()
        ]
        return store, problems


# What a choice may be depends on those before it.
_ORDER = sorted(
    Store.choices(), key=lambda name: (name != "own", name not in ("system", "patterns", "integrator"))
)  # fmt: skip
