"""A word said to a memory: its tokens, damaged, are queries; the memories that they are, keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import numpy as np

from ..engine.attend import Attended, attend, one_pass
from ..engine.check import check_choice
from ..engine.defaults import ATTENTION
from ..engine.measures import signs as signs_of
from ..engine.models import MODELS
from ..engine.patterns import PATTERNS, Drawn, corrupt, places
from ..engine.quote import quoted
from ..words import _, either
from .kinds import write
from .sketch import pixel_text
from .store import REST, VERSION, Store

# Whose gains settle to a softmax
GATED = tuple(key for key, model in MODELS.items() if model.soft and not model.ordered)
OWN = ("inverted", "focus")  # choices beside the store's
FOLLOWS = ("load", "target", "cue")  # those of the store that follow from the word
NONE = ("own",)  # and those that a word has none of: it is of a set's patterns
_FEW = ",".join(map(str, range(8)))  # the first word in a set without letters


class Read(NamedTuple):
    """What came back of the tokens: key (Q,), which key the state is, up to its sign, or -1; sign (Q,), -1 where it is
    the key inverted; right (Q,), whether it is what was said."""

    key: np.ndarray
    sign: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class Said:
    """A store whose word is said, the places of its tokens that are said inverted, and whose gains are looked at.

    Equal tokens are one memory: Q tokens have K <= Q keys, in the order in which they are said first. Each token is
    damaged on its own.
    """

    store: Store
    inverted: tuple[int, ...] = ()
    focus: str = GATED[0]

    @classmethod
    def of(cls, choices: Mapping[str, Any], before: Said | None = None) -> Said:
        """What is said after some choices, as a link has them, have been made; at first, of what the page and the
        command line start with. Raises ValueError, and nothing has changed."""
        given = dict(choices)
        own = {name: given.pop(name) for name in OWN if name in given}
        for name in given:
            if name in FOLLOWS:
                raise ValueError(
                    _("{name} is {given}, but follows from the word here.", name=name, given=quoted(given[name], 40))
                )
            if name in NONE and given[name]:
                raise ValueError(_none(name, given[name]))
        store = Store(**(before.store.values() if before else _START))
        store.set(**given)
        if "word" in given:  # an empty one is none
            _places_of(store)
        _fit(store)
        inverted, focus = (before.inverted, before.focus) if before else ((), "")
        if "inverted" in own:
            inverted = _places(own["inverted"], store)
        elif before and before.store.word != store.word:
            inverted = ()
        return cls(store, inverted, _focus(store, own.get("focus"), focus))

    @classmethod
    def linked(cls, choices: Mapping[str, Any]) -> Said:
        """What choices say that may be those of a whole link. Raises ValueError."""
        given = {name: value for name, value in choices.items() if name not in FOLLOWS}
        if write(version := given.pop("v", VERSION)) != str(VERSION):
            raise ValueError(
                _(
                    "v is {version}, but must be {ours}, the version of the link.",
                    version=quoted(version, 20), ours=VERSION,
                )
            )
        return cls.of(given)

    @classmethod
    def opened(cls, query: str) -> tuple[Said, list[str]]:
        """What a link says, and a sentence for each part of it that could not be taken."""
        given = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
        given.pop("page", None)
        own = {name: given.pop(name) for name in OWN if name in given}
        alien = {name: given.pop(name) for name in NONE if name in given}
        given = {name: value for name, value in given.items() if name not in FOLLOWS}
        start, wrong = {name: write(value) for name, value in _START.items() if name not in FOLLOWS}, []
        if given.get("patterns", start["patterns"]) != start["patterns"]:
            del start["word"]
        if not given.get("word", "?").strip():
            word = quoted(given.pop("word"), 40)
            wrong.append(_("word is {word}, but must be of one token at least.", word=word))
        store, problems = Store.from_link(urlencode(start | given))
        problems += wrong + [_none(name, value) for name, value in alien.items() if value]
        if not set(store.system) & set(GATED):
            problems.append(_ungated(store))
            store.set(system=_START["system"])
        _fit(store)
        said = cls(store, (), _focus(store))
        for name, value in own.items():
            try:
                said = cls.of({name: value}, said)
            except ValueError as error:
                problems.append(str(error))
        return said, problems

    def link(self) -> str:
        """All of it as a query string."""
        return "page=attention&" + self.store.link() + "&" + urlencode(self.values(OWN), safe=",")

    def values(self, names=None) -> dict[str, str]:
        """The choices, as texts."""
        own = {"inverted": ",".join(str(i + 1) for i in self.inverted), "focus": self.focus}
        texts = {name: write(value) for name, value in self.store.values().items()} | own
        return texts if names is None else {name: texts[name] for name in names}

    def row(self, token: int) -> str:
        """The link of the run that a token's row is, with the gains looked at in focus."""
        store = Store(**self.store.values())
        systems = sorted(store.system, key=lambda key: key != self.focus)
        store.set(target=self.places[token], cue=pixel_text(self.queries[token]), system=tuple(systems))
        return store.link()

    # The tokens.

    @cached_property
    def places(self) -> list[int]:
        """Of each token, its key."""
        return _places_of(self.store)

    @cached_property
    def drawn(self) -> Drawn:
        """The keys, (K, N), with their labels and their grid."""
        return self.store.drawn()

    @cached_property
    def tokens(self) -> np.ndarray:
        """The tokens as they are said, (Q, N)."""
        tokens = self.drawn.patterns[self.places]
        tokens[list(self.inverted)] *= -1
        return tokens

    @cached_property
    def queries(self) -> np.ndarray:
        """The damaged tokens, (Q, N)."""
        flips, seed = self.store.flips(self.tokens.shape[1]), self.store.seed
        return np.array([corrupt(token, flips, seed + i) for i, token in enumerate(self.tokens)])

    @property
    def names(self) -> list[str]:
        """Short names of the keys: letters, or numbers."""
        alphabet = PATTERNS[self.store.patterns].alphabet
        word = self.store.word if alphabet else self.store.word.split(",")
        return list(dict.fromkeys(part.strip() for part in word))

    # What becomes of them.

    def attended(self, system: str, rest: float = REST) -> Attended:
        """All of them in a system, to rest or to the horizon."""
        return attend(
            self.drawn.patterns, self.queries, system, self.store.parameters(),
            integrator=self.store.integrator, rest=rest, seed=self.store.seed,
            horizon=self.store.horizon,
            prior=self.store.prior(self.drawn.patterns, self.queries, self.places),
        )  # fmt: skip

    def one_pass(self) -> np.ndarray:
        """Plain attention of the queries, (Q, K)."""
        return one_pass(self.drawn.patterns, self.queries, self.store.parameters())

    def read(self, x: np.ndarray) -> Read:
        """What states (Q, N) are, by their signs."""
        signs = signs_of(x)
        overlap = signs @ self.drawn.patterns.T
        rows, own = np.arange(len(x)), np.array(self.places)
        # A memory before a mirror image, and of equal ones that of the token
        rank = np.abs(overlap) + 0.5 * (overlap > 0)
        rank[rows, own] += 0.25
        key = rank.argmax(-1)
        best = overlap[rows, key]
        whole = np.abs(best) == x.shape[1]
        sign = np.where(whole, np.sign(best), 1).astype(int)
        return Read(np.where(whole, key, -1), sign, (signs == self.tokens).all(-1))

    def on_right(self, shares: np.ndarray) -> np.ndarray:
        """Of shares (..., Q, K) what lies on the token's own memory, the mean of the rows, (...); equal patterns are
        one memory."""
        patterns = self.drawn.patterns
        own = (patterns[self.places] @ patterns.T == patterns.shape[1]).astype(float)
        return (shares * own).sum(-1).mean(-1)


_START = {name: ATTENTION.get(name, choice.default) for name, choice in Store.choices().items()}


def _fit(store: Store) -> None:
    """What is stored is what is said, and nothing else."""
    if not store.word:
        store.set(word=_START["word"] if store.patterns == _START["patterns"] else _FEW)
    store.set(load=max(_places_of(store)) + 1, target=0, cue="")


def _places_of(store: Store) -> list[int]:
    return places(PATTERNS[store.patterns], store.word)


def _places(value, store: Store) -> tuple[int, ...]:
    """Places of tokens, from a text that counts them from 1. Raises ValueError."""
    n, text = len(_places_of(store)), write(value)
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isdecimal() and len(part) < 4 and 1 <= int(part) <= n for part in parts):
        raise ValueError(
            _(
                "inverted is {value}, but must be places of tokens from 1 to {n}, with commas.",
                value=quoted(value, 40), n=n,
            )
        )
    return tuple(sorted({int(part) - 1 for part in parts}))


def _focus(store: Store, wished=None, before: str = "") -> str:
    """Whose gains are looked at. Raises ValueError for a system that is not there or has none, or if none has."""
    there = [key for key in store.system if key in GATED]
    if not there:
        raise ValueError(_ungated(store))
    if wished is not None:
        return check_choice("focus", wished, there)
    return before if before in there else there[0]


def _none(name: str, value) -> str:
    text = quoted(value, 40)
    return _("{name} is {value}, but must be empty: a word is of the patterns of a set.", name=name, value=text)


def _ungated(store: Store) -> str:
    chosen = quoted(",".join(store.system))
    return _(
        "system is {chosen}, but one of them must have gains that settle to a softmax: {gated}.",
        chosen=chosen, gated=either(GATED),
    )  # fmt: skip
