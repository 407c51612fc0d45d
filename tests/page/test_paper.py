"""The Paper page in a browser: claims that lead to runs, figures that are there, and one computed again."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Watched, eventually, fits

# How many colours a canvas shows
COLOURS = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""
# Of every text: its contrast to the ground below it
CONTRAST = """root => {
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
  const says = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
  return [...root.querySelectorAll("*")].filter((e) => says(e) && e.checkVisibility()).map((e) => {
    const [text, below] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(ground(e).slice(0, 3))]
    return [e.className || e.tagName, (Math.max(text, below) + 0.05) / (Math.min(text, below) + 0.05)]
  })
}"""

# The colours of the texts inside the plots
INSIDE = """Bokeh.documents.flatMap((d) => [...d._all_models.values()])
  .filter((m) => m.type === "GlyphRenderer" && m.glyph.type === "Text").map((m) => m.glyph.text_color.value)"""


KEYS = "a b c d e d+e f f2 f3 f4 g h h2 i j k l".split()  # of the claims


class Paper(Watched):
    """The Paper page."""

    def __init__(self, page, address):
        super().__init__(page, address)
        self.page.goto(f"{address}/?page=paper", wait_until="commit")
        self.rows = self.page.locator(".claims tbody tr")
        expect(self.rows).to_have_count(len(KEYS))

    def asked(self, number):
        """Whether the page has asked for a figure."""
        return any(f'["type","figure"],["number","{number}"]' in str(message) for message in self.messages)

    def figure(self, number):
        """A figure, once it is drawn."""
        section = self.page.locator(f"[data-number='{number}']")
        section.scroll_into_view_if_needed()
        expect(section.locator(".plot canvas").last).to_be_visible()
        return section

    def claim(self, key):
        return self.page.locator(f"[data-claim='{key}']")

    def follow(self, key, words):
        """The Live page that a claim's link opens, once it has begun."""
        with self.page.context.expect_page() as opened:
            self.claim(key).get_by_role("link", name=re.compile(re.escape(words))).click()
        page = opened.value
        expect(page.locator(".status")).to_contain_text("t = ")
        return page


@pytest.fixture
def open_paper(tab, server):
    papers = []

    def open_paper(**options):
        papers.append(Paper(tab(**options), server))
        return papers[-1]

    yield open_paper
    assert [paper.leave() for paper in papers] == [[]] * len(papers)


@pytest.fixture
def paper(open_paper):
    return open_paper()


def test_every_claim_has_a_number_and_a_verdict(paper):
    for key, row in zip(KEYS, paper.rows.all(), strict=True):
        expect(row.get_by_role("rowheader")).to_contain_text(f"({key}) ")
        numbers, verdict, _ways = row.get_by_role("cell").all()
        expect(numbers).to_contain_text(re.compile(r"\d"))
        expect(verdict).to_have_text(re.compile(r"^. (holds|holds in part|does not hold)$"))
    slips = paper.page.get_by_role("table", name="Slips of the pen")
    expect(slips.get_by_role("row")).to_have_count(8)
    heads = paper.page.get_by_role("columnheader").all_text_contents()
    assert heads[:4] == ["Claim", "Our number", "Verdict", "See for yourself"]
    expect(paper.page.get_by_role("link", name="Paper", exact=True)).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("width, scheme", [pytest.param(1440, "light", marks=pytest.mark.thorough), (390, "dark")])
def test_the_figures_are_there(open_paper, width, scheme):
    paper = open_paper(viewport={"width": width, "height": 844}, color_scheme=scheme)
    for number, panels in (("1", 3), ("2", 3), ("3", 4), ("4", 7), ("5", 3)):
        plots = paper.figure(number).locator(".plot")
        paper.figure(number).get_by_text("The numbers").click()
        expect(plots).to_have_count(panels)
        for plot in plots.all():
            plot.scroll_into_view_if_needed()
            expect(plot).to_have_accessible_name(re.compile(r".*: .*\d"))
            canvas = plot.locator("canvas").first
            eventually(paper.page, lambda canvas=canvas: canvas.evaluate(COLOURS), lambda n: n > 20)
            box = plot.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] > 200
    fits(paper.page)
    texts = paper.page.locator(".astro-dash").evaluate(CONTRAST)
    assert len(texts) > 60 and [text for text in texts if text[1] < 4.5] == []
    ink = paper.page.locator(".astro-dash").evaluate("e => getComputedStyle(e).getPropertyValue('--ink').trim()")
    assert set(paper.page.evaluate(INSIDE)) == {ink}


def test_a_figure_comes_when_it_is_looked_at(open_paper):
    paper = open_paper(viewport={"width": 1440, "height": 600})
    paper.page.wait_for_timeout(500)
    assert not paper.asked(4)
    paper.claim("h").get_by_role("button", name="Figure 4").click()
    expect(paper.page.locator("[data-number='4'] .plot canvas").last).to_be_visible()
    assert paper.asked(4)
    expect(paper.page.get_by_role("heading", name="Figure 4.")).to_be_focused()
    expect(paper.page.get_by_role("heading", name="Figure 4.")).to_be_in_viewport()


def test_figure_4_says_what_is_chosen_of_it(paper):
    section = paper.figure("4")
    caption, heading = section.locator(".caption").first, section.get_by_role("heading")
    expect(caption).to_contain_text("By mean error")
    for measure, diagonal, words, title in (
        ("accuracy", "kept", "0 against Hopfield with its diagonal", "nowhere clearly worse, by exact recall"),
        ("mirror_error", "zero", "against Hopfield without its diagonal", "by the nearer of target and mirror image"),
    ):
        section.get_by_label("Measure").select_option(measure)
        section.get_by_label("Hopfield's diagonal").select_option(diagonal)
        expect(caption).to_contain_text(words)
        expect(heading).to_contain_text(title)
    expect(section).to_have_accessible_name(re.compile("mirror image"))


@pytest.mark.thorough
def test_numbers_instead_of_pictures(paper):
    section = paper.figure("1")
    section.get_by_text("The numbers").click()
    table = section.get_by_role("table")
    expect(table.get_by_role("rowheader")).to_have_text(["0.01", "0.1", "1", "10", "100", "1000"])
    expect(table.get_by_role("row").last).to_contain_text("not by 10")


def test_a_claim_opens_the_run_that_shows_it(paper):
    wrong = paper.follow("e", "Wrong at τ_x = 0.01")
    jump, status = wrong.get_by_role("button", name="Jump to the end"), wrong.locator(".status")
    eventually(wrong, lambda: jump.click() or status.text_content(), lambda text: "at rest" in text)
    expect(wrong.locator(".state:visible .verdict")).to_have_text("wrong memory")
    right = paper.follow("e", "The same cue at τ_x = 1")
    expect(right.locator(".state:visible .verdict")).to_have_text("recalled")
    assert "tau_x=0.01" in wrong.url and "tau_x=1" in right.url


@pytest.mark.thorough
def test_cancel(paper):
    section = paper.figure("4")
    paper.button("Recompute figure 4").click()
    expect(section.locator(".told")).to_contain_text("of 528 cells")
    paper.button("Cancel figure 4").click()
    expect(paper.page.get_by_role("status")).to_have_text("Figure 4: Cancelled: these are the shipped data.")
    expect(paper.button("Recompute figure 4")).to_be_visible()
    expect(section.locator(".plot canvas").first).to_be_visible()


@pytest.mark.thorough
def test_one_figure_at_a_time_and_to_the_end(paper):
    section, status = paper.figure("1"), paper.page.get_by_role("status")
    first = section.locator(".plot").first.locator("canvas").first
    before = first.evaluate("canvas => canvas.toDataURL()")
    paper.figure("4")
    paper.button("Recompute figure 4").click()
    expect(paper.page.locator("[data-number='4'] progress")).to_be_visible()
    paper.page.evaluate("window.late = 2000")  # what the server says of the first comes after the second has begun
    paper.page.wait_for_timeout(1500)
    paper.button("Recompute figure 1").press("Enter")
    expect(paper.button("Cancel figure 1")).to_be_focused()
    expect(section.get_by_role("progressbar")).to_be_visible()
    expect(section.locator(".told")).to_have_text(re.compile(r"^\d+ of 26 cells, \d+ s left$"))
    expect(paper.page.locator("[data-number='4'] progress")).to_be_hidden()
    expect(paper.button("Recompute figure 4")).to_be_visible()
    expect(status).to_contain_text("Figure 1: Computed anew.")
    came = re.compile("All 1300 runs came out as shipped|The same wrong pixels in all 1300 runs, numbers to .e-1.[.]")
    expect(status).to_contain_text(came)
    expect(section.get_by_role("progressbar")).to_be_hidden()
    expect(paper.button("Recompute figure 1")).to_be_focused()
    expect(section.locator(".plot canvas").last).to_be_visible()
    eventually(paper.page, lambda: first.evaluate("canvas => canvas.toDataURL()"), lambda now: now == before)
    expect(paper.page.locator("[data-number='4'] .told")).to_be_empty()
