"""The energy of the interaction over two overlaps, those with patterns a and b; all others are as they are.

Let `agree` be the share of the neurons on which a and b agree, u the mean of xi_a phi over those, v over the others:
o_a = N (agree u + (1 - agree) v) and o_b = N (agree u - (1 - agree) v). Every state has its place (u, v) in the square
[-1, 1]^2: a is at (1, 1), b at (1, -1), their mirror images opposite. Where a and b agree, or differ, everywhere (as
one pattern does with itself), there is no v, or no u: it is 0, and nothing depends on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .models import Model
from .models.base import joined

Pair = tuple[int, int]


def agreement(patterns, pair: Pair) -> float:
    """The share of the neurons on which two of the patterns (K, N) agree."""
    a, b = patterns[list(pair)]
    return float((a == b).mean())


def places(overlap, n_neurons: int, agree: float, pair: Pair):
    """(u, v) of states with overlaps o (..., K), (..., 2)."""
    a, b = overlap[..., pair[0]] / n_neurons, overlap[..., pair[1]] / n_neurons
    none = np.zeros_like(a)
    u = 0.5 * (a + b) / agree if agree > 0 else none
    v = 0.5 * (a - b) / (1 - agree) if agree < 1 else none
    return np.stack([u, v], axis=-1)


def overlaps(u, v, n_neurons: int, agree: float):
    """o_a and o_b at (u, v)."""
    return n_neurons * (agree * u + (1 - agree) * v), n_neurons * (agree * u - (1 - agree) * v)


class Terrain(NamedTuple):
    """What the maps of S frames are made of: at single energies e_a and e_b, `height` has the energy.

    weight (S, 3)   of e_a, e_b and rest
    rest (S,)       what the other patterns give
    spread (S,)     of the soft minimum of the three; NaN where they are added
    """

    weight: np.ndarray
    rest: np.ndarray
    spread: np.ndarray

    def height(self, a, b):
        """Energies (S, ...) from single energies (...)."""
        weight, rest, spread = (x.reshape(*x.shape, *[1] * np.ndim(a)) for x in (self.weight.T, self.rest, self.spread))
        parts = np.stack(np.broadcast_arrays(a, b, rest))
        added = (weight * parts).sum(0)
        parts = np.where(weight > 0, parts, np.inf)
        least = parts.min(0)
        wide = np.where(spread > 0, spread, 1)
        soft = least - wide * np.log((weight * np.exp((least - parts) / wide)).sum(0))
        return np.where(np.isnan(spread), added, np.where(spread > 0, soft, least))


def terrain(model: Model, overlap, gain, pair: Pair, settled: bool) -> Terrain:
    """The terrain of a pair for frames with overlaps and gains (S, K): with the gains as they are, or as they would
    settle. A system without gains of its own has one terrain."""
    a, b = pair
    others = np.delete(np.arange(overlap.shape[-1]), [a, b])
    energy, temperature = model.single(overlap), model.parameters.temperature
    n_frames, n_patterns = energy.shape
    ones, spread = np.ones((n_frames, 1)), model.spread
    if model.gated and not settled:
        weight, rest = gain[:, [a, b]], (gain[:, others] * energy[:, others]).sum(-1)
        if np.isfinite(temperature):  # the gains' entropy, as `Model.terms` counts it
            rest = rest + spread * (gain * np.log(np.maximum(gain, np.finfo(float).tiny))).sum(-1)
        weight, spread = np.hstack([weight, ones]), None
    elif spread is None or np.isinf(spread):
        share = 1 if spread is None else 1 / n_patterns
        weight, rest, spread = share * ones * [1, 1, 1 / share], share * energy[:, others].sum(-1), None
    else:  # of those left the mean in this sense, which stays small however large the spread
        rest = joined(energy[:, others], spread) + spread * np.log(len(others)) if len(others) else np.zeros(n_frames)
        weight = ones * [1, 1, len(others)]
    if a == b:
        weight = weight * [1, 0, 1]
    return Terrain(weight, rest, np.full(n_frames, np.nan if spread is None else spread))
