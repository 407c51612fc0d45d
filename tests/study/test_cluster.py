"""Sweeps on a real cluster of two worker processes, by the address of its scheduler."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import xarray as xr
from distributed import Client, LocalCluster

from astro_dash.__main__ import main
from astro_dash.study import Plan, read, sweep, workers
from astro_dash.study.batch import compute
from astro_dash.study.workers import client, completed

MODULE = sys.modules["astro_dash.study.sweep"]  # its name in the package is that of the function
ROOT = Path(__file__).parents[2]
PLAN = Plan.of(
    {"load": [2, 4, 6, 8, 10], "noise": [0, 0.1, 0.2, 0.3, 0.4]}, ("astro", "hopfield-binary"), 3,
    patterns="random", neurons=12, dt=0.05, horizon=2, tau_p=0.5, jitter=0.05,
)  # fmt: skip

pytestmark = pytest.mark.slow  # starts processes


@pytest.fixture(scope="module")
def cluster():
    """Two processes of one thread each."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture(scope="module")
def expected():
    return sweep(PLAN, scheduler="threads", workers=1)


def processes(cluster) -> dict[str, int]:
    """The process of each worker."""
    with Client(cluster.scheduler_address, set_as_default=False) as asking:
        asking.wait_for_workers(2, timeout=120)
        return asking.run(os.getpid)


def slow(plan, cells):
    """On a cluster these take a while, and say where they were computed."""
    time.sleep(0.1)
    return compute(plan, cells) | {"pid": os.getpid()}


@pytest.fixture
def delivered(monkeypatch):
    """Blocks as they are delivered, which take a while each: (cells, process)."""
    blocks, fill = [], MODULE.fill

    def take(dataset, cells, measures):
        blocks.append((cells, measures.pop("pid")))
        fill(dataset, cells, measures)

    monkeypatch.setattr(MODULE, "compute", by_value(slow))
    monkeypatch.setattr(MODULE, "fill", take)
    return blocks


def by_value(function):
    """Sent as code, since workers know nothing of tests."""
    from cloudpickle import register_pickle_by_value

    register_pickle_by_value(sys.modules[function.__module__])
    return function


def test_two_workers_share_a_sweep(cluster, expected, delivered):
    found = sweep(PLAN, scheduler=cluster.scheduler_address)
    assert sorted(cell for cells, _ in delivered for cell in cells) == list(range(25))
    assert {pid for _, pid in delivered} == set(processes(cluster).values())
    xr.testing.assert_identical(found, expected)


def test_the_address_in_the_environment(cluster, expected, delivered, monkeypatch, tmp_path):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster.scheduler_address)
    xr.testing.assert_identical(sweep(PLAN, out=tmp_path / "map.nc"), expected)
    assert {pid for _, pid in delivered} <= set(processes(cluster).values()) and delivered
    xr.testing.assert_identical(read(tmp_path / "map.nc"), expected)


def test_the_cluster_is_left_as_it_was(cluster, expected):
    before = processes(cluster)
    with client(cluster.scheduler_address, aside=True) as made:
        pieces = completed(made, by_value(slow), PLAN, [[cell] for cell in range(25)])
        next(pieces)
        pieces.close()  # as on Ctrl-C
        end = time.monotonic() + 120
        while any(made.processing().values()) and time.monotonic() < end:
            time.sleep(0.05)
        assert not any(made.processing().values())
        assert made.run(lambda: os.nice(0)) == dict.fromkeys(before, os.nice(0))  # not ours to slow down
    assert processes(cluster) == before and not cluster.scheduler.tasks


@pytest.mark.parametrize("n_kills", [1, 2])
def test_a_worker_killed_in_mid_sweep_costs_no_cell_and_none_comes_twice(
    cluster, expected, delivered, tmp_path, n_kills
):
    kills = list(processes(cluster).values())[:n_kills]

    def kill(done, _, __):
        if kills and done >= 5:
            os.kill(kills.pop(), signal.SIGKILL)

    found = sweep(PLAN, scheduler=cluster.scheduler_address, out=tmp_path / "map.nc", progress=kill)
    assert not kills and sorted(cell for cells, _ in delivered for cell in cells) == list(range(25))
    xr.testing.assert_identical(found, expected)
    xr.testing.assert_identical(read(tmp_path / "map.nc"), expected)


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr("astro_dash.study.workers.PATIENCE", 0.5)
    with LocalCluster(n_workers=0, dashboard_address=None) as idle:
        with pytest.raises(OSError, match=f"{idle.scheduler_address} has had no worker for 0.5 s."):
            sweep(PLAN, scheduler=idle.scheduler_address)


WORKER = """
import asyncio, sys
from distributed import Worker

async def work():
    async with Worker(sys.argv[1], nthreads=1, dashboard=False) as worker:
        print(worker.address, flush=True)
        await worker.finished()

asyncio.run(work())
"""
SCHEDULER = """
import asyncio
from distributed import Scheduler

async def serve():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()

asyncio.run(serve())
"""
WITHOUT = {  # what a worker has in place of the package: files, and the words that say so
    "nothing": ({}, "has no module 'astro_dash': install"),
    "the package, but not all it needs": (
        {"astro_dash": "as it is", "xarray/__init__.py": "raise ModuleNotFoundError('None', name='xarray')"},
        "has no module 'xarray': install",
    ),
    "a step that is another": (
        {"astro_dash": "as it is", "astro_dash/engine/descent.py": "# changed"}, "has another version",
    ),
    "a version before this check": (
        {f"astro_dash/{name}.py": "" for name in ("__init__", "study/__init__", "study/workers")},
        "has another version",
    ),
}  # fmt: skip


@contextmanager
def running(folder, code, *arguments):
    """The first line of a script that runs with only a folder of its own to find modules in, and then is ended."""
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONPATH"} | {"PYTHONPATH": str(folder)}
    with open(folder / "log", "w") as log:
        command = [sys.executable, "-c", code, *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=folder, env=environment)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("kind", WITHOUT)
def test_a_worker_with_other_code_is_named_with_what_it_lacks(tmp_path, kind):
    files, words = WITHOUT[kind]
    (tmp_path / "empty").mkdir()
    place = tmp_path / "worker"
    place.mkdir()
    if "astro_dash" in files:
        shutil.copytree(ROOT / "astro_dash", place / "astro_dash", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "assets", place / "assets")
    for name, text in files.items():
        if name != "astro_dash":
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            with open(place / name, "a") as file:
                file.write(text + "\n")
    with running(tmp_path / "empty", SCHEDULER) as scheduler, running(place, WORKER, scheduler) as worker:
        with pytest.raises(OSError) as refusal:
            sweep(PLAN, scheduler=scheduler, out=tmp_path / "map.nc")
    said = str(refusal.value)
    assert said.startswith(f"The worker {worker} {words}") and said.endswith(".") and "\n" not in said
    assert not (tmp_path / "map.nc").exists()


def test_a_worker_of_another_folder_with_the_same_code_computes(tmp_path, expected):
    """And the scheduler needs no package."""
    (tmp_path / "empty").mkdir()
    place = tmp_path / "worker"
    place.mkdir()
    for folder in ("astro_dash", "assets"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with running(tmp_path / "empty", SCHEDULER) as scheduler, running(place, WORKER, scheduler):
        xr.testing.assert_allclose(sweep(PLAN, scheduler=scheduler), expected)


def test_nobody_listens_is_one_sentence(tmp_path, monkeypatch, capfd):
    monkeypatch.setitem(workers._QUIET, "distributed.comm.timeouts.connect", "1s")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        options = f"--load 2,3 --patterns random --neurons 9 --draws 1 --scheduler {address}".split()
        with pytest.raises(SystemExit, match="2"):
            main(["sweep", *options, "--out", str(tmp_path / "map.nc")])
    out, err = capfd.readouterr()
    *bar, said = err.splitlines()
    assert not out
    assert (
        said.startswith("python -m astro_dash sweep: ")
        and address in said
        and all("cells" in line for line in bar if line)
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "scheduler", ["cloud", "localhost:8786", "tcp://localhost", "tcp://host:port", "brain://x:1", "tcp://"]
)
def test_what_is_no_address_is_refused_at_once(scheduler, monkeypatch):
    monkeypatch.setattr("astro_dash.study.workers.Client", None)  # nobody is asked
    with pytest.raises(ValueError, match=r"must be one of threads, processes, tcp://host:port\.$") as refusal:
        sweep(PLAN, scheduler=scheduler)
    assert repr(scheduler) in str(refusal.value)


@pytest.mark.parametrize("workers", [0, -1, 1.5, 10**12])
def test_a_number_of_workers_that_is_none_is_refused(workers):
    with pytest.raises(ValueError, match=f"workers is {workers}, but must be a whole number from 1 to 1024"):
        sweep(PLAN, workers=workers)


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_nothing_listens_beyond_this_machine(kind):
    import psutil

    def listening():
        each = [psutil.Process(), *psutil.Process().children(recursive=True)]
        return {c.laddr for p in each for c in p.net_connections() if c.status == psutil.CONN_LISTEN}

    before = listening()
    with client(kind, 1):
        added = listening() - before
    assert added and {address.ip for address in added} == {"127.0.0.1"} and 8787 not in {a.port for a in added}
