"""What is taken home, by hand: each view as a picture and a table, the run as files, and one that plays by itself."""

import csv
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from astro_dash.engine.patterns import given
from astro_dash.pages.live.views import VIEWS
from astro_dash.store import packed

RNG = np.random.default_rng(3)
NAMES = ["=1+1", "<b>&amp;</b>", "plain"]
OWN = packed(given(RNG.choice([-1, 1], (3, 64)), NAMES, (8, 8)))
QUERY = f"patterns=own&load=3&horizon=1&own={OWN}"


def menu(page, view, kind):
    """The file that a view's menu gives."""
    box = page.locator(f".view-{view} .take")
    box.locator("summary").click()
    with page.expect_download() as waiting:
        box.get_by_role("button", name=kind, exact=True).click()
    expect(box).not_to_have_attribute("open", "")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def drawn(data, ground):
    """What a drawing holds: it stands by itself, on its ground, and says what made it."""
    root = ElementTree.fromstring(data)
    parts = [element.tag.rpartition("}")[2] for element in root.iter()]
    hrefs = [value for e in root.iter() for name, value in e.attrib.items() if name.endswith("href")]
    assert all(href.startswith(("data:image/", "#")) for href in hrefs) and not {"script", "foreignObject"} & set(parts)
    notes = root.find("{http://www.w3.org/2000/svg}metadata").text
    assert "patterns=own" in notes and "Shown at t = " in notes
    rect = root.find("{http://www.w3.org/2000/svg}rect")
    assert rect.get("fill") == ground and rect.get("width") == root.get("width")
    return parts, [e.text for e in root.iter() if e.text and e.tag.endswith("}text")]


@pytest.fixture
def ended(visit):
    """A run at its end, all of it on the page."""
    live = visit(QUERY)
    live.finish()
    live.page.locator(".view-landscape").scroll_into_view_if_needed()
    expect(live.page.locator(".view-landscape .way").first).to_have_attribute("d", re.compile("^M"))
    live.page.locator(".view-connectivity").scroll_into_view_if_needed()
    expect(live.page.locator(".view-connectivity .aside")).to_contain_text("→")
    return live


# After ten files of a page a busy Chromium asks whether there may be more
@pytest.mark.parametrize("views", [list(VIEWS)[:4], list(VIEWS)[4:]], ids="-".join)
def test_each_view_is_a_drawing_and_a_table(ended, views):
    for view in views:
        name, data = menu(ended.page, view, "SVG")
        parts, words = drawn(data, "#ffffff")
        assert name == f"astro-dash-own-K3-seed4-{view}.svg" and len(parts) > 12, view
        if view == "retrieval":
            assert any(word.startswith("=1+1 #0") for word in words)
        _, data = menu(ended.page, view, "CSV")
        rows = list(csv.reader(line for line in data.decode().splitlines() if not line.startswith("#")))
        assert len(rows) > 3 and len({len(row) for row in rows}) == 1 and "load=3" in data.decode(), view
        assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell), view
        if view == "attention":
            assert rows[1][0] == "'=1+1 #0" and float(rows[1][1]) > 0.5


def test_a_view_is_a_picture_on_its_ground_and_the_menu_has_keys(ended):
    page = ended.page
    for view in ("landscape", "retrieval"):
        _, data = menu(page, view, "PNG")
        image = Image.open(io.BytesIO(data))
        assert "patterns=own" in image.info["Comment"] and len(image.convert("RGB").getcolors(1 << 20)) > 20
    page.emulate_media(color_scheme="dark")
    ended.paint()
    drawn(menu(page, "energy", "SVG")[1], "#111418")
    summary = page.locator(".view-error .take summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".view-error .take").get_by_role("button", name="PNG")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def taken(page, kind):
    """The file that the panel gives."""
    with page.expect_download() as waiting:
        page.locator("dialog.home").get_by_role("button", name=kind, exact=True).click()
    expect(page.locator("dialog.home").get_by_role("status")).to_contain_text("is saved")
    return waiting.value


# Which canvases of figures have more than one colour
PAINTED = """views => views.map(view => [...view.querySelectorAll("*")].flatMap(function deep(e) {
  return [...(e.shadowRoot?.querySelectorAll("*") ?? [])].flatMap(deep).concat(e.tagName === "CANVAS" ? [e] : [])
}).some(canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return data.some((value, i) => i > 3 && value !== data[i % 4])
}))"""


@pytest.mark.slow
def test_the_run_goes_home_as_a_film_and_as_a_file_that_plays(visit, tmp_path):
    live = visit(QUERY)
    page = live.page
    live.finish()
    live.field("temperature").fill("9")
    live.scrub(5)
    live.field("temperature").press("Enter")
    expect(live.marks).to_have_count(1)
    live.button("Save").click()
    panel = page.locator("dialog.home")
    expect(panel.locator("pre").first).to_contain_text("astro-dash run --system astro,hopfield --patterns own")
    expect(panel.locator("pre").last).to_contain_text("changes=[[")
    panel.get_by_role("button", name="WebM").click()
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("progress")).to_have_count(0)
    assert Image.open(taken(page, "GIF").path()).n_frames > 10
    taken(page, "HTML").save_as(tmp_path / "run.html")
    assert live.leave() == []
    plays(page, tmp_path / "run.html", live.host)


def plays(page, file, address):
    """A file plays its run with all views, and asks for nothing."""
    faults, asked = [], []
    page.on("console", lambda said: said.type in ("error", "warning") and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    timeline = page.get_by_role("slider", name="Timeline")
    expect(page.locator(".status")).to_contain_text("at rest")  # it has played to its end
    expect(page.locator(".ticks i")).to_have_count(1)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    timeline.fill("3")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(timeline).to_have_value("3")
    expect(page.locator(".status")).not_to_contain_text("at rest")
    page.keyboard.press("End")
    expect(page.locator(".status")).to_contain_text("at rest")
    for view in VIEWS:
        page.locator(f".view-{view}").scroll_into_view_if_needed()
    expect(page.locator(".view-connectivity .aside")).to_contain_text("→")
    assert all(page.locator(".view").evaluate_all(PAINTED))
    expect(page.get_by_role("link", name="Open it on the live page")).to_have_attribute("href", re.compile(address))
    for gone in ("Save", "Copy link", "New seed"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(1)
    expect(page.locator(".own")).to_be_hidden()
    page.locator(".view-error .take summary").click()
    with page.expect_download() as waiting:
        page.locator(".view-error .take").get_by_role("button", name="PNG").click()
    assert Image.open(waiting.value.path()).size[0] > 600
    assert faults == [] and [url for url in asked if not url.startswith(("blob:", "data:"))] == [file.as_uri()]
