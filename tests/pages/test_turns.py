"""The calls of one tab: one at a time and in order, from whatever threads; and what becomes of what goes wrong."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from astro_dash.pages.chunk import unpack
from astro_dash.pages.cost import run_seconds
from astro_dash.pages.listener import Listener
from astro_dash.pages.live import count
from astro_dash.pages.live.session import Session
from astro_dash.pages.turns import Turns
from astro_dash.store import Store

THREADS, EACH = 8, 200


def together(*functions):
    """Call each in a thread of its own, at the same time."""
    start = threading.Barrier(len(functions))

    def call(function):
        start.wait(60)
        function()

    with ThreadPoolExecutor(len(functions)) as pool:
        for future in [pool.submit(call, function) for function in functions]:
            future.result(120)


def test_calls_are_made_one_at_a_time_and_those_of_a_thread_in_its_order():
    turns, made, inside = Turns(), [], []

    def call(who, i):
        inside.append(who)
        assert len(inside) == 1
        made.append((who, i))
        inside.pop()

    together(*(lambda who=who: [turns(lambda i=i: call(who, i)) for i in range(EACH)] for who in range(THREADS)))
    assert len(made) == THREADS * EACH and not inside
    for who in range(THREADS):
        assert [i for w, i in made if w == who] == list(range(EACH))


def test_a_call_from_within_comes_after():
    turns, made = Turns(), []
    turns(lambda: (turns(lambda: made.append("after")), made.append("first")))
    assert made == ["first", "after"]


class Tab(Listener):
    """Acts on "add", and keeps what it sends."""

    def __init__(self, schedule=lambda function, delay: function()):
        self.sent, self.total = [], 0
        super().__init__(self.sent.append, schedule)

    def _on_add(self, number):
        before = self.total
        if number == "mistake":
            raise KeyError("a mistake of ours")
        self.total = before + number

    def _forget(self):
        self.total = None


def test_messages_of_one_tab_on_many_threads_are_all_acted_on():
    tab = Tab()
    together(*(lambda: [tab.receive({"type": "add", "number": 1}) for _ in range(EACH)] for _ in range(THREADS)))
    assert tab.total == THREADS * EACH and not tab.sent


ERRORS = [
    (ValueError("The load is 7."), "The load is 7.", False), (MemoryError(), "no memory left", True),
    (KeyError("a mistake"), "could not do this", True), (ValueError(), "could not do this", True),
    (SystemExit(3), "could not do this", True), (RuntimeError("cannot schedule"), "could not do this", True),
]  # fmt: skip
WAYS = {
    "what comes back": lambda tab, error: tab.off(failed(error), lambda result: None),
    "what is made of it": lambda tab, error: tab.off(done(1), lambda result: fail(error)),
    "what is due later": lambda tab, error: tab.later(lambda: fail(error)),
    "what is due after a while": lambda tab, error: tab.later(lambda: fail(error), 0.4),
    "what has to be put right first": lambda tab, error: tab.off(failed(error), None, lambda found: fail(found)),
    "an act": lambda tab, error: tab.act(lambda: fail(error)),
}


def fail(error):
    raise error


def done(result) -> Future:
    future = Future()
    future.set_result(result)
    return future


def failed(error) -> Future:
    future = Future()
    future.set_exception(error)
    return future


@pytest.mark.parametrize("error, words, logged", ERRORS, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("way", WAYS)
def test_whatever_goes_wrong_the_person_hears_a_sentence_and_the_tab_goes_on(way, error, words, logged, caplog):
    if isinstance(error, SystemExit) and way != "what comes back":
        return  # it ends this thread, as it should
    tab = Tab()
    WAYS[way](tab, error)
    (answer,) = tab.sent
    assert words in answer["notice"] and answer["notice"].endswith(".")
    assert [bool(record.exc_info) for record in caplog.records] == [True] * logged
    tab.receive({"type": "add", "number": 2})
    assert tab.total == 2


def test_after_the_end_nothing_is_said_and_what_was_kept_is_let_go_of_when_no_act_is_under_way(caplog):
    tab, future = Tab(), Future()
    tab.off(future, lambda result: tab.send({}))
    tab.act(lambda: (tab.close(), tab.receive({"type": "add", "number": 3})))
    assert tab.total is None
    future.set_result(1)
    tab.receive({"type": "add", "number": "mistake"})
    assert not tab.sent and not caplog.records


def test_a_tab_that_cannot_be_told_harms_nobody(caplog):
    tab = Tab()
    tab.send = lambda message: fail(RuntimeError("the line is gone"))
    tab.receive({"type": "add", "number": "mistake"})
    assert "the line is gone" in caplog.text
    tab.receive({"type": "add", "number": 2})
    assert tab.total == 2


def live(**values):
    """A session whose scheduled calls come from a thread of their own, and what it sends."""
    sent, pool, store = [], ThreadPoolExecutor(1), Store()
    store.set(**{"load": 20, "dt": 0.05} | values)
    return Session(store, sent.append, lambda f, delay: None if delay else pool.submit(f)), sent, pool


def test_a_session_that_is_driven_from_many_threads_shows_what_was_chosen(caplog):
    session, sent, pool = live()
    session.receive({"type": "ready"})
    says = [
        lambda i: session.receive({"type": "set", "values": {"load": 5 + i}}),
        lambda i: session.receive({"type": "set", "values": {"temperature": 0.01 * (i + 1)}, "frame": i}),
        lambda i: session.receive({"type": "more", "generation": session.generation}),
        lambda i: session.receive({"type": "flip", "pixels": [i]}),
        lambda i: session.receive({"type": "view", "focus": "hopfield" if i % 2 else None}),
        lambda i: session.choose({"noise": 0.01 * (i % 30)}),
        lambda i: session.receive({"type": "set", "values": {}}),
    ]
    together(*(lambda say=say: [say(i) for i in range(30)] for say in says))
    session.receive({"type": "set", "values": {}})
    session.act(lambda: None)
    pool.shutdown()
    store, race = session.store, session.race
    assert not caplog.records and not session.work.busy and not [m for m in sent if m.get("notice")]
    assert (store.load, store.temperature) == (34, 0.3) and race.parameters == store.parameters()
    assert race.memory.drawn.patterns.shape == (34, 64)
    np.testing.assert_array_equal(race.memory.cue, store.corrupted(store.drawn()))
    generations = [unpack(m["chunk"])[0]["generation"] for m in sent if "chunk" in m]
    assert generations == sorted(generations) and generations[-1] == session.generation


@pytest.mark.parametrize("error", [MemoryError(), KeyError("ours")], ids=repr)
def test_a_run_that_fails_holds_up_nothing(error, monkeypatch, caplog):
    session, sent, pool = live()
    session.receive({"type": "ready"})
    monkeypatch.setattr("astro_dash.pages.dispatch.DEAR", -1)
    until(lambda: sent)
    begun, go = threading.Event(), threading.Event()

    def broken_race(*way):
        begun.set()
        go.wait(60)
        raise error

    with monkeypatch.context() as broken:
        broken.setattr("astro_dash.pages.live.session.Race", broken_race)
        session.receive({"type": "set", "values": {"load": 7}})
        assert begun.wait(60)
        session.receive({"type": "set", "values": {"load": 8}})
        assert session.work.waiting
    go.set()
    until(lambda: len(sent) == 3)
    assert "The server" in sent[1]["notice"] and caplog.records
    assert unpack(sent[2]["chunk"])[0]["load"] == 8
    pool.shutdown()


def until(good, seconds=120):
    end = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if good():
            return
        end.wait(0.01)
    raise AssertionError


def test_a_count_whose_process_has_died_is_told_and_the_next_one_counts(caplog):
    class Process:
        def __init__(self, broken):
            self.broken = broken

        def submit(self, work, link):
            return failed(count.BrokenExecutor("it has died")) if self.broken else done({"astro": 50})

    tab, link = Tab(), ["a"]
    counting = count.Count(lambda act, delay=0: tab.later(act, delay), tab.off, lambda: link[0], tab.send)
    process = Process(True)
    counters = lambda: process  # noqa: E731
    counters.cache_clear = lambda: None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count, "counters", counters)
        counting.of(Store())
        assert "could not do this" in tab.sent.pop()["notice"] and "it has died" in caplog.text
        process = Process(False)
        counting.of(Store())  # the same choices
    assert tab.sent == [{"typical": {"astro": 50}}]


@pytest.mark.parametrize(
    "choices",
    [
        {"horizon": 1e6, "jitter": 1}, {"horizon": 1e6, "dt_most": 1e-3}, {"integrator": "descent", "dt": 1e-6},
        {"patterns": "random", "neurons": 1024, "load": 2000, "target": 0}, {"dt_most": 1e-9},
    ],
)  # fmt: skip
def test_what_would_keep_others_waiting_is_not_counted(choices, monkeypatch):
    """Whatever it is that makes it long."""
    monkeypatch.setattr(count, "counters", None)  # nobody is asked
    tab, store = Tab(), Store(**choices)
    count.Count(lambda act, delay=0: tab.later(act, delay), tab.off, store.link, tab.send).of(store)
    assert tab.sent == [{"typical": None}]


def test_usual_runs_are_counted():
    for choices in ({}, {"patterns": "pictures", "load": 486}, {"integrator": "descent"}, {"jitter": 0.1}):
        assert run_seconds(Store(**choices), choices.get("load", 100), 50) < count.MOST_SECONDS
