"""Sparse routing: gains with exact zeros, by Tsallis' entropy in place of Shannon's (Santos, Niculae, McNamee and
Martins 2024, Hopfield-Fenchel-Young networks, arXiv 2411.08590; Hu et al. 2023, arXiv 2309.12673)."""

import numpy as np

from ..euler import Euler
from .astro import Astro
from .shares import joined

_MOST_TURNS = 100  # of the search below, which ends after as many as the support changes: a few


class _Euler(Euler):
    """Explicit Euler on the logits: at a share of 0 there is no replicator."""

    def _step_gains(self, s) -> None:
        score = self.model.score(s.overlap, out=s.coefficient)
        score -= self.model.parameters.temperature * s.logit
        score *= self.p_rate
        s.logit += score
        s.logit -= np.maximum.reduce(s.logit, axis=-1, keepdims=True, out=s.peak)
        self.model.simplex(s.logit, out=s.gain, peak=s.peak)


class Sparse(Astro):
    """As `astro`, but for the entropy: H(p) = (1 - p.p) / 2, Tsallis' of index alpha = 2, whose gains are
    p = sparsemax(theta) = max(theta - c, 0), c such that they sum to 1. Of all alpha, 2 is the one that can be had
    exactly from sums alone, and the sparsest of those in use (1 is softmax, 1.5 lies between).

    tau_p d(theta)/dt = f - T theta; at rest p = sparsemax(f / T), one memory alone once its score leads by T or more.
    Energy -K <p, f> - K T H(p) + neurons (Law 2: see `Gated`). A memory with no share still has its logit, and comes
    back once its score makes up for it. As they settle the gains' energy is no soft minimum of single energies, so
    that the landscape has the gains as they are. T_c = N / (1 - 1/K), where the best score that a pattern can have
    equals the entropy of K: it grows no smaller with K, as `astro`'s does.
    """

    title = "Sparse routing"
    soft = False
    integrators = Astro.integrators | {"euler": _Euler}

    def simplex(self, logit, out=None, peak=None):
        """By Newton's method for c from below, at which it ends exactly: the sum of what is left is convex in c."""
        peak = np.full((*np.shape(logit)[:-1], 1), -1.0, logit.dtype) if peak is None else peak
        peak[...] = -1.0  # c, where only a logit within 1 of the largest, which is 0, has a share
        left = 0
        for _ in range(_MOST_TURNS):
            out = np.subtract(logit, peak, out=out)
            np.maximum(out, 0, out=out)
            count = np.count_nonzero(out) if out.ndim == 1 else np.count_nonzero(out, axis=-1, keepdims=True)
            goes_on = count != left  # of a batch those that would not, were they alone, stay as they are
            if not np.any(goes_on):
                break
            left = count
            peak += goes_on * ((np.add.reduce(out, axis=-1, keepdims=True) - 1) / count)
        return out

    def logits(self, gain):
        return gain

    def shared(self, logit, share):
        return share * self.gains(None, logit)

    def entropy(self, gain):
        return 0.5 * (1 - (gain * gain).sum(-1))

    def interaction(self, overlap, gain):
        """Least over p of <p, single> - spread H(p); once the gains have settled."""
        energy, spread = self.single(overlap), self.spread
        if spread == 0 or np.isinf(spread):
            return joined(energy, spread)
        settled = self.simplex((energy.min(-1, keepdims=True) - energy) / spread)
        return (settled * energy).sum(-1) - spread * self.entropy(settled)
