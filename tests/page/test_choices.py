"""Choices on the Live page: sliders, typed values, systems."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from astro_dash.engine.models import MODELS
from astro_dash.store import MOST_SYSTEMS, labelled

from .finger import PHONE, Finger

HOPFIELD, ASTRO = MODELS["hopfield"].title, MODELS["astro"].title


def changed(live, name, act):
    """The new value of a choice, after an act, once field and address agree on it."""
    old = live.field(name).input_value()
    act()
    value = live.addressed(name, lambda new: new not in (None, old) and live.field(name).input_value() == pretty(new))
    return pretty(value)


def pretty(value):
    return value.replace("inf", "∞")


def given(live, name, text):
    """Type a value, and wait until it is the run's."""
    live.type(name, text)
    live.addressed(name, lambda value: value == text)


# What a slider and its field show, one after the other
SHOWN = """range => {
  const field = range.closest("[data-control]").querySelector(".typed")
  window.shown = []
  const look = () => {
    const now = `${range.value} ${field.value}`
    if (shown.at(-1) !== now) shown.push(now)
    setTimeout(look)
  }
  look()
}"""


def test_a_slider_under_a_finger_does_not_go_back_to_what_is_answered(tab, server):
    finger = Finger(tab(**PHONE), server)
    finger.page.goto(f"{server}/?patterns=digits&load=20", wait_until="commit")
    expect(finger.status).to_contain_text("t = ")
    finger.page.evaluate("window.late = 100")
    slider = finger.slider("load")
    slider.evaluate("e => e.scrollIntoView({block: 'center'})")
    slider.evaluate(SHOWN)
    box = slider.bounding_box()
    finger.stroke([(box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in (0.1, 0.2, 0.3, 0.4)])
    value = finger.field("load").input_value()
    finger.addressed("load", lambda load: load == value)
    shown = [[int(number) for number in now.split()] for now in finger.page.evaluate("shown")]
    assert shown == sorted(shown) and len(shown) > 2
    assert all(place == load for place, load in shown)
    assert finger.leave() == []


def test_two_steps_before_an_answer_are_two(live):
    live.page.evaluate("window.late = 300")
    up = live.page.get_by_role("button", name="Seed up")
    seed = int(live.field("seed").input_value())
    up.dblclick()
    up.click()
    live.addressed("seed", lambda value: value == str(seed + 3))


def test_sliders_by_mouse_and_by_keyboard(live):
    # The temperature ends the recall
    assert f"{ASTRO} recalled" in live.finish()
    assert changed(live, "temperature", lambda: live.drag(live.slider("temperature"), 0.5, 0.999)) == "∞"
    live.scrub(0)
    live.button("Reset").click()
    assert f"{ASTRO} recalled" not in live.finish()
    given(live, "temperature", "0.01")

    # Less noise restores the cue
    assert changed(live, "noise", lambda: live.drag(live.slider("noise"), 0.5, 0.001)) == "0"
    live.shows("Cue", live.ink("Target"))
    given(live, "noise", "0.2")

    # Less load lets Hopfield recall
    assert f"{HOPFIELD} recalled" not in live.finish()
    assert int(changed(live, "load", lambda: live.drag(live.slider("load"), 0.5, 0.2, 0.01))) < 12
    assert f"{HOPFIELD} recalled" in live.finish()
    given(live, "load", "100")

    for name in "load", "noise", "temperature":
        beside = live.page.locator(f"[data-control={name}] .beside")
        words = beside.text_content()
        changed(live, name, lambda name=name: [live.slider(name).press("ArrowRight") for _ in range(3)])
        expect(beside).not_to_have_text(words)


@pytest.mark.thorough
def test_advanced_sliders_by_mouse_act_in_mid_run_and_the_time_step_starts_a_new_one(live):
    live.page.get_by_text("Advanced", exact=True).click()
    for i, name in enumerate(["tau_x", "tau_p", "sigma", "jitter"]):
        live.scrub(12 * i + 12)
        changed(live, name, lambda name=name: live.drag(live.slider(name), 0.5, 0.6, 0.55))
        expect(live.marks).to_have_count(i + 1)
        assert live.frame >= 12 * i + 12
    live.scrub(20)
    changed(live, "dt", lambda: live.drag(live.slider("dt"), 0.5, 0.6, 0.55))
    expect(live.marks).to_have_count(0)
    assert live.frame == 0


def test_slider_on_a_slow_line_with_its_number(live):
    live.page.evaluate("window.late = 300")
    live.drag(live.slider("noise"), 0.4, 0.6, 0.001)
    seen = []
    for _ in range(8):
        live.paint(1)
        seen.append(live.field("noise").input_value())
    assert set(seen) == {"0"}
    live.addressed("noise", lambda value: value == "0")
    expect(live.field("noise")).to_have_value("0")
    live.shows("Cue", live.ink("Target"))

TYPED = {"0,03": "0.03", "2e−2": "0.02", " ,5 ": "0.5", "０,0４": "0.04", "∞": "inf"}


UNCLEAR = [
    ("load", "1.000", "write 1000."), ("temperature", "1,000", "write 1000 or 1.000."),
    ("load", "5?", "from 1 to 1750 for digits."),
]  # fmt: skip


WAYS = {
    "a click on a state": lambda live: live.page.mouse.click(*live.cell(HOPFIELD, 0, 0)),
    "a slider": lambda live: live.slider("noise").press("ArrowRight"),
    "a nudge": lambda live: live.button("Target up").click(),
    "a select": lambda live: live.page.get_by_role("combobox", name="Patterns").select_option("letters"),
    "a box": lambda live: live.system("dense").check(),
    "a thumbnail": lambda live: live.page.locator(".thumbs button").nth(2).click(),
    "the cue": lambda live: live.page.mouse.click(*live.cell("Cue", 2, 5)),
    "a new seed": lambda live: live.button("New seed").click(),
    "another value": lambda live: live.type("temperature", "1"),
    "the same field": lambda live: live.type("load", "50"),
}


def test_a_sentence_goes_when_all_is_good_again(live):
    live.pause()  # so are the runs to come
    live.finish()
    for way, act in WAYS.items():
        live.type("load", "abc")
        expect(live.alert, way).to_be_visible()
        expect(live.field("load"), way).to_have_value("100")
        act(live)
        expect(live.alert, way).to_be_hidden()


@pytest.mark.thorough
def test_a_sentence_is_not_taken_away_by_what_was_asked_for_before(visit):
    """A memory that takes a while is refused nothing, but what is typed meanwhile is."""
    live = visit("patterns=random&neurons=1024&load=1900")
    live.page.evaluate("window.late = 300")
    live.type("load", "1950")
    live.type("noise", "7")
    expect(live.alert).to_contain_text("Noise η is 7")
    live.addressed("load", lambda value: value == "1950")
    live.paint(5)
    expect(live.alert).to_contain_text("Noise η is 7")

    # Nor is what is being typed meanwhile
    for other in "temperature", "seed":
        live.type("noise", "8")
        live.field(other).fill("3")
        expect(live.alert).to_contain_text("Noise η is 8")
        expect(live.field(other)).to_have_value("3")
        live.field(other).press("Enter")
        live.addressed(other, lambda value: value == "3")
        live.type("noise", "0.2")


GOOD = {"load": "100", "noise": "0.2", "temperature": "0.01"}


def test_bad_values_are_refused_and_the_run_goes_on_and_good_ones_act(live):
    live.page.get_by_label("Speed").select_option("0.25")
    for (name, old), bad in product(GOOD.items(), ["abc", "-5", "99999"]):
        if (name, bad) == ("temperature", "99999"):
            continue  # is allowed
        if live.button("Run").is_visible():  # it has come to rest
            live.button("Run").click()
        live.type(name, bad)
        expect(live.alert).to_contain_text(re.compile(f"^{labelled(name)} is '?{bad}'?, but must be"))
        expect(live.field(name)).to_have_value(old)
        if live.button("Run").is_visible():
            live.button("Run").click()
        before = live.frame
        live.eventually(lambda: live.frame, lambda frame, before=before: frame > before)
        assert live.query.get(name, old) == old

    # A good value clears the sentence, and be it the old one
    for good in "100", "50":
        live.type("load", "abc")
        expect(live.alert).to_be_visible()
        expect(live.field("load")).to_have_value("100")
        live.type("load", good)
        expect(live.alert, good).to_be_hidden()

    # What may be two numbers is asked about
    for name, text, words in UNCLEAR:
        live.type(name, text)
        expect(live.alert).to_contain_text(f"{labelled(name)} is '{text}'")
        expect(live.alert).to_contain_text(words)

    # A number is taken as a person types it
    for text, value in TYPED.items():
        given(live, "temperature", "1")
        live.type("temperature", text)
        live.addressed("temperature", lambda now, value=value: now == value)
        expect(live.alert, text).to_be_hidden()
    for name, text in ("load", "37"), ("noise", "0.133"), ("temperature", "0.0123"), ("target", "5"):
        given(live, name, text)
        expect(live.field(name)).to_have_value(text)
    expect(live.slider("load")).to_have_value("37")
    expect(live.alert).to_be_hidden()


def test_temperature_changes_the_future_at_once_and_load_starts_a_new_run(live):
    """Also while the page is paused: as a ghost ahead of the playhead, with the past as it was."""
    live.finish()
    live.scrub(10)
    plot = live.page.locator(".view-overlap canvas").first
    before, state = plot.evaluate("canvas => canvas.toDataURL()"), live.ink(ASTRO)
    live.type("temperature", "1000")
    live.eventually(lambda: plot.evaluate("canvas => canvas.toDataURL()"), lambda now: now != before)
    assert 10 <= live.frame <= 11 and live.ink(ASTRO) == state
    expect(live.marks).to_have_count(1)
    given(live, "temperature", "0.01")
    live.finish()
    given(live, "load", "99")
    assert live.frame == 0
    expect(live.marks).to_have_count(0)


def test_temperature_in_mid_run_keeps_the_time_and_more_load_target_and_cue(live):
    live.page.get_by_label("Speed").select_option("0.5")
    before = live.eventually(lambda: live.frame, lambda frame: frame > 10)
    live.type("temperature", "1")
    expect(live.marks).to_have_count(1)
    assert live.frame >= before
    expect(live.button("Pause")).to_be_visible()
    before = live.ink("Target"), live.ink("Cue")
    given(live, "load", "150")
    live.paint(5)
    assert (live.ink("Target"), live.ink("Cue")) == before


def test_a_thumbnail_becomes_the_target_then_nudges_and_other_patterns(live):
    live.page.locator(".thumbs button").nth(1).click()
    expect(live.field("target")).not_to_have_value("0")
    assert live.addressed("target", lambda value: value == live.field("target").input_value())
    given(live, "target", "0")
    for name, value in ("Target up", "1"), ("Target up", "2"), ("Target down", "1"):
        live.button(name).click()
        expect(live.field("target")).to_have_value(value)

    # The load slider ends where the patterns do
    before = live.ink("Target")
    expect(live.slider("load")).to_have_attribute("max", "400")
    live.page.get_by_role("combobox", name="Patterns").select_option("letters")
    live.eventually(lambda: live.ink("Target"), lambda now: now != before)
    assert live.addressed("patterns", lambda value: value == "letters")
    expect(live.slider("load")).to_have_attribute("max", "105")
    live.slider("load").press("End")
    live.addressed("load", lambda value: value == "105")
    expect(live.alert).to_be_hidden()


@pytest.mark.thorough
def test_a_system_leaves_with_its_picture_and_up_to_four_race(live):
    live.system("hopfield").uncheck()
    expect(live.picture(HOPFIELD)).to_be_hidden()
    expect(live.status).not_to_contain_text(HOPFIELD)
    expect(live.system("astro")).to_be_disabled()  # one must race
    live.system("hopfield").check()
    expect(live.picture(HOPFIELD)).to_be_visible()
    free = [key for key in MODELS if not live.system(key).is_checked()]
    assert len(free) == len(MODELS) - 2
    for key in free[: MOST_SYSTEMS - 2]:
        live.system(key).check()
        expect(live.picture(MODELS[key].title)).to_be_visible()
    for key in free[MOST_SYSTEMS - 2 :]:
        expect(live.system(key)).to_be_disabled()
    assert len(live.addressed("system", lambda value: value.count(",") == 3).split(",")) == 4


@pytest.mark.thorough
def test_terms_of_the_energy_and_that_of_another_system(live):
    live.finish()
    plot = live.page.locator(".view-energy canvas").first
    choice = live.page.get_by_role("combobox", name="System whose energy and gains are shown")
    neurons = live.page.get_by_role("checkbox", name="neurons")
    for act in neurons.check, neurons.uncheck, lambda: choice.select_option("hopfield"):
        before = plot.evaluate("canvas => canvas.toDataURL()")
        act()
        live.eventually(lambda: plot.evaluate("canvas => canvas.toDataURL()"), lambda now, was=before: now != was)
    expect(choice).to_have_value("hopfield")


@pytest.mark.thorough
def test_few_patterns(visit):
    """Fewer than there are places for in the plots."""
    live = visit("load=3")
    live.finish()
    expect(live.page.locator(".thumbs button")).to_have_count(3)
    live.type("load", "1")
    expect(live.page.locator(".thumbs button")).to_have_count(1)
    live.finish()
