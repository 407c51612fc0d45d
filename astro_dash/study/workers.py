"""Where cells are computed: threads or processes of this machine, or a cluster that is there already; all by Dask."""

from __future__ import annotations

import logging
import os
import pickle
import platform
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import cloudpickle
import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed
from distributed.comm import get_address_host_port

from ..aside import cores, findable, yield_cores
from ..engine.patterns.base import whole
from ..engine.quote import quoted

LOCAL = ("threads", "processes")
MOST_WORKERS = 1024
PATIENCE = 20  # seconds to wait for a cluster's first worker
_QUIET = {
    # What a cluster tells of itself, and nobody here reads: at rest it costs 7 % of a core with it, 2 % without.
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "10s",
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
def client(
    scheduler: str | None = None, workers: int | None = None, *, long: bool = False, aside: bool = False
) -> Iterator[Client]:
    """A Dask client: of "threads" or "processes" here, as many as `workers` or all cores, or of the scheduler at an
    address such as tcp://host:8786; None is what DASK_SCHEDULER_ADDRESS says, or threads, or processes for what takes
    `long`: threads wait for each other at every step. `aside`: at low priority.

    Raises ValueError for another word or a number of workers below 1, and OSError if no scheduler answers, if it has
    no workers, or if one of them lacks this package or has another version of it.
    """
    workers = whole("workers", cores() if workers is None else workers, 1, MOST_WORKERS)
    if scheduler is None or isinstance(scheduler, str):
        here = "processes" if long and workers > 1 else "threads"
        scheduler = scheduler or os.environ.get("DASK_SCHEDULER_ADDRESS") or here
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
        if where == scheduler:
            _agree(made)
        yield made


def _await(made: Client, scheduler: str) -> None:
    """Wait a moment for the workers of a cluster that has none."""
    try:
        made.wait_for_workers(1, PATIENCE)
    except TimeoutError:
        raise OSError(f"The cluster of {scheduler} has had no worker for {PATIENCE} s.") from None


@cache
def fingerprint() -> str:
    """Which code computes here: a hash of all that decides what comes of a plan."""
    root = Path(__file__).parents[1]
    files = [path for part in ("engine", "study", "store") for path in (root / part).rglob("*.py")]
    named = sorted((file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")) for file in files)
    return sha256(repr(named).encode()).hexdigest()


# As text, which a worker can read whatever it lacks, its Python of another version too.
_OURS = "__import__('astro_dash.study.workers', fromlist=['fingerprint']).fingerprint()"
_ASK = f"[__import__('platform').python_version(), {_OURS}]"
_COMPUTES = "bool(__import__('astro_dash.study.sweep'))"


def _complete(address: str, found) -> None:
    if isinstance(found, ImportError):
        raise OSError(f"The worker {address} has no module {found.name!r}: install what is here there, too.")


def _agree(made: Client) -> None:
    """Raise an OSError unless all workers compute by the code that is here."""
    for address, found in sorted(made.run(eval, _ASK, on_error="return").items()):
        _complete(address, found)
        python = platform.python_version_tuple()[:2]
        if isinstance(found, list) and tuple(found[0].split(".")[:2]) != python:
            raise OSError(f"The worker {address} has Python {found[0]}, but must have {'.'.join(python)}, as is here.")
        if not isinstance(found, list) or found[1] != fingerprint():
            raise OSError(f"The worker {address} has another version of astro_dash: install the one that is here.")
    for address, found in sorted(made.run(eval, _COMPUTES, on_error="return").items()):
        _complete(address, found)


def _check(scheduler) -> None:
    """Raise a ValueError for what is neither a word of ours nor an address."""
    text = scheduler if isinstance(scheduler, str) else ""
    try:
        known = get_address_host_port(text) if "://" in text else text in LOCAL
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


def packed(function: Callable, plan) -> Callable[[list[int]], object]:
    """function(plan, cells) as a function of cells alone, in bytes until a worker calls it: a scheduler unpacks what it
    passes on, and would need this package."""
    data, opened = cloudpickle.dumps((function, plan)), list[Any]()

    def call(cells):
        opened.extend([] if opened else pickle.loads(data))
        return opened[0](opened[1], cells)

    return call


def completed(client: Client, function, plan, blocks: list[list[int]]) -> Generator[tuple[list[int], dict], None, None]:
    """(cells, function(plan, cells)) of each block, as they are finished; those of a worker that dies are computed
    again by others. To stop early, close the iterator."""
    futures = client.map(packed(function, plan), blocks, pure=False)
    cells = dict(zip(futures, blocks, strict=True))
    try:
        for future, result in as_completed(futures, loop=client.loop, with_results=True):
            yield cells.pop(future), result
            future.release()
    finally:
        client.cancel(futures)
