"""The gains of K patterns seen in a triangle: three corners, the third one standing for all the others if so wished."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .measures import CORNERS
from .models.shares import softmax


@dataclass(frozen=True)
class Triangle:
    """The gains in the triangle at S instants, as points (x, y) of `measures.simplex_xy`.

    now, aim (S, 2)        the shares of p, and of pi that p chases
    rest (S, 4, 2)         rest points of the drift: the stable one, then the saddles on the edges ab, bc and ca. The
                           corners are rest points as well, unstable for T > 0
    drift (S, M, 2)        velocity of the shares at the M points of `grid`, scaled so that the fastest is 1
    off (S,)               share of the patterns that no corner stands for
    """

    now: np.ndarray
    aim: np.ndarray
    rest: np.ndarray
    drift: np.ndarray
    off: np.ndarray


def grid(steps: int = 9) -> np.ndarray:
    """Points (M, 3) inside the triangle, evenly spread."""
    points = [(i, j, steps - i - j) for i in range(1, steps) for j in range(1, steps - i)]
    return np.array(points) / steps


def triangle(gain, attention, score, temperature: float, corners, points) -> Triangle:
    """Shares, drift and rest points for gains, attention and scores (S, K); a third corner of None is all the others.

    The shares follow a replicator of three strategies, whose fitness for all the others is
    f_r = sum_mu c_mu f_mu + T H(c), c the proportions among them: being many is worth T times their entropy.
    """
    a, b, c = corners
    fitness, shares, aims = (np.empty((len(gain), 3)) for _ in range(3))
    named = [a, b] if c is None else [a, b, c]
    heat = temperature if np.isfinite(temperature) else 1e12
    low = score.min(-1) - 1e3 * max(heat, 1)  # a fitness with which nothing stays
    for i, corner in enumerate(named):
        if corner in named[:i]:  # a pattern has one corner
            fitness[:, i], shares[:, i], aims[:, i] = low, 0, 0
            continue
        fitness[:, i], shares[:, i], aims[:, i] = score[:, corner], gain[:, corner], attention[:, corner]
    if c is None:
        others = np.delete(np.arange(gain.shape[1]), [a, b])
        rest = np.maximum(gain[:, others], np.finfo(float).tiny)
        total = rest.sum(-1, keepdims=True)
        part = rest / np.where(total > 0, total, 1)
        entropy = -(part * np.log(np.maximum(part, np.finfo(float).tiny))).sum(-1)
        fitness[:, 2] = (part * score[:, others]).sum(-1) + heat * entropy if others.size else low
        shares[:, 2], aims[:, 2] = (np.maximum(1 - s[:, :2].sum(-1), 0) for s in (shares, aims))
    off = np.maximum(1 - shares.sum(-1), 0)
    shares, aims = (s / np.maximum(s.sum(-1, keepdims=True), np.finfo(float).tiny) for s in (shares, aims))
    rest_shares = np.stack([_settled(fitness, heat, alive) for alive in ([0, 1, 2], [0, 1], [1, 2], [2, 0])], axis=1)
    total = fitness[:, None, :] - heat * np.log(points)
    velocity = points * (total - (points * total).sum(-1, keepdims=True)) @ CORNERS
    longest = np.linalg.norm(velocity, axis=-1).max(-1)[:, None, None]
    return Triangle(
        shares @ CORNERS, aims @ CORNERS, rest_shares @ CORNERS, velocity / np.where(longest > 0, longest, 1), off
    )  # fmt: skip


def _settled(fitness, temperature, alive):
    """softmax(fitness / T) among the corners that are alive, (S, 3); at T = 0 the fittest."""
    shares = np.zeros_like(fitness)
    among = fitness[:, alive] - fitness[:, alive].max(-1, keepdims=True)
    shares[:, alive] = softmax(among / max(temperature, 1e-300))
    return shares
