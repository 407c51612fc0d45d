"""Somebody's own app around a Live page: a slider of theirs and the page's own move one store, and runs come of it."""

import pytest
from playwright.sync_api import expect

from .conftest import hosted

APP = """
import sys
import threading
import time

sys.path.insert(0, {root!r})
import panel as pn

import astro_dash

pn.extension()
live = astro_dash.page("live", load=30, dt=0.05, temperature=0.02)
own = pn.widgets.IntSlider(name="Mine", start=1, end=60, value=30)
own.link(live.store, value="load")
calls, count = [], pn.pane.Markdown("0 calls")


def counted(*events):
    calls.append(events)
    count.object = f"{{len(calls)}} calls"


live.store.param.watch(counted, ["load", "temperature", "noise"])


def told(load, temperature, noise):
    return f"load {{load}}, temperature {{temperature}}, noise {{noise}}"


words = pn.pane.Markdown(pn.bind(told, live.store.param.load, live.store.param.temperature, live.store.param.noise))
ask = pn.widgets.Button(name="Result")
result = pn.pane.Markdown("")



def hand_out(event):
    run = live.result()
    result.object = f"{{run.system}} from {{run.overlap.shape[-1]}}"


ask.on_click(hand_out)
warm = pn.widgets.Button(name="Warmer")
warm.on_click(lambda event: live.store.param.update(temperature=0.5))
both = pn.widgets.Button(name="Both")
both.on_click(lambda event: live.store.param.update(load=12, noise=0.3))
far = pn.widgets.Button(name="From a thread")
far.on_click(lambda event: threading.Thread(target=lambda: live.store.param.update(load=44)).start())
pn.Column(own, ask, warm, both, far, words, count, result, live).servable(title="Theirs")
"""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    yield from hosted(tmp_path_factory.mktemp("theirs"), APP)


class App:
    """The app in a browser, and what the page in it says over the wire."""

    def __init__(self, page, address):
        self.page, self.said = page, []
        page.on("websocket", lambda socket: socket.on("framesent", lambda data: self.said.append(str(data))))
        page.goto(address)
        expect(page.locator(".astro-dash .status")).to_contain_text("t = ")

    def field(self, name):
        return self.page.locator(f"[data-control={name}]").get_by_role("textbox")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def told(self, words, calls):
        expect(self.page.locator(".markdown").nth(0)).to_have_text(words)
        expect(self.page.locator(".markdown").nth(1)).to_have_text(f"{calls} calls")

    def slide(self, key):
        """Their slider, by a key."""
        handle = self.page.locator(".noUi-handle").first
        handle.focus()
        handle.press(key)

    def sets(self):
        return sum('"values"' in said and '"set"' in said for said in self.said)


@pytest.fixture
def app(page, theirs):
    return App(page, theirs.address)


def test_it_opens_with_its_choices(app):
    expect(app.field("load")).to_have_value("30")
    expect(app.field("temperature")).to_have_value("0.02")
    app.told("load 30, temperature 0.02, noise 0.2", 0)


def test_their_slider_and_the_page_move_one_store(app):
    app.slide("ArrowRight")
    expect(app.field("load")).to_have_value("31")
    expect(app.page.locator("[data-control=load] .beside")).to_have_text("α = 0.48")  # of the run that has come
    app.told("load 31, temperature 0.02, noise 0.2", 1)
    app.page.locator("[data-control=load] input[type=range]").press("ArrowRight")
    expect(app.page.locator("[data-control=load] .beside")).to_have_text("α = 0.50")
    app.told("load 32, temperature 0.02, noise 0.2", 2)
    app.page.wait_for_timeout(500)  # were there an echo, it would have come
    app.told("load 32, temperature 0.02, noise 0.2", 2)
    assert app.sets() == 2


def test_a_live_choice_goes_on_from_the_frame_shown(app):
    app.page.locator(".transport .primary").click()  # pause
    app.page.locator(".scrub").fill("9")
    app.press("Warmer")
    expect(app.field("temperature")).to_have_value("0.5")
    app.told("load 30, temperature 0.5, noise 0.2", 1)
    expect(app.page.locator(".ticks i")).to_have_count(1)
    assert int(app.page.locator(".scrub").input_value()) in (9, 10)
    assert app.page.locator(".ticks i").evaluate("mark => parseFloat(mark.style.left)") > 0  # where it began


@pytest.mark.thorough
def test_several_at_once_are_one_run_and_a_thread_may_set(app):
    app.press("Both")
    expect(app.field("load")).to_have_value("12")
    expect(app.field("noise")).to_have_value("0.3")
    app.told("load 12, temperature 0.02, noise 0.3", 1)
    assert app.sets() == 1
    app.press("From a thread")
    expect(app.field("load")).to_have_value("44")
    expect(app.page.locator("[data-control=load] .beside")).to_have_text("α = 0.69")
    app.press("Result")
    expect(app.page.locator(".markdown").nth(2)).to_contain_text("astro from 44")
