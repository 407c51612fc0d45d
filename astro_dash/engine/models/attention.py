"""The linear-score variant of the astrocyte-gated memory (Vivet and Arenas 2026, Discussion): self-attention."""

import numpy as np

from .gated import Gated


class Attention(Gated):
    """tau_x dx/dt = -x + Xi p with the overlap itself as score: c = p, energy -<p, o> + T <p, log p> + neurons."""

    title = "Linear-score attention"
    weight = 1.0

    def score(self, overlap, out=None):
        return np.multiply(overlap, 1.0, out=out)

    def coefficients(self, overlap, gain, out=None):
        return np.multiply(gain, 1.0, out=out)
