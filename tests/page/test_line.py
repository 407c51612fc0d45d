"""When the server is gone, hangs, or is another one, the page says so, keeps what it has, and comes back as it was."""

import re
import signal

import pytest
from playwright.sync_api import expect

from .conftest import Live, Server
from .relay import Relay


@pytest.fixture(scope="module")
def cable(tmp_path_factory):
    """To a server of its own, which may be killed."""
    server = Server(tmp_path_factory.mktemp("server") / "log.txt")
    relay = Relay(server.port)
    relay.address = f"http://127.0.0.1:{relay.port}"
    server.options = ["--host", f"127.0.0.1:{relay.port}"]
    relay.server = server.start()
    yield relay
    relay.close()
    server.stop()


@pytest.fixture
def relay(cable):
    yield cable
    cable.mend()
    if cable.server.process.poll() is not None:
        cable.server.start()


@pytest.fixture
def open_page(page):
    pages = []

    def open_page(address, query="patterns=digits"):
        pages.append(Live(page, address, query))
        return pages[-1]

    yield open_page
    for live in pages:
        live.leave()


def banner(page):
    return page.locator(".cut")


def told(page, words):
    expect(banner(page).get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("button", name="Try now")).to_be_visible()


def back(page):
    expect(banner(page)).to_be_hidden()


def test_a_killed_server_and_another_in_its_place(relay, open_page):
    live = open_page(relay.address, "load=50&seed=4")
    live.pause()
    live.scrub(25)
    relay.server.kill()
    told(live.page, "line to the server is cut")
    live.button("Step").click()
    assert live.frame == 26
    status = live.status.text_content()
    relay.server.start()
    back(live.page)
    expect(live.status).to_have_text(status)
    expect(live.timeline).to_have_value("26")
    expect(live.button("Run")).to_be_visible()
    assert live.query["load"] == "50" and live.query["seed"] == "4"


def test_a_server_that_stops_says_so_and_the_page_comes_back_by_itself(relay, open_page):
    live = open_page(relay.address, "load=50&seed=4&lang=en")
    live.pause()
    live.scrub(25)
    relay.server.process.terminate()
    words = "The server is being restarted; your page comes back by itself."
    expect(banner(live.page).get_by_role("alert")).to_contain_text(words)
    assert relay.server.process.wait(60) == 0
    told(live.page, words)
    live.button("Step").click()
    status = live.status.text_content()
    relay.server.start()
    back(live.page)
    expect(live.status).to_have_text(status)
    expect(live.timeline).to_have_value("26")
    assert live.query["load"] == "50" and live.query["seed"] == "4"


@pytest.mark.thorough
def test_what_is_chosen_meanwhile_is_kept(relay, open_page):
    live = open_page(relay.address, "seed=4")
    relay.server.kill()
    told(live.page, "cut")
    live.type("load", "37")
    live.button("Seed up").click()
    live.field("noise").fill("0.1")  # and is still being typed
    relay.server.start()
    back(live.page)
    live.addressed("noise", lambda value: value == "0.1")
    assert live.query["load"] == "37" and live.query["seed"] == "5"
    for name, value in {"load": "37", "noise": "0.1", "seed": "5"}.items():
        expect(live.page.locator(f"[data-control={name}]").get_by_role("textbox")).to_have_value(value)


def test_a_short_cut_takes_nothing(relay, open_page):
    live = open_page(relay.address, "load=50&seed=4")
    live.pause()
    live.type("temperature", "3")  # from here on: a run that no link describes
    expect(live.marks).to_have_count(1)
    live.page.evaluate("window.same = true")
    said = lambda: live.status.text_content().partition(" · ")[2]  # noqa: E731 the clock's digits follow the run
    before = live.frame, said()
    relay.cut()
    told(live.page, "cut")
    relay.mend()
    live.button("Try now").click()
    back(live.page)
    live.eventually(lambda: (live.frame, said()), lambda now: now == before)
    expect(live.marks).to_have_count(1)
    live.type("noise", "0.1")
    live.addressed("noise", lambda value: value == "0.1")
    assert live.page.evaluate("window.same")


def test_what_is_done_during_a_short_cut_is_done_after_it(relay, open_page):
    live = open_page(relay.address, "load=50&seed=4")
    live.page.evaluate("window.same = true")
    ink = live.ink("Cue")
    relay.cut()
    told(live.page, "cut")
    live.type("load", "44")
    live.type("load", "45")
    live.page.mouse.click(*live.cell("Cue", 3, 2))
    relay.mend()
    back(live.page)
    live.addressed("load", lambda value: value == "45")
    live.shows("Cue", [not dark if i == 3 * 8 + 2 else dark for i, dark in enumerate(ink)])
    assert live.page.evaluate("window.same")


@pytest.mark.thorough
def test_a_message_torn_in_two(relay, open_page):
    live = open_page(relay.address, "load=50&seed=4")
    live.finish()
    live.page.evaluate("window.same = true")
    relay.tear()
    live.type("load", "44")
    told(live.page, "cut")
    relay.mend()
    back(live.page)
    live.addressed("load", lambda value: value == "44")
    expect(live.status).to_contain_text("t = ")
    assert live.page.evaluate("window.same")


@pytest.mark.thorough
def test_tries_are_never_further_apart_than_5_s(relay, open_page):
    live = open_page(relay.address)
    relay.cut()
    told(live.page, "cut")
    for _ in range(6):
        expect(banner(live.page)).to_contain_text(re.compile("in [1-5] s"))
        live.button("Try now").click()
    expect(banner(live.page)).to_contain_text(re.compile("in [1-5] s"))


@pytest.mark.thorough
def test_a_server_that_hangs(relay, open_page):
    live = open_page(relay.address)
    live.page.evaluate("window.same = true")
    relay.server.process.send_signal(signal.SIGSTOP)
    try:
        live.type("load", "37")
        told(live.page, "does not answer")
    finally:
        relay.server.process.send_signal(signal.SIGCONT)
    back(live.page)
    live.addressed("load", lambda value: value == "37")
    expect(live.field("load")).to_have_value("37")


def test_a_socket_that_nothing_comes_through(relay, open_page):
    live = open_page(relay.address, "seed=4")
    relay.mute()
    live.type("load", "37")
    told(live.page, "does not answer")
    back(live.page)
    live.addressed("load", lambda value: value == "37")
    expect(live.field("load")).to_have_value("37")
    assert live.query["seed"] == "4"


@pytest.mark.thorough
def test_a_step_of_a_lesson_is_left_as_it_was(relay, open_page):
    live = open_page(relay.address, "lesson=heat&step=1")
    live.addressed("seed", lambda value: value == "35")  # of the step
    live.finish()
    live.scrub(9)
    live.type("temperature", "3")
    expect(live.marks).to_have_count(1)
    live.scrub(12)
    clock = live.clock.text_content()
    relay.server.kill()
    told(live.page, "line to the server is cut")
    relay.server.start()
    back(live.page)
    expect(live.page.locator(".lesson-progress")).to_contain_text("step 1")
    expect(live.button("Back to the step's state")).to_be_visible()
    expect(live.clock).to_have_text(clock)
    live.finish()
    live.scrub(12)
    expect(live.marks).to_have_count(1)
    expect(live.field("temperature")).to_have_value("3")
    expect(live.clock).to_have_text(clock)
    assert live.query["lesson"] == "heat" and live.query["seed"] == "35"


@pytest.mark.thorough
def test_the_other_pages_too(relay, page):
    explore, paper = page, page.context.new_page()
    explore.goto(f"{relay.address}/?page=explore")
    expect(explore.locator(".say .typical")).to_contain_text("cells")
    paper.goto(f"{relay.address}/?page=paper")
    paper.locator(".reproduced").first.scroll_into_view_if_needed()
    expect(paper.locator(".plot canvas").first).to_be_attached()
    relay.server.kill()
    for page in explore, paper:
        told(page, "What is here can still be read")
    explore.get_by_role("textbox", name="Draws a cell").fill("3")
    relay.server.start()
    for page in explore, paper:
        back(page)
        expect(page.locator("header")).to_be_visible()
    expect(explore.get_by_role("textbox", name="Draws a cell")).to_have_value("3")
    assert "page=explore" in explore.url and "page=paper" in paper.url
