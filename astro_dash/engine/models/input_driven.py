"""Input-driven plasticity (Betteti, Baggio, Bullo and Zampieri 2025, Science Advances 11, arXiv 2411.05849)."""

import numpy as np

from .base import Model
from .shares import proportions

_NEVER = -1000.0  # as a logit: a share of 0 in every dtype


class InputDriven(Model):
    """tau_x dx/dt = -x + W(u) phi(x), W(u) = (1/N) sum_mu alpha_mu(u) xi_mu xi_mu^T: a lasting input u, here the cue,
    sets how strongly each memory couples the neurons, by its saliency alpha_mu ~ xi_mu.u, and acts in no other way.

    Energy -phi.W(u) phi / 2 + neurons: the more salient a memory, the deeper its valley. The authors leave the strength
    of u free; here it is such that the saliencies average 1: W(u) = (K/N) sum_mu p_mu xi_mu xi_mu^T with shares
    p = alpha / (sum of alpha), which is `hopfield` where all are alike, and `astro` with gains that the cue sets once
    and for all. A negative saliency counts as 0 (ours; where all do, all are alike): at it no memory is a state of
    rest, and Law 2 needs a W(u) without negative part.
    """

    title = "Input-driven"
    wires = "The input wires the neurons, and stays: each memory has its part by its overlap with the cue."

    def start(self, state, cue):
        saliency = self.overlaps(np.asarray(cue, state.x.dtype))
        share = proportions(np.maximum(saliency, 0))
        state.logit[...] = np.where(share > 0, np.log(np.where(share > 0, share, 1)), _NEVER)
        super().start(state, cue)

    def coefficients(self, overlap, gain, out=None):
        out = np.multiply(gain, overlap, out=out)
        out *= self.n_patterns / self.n_neurons
        return out

    def gains(self, overlap, logit):
        return self.simplex(logit - logit.max(-1, keepdims=True))

    def single(self, overlap):
        return -0.5 * self.n_patterns / self.n_neurons * overlap * overlap

    def parts(self, gain):
        return gain
