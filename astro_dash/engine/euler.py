"""The paper's integrator, explicit Euler on Eq. 4 and 6, kept as the reference."""

from __future__ import annotations

import numpy as np

from ..words import _


class Euler:
    """Steps a model's state in place, both equations from the old state. The energy may rise when dt is not small.

    Raises ValueError where Eq. 4 and 6 have no finite right-hand side: tau_x = 0, tau_p = 0 or T = infinity.
    """

    def __init__(self, model):
        self.model, p = model, model.parameters
        check(p.temperature, p.tau_x, p.tau_p)
        self.x_rate, self.p_rate = p.dt / p.tau_x, p.dt / p.tau_p
        self.spread = (2 * p.jitter * self.x_rate) ** 0.5

    def step(self, state, noise=None) -> None:
        """One step; `noise` (..., N) is standard normal, or None."""
        model, s = self.model, state
        model.coefficients(s.overlap, s.gain, out=s.coefficient)
        model.drive(s.coefficient, out=s.drive)
        s.drive -= s.x
        if model.brake:
            s.drive -= model.brake * s.rate
        s.drive *= self.x_rate
        if model.gated:
            with np.errstate(all="ignore"):  # a step too large ends in NaN, for all to see
                self._step_gains(s)
        s.x += s.drive
        if noise is not None:
            s.x += np.multiply(noise, self.spread, out=s.drive)
        model.phi(s.x, out=s.rate)
        model.overlaps(s.rate, out=s.overlap)

    def _step_gains(self, s) -> None:
        """p += dt/tau_p p (F - <p, F>), F = score - T log p; the logits are kept as log p, with 0 log 0 = 0."""
        fitness = self.model.score(s.overlap, out=s.coefficient)
        fitness -= self.model.parameters.temperature * s.logit
        fitness -= np.sum(s.gain * fitness, axis=-1, keepdims=True)
        fitness *= self.p_rate
        fitness += 1
        s.gain *= fitness
        np.log(s.gain, out=s.logit)
        np.maximum(s.logit, -1e30, out=s.logit)


def check(temperature: float, tau_x: float, tau_p: float) -> None:
    """Raise a ValueError where Eq. 4 and 6 have no finite right-hand side."""
    for name, value, wrong in (("tau_x", tau_x, 0), ("tau_p", tau_p, 0), ("temperature", temperature, np.inf)):
        if value == wrong:
            needed = (
                _("{name} is {value}, but for the integrator 'euler' it must be above 0.", name=name, value=value)
                if wrong == 0
                else _("{name} is {value}, but for the integrator 'euler' it must be finite.", name=name, value=value)
            )
            raise ValueError(needed)
