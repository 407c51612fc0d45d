"""A real Chromium, and pages in it."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager

from playwright.async_api import async_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@asynccontextmanager
async def browser():
    """One Chromium for a block of measurements."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield chromium
        finally:
            await chromium.close()


# Notes when anything is painted on any canvas, which is how Bokeh shows a changed plot, and when a chunk comes that
# replaces the future. For the page, nothing changes.
WATCH = """
window.bench = {painted: 0, inFrame: false}
for (const name of ["drawImage", "putImageData", "fillRect", "clearRect", "stroke", "fill"]) {
  const plain = CanvasRenderingContext2D.prototype[name]
  CanvasRenderingContext2D.prototype[name] = function (...args) {
    bench.painted = performance.now()
    bench.onpaint?.()
    return plain.apply(this, args)
  }
}
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args)
    this.addEventListener("message", ({data}) => {
      if (!(data instanceof ArrayBuffer)) return
      if (/"mode": "(reset|branch)"/.test(new TextDecoder().decode(new Uint8Array(data, 8, 40)))) bench.onanswer?.()
    })
  }
}
const plainFrame = window.requestAnimationFrame
window.requestAnimationFrame = (callback) => plainFrame.call(window, (now) => {
  bench.inFrame = true
  try { callback(now) } finally { bench.inFrame = false }
})
"""


async def open_page(chromium, address: str):
    """A page with all its plots, its canvases watched, its run begun."""
    page = await chromium.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)  # to wait for a function
    await page.add_init_script(WATCH)
    await page.goto(address)
    await page.wait_for_function("window.bench.painted > 0")
    await page.wait_for_timeout(3000)
    return page
