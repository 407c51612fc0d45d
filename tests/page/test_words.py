"""What a person reads: no key of a registry, a few lines for who is new, words with a meaning, and what this is."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from astro_dash import cited
from astro_dash.engine import MODELS
from astro_dash.pages.glossary import GLOSSARY
from astro_dash.pages.theme import LOOKS
from astro_dash.store import MOST_SYSTEMS

from .conftest import eventually, mostly_thorough

# Of all shadow trees, whatever is read or read out, shown or not: texts, and the attributes that are words
READ = """root => {
  const found = []
  const attributes = ["aria-label", "title", "alt", "placeholder", "aria-valuetext", "aria-description"]
  const visit = (node) => {
    node.normalize()
    if (node.nodeType === 3) found.push(node.data)
    if (node.matches?.("style, script, .dotted, .meaning")) return
    if (node.attributes) found.push(...attributes.map((name) => node.getAttribute(name) ?? ""))
    if (node.shadowRoot) visit(node.shadowRoot)
    for (const child of node.childNodes) visit(child)
  }
  visit(root)
  return [...new Set(found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean))]
}"""
# These are words of English as well: a key is what stands alone, or says something.
ENGLISH = {"attention", "dense", "ideal", "modern", "sequence", "sparse"}


def keys_among(texts):
    """Texts in which a key stands for a system."""
    found = []
    for text in texts:
        for key in MODELS:
            alone = rf"(^|[·,:;−(]\s*){key}(\s*($|[·,:;−)(])| (recalled|recalls|errs|rests|leaves)\b)"
            written = alone if key in ENGLISH else rf"(?<![\w-]){key}(?![\w-])"
            if re.search(written, text):
                found.append((key, text))
    return found


def test_the_test_finds_keys():
    texts = ["astro", "of astro", "t = 0 · ideal: still moving", "Of 50: dense recalls 3", "attention", "modern − naam"]
    assert [key for key, _ in keys_among(texts)] == ["astro", "astro", "ideal", "dense", "attention", "naam", "modern"]
    assert keys_among(["Gains become attention", "modern Hopfield", "Astro Dash", "astro-dash", "Ideal observer"]) == []


@pytest.mark.parametrize("first", mostly_thorough(range(0, len(MODELS), MOST_SYSTEMS), [0]))
def test_no_key_is_a_word_on_the_live_page(visit, first):
    systems = list(MODELS)[first : first + MOST_SYSTEMS]
    limited = any(MODELS[key].most_neurons for key in systems)
    live = visit(f"system={','.join(systems)}&load=10&patterns=random&neurons={1024 if limited else 64}")
    live.page.get_by_text("Advanced", exact=True).click()
    if limited:
        expect(live.alert).to_contain_text("more are too slow")
    live.finish()
    expect(live.page.locator(".typical")).to_contain_text("Of 50 other cues")
    said = live.page.locator("html").evaluate(READ)
    assert keys_among(said) == []
    legend = live.page.locator(".view-overlap .key").all_text_contents()
    assert legend == [MODELS[key].title for key in systems]
    for key in systems:
        assert MODELS[key].title in live.status.text_content()
        assert MODELS[key].title in live.page.get_by_role("status").text_content()


def test_three_lines_tell_what_happens_until_they_are_put_away(visit):
    live = visit()
    lines = live.page.get_by_role("region", name="What happens here")
    expect(lines.get_by_role("listitem")).to_have_count(3)
    live.type("load", "57")
    expect(lines).to_contain_text("57 pictures are stored")
    live.type("noise", "0.25")
    expect(lines).to_contain_text("16 of its 64 pixels")
    expect(lines).to_contain_text("squared overlaps")
    expect(lines).to_contain_text(f"exactly a transformer's in “{MODELS['attention'].title}”")
    live.button("Hide these lines").click()
    expect(lines).to_be_hidden()
    live.page.reload()
    expect(live.status).to_contain_text("t = ")
    expect(lines).to_be_hidden()
    other = visit()
    expect(other.page.get_by_role("region", name="What happens here")).to_be_visible()


def words(page):
    return page.locator(".dotted:visible")


def test_each_word_of_the_glossary_opens_by_click_and_by_keys(live):
    live.pause()
    page, meaning = live.page, live.page.get_by_role("tooltip")
    for term in GLOSSARY:
        if term.forms.startswith("primed"):
            continue  # which only Laws writes
        word = words(page).filter(has_text=re.compile(f"^({term.forms})$", re.IGNORECASE)).first
        word.scroll_into_view_if_needed()
        word.click()
        expect(meaning).to_contain_text(term.sentence)
        expect(meaning.locator("svg")).to_be_visible()
        expect(word).to_have_attribute("aria-expanded", "true")
        word.click()
        expect(meaning).to_be_hidden()
        word.press("Enter")
        expect(meaning).to_contain_text(term.sentence)
        expect(word).to_have_accessible_description(re.compile(re.escape(term.sentence)))
        page.keyboard.press("Escape")
        expect(meaning).to_be_hidden()
        expect(word).to_have_attribute("aria-expanded", "false")
        word.blur()
        word.focus()
        expect(meaning).to_be_visible()
        live.status.click()
        expect(meaning).to_be_hidden()


def beside(boxes):
    """Inside the window, and not over its word."""
    box, at = boxes
    inside = box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] >= 0 and box["y"] + box["height"] <= 844
    return inside and (box["y"] >= at["y"] + at["height"] or box["y"] + box["height"] <= at["y"])


@pytest.mark.parametrize("query", mostly_thorough(["", "page=explore&x=temperature&y=noise", "page=paper"], [""]))
def test_what_a_word_means_is_inside_the_window(tab, server, query):
    page = tab(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{server}/?{query}")
    expect(words(page).first).to_be_visible()
    meaning = page.get_by_role("tooltip")
    for word in words(page).all():
        word.scroll_into_view_if_needed()
        word.tap()
        expect(meaning).to_be_visible()
        # figures may still come
        eventually(page, lambda word=word: (meaning.bounding_box(), word.bounding_box()), beside)
        word.tap()
        expect(meaning).to_be_hidden()


@pytest.mark.parametrize("query", mostly_thorough(["", "page=explore&against=naam", "page=paper"], [""]))
def test_about_says_what_this_is_and_asks_nobody_and_no_key_is_a_word(page, server, query):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/?{query}")
    page.get_by_role("button", name="About", exact=True).click()
    panel = page.get_by_role("dialog")
    for words in (*cited.AUTHORS, cited.PAPER, cited.LICENCE, f"Version {cited.__version__}", *cited.cited()["cite"]):
        expect(panel).to_contain_text(words)
    links = {link.text_content(): link.get_attribute("href") for link in panel.get_by_role("link").all()}
    assert links == cited.LINKS
    assert {link.get_attribute("rel") for link in panel.get_by_role("link").all()} == {"noopener noreferrer"}
    page.keyboard.press("n")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    titles = {"": "Live", "page=explore": "Explore", "page=paper": "Paper"}
    assert page.title() == f"{titles[query.partition('&')[0]]} · Astro Dash"
    if query:
        expect(page.locator(".map canvas, .claims").first).to_be_visible()
        for figure in page.locator(".reproduced").all():
            figure.scroll_into_view_if_needed()
            expect(figure.locator("canvas").first).to_be_visible()
        assert keys_among(page.locator("html").evaluate(READ)) == []
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []


# Of the chips under a selector: each with the background it is drawn by
CHIPS = """([selector, pseudo]) => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])])
  const chips = all(document).filter((e) => e.matches(selector) && e.checkVisibility())
  return chips.map((e) => getComputedStyle(e, pseudo).backgroundImage)
}"""


def test_every_system_keeps_its_dash_and_its_mark_where_colours_are_forced(page, server):
    systems = list(MODELS)[:MOST_SYSTEMS]
    page.emulate_media(forced_colors="active")
    page.goto(f"{server}/?system={','.join(systems)}")
    expect(page.locator(".view-overlap .key")).to_have_count(len(systems))
    places = {".system": "::after", ".view-overlap .key": "::before", ".state figcaption b": "::before"}
    for forced in "active", "none":
        page.emulate_media(forced_colors=forced)
        for (selector, pseudo), count in zip(places.items(), (len(MODELS), 4, 4), strict=True):
            chips = page.evaluate(CHIPS, [selector, pseudo])
            assert len(chips) == len(set(chips)) == count, (forced, selector)
            assert all("data:image/svg+xml" in chip and "repeating-linear-gradient" in chip for chip in chips), chips
    read = """() => {
      const documents = window.Bokeh.documents
      const figure = documents.flatMap((one) => one.roots()).find((root) => root.left?.[0]?.axis_label === "overlap m")
      return [...new Set(figure?.renderers.find((one) => one.glyph?.marker)?.data_source.data.mark)]
    }"""
    marks = eventually(page, lambda: page.evaluate(read), lambda marks: len(marks) == len(systems))
    assert set(marks) == {LOOKS[key].mark for key in systems}


# What the page asks of the screen: one emulated by Chromium's protocol has other dots, but tells nobody
SCREENS = """window.screens = []
{
  const ask = window.matchMedia.bind(window)
  window.matchMedia = (query) => {
    const asked = ask(query)
    if (query.includes("resolution")) window.screens.push(asked)
    return asked
  }
}"""


@pytest.mark.thorough
def test_figures_are_as_sharp_as_the_screen(page, server):
    context = page.context
    page = context.new_page()  # which is closed, since this cannot be taken back
    page.add_init_script(SCREENS)
    page.goto(server)
    canvases = page.locator(".view-overlap canvas").first, page.locator(".state:visible canvas").first
    sharp = "canvas => canvas.width / canvas.getBoundingClientRect().width"
    expect(canvases[1]).to_be_visible()
    wire = context.new_cdp_session(page)
    for ratio in 2, 3, 1:
        size = {"width": 1440, "height": 900, "mobile": False, "deviceScaleFactor": ratio}
        wire.send("Emulation.setDeviceMetricsOverride", size)
        page.evaluate("window.screens.at(-1).dispatchEvent(new Event('change'))")
        for canvas in canvases:
            eventually(page, partial(canvas.evaluate, sharp), lambda now, ratio=ratio: abs(now - ratio) < 0.03)


# A key as a keyboard of another layout sends it
PRESS = "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"


KEYS = [("т", "KeyN"), ("ν", "KeyN"), ("b", "KeyN"), ("n", "KeyL"), ("Process", "KeyN")]


@pytest.mark.thorough
def test_a_key_works_by_its_letter_and_by_its_place(live):
    for key, code in KEYS:
        seed = live.addressed("seed")
        live.page.evaluate(PRESS, [key, code])
        live.addressed("seed", lambda now, seed=seed: now != seed)
