"""The splitting integrator with steps as long as the moment allows: short where much moves, long where little does."""

from __future__ import annotations

import numpy as np

from .descent import half_step, weights

MOVE = 0.1  # of a rate or a gain, from -1 to 1 and from 0 to 1: what is aimed at in a step
MOST_MOVE = 2 * MOVE  # and what it may be: a step that moved more is taken again, shorter
GROWTH = 1.5  # of a step over the one before
SHORTER, SHORTEST = 0.5, 0.1  # a step that is taken again, over what it was
LESS = 0.95  # of what it moved before: a shorter step has helped


class Adaptive:
    """Steps a model's state in place, each cue of a batch at its own pace, with the half-steps of `Descent`: the energy
    never rises at any time step, and so at none of these.

    A step is from `dt_least` to `dt_most` times tau_x (1 where that is 0 or infinite), and ends at `end` at the latest.
    What it is depends on the state of its cue alone. With dynamical noise it is a whole number of steps dt, in which
    the noise is drawn: `shake(first, count)` gives what it adds in `count` of them, the same however time is cut.
    """

    def __init__(self, model, shake=None, end: float = np.inf):
        self.model, self.shake, self.end = model, shake, end
        p = model.parameters
        self.unit = p.tau_x if 0 < p.tau_x < np.inf else 1.0
        self.least = p.dt if shake else p.dt_least * self.unit
        self.most = max(p.dt_most * self.unit, self.least)
        self.kept = None

    def step(self, state, noise=None) -> None:
        """One step of every cue, none of one that has reached the end."""
        model, s = self.model, state
        if self.kept is None:
            self.kept = [np.empty_like(a) for a in (s.x, s.rate, s.logit, s.gain)]
        for kept, now in zip(self.kept, (s.x, s.rate, s.logit, s.gain), strict=True):
            kept[...] = now
        model.coefficients(s.overlap, s.gain, out=s.coefficient)
        model.drive(s.coefficient, out=s.drive)
        s.drive -= s.x
        dt = self._allowed(np.where(s.pace > 0, s.pace, self.most), s.time)
        again, before = np.ones_like(s.time, bool), np.inf
        while True:
            self._go(s, dt)
            moved = self._moved(s)
            again &= self._too_far(moved, before) & (dt > self.least)
            if not again.any():
                break
            before = moved
            shorter = dt * np.clip(MOVE / np.maximum(moved.max(0), MOVE), SHORTEST, SHORTER)
            dt = np.where(again, self._allowed(np.maximum(shorter, self.least), s.time), dt)
        s.time += dt
        s.pace[...] = np.where(dt > 0, dt * np.minimum(GROWTH, MOVE / np.maximum(moved.max(0), 1e-30)), s.pace)

    def _allowed(self, dt, time):
        """A step of such a length, within the bounds, on the grid of the noise, and not beyond the end."""
        dt = np.minimum(np.clip(dt, self.least, self.most), np.maximum(self.end - time, 0))
        return np.maximum(np.floor(dt / self.least + 1e-6), dt > 0) * self.least if self.shake else dt

    def _go(self, s, dt) -> None:
        """From what is kept, so far."""
        model, (x, _, logit, _) = self.model, self.kept
        a, b, rate, _ = (np.asarray(w, x.dtype)[..., None] for w in weights(model.parameters, dt))
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
        """The most that a rate and that a gain of each cue has moved, (2, ...)."""
        _, rate, _, gain = self.kept
        return np.stack([np.abs(s.rate - rate).max(-1), np.abs(s.gain - gain).max(-1)])

    def _too_far(self, moved, before):
        """Which cues have moved too far in a way that a shorter step mends: what follows at once may jump however short
        it is."""
        p = self.model.parameters
        mends = (moved < LESS * before) | np.expand_dims([p.tau_x > 0, p.tau_p > 0], tuple(range(1, moved.ndim)))
        return ((moved > MOST_MOVE) & mends).any(0)
