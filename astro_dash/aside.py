"""What is done beside the event loop of a server."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ModuleSpec
from multiprocessing import context, parent_process
from pathlib import Path

# HoloViews and xarray are loaded, and used, in this one thread of the process: they are not made for more.
drawing = ThreadPoolExecutor(1, "figures")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def findable() -> None:
    """Let processes that are started from here find this package: they go by `sys.path`, and under `panel serve` from
    another folder it is not there."""
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.append(root)


class _Process(context.SpawnProcess):
    """A process that computes for us, and does not run its parent's main script again as others do: a script without a
    `__main__` guard would start its server or its sweep anew in each of them."""

    _one = threading.Lock()

    def start(self):
        main = sys.modules["__main__"]
        with self._one:
            kept = getattr(main, "__spec__", None)
            main.__spec__ = ModuleSpec("astro_dash.__main__", None)  # `python -m` leaves its main module out
            try:
                super().start()
            finally:
                main.__spec__ = kept


class _Apart(context.SpawnContext):
    Process = _Process


apart = _Apart()  # the context of all processes that are started from here
context._concrete_contexts["apart"] = apart  # Dask takes one by its name


def yield_cores() -> None:
    """In a process that only computes: leave the cores to those who answer."""
    if hasattr(os, "nice"):
        os.nice(10)


def stand_aside() -> None:
    """Leave the cores to the server, and end when it does."""

    def follow():
        parent_process().join()
        os._exit(0)

    yield_cores()
    threading.Thread(target=follow, daemon=True).start()
