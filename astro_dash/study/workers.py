"""Where cells are computed: threads or processes of this machine, or a cluster that is there already; all by Dask."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed
from distributed.comm import get_address_host_port

from ..aside import cores, findable, yield_cores
from ..engine.patterns.base import whole
from ..engine.quote import quoted

LOCAL = ("threads", "processes")
PATIENCE = 20  # seconds to wait for a cluster's first worker
_QUIET = {
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.worker.profile.enabled": False,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.scheduler.allowed-failures": 5,
    "distributed.worker.multiprocessing-method": "apart",  # see `aside`
    # Dask has its processes give memory back at once; arrays that come and go then cost half of the time.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 1 << 28,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 1 << 25,
}


class Ours(WorkerPlugin):
    """A process that was started for us: it ends when we say so, and not by the Ctrl-C that is for us; `aside`: it
    leaves the cores to those who answer somebody."""

    def __init__(self, aside: bool):
        self.aside = aside

    def setup(self, worker):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.aside:
            yield_cores()


@contextmanager
def client(scheduler: str | None = None, workers: int | None = None, *, aside: bool = False) -> Iterator[Client]:
    """A Dask client: of "threads" or "processes" here, as many as `workers` or all cores, or of the scheduler at an
    address such as tcp://host:8786; None is what DASK_SCHEDULER_ADDRESS says, or threads. `aside`: at low priority.

    Raises ValueError for another word or a number of workers below 1, and OSError if no scheduler answers or if it has
    no workers.
    """
    scheduler = scheduler or os.environ.get("DASK_SCHEDULER_ADDRESS") or "threads"
    if workers is None:
        workers = cores()
    whole("workers", workers, 1)
    _check(scheduler)
    findable()
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_QUIET))
        where = scheduler
        if "://" not in scheduler:
            where = stack.enter_context(_here(scheduler == "processes", workers))
        # As the default client it would take over what xarray does in this process.
        made = stack.enter_context(Client(where, set_as_default=False))
        if scheduler == "processes":
            made.register_plugin(Ours(aside))
        if not made.ncores():
            _await(made, scheduler)
        yield made


def _await(made: Client, scheduler: str) -> None:
    """Wait a moment for the workers of a cluster that has none."""
    try:
        made.wait_for_workers(1, PATIENCE)
    except TimeoutError:
        raise OSError(f"The cluster of {scheduler} has had no worker for {PATIENCE} s.") from None


def _check(scheduler: str) -> None:
    """Raise a ValueError for what is neither a word of ours nor an address."""
    try:
        known = get_address_host_port(scheduler) if "://" in scheduler else scheduler in LOCAL
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"scheduler is {quoted(scheduler)}, but must be one of {', '.join(LOCAL)}, tcp://host:port.")


def _here(processes: bool, workers: int) -> LocalCluster:
    """A cluster of this machine without a dashboard. What it tells of itself over HTTP stays on this machine, and has
    no port that another may want."""
    own = "127.0.0.1:0"
    options = {"n_workers": workers, "threads_per_worker": 1} if processes else {
        "n_workers": 1, "threads_per_worker": workers,
        "worker_dashboard_address": own,  # by default a thread's would be open to the whole network
    }  # fmt: skip
    return LocalCluster(
        processes=processes, dashboard_address=None, scheduler_kwargs={"dashboard_address": own},
        silence_logs=logging.CRITICAL, **options,  # what goes wrong comes as an exception
    )  # fmt: skip


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
