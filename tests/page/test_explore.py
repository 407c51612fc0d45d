"""The Explore page in a browser: a map that fills, its cells, and the runs that they open."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from astro_dash.study import read

from .conftest import Watched, eventually, fits

# A map that takes a moment, and one that takes several
SMALL = {"x": "load", "x_from": "2", "x_to": "30", "x_count": "4", "y": "noise", "y_from": "0.1", "y_to": "0.4",
         "y_count": "3", "draws": "3", "dt": "0.05"}  # fmt: skip
LARGE = SMALL | {"x_to": "100", "x_count": "30", "y_count": "20", "draws": "20", "dt_most": "0.002"}
# How many colours the map's canvas shows
COLOURS = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""


class Explore(Watched):
    """The Explore page."""

    def __init__(self, page, address, query):
        super().__init__(page, address)
        self.status, self.map = self.page.locator(".say .typical"), self.page.locator(".over")
        self.spoken, self.stale = self.page.get_by_role("status"), self.page.locator(".changed")
        self.alert = self.page.get_by_role("alert")
        self.open(query)

    def open(self, query):
        self.page.goto(f"http://{self.host}/?{urlencode({'page': 'explore'} | query)}", wait_until="commit")
        expect(self.button("Compute")).to_be_visible()

    def field(self, name):
        return self.page.get_by_label(name, exact=True)

    def wait(self):
        """Until the map that the link describes is there, whole."""
        expect(self.status).to_contain_text("cells computed")
        expect(self.page.get_by_role("heading", level=2)).to_contain_text(" in ")
        expect(self.map).to_be_visible()

    def click(self, x, y, columns=4, rows=3):
        """On a cell, counted from the left and from below; returns the page that it opens."""
        box = self.map.bounding_box()
        at = {"x": (x + 0.5) / columns * box["width"], "y": (1 - (y + 0.5) / rows) * box["height"]}
        with self.context.expect_page() as opened:
            self.map.click(position=at)
        return opened.value

    def cells(self):
        return self.page.locator(".cell tbody tr")


@pytest.fixture
def explore(tab, server):
    pages = []

    def explore(query=SMALL, **options):
        pages.append(Explore(tab(**options), server, query))
        return pages[-1]

    yield explore
    assert [page.leave() for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize("width, scheme", [(1440, "light"), pytest.param(390, "dark", marks=pytest.mark.thorough)])
def test_the_first_visit_finds_a_map(explore, width, scheme):
    page = explore({}, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.status).to_contain_text("All 72 cells computed")
    expect(page.page.get_by_role("heading", level=2)).to_contain_text("Astrocyte-gated")
    eventually(page.page, lambda: page.page.locator(".map canvas").first.evaluate(COLOURS), lambda n: n > 8)
    fits(page.page)
    expect(page.page.locator(".legend")).to_contain_text("Ideal observer")
    drawn = "name => ['line', 'case'].map(part => Bokeh.documents.at(-1).get_model_by_name(`${part}:${name}`).visible)"
    box = page.page.locator(".legend").get_by_label("Who knows how many")
    assert page.page.evaluate(drawn, "ideal") == [True, True] and page.page.evaluate(drawn, "knowing") == [False, False]
    box.check()
    assert page.page.evaluate(drawn, "knowing") == [True, True]


def test_a_cell_opens_live_on_its_run_with_its_outcome(explore):
    page = explore()
    page.wait()
    page.field("What the map shows").select_option("hard_error")
    expect(page.page.get_by_role("heading", level=2)).to_contain_text("pixels wrong")
    live = page.click(2, 1)
    expect(page.cells()).to_have_count(5)
    first = page.cells().nth(2)
    wrong = [float(text) for text in first.get_by_role("cell").all_text_contents()]
    expect(live.locator(".status")).to_contain_text("t = ")
    live.get_by_role("button", name="Jump to the end").click()
    expect(live.locator(".status")).to_contain_text("at rest")
    for key, name in zip(wrong, ("Astrocyte-gated", "Classical Hopfield"), strict=True):
        caption = live.locator(".view-retrieval figcaption").filter(has_text=name).locator(".numbers")
        expect(caption).to_contain_text(f"{key:g} wrong")
    query = dict(parse_qsl(urlsplit(live.url).query))
    assert query["noise"] == "0.25" and query["load"] == "21" and query["neurons"] == "64"
    href = first.get_by_role("link").get_attribute("href")
    assert dict(parse_qsl(href.lstrip("?")))["seed"] == query["seed"]


def test_by_keyboard_a_cell_is_read_and_opened(explore):
    page = explore()
    page.wait()
    page.map.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.page.keyboard.press(key)
    expect(page.page.locator(".cell h3")).to_have_text("Memory load K 11, Noise η 0.25")
    with page.context.expect_page() as opened:
        page.page.keyboard.press("Enter")
    assert "load=11" in opened.value.url


def test_cells_appear_while_it_computes_and_cancel_keeps_them(explore):
    page = explore(LARGE)
    page.button("Compute").click()
    expect(page.page.get_by_role("progressbar")).to_be_visible()
    expect(page.status).to_contain_text("left")
    expect(page.map).to_be_visible()
    some = page.page.locator(".map canvas").first
    eventually(page.page, lambda: some.evaluate(COLOURS), lambda n: n > 8)
    page.button("Cancel").click()
    expect(page.status).to_contain_text("Cancelled at")
    done = page.status.text_content()
    page.page.wait_for_timeout(1500)
    assert page.status.text_content() == done
    expect(page.button("Cancel")).to_be_hidden()


def test_a_bad_value_gets_a_sentence_and_the_map_stays(explore):
    page = explore()
    page.wait()
    before = page.page.get_by_role("heading", level=2).text_content()
    page.field("Across: from").fill("0")
    page.button("Compute").click()
    expect(page.alert).to_have_text("Memory load K is 0, but must be a whole number from 1 to 2000.")
    assert page.page.get_by_role("heading", level=2).text_content() == before
    page.field("Across: from").fill("2")
    page.button("Compute").click()
    page.wait()
    expect(page.alert).to_be_hidden()


CHANGES = {
    "an axis": lambda page: page.field("Across: what varies").select_option("temperature"),
    "an end": lambda page: page.field("Up: to").fill("0.3"),
    "a count": lambda page: page.field("Up: values").fill("4"),
    "the memory": lambda page: page.field("Memory").select_option("modern"),
    "what it is compared with": lambda page: page.field("Compared with").select_option(""),
    "the draws": lambda page: page.field("Draws a cell").fill("4"),
    "the patterns": lambda page: page.field("Patterns").select_option("letters"),
    "a setting": lambda page: page.field("Temperature").fill("0,1"),
    "an advanced one": lambda page: page.field("Gain time").fill("1"),
    "the integrator": lambda page: page.field("Integrator").select_option("euler"),
}


@pytest.mark.thorough
def test_a_map_of_an_earlier_form_is_marked_whatever_was_changed(explore):
    page = explore()
    page.wait()
    page.page.get_by_text("Advanced", exact=True).click()
    before = page.page.locator("[data-control] :is(input, select), .axis :is(input, select)")
    old = before.evaluate_all("fields => fields.map((field) => field.value)")
    title, settings = page.page.get_by_role("heading", level=2), page.page.locator(".figure .caption")
    words = title.text_content(), page.status.text_content(), settings.text_content()
    for act in CHANGES.values():
        expect(page.stale).to_be_hidden()
        act(page)
        expect(page.stale).to_contain_text("Compute makes it anew")
        expect(page.spoken).to_have_text(page.stale.text_content())
        assert words == (title.text_content(), page.status.text_content(), settings.text_content())
        before.evaluate_all(
            """(fields, old) => fields.forEach((field, i) => {
              field.value = old[i]
              field.dispatchEvent(new Event("input", {bubbles: true}))
            })""",
            old,
        )
        expect(page.stale).to_be_hidden()
    page.field("Up: to").fill("0,40")
    expect(page.stale).to_be_hidden()  # the same number
    page.field("What the map shows").select_option("hard_error")
    expect(title).to_contain_text("pixels wrong")
    expect(page.stale).to_be_hidden()  # of the same map
    page.field("Up: values").fill("2")
    page.button("Compute").click()
    expect(page.status).to_contain_text("All 8 cells computed")
    expect(page.stale).to_be_hidden()


def test_two_equal_axes_are_refused_when_they_are_chosen(explore):
    page = explore()
    page.wait()
    page.field("Up: what varies").select_option("load")
    expect(page.alert).to_have_text("Both axes are Memory load K, but must be two different choices.")
    page.field("Across: what varies").select_option("noise")
    expect(page.alert).to_be_hidden()
    page.field("Compared with").select_option("astro")
    expect(page.alert).to_contain_text("'Astrocyte-gated' with itself")
    page.field("Memory").select_option("dense")
    expect(page.alert).to_be_hidden()
    page.field("Across: values").fill("1")
    page.field("Across: values").blur()
    expect(page.alert).to_have_text("The number of values across is '1', but must be a whole number from 2 to 50.")
    page.field("Across: values").fill("2")
    page.field("Across: values").blur()
    expect(page.alert).to_be_hidden()


def test_what_is_changed_while_a_map_is_asked_for_stays(explore):
    page = explore()
    page.field("Draws a cell").fill("7")
    page.wait()
    expect(page.field("Draws a cell")).to_have_value("7")
    expect(page.stale).to_be_visible()


def test_the_caption_says_what_a_click_does(explore):
    page = explore()
    page.wait()
    expect(page.page.locator(".readout")).to_have_text(
        "Point at a cell to read it. A click lists its runs and opens the first of them on the Live page, in a new tab."
    )
    live = page.click(1, 1)
    first = page.cells().nth(2).get_by_role("link").get_attribute("href")
    assert dict(parse_qsl(urlsplit(live.url).query)).items() >= dict(parse_qsl(first.lstrip("?"))).items()


def test_a_map_is_saved_and_opened_again(explore, tmp_path):
    page = explore()
    page.wait()
    with page.page.expect_download() as waiting:
        page.button("Save map").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".nc" and read(path).sizes == {"system": 2, "load": 4, "noise": 3, "draw": 3}
    heading = page.page.get_by_role("heading", level=2)
    words = heading.text_content()
    page.open({"x": "temperature", "x_from": "0.01", "x_to": "1", "y": "noise"})
    page.page.locator("input[type=file]").set_input_files(path)
    expect(page.page.locator(".figure .caption")).to_contain_text("3 draws a cell")
    expect(page.field("Across: what varies")).to_have_value("load")
    expect(heading).to_have_text(words)
    (tmp_path / "other.nc").write_bytes(b"no map")
    page.page.locator("input[type=file]").set_input_files(tmp_path / "other.nc")
    expect(page.alert).to_contain_text("is no map")
    expect(heading).to_have_text(words)


def test_the_link_opens_the_form(explore):
    page = explore()
    page.wait()
    page.field("Draws a cell").fill("5")
    page.button("Copy link").click()
    expect(page.page.locator(".copied")).not_to_be_empty()
    page.open(dict(parse_qsl(urlsplit(page.page.url).query)) | {"draws": "5"})
    expect(page.field("Draws a cell")).to_have_value("5")
    expect(page.field("Across: to")).to_have_value("30")
