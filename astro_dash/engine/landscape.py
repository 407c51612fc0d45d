"""The energy of the interaction over two overlaps, those with patterns a and b; all others are as they are.

Let `agree` be the share of the neurons on which a and b agree, u the mean of xi_a phi over those, v over the others:
o_a = N (agree u + (1 - agree) v) and o_b = N (agree u - (1 - agree) v). Every state has its place (u, v) in the square
[-1, 1]^2: a is at (1, 1), b at (1, -1), their mirror images opposite. Where a and b agree, or differ, everywhere (as
one pattern does with itself), there is no v, or no u: it is 0, and nothing depends on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .models import Gated, Model
from .models.shares import joined

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
    """What the maps of S frames are made of: `height` has the energy where o_a and o_b are known, and the single
    energies e_a and e_b at them.

    weight (S, 3)   of e_a, e_b and rest
    rest (S,)       what the other patterns give
    spread (S,)     of the soft minimum of the three; NaN where they are added
    tilt (S, 2), cross (S,)   of o_a, o_b, and of o_a o_b, which are added to a sum
    """

    weight: np.ndarray
    rest: np.ndarray
    spread: np.ndarray
    tilt: np.ndarray
    cross: np.ndarray

    def height(self, single, overlap):
        """Energies (S, ...) from a function of overlaps and two of these, each (...)."""
        (a, b), (o_a, o_b) = (single(np.asarray(o, float)) for o in overlap), overlap
        weight, rest, spread, tilt, cross = (
            x.reshape(*x.shape, *[1] * np.ndim(a))
            for x in (self.weight.T, self.rest, self.spread, self.tilt.T, self.cross)
        )
        parts = np.stack(np.broadcast_arrays(a, b, rest))
        added = (weight * parts).sum(0) + tilt[0] * o_a + tilt[1] * o_b + cross * o_a * o_b
        parts = np.where(weight > 0, parts, np.inf)
        least = parts.min(0)
        wide = np.where(spread > 0, spread, 1)
        soft = least - wide * np.log((weight * np.exp((least - parts) / wide)).sum(0))
        return np.where(np.isnan(spread), added, np.where(spread > 0, soft, least))


def terrain(model: Model, overlap, gain, pair: Pair, settled: bool) -> Terrain:
    """The terrain of a pair for frames with overlaps and gains (S, K): with the gains as they are, or as they would
    settle. A system without gains of its own has one terrain, and so has one whose settled energy is no soft minimum:
    that with the gains as they are."""
    a, b = pair
    others = np.delete(np.arange(overlap.shape[-1]), [a, b])
    energy, temperature = model.single(overlap), model.parameters.temperature
    n_frames, n_patterns = energy.shape
    ones, spread = np.ones((n_frames, 1)), model.spread
    tilt, cross = np.zeros((n_frames, 2)), np.zeros(n_frames)
    if isinstance(model, Gated) and not (settled and model.soft):
        weight, rest = gain[:, [a, b]], (gain[:, others] * energy[:, others]).sum(-1)
        if np.isfinite(temperature):  # the gains' entropy, as `Model.terms` counts it
            rest = rest - model.weight * temperature * model.entropy(gain)
        weight, spread = np.hstack([weight, ones]), None
    elif spread is None:
        weight, tilt, cross, rest = model.around(overlap, gain, pair)
        weight = np.hstack([weight, ones])
    elif np.isinf(spread):
        share = 1 / n_patterns
        weight, rest, spread = share * ones * [1, 1, 1 / share], share * energy[:, others].sum(-1), None
    else:  # of those left the mean in this sense, which stays small however large the spread
        rest = joined(energy[:, others], spread) + spread * np.log(len(others)) if len(others) else np.zeros(n_frames)
        weight = ones * [1, 1, len(others)]
    if a == b:
        weight, tilt, cross = weight * [1, 0, 1], tilt * [1, 0], 0 * cross
    return Terrain(weight, rest, np.full(n_frames, np.nan if spread is None else spread), tilt, cross)
