"""Where cells are computed: threads or processes of this machine, or a cluster that is there already; all by Dask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed

from ..aside import findable, yield_cores
from ..engine.check import check_choice

LOCAL = ("threads", "processes")
_QUIET = {
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.scheduler.allowed-failures": 5,
}


class Aside(WorkerPlugin):
    """Leaves the cores to those who answer somebody."""

    def setup(self, worker):
        yield_cores()


@contextmanager
def client(scheduler: str | None = None, workers: int | None = None, *, aside: bool = False) -> Iterator[Client]:
    """A Dask client: of "threads" or "processes" here, as many as `workers` or all cores, or of the scheduler at an
    address such as tcp://host:8786; None is what DASK_SCHEDULER_ADDRESS says, or threads. `aside`: at low priority.

    Raises ValueError for another word, and OSError if no scheduler answers.
    """
    scheduler = scheduler or os.environ.get("DASK_SCHEDULER_ADDRESS") or "threads"
    workers = workers or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    findable()
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_QUIET))
        where = scheduler
        if "://" not in scheduler:
            check_choice("scheduler", scheduler, (*LOCAL, "tcp://host:port"))
            places = (workers, 1) if scheduler == "processes" else (1, workers)
            options = dict(zip(("n_workers", "threads_per_worker"), places, strict=True))
            where = stack.enter_context(
                LocalCluster(processes=scheduler == "processes", dashboard_address=None, **options)
            )
        # As the default client it would take over what xarray does in this process.
        made = stack.enter_context(Client(where, set_as_default=False))
        if aside and scheduler == "processes":
            made.register_plugin(Aside())
        yield made


def completed(client: Client, function, plan, blocks: list[list[int]]) -> Iterator[tuple[list[int], dict]]:
    """(cells, function(plan, cells)) of each block, as they are finished; those of a worker that dies are computed
    again by others. To stop early, close the iterator."""
    futures = client.map(lambda cells: (cells, function(plan, cells)), blocks, pure=False)
    try:
        for future, result in as_completed(futures, loop=client.loop, with_results=True):
            yield result
            future.release()
    finally:
        client.cancel(futures)
