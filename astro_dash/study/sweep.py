"""A whole sweep: from a grid to a dataset, by way of a file that is always there to go on from."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import xarray as xr

from ..engine.defaults import PAGE, RETRIEVE
from ..engine.quote import quoted
from .batch import compute
from .dataset import bytes_of, empty, fill, plan_of, read, save
from .files import alone, resolved
from .plan import Plan
from .workers import client, completed

log = logging.getLogger(__name__)

BLOCKS = 96  # pieces that a sweep is cut into, at least: for progress, and for an even load
BLOCK_WORK = 3e9  # of a block at most (about two seconds), if its cells allow it
LONG = 10 * BLOCK_WORK  # of a sweep for which processes are started


def sweep(
    grid, systems=(RETRIEVE["system"],), draws=PAGE["draws"], *, out=None, scheduler=None, workers=None,
    progress: Callable[[int, int, float], None] | None = None, **settings,
) -> xr.Dataset:  # fmt: skip
    """Run systems over a grid of settings and return the measures of every draw.

    grid       values by axis, such as {"load": [5, 20, 100], "noise": [0.1, 0.3]}; a Plan may stand for it and the rest
    systems    keys of MODELS; draws: runs of each in a cell, each with a seed that follows from the cell
    out        a NetCDF file that is brought up to date as cells are finished; if it is there and of the same sweep, the
               cells that it has are not computed again
    scheduler  "threads" (of this process), "processes", or the address of a Dask scheduler; by default that of
               DASK_SCHEDULER_ADDRESS, or threads, or processes for a sweep of more than some ten seconds
    workers    how many threads or processes, by default all cores
    progress   is told the number of cells finished, of all cells, and the seconds left
    settings   any other choice of the command line, `horizon` and `rest`; by default all as on the Live page

    Raises ValueError, quoting the value, for what `Plan.of` refuses, and if `out` is no file or of another sweep; and
    OSError if another sweep writes `out`, or, at the end, if it could not be written: the sentence says where the cells
    are, and `dataset` of the error has them. Ctrl-C leaves in `out` what is finished. Cells may come from
    different machines, of a cluster or of a file that is gone on with: they are as alike as `agreement` says.
    """
    if isinstance(grid, Plan) and settings:
        raise ValueError(f"{next(iter(settings))} is given beside a Plan, but must be a part of it.")
    if not (progress is None or callable(progress)):
        raise ValueError(f"progress is {quoted(progress)}, but must be a function of cells done, all, and seconds.")
    plan = grid if isinstance(grid, Plan) else Plan.of(grid, systems, draws, **settings)
    path = None if out is None else resolved(out)
    dataset = _opened(plan, path)
    if dataset["finished"].all():
        return dataset
    with alone(path) if path else nullcontext():
        return _go_on(plan, _opened(plan, path), _Keeper(path), scheduler, workers, progress)


def _go_on(plan: Plan, dataset, keeper, scheduler, workers, progress) -> xr.Dataset:
    """Compute the cells that a dataset lacks."""
    todo = np.flatnonzero(~dataset["finished"].values.ravel()).tolist()
    long = sum(map(plan.work, todo)) > LONG
    with client(scheduler, workers, long=long) as made:
        pieces = completed(made, compute, plan, blocks(plan, todo))
        count = _Count(plan, todo, progress)
        try:
            for cells, measures in pieces:
                fill(dataset, cells, measures)
                keeper.keep(dataset)
                count.add(cells)
        finally:
            pieces.close()
            keeper.end(dataset)
    return dataset


def _opened(plan: Plan, path) -> xr.Dataset:
    """What is there already, or an empty dataset."""
    if path is None or not path.exists():
        return empty(plan)
    dataset = read(path)
    if plan_of(dataset) != plan.told():
        raise ValueError(f"{path} holds another sweep, and is left as it is: name another file, or remove it.")
    return dataset


def blocks(plan: Plan, cells: list[int], most: float = BLOCK_WORK) -> list[list[int]]:
    """The cells in blocks of neighbours that may cost about the same, the dearest first."""
    work = {cell: plan.work(cell) for cell in cells}
    most = min(most, sum(work.values()) / BLOCKS)
    # Cells with the same numbers of patterns run together.
    order = sorted(cells, key=lambda cell: (-plan.values(cell)["load"], -plan.values(cell)["neurons"], cell))
    made: list[list[int]] = [[]]
    filled = 0.0
    for cell in order:
        if made[-1] and filled + work[cell] > most:
            made, filled = [*made, []], 0.0
        made[-1].append(cell)
        filled += work[cell]
    return sorted(made, key=lambda block: -sum(work[cell] for cell in block))


class Unsaved(OSError):
    """A file that did not take all that is finished, which `dataset` has."""

    def __init__(self, words: str, dataset: xr.Dataset):
        super().__init__(words)
        self.dataset = dataset


class _Keeper:
    """Keeps the file up to date, for a tenth of the time at most. A file that cannot be written stops nothing: it is
    tried again, and at the end what is finished is kept elsewhere."""

    def __init__(self, path):
        self.path, self.next, self.trouble, self.saved = path, 0.0, None, 0

    def keep(self, dataset, now: bool = False) -> None:
        if self.path is None or (time.monotonic() < self.next and not now):
            return
        start = time.monotonic()
        try:
            save(dataset, self.path)
            self.trouble, self.saved = None, int(dataset["finished"].sum())
        except OSError as error:
            if self.trouble is None:
                words = "%s cannot be written (%s): computing goes on, and it is tried again."
                log.warning(words, self.path, _why(error))
            self.trouble = error
        end = time.monotonic()
        self.next = end + max(10 * (end - start), 0.5 if self.trouble else 0)

    def end(self, dataset) -> None:
        """Keep all that is finished. Raises OSError, which has the dataset, if its file does not take it."""
        self.keep(dataset, now=True)
        done, cells = int(dataset["finished"].sum()), dataset["finished"].size
        if self.trouble is None or self.saved == done:
            return
        why = f"{self.path} cannot be written ({_why(self.trouble)}), and has {_finished(self.path)} of {cells} cells: "
        try:
            where = _elsewhere(dataset, self.path)
            what = f"all {done} that are finished are in {where}. Make room, move that there, and sweep again, "
        except OSError:
            what = f"of {done} that are finished the others are lost. Make room and sweep again, "
        raise Unsaved(f"{why}{what}which goes on from the cells of its file.", dataset) from self.trouble


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _finished(path) -> int:
    """How many cells a file has."""
    try:
        return int(read(path)["finished"].sum())
    except (OSError, ValueError):
        return 0


def _elsewhere(dataset, path: Path) -> Path:
    """Save in the folder of temporary files, which is often on another disk."""
    descriptor, name = tempfile.mkstemp(path.suffix, f"{path.stem}-")
    try:
        with open(descriptor, "wb") as file:
            file.write(bytes_of(dataset))
    except OSError:
        os.unlink(name)
        raise
    return Path(name)


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
