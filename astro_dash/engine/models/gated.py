"""What a system with gains of its own is."""

from __future__ import annotations

import numpy as np

from ..descent import Weights, half_step, level
from .base import Model


class Gated(Model):
    """A system whose gains p follow tau_p d(theta)/dt = score - T theta. Subclasses give `score` and `weight`, and,
    where the gains are no softmax of theta, `simplex` and the `entropy` H of p = argmax <p, theta> + H(p).

    Law 2 holds for the gains whatever entropy it is, if it is concave: with f = T theta + (T/b) (theta' - theta), the
    change of -<p, f> - T H(p) in a step is T ((1 - 1/b) B(p', p) - B(p, p') / b) <= 0, as b <= 1; B is the Bregman
    divergence of -H with theta as its slope.
    """

    gated = primed = True
    soft = True

    @property
    def weight(self) -> float:
        """Factor of the gains' part of the energy."""
        raise NotImplementedError

    def score(self, overlap, out=None):
        """What the gains compete by, (..., K)."""
        raise NotImplementedError

    @property
    def spread(self):
        return self.weight * self.parameters.temperature

    def single(self, overlap):
        return -self.weight * self.score(overlap)

    @property
    def routing_temperature(self) -> float | None:
        best = float(self.score(np.array([float(self.n_neurons)]))[0])  # of a state that is the pattern
        uniform = np.full(self.n_patterns, 1 / self.n_patterns)
        return best / float(self.entropy(uniform)) if self.n_patterns > 1 else None

    def start(self, state, cue):
        super().start(state, cue)
        if self.parameters.tau_p == 0:  # slaved gains are the softmax at every instant, and so at the first
            _, b, rate = Weights(self.parameters)(1.0)
            half_step(self, state, b, rate)

    def gains(self, overlap, logit):
        return self.simplex(logit - logit.max(-1, keepdims=True))

    def entropy(self, gain):
        """H(p), (...): Shannon's."""
        return -(gain * np.log(np.maximum(gain, np.finfo(gain.dtype).tiny))).sum(-1)

    def attention(self, overlap, gain):
        """pi = softmax(score / T) (Eq. 11); at T = 0 the best score takes all, ties shared."""
        temperature = self.parameters.temperature
        score = self.score(overlap)
        score -= score.max(-1, keepdims=True)
        if temperature == 0:
            best = level(score, self.n_neurons).astype(score.dtype)
            return best / best.sum(-1, keepdims=True)
        return self.simplex(score / temperature)

    def terms(self, state, gain):
        """weight times -T log Z and T KL(p || pi) (Eq. 9). At T = infinity, where both diverge by the same constant,
        they are taken relative to the uniform gains."""
        temperature, score = self.parameters.temperature, self.score(state.overlap)
        mean = (gain * score).sum(-1)
        if np.isinf(temperature):
            return -self.weight * mean, np.zeros_like(mean)
        free = self.interaction(state.overlap, gain)
        return free, -free - self.weight * (mean + temperature * self.entropy(gain))
