"""Processes that compute beside a server."""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing import parent_process
from pathlib import Path


def findable() -> None:
    """Let processes that are started from here find this package: they go by `sys.path`, and under `panel serve` from
    another folder it is not there."""
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.append(root)


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
