"""The pseudo-inverse rule (Personnaz, Guyon and Dreyfus 1985): the classical network for patterns that are alike."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock

import numpy as np

from .base import Model
from .shares import proportions

_MOST_KEPT = 32 * 2**20  # bytes of factors
_kept: OrderedDict[tuple, np.ndarray] = OrderedDict()
_lock = Lock()


class PseudoInverse(Model):
    """W = Xi^T (Xi Xi^T)^+ Xi, the projection onto what the patterns span, self-coupling kept as `hopfield` does:
    c = G^+ o with the Gram matrix G = Xi Xi^T, energy -o.G^+ o / 2 + neurons = -phi.W phi / 2 + neurons.

    W leaves every pattern as it is, however alike they are, and all else that they span: with as many independent
    patterns as neurons it is the identity, and hands back every cue. Where patterns are linearly dependent, ^+ is the
    pseudo-inverse: W is the projection still, and of the many c that drive the neurons alike it takes the shortest, so
    that equal patterns have equal shares, and so have mirror images.

    G is factored once for each set of patterns, which takes O(K N min(K, N)); the last sets are kept.
    """

    title = "Pseudo-inverse"
    wires = (
        "Its wiring is fixed: the projection onto what its memories span. What stands for it has each memory's pattern "
        "of couplings by its weight in the projection, and none of those between two memories."
    )

    @staticmethod
    def work(n_patterns, n_neurons, dt):
        rank = min(n_patterns, n_neurons)
        return n_patterns * (n_neurons + rank) + rank**3 / 25  # what is done once, spread over the first frames

    @cached_property
    def factor(self) -> np.ndarray:
        """F, (K, R) or (B, K, R), with F F^T = G^+, R = min(K, N)."""
        if self.patterns.ndim == 2:
            return _factor(self.patterns)
        return np.stack([_factor(each) for each in self.patterns])

    def coefficients(self, overlap, gain, out=None):
        """By way of F, which is conditioned as the patterns are, and G^+ as their square."""
        shape = *overlap.shape[:-1], self.factor.shape[-1]
        if self.between.shape != shape:
            self.between = np.empty(shape, overlap.dtype)
        _times(overlap, self.factor, self.between)
        return _times(self.between, np.swapaxes(self.factor, -1, -2), out)

    between = np.empty(0)  # scratch

    def single(self, overlap):
        return -0.5 * overlap * overlap / self.n_neurons

    def interaction(self, overlap, gain):
        return -0.5 * (_times(overlap, self.factor) ** 2).sum(-1)

    def terms(self, state, gain):
        """From the rates, since nearly dependent patterns make much of what overlaps are rounded by."""
        basis = np.matmul(np.swapaxes(self.patterns, -1, -2), self.factor)  # (N, R), of what W projects onto
        energy = -0.5 * (_times(self.phi(state.x), basis) ** 2).sum(-1)
        return energy, np.zeros_like(energy)

    def around(self, overlap, gain, pair):
        """-o.G^+ o / 2 = -(G_aa o_a^2 + G_bb o_b^2) / 2 - G_ab o_a o_b - (o_a, o_b).h - (of the others)."""
        pair = list(pair)
        others = overlap.copy()
        others[..., pair] = 0
        pull = self.coefficients(others, None)
        block = self.factor[pair] @ self.factor[pair].T  # of G^+
        rest = -0.5 * (others * pull).sum(-1)
        weight = np.broadcast_to(self.n_neurons * np.diag(block), (*rest.shape, 2))
        return weight, -pull[..., pair], np.full_like(rest, -block[0, 1]), rest

    def wiring(self, overlap, gain):
        """By the diagonal of G^+."""
        return np.broadcast_to(proportions((self.factor**2).sum(-1)), gain.shape)


def _times(overlap, factor, out=None):
    """Overlaps (..., K) times a factor (K, R), or one of each cue (B, K, R)."""
    if factor.ndim == 2:
        return np.matmul(overlap, factor, out=out)
    return np.matmul(overlap[..., None, :], factor, out=None if out is None else out[..., None, :])[..., 0, :]


def _factor(patterns) -> np.ndarray:
    """F (K, min(K, N)) of patterns (K, N), with F F^T = (Xi Xi^T)^+; kept by what the patterns are."""
    key = patterns.shape, patterns.dtype, np.packbits(patterns > 0).tobytes()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _made(patterns.astype(float)).astype(patterns.dtype)
    with _lock:
        _kept[key] = made
        while len(_kept) > 1 and sum(each.nbytes for each in _kept.values()) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _made(xi) -> np.ndarray:
    """As `_factor`, of the eigenvectors of the smaller of Xi Xi^T and Xi^T Xi; those of what is 0 but for rounding are
    left out."""
    wide = len(xi) <= xi.shape[1]
    value, vector = np.linalg.eigh(xi @ xi.T if wide else xi.T @ xi)
    there = value > len(value) * np.finfo(float).eps * value[-1]
    value = np.where(there, value, 1)
    return np.where(there, vector / np.sqrt(value) if wide else xi @ (vector / value), 0)
