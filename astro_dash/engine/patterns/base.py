"""What every pattern set gives: K patterns of N entries ±1, one a row, with their labels and their grid."""

from dataclasses import dataclass
from math import isqrt
from numbers import Integral

import numpy as np

from ...words import _
from ..check import plain
from ..quote import quoted


@dataclass(frozen=True, eq=False)
class Drawn:
    """Patterns drawn from a set; `patterns` becomes read-only.

    patterns: (K, N) float64, C-contiguous, entries ±1, one pattern a row
    labels: K short strings, such as "digit 7"; `name` tells patterns of one label apart
    grid: (rows, columns) with rows * columns = N, for showing a pattern as an image
    own: how many of the first are a person's own, and called as the person has them in any language
    """

    patterns: np.ndarray
    labels: tuple[str, ...]
    grid: tuple[int, int]
    own: int = 0

    def __post_init__(self):
        self.patterns.setflags(write=False)

    def name(self, index: int) -> str:
        """Label and number of a pattern, counted from 0: "digit 7 #6"."""
        return f"{self.said(index)} #{index}"

    def said(self, index: int) -> str:
        """The label of a pattern, in the language of now."""
        label = self.labels[index]
        noun, _space, name = label.rpartition(" ")
        if index < self.own:
            return label
        sentence = noun + " {name}"  # "digit {name}", of those that have a number or a letter
        return _(label) if _(label) != label or not noun else _(sentence, name=name)


class PatternSet:
    """A source of patterns. `title` names it in words; `most` is the largest load, None if there is none; `n_neurons`
    is N, None if `neurons` says it; `takes` are the choices that are for this set alone; `alphabet` has the letters of
    a set of letters, and `letters` says in words which they are."""

    title = ""
    most: int | None = None
    n_neurons: int | None = None
    takes: tuple[str, ...] = ()
    letters: str = ""

    @property
    def alphabet(self) -> str:
        return ""

    def draw(self, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0) -> Drawn:
        """Draw `load` patterns. With one seed a larger load adds patterns and keeps those already there.

        Raises ValueError for a load outside 1..most, and for a negative or fractional seed.
        """
        raise NotImplementedError


def whole(name: str, value, least: int, most: int | None = None) -> int:
    """`value` as an int; ValueError unless it is a whole number from `least` to `most`."""
    given = value if type(value) is int else plain(value)
    integral = type(given) is int or (isinstance(given, Integral) and not isinstance(given, bool))
    if integral and least <= given and (most is None or given <= most):
        return int(given)
    places = {"name": name, "value": quoted(value, 40), "least": least, "most": most}
    if most is None:
        raise ValueError(_("{name} is {value}, but must be a whole number of at least {least}.", **places))
    raise ValueError(_("{name} is {value}, but must be a whole number from {least} to {most}.", **places))


def generator(seed: int, purpose: str) -> np.random.Generator:
    """A generator for one use of a seed, independent of those for its other uses: `default_rng` of the seed and the
    bytes of its purpose, told as the words that it would make of them, which is three times as fast."""
    seed, use = whole("seed", seed, 0), purpose.encode()
    return np.random.default_rng(np.array([seed, *use], np.uint32) if seed < 2**32 else [seed, *use])


def grid(neurons: int) -> tuple[int, int]:
    """The most square (rows, columns), rows <= columns, that holds exactly `neurons`: 30 -> (5, 6), 7 -> (1, 7)."""
    rows = next(r for r in range(isqrt(neurons), 0, -1) if neurons % r == 0)
    return rows, neurons // rows
