"""What is measured of recorded frames: errors, overlaps, perplexity, energy, shares of the simplex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .check import check_target
from .winners import first, keys, winners


@dataclass(frozen=True)
class Observed:
    """Measures of S frames of a run; B is the batch's axis, absent for a single cue.

    time (S,), or (S, B) where each cue has its own
    rate (S, B, N), phi(x); gain, attention, overlap (S, B, K), overlap m = o/N
    energy, free, gap, neurons (S, B): energy = free + gap + neurons, which for `astro` are -KT log Z,
    KT KL(p || pi) and the neurons' term (Eq. 9)
    soft_error (Eq. 13), hard_error (Eq. 15), mirror_error (from the nearer of target and mirror image),
    perplexity (Eq. 14), winner (the memory with the largest gain) and tied, how many have it (`winners`), retrieved
    (hard error 0, so that the state is the target as a pattern): (S, B)
    """

    time: np.ndarray
    rate: np.ndarray
    gain: np.ndarray
    attention: np.ndarray
    overlap: np.ndarray
    energy: np.ndarray
    free: np.ndarray
    gap: np.ndarray
    neurons: np.ndarray
    soft_error: np.ndarray
    hard_error: np.ndarray
    mirror_error: np.ndarray
    perplexity: np.ndarray
    winner: np.ndarray
    tied: np.ndarray
    retrieved: np.ndarray


def observe(model, frames, target) -> Observed:
    """All measures of the frames of a run; target (B,) or a number is the index of the pattern to be recalled."""
    rate = model.phi(frames.x)
    gain = model.gains(frames.overlap, frames.logit)
    free, gap = model.terms(frames, gain)
    neurons = model.neurons(frames.x, rate)
    xi = pattern(model.patterns, target)
    hard, mirror = model.wrong(frames.x, gain, xi)
    winner, tied = winners(model.patterns, gain, frames.overlap, target)
    return Observed(
        time=frames.time,
        rate=rate,
        gain=gain,
        attention=model.attention(frames.overlap, gain),
        overlap=frames.overlap / model.n_neurons,
        energy=free + gap + neurons,
        free=free,
        gap=gap,
        neurons=neurons,
        soft_error=soft_error(rate, xi),
        hard_error=hard,
        mirror_error=mirror,
        perplexity=perplexity(gain),
        winner=winner,
        tied=tied,
        retrieved=hard == 0,
    )


def residual(model, frames, below=np.inf):
    """Distance from rest of each frame, (S, B), exact where it is `below`; see `Model.residual`."""
    return model.residual(frames, model.phi(frames.x), model.gains(frames.overlap, frames.logit), below)


def pattern(patterns, target):
    """The target pattern of each cue, (N,) or (B, N)."""
    return patterns[np.arange(len(patterns)), target] if patterns.ndim == 3 else patterns[target]


def signs(x):
    """The sign of each entry, (..., N); 0 where rounding alone decides it."""
    size = np.abs(x)
    return np.where(size > 1000 * np.finfo(x.dtype).eps * size.max(-1, keepdims=True), np.sign(x), 0.0)


def soft_error(rate, xi):
    """1/2 sum_i |xi_i - phi_i|, (...), in pixels (Eq. 13; with sign x for phi, Eq. 15)."""
    return 0.5 * np.abs(xi - rate).sum(-1)


def perplexity(gain):
    """exp H(p), (...): how many patterns share the gains (Eq. 14)."""
    return np.exp(-(gain * np.log(np.maximum(gain, np.finfo(gain.dtype).tiny))).sum(-1))


def kl(gain, attention):
    """KL(p || pi), (...), in nats; infinite where p has a share that pi has not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(gain > 0, gain * np.log(gain / attention), 0)
    return ratio.sum(-1)


def targets(patterns, cue, target=None):
    """Checked target indices, shape of the batch; by default the pattern nearest to each cue; of
    several, one that is not chosen for its place.

    Raises ValueError for an index that is not one of the K patterns.
    """
    n_patterns = patterns.shape[-2]
    if target is None:
        overlap = np.matmul(patterns, cue[..., None])[..., 0] if patterns.ndim == 3 else cue @ patterns.T
        return first(overlap == overlap.max(-1, keepdims=True), keys(patterns))  # exact, of whole numbers
    return check_target(target, n_patterns, cue.shape[:-1])


def shares(gain, corners):
    """The gains as shares of the corner patterns and of all the others, (..., len(corners) + 1)."""
    chosen = gain[..., list(corners)]
    return np.concatenate([chosen, np.maximum(1 - chosen.sum(-1, keepdims=True), 0)], axis=-1)


CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 3**0.5 / 2]])


def simplex_xy(share):
    """Shares (..., 3) as points of the triangle with corners (0, 0), (1, 0) and (1/2, sqrt(3)/2), (..., 2)."""
    return share @ CORNERS
