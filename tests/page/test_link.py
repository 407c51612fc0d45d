"""The address holds the whole state, and one person's page is not another's."""

import re

import pytest
from playwright.sync_api import expect

from astro_dash.engine.models import MODELS

STATE = "system=hopfield,modern&patterns=letters&load=12&noise=0.1&temperature=0.05&tau_p=1&seed=7&dt=0.02"
FIELDS = """fields => fields.map(field => field.type === "checkbox" ? field.checked : field.value)"""


def fields(live):
    live.page.get_by_text("Advanced", exact=True).click()
    expect(live.slider("tau_x")).to_be_visible()
    return live.page.locator("[data-control] :is(input, select)").evaluate_all(FIELDS)


def test_link_opens_the_same_run_to_the_pixel(visit):
    one = visit(STATE)
    one.page.mouse.click(*one.cell("Cue", 3, 2))
    one.addressed("cue")
    other = visit("&".join(f"{name}={value}" for name, value in one.query.items()))
    assert one.finish() == other.finish()
    assert fields(one) == fields(other)
    assert one.query == other.query
    names = "Target", "Cue", MODELS["hopfield"].title, MODELS["modern"].title
    one.paint()
    other.paint()
    assert [one.image(name) for name in names] == [other.image(name) for name in names]
    assert one.ink("Cue") != one.ink("Target")


def test_link_is_complete_and_versioned(live):
    query = live.addressed("v") and live.query
    assert query["v"] == "1" and query["system"] == "astro,hopfield" and query["cue"] == ""
    assert {"patterns", "load", "noise", "temperature", "tau_x", "tau_p", "sigma", "jitter", "dt", "seed"} <= set(query)


# No state is still for as long as the address waits
NEVER_STILL = """{ const set = setTimeout; setTimeout = (act, ms) => set(act, ms === 300 ? 1e9 : ms); null }"""


def test_who_leaves_before_the_address_follows_comes_back_to_what_was_left(live):
    live.page.evaluate(NEVER_STILL)
    live.type("load", "9")
    expect(live.page.locator("[data-control=load] .beside")).to_have_text("α = 0.14")
    assert live.query["load"] != "9"
    live.page.get_by_role("link", name="Attention", exact=True).click()
    live.eventually(lambda: live.query.get("page"), lambda page: page == "attention")
    live.page.go_back()
    live.addressed("load", lambda value: value == "9")
    expect(live.field("load")).to_have_value("9")


@pytest.mark.thorough
def test_reload_keeps_the_choices(live):
    live.type("load", "37")
    live.addressed("load", lambda value: value == "37")
    live.page.reload()
    expect(live.status).to_contain_text("t = ")
    expect(live.field("load")).to_have_value("37")


def test_copy_link(live):
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.type("load", "37")
    live.addressed("load", lambda value: value == "37")
    live.button("Copy link").click()
    expect(live.page.get_by_text("Link copied")).to_be_visible()
    assert live.page.evaluate("navigator.clipboard.readText()") == live.page.url


def test_broken_link_opens_what_it_can(visit):
    live = visit("load=abc&foo=1&noise=0.1&v=7")
    for what in "abc", "foo", "7":
        expect(live.alert).to_contain_text(what)
    expect(live.field("noise")).to_have_value("0.1")
    expect(live.field("load")).to_have_value("100")


@pytest.mark.thorough
def test_broken_cue_opens_without_it(visit):
    live = visit("cue=zzz&load=37")
    expect(live.alert).to_contain_text("zzz")
    expect(live.field("load")).to_have_value("37")
    live.addressed("cue", lambda cue: cue == "")


def test_a_link_of_markup_is_shown_as_text(visit):
    live = visit("load=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&%3Cb%3Efoo=1")
    expect(live.alert).to_contain_text("<img src=x")
    expect(live.alert.locator("img, b")).to_have_count(0)


def test_two_people_do_not_see_each_others_values(visit):
    one, other = visit("seed=1"), visit("seed=2")
    other.finish()
    expect(other.page.get_by_text("Of 50 other cues")).to_be_visible()
    received = len(other.messages)
    one.type("load", "37")
    one.type("temperature", "0.5")
    one.addressed("temperature", lambda value: value == "0.5")
    other.paint()
    assert len(other.messages) == received
    assert [other.field(name).input_value() for name in ("load", "temperature", "seed")] == ["100", "0.01", "2"]
    expect(other.status).to_contain_text("at rest")
    assert re.search("seed=2", other.page.url)
