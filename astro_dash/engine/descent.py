"""The splitting integrator: exact exponential half-steps in x and in the logits, so that the energy never rises."""

from __future__ import annotations

import numpy as np

_LARGEST = 1e30  # stands for an infinite rate (T = 0 with slaved gains): large, and still finite times any score


def weights(parameters, dt):
    """(a, b, rate, spread) of a step dt, a number or an array.

    a = 1 - exp(-dt/tau_x) and b = 1 - exp(-T dt/tau_p) are the weights of the two mirror-descent half-steps, `rate` is
    b/T, and `spread` the standard deviation of the noise. tau = 0 gives weight 1 (slaved), tau = infinity weight 0
    (frozen); as T -> 0, b/T -> dt/tau_p.
    """
    p, one = parameters, np.ones_like(dt, float)
    a = -np.expm1(-dt / p.tau_x) if p.tau_x > 0 else one
    spread = np.sqrt(-p.jitter * np.expm1(-2 * dt / p.tau_x)) if p.tau_x > 0 else p.jitter**0.5 * one
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        speed = np.float64(1) * dt / p.tau_p
    if np.isinf(p.temperature):
        b, rate = one, 0.0 * one
    elif p.tau_p == 0:
        b, rate = one, one / p.temperature if p.temperature > 0 else _LARGEST * one
    else:
        b = -np.expm1(-p.temperature * speed)
        rate = np.where(b > 0, b / p.temperature, speed) if p.temperature > 0 else speed
    return a, b, np.minimum(rate, _LARGEST), spread


def half_step(model, s, b, rate) -> None:
    """The gains' half-step, in place: theta <- theta + rate f - b theta; numbers, or arrays (..., 1)."""
    score = model.score(s.overlap, out=s.coefficient)
    score -= np.maximum.reduce(score, axis=-1, keepdims=True, out=s.peak)
    score *= rate
    s.logit *= 1 - b
    s.logit += score
    s.logit -= np.maximum.reduce(s.logit, axis=-1, keepdims=True, out=s.peak)
    np.exp(s.logit, out=s.gain)
    s.gain /= np.add.reduce(s.gain, axis=-1, keepdims=True, out=s.peak)


class Descent:
    """Steps a model's state in place; no allocation."""

    def __init__(self, model):
        self.model = model
        self.a, self.b, self.rate, self.spread = map(float, weights(model.parameters, model.parameters.dt))

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
            half_step(model, s, self.b, self.rate)
