"""Makes the pictures in README, with the browser at CHROMIUM: `python docs/screenshots.py`."""

import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

HERE = Path(__file__).parents[1] / "assets"
sys.path.insert(0, str(HERE.parent))

from tests.page.conftest import FLAGS, Live, Server  # noqa: E402


def live(page, address: str) -> None:
    """In mid-run, where the gated memory has recalled and the classical one has not."""
    shown = Live(page, address, "")
    shown.eventually(lambda: shown.status.text_content(), lambda said: "recalled" in said)
    shown.button("Pause").click()
    shown.paint(5)


def explore(page, address: str) -> None:
    """The map that a first visit finds, and the runs of a cell."""
    page.goto(f"{address}/?page=explore")
    expect(page.locator(".say .typical")).to_contain_text("All 72 cells computed")
    for key in 5 * ["ArrowRight"] + 4 * ["ArrowUp"]:
        page.locator(".over").press(key)
    expect(page.locator(".cell tbody tr")).to_have_count(10)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "log.txt").start()
        try:
            chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
            for name, act, height in (("screenshot", live, 1140), ("explore", explore, 900)):
                page = chromium.new_page(viewport={"width": 1440, "height": height})
                act(page, server.address)
                page.mouse.move(0, 0)
                picture = Image.open(BytesIO(page.screenshot()))
                picture.quantize(256).save(HERE / f"{name}.png", optimize=True)
        finally:
            server.stop()
