"""axe-core finds nothing on any page: in mid-run and at rest, with all open, on every ground, wide and narrow."""

import pytest
from playwright.sync_api import expect

from .accessible import GROUNDS, TRIED, USUAL, axe, opened, violations
from .conftest import unfold

COLOURS = "color-contrast", "link-in-text-block"  # what another ground can change


@pytest.fixture
def place(page, server):
    """Opens a place with axe on it."""
    rules = axe()

    def place(name):
        opened(page, server, name)
        page.evaluate(rules)
        return page

    return place


def all_open(page):
    unfold(page)
    closed = page.locator("details:not([open], .take) > summary:visible")
    while closed.count():
        closed.first.click()
    menus = page.locator(".take:visible > summary")  # of which one is open at a time
    if menus.count():
        menus.first.click()


def refused(page):
    """Have the page refuse something."""
    field = page.locator(".rail .typed:visible").first
    if field.count():
        field.fill("§")
        field.press("Enter")
        expect(page.locator(".notice")).to_contain_text("§")


def on_all_grounds(page, part):
    for ground in GROUNDS:
        page.emulate_media(**USUAL | ground)
        assert violations(part, COLOURS) == [], ground
    page.emulate_media(**USUAL)


@pytest.mark.parametrize("name", TRIED)
def test_axe_finds_nothing(place, name):
    page = place(name)
    whole = page.locator("html")
    assert violations(whole) == []  # Live and Attention play
    pause = page.get_by_role("button", name="Pause", exact=True)
    if pause.count():
        pause.click()
    all_open(page)
    refused(page)
    for width in 1440, 390:
        page.set_viewport_size({"width": width, "height": 844})
        unfold(page)
        assert violations(whole) == [], width
        on_all_grounds(page, whole)


@pytest.mark.thorough
def test_axe_finds_nothing_on_what_opens_over_a_page(place):
    page = place("live")
    page.get_by_role("button", name="Pause", exact=True).click()
    for opener, name in ("About", "About Astro Dash"), ("Keyboard shortcuts", "Keyboard"):
        page.get_by_role("button", name=opener, exact=True).click()
        dialog = page.get_by_role("dialog", name=name)
        assert violations(dialog) == []
        on_all_grounds(page, dialog)
        dialog.get_by_role("button", name="Close").click()
    page.locator(".dotted:visible").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    cut = page.locator("div.cut")
    cut.evaluate("e => { e.hidden = false; e.firstChild.textContent = 'The line to the server is cut.' }")
    assert violations(page.locator("html")) == []
    on_all_grounds(page, cut)
    on_all_grounds(page, page.get_by_role("tooltip"))


@pytest.mark.thorough
def test_axe_would_find_something(place):
    """The guard of the two above: a nameless button, a text too pale, and it says so."""
    page = place("paper")
    heading = page.locator("main h2").first
    heading.evaluate("e => { e.style.color = '#bbb'; e.append(document.createElement('button')) }")
    assert {rule for _, rule, *_ in violations(heading)} == {"button-name", "color-contrast"}
