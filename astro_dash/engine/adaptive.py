"""The splitting integrator with steps as long as the moment allows: short where much moves, long where little does."""

from __future__ import annotations

import numpy as np

from .descent import Weights, half_step

MOVE = 0.05  # of a rate or a gain, from -1 to 1 and from 0 to 1: what is aimed at in a step
MOST_MOVE = 2 * MOVE  # and what it may be: a step that moved more is taken again, shorter
GROWTH = 1.5  # of a step over the one before
SHORTER, SHORTEST = 0.5, 0.1  # a step that is taken again, over what it was
LESS = 0.95  # of what it moved before: a shorter step has helped


class Adaptive:
    """Steps a model's state in place, each cue of a batch at its own pace, with the half-steps of `Descent`: the energy
    never rises at any time step, and so at none of these.

    A step is from `dt_least` to `dt_most` times tau_x (1 where that is 0 or infinite), and ends at `end` at the latest.
    What it is depends on the state of its cue alone. With dynamical noise it is a whole number of steps dt, in which
    the noise is drawn: `shake(time, dt)` gives what it adds in a step, the same path however time is cut.
    """

    def __init__(self, model, shake=None, end: float = np.inf):
        self.model, self.shake, self.end, self.weights = model, shake, end, Weights(model.parameters)
        p = model.parameters
        unit = p.tau_x if 0 < p.tau_x < np.inf else 1.0
        self.least = p.dt if shake else p.dt_least * unit
        self.most = max(p.dt_most * unit, self.least)
        self.kept: list[np.ndarray] = []
        self.change: list[np.ndarray] = []

    def step(self, state, noise=None) -> None:
        """One step of every cue, none of one that has reached the end."""
        model, s = self.model, state
        now = s.x, s.rate, s.logit, s.gain
        if not self.kept:
            self.kept, self.change = [np.empty_like(a) for a in now], [np.empty_like(a) for a in (s.rate, s.gain)]
        for kept, values in zip(self.kept, now, strict=True):
            kept[...] = values
        model.coefficients(s.overlap, s.gain, out=s.coefficient)
        model.drive(s.coefficient, out=s.drive)
        s.drive -= s.x
        dt, again, before = self._allowed(s.pace, s.time), True, (np.inf, np.inf)
        while True:
            self._go(s, dt)
            moved = self._moved(s)
            most = np.maximum(*moved)
            if not (most > MOST_MOVE).any():
                break
            again = self._too_far(moved, before) & (dt > self.least) & again
            if not again.any():
                break
            shorter = dt * np.maximum(np.minimum(MOVE / np.maximum(most, MOVE), SHORTER), SHORTEST)
            dt, before = np.where(again, self._allowed(shorter, s.time), dt), moved
        s.time += dt
        np.multiply(dt, np.minimum(GROWTH, MOVE / np.maximum(most, 1e-30)), out=s.pace, where=dt > 0)

    def _allowed(self, dt, time):
        """A step of such a length, within the bounds, on the grid of the noise, and not beyond the end."""
        dt = np.minimum(np.maximum(dt, self.least), self.most)
        if self.end < np.inf:
            dt = np.minimum(dt, np.maximum(self.end - time, 0))
        return np.maximum(np.floor(dt / self.least + 1e-6), dt > 0) * self.least if self.shake else dt

    def _go(self, s, dt) -> None:
        """From what is kept, so far."""
        model, (x, _, logit, _) = self.model, self.kept
        a, b, rate = (np.asarray(w, x.dtype)[..., None] for w in self.weights(dt))
        np.multiply(s.drive, a, out=s.x)
        s.x += x
        if self.shake:
            s.x += self.shake(s.time, dt)
        model.phi(s.x, out=s.rate)
        model.overlaps(s.rate, out=s.overlap)
        if model.gated:
            s.logit[...] = logit
            half_step(model, s, b, rate)

    def _moved(self, s):
        """The most that a rate and that a gain of each cue has moved, each (...)."""
        moved = []
        for now, kept, change in zip((s.rate, s.gain), self.kept[1::2], self.change, strict=True):
            np.abs(np.subtract(now, kept, out=change), out=change)
            moved.append(np.maximum.reduce(change, axis=-1))
        return moved

    def _too_far(self, moved, before):
        """Which cues have moved too far in a way that a shorter step mends: what follows at once may jump however short
        it is."""
        p = self.model.parameters
        far = [
            (m > MOST_MOVE) & ((m < LESS * b) | (tau > 0))
            for m, b, tau in zip(moved, before, (p.tau_x, p.tau_p), strict=True)
        ]
        return far[0] | far[1]
