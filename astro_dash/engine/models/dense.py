"""Dense associative memory, quartic (Krotov and Hopfield 2016): what `naam` reduces to for many neurons."""

import numpy as np

from .base import Model
from .shares import proportions


class Dense(Model):
    """c = o^3 / N^3, energy -sum_mu o_mu^4 / 4N^3 + neurons."""

    title = "Dense memory"

    def coefficients(self, overlap, gain, out=None):
        # Products in place: numpy's power is many times slower.
        out = np.multiply(overlap, overlap, out=out)
        out *= overlap
        out *= self.n_neurons**-3
        return out

    wires = (
        "It has no wiring of pairs. What it does at this moment, one would do in which a memory counts by the square "
        "of its overlap."
    )

    def single(self, overlap):
        squared = (overlap / self.n_neurons) ** 2
        return -0.25 * self.n_neurons * squared * squared

    def wiring(self, overlap, gain):
        return proportions(overlap * overlap)
