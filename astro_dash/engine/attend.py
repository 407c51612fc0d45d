"""Attention as a matrix: how queries attend to stored keys, in one pass and as a memory settles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..words import _
from .models.attention import Attention
from .parameters import Parameters, number
from .placed import Placed
from .run import REST_FRAMES, Run

MOMENTS = 96  # at which the matrices are kept
BLOCK = 64  # frames computed at once
MOST_FRAMES = 20_000  # of a run, all of which are held until the moments are chosen
EVEN = 0.1  # of the moments are spread evenly in time, the others where the shares move


@dataclass(frozen=True)
class Attended:
    """Q queries in a memory of K keys, at S moments of one time between which the shares move alike.

    time (S,) from 0 to the last row's rest · gain, attention (S, Q, K): the gains p (shares of the drive, where there
    are none) and softmax(score/T) at the same states · x (Q, N), of each row at its own rest, or in the end
    rest_time (Q,), NaN where a row did not come to rest
    """

    time: np.ndarray
    gain: np.ndarray
    attention: np.ndarray
    x: np.ndarray
    rest_time: np.ndarray


def one_pass(keys, queries, parameters: Parameters) -> np.ndarray:
    """softmax(q.k / T), (Q, K): a transformer's attention of the queries (Q, N), as the neurons fire them, to the keys
    (K, N). Its output is this times the keys."""
    model = Attention(keys, parameters)
    return model.attention(model.overlaps(model.phi(queries)), None)


def apart(one, other):
    """How much of a row's attention lies elsewhere, the mean of all rows, (...): half the sum of |p - q|, which is 0
    where two are the same and 1 where they share no key."""
    return 0.5 * np.abs(one - other).sum(-1).mean(-1)


def attend(
    keys, queries, system: str, parameters: Parameters, *, integrator: str, horizon: float, rest: float, seed: int,
    prior=None,
) -> Attended:  # fmt: skip
    """All queries (Q, N) as one batch in a memory of the keys (K, N), each from its start to its own rest, or to the
    horizon: the run that it has alone, from gains (Q, K) of a `prior` (see `Run`).

    Raises ValueError for a horizon or a rest that is not above 0, and for more steps than are held.
    """
    horizon, rest = (number(name, value, 0, closed=False) for name, value in (("horizon", horizon), ("rest", rest)))
    run = Run(
        keys, queries, system, parameters,
        integrator=integrator, rest=rest, seed=np.full(len(queries), seed), horizon=horizon,
        prior=prior,
    )  # fmt: skip
    if not run.paced and horizon >= MOST_FRAMES * parameters.dt:
        raise ValueError(
            _(
                "horizon is {horizon}, but must be below {most} steps of dt = {dt}.",
                horizon=repr(horizon), most=MOST_FRAMES, dt=parameters.dt,
            )
        )
    x, count = np.array(queries, float), 0
    parts: list[tuple[np.ndarray, ...]] = []  # times, gains and attention of each block
    while count < MOST_FRAMES and not run.at_rest and not (parts and run.over):
        frames = run.advance(BLOCK)
        ends = np.where(run.rest_step >= 0, run.rest_step + REST_FRAMES - 1, count + len(frames) - 1)
        going = np.flatnonzero(ends >= count)
        x[going] = frames.x[ends[going] - count, going]
        gain = run.model.gains(frames.overlap, frames.logit)
        parts.append((frames.time, gain, run.model.attention(frames.overlap, gain)))
        count += len(frames)
        if not np.isfinite(frames.x[-1]).all():  # an Euler step too large has broken it down
            break
    time, gain, attention = (np.nan_to_num(np.concatenate(each)) for each in zip(*parts, strict=True))
    held = np.minimum(np.arange(count)[:, None], ends)  # (S, Q): at its rest a row waits for the others
    rows = np.arange(len(queries))
    time = (time if time.ndim == 2 else np.broadcast_to(time[:, None], held.shape))[held, rows]
    gain, attention = gain[held, rows], attention[held, rows]
    at = _moments(time, gain, attention)
    return Attended(at, _at(at, time, gain), _at(at, time, attention), x, run.rest_time)


def _moments(time, gain, attention) -> np.ndarray:
    """Moments, (S,), between which the shares of the rows move alike, all together; a few evenly in time."""
    moved = np.abs(np.diff(gain, axis=0)).max(-1) + np.abs(np.diff(attention, axis=0)).max(-1)
    order = np.argsort(time[1:], axis=None, kind="stable")
    when = np.concatenate([[0.0], time[1:].ravel()[order]])
    change = np.concatenate([[0.0], np.cumsum(moved.ravel()[order])])
    clock = (1 - EVEN) * change / (change[-1] or 1) + EVEN * when / (when[-1] or 1)
    return np.interp(np.linspace(0, clock[-1], min(MOMENTS, len(time))), clock, when)


def _at(moments, time, values) -> np.ndarray:
    """Values (F, Q, K) of each row's own times (F, Q) at common ones (S,): (S, Q, K)."""
    rows = range(values.shape[1])
    return np.stack([Placed.of(time[:, row], moments).between(values[:, row]) for row in rows], axis=1)
