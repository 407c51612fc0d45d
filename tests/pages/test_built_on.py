"""A page in the hands of whoever builds on it: opened in a state, its choices watched and set, its run handed out."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import panel as pn
import param
import pytest

import astro_dash
from astro_dash.engine.defaults import OPENING
from astro_dash.pages.chunk import unpack
from astro_dash.pages.explore import form
from astro_dash.pages.live.page import Live
from astro_dash.store import Store

from .test_turns import together

QUICK = {"load": 20, "dt": 0.05}


class Browser:
    """The other end of a page: says what a browser would, and keeps what it is told."""

    def __init__(self, page, frame=5, answers=True):
        self.page, self.frame, self.answers, self.told = page, frame, answers, []
        self.session = page._session
        self.session.send = self.hear
        self.session.schedule = lambda function, delay: None if delay else function()
        self.say("ready")

    def say(self, kind, **parts):
        self.session.receive({"type": kind, **parts})

    def hear(self, message):
        self.told.append(message)
        if message.get("chosen") and self.answers:
            self.say("set", values={}, frame=self.frame)

    def runs(self):
        """Of each run or branch that has come: its mode, first frame, and values."""
        heads = [(unpack(m["chunk"])[0], m.get("values")) for m in self.told if "chunk" in m]
        return [(h["mode"], h["first"], values) for h, values in heads if h["mode"] in ("reset", "branch")]


@pytest.fixture
def made():
    return astro_dash.page(**QUICK)


def watched(page):
    """The changes that a watcher is told of, call by call."""
    calls = []
    page.store.param.watch(lambda *es: calls.append({e.name: e.new for e in es}), list(Store.choices()))
    return calls


# Opened in a state.

STATES = [
    {}, {"load": 200, "noise": 0.1}, {"load": "200"}, {"system": ["dense", "modern"]}, {"system": "ideal"},
    {"target": 150, "load": 151}, {"temperature": np.float32(0.5), "seed": np.int64(9)}, {"tau_p": "inf"},
    {"patterns": "letters", "load": 5}, {"patterns": "random", "neurons": 30},
]  # fmt: skip


@pytest.mark.parametrize("choices", STATES, ids=str)
def test_a_page_opens_with_its_choices_and_with_its_link(choices):
    store = Store()
    store.set(**choices or OPENING)  # without any, as a first visit
    for page in (astro_dash.page("live", **choices), astro_dash.page(store.link()), astro_dash.page(f"?{store.link()}"),
                 astro_dash.page(f"https://a.school:5006/app?page=live&{store.link()}#there")):  # fmt: skip
        assert page.store.values() == store.values() and page.store.link() == store.link()
        assert {type(value) for value in page.store.values().values()} <= {int, float, str, tuple}
    assert astro_dash.page(store.link(), sigma=3).store.values() == store.values() | {"sigma": 3}


@pytest.mark.parametrize("fields", [{}, {"x": "temperature"}, {"draws": 3, "x_count": 4, "y_from": 0.1, "y_to": 0.2}])
def test_explore_opens_with_its_fields(fields):
    page = astro_dash.page("explore", **fields)
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    assert astro_dash.page(f"?page=explore&v=1&{query}")._session.form == page._session.form
    assert form.START.keys() == page._session.form.keys() and page._session.problems == []
    for name, value in fields.items():
        assert page._session.form[name] == str(value)
    if "x" in fields:
        assert (page._session.form["x_from"], page._session.form["x_to"]) == form.AXES[fields["x"]]


WRONG = [
    ("brew", {}, "'brew', but must be one of live"), (5, {}, "page is 5"), ("live", {"lod": 3}, "'lod', but must be"),
    ("live", {"load": 5000}, "load is 5000"), ("load=x", {}, "load is 'x'"), ("?v=9&load=3", {}, "v is '9'"),
    ("live", {"load": 3, "target": 3}, "target is 3"), ("https://a.b/?page=brew", {}, "page is 'brew'"),
    ("live", {"noise": None}, "noise is None"), ("live", {"system": ["astro"] * 2}, "'astro,astro'"), ("", {}, "is ''"),
    ("explore", {"x": "loaf"}, "'loaf'"), ("explore", {"load": 0}, "load is 0"),
    ("explore", {"y": "load"}, "Both axes"),
    ("explore", {"beauty": 3}, "'beauty'"), ("explore", {"draws": 9999}, "9999"), ("paper", {"load": 3}, "'load'"),
    (["live"], {}, "page is ['live']"), ("?page=explore&v=2", {}, "v is '2'"), ("live", {"page": "live"}, "'page'"),
]  # fmt: skip


@pytest.mark.parametrize("which, choices, words", WRONG, ids=str)
def test_what_is_not_allowed_is_refused_in_a_sentence(which, choices, words):
    with pytest.raises(ValueError) as refusal:
        astro_dash.page(which, **choices)
    assert words in str(refusal.value) and str(refusal.value).endswith(".") and "\n" not in str(refusal.value)


# Its choices.


def test_what_is_set_there_is_watched_here_once_and_comes_back_to_nobody(made):
    browser, calls = Browser(made), watched(made)
    told = len(browser.told)
    browser.say("set", values={"load": "30"})
    assert calls == [{"load": 30}] and made.store.load == 30 and len(browser.told) == told + 1
    browser.say("set", values={"load": "30"})
    browser.say("new_seed")
    assert [set(call) for call in calls] == [{"load"}, {"seed"}] and made.store.seed == made._session.store.seed
    browser.say("set", values={"target": "25"})
    browser.say("set", values={"load": "10"})  # takes the target along
    browser.say("flip", pixels=[0])
    assert calls[2:4] == [{"target": 25}, {"load": 10, "target": 0}] and list(calls[4]) == ["cue"]
    browser.say("set", values={"load": "0"})  # refused
    assert len(calls) == 5 and not any("chosen" in message for message in browser.told)


@pytest.mark.parametrize(
    "values, mode",
    [({"load": 30}, "reset"), ({"temperature": 0.5}, "branch"), ({"temperature": 0.5, "load": 30}, "reset"),
     ({"sigma": 3.0, "tau_x": 2.0}, "branch"), ({"system": ("dense",)}, "reset"), ({"load": 5, "target": 4}, "reset")],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("way", ["update", "set"])
def test_what_is_set_here_acts_as_its_control_does_once(made, values, mode, way):
    browser, calls = Browser(made, frame=7), watched(made)
    made.store.param.update(values) if way == "update" else made.store.set(**values)
    (run,) = browser.runs()[1:]
    assert run[:2] == (mode, 7 if mode == "branch" else 0) and calls == [values]
    assert made.store.values() == made._session.store.values() == Store.from_link(made.store.link())[0].values()
    assert run[2] == made._session._values()  # the controls follow
    assert made._session.race.parameters == made._session.store.parameters()


def test_one_set_by_its_name_and_one_that_takes_another_along(made):
    browser, calls = Browser(made), watched(made)
    made.store.load = 30
    made.store.temperature = 1
    made.store.temperature = 1.0
    made.store.system = ["hopfield", "astro"]
    assert calls == [{"load": 30}, {"temperature": 1}, {"system": ("hopfield", "astro")}]
    assert [mode for mode, *_ in browser.runs()] == ["reset", "reset", "branch", "reset"]


BAD = [
       {"load": 0}, {"load": 1751}, {"load": 7, "noise": 2}, {"noise": "much"}, {"system": "brain"}, {"system": ()},
       {"temperature": -1}, {"target": 20}, {"cue": "x"}, {"load": 7, "mood": 1}, {"load": True}, {"dt": np.nan},
]  # fmt: skip


@pytest.mark.parametrize("values", BAD, ids=str)
def test_a_bad_value_raises_and_nothing_changes(made, values):
    browser, calls = Browser(made), watched(made)
    before, told = made.store.values(), len(browser.told)
    for act in (made.store.param.update, made.store.set):
        with pytest.raises(ValueError, match=r"^[^\n]*$"):
            act(**values)
    if len(values) == 1:
        ((name, value),) = values.items()
        with pytest.raises(ValueError):
            setattr(made.store, name, value)
    assert made.store.values() == made._session.store.values() == before
    assert {name: getattr(made.store, name) for name in before} == before
    assert not calls and len(browser.told) == told


def test_before_it_is_shown_and_after_it_is_gone(made):
    calls = watched(made)
    made.store.load = 30
    assert calls == [{"load": 30}] and made.result().overlap.shape[-1] == 30
    browser = Browser(made)
    assert [run[2]["load"] for run in browser.runs()] == ["30"]
    made._session.close()
    made.store.load = 31
    assert made.store.load == 30 and len(browser.runs()) == 1


def test_it_is_acted_on_as_fast_as_the_browser_answers():
    page = astro_dash.page(**QUICK)
    browser = Browser(page, answers=False)
    told = len(browser.told)
    for load in range(21, 121):
        page.store.load = load
    assert len(browser.told) == told + 1 and browser.told[-1] == {"chosen": True}
    browser.say("more", generation=page._session.generation)  # of a run on its way out
    browser.say("flip", pixels=[60])
    assert len(browser.told) == told + 1
    browser.say("resume", generation=page._session.generation, frames=page._session.race.frames)  # the line was cut
    assert browser.told[-1]["chosen"]
    browser.say("set", values={"noise": "0.1"}, frame=3)  # a person's move takes it along
    assert [(run[2]["load"], run[2]["noise"]) for run in browser.runs()[1:]] == [("120", "0.1")]
    browser.say("set", values={}, frame=3)
    assert len(browser.runs()) == 2


def test_a_choice_made_while_the_first_run_is_built_is_shown(monkeypatch):
    monkeypatch.setattr("astro_dash.pages.dispatch.DEAR", -1)
    page = astro_dash.page(**QUICK)
    later, go = [], threading.Event()
    page._session.schedule = lambda function, delay: delay or later.append(function)
    from astro_dash.pages import dispatch

    dispatch._runs.submit(go.wait, 60)
    browser = Browser(page)
    page.store.load = 33
    go.set()
    for _ in range(2):
        dispatch._runs.submit(int).result(60)
        while later:
            later.pop(0)()
    assert browser.runs()[-1][2]["load"] == "33" and page._session.race.memory.drawn.patterns.shape[0] == 33


def test_two_pages_and_a_widget_move_together(made):
    other, slider = astro_dash.page(**QUICK), pn.widgets.IntSlider(start=1, end=100, value=20)
    browsers = [Browser(made), Browser(other)]
    for one, two in ((made, other), (other, made)):
        one.store.param.watch(lambda e, two=two: setattr(two.store, e.name, e.new), "load")
    slider.link(made.store, value="load")
    twice, calls = pn.bind(lambda load: 2 * load, made.store.param.load), watched(other)
    slider.value = 40
    assert other.store.load == 40 and twice() == 80
    browsers[1].say("set", values={"load": "41"})
    assert made.store.load == 41 and calls == [{"load": 40}, {"load": 41}]
    assert [len(browser.runs()) for browser in browsers] == [3, 3]
    field = pn.widgets.FloatSlider.from_param(made.store.param.noise)
    field.value = 0.4
    assert made.store.noise == 0.4
    browsers[0].say("set", values={"noise": "0.3"})
    assert field.value == 0.3


def test_a_watcher_may_set_and_one_that_fails_harms_nobody(made, caplog):
    browser = Browser(made)
    made.store.param.watch(lambda e: setattr(made.store, "noise", e.new / 100), "load")
    browser.say("set", values={"load": "30"})
    assert (made.store.load, made.store.noise) == (30, 0.3)
    made.store.param.watch(lambda e: 1 / 0, "temperature")
    browser.say("set", values={"temperature": "0.5"})
    assert "ZeroDivisionError" in caplog.text and "its log says why" in browser.told[-1]["notice"]
    assert made.store.temperature == 0.5 == made._session.store.temperature
    made.store.temperature = 0.7
    assert made._session.race.parameters.temperature == 0.7


def test_for_a_while():
    page = astro_dash.page(**QUICK)
    with page.store.param.update(load=5, noise=0.0):
        assert (page.store.load, page._session.store.noise) == (5, 0)
    assert (page.store.load, page.store.noise) == (20, 0.2)
    with param.parameterized.batch_call_watchers(page.store):
        page.store.load = 7
    assert page._session.store.load == 7


def test_from_many_threads_and_the_browser_at_once():
    page = astro_dash.page(**QUICK)
    browser, seen = Browser(page), []
    page.store.param.watch(lambda *es: seen.append({e.name: e.new for e in es}), ["load", "noise", "temperature"])
    together(
        lambda: [setattr(page.store, "load", 5 + i) for i in range(40)],
        lambda: [page.store.param.update(noise=0.01 * i, temperature=0.1 * i) for i in range(40)],
        lambda: [browser.say("set", values={"sigma": str(1 + i)}, frame=i) for i in range(40)],
        lambda: [page.store.values() for _ in range(40)],
    )
    page._session.act(lambda: None)
    chosen = {"load": 44, "noise": 0.39, "temperature": 3.9000000000000004, "sigma": 40}
    for values in (page.store.values(), page._session.store.values()):
        assert {name: values[name] for name in chosen} == chosen
    assert all(getattr(page.store, name) == value for name, value in chosen.items())
    last = {}
    for call in seen:
        last |= call
    assert last == {name: chosen[name] for name in ("load", "noise", "temperature")}
    assert page._session.race.parameters == page._session.store.parameters() and not page._session._chosen


def test_the_choices_may_be_asked_for_first_by_many():
    page, found = Live(), []
    together(*[lambda: found.append(page.store)] * 8)
    assert len({id(store) for store in found}) == 1


# Its run.


@pytest.mark.parametrize("system", [None, "hopfield", "naam", "hopfield-binary"])
@pytest.mark.parametrize("jitter", [0, 0.05])
def test_the_run_is_that_of_retrieve_and_of_the_page(system, jitter, monkeypatch):
    monkeypatch.setattr("astro_dash.pages.dispatch.DEAR", np.inf)
    page = astro_dash.page(**QUICK, system=["hopfield", "astro", "naam", "hopfield-binary"], jitter=jitter, seed=3)
    browser, store = Browser(page), page.store
    while not (jitter or page._session.race.at_rest):
        browser.say("more", generation=page._session.generation)
    found, drawn = page.result(system), store.drawn()
    same = astro_dash.retrieve(
        drawn.patterns, store.corrupted(drawn), system or "astro", target=0, seed=3, horizon=store.horizon, rest=4e-3,
        tau_p=0.03, temperature=0.01, dt=0.05, jitter=jitter, integrator="adaptive",
    )  # fmt: skip
    assert type(found) is type(same) and found.system == (system or "astro")
    for name in vars(found):
        np.testing.assert_array_equal(getattr(found, name), getattr(same, name))
    for head, arrays in ((h, a) for m in browser.told if "chunk" in m for h, a in [unpack(m["chunk"])]):
        if head["mode"] != "again" and arrays:
            steps = np.searchsorted(found.time, arrays["time"] * (1 + 1e-6), "right") - 1  # at or before each frame
            fixed = system in ("naam", "hopfield-binary")  # and waits there; the others are on their way to the next
            expected = np.interp(arrays["time"], found.time, found.overlap[:, 0])
            expected = found.overlap[steps, 0] if fixed else expected
            np.testing.assert_allclose(arrays[f"overlap:{found.system}"], expected, atol=1e-5)


def test_the_run_of_the_system_in_focus_and_of_no_other():
    page = astro_dash.page(**QUICK)
    browser = Browser(page)
    browser.say("view", focus="hopfield")
    assert page.result().system == "hopfield" and page.result("astro").system == "astro"
    page.store.system = "dense"
    assert page.result().system == "dense"
    for wrong in ("astro", "brain", 5):
        with pytest.raises(ValueError, match=f"system is {wrong!r}, but must be one of dense"):
            page.result(wrong)


def test_what_was_chosen_in_mid_run_holds_from_the_start():
    page, fresh = astro_dash.page(**QUICK), astro_dash.page(**QUICK, temperature=0.5)
    Browser(page, frame=9)
    page.store.temperature = 0.5
    np.testing.assert_array_equal(page.result().energy, fresh.result().energy)


def test_the_map_of_explore_is_handed_out_as_a_sweep():
    from astro_dash.pages.explore.map import Map
    from astro_dash.study import sweep
    from astro_dash.study.batch import MEASURES, compute

    page = astro_dash.page("explore", x_count=2, y_count=2, draws=2, neurons=20, dt=0.05, x_to=5)
    with pytest.raises(ValueError, match="no map yet"):
        page.result()
    plan = form.plan(page._session.form)
    page._session.map = found = Map(plan)
    found.fill([1], compute(plan, [1]))
    dataset = page.result()
    assert dataset.sizes["load"] == dataset.sizes["noise"] == 2 and int(dataset["finished"].sum()) == 1
    whole = sweep(plan)
    for name in MEASURES:
        np.testing.assert_array_equal(dataset[name].values[:, 0, 1], whole[name].values[:, 0, 1])


def test_a_served_page_that_nobody_builds_on_has_no_watchers():
    page = Live(Store())
    browser = Browser(page)
    browser.say("set", values={"load": "30"})
    assert page._session.shared is None and not page._session.store._param__private.watchers


def test_it_may_be_set_by_a_thread_while_another_acts_for_it():
    page = astro_dash.page(**QUICK)
    browser = Browser(page)
    inside, go = threading.Event(), threading.Event()

    def hold():
        inside.set()
        assert go.wait(60)

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(page._session.act, hold)
        assert inside.wait(60)
        page.store.load = 30  # waits for nobody
        with pytest.raises(ValueError):
            page.store.load = 0
        go.set()
        acting.result(60)
    assert page.store.load == 30 and browser.runs()[-1][2]["load"] == "30"
