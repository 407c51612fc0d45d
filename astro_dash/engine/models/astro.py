"""The astrocyte-gated associative memory (Vivet and Arenas 2026, arXiv 2604.25481)."""

import numpy as np

from .gated import Gated


class Astro(Gated):
    """Gains p on the simplex gate the patterns: W(p) = (K/N) sum_mu p_mu xi_mu xi_mu^T (Eq. 4-9).

    Drive coefficients c = (K/N) p o; score f = o^2 / 2N (Eq. 8); energy -K <p, f> + K T <p, log p> + neurons (Eq. 9).
    """

    title = "Astrocyte-gated"
    wires = "The gains wire the neurons: W(p) has each memory's own pattern of couplings, as strong as its gain."

    @property
    def weight(self):
        return self.n_patterns

    def score(self, overlap, out=None):
        out = np.multiply(overlap, overlap, out=out)
        out *= 0.5 / self.n_neurons
        return out

    def coefficients(self, overlap, gain, out=None):
        out = np.multiply(gain, overlap, out=out)
        out *= self.n_patterns / self.n_neurons
        return out
