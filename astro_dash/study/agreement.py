"""What two machines agree on.

The last bits of a product, of tanh and of exp depend on the processor and on the libraries at hand. So a run is the
same bit for bit on one machine only. On any other it has the same winner, verdict, wrong pixels and time of rest, and
all other numbers to within TOLERANCE; but for runs that are marginal.

A run is marginal if it comes to something else when it starts only DISTURBANCE off its cue: then rounding, too, decides
what becomes of it. It stands on an edge, nearly always because there are two patterns and its cue is exactly as near to
one as to the other; or its residual grazes the tolerance of rest. Systems that count in whole numbers have no such run.

Of the 43,500 runs of the paper's figures 111 are marginal, 108 of them with two patterns stored. The others were the
same by five kernels, from SSE to AVX-512, to 2e-12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..engine import MODELS, Run
from ..engine.outcomes import MEASURES, outcomes
from .plan import Plan

TOLERANCE = 1e-9  # of a number, relative where it is above 1
DISTURBANCE = 1e-12  # of each neuron: a thousand times what rounding does to it in a step
TRIES = 8  # disturbances: one alone may push a run where it goes anyway
MOST = 0.01  # of all runs; where more differ, it is not the edge they stand on


def apart(one: Mapping, other: Mapping) -> np.ndarray:
    """How far two machines' measures (...) of the same runs are from each other: the largest difference, relative where
    a value is above 1; infinite where only one of them has a value."""
    most: np.ndarray = np.zeros(())
    for name in one:
        a, b = np.asarray(one[name], float), np.asarray(other[name], float)
        with np.errstate(invalid="ignore"):  # infinite on both sides
            difference = np.abs(a - b) / np.maximum(1, np.maximum(np.abs(a), np.abs(b)))
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        most = np.maximum(most, np.where(same, 0, np.where(np.isnan(difference), np.inf, difference)))
    return most


def marginal(plan: Plan, system: str, cell: int, draws) -> np.ndarray:
    """Which of some draws of a cell are marginal in a system, (draws,)."""
    if not MODELS[system].noisy:  # whole numbers, in which nothing is rounded
        return np.zeros(len(draws), bool)
    seeds = np.array(plan.seeds(cell))[draws]
    problems = [plan.problem(cell, seed) for seed in seeds.tolist()]
    # Each as it is, and then disturbed: (draws times 1 + TRIES, ...)
    patterns, cues, targets, seeds = (
        np.repeat(column, 1 + TRIES, axis=0) for column in (*map(np.array, zip(*problems, strict=True)), seeds)
    )
    run = Run(
        patterns, cues, system, plan.parameters(cell),
        integrator=plan.values(cell)["integrator"], rest=plan.rest, seed=seeds, horizon=plan.horizon,
        prior=plan.prior(cell, patterns, cues, targets),
    )  # fmt: skip
    disturbed = DISTURBANCE * np.random.default_rng(0).standard_normal(cues.shape)
    disturbed[:: 1 + TRIES] = 0
    run.state.x *= 1 + disturbed
    run.model.refresh(run.state)
    ends = {name: v.reshape(-1, 1 + TRIES) for name, v in outcomes(run, targets).items()}
    moved = apart({n: v[:, :1] for n, v in ends.items()}, {n: v[:, 1:] for n, v in ends.items()})
    return np.any(moved > TOLERANCE, axis=-1)


@dataclass(frozen=True)
class Agreement:
    """Of two machines' measures of a plan: how many runs there are, the largest difference in those that agree, how
    many agree but for being marginal, and how many do not, in anything and in the pixels that are wrong."""

    runs: int
    most: float
    marginal: int
    broken: int
    wrong: int


def agreement(plan: Plan, one: Mapping, other: Mapping) -> Agreement:
    """Whether two machines' measures of a plan, each (systems, cells, draws), keep the promise."""
    distance = apart(*({name: which[name] for name in MEASURES} for which in (one, other)))
    far = distance > TOLERANCE
    excused = np.zeros_like(far)
    if far.mean() <= MOST:
        for system, cell in {(int(i), int(j)) for i, j, _ in np.argwhere(far)}:
            draws = np.flatnonzero(far[system, cell])
            excused[system, cell, draws] = marginal(plan, plan.systems[system], cell, draws)
    broken = far & ~excused
    wrong = (np.asarray(one["hard_error"]) != np.asarray(other["hard_error"])) & broken
    counts = (int(which.sum()) for which in (excused, broken, wrong))
    return Agreement(far.size, float(distance[~far].max(initial=0)), *counts)
