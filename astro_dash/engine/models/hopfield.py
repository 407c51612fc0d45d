"""The classical graded Hopfield network (Hopfield 1984; Eq. 1-2 of the paper)."""

import numpy as np

from .base import Model


class Hopfield(Model):
    """W = (1/N) sum_mu xi_mu xi_mu^T, self-coupling kept as the paper does: c = o / N, energy -o.o / 2N + neurons."""

    title = "Classical Hopfield"

    def coefficients(self, overlap, gain, out=None):
        return np.multiply(overlap, 1 / self.n_neurons, out=out)

    wires = "Its wiring is fixed: all memories in equal parts, the Hebbian sum, from start to end."

    def single(self, overlap):
        return -0.5 * overlap * overlap / self.n_neurons

    def wiring(self, overlap, gain):
        return np.full_like(gain, 1 / self.n_patterns)
