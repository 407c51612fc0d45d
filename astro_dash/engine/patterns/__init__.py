"""The pattern sets by name, and the corruption of a pattern into a cue."""

import numpy as np

from ...words import _
from ..check import check_choice, signs
from .base import Drawn, PatternSet, generator, whole
from .counting import Counting
from .digits import Digits
from .letters import Letters
from .own import Own, given
from .pictures import Pictures
from .random import Random
from .word import MOST_TOKENS, places, tokens, worded, written

__all__ = ["MOST_TOKENS", "PATTERNS", "Drawn", "PatternSet", "corrupt", "draw", "given", "places", "tokens", "written"]

PATTERNS: dict[str, PatternSet] = {
    "digits": Digits(),
    "counting": Counting(),
    "letters": Letters(),
    "pictures": Pictures(),
    "random": Random(),
}


def draw(
    name: str, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0, word: str = "",
    own: Drawn | None = None,
) -> Drawn:  # fmt: skip
    """Draw `load` patterns from the set called `name`, those of a word first (`tokens`); sets of images ignore
    `neurons` and `correlation`. A person's `own` come first, without a word, and the set's after them; of the set "own"
    they are all.

    Raises ValueError for an unknown name or word, as the `draw` of that set does, and for own patterns of another grid.
    """
    if own is None:
        chosen = PATTERNS[check_choice("patterns", name, PATTERNS)]
        if word:
            return worded(chosen, word, load, seed=seed, neurons=neurons, correlation=correlation)
        return chosen.draw(load, seed=seed, neurons=neurons, correlation=correlation)
    load, (mine, n) = whole("load", load, 1), own.patterns.shape
    if name == "own":
        return Own(own).draw(load)
    chosen = PATTERNS[check_choice("patterns", name, PATTERNS)]
    if chosen.n_neurons not in (None, n):
        raise ValueError(
            _(
                "own is of {n} pixels, but must be of {other}, as {name} are.",
                n=n, other=chosen.n_neurons, name=name,
            )
        )
    if load <= mine:
        return Own(own).draw(load)
    others = chosen.draw(load - mine, seed=seed, neurons=n, correlation=correlation)
    return Drawn(np.concatenate([own.patterns, others.patterns]), own.labels + others.labels, own.grid, mine)


def corrupt(pattern: np.ndarray, flips: int, seed: int) -> np.ndarray:
    """A copy (N,) of `pattern` with exactly `flips` entries flipped; more flips keep those already there.

    Raises ValueError for flips outside 0..N, for a negative or fractional seed, and for a pattern not of one axis or
    with entries other than ±1.
    """
    cue = signs("pattern", pattern, {1: "(N,)"}).copy()
    flips = whole("flips", flips, 0, len(cue))
    cue[generator(seed, "flips").permutation(len(cue))[:flips]] *= -1
    return cue
