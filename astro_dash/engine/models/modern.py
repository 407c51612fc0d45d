"""Modern Hopfield network (Ramsauer et al. 2021, arXiv 2008.02217)."""

import numpy as np

from .base import Model
from .shares import softmax


class Modern(Model):
    """phi = identity, c = softmax(beta o), energy -(1/beta) log sum_mu exp(beta o_mu) + |x|^2 / 2."""

    title = "Modern Hopfield"

    def phi(self, x, out=None):
        return np.multiply(x, 1.0, out=out)

    def coefficients(self, overlap, gain, out=None):
        out = np.multiply(overlap, self.parameters.beta, out=out)
        return softmax(out, out=out)

    @property
    def spread(self):
        return 1 / self.parameters.beta

    def single(self, overlap):
        return -overlap

    def neurons(self, x, rate):
        return 0.5 * (x * x).sum(-1)
