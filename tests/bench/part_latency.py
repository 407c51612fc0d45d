"""From the move of a slider to the first changed frame, in a real Chromium; alone, and beside 100 other sessions.

Each move is a press of the right arrow key on the slider. In the page: the clock starts at the slider's `input` event;
the answer is in when the first chunk of the new future arrives at the websocket; the next time a canvas is painted, it
is with that; the clock stops when that frame has been handed over (a task posted from its animation frame).
"""

from __future__ import annotations

import asyncio
import random
import time
from statistics import median

from playwright.async_api import TimeoutError

from .browser import browser, open_page
from .load import crowd
from .server import Server
from .table import Row, below

MOVES, SECONDS, OTHERS = 50, 25, 100
CLOCK = """
(slider) => {
  const channel = new MessageChannel()
  let start = null, answered = null
  slider.addEventListener("input", () => { start = performance.now(); answered = null }, true)
  bench.onanswer = () => { if (start !== null) answered ??= performance.now() }
  channel.port1.onmessage = ({data}) => bench.moves.push([data.answered - data.start, performance.now() - data.start])
  bench.onpaint = () => {
    if (answered === null) return
    const move = {start, answered}
    start = answered = null
    const hand = () => channel.port2.postMessage(move)
    bench.inFrame ? hand() : requestAnimationFrame(hand)
  }
}
"""


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    async with browser() as chromium:
        page = await open_page(chromium, server.address)
        alone = [
            *report("memory load", await moves(page, "Memory load"), 50, 100),
            *report("temperature", await moves(page, "Temperature"), 50, 100),
        ]
        with crowd(server.port, OTHERS, arrive=12, renew=4):
            await asyncio.sleep(16)
            crowded = await moves(page, "Memory load")
        return alone + report(f"memory load, beside {OTHERS} sessions", crowded, 80, 150)


async def moves(page, label: str) -> list[tuple[float, float]]:
    """(answer, frame) of each move, in ms; inf where nothing is seen for 3 s."""
    slider = page.get_by_label(label, exact=True)
    await slider.focus()
    await slider.evaluate(CLOCK)
    seen, end = [], time.monotonic() + SECONDS
    while len(seen) < MOVES and time.monotonic() < end:
        await page.evaluate("bench.moves = []")
        await page.keyboard.press("ArrowRight")
        try:
            await page.wait_for_function("bench.moves.length", polling=20, timeout=3000)
            seen += await page.evaluate("bench.moves")
        except TimeoutError:
            seen.append((float("inf"), float("inf")))
        await page.wait_for_timeout(50 + 100 * random.random())
    return seen


def report(what: str, seen: list, middle: float, worst: float) -> list[Row]:
    answers, frames = zip(*seen, strict=True)
    return [
        below(f"{what}: slider to changed frame, median of {len(seen)}", median(frames), middle, "ms", 0),
        below("… worst", max(frames), worst, "ms", 0),
        Row(
            "… of that until the answer is in: median, worst", f"{median(answers):.0f}, {max(answers):.0f} ms",
            seconds=median(answers) / 1000,
        ),
    ]
