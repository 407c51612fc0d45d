"""What a run is about: the stored patterns, and the cue of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ...engine.patterns import Drawn
from ...engine.prime import primed
from ...engine.winners import firsts, keys
from ...store import Store

_STORED = "patterns", "load", "seed", "neurons", "correlation", "word"  # choices that say what is stored


@dataclass(frozen=True)
class Memory:
    """What is stored and asked for: the patterns, the cue (N,) and the target; the gains at the start, (K,), and which
    pattern is primed in them, if any is."""

    drawn: Drawn
    cue: np.ndarray
    target: int
    prior: np.ndarray
    primed: int | None

    @cached_property
    def n_flipped(self) -> int:
        return int((self.cue != self.drawn.patterns[self.target]).sum())

    @cached_property
    def keys(self) -> np.ndarray:
        """A number for each pattern that is the same for equal ones, (K,)."""
        return keys(self.drawn.patterns)

    @cached_property
    def places(self) -> np.ndarray:
        """The number that each pattern's memory goes by, (K,): equal patterns are one memory, the target's by its."""
        return np.where(self.keys == self.keys[self.target], self.target, firsts(self.keys))


@lru_cache(maxsize=8)  # of up to 16 MB each
def _drawn(**choices) -> Drawn:
    """Patterns shared, read-only, by all that ask for the same."""
    return Store(**choices).drawn()


def remember(store: Store) -> Memory:
    """The memory that the store's choices describe."""
    # What is a person's own is kept for that person's tab alone, and no longer than it.
    drawn = store.drawn() if store.own else _drawn(**{name: getattr(store, name) for name in _STORED})
    cue = store.corrupted(drawn)
    about = drawn.patterns, cue, store.target
    first = next(iter(np.flatnonzero(primed(*about, store.prime)).tolist()), None)
    return Memory(drawn, cue, store.target, store.prior(*about), first)
