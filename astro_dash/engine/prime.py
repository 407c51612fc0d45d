"""Gains that favour a memory, at the start or by a push in mid-run: a bias without plasticity (Vivet and Arenas 2026,
Discussion)."""

from __future__ import annotations

import numpy as np

from ..words import _
from .check import check_choice
from .measures import pattern
from .models.base import log_softmax
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
        places = {"value": quoted(share, 40), "least": LEAST, "most": MOST}
        raise ValueError(_("prime_strength is {value}, but must be a number from {least} to {most}.", **places))
    return whom, value


def prior(patterns, cue, target, whom: str, share: float):
    """Gains at the start, (..., K): `share` for the memory that is primed, what is left for all others alike.

    patterns (K, N) or (B, K, N), cue (N,) or (B, N), target () or (B,). The rival is the stored pattern nearest to the
    cue that is another than the target; of several equally near the one with ink in the first pixel where they differ.
    Equal patterns are one memory, and divide its share. Without a rival all gains are alike, as for "none".
    """
    n_patterns = patterns.shape[-2]
    primed = np.zeros((*np.shape(cue)[:-1], n_patterns), bool)
    if whom != "none":
        primed = _overlaps(patterns, pattern(patterns, target)) == patterns.shape[-1]
    if whom == "rival":
        primed = _nearest(patterns, np.where(primed, -np.inf, _overlaps(patterns, cue)))
    count = primed.sum(-1, keepdims=True)
    others = n_patterns - count
    gains = np.where(primed, share / np.maximum(count, 1), (1 - share) / np.maximum(others, 1))
    return np.where((count > 0) & (others > 0), gains, 1 / n_patterns)


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


def pushed(logit, shares):
    """Logits (..., K) with which some patterns have these `shares`, ((pattern, share), ...), of the gains, and all
    others what is left, in the proportions that they had. None has less than LEAST of them."""
    made, others = np.array(logit), np.ones(logit.shape[-1], bool)
    for index, share in shares:
        made[..., index], others[index] = np.log(max(share, LEAST)), False
    if others.any():
        left = max(1 - sum(share for _, share in shares), LEAST)
        made[..., others] = np.log(left) + log_softmax(made[..., others])
    return made - made.max(-1, keepdims=True)


def started(prior, dtype):
    """The logits (..., K) of gains at the start, in any proportion."""
    logit = np.log(np.asarray(prior, dtype))
    return logit - logit.max(-1, keepdims=True)
