"""The page's own document: fit for a phone, without a white flash, and with a sentence where the page does not come."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Server, eventually, mostly_thorough
from .relay import without_upgrade

ROOT_COLOUR = "() => getComputedStyle(document.documentElement).backgroundColor"
FRAME = '<iframe sandbox="{}" src="{}/" width="900" height="600"></iframe>'


def start(page):
    return page.locator("#start")


def test_a_phone_gets_its_own_width(tab, server):
    page = tab(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    widths = "[innerWidth, document.documentElement.scrollWidth, visualViewport.scale]"
    for which in "live", "explore", "paper", "laws", "attention":
        page.goto(f"{server}/?page={which}")
        expect(page.locator("header")).to_be_visible()
        eventually(page, lambda: page.evaluate(widths), lambda now: now == [390, 390, 1], what=which)
        fields = page.locator("input.typed, select").evaluate_all(
            "all => all.map((e) => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert all(size >= 16 for size in fields), which  # or the phone zooms into them


@pytest.mark.parametrize("scheme", mostly_thorough(["light", "dark"], ["dark"]))
def test_the_ground_is_there_before_the_page(tab, server, scheme):
    page = tab(color_scheme=scheme)
    held = []
    page.route(re.compile("bokeh.min.js"), lambda route: held.append(route))
    page.goto(server, wait_until="commit")
    expect(start(page)).to_contain_text("Starting…")
    ground = page.evaluate(ROOT_COLOUR)
    held[0].continue_()
    page.unroute_all(behavior="ignoreErrors")
    expect(page.locator("header")).to_be_visible()
    expect(start(page)).to_have_count(0)
    assert page.locator(".astro-dash").evaluate("e => getComputedStyle(e).backgroundColor") == ground
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 150) == (scheme == "dark")


def test_the_document_says_what_it_is(page, server):
    page.goto(server)
    assert page.title() == "Live · Astro Dash"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("link[rel=icon]").get_attribute("href").startswith("data:")


def test_no_javascript(new_context, server):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(server)
    expect(start(page)).to_contain_text("JavaScript is off", use_inner_text=True)
    expect(page.get_by_text("Starting…")).to_be_hidden()


@pytest.mark.parametrize("script", mostly_thorough(["bokeh.min.js", "panel.min.js", "live.js"], ["live.js"]))
def test_a_script_that_does_not_come(page, server, script):
    page.route(re.compile(script), lambda route: route.abort())
    page.goto(server)
    expect(page.get_by_role("alert")).to_contain_text(f"{script} did not load")
    expect(page.get_by_text("Starting…")).to_be_hidden()
    page.unroute_all()
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("header")).to_be_visible()


def test_a_proxy_that_passes_no_websockets(page, server):
    with without_upgrade(server) as proxy:
        page.goto(f"{proxy}/?load=5")
        expect(page.get_by_role("alert")).to_contain_text("may not pass WebSockets")
        expect(page.get_by_role("alert")).to_contain_text(proxy.removeprefix("http://"))
        expect(page.get_by_role("link", name="Try again")).to_be_visible()


def test_a_socket_that_stays_silent(page, server):
    page = page.context.new_page()  # which is closed, since this cannot be taken back
    page.route_web_socket(re.compile("/ws"), lambda socket: None)
    page.goto(server)
    expect(page.get_by_text("takes longer than it should")).to_be_hidden()
    page.locator("#late").evaluate("e => e.getAnimations()[0].finish()")  # ten seconds have passed
    expect(page.get_by_text("takes longer than it should")).to_be_visible()


def framed(page, server, allowed):
    """The page in a frame of a document beside it."""
    page.route(
        server + "/around", lambda route: route.fulfill(body=FRAME.format(allowed, server), content_type="text/html")
    )
    page.goto(server + "/around")


@pytest.mark.parametrize("allowed", ["", "allow-scripts"])
def test_a_frame_that_keeps_the_page_from_its_server(page, server, allowed):
    framed(page, server, allowed)
    expect(page.frame_locator("iframe").locator("#start")).to_contain_text(
        'sandbox="allow-scripts allow-same-origin"', use_inner_text=True
    )


def test_a_frame_that_does_not(page, server):
    framed(page, server, "allow-scripts allow-same-origin")
    expect(page.frame_locator("iframe").locator("header")).to_be_visible()


@pytest.mark.thorough
def test_panel_serve_has_the_same_document(page, tmp_path):
    app = Server(tmp_path / "log.txt", ("-m", "panel", "serve", "app.py"), "/app")
    try:
        page.goto(app.start().address + "?load=5")
        expect(page.locator("html[data-astro-dash]")).to_have_count(1)
        expect(page.locator(".status")).to_contain_text("t = ")
        page.wait_for_url(re.compile(r"v=1.*load=5"))
        app.kill()
        expect(page.get_by_role("alert")).to_contain_text("cut")
    finally:
        app.stop()
