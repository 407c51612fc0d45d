"""Time on the Live page: it runs by itself, and a person stops, steps, scrubs and restarts it."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import mostly_thorough

HOPFIELD, ASTRO = "Classical Hopfield", "Astrocyte-gated"
START = re.compile(r"^t = 0(\.0+)?$")


def test_it_runs_by_itself_until_one_recalls_and_one_fails(live):
    for read in live.clock.text_content, live.status.text_content, lambda: live.image(HOPFIELD):
        before = read()
        live.eventually(read, lambda now, before=before: now != before)
    expect(live.button("Pause")).to_be_visible()
    expect(live.status).to_contain_text(f"{ASTRO} recalled")
    assert f"{HOPFIELD} recalled" not in live.status.text_content()
    end = live.finish()
    assert f"{ASTRO} recalled" in end and HOPFIELD in end and f"{HOPFIELD} recalled" not in end

    # It says how typical that is
    text = live.page.get_by_text("Of 50 other cues")
    expect(text).to_be_visible()
    counts = {key: int(n) for key, n in re.findall(r"[:,] ([^,]+) recalls (\d+)", text.text_content())}
    assert set(counts) == {ASTRO, HOPFIELD} and 50 >= counts[ASTRO] > counts[HOPFIELD]


def test_pause_run_reset_and_step(live):
    before = live.pause()
    expect(live.button("Run")).to_be_visible()
    shown = live.clock.text_content(), live.image(HOPFIELD)
    live.paint()
    assert (live.clock.text_content(), live.image(HOPFIELD)) == shown
    live.button("Run").click()  # goes on from there
    assert live.frame >= before
    live.eventually(lambda: live.frame, lambda frame: frame > before)

    # Reset starts at zero, and so does Run at rest
    live.scrub(50)
    live.button("Reset").click()
    expect(live.clock).to_have_text(START)
    live.finish()
    end = live.frame
    live.button("Run").click()
    live.eventually(lambda: live.frame, lambda frame: 0 < frame < end)

    # A step is a frame
    live.button("Step").click()
    expect(live.button("Run")).to_be_visible()
    live.scrub(20)
    for name, frame in ("Step", 21), ("Step on", 22), ("Step back", 21), ("Step back", 20):
        live.button(name).click()
        assert live.frame == frame


@pytest.mark.thorough
def test_keys_pause_run_step_reset_and_are_listed_and_letters_in_a_field_are_text(live):
    live.page.keyboard.press("Space")
    expect(live.button("Run")).to_be_visible()
    live.page.keyboard.press("Space")
    expect(live.button("Pause")).to_be_visible()
    live.button("Pause").press("Space")  # once, not twice
    expect(live.button("Run")).to_be_visible()
    before = live.frame
    live.page.keyboard.press("ArrowRight")
    assert live.frame == before + 1
    live.page.keyboard.press("ArrowLeft")
    assert live.frame == before
    live.page.keyboard.press("End")
    assert live.frame > before
    live.page.keyboard.press("r")
    expect(live.clock).to_have_text(START)

    live.page.keyboard.press("?")
    dialog = live.page.get_by_role("dialog")
    for key in "Space", "→", "←", "R":
        expect(dialog).to_contain_text(key)
    live.page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    run, seed = live.page.locator(".transport .primary").text_content(), live.field("seed").input_value()
    live.field("load").focus()
    live.page.keyboard.type("nr ?")
    assert live.field("load").input_value().endswith("nr ?")
    expect(live.page.locator(".transport .primary")).to_have_text(run)
    assert live.field("seed").input_value() == seed


def test_the_timeline_scrubs_both_ways_without_the_server_and_pictures_follow(live):
    """Every state starts as the cue; at the end one is the target."""
    expect(live.page.get_by_text("Of 50 other cues")).to_be_visible()
    live.finish()
    sent = len(live.messages)
    live.shows(ASTRO, live.ink("Target"))
    live.drag(live.timeline, 0.9, 0.1)
    early, picture = live.frame, live.image(HOPFIELD)
    live.drag(live.timeline, 0.1, 0.6)
    assert live.frame > early
    live.eventually(lambda: live.image(HOPFIELD), lambda now: now != picture)
    live.timeline.press("Home")
    assert live.frame == 0
    live.shows(ASTRO, live.ink("Cue"))
    live.shows(HOPFIELD, live.ink("Cue"))
    live.timeline.press("ArrowRight")
    assert live.frame == 1
    assert len(live.messages) == sent

    # It plays on from an earlier point
    live.scrub(20)
    live.page.get_by_label("Speed").select_option("0.25")
    live.button("Run").click()
    assert 20 < live.eventually(lambda: live.frame, lambda frame: frame > 20) < 150

    # A new seed draws other pictures
    for press in live.button("New seed").click, lambda: live.page.keyboard.press("n"):
        seed, target = live.field("seed").input_value(), live.ink("Target")
        press()
        expect(live.field("seed")).not_to_have_value(seed)
        live.eventually(lambda target=target: live.ink("Target") != target, bool)
        live.addressed("seed", lambda value: value == live.field("seed").input_value())


def silent(live, seconds=3):
    """Nothing is said over the wire, once what was under way has come."""

    def said(milliseconds):
        before = len(live.messages)
        live.page.wait_for_timeout(milliseconds)
        return len(live.messages) - before

    expect(live.page.get_by_text("other cues")).to_be_visible()
    live.eventually(lambda: said(300), lambda n: n == 0)
    return said(1000 * seconds) == 0


QUIET = "patterns=digits", "jitter=0.05&load=10&horizon=2"


@pytest.mark.parametrize("query", mostly_thorough(QUIET, QUIET[:1]))
def test_a_page_that_is_paused_or_at_rest_says_nothing(visit, query):
    live = visit(query)
    live.button("Pause").click()
    assert silent(live)
    if query == "patterns=digits":
        live.finish()
        assert silent(live)


def test_a_hidden_tab_stands_still_and_goes_on(visit):
    live = visit("jitter=5&sigma=0.5&horizon=300")
    hide = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
    hide += "document.dispatchEvent(new Event('visibilitychange')) }"
    live.page.evaluate(hide, True)
    live.paint(2)
    before = live.frame
    assert silent(live, 1)
    assert live.frame == before
    live.page.evaluate(hide, False)
    live.eventually(lambda: live.frame, lambda frame: frame > before)


# The longest of n strides of the timeline, each from one picture of the screen to the next
STRIDE = """async (timeline, n) => {
  let most = 0
  for (let last = +timeline.value; n--; last = +timeline.value) {
    await new Promise(requestAnimationFrame)
    most = Math.max(most, timeline.value - last)
  }
  return most
}"""


@pytest.mark.thorough
def test_dynamical_noise_plays_on_at_any_speed(visit):
    """Chunks come before the playhead reaches the end."""
    live = visit("jitter=5&sigma=0.5&horizon=300")
    speed = live.page.get_by_label("Speed")
    speed.select_option("16")
    live.eventually(lambda: live.frame, lambda frame: frame > 300)
    assert "at rest" not in live.status.text_content()

    # A picture takes the screen 1/60 s, or longer, of which 1/10 s counts: at most 0.75 frames at a quarter of the
    # speed, and at least 8 at 16 times the speed
    live.page.evaluate("window.calm = false")
    speed.select_option("0.25")
    live.button("Reset").click()
    expect(live.clock).to_have_text(re.compile(r"^t = 0"))
    assert live.timeline.evaluate(STRIDE, 30) <= 2
    speed.select_option("16")
    live.eventually(lambda: live.timeline.evaluate(STRIDE, 10), lambda stride: stride >= 5)
