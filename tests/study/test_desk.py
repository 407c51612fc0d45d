"""The desk: maps of several tabs take turns, end as they should, and leave no process behind."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from astro_dash.engine.outcomes import MEASURES
from astro_dash.study import Plan, sweep
from astro_dash.study.desk import Desk, check, desk

MODULE, DESK = sys.modules["astro_dash.study.job"], sys.modules["astro_dash.study.desk"]
SMALL = dict(patterns="random", neurons=8, dt=0.1, horizon=1)
COMPUTE = MODULE.batch.compute
PER_CELL = 0.004  # seconds that a cell takes here


def plan(n_cells=40, systems="hopfield", draws=1, **settings):
    """A map of some cells; its seed says which."""
    return Plan.of({"noise": np.arange(n_cells) / n_cells}, systems, draws, **SMALL | {"load": 3} | settings)


class Clock:
    """Cells take as long as one likes by it, whatever the machine."""

    now, monotonic = 0.0, staticmethod(time.monotonic)

    def perf_counter(self):
        return self.now


clock = Clock()


def slow(plan, cells):
    time.sleep(PER_CELL * len(cells))
    clock.now += PER_CELL * len(cells)
    if plan.settings["seed"] == 13:
        raise RuntimeError("a broken cell")
    return {name: np.ones((len(plan.systems), len(cells), plan.draws)) for name in MEASURES}


class Tab:
    """An owner, and what it is told."""

    log = []  # of all tabs: (tab, event)

    def __init__(self):
        self.events, self.ended = [], threading.Event()

    def __call__(self, event):
        self.events.append(event)
        self.log.append((self, event))
        if "ended" in event or "failed" in event:
            self.ended.set()

    @property
    def cells(self):
        return [cell for event in self.events for cell in event.get("cells", ())]

    @property
    def ends(self):
        return [e for e in self.events if "ended" in e or "failed" in e]

    def wait(self, seconds=120):
        assert self.ended.wait(seconds), self.events[-1:]
        return self.ends


@pytest.fixture
def made(monkeypatch):
    """A desk with one thread in this process, and cells that take a known time."""
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "threads")
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(MODULE.batch, "compute", slow)
    monkeypatch.setattr(MODULE, "time", clock)
    monkeypatch.setattr(MODULE, "TURN", 0.02)
    monkeypatch.setattr(MODULE, "FIRST_WORK", 4 * plan().work(0))
    Tab.log = []
    desk = Desk(idle=0.2)
    yield desk
    desk.close()
    assert desk._thread is None or not desk._thread.is_alive()


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_map_is_told_cell_by_cell_as_a_sweep_has_it(made, monkeypatch):
    monkeypatch.setattr(MODULE.batch, "compute", COMPUTE)
    monkeypatch.setattr(MODULE, "time", time)
    asked, tab = plan(30, ("astro", "hopfield"), 3), Tab()
    made.begin("a", asked, tab)
    assert tab.wait() == [{"ended": "finished"}] and sorted(tab.cells) == list(range(30))
    expected = sweep(asked, workers=1)
    told = [e for e in tab.events if "cells" in e]
    for event in told:
        assert set(event) == {"cells", "measures", "done", "all", "left"} and event["left"] >= 0
        for name in MEASURES:
            np.testing.assert_allclose(event["measures"][name], expected[name][:, event["cells"]], rtol=1e-9, atol=1e-9)
    assert [e["done"] for e in told] == list(np.cumsum([len(e["cells"]) for e in told]))
    assert {e["all"] for e in told} == {30} and told[-1]["left"] == pytest.approx(0, abs=1e-6) and len(told) > 1


def test_equal_maps_of_two_owners_take_turns(made):
    tabs = Tab(), Tab()
    for owner, tab in enumerate(tabs):
        made.begin(owner, plan(60, seed=owner), tab)
    assert [tab.wait() for tab in tabs] == [[{"ended": "finished"}]] * 2
    done, apart = dict.fromkeys(tabs, 0), []
    for tab, event in Tab.log:
        done[tab] = event.get("done", done[tab])
        apart.append(abs(done[tabs[0]] - done[tabs[1]]))
    assert max(apart) <= 30, apart
    assert {"waiting": 1} in tabs[0].events and {"waiting": 1} in tabs[1].events
    both = [i for i, (_, event) in enumerate(Tab.log) if "ended" in event]
    assert len([e for _, e in Tab.log[both[0] : both[1]] if "cells" in e]) <= 6  # neither ends long before the other


def test_a_large_map_does_not_hold_up_a_small_one(made):
    large, small = Tab(), Tab()
    made.begin("large", plan(2000), large)
    until(lambda: large.cells)
    before = len(Tab.log)
    made.begin("small", plan(20), small)
    small.wait()
    blocks = [tab for tab, event in Tab.log[before:] if "cells" in event]
    # They take turns: two blocks of the other were under way, and one may be by now
    assert blocks.count(large) <= blocks.count(small) + 3 and blocks.count(small) <= 6 and not large.ends
    until(lambda: {"waiting": 0} in large.events)
    made.leave("large")
    assert large.wait() == [{"ended": "cancelled"}]


def test_a_new_map_of_an_owner_takes_the_place_of_the_former(made):
    first, second, other = Tab(), Tab(), Tab()
    made.begin("other", plan(50), other)
    job = made.begin("a", plan(500), first)
    until(lambda: first.cells)
    made.begin("a", plan(20), second)
    assert first.ends == [{"ended": "cancelled"}]  # told before the new one begins
    told = len(first.events)
    assert second.wait() == other.wait() == [{"ended": "finished"}] and sorted(second.cells) == list(range(20))
    job.cancel()
    assert len(first.events) == told and first.ends == [{"ended": "cancelled"}] and len(first.cells) < 500


def test_cancel_and_leave_are_told_once_and_nothing_after(made):
    for stop in (lambda job: job.cancel(), lambda job: made.leave("a")):
        tab = Tab()
        job = made.begin("a", plan(500), tab)
        until(lambda tab=tab: tab.cells)
        stop(job)
        events = list(tab.events)
        stop(job)
        time.sleep(0.1)
        assert tab.events == events and events[-1] == {"ended": "cancelled"} and len(tab.ends) == 1
    made.leave("nobody")


def test_maps_that_come_and_go_at_any_moment_disturb_nobody(made, monkeypatch):
    """Cancelled from other threads while blocks are handed out."""
    monkeypatch.setattr(sys.modules[__name__], "PER_CELL", 0.0002)
    steady = Tab()
    made.begin("steady", plan(1000), steady)
    random = np.random.default_rng(3)
    tabs = []
    for _ in range(80):
        tabs.append(Tab())
        made.begin(str(random.integers(3)), plan(int(random.integers(1, 200))), tabs[-1])
        time.sleep(random.random() * 0.01)
        if random.random() < 0.3:
            made.leave(str(random.integers(3)))
    assert steady.wait() == [{"ended": "finished"}] and sorted(steady.cells) == list(range(1000))
    for tab in tabs:
        assert "ended" in tab.wait()[0] and len(tab.ends) == 1 and len(set(tab.cells)) == len(tab.cells)


def test_the_same_map_is_computed_once_for_all_who_look_at_it(made, monkeypatch):
    computed = []
    monkeypatch.setattr(MODULE.batch, "compute", lambda plan, cells: computed.extend(cells) or slow(plan, cells))
    first, gone, late, after, broken = (Tab() for _ in range(5))
    made.begin("first", plan(200), first)
    until(lambda: first.cells)
    made.begin("gone", plan(200), gone)
    made.begin("late", plan(200), late)
    made.begin("broken", plan(200), lambda event: broken(event) or 1 / 0)
    made.leave("gone")
    assert first.wait() == late.wait() == [{"ended": "finished"}] and gone.ends == [{"ended": "cancelled"}]
    made.begin("after", plan(200), after)
    assert after.wait() == [{"ended": "finished"}] and len(broken.events) == 1
    for tab in (first, late, after):
        assert [e for e in tab.events if "cells" in e] == [e for e in first.events if "cells" in e]
    assert sorted(computed) == list(range(200)) == sorted(after.cells)
    made.begin("other", plan(200, seed=1), Tab())
    until(lambda: len(computed) > 200)


def test_finished_maps_are_kept_while_they_are_small(made, monkeypatch):
    monkeypatch.setattr(DESK, "MOST_KEPT", 3 * 200 * 8 * len(MEASURES))
    for seed in range(6):
        tab = Tab()
        made.begin("a", plan(200, seed=seed), tab)
        tab.wait()
    until(lambda: not made._jobs)
    assert [job.plan.settings["seed"] for job in made._done] == [3, 4, 5]
    assert not any(job.circle for job in made._done)


def test_a_failure_is_told_and_the_next_map_is_computed(made):
    fails, other = Tab(), Tab()
    made.begin("other", plan(50), other)
    made.begin("a", plan(30, seed=13), fails)
    assert fails.wait() == [{"failed": "The map cannot be computed: a broken cell"}] and not fails.cells
    again = Tab()
    made.begin("a", plan(10), again)
    assert again.wait() == other.wait() == [{"ended": "finished"}]


def test_an_owner_that_cannot_be_told_ends_alone(made, caplog):
    def gone(event):
        raise RuntimeError("the tab is closed")

    other = Tab()
    made.begin("other", plan(100), other)
    job = made.begin("a", plan(500), gone)
    assert other.wait() == [{"ended": "finished"}] and job.over
    assert "the tab is closed" in caplog.text


def test_no_cluster_to_be_had_is_told(monkeypatch, caplog):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "the cloud")
    desk, tab = Desk(), Tab()
    for _ in range(2):  # and asked for again with the next map
        tab = Tab()
        desk.begin("a", plan(), tab)
        (end,) = tab.wait()
        assert end["failed"].startswith("The map cannot be computed: scheduler is 'the cloud'")
        assert caplog.records[-1].exc_info  # and the log says where


@pytest.fixture
def clients(made, monkeypatch):
    """Those that a desk has had, one after the other."""
    had, plain = [], DESK.client

    @contextmanager
    def noted(*args, **options):
        with plain(*args, **options) as client:
            had.append(client)
            yield client

    monkeypatch.setattr(DESK, "client", noted)
    return had


def test_a_map_goes_on_where_its_cluster_is_gone(made, clients):
    tab = Tab()
    made.begin("a", plan(60), tab)
    until(lambda: tab.cells)
    clients[0].close()
    assert tab.wait() == [{"ended": "finished"}]
    assert sorted(tab.cells) == list(range(60)) and len(clients) == 2  # each cell once


def test_clusters_that_are_gone_again_and_again_are_told(made, clients, monkeypatch):
    plain, tab = made._next, Tab()
    monkeypatch.setattr(made, "_next", lambda: clients[-1].close() or plain())
    made.begin("a", plan(60), tab)
    assert tab.wait() == [{"failed": "The map cannot be computed: what computes is gone."}]
    assert len(clients) == DESK.TRIES


def test_closing_cancels_what_is_left(made):
    tabs = [Tab() for _ in range(3)]
    for owner, tab in enumerate(tabs):
        made.begin(owner, plan(500), tab)
    until(lambda: tabs[0].cells)
    made.close()
    assert [tab.ends for tab in tabs] == [[{"ended": "cancelled"}]] * 3


LARGE = [
    (dict(grid={"noise": np.arange(50) / 50, "seed": range(51)}), "The map has 2550 cells, but may have at most 2500"),
    (dict(grid={"load": [3]}, draws=201), "draws is 201, but may be at most 200 in a cell"),
    (dict(grid={"load": [2000]}, draws=200, neurons=1024, horizon=100), "draws is 200, but may be at most [1-9]"),
    (dict(grid={"load": [99], "seed": range(2000)}, draws=20, dt_most=0.001, neurons=99, horizon=9), "draws is 20, "),
    (dict(grid={"load": [2000]}, neurons=1024, dt_most=0.0001, horizon=1000), "The map is too large: take"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), LARGE)
def test_a_map_that_is_too_large_is_refused_in_a_sentence(made, options, words):
    tab, large = Tab(), Plan.of(**SMALL | dict(systems="astro", draws=1) | options)
    for refuse in (lambda: check(large), lambda: made.begin("a", large, tab)):
        with pytest.raises(ValueError, match=words) as refusal:
            refuse()
        assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)
    assert not tab.events and made._thread is None


def test_a_map_that_is_refused_leaves_the_one_there_is(made):
    tab = Tab()
    made.begin("a", plan(30), tab)
    with pytest.raises(ValueError, match="2500"):
        made.begin("a", plan(2501), Tab())
    assert tab.wait() == [{"ended": "finished"}]


def test_there_are_only_so_many_at_once(made, monkeypatch):
    monkeypatch.setattr(DESK, "MOST_JOBS", 2)
    tabs = [Tab() for _ in range(3)]
    for owner in range(2):
        made.begin(owner, plan(200, seed=owner), tabs[owner])
    with pytest.raises(ValueError, match="2 maps are being computed for others: try again in a minute"):
        made.begin(2, plan(10), tabs[2])
    made.leave(0)
    until(lambda: len(made._jobs) < 2)
    made.begin(2, plan(10), tabs[2])
    assert tabs[2].wait() == [{"ended": "finished"}]


def test_the_thread_ends_after_a_while_and_comes_again(made):
    for seed in range(2):
        tab = Tab()
        made.begin("a", plan(50, seed=seed), tab)
        assert made._thread.is_alive()
        tab.wait()
        until(lambda: made._thread is None)


def test_there_is_one_desk_of_a_process():
    assert desk() is desk() and isinstance(desk(), Desk)


PROCESSES = """
import os, sys, threading, time
import psutil
from astro_dash.study import Plan
from astro_dash.study.desk import Desk

def plan(n_cells, draws):
    return Plan.of({"noise": [i / n_cells for i in range(n_cells)]}, ("astro", "hopfield"), draws, load=50,
                   patterns="random", neurons=40, dt=0.01, horizon=10, rest=1e-6)

def workers():
    found = []
    for p in psutil.Process().children(recursive=True):
        try:
            if "spawn_main" in " ".join(p.cmdline()):
                found.append(p)
        except psutil.NoSuchProcess:
            pass
    return found

if __name__ == "__main__":
    desk = Desk(idle=0.3)
    for more in range(2):
        events, theirs, ended = [], [], threading.Event()

        def tell(event):
            theirs.extend(p.nice() for p in workers())
            events.append(event)
            "cells" in event or ended.set()

        mine = os.nice(0)
        desk.begin("a", plan(6, 2 + more), tell)
        assert ended.wait(120) and events[-1] == {"ended": "finished"}, events
        assert theirs and max(theirs) == min(mine + 10, 19) and os.nice(0) == mine, (mine, theirs)
        end = time.monotonic() + 60
        while (left := workers()) and time.monotonic() < end:
            time.sleep(0.05)
        assert not left, left
    some = threading.Event()
    desk.begin("b", plan(2000, 20), lambda e: some.set())
    assert some.wait(120)
    print(*(p.pid for p in psutil.Process().children(recursive=True)), flush=True)
    if "wait" in sys.argv:
        time.sleep(600)
"""


@pytest.fixture
def beside(tmp_path):
    """A process with a desk of real processes, which leaves while a map is computed."""
    (tmp_path / "desk_test.py").write_text(PROCESSES)
    started = []

    def start(*arguments):
        environment = {n: v for n, v in os.environ.items() if n != "DASK_SCHEDULER_ADDRESS"}
        process = subprocess.Popen(
            [sys.executable, "desk_test.py", *arguments], cwd=tmp_path, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def gone(pid) -> bool:
    """There is no such process, or it is only not yet buried."""
    import psutil

    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.slow
def test_processes_of_low_priority_come_and_go_and_none_is_left(beside):
    process = beside()
    out, err = process.communicate(timeout=300)
    pids = [int(pid) for pid in out.split()]
    assert process.returncode == 0 and not err, err
    assert len(pids) >= 1
    until(lambda: all(map(gone, pids)))


@pytest.mark.slow
def test_none_is_left_when_the_server_is_killed_outright(beside):
    process = beside("wait")
    pids = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    assert pids
    until(lambda: all(map(gone, pids)))
