"""Whose turn it is: a loop and a clock that are turned by hand, and nothing that depends on how fast anything is."""

import asyncio
import random
from collections import Counter
from concurrent.futures import Future

import pytest

from astro_dash.pages import dispatch
from astro_dash.pages.chunk import unpack
from astro_dash.pages.dispatch import AHEAD, DOOR, HAND, Dispatch
from astro_dash.pages.live.session import Session
from astro_dash.pages.live.work import DEAR_STEPS, FIRST_STEPS, FRAMES_A_SECOND, MOST_STEPS, Work
from astro_dash.server import doors
from astro_dash.store import Store

PIECE = 0.005  # seconds by the clock that a piece takes


class Loop:
    """An event loop whose rounds are made by hand, with a clock on which only work takes time."""

    def __init__(self):
        self.ready, self.now, self.rounds = [], 100.0, 0
        self.dispatch = Dispatch(self.ready.append, lambda: self.now)

    def round(self):
        """What is ready, once."""
        now, self.ready[:] = list(self.ready), []
        for act in now:
            act()
        self.rounds += 1
        return bool(now)

    def run(self, rounds=100_000):
        while rounds and self.round():
            rounds -= 1

    def fill(self):
        """Use up the time there is on the loop: what comes next has to wait."""
        self.dispatch.add(self.worker([], None, 2 * dispatch.SLICE))

    def worker(self, done, name, seconds=PIECE):
        """Notes its name, and takes its time."""

        def work():
            self.now += seconds
            done.append(name)
            return name

        return work


def test_hands_go_first_in_the_order_they_came_then_what_is_played_first():
    loop, done = Loop(), []
    loop.fill()
    for name, kind, wanted in [
        ("late frames", AHEAD, loop.now + 5), ("page", DOOR, None), ("frames", AHEAD, loop.now + 1),
        ("one", HAND, None), ("two", HAND, None),
    ]:  # fmt: skip
        loop.dispatch.add(loop.worker(done, name), kind, wanted)
        loop.now += 0.01
    assert loop.dispatch.lengths == {HAND: 2, AHEAD: 2, DOOR: 1} and loop.dispatch.oldest == pytest.approx(0.05)
    loop.run()
    assert done == ["one", "two", "page", "frames", "late frames"] and not loop.dispatch.lengths
    assert loop.dispatch.done == {HAND: 3, AHEAD: 2, DOOR: 1} and loop.dispatch.longest[AHEAD] > 0


def test_what_finds_nobody_before_it_is_done_at_once_until_the_sockets_have_to_be_looked_at():
    loop, done = Loop(), []
    for name in range(4):
        loop.dispatch.add(loop.worker(done, name))
    assert done == [0, 1] and 2 * PIECE > dispatch.SLICE > PIECE
    loop.run()
    assert done == [0, 1, 2, 3]


def test_between_two_slices_the_sockets_are_served_and_a_page_is_opened_alone():
    loop, done = Loop(), []
    loop.fill()
    for kind in [HAND] * 5 + [DOOR] * 3:
        loop.dispatch.add(loop.worker(done, kind, 0.001 if kind == DOOR else PIECE), kind)
    seen = []
    while loop.round():
        seen.append(len(done))
    assert [after - before for before, after in zip([0, *seen], seen, strict=False)][:6] == [2, 2, 2, 1, 1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_all_have_their_turn_however_much_the_others_want(seed):
    """Of pages that want frames without an end, and hands that never rest, each has one piece at a time: none waits,
    once it is late by `FAVOUR`, for more than one of each other."""
    loop, begun, chance = Loop(), [], random.Random(seed)
    pages, hands = [f"page {i}" for i in range(12)], [f"hand {i}" for i in range(8)]
    played, since, waits = dict.fromkeys(pages, loop.now), {}, []

    def ask(name):
        late = loop.now if name in hands else max(played[name] + dispatch.FAVOUR[HAND], loop.now)
        since[name] = len(begun), late
        kind, wanted = (HAND, None) if name in hands else (AHEAD, played[name])
        loop.dispatch.add(lambda: work(name), kind, wanted)

    def work(name):
        loop.now += PIECE * chance.uniform(0.5, 2)
        begun.append(name)
        place, late = since[name]
        if loop.now > late:
            waits.append(sum(1 for _ in begun[place:]) if name in hands else sum(t > late for t in times[place:]))
        times.append(loop.now)
        if name in pages:
            played[name] = max(loop.now, played[name]) + chance.uniform(0, 10) / FRAMES_A_SECOND
        loop.ready.append(lambda: ask(name))

    times = []
    loop.fill()
    for name in [*pages, *hands]:
        ask(name)
    loop.run(rounds=4000)
    counts = Counter(begun)
    assert len(begun) > 3000 and max(waits) <= len(pages) + len(hands)
    due = (loop.now - 100) / (dispatch.FAVOUR[HAND] + 10 / FRAMES_A_SECOND + 20 * 2 * PIECE)
    assert min(counts[name] for name in pages) >= int(due) > 5 and min(counts[name] for name in hands) > 100


def test_who_never_lets_go_of_a_slider_waits_for_all_others():
    loop, done = Loop(), []
    work = Work(lambda future, then, failed: future.add_done_callback(lambda f: f.cancelled() or then(f.result())),
                lambda: loop.dispatch)  # fmt: skip
    loop.fill()
    for k in range(5):
        work.do(loop.worker([], None), 0, lambda built, k=k: done.append(f"slider {k}"))
        loop.now += 0.01
        if k == 2:
            for name in "abc":
                loop.dispatch.add(loop.worker(done, name))
    loop.round()
    assert done == ["slider 4", "a"]  # the newest, in the place of the first
    work.do(loop.worker([], None), 0, lambda built: done.append("slider 5"))
    loop.run()
    assert done == ["slider 4", "a", "b", "c", "slider 5"]


def test_what_nobody_wants_any_more_is_not_done_and_what_fails_holds_up_nothing():
    loop, done = Loop(), []

    def broken():
        raise KeyError("ours")

    loop.fill()
    dues = [loop.dispatch.add(work) for work in (loop.worker(done, "gone"), broken, loop.worker(done, "last"))]
    assert dues[0].future.cancel()
    loop.run()
    assert done == ["last"] and isinstance(dues[1].future.exception(), KeyError) and dues[2].future.result() == "last"


def test_what_is_dear_is_for_the_thread_in_the_same_order():
    loop, done, gate = Loop(), [], Future()
    hold = loop.dispatch.add(lambda: gate.result(60), cost=1)
    dues = [
        loop.dispatch.add(loop.worker(done, kind), kind, loop.now + 9 if kind == AHEAD else None, cost=1)
        for kind in (AHEAD, HAND)
    ]
    gate.set_result(None)
    for due in (hold, *dues):
        due.future.result(60)
    assert done == [HAND, AHEAD] and not loop.ready


def press(loop, seconds, wait, n=20):
    """For so many seconds pieces wait for so long."""
    end = loop.now + seconds
    while loop.now < end:
        loop.fill()
        for _ in range(n):
            loop.dispatch.add(loop.worker([], None, 0.0))
        loop.now += wait
        loop.run()


def test_it_is_full_once_there_was_no_time_for_a_while_and_not_any_more_once_there_is():
    loop = Loop()
    assert not loop.dispatch.full and not loop.dispatch.tight
    press(loop, dispatch.FULL_AFTER - 1, 0.3)
    assert loop.dispatch.tight and not loop.dispatch.full  # a moment that many came at once
    press(loop, 2, 0.3)
    assert loop.dispatch.full
    loop.now += dispatch.PAUSE / 2
    assert loop.dispatch.full
    loop.now += dispatch.PAUSE
    assert not loop.dispatch.full and not loop.dispatch.tight
    press(loop, 2, 0.3)
    assert not loop.dispatch.full  # it begins anew


@pytest.mark.parametrize("wait, n", [(dispatch.WAITED / 2, 20), (0.3, dispatch.FEW - 2)])
def test_it_is_not_full_where_nobody_waits_for_long_or_only_few_do(wait, n):
    loop = Loop()
    press(loop, 3 * dispatch.FULL_AFTER, wait, n)
    assert not loop.dispatch.full


def test_frames_that_are_not_wanted_yet_make_nothing_tight():
    loop = Loop()
    for _ in range(100):
        loop.fill()
        for _ in range(20):
            loop.dispatch.add(loop.worker([], None, 0.0), AHEAD, loop.now + 5)
        loop.now += 0.3
        loop.run()
    assert not loop.dispatch.tight


def test_visitors_are_told_while_it_is_full_and_only_then(monkeypatch):
    async def asked(full):
        monkeypatch.setattr(dispatch.Dispatch, "full", property(lambda self: full))
        monkeypatch.setattr(doors, "sockets", set(range(61)))
        return doors._late()

    assert asyncio.run(asked(False)) is None
    told = asyncio.run(asked(True))
    seconds = int(told["headers"]["Retry-After"])
    assert told["status"] == 503 and told["headers"]["Refresh"] == str(seconds) and 8 <= seconds < 16
    assert told["words"].startswith("This server is full: 61 pages are open") and f"{seconds} seconds" in told["words"]


def test_a_page_is_opened_in_its_turn():
    async def opened():
        order = []
        busy = dispatch.here()
        busy._spent = 1.0  # seconds: the loop has no time left
        door = asyncio.ensure_future(dispatch.turn())
        door.add_done_callback(lambda _: order.append("door"))
        await asyncio.sleep(0)
        busy.add(lambda: order.append("hand"))
        kinds = [due.kind for *_, due in sorted(busy._loop)]
        await asyncio.wait_for(door, 60)
        await asyncio.sleep(0)
        return order, kinds

    assert asyncio.run(opened()) == (["hand", "door"], [HAND, DOOR])


# A tab.


class Tab:
    """A session that is served, with a loop."""

    def __init__(self, **values):
        self.loop, self.sent, store = Loop(), [], Store()
        store.set(**{"patterns": "random", "neurons": 16, "load": 5, "dt": 0.05} | values)
        soon = self.loop.ready.append
        self.session = Session(store, self.sent.append, lambda act, delay: None if delay else soon(act))
        self.session.dispatch = self.loop.dispatch
        self.say("ready")

    def say(self, kind, **message):
        self.session.receive({"type": kind, **message})

    @property
    def heads(self):
        return [unpack(message["chunk"])[0] for message in self.sent if "chunk" in message]

    def more(self):
        self.say("more", generation=self.session.generation)


def test_strokes_that_wait_are_all_made_and_of_a_slider_the_last_place():
    tab = Tab()
    tab.loop.fill()
    for pixel in range(4):
        tab.say("perturb", system="astro", pixels=[pixel], frame=3)
        tab.say("set", values={"temperature": 0.1 + pixel / 10}, frame=3)
    assert len(tab.heads) == 1
    tab.loop.run()
    assert [head["mode"] for head in tab.heads] == ["reset", *["branch"] * 5]
    race = tab.session.race
    assert sorted(pixel for change in race.changes for pixel in change.pixels) == [0, 1, 2, 3]
    assert race.parameters.temperature == tab.session.store.temperature == pytest.approx(0.4)


def test_a_new_run_leaves_out_the_strokes_that_waited_on_the_one_before():
    tab = Tab()
    tab.loop.fill()
    for pixel in (1, 2):
        tab.say("perturb", system="astro", pixels=[pixel], frame=3)
    tab.say("set", values={"seed": 9})
    tab.loop.run()
    assert [head["mode"] for head in tab.heads] == ["reset", "reset"]
    assert not tab.session.race.changes and tab.session.race.store.seed == 9


def test_frames_that_wait_give_way_to_the_hand():
    tab = Tab()
    tab.loop.fill()
    tab.more()
    tab.say("set", values={"seed": 9})
    tab.loop.run()
    assert [head["mode"] for head in tab.heads] == ["reset", "reset"] and not tab.session.work.busy


def test_frames_are_wanted_when_those_before_them_have_been_played(monkeypatch):
    monkeypatch.setattr("astro_dash.pages.live.work.CHUNK_SECONDS", 0.002)  # more than two chunks are a run
    tab = Tab()
    tab.loop.fill()
    frames = tab.session.race.frames
    tab.more()
    (_, _, due), *_ = tab.loop.dispatch._loop
    assert due.kind == AHEAD and due.wanted == pytest.approx(100.0 + frames / FRAMES_A_SECOND)
    tab.loop.run()
    assert (more := tab.session.race.frames) > frames
    tab.loop.fill()
    tab.more()
    (_, _, due), *_ = tab.loop.dispatch._loop
    assert due.wanted == pytest.approx(100.0 + more / FRAMES_A_SECOND)


def test_nobody_computes_for_a_cut_line_and_who_comes_back_has_the_answer():
    tab = Tab()
    tab.loop.fill()
    tab.more()
    tab.session.cut()
    tab.loop.run()
    assert len(tab.heads) == 1 and not tab.session.work.busy
    tab.say("here")
    tab.loop.fill()
    tab.say("set", values={"seed": 9})
    tab.session.cut()
    tab.loop.run()
    assert len(tab.heads) == 1 and tab.session.work.busy
    tab.say("here")
    tab.loop.run()
    assert [head["mode"] for head in tab.heads] == ["reset", "reset"] and not tab.session.work.busy
    tab.more()
    tab.loop.run()
    assert tab.heads[-1]["mode"] == "more"


def test_what_a_closed_tab_waits_for_is_dropped():
    tab = Tab()
    tab.loop.fill()
    tab.say("set", values={"seed": 9})
    tab.session.close()
    assert not tab.loop.dispatch.lengths
    tab.loop.run()
    assert len(tab.sent) == 1 and not tab.session.work.busy


def test_chunks_are_shorter_while_time_is_short(monkeypatch):
    work = Tab().session.work
    costs = 1e-6, 1e-4, 1e-3, 1e-2
    assert [work.steps(cost) for cost in costs] == [MOST_STEPS, 200, 20, DEAR_STEPS]
    monkeypatch.setattr(dispatch.Dispatch, "tight", True)
    assert [work.steps(cost) for cost in costs] == [MOST_STEPS // 2, 100, FIRST_STEPS, DEAR_STEPS // 2]
