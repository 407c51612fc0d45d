"""What a first visit weighs, and how soon there is something to read and something that plays: on loopback, cold and
warm, and on a slow line."""

from __future__ import annotations

import asyncio

from .browser import WATCH, browser
from .server import Server
from .table import Row, below

SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1.5e6 / 8, "uploadThroughput": 0.75e6 / 8}
TIMES = 3  # of each, and the best counts
PLAYS = "() => window.bench?.played"
# When text is first painted, and when a canvas is after a run has come; and how many frames came with the socket.
SEEN = """
bench.played = 0
bench.onanswer = () => bench.answered = true
bench.onpaint = () => { if (bench.answered) bench.played ||= performance.now() }
"""
TOLD = """() => ({
  readable: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  played: bench.played,
  files: performance.getEntriesByType("resource").map(({name, transferSize}) => [name, transferSize])
})"""


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    async with browser() as chromium:
        await visit(await chromium.new_context(bypass_csp=True), server.address)  # files are compressed now
        cold, warm, slow = [], [], []
        for _ in range(TIMES):
            context = await chromium.new_context(bypass_csp=True)
            cold.append(await visit(context, server.address))
            warm.append(await visit(context, server.address))
            slow.append(await visit(await chromium.new_context(bypass_csp=True), server.address, SLOW))
    files = {name.split("?")[0].rpartition("/")[2]: size for name, size in cold[0]["files"]}
    return [
        below("first frame on loopback, nothing cached", least(cold, "played"), 2, "s", 2),
        below("… again, in the same browser", least(warm, "played"), 1, "s", 2),
        below("at 1.5 Mbit/s, nothing cached: something to read after", least(slow, "readable"), 2, "s", 2),
        below("… and it plays after", least(slow, "played"), 8, "s", 2),
        below("what a first visit brings, on the wire: files", sum(files.values()) / 1e6, 1, "MB", 3),
        Row("… over the socket, until it plays", f"{cold[0]['socket'] / 1e6:.3f} MB"),
        *(
            Row(f"… {name}", f"{size / 1e3:.0f} kB")
            for name, size in sorted(files.items(), key=lambda file: -file[1])
            if size
        ),
    ]


def least(seen: list[dict], name: str) -> float:
    """Seconds."""
    return min(one[name] for one in seen) / 1e3


async def visit(context, address: str, line: dict | None = None) -> dict:
    """A page until it plays."""
    page, taken = await context.new_page(), [0]
    if line:
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", line)

    def heard(payload):
        taken[0] += len(payload)

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    await page.add_init_script(WATCH + SEEN)
    await page.goto(address, wait_until="commit")
    await page.wait_for_function(PLAYS, timeout=120_000)
    told = await page.evaluate(TOLD)
    await page.close()
    return told | {"socket": taken[0]}
