"""On phones, on projectors and on paper: what is seen first, what can be touched, and that nothing is in the way."""

import operator
import re
from itertools import pairwise, product

import pytest
from playwright.sync_api import expect

from .conftest import eventually, fits, mostly_thorough, unfold

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LYING = {"viewport": {"width": 844, "height": 390}, "has_touch": True, "is_mobile": True}
# Of projectors, whole and zoomed to 150 and to 200 %, and of a small window
LOW = [(1280, 720), (1024, 768), (853, 480), (683, 512), (640, 360), (390, 664)]
PAGES = {"live": ".picture canvas", "explore": ".map canvas", "paper": ".claims", "laws": ".law", "attention": ".cells"}
# Each opened at one of them, another for each, and changed to the rest
OPENED = [(which, LOW[i:] + LOW[:i]) for i, which in enumerate(PAGES)]
FINGER = 44
NOTHING = operator.not_

# Texts that are cut off where they stand, and what sticks out of the window
CUT = """root => [...root.querySelectorAll("button, .label, h2, figcaption b, .status, .clock, summary, nav a")]
  .filter((e) => !e.matches(".thumbs *")) // whose numbers stand in two rows
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.clientWidth && e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent)"""

# What one would touch instead of an element's middle, if that is in sight
UNDER = """e => {
  const {left, top, width, height} = e.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  if (y < 0 || y > innerHeight) return null
  let found = document.elementFromPoint(x, y)
  while (found?.shadowRoot?.elementFromPoint(x, y)) {
    const inner = found.shadowRoot.elementFromPoint(x, y)
    if (inner === found) break
    found = inner
  }
  for (let inside = found; inside; inside = inside.parentNode ?? inside.host) if (inside === e) return null
  return found?.contains(e) ? null : found?.className ?? "nothing"
}"""

# What a finger has to hit, small: words in a text, and the memories under their bars, are as large as they can be
SMALL = """(root, least) => [...root.querySelectorAll("button, select, input, summary, nav a, .ways a")]
  .filter((e) => !e.matches(".dotted, .thumbs *, .grid-of-cells *"))
  .filter((e) => e.checkVisibility({visibilityProperty: true}))
  .map((e) => [e.matches("[type=checkbox], [type=radio]") ? e.closest("label") : e, e])
  .map(([hit, e]) => [e.ariaLabel || e.textContent || e.className, hit.getBoundingClientRect()])
  .filter(([_, box]) => box.height && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([name, box]) => [name, box.width, box.height])"""

# What fields of the rail and the header have in them and no room for; of a language a phone shows the first word alone
CRAMPED = """root => [...root.querySelectorAll(".rail :is(select, .typed), .language")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.clientWidth)
  .map((e) => {
    const style = getComputedStyle(e), pen = document.createElement("canvas").getContext("2d")
    pen.font = `${style.fontSize} ${style.fontFamily}`
    const words = e.selectedOptions?.[0].textContent ?? e.value, arrow = e.matches("select") ? 16 : 0
    const [shown, beside] = style.appearance === "none" && arrow ? [words.split(" ")[0], 0] : [words, arrow]
    const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - beside
    return [e.ariaLabel, shown, pen.measureText(shown).width - room]
  }).filter(([name, shown, over]) => over > 0)"""


def viewport(size):
    return dict(zip(("width", "height"), size, strict=True))


@pytest.fixture
def look(tab, server):
    """Opens any page at a size."""

    def look(which, size, **options):
        page = tab(viewport=viewport(size), **options)
        page.goto(f"{server}/?{'patterns=digits' if which == 'live' else f'page={which}'}", wait_until="commit")
        expect(page.locator(PAGES[which]).first).to_be_visible()
        return page

    return look


def box(part):
    found = part.bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


@pytest.mark.parametrize(
    "which, sizes",
    [one if one[0] == "attention" else pytest.param(*one, marks=pytest.mark.thorough) for one in OPENED],
    ids=str,
)
def test_nothing_is_covered_or_cut_in_a_low_window(look, which, sizes):
    page = look(which, sizes[0])
    for size, text in product(sizes, (16, 24, 32)):
        page.set_viewport_size(viewport(size))
        page.evaluate("text => document.documentElement.style.fontSize = `${text}px`", text)
        unfold(page)
        fits(page, (size, text))
        eventually(page, lambda: page.locator(".astro-dash").evaluate(CUT), NOTHING, what=(size, text))
        for part in page.locator(".caption:visible").all():
            part.scroll_into_view_if_needed()
            eventually(page, lambda part=part: part.evaluate(UNDER), NOTHING, what=(size, text))
        page.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
        last = page.locator(".caption:visible").last
        eventually(page, lambda last=last: last.evaluate(UNDER), NOTHING, what=(size, text))
        if page.locator(".timeline").count():
            assert page.locator(".timeline").evaluate("e => getComputedStyle(e).position") == "static", (size, text)


@pytest.mark.parametrize("which", mostly_thorough(["live", "explore", "attention"], ["explore"]))
@pytest.mark.parametrize("lang", ["en", "de", "es"])
def test_a_field_has_room_for_what_is_in_it_and_a_rail_for_its_fields(tab, server, which, lang):
    page = tab(viewport={"width": 1440, "height": 1200})
    page.goto(f"{server}/?{'patterns=digits' if which == 'live' else f'page={which}'}&lang={lang}", wait_until="commit")
    expect(page.locator(PAGES[which]).first).to_be_visible()
    page.locator(".advanced summary").first.click()
    eventually(page, lambda: page.locator(".astro-dash").evaluate(CRAMPED), NOTHING)
    eventually(page, lambda: page.locator(".rail").evaluate("e => e.scrollWidth - e.clientWidth"), NOTHING)


def test_a_projector_shows_pictures_and_timeline_at_once(look):
    sizes = [(1280, 720), (1024, 768)]
    page = look("live", sizes[0])
    pictures = page.locator(".picture:visible")
    for size in sizes:
        page.set_viewport_size(viewport(size))
        assert pictures.count() == 4
        for part in *pictures.all(), page.locator(".timeline"):
            inside = lambda at, height=size[1]: 0 <= at[1] < at[3] <= height  # noqa: E731
            eventually(page, lambda part=part: box(part), inside)


@pytest.mark.thorough
def test_letters_follow_the_text_size_of_the_browser(live):
    def sizes():
        parts = ".status", ".caption", ".label", ".transport button", "h1"
        return [float(style(live, part, "fontSize")[:-2]) for part in parts]

    before = sizes()
    axis = live.page.locator(".view-energy canvas").first
    drawn = axis.evaluate("canvas => canvas.toDataURL()")
    live.page.evaluate("document.documentElement.style.fontSize = '20px'")
    assert sizes() == pytest.approx([1.25 * size for size in before])
    live.page.emulate_media(color_scheme="dark")  # a figure asks when it is painted
    live.eventually(lambda: axis.evaluate("canvas => canvas.toDataURL()"), lambda now: now != drawn)


def style(live, part, name):
    return live.page.locator(part).first.evaluate(f"e => getComputedStyle(e).{name}")


def test_a_phone_shows_the_pictures_and_what_moves_them(visit):
    live = visit(**PHONE)
    expect(live.status).to_be_in_viewport(ratio=1)
    timeline = box(live.page.locator(".timeline"))[1]
    pictures = live.page.locator(".picture:visible")
    assert pictures.count() == 4
    sliders = [live.slider(name) for name in ("load", "noise", "temperature")]
    assert all(box(one)[1] <= box(other)[1] for one, other in pairwise([*pictures.all(), *sliders]))
    for part in *pictures.all(), *sliders, live.button("Pause"):
        assert 0 <= box(part)[1] < box(part)[3] <= timeline
    widths = [right - left for left, _, right, _ in map(box, pictures.all())]
    assert all(80 <= width <= 96 for width in widths)
    for view in live.page.locator(".view:not(.view-retrieval)").all():
        assert view.bounding_box()["height"] < 80  # folded
    live.slider("temperature").scroll_into_view_if_needed()
    live.page.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
    live.paint()
    for picture in pictures.all():
        expect(picture).to_be_in_viewport(ratio=0.99)


@pytest.mark.thorough
def test_what_is_folded_on_a_phone_unfolds(visit):
    live = visit(**PHONE)
    lines = live.page.locator(".welcome li:visible")
    expect(lines).to_have_count(1)
    live.button("more: what happens here").tap()
    expect(lines).to_have_count(3)

    # A view by its heading, and it is drawn
    view = live.page.get_by_role("region", name="Energy never rises")
    plot = view.locator(".plot")
    expect(plot).to_be_hidden()
    view.get_by_role("heading").click(position={"x": 8, "y": 20})
    expect(plot).to_be_visible()
    expect(view.locator(".fold")).to_have_attribute("aria-expanded", "true")
    left, _, right, _ = box(plot.locator("canvas").first)
    assert right - left > 300
    view.locator(".fold").tap()
    expect(plot).to_be_hidden()

    # The pictures, large enough to draw on, by a finger on one of them
    before = live.ink("Cue")
    live.picture("Cue").locator("..").tap(position={"x": 40, "y": 100})
    left, _, right, _ = box(live.picture("Cue"))
    assert right - left > 160
    live.page.touchscreen.tap(*live.cell("Cue", 0, 0))
    live.shows("Cue", [not before[0], *before[1:]])

    # What a class needs is in the menu of a head of two lines
    assert live.page.locator("header").bounding_box()["height"] <= 2 * FINGER + 16
    live.button("Menu").tap()
    for name in "Copy link", "Projector", "About":
        expect(live.button(name)).to_be_visible()
    live.button("QR code").tap()
    expect(live.page.get_by_role("dialog", name="Scan to open this page")).to_be_visible()


def test_a_lying_phone_shows_pictures_and_transport(visit):
    live = visit(**LYING)
    for part in *live.page.locator(".picture:visible").all(), live.button("Pause"), live.timeline, live.status:
        expect(part).to_be_in_viewport(ratio=0.99)
        live.eventually(lambda part=part: part.evaluate(UNDER), NOTHING)
    fits(live.page)


@pytest.mark.parametrize("which", mostly_thorough(PAGES, ["live"]))
def test_what_a_finger_touches_is_large_enough(look, which):
    """Opened standing or lying, and turned."""
    sizes = [tuple(phone["viewport"].values()) for phone in (PHONE, LYING)]
    sizes = sizes if which in ("live", "paper") else sizes[::-1]
    page = look(which, sizes[0], has_touch=True, is_mobile=True)
    for size in sizes:
        page.set_viewport_size(viewport(size))
        unfold(page)
        folded = page.locator(".advanced:not([open]):visible")
        while folded.count():
            folded.first.locator("summary").click()
        small = lambda: page.locator(".astro-dash").evaluate(SMALL, FINGER)  # noqa: E731
        eventually(page, small, lambda found: found == [])  # selects widen with what they offer
        eventually(page, lambda: page.locator(".astro-dash").evaluate(CRAMPED), NOTHING)
        fits(page)


def swipe(page, start, by):
    """A finger's way over the screen, in steps."""
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        at = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    send("touchStart", start)
    for step in range(1, 9):
        send("touchMove", (start[0] + by[0] * step / 8, start[1] + by[1] * step / 8))
    send("touchEnd")


def test_a_swipe_over_a_slider_scrolls_and_one_along_it_moves_it(visit):
    live = visit(**PHONE)
    for name in "load", "noise", "temperature":
        live.page.evaluate("scrollTo(0, 0)")
        slider = live.slider(name)
        before = slider.input_value()
        left, top, right, bottom = box(slider)
        swipe(live.page, (left + 0.8 * (right - left), (top + bottom) / 2), (4, -160))
        eventually(live.page, lambda: live.page.evaluate("scrollY"), lambda y: y > 80)
        assert slider.input_value() == before
    top = "() => { scrollTo(0, 0); return scrollY }"
    live.eventually(lambda: live.paint() or live.page.evaluate(top), lambda y: y == 0)
    slider = live.slider("load")
    left, top, right, bottom = box(slider)
    before, most = int(slider.input_value()), int(slider.get_attribute("max"))
    x = left + before / most * (right - left)
    swipe(live.page, (x, (top + bottom) / 2), (120, 4))
    live.eventually(lambda: int(slider.input_value()), lambda now: abs(now - before - 120 / (right - left) * most) < 20)
    live.page.evaluate("scrollTo(0, 0)")
    before = int(slider.input_value())
    slider.tap(position={"x": 20, "y": 20})
    live.eventually(lambda: int(slider.input_value()), lambda now: now < before)


@pytest.mark.parametrize("phone", [{}, PHONE], ids=["desk", "phone"])
def test_paper_has_all_views_the_settings_and_the_link_in_light(visit, phone):
    live = visit("patterns=digits&load=12&noise=0.25", color_scheme="dark", **phone)
    live.finish()
    live.addressed("load", lambda text: text == "12")
    live.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    live.page.emulate_media(media="print")
    for part in ".rail", ".timeline", "nav", ".fold", ".tools", "header button":
        expect(live.page.locator(part).locator("visible=true")).to_have_count(0)
    views = live.page.locator(".view")
    assert views.count() >= 6
    for view in views.all():
        expect(view.locator(".caption").first).to_be_visible()
        for plot in view.locator(".plot:visible").all():
            expect(plot.locator(".copy")).to_be_visible()
            assert plot.locator(".copy").evaluate("canvas => canvas.width") > 50
    said = live.page.locator(".printed")
    expect(said).to_be_visible()
    for words in "Patterns: Handwritten digits", "Memory load: 12", "Noise: 0.25", "Neuron time: 1", live.page.url:
        expect(said).to_contain_text(words)
    assert style(live, ".astro-dash", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(live, ".caption", "color") == "rgb(89, 99, 110)"
    live.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(live.page.locator(".copy")).to_have_count(0)
    live.page.emulate_media(media="screen")
    expect(said).to_be_hidden()


@pytest.mark.parametrize("which", mostly_thorough([which for which in PAGES if which != "live"], ["explore"]))
def test_other_pages_are_printed_with_their_link(look, which):
    page = look(which, (1440, 900), color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text(re.compile(rf"/\?page={which}"))
    for part in ".rail", ".timeline", "nav":
        expect(page.locator(part).locator("visible=true")).to_have_count(0)
    assert page.locator(".astro-dash").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
