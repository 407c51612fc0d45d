"""What a link says of how its run is shown, as a person meets it."""

import re
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from playwright.sync_api import expect

from .conftest import fits

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})"
EMBEDDED = "live", "triangle"
DIGITS = "patterns=digits&load=20&seed=3"


def run(live):
    return live.page.locator(".transport .primary")


def part(live, name):
    return live.page.locator(f"[data-part={name}]")


def test_locked_and_hidden_parts_cannot_be_used_by_hand_or_key(visit):
    locked = "temperature,seed,transport,timeline,cue,retrieval,system,page-paper,advanced,target,own"
    live = visit(f"{DIGITS}&play=0&hide=noise,landscape,page-explore&lock={locked}")
    expect(run(live)).to_have_text("Run")
    for hidden in live.page.locator("[data-control=noise]"), part(live, "landscape"), part(live, "page-explore"):
        expect(hidden).to_be_hidden()
    control = live.page.locator("[data-control=temperature]")
    expect(control.get_by_title("Locked")).to_be_visible()
    expect(live.slider("temperature")).to_be_disabled()
    expect(live.field("temperature")).to_be_disabled()
    for name in "New seed", "Run", "Jump to the end":
        expect(live.button(name)).to_be_disabled()
    expect(live.page.locator(".thumbs button").first).to_be_disabled()
    assert part(live, "page-paper").get_attribute("href") is None
    for fold in "advanced", "own":
        part(live, fold).locator("summary").click()
        expect(live.page.locator("details[open]")).to_have_count(0)
    before, ink, query = live.frame, live.image("Cue"), live.query
    live.page.mouse.click(*live.cell("Cue", 3, 2))
    live.page.mouse.click(*live.cell("Classical Hopfield", 3, 2))
    for key in "n", " ", "r", "ArrowRight", "End", "e":
        live.page.keyboard.press(key)
    live.type("load", "21")  # what is not locked acts, and comes after all of these
    live.addressed("load", lambda load: load == "21")
    assert (live.frame, live.query) == (before, query | {"load": "21"})
    assert live.page.locator(".unmarked").count() == 0
    assert live.image("Cue") == ink
    expect(control.get_by_title("Locked")).to_have_count(1)  # not once more with each answer


# Finds the page's guise, as who has the page has it, among all objects
FOUND = """function() {
  for (const each of this) {
    try { if (Object.hasOwn(each, "hidden") && Object.hasOwn(each, "alone")) window.guise = each } catch {}
  }
}"""


@pytest.mark.thorough
def test_what_a_step_hides_and_locks_comes_and_goes_beside_the_link_s(visit):
    live = visit(f"{DIGITS}&play=0&hide=noise&lock=cue")
    live.addressed("v")
    devtools = live.page.context.new_cdp_session(live.page)
    every = devtools.send("Runtime.evaluate", {"expression": "Object.prototype"})["result"]["objectId"]
    objects = devtools.send("Runtime.queryObjects", {"prototypeObjectId": every})["objects"]["objectId"]
    devtools.send("Runtime.callFunctionOn", {"objectId": objects, "functionDeclaration": FOUND})
    devtools.detach()
    for _ in range(2):
        live.page.evaluate("guise.lock(['system', 'retrieval']), guise.hide(['energy'])")
    expect(live.system("naam")).to_be_disabled()
    expect(live.page.locator("[data-control=system] .lock")).to_have_count(1)
    expect(part(live, "energy")).to_be_hidden()
    live.page.evaluate("guise.lock([]), guise.hide([])")
    expect(live.system("naam")).to_be_enabled()
    expect(live.page.get_by_role("radio", name="erase")).to_be_disabled()  # the link's
    expect(live.page.locator("[data-control=noise]")).to_be_hidden()
    expect(part(live, "energy")).to_be_visible()
    live.page.evaluate("guise.only(['load', 'simplex'])")
    expect(live.page.locator(".view:visible")).to_have_count(1)
    expect(live.page.locator(".control:visible")).to_have_count(1)
    live.page.keyboard.press("n")  # the seed is not there
    live.page.evaluate("guise.only(['load', 'tau_x'])")
    part(live, "advanced").locator("summary").click()
    expect(live.page.locator(".control:visible")).to_have_count(2)
    live.page.evaluate("guise.only(null)")
    expect(live.page.locator(".view:visible")).to_have_count(8)
    live.type("load", "21")
    live.addressed("load", lambda load: load == "21")
    assert live.query["seed"] == "3"


def test_a_question_comes_before_every_outcome(visit):
    asked = quote("Which <b>one</b> wins?|The first|None, I think")
    live = visit(f"{DIGITS}&ask={asked}&at=0.2&hide=landscape&lock=cue")
    question = live.page.get_by_role("region", name="A question first")
    expect(question.get_by_role("heading")).to_have_text("Which <b>one</b> wins?")
    for hidden in live.status, live.page.locator(".typical"), part(live, "energy"), part(live, "overlap"):
        expect(hidden).to_be_hidden()
    for words in live.page.locator(".state .verdict, .state .numbers").all():
        assert words.text_content() == ""
    assert re.search("recalled|mixture|moving", live.page.locator(".views").inner_text()) is None
    for key in "End", " ", "ArrowRight":
        live.page.keyboard.press(key)
    live.paint()
    assert live.frame == 0
    sent = len(live.messages)
    question.get_by_role("button", name="None, I think").click()
    expect(live.page.get_by_text("Which <b>one</b> wins? You predicted: None, I think")).to_be_visible()
    for shown in live.status, part(live, "energy"):
        expect(shown).to_be_visible()
    assert not any("I think" in str(message) for message in live.messages[sent:])
    assert "at rest" in live.finish()
    expect(part(live, "landscape")).to_be_hidden()  # what the link has hidden and locked stays so
    expect(live.page.get_by_role("radio", name="erase")).to_be_disabled()
    expect(live.page.get_by_role("checkbox", name="Show errors")).to_be_enabled()


@pytest.mark.thorough
def test_a_question_takes_a_word_on_a_phone(visit):
    live = visit(f"{DIGITS}&ask=Why%3F", viewport={"width": 390, "height": 844}, has_touch=True)
    live.page.get_by_role("textbox", name="Why?").fill("  ")
    live.button("That is my prediction").click()
    expect(live.page.get_by_text("You predicted")).to_have_count(0)
    live.page.get_by_role("textbox", name="Why?").fill("since it <i>must</i>")
    live.page.keyboard.press("Enter")
    expect(live.page.get_by_text("Why? You predicted: since it <i>must</i>")).to_be_visible()
    expect(live.status).to_be_visible()
    fits(live.page)


def test_for_a_room_all_is_in_the_window_and_a_code_fills_it(visit):
    live = visit(f"{DIGITS}&play=0", viewport={"width": 1280, "height": 720})
    live.page.keyboard.press("p")
    live.addressed("projector")
    expect(live.page.locator(".controls")).to_be_hidden()
    titles = []
    for key in ".", "PageDown", ".", ".", ".", ".", ".":
        in_the_window(live, 1280, 720)
        titles.append(live.page.locator(".projected").get_attribute("data-part"))
        live.page.keyboard.press(key)
    assert len(set(titles)) == 7 and live.page.locator(f".projected[data-part={titles[0]}]").count() == 1
    live.page.set_viewport_size({"width": 1024, "height": 768})
    live.page.keyboard.press(",")
    in_the_window(live, 1024, 768)
    live.button("Next plot (key .)").click()
    expect(live.page.locator(f".projected[data-part={titles[0]}]")).to_be_visible()
    live.page.emulate_media(color_scheme="dark")
    live.page.keyboard.press("q")
    code = live.page.get_by_role("img", name="QR code")
    box = code.bounding_box()
    assert min(box["width"], box["height"]) > 480
    link = live.page.locator(".code-link").text_content()
    assert dict(parse_qsl(urlsplit(link).query)) == {"v": "1", "load": "20", "seed": "3", "play": "0"}
    ground = code.evaluate("svg => [getComputedStyle(svg).backgroundColor, getComputedStyle(svg.firstChild).fill]")
    assert ground == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    live.page.keyboard.press("Escape")
    expect(code).to_be_hidden()
    expect(live.page.locator(".projecting")).to_have_count(1)  # Escape closes one thing
    live.page.keyboard.press("Escape")
    expect(live.page.locator(".controls")).to_be_visible()
    live.eventually(lambda: live.query, lambda query: "projector" not in query)


def in_the_window(live, width, height):
    (plots,) = live.page.locator(".view:visible:not(.view-retrieval) > .plots").all()
    for seen in plots, live.timeline, run(live), live.picture("Target"):
        inside = lambda box: (  # noqa: E731
            box["x"] >= 0 and box["y"] >= 0 and box["height"] > 30
            and box["x"] + box["width"] <= width + 1 and box["y"] + box["height"] <= height + 1
        )  # fmt: skip
        live.eventually(seen.bounding_box, inside)


@pytest.mark.thorough
def test_in_frames_of_another_page(page, server):
    frames = "".join(f'<iframe src="/?{DIGITS}&embed={what}" width="700" height="480"></iframe>' for what in EMBEDDED)
    page.route("**/frames.html", lambda route: route.fulfill(content_type="text/html", body=frames))
    page.goto(f"{server}/frames.html")
    for i, what in enumerate(EMBEDDED):
        frame = page.frame_locator("iframe").nth(i)
        expect(frame.locator(".clock")).to_contain_text("t = ")
        expect(frame.locator("header").first).to_be_hidden()
        way = frame.get_by_role("link", name="Open in Astro Dash")
        expect(way).to_be_attached()
        if what != "live":
            expect(frame.locator(".view:visible")).to_have_count(1)
            expect(frame.locator(".embedding").get_by_role("button")).to_be_visible()
        way.focus()
        query = dict(parse_qsl(urlsplit(way.get_attribute("href")).query))
        assert "embed" not in query and query["load"] == "20" and way.get_attribute("target") == "_blank"


def test_a_link_is_copied_without_a_clipboard_or_else_chosen(live):
    live.addressed("v")
    live.page.evaluate(NO_CLIPBOARD)
    live.button("Copy link").click()
    expect(live.page.get_by_text("Link copied")).to_be_visible()
    expect(live.button("Copy link")).to_be_focused()
    live.page.evaluate("document.execCommand = () => false")
    live.button("Copy link").click()
    field = live.page.get_by_role("textbox", name="The link of this page")
    expect(field).to_have_value(live.page.url)
    expect(field).to_be_focused()
    expect(live.page.get_by_text("copy it by hand")).to_be_visible()
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == live.page.url


def test_a_link_to_a_moment_opens_there_in_another_browser(visit):
    """All that a link can say, at once."""
    shown = "hide=landscape&lock=seed&speed=2&even=1&focus=hopfield&corners=3,,5&rival=6&play=0"
    one = visit(f"{DIGITS}&system=astro,hopfield&{shown}")
    one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for frame, change, marks in (5, heat, 1), (20, knock, 2):
        one.scrub(frame)
        change(one)
        expect(one.marks).to_have_count(marks)
    one.finish()
    one.scrub(25)
    one.button("Link to this moment").click()
    expect(one.page.get_by_text("Link copied")).to_be_visible()
    link = one.page.evaluate("navigator.clipboard.readText()")
    query = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    assert query.items() >= dict(parse_qsl(shown)).items() and query["temperature"] != "0.5"
    assert query["then"].count("~") == 1 and ",temperature,0.5~" in query["then"] and float(query["at"]) > 0
    other = visit(urlsplit(link).query)
    other.eventually(lambda: other.frame, lambda frame: frame == 25)
    one.paint()
    other.paint()
    assert other.status.text_content() == one.status.text_content()
    for name in "Target", "Cue", "Astrocyte-gated", "Classical Hopfield":
        assert other.image(name) == one.image(name)
    expect(other.field("temperature")).to_have_value("0.5")
    expect(run(other)).to_have_text("Run")
    for what in "Speed", "Pattern at the left corner", "Pattern at the top corner", "System whose energy":
        assert read(other, what) == read(one, what)
    assert other.addressed("at") == query["at"] and other.query == query
    other.type("load", "21")  # another run: what was changed in the one before is gone
    other.addressed("load", lambda load: load == "21")
    assert not other.query.keys() & {"then", "at"} and other.query["temperature"] == "0.5"


def heat(live):
    live.type("temperature", "0.5")


def knock(live):
    live.page.mouse.click(*live.cell("Classical Hopfield", 3, 2))


def read(live, label):
    return live.page.get_by_label(label).first.input_value()
