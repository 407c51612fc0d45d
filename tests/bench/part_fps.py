"""Frames a second while four systems race with every view on, in a real Chromium.

A frame counts when a canvas was painted in it: watched from outside, on the canvases themselves. `changed` is how many
of the display's frames showed something new; the display has 60.
"""

from __future__ import annotations

import asyncio
from itertools import pairwise

from .browser import browser, open_page
from .client import Client
from .server import Server
from .table import Row, at_least, below

SYSTEMS, SECONDS = "astro,attention,hopfield,modern", 8
LASTING = "jitter=2&sigma=0.5&horizon=1000&temperature=5"  # it never rests
COUNT = """
(seconds) => new Promise((done) => {
  const times = []
  const end = performance.now() + 1000 * seconds
  let last = bench.painted
  const frame = (now) => {
    if (bench.painted !== last) times.push(now)
    last = bench.painted
    now < end ? requestAnimationFrame(frame) : done(times)
  }
  requestAnimationFrame(frame)
})
"""


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    async with browser() as chromium:
        large = await open_page(chromium, f"{server.address}?system={SYSTEMS}&patterns=pictures&load=300&{LASTING}")
        pictures = await count(large)
        await large.close()
        page = await open_page(chromium, f"{server.address}?system={SYSTEMS}&patterns=digits&{LASTING}")
        undisturbed = await count(page)
        other = asyncio.ensure_future(visits(server.port))
        visited = await count(page)
        await other
        second = asyncio.ensure_future(open_page(chromium, server.address))
        beside = await count(page)
        await second
    return [
        at_least("frames a second, 4 systems, every view, 300 pictures of 1024 pixels", rate(pictures), 30, "", 1),
        at_least(f"frames a second, {SYSTEMS.count(',') + 1} systems, every view", rate(undisturbed), 30, "", 1),
        Row("… the aim is 60; longest gap between two", f"{gap(undisturbed):.0f} ms", seconds=gap(undisturbed) / 1000),
        at_least("… while a page opens for somebody else each second", rate(visited), 0.95 * rate(undisturbed), "", 1),
        below("… longest gap", gap(visited), 100, "ms", 0),
        Row(
            "… while a second page opens in the same browser: frames a second, longest gap",
            f"{rate(beside):.1f}, {gap(beside):.0f} ms",
        ),
    ]


async def visits(port: int) -> None:
    for _ in range(SECONDS - 1):
        client = Client(port)
        await client.start()
        await asyncio.sleep(1)
        client.close()


async def count(page) -> list[float]:
    """When frames were painted, in ms, of a run begun anew; all views have been seen."""
    for view in await page.locator(".view").all():
        await view.scroll_into_view_if_needed()
        await page.wait_for_timeout(300)
    await page.get_by_role("button", name="Reset", exact=True).click()
    await page.wait_for_timeout(2500)  # and t = 0 is held
    return await page.evaluate(COUNT, SECONDS)


def rate(times: list[float]) -> float:
    return len(times) / SECONDS


def gap(times: list[float]) -> float:
    return max((b - a for a, b in pairwise(times)), default=1000 * SECONDS)
