"""What a session does for lessons: it hands them out, reads those that are opened, and keeps what was there before."""

from pathlib import Path

import pytest

from astro_dash.lessons import LIBRARY, MOST_BYTES
from astro_dash.pages.attention.session import Session as Word
from astro_dash.pages.explore.session import Explorer
from astro_dash.pages.lessons.session import Session as Lessons
from astro_dash.pages.live.session import Session as Live
from astro_dash.pages.live.shown import shown
from astro_dash.store import Said, Store
from astro_dash.words import LANGUAGES, speaking

VALLEY = (Path(__file__).parents[1] / "lessons" / "valley.md").read_bytes()
LINE = VALLEY[: VALLEY.index(b"load: 3")].count(b"\n") + 1


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of lessons, one of them broken; both read where they are asked for."""
    (tmp_path / "valley.md").write_bytes(VALLEY)
    (tmp_path / "broken.md").write_bytes(VALLEY.replace(b"load: 3", b"lode: 3"))
    monkeypatch.setattr(LIBRARY, "_own", str(tmp_path))
    for module in ("taught", "lessons.session"):
        monkeypatch.setattr(f"astro_dash.pages.{module}.readers.submit", at_once)
    return tmp_path


def at_once(owner, kind, work):
    from concurrent.futures import Future

    future = Future()
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    return future


def sessions():
    yield lambda said: Live(Store(), said.append, schedule)
    yield lambda said: Word(Said.of({}), said.append, schedule)
    yield lambda said: Explorer("", said.append, schedule)
    yield lambda said: Lessons(said.append, schedule)


def schedule(function, delay):
    return None if delay else function()


@pytest.mark.parametrize("begin", list(sessions()), ids=["live", "attention", "explore", "lessons"])
def test_every_page_hands_out_a_lesson_and_reads_one(begin):
    said = []
    session = begin(said)
    session.receive({"type": "lesson", "name": "valley"})
    assert said[-1]["lesson"]["name"] == "valley" and len(said[-1]["lesson"]["steps"]) == 4
    session.receive({"type": "read_lesson", "data": VALLEY, "name": "mine.md"})
    assert said[-1]["lesson"]["name"] == "own" and said[-1]["lesson"]["language"] == ""  # nobody knows
    session.receive({"type": "read_lesson", "data": VALLEY, "name": "mine.es.md"})
    assert said[-1]["lesson"]["language"] == "es"
    session.receive({"type": "read_lesson", "data": VALLEY.replace(b"load: 3", b"load: x"), "name": "mine.md"})
    assert said[-1]["lesson"] is None and said[-1]["faults"][0].startswith(f"mine.md, line {LINE}: load is 'x'")
    for name, words in (("moon", "no lesson 'moon'"), ("broken", f"broken.md, line {LINE}"), (3, "must be a name")):
        session.receive({"type": "lesson", "name": name})
        assert words in said[-1]["notice"]
    for data in (b"a" * (MOST_BYTES + 1), "text", None):
        session.receive({"type": "read_lesson", "data": data, "name": "mine.md"})
        assert "bytes" in said[-1]["notice"]
    session.close()


def test_a_lesson_leaves_the_page_as_it_was():
    said = []
    session = Live(Store(load=7, seed=9), said.append, schedule)
    session.receive({"type": "ready"})
    before = session.store.values()
    session.receive({"type": "lesson_begins"})
    session.receive({"type": "set", "values": {"load": "30", "patterns": "random", "own": ""}, "anew": True})
    assert said[-1]["values"]["load"] == "30"
    session.receive({"type": "lesson_ends", "link": "load=5"})
    assert session.store.values() == before
    session.receive({"type": "lesson_ends", "link": "load=5"})  # of a tab that was loaded meanwhile
    assert session.store.load == 5
    session.receive({"type": "lesson_ends", "link": 5})
    assert "must be a text" in said[-1]["notice"]
    session.close()


def test_a_step_begins_a_run_of_its_own():
    said = []
    session = Live(Store(), said.append, schedule)
    session.receive({"type": "ready"})
    generation = session.generation
    session.receive({"type": "set", "values": {"temperature": "0.02"}, "frame": 3})
    assert session.generation == generation + 1
    same = {name: said[-1]["values"][name] for name in ("load", "temperature")}
    session.receive({"type": "set", "values": same, "anew": True})
    assert session.generation == generation + 2 and session.race.frames < 40
    session.close()


def test_the_list_has_all_and_what_is_wrong():
    said = []
    session = Lessons(said.append, schedule)
    session.receive({"type": "ready"})
    cards = {card.get("name", card.get("file")): card for card in said[-1]["lessons"]}
    assert cards["valley"]["steps"] == 4 and "lode" in cards["broken.md"]["faults"][0]
    session.receive({"type": "sheet", "name": "valley", "base": "http://school.example/app"})
    sheet = said[-1]["sheet"]
    assert sheet["link"] == "http://school.example/app?lesson=valley"
    assert {len(row) for row in sheet["code"]} == {len(sheet["code"])} and set("".join(sheet["code"])) == {"0", "1"}
    for base in ("javascript:alert(1)", "http://a?b", "http://a b", "x" * 400, 3):
        session.receive({"type": "sheet", "name": "valley", "base": base})
        assert "address" in said[-1]["notice"]
    session.close()


def test_a_file_that_changes_is_read_again(folder):
    assert LIBRARY.one("valley").minutes == 5
    (folder / "valley.md").write_bytes(VALLEY.replace(b"minutes: 5", b"minutes: 50"))
    assert LIBRARY.one("valley").minutes == 50
    (folder / "valley.es.md").write_bytes(VALLEY.replace(b"A valley", b"Un valle"))
    assert LIBRARY.one("valley").title.startswith("A valley")
    (folder / "02-valley.md").write_bytes(VALLEY)
    taken = [one for one in LIBRARY.all() if one.name == "valley" and not one.language]
    assert [bool(one.lesson) for one in taken] == [True, False] and "already" in taken[1].faults[0].words


def test_a_lesson_is_handed_out_in_the_language_of_the_tab(folder):
    (folder / "valley.es.md").write_bytes(VALLEY.replace(b"A valley", b"Un valle"))
    (folder / "solo.es.md").write_bytes(VALLEY.replace(b"A valley", b"Un valle"))
    (folder / "broken.de.md").write_bytes(VALLEY.replace(b"load: 3", b"load: x"))
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            said = []
            session = Lessons(said.append, schedule)
        session.receive({"type": "ready"})
        cards = said[-1]["lessons"]
        session.receive({"type": "lesson", "name": "valley"})
        lesson = said[-1]["lesson"]
        sheet = {"type": "sheet", "name": "valley", "base": "http://a"}
        session.receive(sheet | {"lang": language})
        assert said[-1]["sheet"]["lesson"] == lesson
        assert said[-1]["sheet"]["link"] == f"http://a?lesson=valley&lang={language}"
        for strange in "<b>", "fr", {"en": 1}, ["en"], 7:
            session.receive(sheet | {"lang": strange})
            assert str(strange) in said[-1]["notice"]
        session.receive({"type": "read_lesson", "data": VALLEY, "name": "mine.md"})
        assert said[-1]["lesson"]["language"] == ""  # nobody knows it
        told = {card["name"]: (card["language"], card["title"].split()[0]) for card in cards if "name" in card}
        assert told["valley"] == (lesson["language"], lesson["title"].split()[0])
        assert len(told) == sum("name" in card for card in cards)
        found[language] = told["memory"][0], told["valley"], told["solo"], sum("faults" in card for card in cards)
        session.close()
    assert found == {
        "en": ("en", ("", "A"), ("es", "Un"), 2),
        "es": ("es", ("es", "Un"), ("es", "Un"), 2),
        "de": ("en", ("", "A"), ("es", "Un"), 2),
    }


def test_what_is_wrong_is_said_in_the_language_of_who_asks():
    said = []
    for language in ("es", "en", "es"):
        with speaking(language):
            said += [str(one.faults[0]) for one in LIBRARY.listed() if one.faults]
    assert said[0] == said[2] != said[1]


def test_a_link_names_a_lesson_and_a_step():
    assert shown({"lesson": "valley", "step": "3"}) == ({"lesson": "valley", "step": "3"}, [])
    found, problems = shown({"lesson": "<b>", "step": "0"})
    assert found == {} and len(problems) == 2
