"""The ideal observer: the best that any memory of these patterns could do with this cue."""

import numpy as np

from .modern import Modern
from .shares import softmax


class Ideal(Modern):
    """Answers at once, and stays, with the stored pattern nearest to the cue in Hamming distance; the mean of them
    for a tie, so that each is counted as a share. The limit beta -> infinity of `modern`, with its energy
    -max_mu o_mu + |x|^2 / 2.
    """

    title = "Ideal observer"
    noisy = False

    def start(self, state, cue):
        overlap = self.overlaps(np.asarray(cue, state.x.dtype))
        nearest = overlap == overlap.max(-1, keepdims=True)  # exact: overlaps of +-1 entries are whole numbers
        state.gain[...] = nearest / nearest.sum(-1, keepdims=True)
        # A share of e^-1000 is 0 in every dtype.
        state.logit[...] = np.where(nearest, 0.0, -1000.0)
        state.x[...] = self.drive(state.gain)
        self.refresh(state)

    def coefficients(self, overlap, gain, out=None):
        return np.multiply(gain, 1.0, out=out)

    def gains(self, overlap, logit):
        return softmax(logit)

    @property
    def spread(self):
        return 0.0
