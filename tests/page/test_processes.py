"""Two processes behind one port, both killed: every page comes back as it was, from whichever is there first."""

import contextlib
import os
import signal

import numpy as np
import psutil
import pytest
from playwright.sync_api import Error, expect

from astro_dash.engine.patterns import given
from astro_dash.memories import saved
from astro_dash.store import packed

from ..pages.classroom import NONE, redis_server
from .conftest import Live, Server
from .test_line import back
from .test_room import strip

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Their parent."""
    folder = tmp_path_factory.mktemp("pair")
    server = Server(folder / "log.txt", ("-m", "astro_dash", "serve", "--processes", "2"))
    with redis_server(folder) as redis, pytest.MonkeyPatch.context() as patch:
        if redis is None:
            pytest.skip(NONE)
        patch.setenv("ASTRO_DASH_REDIS", f"redis://127.0.0.1:{redis.port}/0")
        try:
            yield server.start()
        finally:
            server.stop()


@pytest.fixture
def enter(pair, tab):
    pages = []

    def enter(query):
        pages.append(Live(tab(), pair.address, query))
        return pages[-1]

    yield enter
    for live in pages:
        live.page.evaluate("sessionStorage.clear()")
        live.leave()


def serving(pair):
    """Its children that are there."""
    found = []
    for child in psutil.Process(pair.process.pid).children():
        with contextlib.suppress(psutil.Error):
            found += [child.pid] if "spawn_main" in " ".join(child.cmdline()) else []
    return found


def killed(pair, live, *pages):
    """Both are killed, and the pages are loaded anew from what takes their place."""
    pages = (live, *pages)
    for each in pages:
        each.page.evaluate("window.same = true")
    for pid in serving(pair):
        os.kill(pid, signal.SIGKILL)
    for each in pages:
        live.eventually(lambda each=each: same(each.page), lambda there: not there)
        back(each.page)


def same(page):
    try:
        return page.evaluate("window.same ?? false")
    except Error:  # it is being loaded
        return True


def seen(live):
    """What is on the page, by its words."""
    numbers = live.page.locator(".ticks i").evaluate_all("marks => marks.map(({style}) => style.left)")
    names = ("load", "temperature", "seed", "target")
    return live.status.text_content(), live.clock.text_content(), numbers, [live.field(n).input_value() for n in names]


def test_a_run_that_was_changed_with_memories_of_ones_own(pair, enter, tmp_path):
    live = enter("patterns=digits&load=50&seed=4&system=astro,hopfield")
    live.page.locator(".own > summary").click()
    many = given(np.random.default_rng(1).choice([-1, 1], (30, 32, 32)), [f"number {i}" for i in range(30)])
    assert len(packed(many)) > 4000
    (tmp_path / "many.npz").write_bytes(saved(many))
    live.page.get_by_label("Replace what is stored").check()
    live.page.get_by_label("Files to open").set_input_files(tmp_path / "many.npz")
    live.addressed("own", lambda text: "~" in text)
    live.pause()
    live.scrub(9)
    live.type("temperature", "3")
    expect(live.marks).to_have_count(1)
    live.finish()
    live.scrub(40)
    live.type("temperature", "0.5")
    expect(live.marks).to_have_count(2)
    live.finish()
    live.scrub(25)
    before = seen(live)
    own = live.query["own"]
    killed(pair, live)
    live.eventually(lambda: seen(live), lambda now: now == before)
    assert live.query["own"] == own
    expect(live.button("Run")).to_be_visible()
    expect(live.alert.filter(visible=True)).to_have_count(0)


def test_a_class(pair, enter):
    teacher = enter("patterns=digits&load=50")
    teacher.button("Class").click()
    teacher.button("Open a room").click()
    link = teacher.page.locator(".call .link")
    expect(link).to_be_visible()
    student = enter(link.inner_text().partition("?")[2])
    expect(strip(student)).to_contain_text("You follow the class")
    teacher.finish()
    teacher.scrub(9)
    teacher.type("temperature", "3")
    expect(student.marks).to_have_count(1)
    teacher.finish()
    teacher.scrub(17)
    before = seen(teacher)
    killed(pair, teacher, student)
    for each in teacher, student:
        each.eventually(lambda each=each: (seen(each), before), lambda now: now[0] == now[1])
    expect(strip(student)).to_contain_text("You follow the class")
    expect(teacher.page.locator(".count")).to_have_text("1 student is in.")
    teacher.type("load", "37")
    expect(student.field("load")).to_have_value("37")
