"""The pattern sets by name, and the corruption of a pattern into a cue."""

import numpy as np

from ..check import check_choice, signs
from .base import Drawn, PatternSet, generator, whole
from .digits import Digits
from .letters import Letters
from .pictures import Pictures
from .random import Random
from .word import MOST_TOKENS, places, tokens, worded, written

__all__ = ["MOST_TOKENS", "PATTERNS", "Drawn", "PatternSet", "corrupt", "draw", "places", "tokens", "written"]

PATTERNS: dict[str, PatternSet] = {
    "digits": Digits(),
    "letters": Letters(),
    "pictures": Pictures(),
    "random": Random(),
}


def draw(
    name: str, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0, word: str = ""
) -> Drawn:  # fmt: skip
    """Draw `load` patterns from the set called `name`, those of a word first (`tokens`); sets of images ignore
    `neurons` and `correlation`.

    Raises ValueError for an unknown name or word, and as the `draw` of that set does.
    """
    chosen = PATTERNS[check_choice("patterns", name, PATTERNS)]
    if word:
        return worded(chosen, word, load, seed=seed, neurons=neurons, correlation=correlation)
    return chosen.draw(load, seed=seed, neurons=neurons, correlation=correlation)


def corrupt(pattern: np.ndarray, flips: int, seed: int) -> np.ndarray:
    """A copy (N,) of `pattern` with exactly `flips` entries flipped; more flips keep those already there.

    Raises ValueError for flips outside 0..N, for a negative or fractional seed, and for a pattern not of one axis or
    with entries other than ±1.
    """
    cue = signs("pattern", pattern, {1: "(N,)"}).copy()
    flips = whole("flips", flips, 0, len(cue))
    cue[generator(seed, "flips").permutation(len(cue))[:flips]] *= -1
    return cue
