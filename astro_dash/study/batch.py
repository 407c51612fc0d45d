"""Cells as array programs: all draws with the same numbers of neurons and patterns run together, and each stops at its
own rest."""

from __future__ import annotations

import numpy as np

from ..engine import Frames, Run
from ..engine.measures import observe
from ..engine.patterns import corrupt
from ..engine.patterns import draw as draw_patterns
from ..engine.run import REST_FRAMES
from ..store import n_neurons
from .plan import Plan

MEASURES = ("hard_error", "soft_error", "mirror_error", "accuracy", "perplexity", "overlap", "rest_time")
_NUMBERS = 4_000_000  # of one array: 32 MB
_FRAMES = 8  # recorded at once


def compute(plan: Plan, cells: list[int]) -> dict[str, np.ndarray]:
    """Outcomes of all draws of these cells, each (systems, cells, draws); see `outcomes`."""
    shape = len(plan.systems), len(cells), plan.draws
    results = {name: np.full(shape, np.nan) for name in MEASURES}
    for alike in _groups(plan, cells):
        jobs = [(place, draw) for place in alike for draw in range(plan.draws)]
        values = plan.values(cells[alike[0]])
        k, n = values["load"], n_neurons(values)
        heavy = any(key == "naam" for key in plan.systems)
        most = max(1, int(_NUMBERS / (k * n + heavy * 2 * _FRAMES * n * n)))
        for start in range(0, len(jobs), most):
            _run(plan, cells, jobs[start : start + most], results)
    return results


def _groups(plan: Plan, cells: list[int]) -> list[list[int]]:
    """Places of cells that differ in the problem alone, and not in its size."""
    groups = {}
    for place, cell in enumerate(cells):
        store = plan.store(cell, plan.systems[0])
        key = store.parameters(), store.integrator, store.load, n_neurons(store.values())
        groups.setdefault(key, []).append(place)
    return list(groups.values())


def _run(plan: Plan, cells, jobs, results) -> None:
    """Run jobs (place, draw) of one size in all systems, and write down what came of them."""
    seeds = {place: plan.seeds(cells[place]) for place, _ in jobs}
    patterns, cues, targets = [], [], []
    stores = {place: plan.store(cells[place], plan.systems[0]) for place in seeds}
    for place, draw in jobs:
        store, seed = stores[place], seeds[place][draw]
        xi = draw_patterns(
            store.patterns, store.load, seed=seed, neurons=store.neurons, correlation=store.correlation
        ).patterns  # fmt: skip
        patterns.append(xi)
        cues.append(corrupt(xi[store.target], store.flips(xi.shape[1]), seed))
        targets.append(store.target)
    each = np.array([seeds[place][draw] for place, draw in jobs])
    places, draws = (np.array(column) for column in zip(*jobs, strict=True))
    patterns, cues, targets = np.stack(patterns), np.stack(cues), np.array(targets)
    for i, key in enumerate(plan.systems):
        run = Run(patterns, cues, key, store.parameters(), integrator=store.integrator, rest=plan.rest, seed=each)
        for name, values in outcomes(run, targets, plan.horizon).items():
            results[name][i, places, draws] = values


def outcomes(run: Run, targets: np.ndarray, horizon: float) -> dict[str, np.ndarray]:
    """What becomes of each cue (B,) of a run that has not begun, at rest or at the horizon.

    hard_error, soft_error, mirror_error in pixels; accuracy, 1 if recalled exactly (for the ideal observer its share of
    a tie); perplexity; overlap with the target; rest_time, NaN if the horizon came first.
    """
    n_cues, last = len(targets), round(horizon / run.model.parameters.dt) // run.every
    results = {name: np.full(n_cues, np.nan) for name in MEASURES}
    cues, taken, frame = (
        np.arange(n_cues),
        np.zeros(n_cues, bool),
        0,
    )  # of those that still run: which, and if written down
    while not taken.all():
        if taken.mean() > 0.2:
            run, cues, taken = run.among(np.flatnonzero(~taken)), cues[~taken], np.zeros((~taken).sum(), bool)
        frames = run.advance(min(_FRAMES, last + 1 - frame))
        frame += len(frames)
        # Each as it is when its rest is noticed, whatever the others of its batch still do.
        noticed = run.rest_step + (REST_FRAMES - 1) * run.every
        ended = run.rest_step >= 0
        which = np.flatnonzero((ended | (frame > last)) & ~taken)
        at = np.where(ended, (noticed - frames.step[0]) // run.every, len(frames) - 1)[which]
        for name, values in _measured(run, frames, which, at, targets[cues[which]]).items():
            results[name][cues[which]] = values
        taken[which] = True
    return results


def _measured(run: Run, frames: Frames, which, at, targets) -> dict[str, np.ndarray]:
    """Measures of some cues of a block, each in a frame of its own."""
    if not len(which):
        return {}
    patterns = run.model.patterns
    model = type(run.model)(patterns[which] if patterns.ndim == 3 else patterns, run.model.parameters)
    ends = Frames(
        frames.step[:1], *(a[at, which][None] for a in (frames.x, frames.overlap, frames.logit, frames.inner))
    )
    seen = observe(model, ends, targets)
    right = seen.gain[0, np.arange(len(targets)), targets] if run.system == "ideal" else seen.retrieved[0]
    return {
        "hard_error": seen.hard_error[0], "soft_error": seen.soft_error[0], "mirror_error": seen.mirror_error[0],
        "accuracy": right, "perplexity": seen.perplexity[0],
        "overlap": seen.overlap[0, np.arange(len(targets)), targets],
        "rest_time": np.where(run.rest_step >= 0, run.rest_step * model.parameters.dt, np.nan)[which],
    }  # fmt: skip
