"""Gains that favour a memory, at the start or by a push in mid-run: a bias without plasticity (Vivet and Arenas 2026,
Discussion)."""

from __future__ import annotations

import numpy as np

from ..words import _
from .check import check_choice
from .measures import pattern
from .parameters import number
from .quote import quoted

WHOM = {"none": "none", "target": "the target", "rival": "its rival"}
"""Which memory is primed, and the words for it."""
LEAST, MOST = 1e-4, 1 - 1e-4  # of the gains, for one memory: those without any could never come back


def check_prime(whom, share) -> tuple[str, float]:
    """A key of WHOM and a share of the gains; ValueError for what is none."""
    whom = check_choice("prime", whom, WHOM)
    value = number("prime_strength", share, LEAST, closed=True)
    if value > MOST:
        places = {"name": "prime_strength", "value": quoted(share, 40), "low": LEAST, "high": MOST}
        raise ValueError(_("{name} is {value}, but must be a number from {low} to {high}.", **places))
    return whom, value


def primed(patterns, cue, target, whom: str):
    """Which of the stored patterns are the memory that is primed, (..., K): none, or one and its copies, for equal
    patterns are one memory.

    patterns (K, N) or (B, K, N), cue (N,) or (B, N), target () or (B,). The rival is the stored pattern nearest to the
    cue that is another than the target; of several equally near the one with ink in the first pixel where they differ.
    """
    if whom == "none":
        return np.zeros((*np.shape(cue)[:-1], patterns.shape[-2]), bool)
    same = _overlaps(patterns, pattern(patterns, target)) == patterns.shape[-1]
    return same if whom == "target" else _nearest(patterns, np.where(same, -np.inf, _overlaps(patterns, cue)))


def prior(patterns, cue, target, whom: str, share: float):
    """Gains at the start, (..., K): `share` for the memory that is `primed`, divided among its copies, and what is left
    for all others alike. Without a memory to prime, or without others, all are alike."""
    chosen = primed(patterns, cue, target, whom)
    count = chosen.sum(-1, keepdims=True)
    others = patterns.shape[-2] - count
    gains = np.where(chosen, share / np.maximum(count, 1), (1 - share) / np.maximum(others, 1))
    return np.where((count > 0) & (others > 0), gains, 1 / patterns.shape[-2])


def _overlaps(patterns, x):
    """(..., K), whole numbers."""
    return np.matmul(patterns, x[..., None])[..., 0] if patterns.ndim == 3 else x @ patterns.T


def _nearest(patterns, overlap):
    """Which pattern has the largest overlap (..., K), as a mask of it and its copies; none where all are -infinity."""
    best = (overlap == overlap.max(-1, keepdims=True)) & np.isfinite(overlap)
    for cue in np.argwhere(best.sum(-1) > 1):
        stored, tied = patterns[tuple(cue)] if patterns.ndim == 3 else patterns, best[tuple(cue)]
        at = np.flatnonzero(tied)
        first = max(at, key=lambda i: (stored[i] > 0).tobytes())
        tied[at] = (stored[at] == stored[first]).all(-1)
    return best


def pushed(model, logit, shares):
    """Logits (..., K) with which some patterns have these `shares`, ((pattern, share), ...), of the gains of a model,
    and all others what is left, in the proportions that they had. None has less than LEAST of them."""
    made, others = np.array(logit), np.ones(logit.shape[-1], bool)
    for index, share in shares:
        made[..., index], others[index] = model.logits(max(share, LEAST)), False
    if others.any():
        left = max(1 - sum(share for _, share in shares), LEAST)
        made[..., others] = model.shared(made[..., others], left)
    return made - made.max(-1, keepdims=True)
