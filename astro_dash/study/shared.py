"""A cluster for the maps of several processes, in a process of its own."""

from __future__ import annotations

from multiprocessing.connection import Connection

from ..aside import cores
from .workers import client


def hold(line: Connection) -> None:
    """Start it, tell its address, and keep it until the line is closed."""
    with client("processes", max(1, cores() - 1), aside=True) as made:
        line.send(made.scheduler.address)
        try:
            line.recv()
        except (EOFError, OSError):
            pass
