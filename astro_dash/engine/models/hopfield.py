"""The classical graded Hopfield network (Hopfield 1984; Eq. 1-2 of the paper)."""

import numpy as np

from .base import Model


class Hopfield(Model):
    """W = (1/N) sum_mu xi_mu xi_mu^T: c = o / N, energy -o.o / 2N + neurons. Its diagonal, K/N, is kept as the paper
    does; `self_coupling` s leaves a share of it, down to none, by (1 - s) K/N as a brake: -kappa phi(x) in the drive,
    kappa |phi|^2 / 2 in the energy.
    """

    title = "Classical Hopfield"

    @property
    def brake(self):
        return (1 - self.parameters.self_coupling) * self.n_patterns / self.n_neurons

    def neurons(self, x, rate):
        return super().neurons(x, rate) + 0.5 * self.brake * (rate * rate).sum(-1)

    def coefficients(self, overlap, gain, out=None):
        return np.multiply(overlap, 1 / self.n_neurons, out=out)

    wires = "Its wiring is fixed: all memories in equal parts, the Hebbian sum, from start to end."

    def single(self, overlap):
        return -0.5 * overlap * overlap / self.n_neurons

    def wiring(self, overlap, gain):
        return np.full_like(gain, 1 / self.n_patterns)
