"""A slider's latency, in a real Chromium, while another session's large map is computed; and the same just before."""

from __future__ import annotations

import asyncio
from statistics import median

from .browser import browser, open_page
from .client import Client
from .part_latency import moves
from .server import Server
from .table import Row, below

# Large enough to be computed all the while.
FORM = "?page=explore&x=load&x_from=2&x_to=400&x_count=40&y=noise&y_from=0&y_to=0.5&y_count=40&draws=5&dt=0.02"


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    async with browser() as chromium:
        page = await open_page(chromium, server.address)
        await moves(page, "Memory load")  # caches are filled
        alone = [frame for _, frame in await moves(page, "Memory load")]
        explorer = Client(server.port, FORM)
        await explorer.open()
        explorer.send({"type": "ready"})
        told = []
        telling = asyncio.create_task(listen(explorer, told))
        await asyncio.sleep(8)  # its processes have started
        before = len(told)
        beside = [frame for _, frame in await moves(page, "Memory load")]
        telling.cancel()
        explorer.close()
    if len(told) - before < 20 or told[-1].get("state") != "computing":
        raise RuntimeError(f"No map was computed all the while: {told[before:][-1:] or told[-1:]}")
    return [
        Row(
            "memory load: slider to changed frame, median and worst", f"{median(alone):.0f}, {max(alone):.0f} ms",
            seconds=median(alone) / 1000,
        ),
        below("… while another session's map is computed: median over that", median(beside) / median(alone), 2, "×"),
        below("… worst over that", max(beside) / max(alone), 2, "×"),
    ]


async def listen(explorer: Client, told: list[dict]) -> None:
    """Take in what the map page is told of its progress."""
    while True:
        message = await explorer.read()
        told += [message["progress"]] if "progress" in message else [message] if message.get("notice") else []
