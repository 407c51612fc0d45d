"""A class over several pages: it goes where its teacher goes, sees what is seen there, and cannot steer there."""

from functools import partial
from urllib.parse import parse_qs

import pytest

from astro_dash.pages import PAGES
from astro_dash.pages.attention.session import Session as Words
from astro_dash.pages.chunk import unpack
from astro_dash.pages.explore import form
from astro_dash.pages.explore.session import Explorer
from astro_dash.pages.following import led
from astro_dash.pages.paper.session import Session as Paper
from astro_dash.rooms.seat import page_of
from astro_dash.store import Said

from .classroom import BASE, in_memory, in_redis, redis_server
from .test_explore import SMALL as MAP
from .test_explore import Desk

WORD = {"word": "HOP", "dt": "0.05", "horizon": "2"}


@pytest.fixture(params=["memory", "redis"])
def room(request, tmp_path):
    if request.param == "memory":
        yield in_memory()
        return
    with redis_server(tmp_path) as server:
        if server is None:
            pytest.skip("There is no redis-server on this machine.")
        with in_redis(server.port) as room:
            yield room


@pytest.fixture
def alone():
    return in_memory()


def words(room, hall=0, **said):
    tab = room.elsewhere(partial(Words, Said.of(WORD | said)), "attention", hall)
    room.until(lambda: tab.told("values"))
    return tab


def maps(room, desk, **changes):
    tab = room.elsewhere(partial(Explorer, form_link(**changes), desk=lambda: desk), "explore")
    room.until(lambda: tab.told("map"))
    return tab


def form_link(**changes):
    return "&".join(f"{name}={text}" for name, text in (form.START | MAP | changes).items())


def goes(room, teacher, tab):
    """The teacher's tab has come to another page."""
    mine = {name: teacher.told("room")[name] for name in ("code", "secret")}
    teacher.session.close()
    tab.say("room_teach", base=BASE, **mine)
    return room.until(lambda: tab.told("room") and tab)


def joins(room, tab, code, member, **how):
    tab.say("room_join", code=code, member=member, **how)
    return room.until(lambda: tab.told("room") and tab)


def passes(room):
    """What waits for a moment is done."""
    for tab in room.tabs:
        tab.later = [(0, act) for _, act in tab.later]
    room.settle()


def test_a_class_goes_along_to_a_word_and_back(room):
    teacher = room.teacher()
    code, student = teacher.code, room.student(teacher, hall=1, member="the-same-one")
    word = goes(room, teacher, words(room, temperature="0.5"))
    room.until(lambda: page_of(student.told("room")["where"]) == "attention")
    where = student.told("room")["where"]
    assert where == Said.of(WORD | {"temperature": "0.5"}).link() and student.told("room")["head"] is None
    student.session.close()
    there = joins(room, room.elsewhere(partial(Words, Said.opened(where)[0]), "attention", 1), code, "the-same-one")
    room.until(lambda: there.chunks and word.told("class")["in"] == 1)
    assert there.chunks[-1] == word.chunks[-1]

    word.say("set", values={"word": "PHO"})
    room.until(lambda: word.told("values")["word"] == "PHO")
    passes(room)
    room.until(lambda: there.told("values")["word"] == "PHO")
    assert there.chunks[-1] == word.chunks[-1]  # whose generation, which a playhead is told of, is of the word
    head = {"position": 3.5, "playing": False, "speed": 1, "even": False, "generation": there.head["generation"]}
    word.say("room_head", **head)
    word.say("room_shown", shown={"lesson": "attention", "step": "2"})
    room.until(lambda: there.told("room")["shown"])
    assert there.told("room")["head"] == head and there.told("room")["shown"]["step"] == "2"

    live = goes(room, word, room.tab(load=4))
    room.until(lambda: there.told("room")["where"] == "")
    there.session.close()
    back = room.student(live, hall=1, member="the-same-one")
    assert back.frames() == live.frames() and live.told("class")["in"] == 1


@pytest.mark.parametrize(
    "kind, parts",
    [("set", {"values": {"word": "POP"}}), ("new_seed", {}), ("room_ask", {"question": "?", "options": ["a", "b"]}),
     ("room_head", {"position": 1, "playing": True, "speed": 1, "even": False, "generation": 1}),
     ("room_shown", {"shown": {"hide": "load"}}), ("room_end", {}), ("room_poll", {"away": True})],
)  # fmt: skip
def test_a_student_cannot_steer_a_word(alone, kind, parts):
    teacher = goes(alone, alone.teacher(), words(alone))
    student = joins(alone, words(alone), teacher.code, "member-one")
    kept, before = alone.halls[0].bus.read(teacher.code).result(), len(student.chunks)
    student.say(kind, **parts)
    passes(alone)
    if not kind.startswith("room_"):
        assert student.told("notice") == led()
    assert alone.halls[0].bus.read(teacher.code).result().record == kept.record
    assert len(student.chunks) == before and teacher.session.desk


def test_one_may_take_over_a_word_and_come_back(alone):
    teacher = goes(alone, alone.teacher(), words(alone))
    student = joins(alone, words(alone), teacher.code, "member-one")
    student.say("room_alone")
    student.say("set", values={"word": "POP"})
    alone.until(lambda: student.told("values")["word"] == "POP")
    teacher.say("set", values={"word": "HHH"})
    alone.until(lambda: teacher.told("values")["word"] == "HHH")
    passes(alone)
    assert student.told("values")["word"] == "POP" and not student.told("room")["follows"]
    student.say("room_back")
    alone.until(lambda: student.chunks[-1] == teacher.chunks[-1])
    teacher.say("room_end")
    assert student.told("room") is None and "ended" in student.told("notice")
    student.say("set", values={"word": "OOO"})
    alone.until(lambda: student.told("values")["word"] == "OOO")


def test_who_has_gone_to_a_page_alone_is_still_in(alone):
    teacher = alone.teacher()
    alone_there = joins(alone, words(alone), teacher.code, "member-one", follows=False)
    assert teacher.told("class")["in"] == 1 and not alone_there.told("room")["follows"]
    alone_there.say("set", values={"word": "POP"})
    alone.until(lambda: alone_there.told("values")["word"] == "POP")
    own = alone.tab(load=3)
    joins(alone, own, teacher.code, "member-two", follows=False)
    assert own.head["load"] == 3 and not own.session.led
    own.say("room_back")
    assert own.chunks[-1] is teacher.chunks[-1]


def test_a_class_sees_the_teachers_map(alone):
    desk = Desk()
    teacher = goes(alone, alone.teacher(), maps(alone, desk))
    student = joins(alone, maps(alone, desk, load="7"), teacher.code, "member-one")
    alone.until(lambda: student.told("map")["form"] == teacher.told("map")["form"])
    first = form.START | MAP | {"noise": "0.1"}
    looked = {"measure": "hard_error", "of": ""}
    for kind, parts, after in (("compute", {"form": first}, first), ("show", looked, first | looked)):
        teacher.say(kind, **parts)
        alone.until(lambda after=after: teacher.told("map")["form"] == after)
        passes(alone)
        alone.until(lambda after=after: student.told("map")["form"] == after)
    for kind, parts in (("compute", {"form": form.START}), ("show", {"measure": "accuracy", "of": ""}), ("cancel", {})):
        (answer,) = student.say(kind, **parts)
        assert answer["notice"] == led()
    before = len(desk.jobs)
    student.say("ready")  # after its line was cut
    alone.until(lambda: len(desk.jobs) > before)
    assert desk.jobs[-1].plan == desk.jobs[-2].plan  # which a real one computes once


def test_a_page_without_choices_is_gone_to_as_it_is(alone):
    teacher = goes(alone, alone.teacher(), alone.elsewhere(Paper, "paper"))
    student = joins(alone, alone.elsewhere(Paper, "paper"), teacher.code, "member-one")
    assert student.told("room")["where"] == "page=paper"


def test_taking_over_goes_on_from_what_was_changed_in_mid_run(room):
    teacher = room.teacher()
    teacher.more()
    teacher.say("set", values={"temperature": "0.5"}, frame=9)
    teacher.say("perturb", system="astro", pixels=[3, 4], frame=11)
    teacher.say("set", values={"temperature": "0.01"}, frame=14)
    while not teacher.head["at_rest"]:
        teacher.more()
    student = room.student(teacher, hall=1)
    room.until(lambda: student.head["at_rest"])
    student.say("room_alone")
    assert unpack(student.chunks[-1])[0]["mode"] == "reset"
    while not student.head["at_rest"]:
        student.more()
    mine, theirs = student.frames(), teacher.frames()
    assert mine.items() <= theirs.items() and "time" in mine
    assert student.told("values") == teacher.told("values") and student.told("moment")["then"].count("~") == 2


def test_a_run_that_was_changed_too_often_is_begun_with_the_choices_in_force(alone):
    teacher = alone.teacher()
    for i in range(120):
        teacher.say("set", values={"temperature": f"0.{100 + i}"}, frame=min(i // 8 + 1, 15))
        if i % 8 == 7:
            teacher.say("perturb", system="astro", pixels=[i % 16], frame=i // 8 + 1)
    student = alone.student(teacher)
    if teacher.told("moment")["then"] is not None:  # these were few enough after all
        teacher.session.desk.tell(then=None)
        alone.settle()
    student.say("room_alone")
    assert student.told("values") == teacher.told("values") and student.told("moment")["then"] == ""


def test_an_answer_is_known_again_after_a_reload(room):
    teacher = room.teacher()
    student = room.student(teacher, member="the-same-one")
    teacher.say("room_ask", question="?", options=["a", "b"])
    room.until(lambda: student.told("room")["question"])
    student.say("room_answer", question=1, round=0, option=1)
    room.until(lambda: teacher.told("class")["tally"] == [[0, 1]])
    student.session.close()
    again = room.student(teacher, hall=1, member="the-same-one")
    assert again.told("room")["answers"] == {"1.0": 1}


def test_a_question_that_is_put_away_is_gone_and_its_number_is_not_used_again(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    teacher.say("room_ask", question="?", options=["a", "b"])
    room.until(lambda: student.told("room")["question"])
    student.say("room_answer", question=1, round=0, option=1)
    teacher.say("room_poll", away=True)
    room.until(lambda: student.told("room")["question"] is None and teacher.told("class")["question"] is None)
    teacher.say("room_poll", bars=True)
    assert "Nothing" in teacher.told("notice")
    student.say("room_answer", question=1, round=0, option=0)
    assert "closed" in student.told("notice")
    teacher.say("room_ask", question="again?", options=["a", "b"])
    room.until(lambda: student.told("room")["question"])
    assert student.told("room")["question"]["n"] == 2
    room.until(lambda: teacher.told("class")["tally"] == [[0, 0]])


def test_the_page_of_a_link():
    links = {"": "live", "page=explore&v=1": "explore", "page=paper": "paper", "x=page=paper": "live"}
    assert {link: page_of(link) for link in links} == links
    for junk in (None, 5, [], "page=../x", "page=" + "a" * 50, "PAGE=paper"):
        assert page_of(junk) == "live"
    assert parse_qs(form_link())["x"] == [form.START["x"]]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_opened_as_one_of_a_class(page):
    shown = PAGES[page]({"room": "K7MW3XQB"}, [])
    assert page == "live" or shown.guise == {"room": "K7MW3XQB"}
    assert shown._session.page == page and page_of(shown._session._where()) == page
