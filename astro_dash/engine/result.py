"""A whole run, from a cue to rest or to the horizon: what a person asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import measures
from .check import check_dtype, check_seed, check_signs, plain
from .defaults import RETRIEVE
from .parameters import Parameters, number
from .patterns.base import whole
from .prime import check_prime, prior
from .run import Frames, Run

if TYPE_CHECKING:
    import xarray as xr

MOST_STEPS = 10**9
BLOCK = 64  # frames measured at once


@dataclass(frozen=True)
class Result:
    """A whole run. Axes: S recorded times, B cues (absent for a single one), K patterns, N neurons.

    time (S,), or (S, B) of the adaptive steps of a batch
    energy, error (soft), perplexity (S, B) · overlap (S, B, K), m = o/N · gains (S, B, K)
    x (B, N) · gain, attention (B, K) · winner, tied, target, hard_error, mirror_error, retrieved, rest_time (B)
    winner has the largest gain, tied is how many memories have it (1: it alone). Equal patterns are one memory.
    rest_time is NaN where the run did not come to rest.
    """

    system: str
    time: np.ndarray
    energy: np.ndarray
    overlap: np.ndarray
    gains: np.ndarray
    perplexity: np.ndarray
    error: np.ndarray
    x: np.ndarray
    gain: np.ndarray
    attention: np.ndarray
    winner: np.ndarray
    tied: np.ndarray
    target: np.ndarray
    hard_error: np.ndarray
    mirror_error: np.ndarray
    retrieved: np.ndarray
    rest_time: np.ndarray

    def to_xarray(self) -> xr.Dataset:
        """All of it with named axes: time (or frame, where each cue has times of its own), cue, pattern and neuron. It
        needs xarray, which the engine does without."""
        from .labelled import labelled

        return labelled(self)


def retrieve(
    patterns, cue, system=RETRIEVE["system"], *, target=RETRIEVE["target"], temperature=RETRIEVE["temperature"],
    tau_x=RETRIEVE["tau_x"], tau_p=RETRIEVE["tau_p"], sigma=RETRIEVE["sigma"], beta=RETRIEVE["beta"],
    jitter=RETRIEVE["jitter"], dt=RETRIEVE["dt"], horizon=RETRIEVE["horizon"], integrator=RETRIEVE["integrator"],
    every=1, rest=RETRIEVE["rest"], dtype="float64", seed=RETRIEVE["seed"], prime=RETRIEVE["prime"],
    prime_strength=RETRIEVE["prime_strength"], **own,
) -> Result:  # fmt: skip
    """Run a memory from a cue to rest, or to the horizon.

    patterns  (K, N), entries +-1, shared by all cues; or (B, K, N), each cue its own
    cue       (N,) or (B, N), entries +-1
    target    index of the pattern that errors are counted against, or (B,) of them; by default the nearest to the cue
    every     record each `every` steps; rest: tolerance that counts as rest, or None to go to the horizon always
    seed      of what chance brings, one for all cues or (B,), each cue its own; None draws a fresh one
    prime     whose gain is larger than the others at the start: "target", "rival" (`engine.prime.primed` says which
              pattern that is), or "none"; prime_strength: the share that it has
    own       parameters that one system, or one integrator (dt_least and dt_most of 'adaptive'), has for its own
    The other parameters are those of `Parameters`; `defaults` has what holds where nothing is said. Times are in the
    units of tau_x and tau_p.
    `hopfield-binary` takes `temperature` for Glauber's, and a unit of time is N of its updates.

    Numbers and arrays may be numpy's or Python's. Raises ValueError, in one sentence that quotes the value, for
    anything else: wrong shapes, entries other than +-1 (NaN included), masked ones, complex numbers, units, objects,
    K or N of 0, a parameter out of range, or an unknown system, integrator or dtype.
    """
    parameters = Parameters(
        temperature=temperature, tau_x=tau_x, tau_p=tau_p, sigma=sigma, beta=beta, jitter=jitter, dt=dt, **own
    )
    patterns, cue = check_signs(patterns, cue, check_dtype(dtype))
    steps = plain(every)
    every = whole("every", int(steps) if isinstance(steps, float) and steps.is_integer() else every, 1, MOST_STEPS)
    if rest is not None:
        rest = number("rest", rest, 0, closed=False)
    horizon = number("horizon", horizon, 0, closed=False)
    steps = horizon / parameters.dt
    if steps > MOST_STEPS:
        raise ValueError(f"horizon is {horizon!r}, but must be at most {MOST_STEPS} steps of dt = {parameters.dt}.")
    seed = int(np.random.default_rng().integers(2**31)) if seed is None else check_seed(seed, cue.shape[:-1])
    whom, share = check_prime(prime, prime_strength)
    target = measures.targets(patterns, cue, target)
    run = Run(
        patterns, cue, system, parameters,
        integrator=integrator, every=every, rest=rest, seed=seed, horizon=horizon,
        prior=prior(patterns, cue, target, whom, share),
    )  # fmt: skip
    traces: list[measures.Observed] = []
    while not traces or not (run.at_rest or run.over):
        frames = _next(run)
        traces.append(measures.observe(run.model, frames, target))
    end = traces[-1]
    lasting = {name: name for name in ("time", "energy", "overlap", "perplexity")}
    lasting |= {"error": "soft_error", "gains": "gain"}
    final = ("gain", "attention", "winner", "tied", "hard_error", "mirror_error", "retrieved")
    return Result(
        system=run.system, target=target, x=frames.x[-1], rest_time=run.rest_time,
        **{name: np.concatenate([getattr(t, measure) for t in traces]) for name, measure in lasting.items()},
        **{name: getattr(end, name)[-1] for name in final},
    )  # fmt: skip


def _next(run: Run) -> Frames:
    """The next frames of a run, about `BLOCK`; no step is taken after that at which it comes to rest."""
    first = run.next
    parts = [run.advance(run.soonest)]
    while run.next < first + BLOCK * run.every and not (run.at_rest or run.over):
        parts.append(run.advance(run.soonest))
    return Frames(*(np.concatenate(each) for each in zip(*(vars(part).values() for part in parts), strict=True)))
