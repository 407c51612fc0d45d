"""Settings that are no grid: each a cell with draws of its own, and a way to watch its runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from ..engine import Run
from ..engine.outcomes import outcomes
from ..store import Store
from ..store.sketch import pixel_text
from .plan import Plan

MOST_NUMBERS = 4_000_000  # of one array: 32 MB


@dataclass(frozen=True)
class Survey:
    """Cells, and what is done in each.

    plans  one a cell: a plan without axes, of one system; all have as many draws
    watch  watch(run, targets) measures cues (B,) of a run that has not begun: names and arrays (B,)
    pose   pose(plan, seed) makes the patterns (K, N), cue (N,) and target of a draw; None: as the plan has it
    chosen chosen(plan, draws) gives the seeds of a cell's draws; None: the plan's
    """

    plans: tuple[Plan, ...]
    watch: Callable = outcomes
    pose: Callable | None = None
    chosen: Callable | None = None

    @staticmethod
    def of(cells: Iterable[dict], draws: int, **others) -> Survey:
        """Of the settings of each cell, as `Plan.of` takes them, with its "system". Raises ValueError as that does."""
        plans = []
        for cell in cells:
            system, settings = cell["system"], {name: value for name, value in cell.items() if name != "system"}
            plans.append(Plan.of({}, (system,), draws, **settings))
        return Survey(tuple(plans), **others)

    @property
    def n_cells(self) -> int:
        return len(self.plans)

    @property
    def draws(self) -> int:
        return self.plans[0].draws

    def values(self, cell: int) -> dict:
        """All choices of a cell but the system."""
        return self.plans[cell].values(0)

    def work(self, cell: int) -> float:
        """What a cell may cost, as a plan says it."""
        return self.plans[cell].work(0)

    def seeds(self, cell: int) -> list[int]:
        """Of the draws of a cell; cells with the same problem have the same."""
        plan = self.plans[cell]
        return self.chosen(plan, self.draws) if self.chosen else plan.seeds(0)

    def store(self, cell: int, draw: int, *systems: str) -> Store:
        """The choices of exactly that run, to be linked to; `systems` in place of the cell's own."""
        plan, seed = self.plans[cell], self.seeds(cell)[draw]
        store = plan.store(0, *systems)
        store.set(seed=seed)
        if self.pose:
            store.set(cue=pixel_text(self.pose(plan, seed)[1]))
        return store

    def measured(self, cell: int) -> dict[str, np.ndarray]:
        """What was watched of the draws of a cell, each (draws,)."""
        plan, seeds = self.plans[cell], self.seeds(cell)
        pose = self.pose or (lambda plan, seed: plan.problem(0, seed))
        values, parts, start = plan.values(0), [], 0
        while start < len(seeds):
            first = pose(plan, seeds[start])
            some = seeds[start : start + max(1, MOST_NUMBERS // first[0].size)]
            problems = [first, *(pose(plan, seed) for seed in some[1:])]
            patterns, cues, targets = (np.array(column) for column in zip(*problems, strict=True))
            run = Run(
                patterns, cues, plan.systems[0], plan.parameters(0), integrator=values["integrator"], rest=plan.rest,
                horizon=plan.horizon, seed=np.array(some), prior=plan.prior(0, patterns, cues, targets),
            )  # fmt: skip
            parts.append(self.watch(run, targets))
            start += len(some)
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def measures(survey: Survey, cells: list[int]) -> dict[str, np.ndarray]:
    """What was watched of some cells, each (cells, draws)."""
    found = [survey.measured(cell) for cell in cells]
    return {name: np.stack([one[name] for one in found]) for name in found[0]}
