"""Every page in Firefox, where one is installed, as in CI: it starts, draws, answers, and meets no fault."""

import os

import pytest

from . import firefox
from .conftest import PATIENCE

# How many colours a canvas shows
COLOURS = """new Set(new Uint32Array(
  canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    if firefox.found() is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no Firefox here: looked for " + ", ".join(firefox.NAMES))
    window = firefox.Firefox(tmp_path_factory.mktemp("firefox"), PATIENCE)
    yield window
    window.close()


@pytest.fixture
def fox(window):
    window.faults.clear()
    yield window
    assert window.faults == []


def drawn(fox, selector: str, least: int):
    """Wait until so many canvases show more than one colour."""
    inside = f"all('canvas').filter((canvas) => canvas.width && around(canvas, '{selector}'))"
    fox.wait(f"{inside}.filter((canvas) => {COLOURS} > 1).length >= {least}")


def test_live_plays_and_answers(fox, server):
    fox.open(server)
    fox.wait("one('.status')?.textContent.includes('t = ')")
    drawn(fox, ".picture", 4)
    drawn(fox, ".plot", 8)
    before = fox.read("one('.scrub').valueAsNumber")
    fox.wait(f"one('.scrub').valueAsNumber > {before}")
    fox.read("""(() => {
      const slider = one('[data-control=load] input[type=range]')
      slider.stepUp(5)
      slider.dispatchEvent(new Event('input', {bubbles: true}))
    })()""")
    fox.wait("!new URLSearchParams(location.search).get('load').match(/^100$/)")
    fox.read("one('[aria-label=\"Jump to the end\"]').click()")
    fox.wait("one('.status').textContent.includes('at rest')")
    assert "Astrocyte-gated recalled" in fox.read("one('.status').textContent")


def test_explore_shows_its_map(fox, server):
    fox.open(f"{server}/?page=explore")
    fox.wait("one('.say .typical')?.textContent.includes('All 72 cells computed')")
    drawn(fox, ".map", 1)
    assert "Astrocyte-gated" in fox.read("[...all('main h2')].map((head) => head.textContent).join()")


@pytest.mark.thorough
def test_paper_shows_claims_and_figures(fox, server):
    fox.open(f"{server}/?page=paper")
    fox.wait("all('.claims tbody tr').length > 8")
    fox.read("one('.reproduced').scrollIntoView()")
    drawn(fox, ".reproduced", 1)
