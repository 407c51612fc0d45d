"""Hundreds of pages playing in one server process, and what a page at rest costs."""

from __future__ import annotations

import asyncio
import json
import time

from .load import crowd
from .part_open import whole
from .server import Server, cpu
from .table import Row, below

SESSIONS, ARRIVE, SETTLE, MEASURE = 300, 40, 45, 20
SCHOOL, LINKS = 1000, 10  # sessions of a school, and the runs that they have among them
SERVE = "-m", "astro_dash", "serve", "--sessions", "2000", "--per-address", "2000"


def rows() -> list[Row]:
    with Server() as server:
        playing = many(server)
    with Server(*SERVE) as server:
        playing += many(server, SCHOOL, LINKS)
    with Server() as server:
        return playing + asyncio.run(idle(server))


def many(server: Server, sessions: int = SESSIONS, seeds: int = 10_000) -> list[Row]:
    """They come within 40 s; the 20 s from 45 s on count. Each run is one of so many `seeds`."""
    with crowd(server.port, sessions, SETTLE + MEASURE, SETTLE, ARRIVE, seeds=seeds) as process:
        time.sleep(SETTLE + 2)
        start, before, clients = time.monotonic(), server.cpu(), cpu(process.pid)
        time.sleep(MEASURE - 4)
        passed = time.monotonic() - start
        share, theirs = [
            100 * (now - then) / passed for now, then in ((server.cpu(), before), (cpu(process.pid), clients))
        ]
        seen = json.loads(process.communicate()[0])
    return [
        Row(
            f"{sessions} sessions playing {MEASURE} s, one of {seeds} runs each time: gaps (sessions, the longest)",
            f"{seen['gaps']} ({seen['gapped']}, {seen['longest_gap']:.2f} s)", "0", seen["gaps"] == 0,
        ),
        Row("… runs begun, and frames sent, a second", f"{seen['runs'] / MEASURE:.0f}, {seen['frames'] / MEASURE:.0f}"),
        Row("… server CPU (of the clients)", f"{share:.0f} % ({theirs:.0f} %)"),
        Row(
            "… wait for an answer: median, 99 of 100, worst (lag of the clients)",
            f"{1e3 * seen['median_wait']:.0f}, {1e3 * seen['late_wait']:.0f}, {1e3 * seen['worst_wait']:.0f} "
            f"({1e3 * seen['lag']:.0f}) ms",
        ),
        Row("… connections broken", str(seen["broken"]), "0", seen["broken"] == 0),
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
