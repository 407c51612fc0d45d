"""The memories worth showing one by one, and their gains. Equal patterns are one memory, wherever they are stored."""

from __future__ import annotations

import numpy as np

from ...engine.winners import added
from .memory import Memory

SHOWN = 10  # memories shown one by one


def strongest(strength: np.ndarray, memory: Memory) -> list[int]:
    """The target, a rival that is primed, then the strongest others; of equally strong ones none comes first for its
    place."""
    strength = np.nan_to_num(strength, nan=-1)  # an Euler step may have broken it
    np.maximum.at(strength, memory.places, strength)
    if memory.primed is not None:
        strength[memory.places[memory.primed]] = 2  # above any share
    strength[memory.target] = np.inf
    order = np.lexsort((-memory.keys, -strength))
    return [int(i) for i in order[memory.places[order] == order][:SHOWN]]


def near(seen) -> np.ndarray:
    """How near each pattern has come to winning in some frames, (K,)."""
    return np.maximum(seen.gain, seen.attention).max(0) + 1e-9 * np.abs(seen.overlap).max(0)


def cornered(wished, shown: list[int], memory: Memory) -> tuple[int, int, int | None]:
    """The corners of the triangle: those wished for, if there are such memories."""
    a, b, c = (None if i is None or i >= len(memory.places) else int(memory.places[i]) for i in wished)
    rival = shown[min(1, len(shown) - 1)]
    return memory.target if a is None else a, rival if b is None else b, c


def opposed(wished: int | None, shown: list[int], memory: Memory) -> int:
    """The rival of the landscape: the one wished for, or the strongest; the target, where there is no other."""
    if wished is None or wished >= len(memory.places) or memory.places[wished] == memory.target:
        return shown[min(1, len(shown) - 1)]
    return int(memory.places[wished])


def together(memory: Memory, gain, attention, score, temperature: float):
    """Gains, attention and scores (S, K) of memories instead of patterns: of equal patterns one has the shares of all,
    and what the entropy of being several is worth, the others have none."""
    several = np.bincount(memory.places, minlength=len(memory.places))
    if several.max() == 1:
        return gain, attention, score
    heat = temperature if np.isfinite(temperature) else 1e12
    gain, attention = (added(shares, memory.places) for shares in (gain, attention))
    return gain, attention, score + heat * np.log(np.maximum(several, 1))


def in_places(shares: np.ndarray, shown: list[int]) -> np.ndarray:
    """Shares (S, K) of the shown patterns and, in the last of SHOWN + 1 places, of all the others together; NaN in
    places of none."""
    places = np.full((len(shares), SHOWN + 1), np.nan)
    places[:, : len(shown)] = shares[:, shown]
    if shares.shape[1] > len(shown):
        places[:, -1] = np.maximum(1 - shares[:, shown].sum(-1), 0)
    return places
