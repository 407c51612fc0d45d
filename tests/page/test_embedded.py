"""As a part of somebody's own app: two Live pages and an Explore page beside a field of theirs, under their address."""

import re

import pytest
from playwright.sync_api import expect

import astro_dash

from .conftest import WINDOW, hosted

APP = """
import sys

sys.path.insert(0, {root!r})
import panel as pn

import astro_dash

pn.extension()
field = pn.widgets.TextInput(name="Mine")
pages = [astro_dash.page(which) for which in ("live", "live", "explore")]
pn.Column(field, *pages).servable(title="Theirs")
"""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    yield from hosted(tmp_path_factory.mktemp("theirs"), APP)


@pytest.fixture(scope="module")
def app(window, theirs):
    """One tab for all tests, which leave it as others can go on with it; the first finds it playing."""
    page = window.new_page()
    page.goto(theirs.address + "?theirs=1")
    for i in range(2):
        expect(part(page, i).locator(".status")).to_contain_text("t = ")
    yield page
    page.close()


def part(page, i):
    return page.locator(".astro-dash").nth(i)


def run(page, i):
    return part(page, i).locator(".transport .primary")


def test_keys_are_theirs_unless_the_person_is_inside(app):
    field = app.get_by_role("textbox", name="Mine")
    field.click()
    app.keyboard.type("n r?")
    expect(field).to_have_value("n r?")
    app.mouse.click(2, 2)
    app.keyboard.press("?")
    app.keyboard.press(" ")
    expect(app.get_by_role("dialog")).to_have_count(0)
    for i in range(2):
        expect(run(app, i)).to_have_text("Pause")
    part(app, 1).get_by_role("heading", name="Astro Dash").click()
    app.keyboard.press(" ")
    expect(run(app, 1)).to_have_text("Run")
    expect(run(app, 0)).to_have_text("Pause")
    app.keyboard.press("?")
    expect(app.get_by_role("dialog")).to_have_count(1)
    app.keyboard.press("Escape")
    expect(app.get_by_role("dialog")).to_have_count(0)


def test_the_document_stays_theirs_and_each_page_its_own(app):
    assert app.title() == "Theirs" and app.url.endswith("/own?theirs=1")
    assert app.locator("html[data-astro-dash], #start").count() == 0
    assert app.evaluate("document.documentElement.style.background") == ""
    expect(app.get_by_role("alert")).to_have_count(0)  # their address is no link of ours
    expect(app.get_by_role("navigation")).to_have_count(0)
    part(app, 0).locator("[data-control=load]").get_by_role("textbox").fill("37")
    app.keyboard.press("Enter")
    expect(part(app, 0).locator("[data-control=load] .beside")).to_have_text("α = 0.036")
    app.wait_for_timeout(500)  # longer than a page of its own waits with the address
    assert app.url.endswith("/own?theirs=1")
    expect(part(app, 1).locator("[data-control=load]").get_by_role("textbox")).to_have_value("100")
    part(app, 0).get_by_role("radio", name="erase").check()
    expect(part(app, 1).get_by_role("radio", name="flip pixels")).to_be_checked()
    for i in range(2):
        expect(part(app, i).get_by_role("slider", name="Noise")).to_have_accessible_description(re.compile("pixels"))


@pytest.mark.thorough
def test_no_page_is_as_high_as_the_window_and_a_narrow_place_has_the_narrow_layout(app):
    app.set_viewport_size({"width": 1280, "height": 9000})
    assert all(
        height < 5000 for height in app.locator(".astro-dash").evaluate_all("all => all.map(e => e.offsetHeight)")
    )
    app.evaluate("document.querySelector('body').style.width = '400px'")
    expect(part(app, 0).locator(".tagline")).to_be_hidden()
    app.evaluate("document.querySelector('body').style.width = ''")
    app.set_viewport_size(WINDOW["viewport"])


def test_the_link_is_shown_and_not_copied(app):
    app.context.grant_permissions(["clipboard-read", "clipboard-write"])
    app.evaluate("navigator.clipboard.writeText('theirs')")
    for i, name in (0, "load"), (2, "draws"):
        part(app, i).get_by_role("button", name="Copy link").click()
        link = part(app, i).get_by_role("textbox", name="The link")
        expect(link).to_have_value(re.compile(rf"^\?.*\b{name}="))
    assert app.evaluate("navigator.clipboard.readText()") == "theirs"
    app.context.clear_permissions()


def test_a_lost_server_is_told_and_the_document_left_alone(app, theirs):
    theirs.kill()
    try:
        for i in range(2):
            expect(part(app, i).get_by_role("alert")).to_contain_text("cut. What is here can still be played.")
            expect(part(app, i).get_by_text("Trying again")).to_have_count(0)
    finally:
        theirs.start()
    part(app, 0).get_by_role("button", name="Try now").click()
    expect(app.locator(".cut").locator("visible=true")).to_have_count(0)
    for i in range(2):
        expect(part(app, i).locator(".status")).to_contain_text("t = ")


@pytest.mark.parametrize("which", ["explore", "paper", "attention"])
def test_a_page_that_computes_is_no_file(which, tmp_path):
    with pytest.raises(NotImplementedError, match="a server or a notebook computes"):
        astro_dash.page(which).save(tmp_path / "page.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.thorough
def test_in_a_file_all_the_same_it_says_what_it_needs(page, tmp_path):
    import panel as pn
    from bokeh.resources import INLINE

    pn.Column(astro_dash.page()).save(tmp_path / "page.html", resources=INLINE)
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("needs a running server")


def test_pages_are_named():
    with pytest.raises(ValueError, match=r"'lve'.*live, explore, paper"):
        astro_dash.page("lve")
