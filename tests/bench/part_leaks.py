"""Whether anything stays of those who are gone: 2,000 sessions of all pages and of rooms, opened and closed; and two
school days, of six hours each, that pass in minutes. The server has little patience (brief.py): what follows half a
minute, a quarter of an hour or two minutes after somebody is gone, follows within ten seconds here. """

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.request
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from . import visits
from .server import Server
from .table import Row

SESSIONS, PIECE = 2000, 1000
HOURS, CLASSES, STUDENTS, ALONE = 12, 2, 12, 24  # of two days; in an hour classes, with so many, and who comes alone
OURS = ("astro_dash.pages", "astro_dash.rooms", "astro_dash.store", "bokeh.document", "bokeh.server", "bokeh.model")


class State(NamedTuple):
    """Of the server, once all are gone: MB, descriptors, threads, processes that it has started, and objects by
    kind."""

    memory: float
    descriptors: int
    threads: int
    children: int
    objects: dict[str, int]

    def __str__(self):
        return f"{self.memory:.0f} MB, {self.descriptors}, {self.threads}, {self.children}"


def rows() -> list[Row]:
    with Server("-m", "tests.bench.brief") as server:
        found = opened_and_closed(server)
    with Server("-m", "tests.bench.brief") as server:
        return found + days(server)


def opened_and_closed(server: Server, sessions: int = SESSIONS, piece: int = PIECE) -> list[Row]:
    asyncio.run(visits.many(server.port, [*visits.IN_TURN, visits.mapping] * 3))  # all that is made once is made
    states = [quiet(server)]
    for first in range(0, sessions, piece):
        asyncio.run(visits.many(server.port, of(min(piece, sessions - first))))
        states.append(quiet(server))
        tell(states)
    said = " → ".join(map(str, states))
    return [
        Row(f"{sessions} sessions opened and closed, all pages and rooms: MB, descriptors, threads, children", said),
        *held("…", states[0], states[-1]),
    ]


def of(sessions: int) -> list:
    """Visits in turn that are so many sessions, or a few more; now and then one with a new map."""
    found, left = [], sessions
    for i, visit in enumerate(cycle(visits.IN_TURN)):
        found.append(visits.mapping if visit is visits.explore and i % 100 == 1 else visit)
        if (left := left - visits.EACH.get(visit, 1)) <= 0:
            return found
    raise AssertionError


def days(server: Server, hours: int = HOURS) -> list[Row]:
    """An hour: classes meet in rooms, others come alone; the room is ended by half of the teachers."""

    async def hour() -> None:
        lessons = [visits.room(server.port, STUDENTS, ends=bool(i % 2)) for i in range(CLASSES)]
        await asyncio.gather(*lessons, visits.many(server.port, islice(cycle(visits.IN_TURN[:6]), ALONE)))

    states = []
    for i in range(hours + 1):  # the first is what all later ones are compared with
        asyncio.run(hour())
        if i in (0, 1, hours // 2, hours):
            states.append(quiet(server))
            tell(states)
    said = " → ".join(map(str, states))
    return [Row(f"two school days of {hours // 2} hours: after a first hour, one more, one day, both", said),
            *held("…", states[0], states[-1])]  # fmt: skip


def held(what: str, before: State, after: State) -> list[Row]:
    grown = 100 * (after.memory / before.memory - 1)
    flat = (after.descriptors - before.descriptors, after.threads - before.threads, after.children - before.children)
    more = {name: n - before.objects.get(name, 0) for name, n in after.objects.items() if name.startswith(OURS)}
    more = {name: n for name, n in more.items() if n > 20}
    return [
        Row(f"{what} memory", f"{grown:+.1f} %", "within 10 %", grown < 10),
        Row(f"{what} more descriptors, threads, children", ", ".join(map(str, flat)), "0", max(flat) <= 0),
        Row(f"{what} more objects of pages", str(more) if more else "0", "0", not more),
    ]


def quiet(server: Server, seconds: float = 60) -> State:
    """Once nothing changes any more: sessions are forgotten, processes have ended."""
    end, former = time.monotonic() + seconds, None
    while time.monotonic() < end:
        time.sleep(6)
        now = state(server)
        if former and now[1:4] == former[1:4] and now.objects.get(DOCUMENT, 0) <= 1:
            return now
        former = now
    return former


DOCUMENT = "bokeh.document.document.Document"


def state(server: Server) -> State:
    with urllib.request.urlopen(server.address + "probe", timeout=60) as answer:
        objects = json.load(answer)["objects"]
    time.sleep(1)  # the connection is closed
    home = Path(f"/proc/{server.process.pid}")
    descriptors, threads = (len(list((home / name).iterdir())) for name in ("fd", "task"))
    return State(server.memory(), descriptors, threads, len(children(server.process.pid)), objects)


def children(pid: int) -> list[int]:
    """Processes below one."""
    text = [Path(f"/proc/{pid}/task/{task.name}/children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    found = [int(child) for line in text for child in line.split()]
    return found + [below for child in found for below in children(child)]


def tell(states: list[State]) -> None:
    print(f"    {states[-1]}", file=sys.stderr, flush=True)
