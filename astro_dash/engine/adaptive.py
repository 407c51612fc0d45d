"""The splitting integrator with steps as long as the moment allows: short where much moves, long where little does."""

from __future__ import annotations

from math import floor, inf

import numpy as np

from .descent import Weights, half_step

RANGES = 2.0, 1.0  # of rates, from -1 to 1, and of gains
MOVE = 0.1  # of its range, by any rate or gain: what is aimed at in a step
MOST_MOVE = 2 * MOVE  # and what it may be: a step that moved more is taken again, shorter
GROWTH = 1.5  # of a step over the one before
SHORTER, SHORTEST = 0.5, 0.1  # a step that is taken again, over what it was
MOVING_STEPS = 300  # as many as nearly all runs have that are shorter than the longest
# Noise is made in blocks of this many steps, so that it does not depend on how a run is cut; no more go into a step.
NOISE_STEPS = 64
LESS = 0.95  # of what it moved before: a shorter step has helped


class Adaptive:
    """Steps a model's state in place, each cue of a batch at its own pace, with the half-steps of `Descent`: the energy
    never rises at any time step, and so at none of these.

    A step is from `dt_least` to `dt_most` times the smaller of tau_x and 1 (1 where tau_x is 0), and depends on the
    state of its cue alone; the one that would go beyond `end` is taken again, to there. With dynamical noise it is a
    whole number of steps dt, in which the noise is drawn: `shake(time, dt)` gives what it adds in a step, the same path
    however time is cut.
    """

    def __init__(self, model, shake=None, end: float = np.inf):
        self.model, self.shake, self.end, self.weights = model, shake, end, Weights(model.parameters)
        p = model.parameters
        self.least, self.most = _bounds(p)
        if shake:
            self.least = p.dt
            self.most = min(max(self.most, self.least), NOISE_STEPS * self.least)
        self.slow_x, self.slow_p = p.tau_x > 0, p.tau_p > 0  # what is not follows at once, however short a step is
        self.before: tuple[np.ndarray, ...] | None = None  # x, rate, logit and gain at the start of a step
        self.change: tuple[np.ndarray, ...] = ()

    @staticmethod
    def steps(parameters, horizon: float) -> float:
        """How many steps a run may take that does not come to rest: longest ones, after some where it moves."""
        least, most = _bounds(parameters)
        return min(MOVING_STEPS + horizon / most, horizon / least)

    def step(self, state, noise=None) -> None:
        """One step of every cue, none of one that has reached the end."""
        model, s = self.model, state
        if self.before is None:
            self.before = tuple(a.copy() for a in (s.x, s.rate, s.logit, s.gain))
            self.change = np.empty_like(s.rate), np.empty_like(s.gain)
        model.coefficients(s.overlap, s.gain, out=s.coefficient)
        model.drive(s.coefficient, out=s.drive)
        s.drive -= s.x
        # What is written in a step are the buffers of the one before.
        (s.x, s.rate, s.logit, s.gain), self.before = self.before, (s.x, s.rate, s.logit, s.gain)
        (self._one if s.x.ndim == 1 else self._many)(s)

    def _one(self, s) -> None:
        """As `_many`, in plain numbers, which are ten times faster than arrays of one."""
        left = self.end - float(s.time)
        dt, moved = self._allowed(float(s.pace)) if left > 0 else 0.0, (inf, inf)
        while True:
            last, moved = moved, self._go(s, dt)
            most = max(moved)
            if most <= MOST_MOVE or dt <= self.least:
                break
            if not (self._too_far(moved[0], last[0], self.slow_x) or self._too_far(moved[1], last[1], self.slow_p)):
                break
            dt = self._allowed(dt * max(min(MOVE / most, SHORTER), SHORTEST))
        if dt > 0:
            s.pace[...] = dt * min(GROWTH, MOVE / max(most, 1e-30))
        if dt > left > 0:
            dt = self._on_grid(left)
            self._go(s, dt)
        s.time += dt

    def _many(self, s) -> None:
        left = self.end - s.time
        dt, again, moved = np.where(left > 0, self._allowed(s.pace), 0.0), True, (np.inf, np.inf)
        while True:
            last, moved = moved, self._go(s, dt)
            most = np.maximum(*moved)
            if not (most > MOST_MOVE).any():
                break
            far = self._too_far(moved[0], last[0], self.slow_x) | self._too_far(moved[1], last[1], self.slow_p)
            again = far & (dt > self.least) & again
            if not again.any():
                break
            shorter = dt * np.maximum(np.minimum(MOVE / np.maximum(most, MOVE), SHORTER), SHORTEST)
            dt = np.where(again, self._allowed(shorter), dt)
        np.multiply(dt, np.minimum(GROWTH, MOVE / np.maximum(most, 1e-30)), out=s.pace, where=dt > 0)
        beyond = (dt > left) & (left > 0)
        if beyond.any():
            dt = np.where(beyond, self._on_grid(left), dt)
            self._go(s, dt)
        s.time += dt

    def _allowed(self, dt):
        """A step of such a length, within the bounds and on the grid of the noise."""
        low, high = (max, min) if isinstance(dt, float) else (np.maximum, np.minimum)
        return self._on_grid(high(low(dt, self.least), self.most))

    def _on_grid(self, dt):
        """With noise a whole number of its steps, and one at the least."""
        if not self.shake:
            return dt
        low, down = (max, floor) if isinstance(dt, float) else (np.maximum, np.floor)
        return low(down(dt / self.least + 1e-6), 1.0) * self.least

    def _go(self, s, dt):
        """The step, from where it starts; the most that a rate and that a gain of each cue moves in it, as shares of
        their ranges, each (...)."""
        model, (x, rate, logit, gain) = self.model, self.before
        a, b, speed = self.weights(dt) if isinstance(dt, float) else (w[..., None] for w in self.weights(dt))
        np.multiply(s.drive, a, out=s.x)
        s.x += x
        if self.shake:
            s.x += self.shake(s.time, dt)
        if model.brake:
            model.braked(s.x, a)
        model.phi(s.x, out=s.rate)
        model.overlaps(s.rate, out=s.overlap)
        if not model.gated:
            return self._most(s.rate, rate, self.change[0]) / RANGES[0], 0.0
        s.logit[...] = logit
        half_step(model, s, b, speed)
        most_rate, most_gain = self._most(s.rate, rate, self.change[0]), self._most(s.gain, gain, self.change[1])
        return most_rate / RANGES[0], most_gain / RANGES[1]

    @staticmethod
    def _most(now, before, change):
        np.subtract(now, before, out=change)
        return np.maximum.reduce(np.abs(change, out=change), axis=-1)

    @staticmethod
    def _too_far(moved, last, slow):
        """Moved too far in a way that a shorter step mends: what follows at once may jump however short it is."""
        return (moved > MOST_MOVE) & ((moved < LESS * last) | slow)


def _bounds(parameters) -> tuple[float, float]:
    """The shortest and the longest step."""
    unit = min(parameters.tau_x, 1.0) if parameters.tau_x > 0 else 1.0
    least = parameters.dt_least * unit
    return least, max(parameters.dt_most * unit, least)
