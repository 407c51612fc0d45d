"""A tab of the Attention page: a word in, its matrices out; and that a row is the run that Live shows."""

import time

import numpy as np
import pytest

import astro_dash
from astro_dash.engine.attend import apart
from astro_dash.engine.defaults import ATTENTION
from astro_dash.pages.attention import matrices, session
from astro_dash.pages.attention.session import Session
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.verdicts import MIRROR, RECALLED
from astro_dash.store import Said, Store

from ..test_layers import HEAVY, loaded

QUICK = {"word": "HOPE", "dt": "0.02"}


class Tab:
    """A tab whose words are computed in the real line."""

    def __init__(self, problems=(), **choices):
        self.sent = []
        self.session = Session(Said.of(QUICK | choices), self.sent.append, lambda act, delay: act(), problems)

    def say(self, **message):
        self.session.receive(message)
        return self

    def chunk(self):
        """Of the last word asked for, once it is there: the message, what is told and the arrays."""
        end = time.monotonic() + 120
        while True:
            for message in reversed(list(self.sent)):
                if "chunk" in message:
                    told, arrays = unpack(message["chunk"])
                    if told["generation"] == self.session.generation:
                        return message, told, arrays
            assert time.monotonic() < end, self.sent
            time.sleep(0.005)


def settled():
    """All that was asked for so far has been done."""
    session.words.submit(None, None, lambda: None).result(120)


def test_the_session_needs_no_screen_and_no_grids():
    assert loaded("import astro_dash.pages.attention.session", *HEAVY, "xarray", "dask") == []
    assert loaded("import astro_dash.pages.live.page", "astro_dash.pages.attention") == []


def test_a_word_comes_with_its_matrices():
    message, told, arrays = Tab().say(type="ready").chunk()
    said = Said.of(QUICK)
    assert message["values"] == said.values() and message["link"] == said.link() and message["notice"] == ""
    assert told["keys"] == list("HOPE") and told["tokens"] == [0, 1, 2, 3] and told["at_rest"] and told["first"] == 0
    attended, plain = said.attended(said.focus), said.one_pass()
    n = len(arrays["time"])
    assert arrays["gain"].shape == arrays["attention"].shape == (n, 4, 4) and arrays["picture:one-pass"].shape == (4, 4)
    for name, shares in (("gain", attended.gain), ("attention", attended.attention)):
        assert np.abs(arrays[name] / 255 - shares).max() < 0.5 / 255 + 1e-6
    assert np.allclose(arrays["time"], attended.time) and np.allclose(arrays["on_right"], said.on_right(attended.gain))
    assert np.allclose(arrays["from_one_pass"], apart(attended.gain, plain), atol=1e-6)
    assert np.allclose(arrays["from_attention"], apart(attended.gain, attended.attention), atol=1e-6)
    assert told["columns"] == ["one-pass", *ATTENTION["system"]] and set(told["read"]) == set(told["columns"])
    for name in told["columns"]:
        state = np.where(arrays[f"picture:state:{name}"] > 0, 1, -1)
        assert told["read"][name]["right"] == (state == said.tokens).all(1).tolist()


def test_slaved_gains_begin_as_plain_attention():
    _, _, arrays = Tab(tau_p="0").say(type="ready").chunk()
    assert arrays["from_one_pass"][0] == 0 and (arrays["gain"][0] == arrays["picture:one-pass"]).all()
    assert not arrays["from_attention"].any() and arrays["from_one_pass"][-1] > 0.05


@pytest.mark.parametrize("choices", [
    {}, {"focus": "astro", "inverted": "2"}, {"temperature": "20", "tau_p": "1"}, {"word": "ROTOR", "noise": "0.3"},
    {"patterns": "digits", "word": "5,2,5"}, {"patterns": "random", "neurons": "36", "word": "1,0", "sigma": "2"},
])  # fmt: skip
def test_a_row_opens_live_on_exactly_its_query_and_run(choices):
    said = Said.of(QUICK | choices)
    told, arrays = matrices.shown(said)
    for i, link in enumerate(told["rows"]):
        store, problems = Store.from_link(link)
        race = Race(store)
        assert not problems and race.focus == said.focus and (race.memory.cue == said.queries[i]).all()
        assert (race.memory.drawn.patterns == said.drawn.patterns).all() and race.memory.target == said.places[i]
        pieces = []
        while not race.at_rest:
            pieces.append(race.advance(500)[1])
        for key in said.store.system:
            image = pieces[-1][f"image:{key}"][-1]
            assert ((image > 127.5) == (arrays[f"picture:state:{key}"][i] > 0)).all()
            read = told["read"][key]
            verdict = pieces[-1][f"verdict:{key}"][-1]
            whole = read["key"][i] == said.places[i]
            assert (verdict == RECALLED) == (whole and read["sign"][i] == 1)
            assert verdict != MIRROR or read["sign"][i] == -1
        gain = pieces[-1]["gain"][-1][np.argsort(race.shown)] if len(race.shown) == len(said.names) else None
        if gain is not None:
            assert np.abs(gain - arrays["gain"][-1, i] / 255).max() < 0.01
        assert abs(race.tracks[said.focus].run.rest_time - said.attended(said.focus).rest_time[i]) < 1e-9 or not (
            race.tracks[said.focus].run.at_rest
        )


def test_choices_are_taken_together_or_not_at_all():
    tab = Tab().say(type="ready")
    tab.chunk()
    before = tab.session.said.values()
    tab.say(type="set", values={"noise": "0.1", "word": "H3"})
    assert tab.sent[-1]["values"] == before and "'3' is none" in tab.sent[-1]["notice"]
    assert tab.sent[-1]["notice"].startswith("Word is 'H3'")
    tab.say(type="set", values={"noise": "0.1", "word": "OH"})
    message, told, _ = tab.chunk()
    assert message["values"]["noise"] == "0.1" and told["keys"] == ["O", "H"] and message["notice"] == ""
    count = len(tab.sent)
    tab.say(type="set", values={"word": "OH"})
    assert tab.sent[count:] == [{"values": message["values"], "notice": ""}]


def test_of_many_words_the_last_is_shown():
    tab = Tab()
    for word in ("A", "AB", "ABC", "ABCD"):
        tab.say(type="set", values={"word": word})
    assert tab.chunk()[1]["keys"] == list("ABCD")
    settled()
    shown = [unpack(m["chunk"])[0]["generation"] for m in tab.sent if "chunk" in m]
    assert shown == [tab.session.generation]


def test_a_new_seed_damages_anew():
    tab = Tab().say(type="new_seed")
    _, _, arrays = tab.chunk()
    first = Said.of(QUICK)
    assert (arrays["picture:tokens"] > 0).tolist() == (first.tokens > 0).tolist()
    assert ((arrays["picture:queries"] > 0) != (first.queries > 0)).any()


@pytest.mark.parametrize("patterns", ["letters", "digits", "random"])
def test_pictures_to_choose_from_are_those_that_a_word_says(patterns):
    tab = Tab(patterns=patterns, word="ab" if patterns == "letters" else "1,2").say(type="pictures")
    settled()
    told, arrays = unpack(next(m["pictures"] for m in tab.sent if "pictures" in m))
    assert len(told["said"]) == len(told["words"]) == len(arrays["pictures"]) >= 60
    for i in (0, 17, 59):
        said = Said.of({"word": told["said"][i]}, tab.session.said)
        assert (said.tokens[0] > 0).tolist() == (arrays["pictures"][i] > 0).tolist()


@pytest.mark.parametrize("message", [
    {"type": "set"}, {"type": "set", "values": []}, {"type": "set", "values": {"mood": 1}}, {"type": "_compute"},
    {"type": "set", "values": {"load": "5"}}, {"type": "set", "values": {"cue": "AAAA"}}, {"type": "said"},
    {"type": "set", "values": {"word": "A" * 3999}}, {"type": "set", "values": {"word": None}},
    {"type": "set", "values": {"word": ["A"]}}, {"type": "set", "values": {"inverted": 10**400}},
    {"type": "set", "values": {"focus": {"a": "astro"}}}, {"type": "set", "values": {"focus": "ideal"}},
    {"type": "set", "values": {"system": "ideal"}}, {"type": "set", "values": {"noise": "nan"}},
    {"type": "pictures", "many": 10**6}, {"type": ["ready"]}, "ready", None, {"type": "set", "values": {"v": "1"}},
])  # fmt: skip
def test_forged_messages_get_a_sentence(message):
    tab = Tab()
    before = tab.session.said.values()
    tab.session.receive(message)
    notice = tab.sent[-1]["notice"]
    assert notice.endswith(".") and len(notice) < 300 and "log says why" not in notice
    assert tab.session.said.values() == before and tab.session.generation == 0


def test_what_is_too_much_work_is_refused_before_it_is_begun():
    heavy = {"patterns": "random", "neurons": "144", "word": ",".join(map(str, range(24))), "system": "naam,astro"}
    tab = Tab()
    tab.say(type="set", values=heavy)
    assert "too much work" in tab.sent[-1]["notice"] and tab.session.generation == 0
    assert tab.session.said.store.word == "HOPE"
    opened = Session(Said.of(heavy), tab.sent.append, lambda act, delay: act())
    assert "too much work" in opened.problems[0] and opened.said.values() == Said.of({}).values()
    matrices.check(Said.of(heavy | {"neurons": "1024", "system": "attention,astro,hopfield,ideal"}))


def test_an_euler_step_that_is_too_large_is_told():
    with np.errstate(all="ignore"):
        message, told, arrays = Tab(integrator="euler", dt="1", system="attention,ideal").say(type="ready").chunk()
    assert told["broken"] == ["attention"] and np.isfinite(arrays["on_right"]).all()
    assert message["notice"] == "Linear-score attention broke down: the Euler step is too large."


def test_where_too_many_wait_nothing_has_changed(monkeypatch):
    tab = Tab().say(type="ready")
    tab.chunk()
    monkeypatch.setattr(session.words, "most", 0)
    tab.say(type="set", values={"word": "AB"})
    assert "try again" in tab.sent[-1]["notice"] and tab.session.said.store.word == "HOPE"
    monkeypatch.undo()
    assert tab.say(type="set", values={"word": "AB"}).chunk()[1]["keys"] == ["A", "B"]


def test_problems_of_a_link_are_said_once():
    tab = Tab(problems=["This is wrong."]).say(type="ready")
    assert tab.chunk()[0]["notice"] == "This is wrong."
    tab.say(type="set", values={"noise": "0"})
    assert tab.chunk()[0]["notice"] == ""


def test_a_closed_tab_hears_nothing():
    tab = Tab().say(type="ready")
    tab.session.close()
    settled()
    assert not any("chunk" in message for message in tab.sent[1:])
    count = len(tab.sent)
    tab.say(type="ready")
    settled()
    assert len(tab.sent) == count


def test_the_page_in_python():
    page = astro_dash.page("attention", word="AB", noise=0.1, dt=0.02)
    attended = page.result()
    assert list(attended) == list(ATTENTION["system"]) and attended["astro"].gain.shape[1:] == (2, 2)
    again = astro_dash.page("?" + page._session.said.link())
    assert again._session.said.values() == page._session.said.values()
    for wrong, quoted in (({"word": "3"}, "'3'"), ({"mood": 1}, "'mood'"), ({"v": 9}, "v is 9")):
        with pytest.raises(ValueError, match=quoted):
            astro_dash.page("attention", **wrong)
