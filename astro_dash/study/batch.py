"""Cells as array programs: all draws with the same numbers of neurons and patterns run together, and each stops at its
own rest."""

from __future__ import annotations

import numpy as np

from ..engine import MODELS, Run
from ..engine.outcomes import BLOCK, MEASURES, outcomes
from ..store import n_neurons
from .plan import Plan

_NUMBERS = 4_000_000  # of one array: 32 MB


def compute(plan: Plan, cells: list[int]) -> dict[str, np.ndarray]:
    """Outcomes of all draws of these cells, each (systems, cells, draws); see `engine.outcomes`."""
    shape = len(plan.systems), len(cells), plan.draws
    results = {name: np.full(shape, np.nan) for name in MEASURES}
    for alike in _groups(plan, cells):
        jobs = [(place, draw) for place in alike for draw in range(plan.draws)]
        values = plan.values(cells[alike[0]])
        k, n = values["load"], n_neurons(values)
        inner = max(MODELS[key].n_inner(n) for key in plan.systems)
        most = max(1, _NUMBERS // (k * n + BLOCK * inner))
        for start in range(0, len(jobs), most):
            _run(plan, cells, jobs[start : start + most], results)
    return results


def _groups(plan: Plan, cells: list[int]) -> list[list[int]]:
    """Places of cells that differ in the problem alone, and not in its size."""
    groups: dict[tuple, list[int]] = {}
    for place, cell in enumerate(cells):
        values = plan.values(cell)
        key = plan.parameters(cell), values["integrator"], values["load"], n_neurons(values)
        groups.setdefault(key, []).append(place)
    return list(groups.values())


def _run(plan: Plan, cells, jobs, results) -> None:
    """Run jobs (place, draw) of one size in all systems, and write down what came of them."""
    seeds = {place: plan.seeds(cells[place]) for place in dict(jobs)}
    each = [seeds[place][draw] for place, draw in jobs]
    problems = [plan.problem(cells[place], seed) for (place, _), seed in zip(jobs, each, strict=True)]
    patterns, cues, targets = (np.array(column) for column in zip(*problems, strict=True))
    places, draws = (np.array(column) for column in zip(*jobs, strict=True))
    priors = [plan.prior(cells[place], *problem) for (place, _), problem in zip(jobs, problems, strict=True)]
    how = {"integrator": plan.values(cells[places[0]])["integrator"], "rest": plan.rest, "horizon": plan.horizon}
    how["seed"], how["prior"] = np.array(each), np.array(priors)
    for i, key in enumerate(plan.systems):
        run = Run(patterns, cues, key, plan.parameters(cells[places[0]]), **how)
        for name, measured in outcomes(run, targets).items():
            results[name][i, places, draws] = measured
