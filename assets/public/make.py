"""Make public/preview.png, which is shown with a link to the page: PYTHONPATH=. python assets/public/make.py

Needs requirements-dev.txt and a Chromium (CHROMIUM is its path). It is the run with which the page opens.
"""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from astro_dash.cited import NAME
from astro_dash.engine.defaults import OPENING
from astro_dash.engine.models import MODELS
from astro_dash.pages.theme import COLOURS
from astro_dash.store import Store

PREVIEW = Path(__file__).resolve().parent / "preview.png"
WIDTH, HEIGHT = 1200, 630
SHOWN = ("astro", "hopfield")
PAGE = """<style>
  body {{ margin: 0; width: {width}px; height: {height}px; box-sizing: border-box; padding: 56px 64px; display: flex;
    flex-direction: column; justify-content: space-between; background: #fff; color: #1b1f23; font: 30px system-ui }}
  h1 {{ margin: 0; font-size: 64px }} p {{ margin: 8px 0 0; color: #59636e }} main {{ display: flex; gap: 24px }}
  figure {{ margin: 0; flex: 1 }} svg {{ display: block; width: 100%; background: #f1f2f4; box-sizing: border-box;
    border: 4px solid var(--colour) }} figcaption {{ margin-bottom: 12px; font-size: 25px }}
</style><header><h1>{name}</h1><p>Watch an associative memory turn itself into attention</p></header>
<main>{figures}</main>"""


def picture(words: str, pixels, grid: tuple[int, int], colour: str) -> str:
    rows, columns = grid
    ink = "".join(f"M{i % columns} {i // columns}h1v1h-1z" for i, value in enumerate(pixels) if value > 0)
    drawn = f'<svg viewBox="0 0 {columns} {rows}" shape-rendering="crispEdges"><path d="{ink}" fill="#1b1f23"/></svg>'
    return f'<figure style="--colour: {colour}"><figcaption>{words}</figcaption>{drawn}</figure>'


def main() -> None:
    store = Store()
    store.set(**OPENING)
    drawn = store.drawn()
    shown = [("Stored", drawn.patterns[store.target], "#1b1f23"), ("Damaged", store.corrupted(drawn), "#59636e")]
    shown += [(MODELS[key].title, store.retrieved(key).x, COLOURS[key]) for key in SHOWN]
    figures = "".join(picture(words, pixels, drawn.grid, colour) for words, pixels, colour in shown)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(PAGE.format(width=WIDTH, height=HEIGHT, name=NAME, figures=figures))
        page.screenshot(path=PREVIEW)
        browser.close()


if __name__ == "__main__":
    main()
