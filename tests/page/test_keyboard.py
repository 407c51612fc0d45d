"""All of it by keyboard alone: what Tab meets on every page, where the focus goes, and a story without a mouse."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from .accessible import FOCUS, MISSED, TRIED, opened, tabbed, walk
from .conftest import unfold

PHONE = {"width": 390, "height": 844}


def stays(page):
    pause = page.get_by_role("button", name="Pause", exact=True)
    if pause.count():
        pause.click()


def against(stops):
    """Pairs of stops of which the second lies before the first as the eye goes: above it, and not to the right."""
    far = 40  # of what stands in one line
    return [
        (one["name"], other["name"])
        for one, other in pairwise(stops)
        if other["top"] < one["top"] - far and other["left"] <= one["left"] + far
    ]


@pytest.mark.parametrize("name", TRIED)
def test_tab_reaches_everything_in_order_and_is_seen(page, server, name):
    whole = opened(page, server, name)
    stays(page)
    for size in {"width": 1440, "height": 900}, PHONE:
        page.set_viewport_size(size)
        page.emulate_media(forced_colors="active" if size is PHONE else "none")
        unfold(page)
        stops = list(tabbed(page))
        assert [stop["name"] for stop in stops if not stop["marked"]] == []
        assert [(stop["name"], stop["on"]) for stop in stops if not stop["seen"]] == []
        assert whole.evaluate(MISSED) == []
        assert against(stops) == []
        assert stops[0]["name"] == "Skip to the main part"


def test_the_first_stop_skips_the_controls(page, server):
    opened(page, server, "live")
    for size in {"width": 1440, "height": 900}, PHONE:
        page.set_viewport_size(size)
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUS)["name"].startswith("Which memory comes back?") == (size is PHONE)
        page.keyboard.press("Tab")
        inside = "() => Boolean(document.activeElement.shadowRoot.activeElement.closest('main'))"
        assert page.evaluate(inside)
    assert "#" not in page.url


def test_dialogs_give_the_focus_back_and_are_no_traps(page, server):
    opened(page, server, "live")
    walk(page, "About")
    page.keyboard.press("Enter")
    about = page.get_by_role("dialog", name="About Astro Dash")
    expect(about).to_be_visible()
    names = [stop["name"] for stop in (page.keyboard.press("Tab") or page.evaluate(FOCUS) for _ in range(8))]
    assert "Close" in names and "Skip to the main part" not in names  # what is under it is not reached
    page.keyboard.press("Escape")
    expect(about).to_be_hidden()
    assert page.evaluate(FOCUS)["name"] == "About"
    walk(page, "Memory load")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS)["name"] == "Memory load"


@pytest.mark.thorough
def test_a_story_by_keyboard_alone(page, server):
    """Change the load, pause, knock a pixel, read what became of it, map a plane, and open a cell of it on Live."""
    press = page.keyboard.press
    opened(page, server, "live")
    status = page.locator(".status")

    walk(page, "Memory load")
    load = page.get_by_role("slider", name="Memory load")
    before = int(load.input_value())
    press("ArrowLeft")
    expect(load).to_have_attribute("aria-valuetext", re.compile(rf"^{before - 1}, α = \d"))

    walk(page, "Pause", "Shift+Tab")
    press("Space")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    press("End")
    expect(status).to_contain_text("at rest")

    walk(page, "Astrocyte-gated:")
    aloud = page.locator("header [aria-live]").last
    press("ArrowRight")
    expect(aloud).to_have_text(re.compile("^Row 1, column 2: (ink|paper)"))
    press("Space")
    expect(aloud).to_have_text("Row 1, column 2: flipped")
    expect(status).not_to_contain_text("at rest")  # from where it was knocked on
    press("Tab")
    press("Shift+Tab")
    assert page.evaluate(FOCUS)["name"].startswith("Astrocyte-gated")  # it still has the focus
    press("End")
    expect(status).to_contain_text("at rest")

    walk(page, "Explore", "Shift+Tab")
    press("Enter")
    expect(page.get_by_role("button", name="Compute")).to_be_visible()
    for name, text in ("Across: values", "2"), ("Up: values", "2"), ("Draws a cell", "2"):
        walk(page, name)
        press("Control+A")
        page.keyboard.type(text)
    walk(page, "Compute", "Shift+Tab")
    press("Enter")
    spoken = page.get_by_role("status")
    expect(spoken).to_have_text("All 4 cells computed")
    walk(page, "The map:")
    press("ArrowUp")
    press("ArrowRight")
    expect(spoken).to_have_text(re.compile("^Memory load K .*: Astrocyte-gated"))
    with page.context.expect_page() as there:
        press("Enter")
    expect(there.value.locator(".status")).to_contain_text("t = ")


def test_what_is_made_anew_keeps_the_focus(page, server):
    press = page.keyboard.press
    opened(page, server, "attention")
    walk(page, "Invert H")
    press("Enter")
    pressed = page.get_by_role("button", name="Invert −H")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(FOCUS)["name"] == "Invert −H, token 1"
    walk(page, "Gains, as they settle", "Shift+Tab")
    press("ArrowRight")
    press("ArrowDown")
    read = "O, damaged, to O: gain"
    expect(page.locator("header [aria-live]").last).to_contain_text(read)
    expect(page.locator("p.readout")).to_contain_text(read)
    with page.context.expect_page() as there:
        press("Enter")
    assert "patterns=letters" in there.value.url
    opened(page, server, "live")
    walk(page, "Pause")
    press("Space")
    walk(page, "Make digit")
    press("Tab")
    name = page.evaluate(FOCUS)["name"]
    press("Enter")
    expect(page.locator(".is-target")).to_have_attribute("aria-label", name)
    assert page.evaluate(FOCUS)["name"] == name
