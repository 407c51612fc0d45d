"""For everyone: names, contrast, small screens; and no plot is empty."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from .conftest import fits, mostly_thorough, unfold

WIDTHS = 390, 1440
DARK_ASTRO = [213, 94, 0]

# Of every text: where it is, its contrast to the ground below it, and whether it is the lighter of the two
TEXTS = """root => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (e) => {
    for (; e; e = e.parentElement ?? e.getRootNode().host) {
      const colour = rgb(getComputedStyle(e).backgroundColor)
      if (colour[3] !== 0) return colour
    }
    return [255, 255, 255]
  }
  const says = (e) => e.matches("input, select") || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
  const texts = [...root.querySelectorAll("*")].filter((e) => says(e) && e.checkVisibility())
  return texts.filter((e) => !e.closest("[disabled]")).map((e) => {
    const [text, below] = [light(rgb(getComputedStyle(e).color)), light(ground(e))]
    return [e.className || e.tagName, (Math.max(text, below) + 0.05) / (Math.min(text, below) + 0.05), text > below]
  })
}"""

BOXES = """parts => parts.map((e) => {
  const {left, right, height} = e.getBoundingClientRect()
  return [e.ariaLabel || e.textContent || e.className, left, right, height]
})"""

# How many colours a canvas shows, and whether one of them is the given one
COLOURS = """(canvas, [r, g, b]) => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  const seen = new Set(new Uint32Array(data.buffer))
  return [seen.size, seen.has((255 << 24 | b << 16 | g << 8 | r) >>> 0)]
}"""


def test_focus_is_visible_and_parts_have_their_names(live):
    live.page.keyboard.press("Tab")
    style = live.page.locator(":focus").last.evaluate("e => getComputedStyle(e).outlineStyle")
    assert style != "none"
    for name, words in ("load", "patterns"), ("temperature", "attention"), ("noise", "pixels"):
        expect(live.slider(name)).to_have_accessible_description(re.compile(words))
    names = [("slider", name) for name in ("Memory load", "Temperature", "Noise")]
    names += [("button", name) for name in ("Pause", "Step", "Reset", "New seed")]
    assert [live.page.get_by_role(role, name=name, exact=True).count() for role, name in names] == [1] * 7
    live.button("Pause").click()
    expect(live.button("Run")).to_have_count(1)
    expect(live.button("Pause")).to_have_count(0)


def test_every_control_has_a_name(live):
    live.page.get_by_text("Advanced", exact=True).click()
    tree = live.page.locator("body").aria_snapshot()
    controls = re.findall(r"- (?:button|slider|textbox|combobox|checkbox|radio|spinbutton)\b.*", tree)
    assert len(controls) > 30
    assert [line for line in controls if not re.match(r"- \w+ \"[^\"]+\"", line)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(visit, scheme):
    live = visit(color_scheme=scheme)
    live.page.get_by_text("Advanced", exact=True).click()
    live.type("load", "abc")
    expect(live.alert).to_be_visible()
    texts = live.page.locator(".astro-dash").evaluate(TEXTS)
    assert len(texts) > 50
    assert [text for text in texts if text[1] < 4.5] == []
    assert (sum(lit for _, _, lit in texts) > len(texts) / 2) == (scheme == "dark")
    ground = live.page.locator(".astro-dash").evaluate("e => getComputedStyle(e).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 150) == (scheme == "dark")


@pytest.mark.parametrize("width", mostly_thorough(WIDTHS, [390]))
def test_nothing_sticks_out(visit, width):
    live = visit(viewport={"width": width, "height": 844})
    unfold(live.page)
    live.page.get_by_text("Advanced", exact=True).click()
    fits(live.page)
    parts = live.page.locator("button:visible, input:visible, select:visible, section:visible").evaluate_all(BOXES)
    assert len(parts) > 40
    assert [part for part in parts if part[1] < 0 or part[2] > width + 0.5 or part[3] <= 0] == []


def test_the_pictures_have_a_row_of_their_own(live):
    wide = "e => e.getBoundingClientRect().width"
    for width in 800, 1000, 1440:
        live.page.set_viewport_size({"width": width, "height": 844})
        pictures, all_views = (live.page.locator(part).evaluate(wide) for part in (".view-retrieval", ".views"))
        assert 0 < pictures <= width and pictures == pytest.approx(all_views, abs=1)


@pytest.mark.thorough
def test_every_view_can_be_scrolled_to_on_a_phone(visit):
    live = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    views = live.page.get_by_role("region")
    assert views.count() >= 6
    for view in views.all():
        view.scroll_into_view_if_needed()
        expect(view).to_be_in_viewport()


@pytest.mark.parametrize("width", mostly_thorough(WIDTHS, [1440]))
def test_no_plot_is_empty(visit, width):
    live = visit(viewport={"width": width, "height": 844})
    unfold(live.page)
    live.finish()
    live.paint()
    plots = live.page.locator(".plot:visible")
    assert plots.count() >= 9
    for plot in plots.all():
        colours, astro = plot.locator("canvas").first.evaluate(COLOURS, DARK_ASTRO)
        assert colours > 1
        assert astro or "picture" in plot.get_attribute("class")


def colours(part):
    """How many colours a part of the page has on the screen."""
    with Image.open(BytesIO(part.screenshot())) as shot:
        return len(shot.convert("RGB").getcolors(shot.width * shot.height))


@pytest.mark.thorough
def test_marks_and_scales_stay_where_colours_are_forced(live):
    live.pause()
    live.page.emulate_media(forced_colors="active", color_scheme="dark")
    assert colours(live.page.locator(".diverging i")) > 16  # a scale is a scale
    state = live.picture("Cue")
    state.focus()
    live.page.keyboard.press("ArrowRight")
    cursor = live.page.locator(".cue .pixel-cursor")
    expect(cursor).to_have_css("outline-color", "rgb(213, 94, 0)")  # not that of the pixels
    expect(cursor).to_have_css("outline-style", "solid")
    assert float(live.page.locator(".ring").first.evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)")) == 3
    here = live.page.locator("nav [aria-current]")
    assert [here.evaluate(f"e => getComputedStyle(e).{name}") for name in ("textDecorationLine", "fontWeight")] == [
        "underline", "600",
    ]  # fmt: skip
    line = live.page.locator(".system", has=live.page.locator("input[value=astro]"))
    assert colours(line) > 8  # of a system: it keeps its own
    live.page.emulate_media(forced_colors="none", contrast="more")
    inks = {live.page.locator(part).first.evaluate("e => getComputedStyle(e).color") for part in ("h1", ".caption")}
    assert len(inks) == 1
