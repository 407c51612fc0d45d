"""In what a run ends: its target, a rival, the mirror image of either, a mixture of several, or not yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..engine import Run
from .plan import Plan

ENDS = ("target", "rival", "own-mirror", "mirror", "mixture", "unfinished")
TARGET, RIVAL, OWN_MIRROR, MIRROR, MIXTURE, UNFINISHED = range(len(ENDS))
BLOCK = 32  # steps between two looks
RESULTS = ("end", "time")


def ends(plan: Plan, cells: list[int]) -> dict[str, np.ndarray]:
    """Of all draws of these cells of a plan in its first system, (1, cells, draws): `end`, an index of `ENDS`, and
    `time` of its rest in units of tau_x, NaN if there was none. The plan's dt and horizon are in those units."""
    results = {name: np.full((1, len(cells), plan.draws), np.nan) for name in RESULTS}
    for place, cell in enumerate(cells):
        patterns, cues, targets = problems(plan, cell)
        parameters = plan.parameters(cell)
        tau = parameters.tau_x
        run = Run(
            patterns, cues, plan.systems[0], replace(parameters, dt=plan.settings["dt"] * tau),
            rest=plan.rest, horizon=plan.horizon * tau,
        )  # fmt: skip
        end, time = ended(run, targets)
        results["end"][0, place], results["time"][0, place] = end, time / tau
    return results


def problems(plan: Plan, cell: int, draws: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Patterns (D, K, N), cues (D, N) and targets (D,) of the draws of a cell, or of the first of them."""
    each = zip(*(plan.problem(cell, seed) for seed in plan.seeds(cell, draws)), strict=True)
    patterns, cues, targets = (np.array(column) for column in each)
    return patterns, cues, targets


def ended(run: Run, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In what each cue (B,) of a run that has not begun ends, and when it rests, NaN where the horizon comes first."""
    end, time = np.full(len(targets), UNFINISHED), np.full(len(targets), np.nan)
    cues = np.arange(len(targets))
    while len(cues):
        run.advance(BLOCK)
        done = run.rest_step >= 0
        if done.any():
            end[cues[done]] = ending(run.model.patterns[done], run.state.x[done], targets[cues[done]])
            time[cues[done]] = run.rest_time[done]
        if run.over or done.all():
            break
        if done.mean() > 0.2:
            run, cues = run.among(np.flatnonzero(~done)), cues[~done]
    return end, time


def ending(patterns: np.ndarray, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """What states x (B, N) at rest are of patterns (B, K, N): indices of `ENDS`, (B,). A memory is a pattern: one that
    equals the target is the target."""
    overlap = np.matmul(patterns, np.sign(x)[..., None])[..., 0]  # whole numbers
    n, own = patterns.shape[-1], overlap[np.arange(len(targets)), targets]
    kinds = [own == n, own == -n, (overlap == n).any(-1), (overlap == -n).any(-1)]
    return np.select(kinds, [TARGET, OWN_MIRROR, RIVAL, MIRROR], MIXTURE)
