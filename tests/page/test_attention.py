"""The Attention page in a browser: a word that is typed, damaged and read back, and rows that open their runs."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from astro_dash.store import Said

from .conftest import Watched, eventually, fits

QUICK = {"word": "HOPFIELD", "dt": "0.02"}
# What a matrix shows, row by row: how dark, or light, each cell is
CELLS = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return [canvas.height, canvas.width, ...Array.from({length: data.length / 4}, (_, i) => data[4 * i])]
}"""


class Attention(Watched):
    """The Attention page."""

    FAULTY = ("error",)

    def __init__(self, page, address, query):
        super().__init__(page, address)
        self.status, self.alert = page.locator(".status"), page.get_by_role("alert")
        self.clock, self.readout = page.locator(".clock"), page.locator(".readout")
        self.matrices = page.locator(".matrix")
        self.word = page.get_by_label("Word", exact=True)
        page.goto(f"{address}/?{urlencode({'page': 'attention'} | query)}", wait_until="commit")
        expect(self.status).to_contain_text("right; one pass")

    def finish(self):
        self.button("Jump to the end").click()

    def numbers(self, which):
        return self.matrices.nth(which).locator(".numbers")

    def cells(self, which):
        return self.matrices.nth(which).locator("canvas.cells").evaluate(CELLS)

    def click(self, which, row, column, shape):
        box = self.matrices.nth(which).locator("canvas.cells").bounding_box()
        at = {"x": (column + 0.5) / shape[1] * box["width"], "y": (row + 0.5) / shape[0] * box["height"]}
        with self.context.expect_page() as opened:
            self.matrices.nth(which).locator("canvas.cells").click(position=at)
        return opened.value


@pytest.fixture
def attention(tab, server):
    pages = []

    def attention(query=QUICK, **options):
        pages.append(Attention(tab(**options), server, query))
        return pages[-1]

    yield attention
    assert [page.leave() for page in pages] == [[]] * len(pages)


def test_a_word_plays_from_alike_to_its_own_memories(attention):
    page = attention()
    said = Said.of(QUICK)
    attended, plain = said.attended("attention"), said.one_pass()
    page.finish()
    expect(page.numbers(0)).to_have_text(f"{said.on_right(attended.gain[-1]):.3f} on the token's own memory")
    expect(page.numbers(2)).to_contain_text(f"{said.on_right(plain):.3f} on the token's own memory")
    rows, columns, *cells = page.cells(2)
    assert (rows, columns) == (8, 8)
    darkest = [row.index(min(row)) for row in (cells[8 * i : 8 * i + 8] for i in range(8))]
    assert darkest == plain.argmax(1).tolist()
    page.button("Reset").click()
    expect(page.clock).to_have_text(re.compile(r"t = 0\.0+$"))
    assert len(set(page.cells(0)[2:])) == 1  # nobody is chosen yet
    page.button("Run").click()
    eventually(page.page, lambda: len(set(page.cells(0)[2:])), lambda n: n > 8)
    expect(page.button("Run")).to_be_visible()  # at rest
    many, once = (said.read(x).right.sum() for x in (attended.x, plain @ said.drawn.patterns))
    expect(page.status).to_contain_text(f"{many} of 8 right; one pass, {once} of 8")
    messages = len(page.messages)
    page.page.wait_for_timeout(500)
    assert len(page.messages) == messages  # a page at rest says nothing


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_a_row_opens_live_on_exactly_its_run(attention, way):
    query = QUICK | {"word": "ROTOR", "inverted": "2", "focus": "astro"}
    page = attention(query)
    said = Said.of(query)
    if way == "pointer":
        live = page.click(1, 3, 2, (5, 3))
    else:
        link = page.page.get_by_role("link", name="Open token 4, O, on the Live page")
        link.focus()
        with page.context.expect_page() as opened:
            page.page.keyboard.press("Enter")
        live = opened.value
    expect(live.locator(".status")).to_contain_text("t = ")
    assert dict(parse_qsl(urlsplit(live.url).query)).items() >= dict(parse_qsl(said.row(3))).items() - {("cue", "")}
    live.get_by_role("button", name="Jump to the end").click()
    expect(live.locator(".status")).to_contain_text("at rest")
    for key, title in (("astro", "Astrocyte-gated"), ("attention", "Linear-score attention")):
        wrong = (said.attended(key).x[3] > 0) != (said.drawn.patterns[said.places[3]] > 0)
        caption = live.locator(".view-retrieval figcaption").filter(has_text=title).locator(".numbers")
        expect(caption).to_contain_text(f"{wrong.sum()} wrong")
    expect(live.get_by_label("Word")).to_have_count(0)


def test_what_is_chosen_is_in_the_link_and_what_is_wrong_gets_a_sentence(attention):
    page = attention()
    page.finish()
    page.word.fill("ROT0R")
    page.word.press("Enter")
    expect(page.alert).to_contain_text("Word is 'ROT0R', but must be of the letters")
    page.word.fill("ROTOR")
    page.word.press("Enter")
    expect(page.alert).to_be_hidden()
    expect(page.page.locator(".readout-table button")).to_have_count(5)
    page.button("Invert O, token 2").click()
    expect(page.button("Invert −O, token 2")).to_have_attribute("aria-pressed", "true")
    # Two at once, before the first is answered
    page.page.locator(".readout-table button").evaluate_all("all => [all[0], all[2]].forEach((each) => each.click())")
    for button in "Invert −R, token 1", "Invert −T, token 3":
        expect(page.button(button)).to_have_attribute("aria-pressed", "true")
        page.button(button).click()
    page.button("T = √N = 8").click()
    page.button("Slave the gains: τ_p = 0").click()
    expect(page.page.get_by_role("textbox", name="τ_p, exact value")).to_have_value("0")
    page.button("Reset").click()
    expect(page.numbers(1)).to_have_text("differs from the gains by 0.000")
    expect(page.numbers(2)).to_contain_text("differs from the gains by 0.000")  # the law
    assert page.cells(0) == page.cells(2)
    page.page.get_by_label("Whose gains").select_option("astro")
    expect(page.status).to_contain_text("Astrocyte-gated reads R −O T O R")
    eventually(page.page, lambda: dict(parse_qsl(urlsplit(page.page.url).query)).get("focus"), lambda f: f == "astro")
    again = Said.opened(urlsplit(page.page.url).query)[0]
    assert again.inverted == (1,) and again.store.word == "ROTOR" and again.store.tau_p == 0
    page.page.reload()
    expect(page.status).to_contain_text("Astrocyte-gated reads R −O T O R")


def test_on_a_dark_phone_pictures_are_chosen_and_nothing_scrolls_sideways(attention):
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    page = attention(QUICK | {"patterns": "digits", "word": "3,1"}, **phone)
    page.page.get_by_text("Choose pictures").click()
    page.page.get_by_role("button", name=re.compile("^Add digit")).nth(7).click()
    expect(page.word).to_have_value("3,1,7")
    expect(page.page.locator(".tokens-down").first.get_by_role("link")).to_have_count(3)
    page.button("Take the last token away").click()
    expect(page.word).to_have_value("3,1")
    # Twice each, before the first is answered
    twice = "each => { each.click(); each.click() }"
    page.page.get_by_role("button", name=re.compile("^Add digit")).nth(5).evaluate(twice)
    expect(page.word).to_have_value("3,1,5,5")
    page.button("Take the last token away").evaluate(twice)
    expect(page.word).to_have_value("3,1")
    fits(page.page)
    page.matrices.first.locator("canvas.cells").hover()
    expect(page.readout).to_contain_text("gain 0.")
