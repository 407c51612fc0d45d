"""A view can be taken out of `VIEWS`, and the page is the same without it."""

import pytest
from playwright.sync_api import expect

from astro_dash.pages.live.views import VIEWS

from .conftest import Server, eventually, mostly_thorough


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("without") / "log.txt", ("-m", "tests.page.without"), "/energy")
    try:
        yield server.start().address.removesuffix("/energy")
    finally:
        server.stop()


@pytest.mark.parametrize("key", mostly_thorough(VIEWS, ["energy"]))
def test_the_page_lives_without(window, served, key):
    page, faults = window.new_page(), []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{served}/{key}", wait_until="commit")
    status, timeline = page.locator(".status"), page.get_by_role("slider", name="Timeline")
    expect(status).to_contain_text("Astrocyte-gated")
    expect(page.locator(".view")).to_have_count(len(VIEWS) - 1)
    expect(page.locator(f".view-{key}")).to_have_count(0)

    # It plays
    eventually(page, lambda: int(timeline.input_value()), lambda frame: frame > 2)
    page.get_by_role("button", name="Pause", exact=True).click()
    timeline.fill("10")
    eventually(page, lambda: int(timeline.input_value()), lambda frame: frame == 10)

    # It answers a slider, in mid-run and with another one
    page.get_by_role("slider", name="Temperature", exact=True).press("ArrowRight")
    expect(page.locator(".ticks i")).to_have_count(1)
    page.get_by_role("slider", name="Noise", exact=True).press("ArrowRight")
    expect(page.locator("[data-control=noise] .beside")).to_have_text("13 pixels")
    expect(page.locator(".ticks i")).to_have_count(0)

    # What is left of the furniture works
    for name in ("System whose energy and gains are shown", "Pattern at the left corner"):
        for choice in page.get_by_role("combobox", name=name).all():
            choice.select_option(index=1)
            chosen = choice.input_value()
            eventually(page, choice.input_value, lambda value, chosen=chosen: value == chosen)
    page.get_by_role("button", name="Jump to the end").click()
    expect(status).to_contain_text("at rest")
    page.close()
    assert faults == []
