"""Memories in a row (Chaudhry, Zavatone-Veth, Krotov and Pehlevan 2023, arXiv 2306.04532): each calls the next."""

import numpy as np

from ...words import _
from ..descent import Weights
from .gated import Gated


class Sequence(Gated):
    """tau_x dx/dt = -x + sum_mu p_mu xi_(mu+1), the last calling the first, with gains that follow the overlaps to the
    fourth: tau_p d(theta)/dt = o^4 / N^3 - T theta, p = softmax theta. The power is the authors' separation f(m) = m^d
    (their DenseNet), here of even degree, which a mirror image meets too; the softmax of it is ours.

    With fast gains each memory would call the next before it is complete. The authors let a state dwell by calls of an
    average over the past (their MixedNet); here theta is that average, over a time tau_p / T: the gains stay with the
    memory before, which calls the present one, until the present one has made up for it. So the run begins, too: with
    gains as if what comes before the cue had been complete for a time tau_x.

    xi_(mu+1) xi_mu^T is not symmetric: no energy rules it (NaN), and it does not come to rest, but where a memory calls
    itself or (at high T) all are called alike: it runs to the horizon.
    """

    title = "Sequence"
    has_energy = False
    ordered = True
    weight = 1.0
    primed = False  # but by the memory before
    wires = (
        "Its wiring leads from each memory to the next, and not back. What stands for it has each memory's pattern of "
        "couplings by the gain of the one before."
    )

    def start(self, state, cue):
        super().start(state, cue)
        tau = self.parameters.tau_x
        if np.isfinite(tau):
            _, _, rate = Weights(self.parameters)(float(tau))
            score = self.score(np.roll(state.overlap, -1, axis=-1))
            best = score.max(-1, keepdims=True)
            state.logit[...] = rate * self.n_neurons * (score / np.where(best > 0, best, 1) - 1)
            self.refresh(state)

    def score(self, overlap, out=None):
        out = np.multiply(overlap, overlap, out=out)
        out *= out
        out *= float(self.n_neurons) ** -3
        return out

    def coefficients(self, overlap, gain, out=None):
        out = np.empty_like(gain) if out is None else out
        out[..., 1:], out[..., 0] = gain[..., :-1], gain[..., -1]
        return out

    def single(self, overlap):
        return np.full_like(overlap, np.nan)

    def terms(self, state, gain):
        none = np.full(gain.shape[:-1], np.nan)
        return none, none

    def wiring(self, overlap, gain):
        return self.coefficients(overlap, gain)

    def rises(self, integrator):
        return _("each memory leads to the next, and none back")
