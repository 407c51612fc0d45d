"""Hundreds of pages playing in one server process, and what a page at rest costs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from contextlib import ExitStack

from .load import crowd
from .part_open import whole
from .server import Server, cpu
from .table import Row, below

ARRIVE, PACE, SETTLE, MEASURE = 40, 0.1, 5, 20  # seconds in which all come, and each at the least; until all are in
OWN, LINKS = 10_000, 10  # runs that the sessions have among them: as good as one's own, or those of some links
# Sessions, their runs, other processes that want both cores, and seconds between a session's runs, or 0 for no pause:
# the goals, and what there is room for
PLAYING = (
    (300, OWN, 0, 0), (150, OWN, 0, 0), (300, OWN, 0, 21), (1000, LINKS, 0, 0), (450, LINKS, 0, 0),
    (1000, LINKS, 0, 21), (300, OWN, 2, 0), (100, OWN, 2, 0),
)  # fmt: skip
SERVE = "-m", "astro_dash", "serve", "--sessions", "2000", "--per-address", "2000"
BUSY = sys.executable, "-c", "while True: pass"


def rows() -> list[Row]:
    found = [row for each in PLAYING for row in many(*each)]
    with Server() as server:
        return found + asyncio.run(idle(server))


def many(sessions: int, seeds: int, others: int, each: float) -> list[Row]:
    """They come one after the other; once all are in, 20 s count."""
    arrive = max(ARRIVE, PACE * sessions)
    after = arrive + SETTLE
    with ExitStack() as stack:
        server = stack.enter_context(Server(*SERVE))
        for _ in range(others):
            stack.callback(subprocess.Popen(BUSY).kill)
        process = stack.enter_context(crowd(server.port, sessions, after + MEASURE, after, arrive, each, seeds))
        time.sleep(after + 2)
        start, before, clients = time.monotonic(), server.cpu(), cpu(process.pid)
        time.sleep(MEASURE - 4)
        passed = time.monotonic() - start
        share, theirs = [
            100 * (now - then) / passed for now, then in ((server.cpu(), before), (cpu(process.pid), clients))
        ]
        seen = json.loads(process.communicate()[0])
    runs = "runs of their own" if seeds == OWN else f"the same {seeds} runs"
    beside = f", beside {others} processes that want both cores" if others else ""
    beside += f", one every {each:.0f} s" if each else ""
    return [
        Row(
            f"{sessions} sessions playing {runs}{beside}, {MEASURE} s: gaps (sessions, the longest)",
            f"{seen['gaps']} ({seen['gapped']}, {seen['longest_gap']:.2f} s)", "0", seen["gaps"] == 0,
        ),
        Row("… runs begun, and frames sent, a second", f"{seen['runs'] / MEASURE:.0f}, {seen['frames'] / MEASURE:.0f}"),
        Row("… server CPU (of the clients)", f"{share:.0f} % ({theirs:.0f} %)"),
        Row(
            "… wait for an answer: median, 99 of 100, worst (lag of the clients)",
            f"{1e3 * seen['median_wait']:.0f}, {1e3 * seen['late_wait']:.0f}, {1e3 * seen['worst_wait']:.0f} "
            f"({1e3 * seen['lag']:.0f}) ms",
        ),
        Row("… who were told that the server is full", str(seen["broken"]), "0", seen["broken"] == 0),
    ]  # fmt: skip


async def idle(server: Server, seconds: float = 10) -> list[Row]:
    """20 pages whose run is at rest: what comes over their websockets, and what the server uses."""
    clients = await asyncio.gather(*[whole(server.port) for _ in range(20)])
    reading = [asyncio.ensure_future(client.read()) for client in clients]
    await asyncio.sleep(3)
    received, before = sum(c.received for c in clients), server.cpu()
    await asyncio.sleep(seconds)
    used, messages = server.cpu() - before, sum(c.received for c in clients) - received
    for client, task in zip(clients, reading, strict=True):
        task.cancel()
        client.close()
    return [
        Row(f"20 pages at rest, {seconds:.0f} s: bytes sent to them", str(messages), "0", messages == 0),
        below("… server CPU", 100 * used / seconds, 1, "%"),
    ]
