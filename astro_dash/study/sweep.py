"""A whole sweep: from a grid to a dataset, by way of a file that is always there to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xarray as xr

from .batch import compute
from .dataset import empty, fill, plan_of, read, save
from .plan import Plan
from .workers import client, completed

BLOCKS = 96  # pieces that a sweep is cut into, at least: for progress, and for an even load
BLOCK_WORK = 3e9  # of a block at most (about two seconds), if its cells allow it


def sweep(
    grid, systems=("astro",), draws=20, *, out=None, scheduler=None, workers=None,
    progress: Callable[[int, int, float], None] | None = None, **settings,
) -> xr.Dataset:  # fmt: skip
    """Run systems over a grid of settings and return the measures of every draw.

    grid       values by axis, such as {"load": [5, 20, 100], "noise": [0.1, 0.3]}; a Plan may stand for it and the rest
    systems    keys of MODELS; draws: runs of each in a cell, each with a seed that follows from the cell
    out        a NetCDF file that is brought up to date as cells are finished; if it is there and of the same sweep, the
               cells that it has are not computed again
    scheduler  "threads" (of this process), "processes", or the address of a Dask scheduler; by default that of
               DASK_SCHEDULER_ADDRESS, or threads; workers: how many threads or processes, by default all cores
    progress   is told the number of cells finished, of all cells, and the seconds left
    settings   any other choice of the command line, `horizon` (10) and `rest` (1e-6)

    Raises ValueError, quoting the value, for what `Plan.of` refuses, and if `out` is of another sweep. Ctrl-C leaves in
    `out` what is finished. Cells may come from different machines, of a cluster or of a file that is gone on with: they
    are as alike as `agreement` says.
    """
    plan = grid if isinstance(grid, Plan) else Plan.of(grid, systems, draws, **settings)
    dataset = _opened(plan, out)
    todo = np.flatnonzero(~dataset["finished"].values.ravel()).tolist()
    if not todo:
        return dataset
    keeper = _Keeper(dataset, out)
    with client(scheduler, workers) as made:
        pieces = completed(made, compute, plan, blocks(plan, todo))
        count = _Count(plan, todo, progress)
        try:
            for cells, measures in pieces:
                fill(dataset, cells, measures)
                keeper.keep()
                count.add(cells)
        finally:
            pieces.close()
            keeper.keep(now=True)
    return dataset


def _opened(plan: Plan, out) -> xr.Dataset:
    """What is there already, or an empty dataset."""
    if out is None or not Path(out).exists():
        return empty(plan)
    dataset = read(out)
    if plan_of(dataset) != plan:
        raise ValueError(f"{out} holds another sweep, and is left as it is: name another file, or remove it.")
    return dataset


def blocks(plan: Plan, cells: list[int], most: float = BLOCK_WORK) -> list[list[int]]:
    """The cells in blocks of neighbours that may cost about the same, the dearest first."""
    work = {cell: plan.work(cell) for cell in cells}
    most = min(most, sum(work.values()) / BLOCKS)
    # Cells with the same numbers of patterns run together.
    order = sorted(cells, key=lambda cell: (-plan.values(cell)["load"], -plan.values(cell)["neurons"], cell))
    made, filled = [[]], 0.0
    for cell in order:
        if made[-1] and filled + work[cell] > most:
            made, filled = [*made, []], 0.0
        made[-1].append(cell)
        filled += work[cell]
    return sorted(made, key=lambda block: -sum(work[cell] for cell in block))


class _Keeper:
    """Keeps the file up to date, for a tenth of the time at most."""

    def __init__(self, dataset, path):
        self.dataset, self.path, self.next = dataset, path, 0.0

    def keep(self, now: bool = False) -> None:
        if self.path is None or (time.monotonic() < self.next and not now):
            return
        start = time.monotonic()
        save(self.dataset, self.path)
        end = time.monotonic()
        self.next = end + 10 * (end - start)


class _Count:
    """Tells how far it is, and how long it will take, by the work done so far."""

    def __init__(self, plan, todo, tell):
        self.plan, self.tell, self.start = plan, tell, time.monotonic()
        self.done, self.all = plan.n_cells - len(todo), plan.n_cells
        self.worked, self.work = 0.0, sum(map(plan.work, todo))

    def add(self, cells) -> None:
        self.done += len(cells)
        self.worked += sum(map(self.plan.work, cells))
        if self.tell:
            left = max(self.work / self.worked - 1, 0)  # summed in another order, all of it may be a bit less
            self.tell(self.done, self.all, (time.monotonic() - self.start) * left)
