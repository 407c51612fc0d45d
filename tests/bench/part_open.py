"""What opening a page costs the server, and how long it takes; scripts as a real browser gets them."""

from __future__ import annotations

import asyncio
import re
import time

from .browser import browser
from .client import Client
from .server import Server
from .table import Row, below

OPENS, SESSIONS, AT_ONCE = 30, 50, 30


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    warm = await asyncio.gather(*[whole(server.port) for _ in range(10)])  # caches are filled, modules loaded
    before, memory = server.cpu(), server.memory()
    kept = [await whole(server.port) for _ in range(SESSIONS)]
    run = (server.cpu() - before) / SESSIONS
    grown = (server.memory() - memory) / SESSIONS
    before = server.cpu()
    short = [Client(server.port) for _ in range(OPENS)]
    for client in short:
        await client.start()
    opened = (server.cpu() - before) / OPENS
    await asyncio.sleep(4)  # what they had begun
    start = time.perf_counter()
    crowd = [Client(server.port) for _ in range(AT_ONCE)]
    await asyncio.gather(*[client.start() for client in crowd])
    together = time.perf_counter() - start
    for client in [*warm, *kept, *short, *crowd]:
        client.close()
    return [
        below("opening a page, to its first chunk: server CPU", 1000 * opened, 120, "ms", 0),
        Row("… with its whole run and the 50 cues beside it", f"{1000 * run:.0f} ms", seconds=run),
        below(f"server memory a session, {SESSIONS} of them with their runs", grown, 1.5, "MB", 2),
        below(f"{AT_ONCE} pages opened at once: all have frames after", together, 4, "s", 2),
        *await scripts(server),
    ]


async def whole(port: int) -> Client:
    """A page that takes in its run to rest and how typical it is."""
    client = Client(port)
    chunk, typical = await client.start(), False
    while not (chunk["at_rest"] and typical):
        if not chunk["at_rest"]:
            client.send({"type": "more", "generation": chunk["generation"]})
        message = await client.read()
        chunk, typical = message.get("chunk", chunk), typical or "typical" in message
    return client


async def scripts(server: Server) -> list[Row]:
    """Bytes on the wire of a first visit, and of a second one in the same browser."""
    async with browser() as chromium:
        context = await chromium.new_context()
        first, second = [await visit(context, server.address) for _ in range(2)]
    return [
        below("scripts of a first visit, on the wire", sum(first.values()) / 1e6, 1.5, "MB", 2),
        below("… of a second visit (the rest is cached)", sum(second.values()) / 1e6, 0.01, "MB", 3),
    ]


async def visit(context, address: str) -> dict[str, int]:
    """Bytes (headers included, 0 from the cache) of each script."""
    page = await context.new_page()
    await page.goto(address)
    await page.wait_for_timeout(3000)
    fetched = await page.evaluate("performance.getEntriesByType('resource').map(e => [e.name, e.transferSize])")
    await page.close()
    return {name: size for name, size in fetched if re.search(r"\.m?js(\?|$)", name)}
