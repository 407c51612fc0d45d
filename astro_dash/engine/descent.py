"""The splitting integrator: exact exponential half-steps in x and in the logits, so that the energy never rises."""

from __future__ import annotations

import numpy as np

_LARGEST = 1e30  # stands for an infinite rate (T = 0 with slaved gains): large, and still finite times any score


class Descent:
    """Steps a model's state in place; no allocation.

    a = 1 - exp(-dt/tau_x) and b = 1 - exp(-T dt/tau_p) are the weights of the two mirror-descent half-steps. tau = 0
    gives weight 1 (slaved), tau = infinity weight 0 (frozen); as T -> 0, b/T -> dt/tau_p.
    """

    def __init__(self, model):
        self.model, p = model, model.parameters
        self.a = float(-np.expm1(-p.dt / p.tau_x)) if p.tau_x > 0 else 1.0
        with np.errstate(divide="ignore", over="ignore"):
            speed = float(np.float64(p.dt) / p.tau_p)
        if np.isinf(p.temperature):
            self.b, self.rate = 1.0, 0.0
        elif p.tau_p == 0:
            self.b, self.rate = 1.0, (1 / p.temperature if p.temperature > 0 else _LARGEST)
        else:
            self.b = float(-np.expm1(-p.temperature * speed))
            self.rate = self.b / p.temperature if self.b > 0 else speed
        self.rate = min(self.rate, _LARGEST)
        self.spread = float(np.sqrt(-p.jitter * np.expm1(-2 * p.dt / p.tau_x))) if p.tau_x > 0 else p.jitter**0.5

    def step(self, state, noise=None) -> None:
        """One step; `noise` (..., N) is standard normal, or None."""
        model, s = self.model, state
        model.coefficients(s.overlap, s.gain, out=s.coefficient)
        model.drive(s.coefficient, out=s.drive)
        s.drive -= s.x
        s.drive *= self.a
        s.x += s.drive
        if noise is not None:
            s.x += np.multiply(noise, self.spread, out=s.drive)
        model.phi(s.x, out=s.rate)
        model.overlaps(s.rate, out=s.overlap)
        if model.gated:
            score = model.score(s.overlap, out=s.coefficient)
            score -= np.maximum.reduce(score, axis=-1, keepdims=True, out=s.peak)
            score *= self.rate
            s.logit *= 1 - self.b
            s.logit += score
            s.logit -= np.maximum.reduce(s.logit, axis=-1, keepdims=True, out=s.peak)
            np.exp(s.logit, out=s.gain)
            s.gain /= np.add.reduce(s.gain, axis=-1, keepdims=True, out=s.peak)
