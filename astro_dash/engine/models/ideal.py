"""The ideal observer: the best guess of who does not know how many pixels were flipped, each on its own."""

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
        count = nearest.sum(-1, keepdims=True)
        state.gain[...] = nearest / count
        # A share of e^-1000 is 0 in every dtype.
        state.logit[...] = np.where(nearest, 0.0, -1000.0)
        state.x[...] = self.drive(nearest.astype(state.x.dtype)) / count
        self.refresh(state)

    def read(self, x):
        """The mean of its answers."""
        return np.where(np.abs(x) > 1 - 1e-6, np.sign(x), x)

    def wrong(self, x, gain, xi):
        """Of its answers on average."""
        hard, answers = (self.n_neurons - self.overlaps(xi)) / 2, gain > 0
        either = np.minimum(hard, self.n_neurons - hard)
        return tuple((wrong * answers).sum(-1) / answers.sum(-1) for wrong in (hard, either))

    def coefficients(self, overlap, gain, out=None):
        return np.multiply(gain, 1.0, out=out)

    def gains(self, overlap, logit):
        return softmax(logit)

    @property
    def spread(self):
        return 0.0
