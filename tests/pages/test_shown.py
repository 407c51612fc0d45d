"""How a link says that a page shows its run, and what was changed in it."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import astro_dash
from astro_dash.engine.models import MODELS
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.changes import LONGEST, MOST_CHANGES, Change, added, read, written
from astro_dash.pages.live.code import MOST_BYTES, modules, shortest
from astro_dash.pages.live.session import Session
from astro_dash.pages.live.shown import NAMES, SHOWN, SPEEDS, shown
from astro_dash.pages.live.views import VIEWS
from astro_dash.store import Store

# Of each part of a link what it may be, and how it then stands there
GOOD = {
    "play": {"0": "0", "1": ""},
    "ask": {"Which one?": "Which one?", " Which  one? | this|that||this": "Which one?|this|that", "<b>&": "<b>&"},
    "hide": {" , ".join(NAMES): ",".join(NAMES), "triangle,load,load": "simplex,load"},
    "lock": {" , ".join(NAMES): ",".join(NAMES), "cue": "cue"},
    "projector": {"1": "1", "0": ""},
    "embed": {"live": "live", "triangle": "simplex", **{key: key for key in VIEWS}},
    "speed": {speed: "" if speed == "1" else speed for speed in SPEEDS},
    "even": {"1": "1", "0": ""},
    "focus": {key: key for key in MODELS},
    "corners": {"3,,7": "3,,7", ",,": "", "0,1,2": "0,1,2"},
    "rival": {"7": "7"},
    "then": {"0.5,temperature,0.02~1,astro,3.10-12.12": "0.5,temperature,0.02~1,astro,3.10-12", "2": "2"},
    "at": {"0.30000000000000004": "0.30000000000000004", "2.0": "2"},
    "lesson": {"overload": "overload", "own": "own"},
    "step": {"1": "1", "12": "12"},
    "room": {"k7mw 3xqb": "K7MW3XQB", "K7MW3XQB": "K7MW3XQB"},
}
BAD = {
    "play": ["yes", "00"],
    "ask": ["|a|b", "x" * 301, "a\nb\x00", "q|" + "|".join("abcdefghi")],
    "hide": ["sofa", "load,sofa"],
    "lock": ["page-sofa"],
    "projector": ["2"],
    "embed": ["sofa", "live,energy"],
    "speed": ["3", "-1", "1e9"],
    "even": ["true"],
    "focus": ["sofa"],
    "corners": ["1,2", "1,2,3,4", "a,b,c", "-1,,", "1e99,,"],
    "rival": ["-1", "x", "nan"],
    "then": [
        "x", "1,temperature", "1,load,3", "2~1", "nan", "-1", "inf", "1,astro", "1,astro,3-1", "1,astro,-1", "1,astro,",
        "1,astro,0-99999999999", "~".join(["1"] * (MOST_CHANGES + 1)), "1,astro," + ".".join(["1"] * LONGEST),
        "1,temperature,-1", "1,astro,1,load,1",
    ],
    "at": ["-1", "inf", "nan", "soon"],
    "lesson": ["../x", "Overload", "x" * 41, "1"],
    "step": ["0", "-1", "100", "one", "1.5"],
    "room": ["K7MW3XQ", "K7MW3XQB9", "../../..", "K7MW3XQ\u0130"],
}  # fmt: skip


def test_every_part_is_tried_here():
    assert list(GOOD) == list(BAD) == list(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_each_part_of_a_link_is_read_and_read_again_alike(name):
    for text, read_as in GOOD[name].items():
        once, problems = shown({name: text})
        assert (once, problems) == ({name: read_as} if read_as else {}, [])
        assert shown(once) == (once, [])
    assert shown({name: ""}) == ({}, [])


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a_bad_part_is_one_sentence_and_the_others_hold(name, text):
    found, (problem,) = shown({name: text, "hide": "load"} if name != "hide" else {name: text, "lock": "load"})
    assert found in ({"hide": "load"}, {"lock": "load"})
    assert problem.startswith(f"{name} is ") and ", but must be " in problem and "\n" not in problem
    assert len(problem) < 600


@pytest.mark.parametrize("name", SHOWN)
def test_each_part_comes_to_the_page_by_a_link_and_by_a_name(name):
    text, read_as = next(iter(GOOD[name].items()))
    page = astro_dash.page("live", load=20, patterns="digits", **{name: text} if name != "focus" else {name: "astro"})
    expected = {name: "astro" if name == "focus" else read_as}
    session = page._session
    assert session.shown | ({"room": session.invited} if session.invited else {}) == expected
    assert session.problems == []
    with pytest.raises(ValueError, match=f"^{name} is "):
        astro_dash.page("live", **{name: BAD[name][0]})


@pytest.mark.parametrize("which", ["explore", "paper", "laws", "attention"])
def test_other_pages_hide_and_lock_as_well(which):
    page = astro_dash.page(which, hide="load,page-paper", lock="seed")
    sent = []
    page._send_msg = sent.append
    page._handle_msg({"type": "ready"})
    assert sent[0] == {"shown": {"hide": "load,page-paper", "lock": "seed"}}
    page._session.close()
    with pytest.raises(ValueError, match=r"^lock is 'sofa'"):
        astro_dash.page(which, lock="sofa")


# What was changed in mid-run.


@given(
    st.lists(
        st.one_of(
            st.builds(
                Change, st.floats(0, 1e6),
                st.dictionaries(st.sampled_from(sorted(Store.LIVE)), st.floats(1e-3, 1), max_size=3),
                st.just(""), st.just(()), st.just(()),
            ),
            st.builds(
                Change, st.floats(0, 1e6), st.just({"sigma": 2.5}), st.sampled_from(sorted(MODELS)),
                st.sets(st.integers(0, 1023), min_size=1, max_size=20).map(lambda pixels: tuple(sorted(pixels))),
                st.just(()),
            ),
            st.builds(
                Change, st.floats(0, 1e6), st.just({"sigma": 2.5}), st.sampled_from(sorted(MODELS)), st.just(()),
                st.dictionaries(st.integers(0, 1999), st.integers(0, 3333), min_size=1, max_size=3).map(
                    lambda shares: tuple((pattern, share / 10_000) for pattern, share in shares.items())
                ),
            ),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_changes_are_read_as_they_were_written(changes):
    changes = sorted(changes, key=lambda change: change.time)
    assert read(written(changes)) == changes


def test_a_change_replaces_what_came_after_it_and_of_two_settings_at_once_the_first():
    first, then = Change(1.0, {"temperature": 1.0}), Change(2.0, {}, "astro", (1,))
    assert added([first, then], Change(1.5, {})) == [first, Change(1.5, {})]
    again = Change(1.0, {"temperature": 2.0, "tau_p": 1.0})
    assert added([first, then], again, merges=True) == [again]
    assert added([first, then], again) == [first, again]
    assert written([first] * (MOST_CHANGES + 1)) is None


class Tab:
    """A session and what it has sent, with all frames put together as the browser has them."""

    def __init__(self, store, shown=None):
        self.sent, later = [], []
        self.session = Session(store, self.sent.append, lambda act, delay: later.append(act), shown=shown)
        self.say("ready")

    def say(self, kind, **parts):
        self.session.receive({"type": kind, **parts})

    @property
    def head(self):
        return unpack(self.sent[-1]["chunk"])[0]

    def play(self):
        while not self.head["at_rest"]:
            self.say("more", generation=self.head["generation"])
        return self

    def frames(self):
        """The arrays of all frames in force."""
        found = {}
        for message in self.sent:
            header, arrays = unpack(message["chunk"]) if "chunk" in message else ({}, {})
            for name, array in arrays.items():
                if header["mode"] != "again" and not name.startswith("picture:"):
                    found[name] = np.concatenate([found.get(name, array[:0])[: header["first"]], array])
        return found

    @property
    def told(self):
        return [message for message in self.sent if "moment" in message][-1]


def small(**values):
    store = Store()
    store.set(**({"patterns": "random", "neurons": 16, "load": 5, "noise": 0.25, "tau_p": 0.5} | values))
    return store


RUNS = {}, {"jitter": 0.1, "horizon": 2}, {"integrator": "euler", "dt": 0.05}, {"tau_p": 0}, {"tau_x": 0}


@pytest.mark.parametrize("values", RUNS, ids=str)
def test_a_link_to_a_moment_brings_the_same_frames(values):
    one = Tab(small(**values))
    one.say("more", generation=one.head["generation"])
    one.say("set", values={"temperature": "0.5"}, frame=4)
    one.say("set", values={"temperature": "0.7"}, frame=4)
    one.say("perturb", system="astro", pixels=[1, 2, 9], frame=6)
    one.say("perturb", system="hopfield", pixels=[0], frame=6)
    one.play()
    one.say("push", system="astro", shares=[[3, 0.5], [0, 0.25]], frame=7)
    one.say("push", system="astro", shares=[[0, 0.2], [3, 0.64321]], frame=7)  # of a drag the last
    one.play()
    one.say("set", values={"tau_p": "0.25", "sigma": "5"}, frame=8)
    one.play()
    moment = one.told["moment"]
    assert not moment["linked"] and "temperature=0.5" not in moment["link"]
    assert ",astro,0_0.2_3_0.6432~" in moment["then"] and moment["then"].count("_0.") == 2
    then = shown({"then": moment["then"]})[0]
    other = Tab(Store.of(dict(parse_qsl(moment["link"], keep_blank_values=True))), then).play()
    assert other.told["moment"] == moment | {"linked": True}
    assert other.told["link"] == moment["link"] and other.told["values"] == one.told["values"]
    expected, found = one.frames(), other.frames()
    for name, array in expected.items():
        if name not in ("gain", "attention"):  # of the patterns shown one by one, which follow the view
            np.testing.assert_array_equal(found[name], array, err_msg=name)
    other.say("set", values={"temperature": "2"}, frame=2)  # it is a run of its own from here on
    assert not other.told["moment"]["linked"] and "temperature=2&" in other.told["link"]
    assert len(read(other.told["moment"]["then"])) == 1


def test_changes_still_to_come_are_no_end_and_are_dropped_by_another():
    tab = Tab(small(), {"then": "1e5,temperature,0.5~1e5,astro,3"})
    while tab.head["next"] is not None:
        assert not tab.head["at_rest"]
        tab.say("more", generation=tab.head["generation"])
    assert len(tab.session.race.changes) == 2 and tab.session.store.temperature == 0.5
    tab = Tab(small(), {"then": "0.5,temperature,0.5"})
    tab.say("reset")
    assert tab.head["next"] is None and tab.told["moment"] == tab.told["moment"] | {"then": "", "linked": False}


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("1,naam,0", "'naam'"), ("1,astro,99", "pixel 99"), ("1,tau_p,0", "τ_p is 0"),
        ("1,hopfield,0_0.5", "'hopfield'"), ("1,astro,5_0.5", "pattern 5"),
    ],
)  # fmt: skip
def test_changes_that_this_run_cannot_take_are_a_sentence(then, words):
    found, (problem,) = shown({"then": then, "at": "2", "play": "0"}, small(integrator="euler"))
    assert found == {"play": "0"} and words in problem


def test_focus_corners_and_rival_of_a_link_are_the_run_s():
    tab = Tab(small(), {"focus": "hopfield", "corners": "3,,2", "rival": "4"})
    a, _, c = tab.head["corners"]
    assert (tab.head["focus"], a, c, tab.head["rival"]) == ("hopfield", 3, 2, 4)
    assert shown({"focus": "naam"}, small())[0] == {}


# The code.


def test_a_code_has_the_shortest_link_that_opens_the_same():
    for values in {}, {"load": 7, "cue": ""}, {"patterns": "pictures", "seed": 652}, {"integrator": "euler"}:
        store = Store()
        store.set(**values)
        query = shortest(store.link(), {"play": "0"})
        choices = dict(parse_qsl(query, keep_blank_values=True))
        assert choices.pop("play") == "0" and choices["v"] == "1" and len(choices) <= max(2, 1 + len(values))
        assert Store.of(choices).values() == store.values()


def test_a_code_is_of_a_link_of_this_page_and_of_what_it_can_hold():
    tab = Tab(small())
    ask = {"place": "https://school.example/", "choices": small().link(), "shown": "play=0"}
    for wrong in (
        {"place": "javascript:alert(1)"}, {"place": "https://a:b@c/"}, {"place": 3}, {"place": "https://[x/"},
        {"choices": "load=-1"}, {"choices": "sofa=1"}, {"choices": 3}, {"shown": "sofa=1"}, {"shown": "play=7"},
        {"shown": []}, {"place": "https://school.example/" + "x" * MOST_BYTES},
    ):  # fmt: skip
        tab.say("code", **ask | wrong)
        assert tab.sent[-1]["notice"] and "code" not in tab.sent[-1], wrong
        assert "its log says why" not in tab.sent[-1]["notice"], wrong
    rows = modules("https://school.example/?v=1&load=7")
    assert {len(row) for row in rows} == {len(rows)} and set("".join(rows)) == {"0", "1"}
    assert rows[0][:7] == rows[6][:7] == "1111111" and len(modules("x" * MOST_BYTES)) == 177
