"""What a first visitor sees: pictures, of which the gated memory brings one back; and pictures on every view."""

import re

import pytest
from playwright.sync_api import expect

from astro_dash.engine.defaults import OPENING

from .test_marks import marked
from .test_time import ASTRO, HOPFIELD

N = 1024


@pytest.fixture
def first(visit):
    """The address says nothing."""
    return visit("")


def test_a_first_visit_opens_on_a_picture_that_the_gated_memory_recalls(first):
    expect(first.page.get_by_role("combobox", name="Patterns")).to_have_value(OPENING["patterns"])
    said = first.finish()
    assert re.search(r"Astrocyte-gated recalled penguin #0 \(0 wrong", said) and "Hopfield recalled" not in said
    expect(first.page.locator(".corner-b")).to_have_text(re.compile(r"^rival: (?!penguin)\w+ #\d+$"))
    typical = re.compile(r"Of 50 other cues of this memory: .*\b50, .*\b0\.$")
    expect(first.page.locator(".typical")).to_have_text(typical)
    assert first.addressed("patterns") == "pictures" and first.query["seed"] == str(OPENING["seed"])


@pytest.mark.thorough
def test_the_name_stands_where_a_target_is_chosen(first):
    control = first.page.locator("[data-control=target]")
    expect(control.locator(".beside")).to_have_text("penguin #0")
    control.get_by_role("button", name="Target up").click()
    expect(control.locator(".beside")).to_have_text(re.compile(r"^[a-zA-Z -]+ #1$"))
    first.page.get_by_role("button", name=re.compile("^Make .* the target$")).nth(3).click()
    expect(control.locator(".beside")).not_to_have_text(re.compile("#1$"))
    for name in first.page.locator("[data-control=target] .beside, .cue .verdict, .target .verdict").all():
        assert name.evaluate("e => e.scrollWidth <= e.clientWidth"), name.text_content()


def test_pixels_of_a_picture_are_marked_and_drawn_on(first):
    first.pause()
    first.scrub(0)
    assert marked(first, "Cue") == (205, "corner") and marked(first, ASTRO) == (205, "ring fine")
    box = first.picture("Cue").bounding_box()
    first.page.mouse.click(box["x"] + (16.5 / 32) * box["width"], box["y"] + (16.5 / 32) * box["height"])
    expect(first.page.locator(".cue .verdict")).to_have_text(re.compile(rf"^20[46] of {N} pixels flipped$"))
    link = first.addressed("cue")
    assert len(link) == -(-N // 6)  # six pixels a character
    first.page.reload()
    expect(first.page.locator(".cue .verdict")).to_have_text(re.compile(rf"^20[46] of {N} pixels flipped$"))
    assert first.query["cue"] == link


@pytest.mark.thorough
def test_too_many_neurons_for_a_system_are_a_sentence(first):
    first.system("naam").click()
    slow = "must be without Neuron–astrocyte for pictures: more than 144 neurons are too slow for it."
    expect(first.alert).to_contain_text(slow)
    expect(first.system("naam")).not_to_be_checked()
    expect(first.picture(HOPFIELD)).to_be_visible()


def test_a_link_is_opened_as_it_says(visit):
    """What it leaves out is as the command line has it."""
    live = visit("load=20")
    expect(live.page.get_by_role("combobox", name="Patterns")).to_have_value("digits")
