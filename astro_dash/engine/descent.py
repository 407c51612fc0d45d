"""The splitting integrator: exact exponential half-steps in x and in the logits, so that the energy never rises."""

from __future__ import annotations

import math

import numpy as np

_FASTEST = 1e300  # stands for an infinite speed: no step is so short that it would not be through
_LARGEST = 1e30  # stands for an infinite rate (T = 0 with slaved gains): large, and still finite times any score


class Weights:
    """Of a step dt: a = 1 - exp(-dt/tau_x) and b = 1 - exp(-T dt/tau_p), those of the two mirror-descent half-steps,
    and the rate b/T. tau = 0 gives weight 1 (slaved), tau = infinity weight 0 (frozen); as T -> 0, b/T -> dt/tau_p."""

    def __init__(self, parameters):
        p, self.temperature = parameters, parameters.temperature
        self.x_speed, self.p_speed = (1 / tau if tau > 0 else _FASTEST for tau in (p.tau_x, p.tau_p))
        self.leak = min(p.temperature * self.p_speed, _FASTEST) if self.p_speed > 0 else 0.0
        if p.tau_p == 0:  # slaved gains forget at once what was, be it as cold as it may
            self.leak = _FASTEST

    def __call__(self, dt):
        """(a, b, rate), each a number or an array as dt is."""
        one = isinstance(dt, float)
        expm1 = math.expm1 if one else np.expm1
        a, b, slow = -expm1(-dt * self.x_speed), -expm1(-dt * self.leak), dt * self.p_speed
        if np.isinf(self.temperature):
            rate = 0.0 * dt
        elif self.temperature > 0 and one:
            rate = b / self.temperature if b > 0 else slow  # where T dt/tau_p vanishes beside 1
        else:
            rate = np.where(b > 0, b / self.temperature, slow) if self.temperature > 0 else slow
        return a, b, min(rate, _LARGEST) if one else np.minimum(rate, _LARGEST)


def spread(parameters, dt: float) -> float:
    """Standard deviation of what the dynamical noise adds in a step."""
    p = parameters
    return float(np.sqrt(-p.jitter * np.expm1(-2 * dt / p.tau_x))) if p.tau_x > 0 else p.jitter**0.5


def level(score, n_neurons):
    """Which scores (..., K), counted from the best, are as good as that: rounding alone tells them apart."""
    return score >= -1000 * np.finfo(score.dtype).eps * n_neurons


def half_step(model, s, b, rate) -> None:
    """The gains' half-step, in place: theta <- theta + rate f - b theta; numbers, or arrays (..., 1)."""
    score = model.score(s.overlap, out=s.coefficient)
    score -= np.maximum.reduce(score, axis=-1, keepdims=True, out=s.peak)
    if np.max(rate) >= _LARGEST:
        score[level(score, model.n_neurons)] = 0
    score *= rate
    s.logit *= 1 - b
    s.logit += score
    s.logit -= np.maximum.reduce(s.logit, axis=-1, keepdims=True, out=s.peak)
    model.simplex(s.logit, out=s.gain, peak=s.peak)


class Descent:
    """Steps a model's state in place; no allocation."""

    def __init__(self, model):
        self.model = model
        dt = model.parameters.dt
        self.a, self.b, self.rate = Weights(model.parameters)(dt)
        self.spread = spread(model.parameters, dt)

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
        if model.brake:
            model.braked(s.x, self.a)
        model.phi(s.x, out=s.rate)
        model.overlaps(s.rate, out=s.overlap)
        if model.gated:
            half_step(model, s, self.b, self.rate)
