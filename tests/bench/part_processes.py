"""Two processes behind one port against one: how many runs they begin on two cores, of which the load has its share."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

import psutil

from astro_dash.aside import cores

from .load import crowd
from .server import Server, cpu
from .table import Row, at_least

SESSIONS, RENEW = 24, -1  # each begins a run as soon as the last is there
ARRIVE, SETTLE, MEASURE = 8, 12, 20


class Served(NamedTuple):
    """Runs a second; shares of a core that each process had, and the load; and what the load left for them."""

    runs: float
    used: list[float]
    load: float
    left: float

    def words(self) -> str:
        shares = ", ".join(f"{100 * one:.0f} %" for one in self.used)
        return f"{self.runs:.0f} a second ({shares}; load {100 * self.load:.0f} %)"


def rows() -> list[Row]:
    one, two = served(1), served(2)
    left = 2 * (two.runs / two.left) / (one.runs / one.left)
    busy = 2 * (two.runs / sum(two.used)) / (one.runs / sum(one.used))
    return [
        Row("runs begun by one process (its share of a core; that of the load)", one.words()),
        Row("… by two", two.words()),
        at_least("… over one: runs a second of what the load leaves, twice, over that of one", left, 1.8, "×", 2),
        at_least("… over one: runs a second of the processes' own CPU, twice, over that of one", busy, 1.8, "×", 2),
        Row("… over one: by the clock alone, with the load between them", f"{two.runs / one.runs:.2f} ×"),
    ]


def served(processes: int) -> Served:
    with Server("-m", "astro_dash", "serve", "--processes", str(processes)) as server:
        those = serving(server.process.pid)
        with crowd(server.port, SESSIONS, SETTLE + MEASURE, SETTLE, ARRIVE, RENEW) as load:
            time.sleep(SETTLE + 1)
            began, before = time.monotonic(), [cpu(pid) for pid in (*those, load.pid)]
            time.sleep(MEASURE - 3)
            passed = time.monotonic() - began
            now = [cpu(pid) for pid in (*those, load.pid)]
            *used, theirs = [(after - then) / passed for after, then in zip(now, before, strict=True)]
            seen = json.loads(load.communicate()[0])
    return Served(seen["runs"] / MEASURE, used, theirs, min(processes, cores() - theirs))


def serving(pid: int) -> list[int]:
    """The processes that serve."""
    children = psutil.Process(pid).children()
    return [one.pid for one in children if "spawn_main" in " ".join(one.cmdline())] or [pid]
