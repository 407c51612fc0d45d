"""A tab's session, with a page that collects what it is sent and a clock that is turned by hand."""

import json
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine.quote import quoted
from astro_dash.pages.chunk import pack, unpack
from astro_dash.pages.listener import Listener
from astro_dash.pages.live.session import Session
from astro_dash.pages.live.stage import Shelf
from astro_dash.store import Store, pixel_text

BETWEEN = 12  # shades: what is shown between two steps lies on a straight line


@pytest.fixture(autouse=True)
def nobody_else_has_asked(monkeypatch):
    monkeypatch.setattr("astro_dash.pages.live.session.shelf", Shelf())


class Page:
    """Keeps what a session sends, and what it wants to be run later."""

    def __init__(self, ready=True, **values):
        store = Store()
        store.set(**({"load": 20, "dt": 0.05} | values))
        self.sent, self.later = [], []
        self.session = Session(store, self.sent.append, lambda function, delay: self.later.append((delay, function)))
        if ready:
            self.say("ready")

    def say(self, kind, **message):
        """What is answered at once."""
        before = len(self.sent)
        self.session.receive({"type": kind, **message})
        return self.sent[before:]

    def wait(self, until=lambda: False, seconds=120.0):
        """Run what was scheduled without delay, as it comes."""
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            now = [f for delay, f in self.later if not delay]
            self.later = [(delay, f) for delay, f in self.later if delay]
            for function in now:
                function()
            if not now:
                time.sleep(0.002)
        assert until()

    def chunks(self):
        return [unpack(m["chunk"]) for m in self.sent if "chunk" in m]

    @property
    def head(self):
        return self.chunks()[-1][0]

    def more(self):
        return self.say("more", generation=self.head["generation"])

    def play(self):
        """Take chunks until rest."""
        while not self.head["at_rest"]:
            assert self.more()

    def works(self):
        """It still does what it is for."""
        generation = self.head["generation"]
        load = 21 if self.session.store.load == 20 else 20
        (message,) = self.say("set", values={"load": load})
        assert self.head["mode"] == "reset" and self.head["generation"] > generation and self.head["load"] == load
        assert message["values"]["load"] == str(load)
        return True


def test_ready_gives_the_first_chunk_and_all_that_the_page_needs():
    page = Page()
    (message,) = page.sent
    header, arrays = unpack(message["chunk"])
    assert header["mode"] == "reset" and header["first"] == 0 and not header["at_rest"]
    assert message["values"]["load"] == "20" and message["link"] == page.session.store.link() and not message["notice"]
    assert {"picture:target", "picture:cue", "image:astro", "image:hopfield", "energy"} <= set(arrays)
    json.dumps(header, allow_nan=False)


def test_a_link_that_could_not_be_read_is_told_once():
    store, problems = Store.from_link("load=-1&mood=good")
    sent = []
    session = Session(store, sent.append, lambda f, delay: None, problems)
    session.receive({"type": "ready"})
    assert "-1" in sent[0]["notice"] and "'mood'" in sent[0]["notice"]
    session.receive({"type": "reset"})
    assert sent[1]["notice"] == ""


def test_chunks_follow_on_until_rest_and_then_there_is_silence():
    page = Page()
    page.play()
    frame = 0
    for header, arrays in page.chunks():
        if header["mode"] != "again":
            assert header["first"] == frame
            frame += len(arrays["energy"])
    assert page.head["at_rest"] and page.more() == [] and page.more() == []


@pytest.mark.parametrize("systems", [["astro", "hopfield"], ["naam", "hopfield-binary"]])
def test_a_live_choice_goes_on_from_the_frame_that_is_shown(systems):
    page = Page(system=systems, patterns="random", neurons=16)  # little enough to be computed at once
    page.more()
    frames = [{key: a[f"image:{key}"] for key in systems} for h, a in page.chunks() if h["mode"] != "again"]
    generation = page.head["generation"]
    message = page.say("set", values={"temperature": "0.5"}, frame=9)[0]
    header, arrays = unpack(message["chunk"])
    assert (header["mode"], header["first"]) == ("branch", 9) and header["generation"] > generation
    assert message["values"]["temperature"] == "0.5" and "temperature=0.5" in message["link"]
    for key in systems:
        before = np.concatenate([f[key] for f in frames])[9].astype(int)
        assert np.abs(arrays[f"image:{key}"][0] - before).max() <= BETWEEN
    assert page.say("more", generation=generation) == []  # a wish from before
    page.more()
    assert page.chunks()[-1][0]["generation"] == header["generation"]


def test_other_choices_start_a_new_run_and_the_same_ones_nothing():
    page = Page()
    for values in ({"load": 30}, {"seed": 9}, {"system": "dense"}, {"noise": 0.1}, {"dt": 0.01}):
        page.say("set", values=values, frame=5)
        assert page.head["mode"] == "reset" and page.head["first"] == 0
    (message,) = page.say("set", values={"noise": 0.1})
    assert set(message) == {"values", "notice"}


def test_sketching_knocking_and_looking():
    page = Page()
    cue = page.session.race.memory.cue.copy()
    page.say("flip", pixels=[0, 3])
    np.testing.assert_array_equal(page.session.race.memory.cue[[0, 3]], -cue[[0, 3]])
    assert "cue=" + pixel_text(page.session.race.memory.cue) in page.session.store.link()
    for ink in (True, True, False, False):
        page.say("flip", pixels=[1, 2], ink=ink)
        assert (page.session.race.memory.cue[[1, 2]] == (1 if ink else -1)).all()
    page.say("load_memory", pattern=7)
    np.testing.assert_array_equal(page.session.race.memory.cue, page.session.race.memory.drawn.patterns[7])
    page.say("undraw")
    np.testing.assert_array_equal(page.session.race.memory.cue, cue)
    before = unpack(page.sent[-1]["chunk"])[1]["image:astro"][4]
    page.say("perturb", system="astro", pixels=[5], frame=4)
    header, arrays = page.chunks()[-1]
    assert (header["mode"], header["first"]) == ("branch", 4)
    assert set(np.flatnonzero(np.abs(arrays["image:astro"][0].astype(int) - before) > 1)) == {5}
    page.say("push", system="astro", shares=[[7, 0.75]], frame=3)
    header, arrays = page.chunks()[-1]
    assert (header["mode"], header["first"], header["changed"]) == ("branch", 3, "a push of the gains")
    assert arrays["gain"][0][header["shown"].index(7)] == pytest.approx(0.75)
    page.say("view", focus="hopfield", corners=[3, None, 4])
    assert page.head["mode"] == "again" and page.head["focus"] == "hopfield" and page.head["corners"][::2] == [3, 4]
    page.say("new_seed")
    assert page.head["mode"] == "reset" and page.head["focus"] == "hopfield" and page.works()


HUGE = list(range(100_000))
DEEP = {"deep": None}
for _ in range(100_000):
    DEEP = {"deep": [DEEP]}
LONG = "x" * 10_000_000
PAYLOADS = {
    "ready": [{"now": 1}, {"self": 1}, {5: 1}], "undraw": [{"x": 1}], "reset": [{"frame": 0}], "renew": [{}],
    "typical": [{}],
    "set": [
        {}, *({"values": v} for v in (None, [], "load", {"": 1}, {"self": 1}, {str(i): i for i in range(2000)})),
        *({"values": {"system": v}} for v in (None, 5, {"astro": 1}, [[]], True, LONG, "astro," * 600, DEEP)),
        *({"values": {"load": v}} for v in (True, "True", LONG, "1" * 3999, b"5", {}, -math.inf, 10**5000)),
        *({"values": {name: v}} for name in ("patterns", "cue", LONG) for v in (True, 3, DEEP, "A" * 3999, b"")),
        {"values": DEEP}, {"values": LONG}, {"values": {"temperature": True}}, {"values": {"dt": "9" * 3999}},
        *({"values": {"temperature": v}} for v in (10**400, math.nan, [], None)),
        {"values": {"load": None}}, {"values": {"load": 1e400}}, {"values": {"cue": HUGE}},
        *({"values": {"temperature": 0.7}, "frame": f} for f in (math.nan, "4", None, 1e300, [3], True, DEEP)),
    ],
    "more": [{}, *({"generation": g} for g in (None, [1], -1, math.nan, "1", True, DEEP, 10**5000))],
    "flip": [{}, *({"pixels": p} for p in (None, [64], [-1], [0.5], HUGE, {"0": 1}, [[0]], [None], [10**400], 3))],
    "flip ": [{"pixels": [0]}],
    "load_memory": [{}, *({"pattern": p} for p in (20, -1, "0", math.nan, None, True, False, DEEP))],
    "perturb": [
        {"system": "astro"}, {"system": "ideal", "pixels": [0], "frame": 0}, {"system": [], "pixels": [0], "frame": 0},
        {"system": "astro", "pixels": [99], "frame": 0}, {"system": "astro", "pixels": [0], "frame": math.inf},
        {"system": "astro", "pixels": [True], "frame": 0}, {"system": DEEP, "pixels": [0], "frame": 0},
        {"system": LONG, "pixels": [0], "frame": 0}, {"system": "astro", "pixels": [0], "frame": True},
    ],
    "push": [
        {"system": "astro"}, {"system": "hopfield", "shares": [[0, 0.5]], "frame": 0},
        *({"system": s, "shares": [[0, 0.5]], "frame": 0} for s in ([], "ideal", LONG, DEEP, None)),
        *({"system": "astro", "shares": s, "frame": 0} for s in (None, [], 0.5, DEEP, HUGE, LONG, [[0]], [[0.0, 0.5]])),
        *({"system": "astro", "shares": [s], "frame": 0} for s in ([20, 0.5], [-1, 0.5], [0, 1.5], [0, -1], [0, "1"])),
        *({"system": "astro", "shares": [[0, s]], "frame": 0} for s in (math.nan, True, 10**400, None, DEEP)),
        *({"system": "astro", "shares": [s, [0, 0.7]], "frame": 0} for s in ([0, 0.2], [1, 0.7], [True, 0])),
        *({"system": "astro", "shares": [[0, 0.5]], "frame": f} for f in (math.nan, "4", None, True, DEEP)),
    ],
    "view": [
        *({"focus": f} for f in ([], {}, "brain", 3)),
        *({"corners": c} for c in ([], [1], [1, 2, 3, 4], HUGE, ["a", "b", "c"], None, 5)),
        *({"corners": c} for c in ([-1, 0, 1], [2, 2, 2], [1999, 0, 0], [math.nan, 0, 0], [True, 0, 0], DEEP, LONG)),
        *({"focus": f} for f in (True, LONG, DEEP)),
    ],
}  # fmt: skip
BAD = [None, 5, "ready", [], {}, DEEP, LONG, [DEEP], {5: 5}, b"ready", math.nan, Exception]
BAD += [{"type": t} for t in (None, [], "brew", "__class__", "x" * 10_000, LONG, DEEP, 10**5000, True, b"ready")]
BAD += [{"type": kind, **payload} for kind, payloads in PAYLOADS.items() for payload in payloads]


@pytest.mark.parametrize("message", BAD, ids=quoted)
def test_a_bad_message_is_refused_in_a_sentence_and_the_run_goes_on(message, caplog):
    page = Page()
    values, parameters = page.session.store.values(), page.session.race.parameters
    before = len(page.sent)
    page.session.receive(message)
    answers = page.sent[before:]
    assert len(answers) <= 1
    for answer in answers:
        if "chunk" not in answer:
            assert answer["notice"].endswith(".") and len(answer["notice"]) < 400 and "\n" not in answer["notice"]
    assert not caplog.records
    if page.session.store.values() == values:
        assert page.session.race.parameters == parameters
    else:  # then it is what is shown
        assert "chunk" in answers[0] and page.session.race.parameters == page.session.store.parameters()
    page.more(), page.say("reset")
    assert page.works() and page.say("set", values={"temperature": "0.3"}, frame=2) and page.head["mode"] == "branch"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "flip", "pixels": [0, True]}, {"type": "flip", "pixels": [0], "ink": 1},
        {"type": "load_memory", "pattern": True}, {"type": "more", "generation": True},
        {"type": "perturb", "system": "astro", "pixels": [True], "frame": 0},
        {"type": "perturb", "system": "astro", "pixels": [1], "frame": True},
        {"type": "set", "values": {"temperature": 0.7}, "frame": False}, {"type": "set", "values": {"load": True}},
        {"type": "set", "values": {"temperature": True}}, {"type": "view", "corners": [True, None, None]},
    ],
    ids=quoted,
)  # fmt: skip
def test_true_and_false_are_no_numbers_and_numbers_are_not_true(message):
    page = Page()
    assert page.head["generation"] == 1
    before = page.session.store.values(), page.session.race.memory.cue.tolist(), len(page.chunks())
    page.session.receive(message)
    assert page.sent[-1]["notice"].endswith(".")
    assert (page.session.store.values(), page.session.race.memory.cue.tolist(), len(page.chunks())) == before


def test_before_ready_and_after_the_end_there_is_silence():
    page = Page(ready=False)
    for message in (*BAD, {"type": "more", "generation": 0}, {"type": "reset"}, {"type": "flip", "pixels": [0]}):
        if not (isinstance(message, dict) and message.get("type") == "ready"):
            page.session.receive(message)
    assert page.sent == []
    page.say("ready")
    page.session.close()
    for kind in ("ready", "reset", "new_seed", "more"):
        assert page.say(kind) == []
    for _, function in page.later:
        function()
    assert len(page.sent) == 1


HEAVY = {"patterns": "random", "neurons": 1024, "load": 1000}


@pytest.mark.slow
def test_a_heavy_memory_is_computed_aside_and_the_last_wish_counts():
    page = Page()
    assert page.say("set", values=HEAVY) == []  # nothing yet: the event loop is free
    page.wait(page.session.work._due.future.running)
    for load in (1001, 1002, 1003):
        assert page.say("set", values={"load": load}) == []
    page.wait(lambda: page.head["load"] == 1003)
    assert [h["load"] for h, _ in page.chunks()[1:] if h["mode"] == "reset"] == [1000, 1003]
    assert page.session.race.memory.drawn.patterns.shape == (1003, 1024)
    assert page.more() == []
    page.wait(lambda: len(page.chunks()) > 3)
    assert page.head["mode"] in ("more", "again")


@pytest.mark.slow
@pytest.mark.parametrize(
    "then",
    [
        {"type": "set", "values": {"temperature": 0.5}, "frame": 3},
        {"type": "view", "focus": "hopfield"},
        {"type": "more", "generation": 2},
        {"type": "perturb", "system": "astro", "pixels": [1], "frame": 3},
        {"type": "set", "values": {"load": 5}},
        {"type": "flip", "pixels": []},
    ],
)
@pytest.mark.parametrize("waits", [1, 2])
def test_what_is_said_while_a_heavy_memory_is_computed_does_not_undo_it(then, waits):
    page = Page()
    for load in (1000, 1001)[:waits]:
        page.say("set", values=HEAVY | {"load": load})
    page.session.receive(then)
    page.wait(lambda: not page.session.work.busy and not page.session.work.waiting)
    store, race = page.session.store, page.session.race
    assert race.memory.drawn.patterns.shape == store.drawn().patterns.shape
    np.testing.assert_array_equal(race.memory.cue, store.corrupted(store.drawn()))
    assert race.parameters == store.parameters() and page.head["load"] == store.load


def test_the_end_silences_what_is_under_way():
    page = Page()
    page.say("set", values=HEAVY)
    page.wait(page.session.work._due.future.running)
    page.session.close()
    page.wait(lambda: any(not delay for delay, _ in page.later))  # it has come back
    for _, function in page.later:
        function()
    assert len(page.sent) == 1


def test_after_a_cut_line_a_run_that_the_page_has_goes_on_and_another_begins_anew():
    page = Page()
    page.more()
    frames = page.session.race.frames
    (same,) = page.say("resume", generation=page.head["generation"], frames=frames)
    assert same == {"values": page.sent[0]["values"]}
    generation = page.head["generation"]
    for other, known in ((generation, frames + 1), (generation + 1, frames), (generation, 0), (generation + 3, -1)):
        page.say("resume", generation=other, frames=known)
        assert page.head["mode"] == "reset" and page.head["first"] == 0
        generation = page.head["generation"]


@pytest.mark.parametrize("jitter", [0, 0.05])
def test_frames_that_were_lost_with_the_line_come_again(jitter):
    page, whole = Page(system="astro,hopfield", jitter=jitter), Page(system="astro,hopfield", jitter=jitter)
    for each in (page, whole):
        each.say("set", values={"temperature": 0.3}, frame=5)  # from here on no link describes the run
        each.more()
    known = page.head["first"]  # what came last has not arrived
    same, _ = page.say("resume", generation=page.head["generation"], frames=known)
    assert "chunk" not in same
    first, arrays = page.head["first"], page.chunks()[-1][1]
    assert page.head["mode"] == "more" and first <= known
    before = whole.chunks()[-1][1]
    for name in ("overlap:astro", "error:hopfield", "verdict:astro", "energy", "gain"):
        n = min(len(arrays[name]) - (known - first), len(before[name]))
        assert n > 1
        np.testing.assert_allclose(arrays[name][known - first :][:n], before[name][:n], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("known", [1, 9])
@pytest.mark.parametrize(
    "kind, said",
    [
        ("set", {"values": {"temperature": 0.3}, "frame": 0}), ("view", {"focus": "hopfield", "seen": ["landscape"]}),
        ("perturb", {"system": "astro", "pixels": [1], "frame": 0}), ("more", {"generation": 1}),
        ("push", {"system": "astro", "shares": [[1, 1.0]], "frame": 0}), ("resume", {"generation": 1, "frames": 1}),
    ],
)  # fmt: skip
def test_after_frames_that_were_lost_a_hand_acts_at_once(kind, said, known, shared):
    pages = [Page(load=30, seed=5) for _ in range(3 if shared else 1)]  # a third page shares what the second has made
    page = pages[-1]
    page.say("resume", generation=page.head["generation"], frames=known)
    chunks = len(page.chunks())
    page.say(kind, **said)
    assert not any(message.get("notice") for message in page.sent)
    if kind != "more":
        assert len(page.chunks()) > chunks
    page.more()


def test_somebody_is_there_even_before_the_first_run():
    page = Page(ready=False)
    assert page.say("here") == [{"here": True}]
    page.session.close()
    assert page.say("here") == []


def test_sessions_do_not_touch_each_other():
    one, other = Page(), Page()
    before, sent = other.session.store.values(), len(other.sent)
    one.say("set", values={"load": 33, "temperature": 1, "system": "dense,modern"})
    one.say("flip", pixels=[1, 2, 3])
    one.say("new_seed")
    assert other.session.store.values() == before != one.session.store.values() and len(other.sent) == sent
    assert Store().values() == Page(ready=False, load=100, dt=0.002).session.store.values()
    other.play()
    fresh = Page()
    fresh.play()
    for (_, a), (_, b) in zip(other.chunks(), fresh.chunks(), strict=True):
        assert all((a[name] == b[name]).all() or np.isnan(a[name]).any() for name in a)


def test_other_cues_are_counted_once_the_choices_are_still():
    page = Page()
    page.say("set", values={"load": 5})
    for delay, function in [item for item in page.later if item[0]]:
        assert delay > 0
        function()
    page.later = []
    page.wait(lambda: any("typical" in m for m in page.sent))
    (told,) = [m["typical"] for m in page.sent if "typical" in m]
    assert set(told) == {"astro", "hopfield"} and all(0 <= n <= 50 for n in told.values())


shapes = st.lists(st.integers(0, 4), min_size=0, max_size=3).map(tuple)
arrays = st.dictionaries(
    st.text(max_size=9), st.tuples(st.sampled_from("uint8 int32 float32 int64 float64".split()), shapes), max_size=5
)


@settings(max_examples=40)
@given(layout=arrays, seed=st.integers(0, 99), header=st.dictionaries(st.text(max_size=8), st.integers() | st.text()))
def test_a_chunk_goes_through_its_bytes(layout, seed, header):
    header.pop("arrays", None)
    rng = np.random.default_rng(seed)
    sent = {name: rng.integers(0, 200, shape).astype(kind) for name, (kind, shape) in layout.items()}
    data = pack(header, sent)
    read, got = unpack(data)
    assert read == header and list(got) == list(sent) and len(data) % 8 == 0
    for name, array in sent.items():
        assert got[name].shape == array.shape and got[name].dtype.itemsize in (1, 4)
        np.testing.assert_array_equal(got[name], array)


def test_not_a_chunk():
    with pytest.raises(ValueError, match="must start with"):
        unpack(b"\0" * 16)
    with pytest.raises(ValueError):
        pack({"x": math.nan}, {})


def test_the_parts_of_a_session_do_not_take_names_from_each_other():
    shared = {"_forget", "_renew", "hall"}  # passed on to the next; the session's own; the same in both
    parts = [part for part in Session.__mro__[1:] if part.__module__.startswith("astro_dash") and part is not Listener]
    for i, part in enumerate(parts):
        for other in parts[i + 1 :]:
            if issubclass(part, other):  # which it adds to
                continue
            names = {name for name in vars(part) if not name.startswith("__")} & vars(other).keys()
            assert names <= shared, f"{part.__name__} and {other.__name__} both have {names - shared}"
