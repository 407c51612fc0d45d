"""A teacher's room: a class sees what the teacher's page shows, answers, and cannot steer; within a process, and over
two with a real Redis server between."""

import numpy as np
import pytest

from astro_dash.engine.quote import quoted
from astro_dash.pages.chunk import unpack
from astro_dash.pages.following import led
from astro_dash.pages.live import session as sessions
from astro_dash.pages.live import tape
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.stage import Shelf
from astro_dash.rooms.code import SIGNS, new_code, read_code
from astro_dash.rooms.hall import ALL_WRONG, MOST_MEMBERS, OWN_NEW, OWN_WRONG
from astro_dash.rooms.hall import hall as hall_here
from astro_dash.rooms.memory import IDLE, LIFE, MOST_MARKS, MOST_ROOMS
from astro_dash.rooms.seat import Seat

from .classroom import BASE, NONE, Class, Tab, in_memory, in_redis, redis_server
from .test_session import BAD


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(params=["memory", "redis"])
def room(request):
    if request.param == "memory":
        yield in_memory()
        return
    server = request.getfixturevalue("redis")
    if server is None:
        pytest.skip(NONE)
    with in_redis(server.port) as room:
        yield room


@pytest.fixture
def alone():
    return in_memory()


def test_the_class_sees_the_very_bytes_that_the_teacher_sees(room):
    teacher = room.teacher()
    students = [room.student(teacher, hall=i % 2) for i in range(3)]
    seen = [len(student.chunks) for student in students]
    known = len(teacher.chunks)
    teacher.more()
    teacher.say("set", values={"temperature": "0.5"}, frame=9)
    teacher.more()
    teacher.say("perturb", system="astro", pixels=[3], frame=12)
    teacher.say("push", system="astro", shares=[[1, 0.8]], frame=13)
    teacher.say("view", focus="hopfield")
    teacher.say("set", values={"load": 4})
    for student, before in zip(students, seen, strict=True):
        room.until(lambda student=student: student.chunks[-1] == teacher.chunks[-1])
        assert student.chunks[before:] == teacher.chunks[known:]
        assert student.told("values") == teacher.told("values") and student.told("link") == teacher.told("link")


def test_who_comes_late_has_every_frame(room):
    teacher = room.teacher()
    for _ in range(3):
        teacher.more()
    for frame in (30, 11, 12, 25):  # of which some are replaced
        teacher.say("set", values={"temperature": f"0.{frame}"}, frame=frame)
        teacher.more()
    teacher.say("view", focus="hopfield")
    teacher.say("perturb", system="hopfield", pixels=[1, 2], frame=20)
    while not teacher.head["at_rest"]:
        teacher.more()
    for hall in (0, 1):
        student = room.student(teacher, hall)
        room.until(lambda student=student: student.head["at_rest"])
        assert student.frames() == teacher.frames()
        described = [unpack(c)[0] for c in (*teacher.chunks, *student.chunks) if unpack(c)[0]["mode"] != "more"]
        assert described[-1]["changed"] == "a knock"


def test_what_was_replaced_is_not_kept(alone):
    teacher = alone.teacher()
    teacher.more()
    for i in range(60):  # a slider that is dragged while it plays
        teacher.say("set", values={"temperature": f"0.{10 + i}"}, frame=8 + i // 4)
    pieces = teacher.session._tape.pieces
    for piece, (header, arrays) in zip(pieces, (unpack(piece.item[1]) for piece in pieces), strict=True):
        assert piece is pieces[-1] or piece.mode == "reset" or not any(name.startswith("picture:") for name in arrays)
        assert piece.frames == len(arrays["time"]) and piece.first == header["first"]
    assert [a.end for a in pieces[:-1]] == [b.first for b in pieces[1:]] and len(pieces) <= 17
    assert alone.halls[0].bus.read(teacher.code).result().items == [piece.item for piece in pieces]
    assert alone.student(teacher).frames() == teacher.frames()


def test_a_run_too_long_to_be_kept_is_said_and_the_next_is_followed(alone, monkeypatch):
    monkeypatch.setattr(tape, "MOST_BYTES", 20_000)
    teacher = alone.teacher()
    early = alone.student(teacher)
    for _ in range(3):
        teacher.more()
    assert early.frames() == teacher.frames()
    late = alone.tab(shown={"room": teacher.code})
    late.say("room_join", code=teacher.code, member="late-again")
    assert late.told("room")["catches"] and not late.told("room")["follows"]
    while not late.head["at_rest"]:  # its own of the same choices
        late.more()
    while not teacher.head["at_rest"]:
        teacher.more()
    assert late.frames().items() <= teacher.frames().items() == early.frames().items()
    teacher.say("set", values={"load": 4})
    assert late.chunks[-1] is teacher.chunks[-1]
    assert late.told("room")["follows"] and not late.told("room")["catches"]


def test_what_somebody_had_under_way_does_not_come_between(alone):
    teacher = alone.teacher()
    student = alone.tab()
    student.session.receive({"type": "set", "values": {"patterns": "random", "neurons": 1024, "load": 1000}})
    assert student.session.work.busy
    student.say("room_join", code=teacher.code, member="in-a-hurry")
    assert student.chunks[-1] is teacher.chunks[-1] and student.head["load"] == teacher.head["load"]
    assert not any(unpack(chunk)[0]["load"] == 1000 for chunk in student.chunks)


def test_what_was_missed_is_noticed():
    given, fetched = [], []
    seat = Seat("K7MW3XQB", "somebody", given.append, lambda: fetched.append(1))
    seat.fresh()
    seat.begin({"seq": 4, "shown": {}}, [({"run": {"link": "a"}, "mode": "reset"}, b"chunk")])
    for seq in (3, 4, 5):  # of which two are known
        seat.hear({"seq": seq, "run": {"link": f"of {seq}"}})
    assert [message["link"] for message in given[1:]] == ["a", "of 5"] and len(fetched) == 1
    seat.hear({"seq": 7, "run": {"link": "of 7"}})
    seat.hear({"seq": 8, "run": {"link": "of 8"}})
    assert len(given) == 3 and len(fetched) == 2
    seat.begin({"seq": 7, "shown": {}}, [({"run": {"link": "b"}, "mode": "reset"}, b"chunk")])
    assert [message.get("link") for message in given[3:]] == [None, "b", "of 8"]
    assert [message["took"] for message in given] == [1, 2, 3, 4, 5, 6]


def test_thirty_cost_one_computation(alone, monkeypatch):
    monkeypatch.setattr("astro_dash.pages.live.session.shelf", Shelf())  # nobody has asked for it before
    monkeypatch.setattr("astro_dash.pages.live.work.CHUNK_SECONDS", 0.002)  # three chunks and more are a run
    counted = {"built": 0, "steps": 0}
    build, advance = Race.__init__, Race.advance

    def built(self, *args, **kwargs):
        counted["built"] += 1
        build(self, *args, **kwargs)

    def advanced(self, n):
        counted["steps"] += 1
        return advance(self, n)

    monkeypatch.setattr(Race, "__init__", built)
    monkeypatch.setattr(Race, "advance", advanced)
    teacher = alone.teacher()
    students = [alone.student(teacher) for _ in range(30)]
    before = dict(counted)
    for _ in range(3):
        teacher.more()
        for student in students:
            student.more()
    teacher.say("set", values={"load": 4})
    assert counted["built"] == before["built"] + 1 and counted["steps"] == before["steps"] + 4
    assert before["built"] <= 2  # as it opened, and with its room
    assert all(student.chunks[-1] is teacher.chunks[-1] for student in students)


def test_playhead_step_and_hidden_parts_are_the_teachers(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    head = {"position": 12.5, "playing": False, "speed": 2, "even": True, "generation": 3}
    teacher.say("room_head", **head)
    teacher.say("room_shown", shown={"hide": "energy,load", "lock": "system", "room": "AAAAAAAA"})
    room.until(lambda: student.told("room")["shown"])
    assert student.told("room")["head"] == head
    assert student.told("room")["shown"] == {"hide": "energy,load", "lock": "system"}
    assert room.student(teacher).told("room")["head"] == head


@pytest.mark.parametrize(
    "kind, parts",
    [
        ("set", {"values": {"load": 3}}), ("flip", {"pixels": [0]}), ("load_memory", {"pattern": 1}), ("undraw", {}),
        ("perturb", {"system": "astro", "pixels": [0], "frame": 0}),
        ("push", {"system": "astro", "shares": [[0, 0.9]], "frame": 0}), ("reset", {}), ("new_seed", {}),
        ("keep", {"data": b"\1" * 64, "names": ["x"], "rows": 8, "columns": 8}), ("rename", {"memory": 0, "name": "x"}),
        ("open", {"data": b"x", "sizes": [1], "names": ["x"], "rows": 8, "columns": 8}), ("remove", {}), ("save", {}),
    ],
)  # fmt: skip
def test_a_student_cannot_steer(alone, kind, parts):
    teacher = alone.teacher()
    student, other = alone.student(teacher), alone.student(teacher)
    before = [len(tab.chunks) for tab in alone.tabs]
    (answer,) = student.say(kind, **parts)
    assert answer["notice"] == led() and answer["values"] == teacher.told("values")
    assert student.say("view", focus="hopfield") == [] == student.more()
    assert [len(tab.chunks) for tab in alone.tabs] == before and not other.told("notice")


@pytest.mark.parametrize(
    "kind, parts",
    [
        ("room_head", {"position": 5, "playing": True, "speed": 1, "even": False, "generation": 1}),
        ("room_shown", {"shown": {"hide": "load"}}), ("room_ask", {"question": "?", "options": ["a", "b"]}),
        ("room_poll", {"bars": True}), ("room_end", {}),
        *(("room_teach", {"base": BASE, "secret": secret}) for secret in ("", "x" * 22, None, 5, "code")),
    ],
)  # fmt: skip
def test_what_is_the_teachers_is_nobody_elses(alone, kind, parts):
    teacher = alone.teacher()
    student, other = alone.student(teacher), alone.student(teacher)
    kept = alone.halls[0].bus.read(teacher.code).result()
    if kind == "room_teach":
        parts = parts | {"code": teacher.code}
        assert "not your room" in alone.tab().say(kind, **parts)[-1]["notice"]
        assert "leave it" in student.say(kind, **parts)[-1]["notice"] and student.session.led
    else:
        student.say(kind, **parts)
    now = alone.halls[0].bus.read(teacher.code).result()
    assert now.record == kept.record and teacher.session.desk and other.session.seat
    teacher.say("set", values={"load": 4})
    assert other.chunks[-1] is teacher.chunks[-1]


def test_from_a_room_into_another(alone):
    teacher, other = alone.teacher(), alone.teacher(load=3)
    student = alone.student(teacher)
    student.say("room_join", code=other.code, member="the-same-one")
    assert student.chunks[-1] is other.chunks[-1] and student.code == other.code
    assert teacher.told("class")["in"] == 0 and other.told("class")["in"] == 1
    for code in ("K7MW3XQB", "none"):
        student.say("room_join", code=code, member="the-same-one")
        assert student.told("room") is None and student.say("new_seed")[-1]["chunk"]
    assert other.told("class")["in"] == 0


def test_nobody_teaches_and_learns_at_once(alone):
    teacher, other = alone.teacher(), alone.teacher()
    student = alone.student(teacher)
    assert "leave it" in student.say("room_open", base=BASE)[-1]["notice"] and student.session.led
    assert "end it" in other.say("room_join", code=teacher.code, member="not-a-member")[-1]["notice"]
    other.say("set", values={"load": 4})
    assert other.session.desk and not other.session.led and other.head["load"] == 4


def test_no_secret_leaves_for_the_class(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    secret, kept = teacher.told("room")["secret"], room.halls[1].bus.read(teacher.code).result()
    assert len(secret) >= 20 and secret not in repr(kept) and secret not in repr(student.sent)
    assert kept.record["secret"] not in repr(student.sent) and "member-" not in repr(teacher.sent)


def test_taking_over_and_coming_back(room):
    teacher = room.teacher()
    teacher.say("set", values={"load": 4, "noise": 0.3, "seed": 9})
    student = room.student(teacher, hall=1)
    (state, own) = student.say("room_alone")
    assert not state["room"]["follows"] and unpack(own["chunk"])[0]["mode"] == "reset"
    assert own["values"] == teacher.told("values")
    before = len(student.chunks)
    teacher.say("new_seed")
    student.say("set", values={"load": 3})
    assert student.head["load"] == 3 and teacher.head["load"] == 4 and len(student.chunks) == before + 1
    student.more()
    student.say("room_back")
    room.until(lambda: student.chunks[-1] == teacher.chunks[-1])
    assert student.told("room")["follows"] and student.told("values") == teacher.told("values")
    assert student.say("new_seed")[0]["notice"] == led()
    student.say("room_leave")
    assert student.told("room") is None and student.head["mode"] == "reset"
    assert student.say("set", values={"load": 3})[-1]["values"]["load"] == "3"


def test_own_memories_of_the_teacher_come_along(alone):
    teacher = alone.teacher()
    pixels = np.random.default_rng(0).integers(0, 2, (3, 16), np.uint8)
    teacher.say("keep", data=pixels.tobytes(), names=["a", "b", "c"], rows=4, columns=4, instead=True)
    student = alone.student(teacher)
    assert student.told("own") is None and student.frames() == teacher.frames()
    student.say("room_alone")
    assert student.session.store.own == teacher.session.store.own and student.told("own")


def test_a_prediction_before_and_after(room):
    teacher = room.teacher()
    students = [room.student(teacher, hall=i % 2) for i in range(4)]

    def counted(*tally):
        room.until(lambda: teacher.told("class")["tally"] == list(tally))

    def refused(student, **answer):
        student.say("room_answer", **answer)
        return student.told("notice")

    teacher.say("room_ask", question=" Which  wins? ", options=["gated ", "classical", "neither"])
    room.until(lambda: all(s.told("room")["question"] for s in students))
    question = students[0].told("room")["question"]
    assert (question["text"], question["options"]) == ("Which wins?", ["gated", "classical", "neither"])
    for student, option in zip(students, (0, 1, 1, 1), strict=True):
        student.say("room_answer", question=1, round=0, option=option)
    counted([1, 3, 0])
    students[1].say("room_answer", question=1, round=0, option=0)  # another mind
    counted([2, 2, 0])
    assert all(s.told("room")["question"]["tally"] is None for s in students)
    teacher.say("room_poll", open=False)
    room.until(lambda: not students[2].told("room")["question"]["open"])
    assert "closed" in refused(students[2], question=1, round=0, option=2)
    teacher.say("room_poll", bars=True)
    room.until(lambda: all(s.told("room")["question"]["tally"] == [[2, 2, 0]] for s in students))
    teacher.say("room_poll", bars=False)
    room.until(lambda: all(s.told("room")["question"]["tally"] is None for s in students))
    teacher.say("room_poll", again=True)
    room.until(lambda: all(s.told("room")["question"]["round"] == 1 for s in students))
    assert all(s.told("room")["question"]["tally"] is None for s in students)
    assert "closed" in refused(students[3], question=1, round=0, option=2)
    for student in students:
        student.say("room_answer", question=1, round=1, option=0)
    counted([2, 2, 0], [4, 0, 0])
    teacher.say("room_poll", bars=True)
    room.until(lambda: all(s.told("room")["question"]["tally"] == [[2, 2, 0], [4, 0, 0]] for s in students))
    teacher.say("room_poll", again=True)
    assert "before and after" in teacher.told("notice")
    teacher.say("room_ask", question="And now?", options=["yes", "no"])
    counted([0, 0])
    students[0].say("room_alone")  # who is alone is asked, too
    students[0].say("room_answer", question=2, round=0, option=1)
    counted([0, 1])


def test_who_is_in_and_who_has_finished(room):
    teacher = room.teacher()
    students = [room.student(teacher, hall=i % 2) for i in range(3)]
    room.until(lambda: teacher.told("class")["in"] == 3)
    for student in students[:2]:
        student.say("room_finished", step="overload 3")
        student.say("room_finished", step="overload 3")
    students[0].say("room_finished", step="overload 4")
    room.until(lambda: teacher.told("class")["steps"] == {"overload 3": 2, "overload 4": 1})
    students[0].session.close()
    room.until(lambda: teacher.told("class")["in"] == 2)
    assert teacher.told("class")["steps"] == {"overload 3": 1}
    students[1].say("room_leave")
    room.until(lambda: teacher.told("class")["in"] == 1)


def test_who_comes_back_is_counted_once(room):
    teacher = room.teacher()
    teacher.say("room_ask", question="?", options=["a", "b"])
    student = room.student(teacher, member="the-same-one")
    student.say("room_answer", question=1, round=0, option=1)
    student.say("room_finished", step="3")
    student.session.close()
    student = room.student(teacher, hall=1, member="the-same-one")
    room.until(lambda: teacher.told("class") == teacher.told("class") | {"in": 1, "tally": [[0, 1]]})
    student.say("room_answer", question=1, round=0, option=0)
    room.until(lambda: teacher.told("class")["tally"] == [[1, 0]])
    assert teacher.told("class")["steps"] == {"3": 1}


def test_a_line_that_was_cut(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    before = len(student.chunks)
    student.say("resume", generation=student.head["generation"], frames=16)
    room.until(lambda: len(student.chunks) > before)
    assert student.frames() == teacher.frames() and student.told("room")["follows"]
    frames = len(eval(teacher.frames()["time"]))
    told = teacher.say("resume", generation=teacher.head["generation"], frames=frames)
    assert told and not any("chunk" in message for message in told) and teacher.session.desk


def test_the_teacher_comes_back(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    mine = {name: teacher.told("room")[name] for name in ("code", "secret")}
    teacher.say("room_ask", question="?", options=["a", "b"])
    room.until(lambda: student.told("room")["question"])
    teacher.session.close()
    student.say("room_answer", question=1, round=0, option=1)
    again = room.tab(1, load=3)
    again.say("room_teach", base=BASE, **mine)
    room.until(lambda: again.told("class") and again.told("class")["tally"] == [[0, 1]])
    assert again.told("room")["secret"] == mine["secret"] and again.told("class")["in"] == 1
    room.until(lambda: student.chunks[-1] == again.chunks[-1])
    assert student.told("values")["load"] == "3"


def test_a_teacher_comes_back_with_what_was_changed_in_mid_run(room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    teacher.say("set", values={"temperature": 0.4}, frame=5)
    mine = {name: teacher.told("room")[name] for name in ("code", "secret")}
    moment = teacher.told("moment")
    teacher.session.close()
    again = room.tab(1, shown={"then": moment["then"]})  # by the link of the moment,
    again.say("room_teach", base=BASE, **mine)  # whose run may be there by now
    room.until(lambda: again.told("class"))
    while not again.head["at_rest"]:
        again.more()
    assert again.told("moment")["then"] == moment["then"] and again.told("link") == moment["link"]
    assert again.session.store.temperature == 0.4
    room.until(lambda: student.chunks[-1] == again.chunks[-1])
    assert student.frames() == again.frames()


def test_of_several_processes_without_a_server_between_them_none_opens_a_room(monkeypatch):
    monkeypatch.delenv("ASTRO_DASH_REDIS", raising=False)
    monkeypatch.setenv("ASTRO_DASH_PROCESS", "0")
    room = Class(None, hall_here.__wrapped__())
    with pytest.raises(ValueError, match="ASTRO_DASH_REDIS"):
        room.halls[0].open(room.tab().session._at_desk()).result()
    tab = room.tab(shown={"room": "K7MW3XQB"})
    said = tab.say("room_join", code="K7MW3XQB", member="a-student")
    assert "ASTRO_DASH_REDIS" in room.until(lambda: tab.told("notice")) and said
    room.until(lambda: tab.chunks)  # and the page is one's own


def test_a_room_is_taught_from_one_tab(room):
    teacher = room.teacher()
    student = room.student(teacher)
    other = room.tab(1, load=3)
    other.say("room_teach", base=BASE, code=teacher.code, secret=teacher.told("room")["secret"])
    room.until(lambda: teacher.told("room") is None)
    assert "another tab" in teacher.told("notice") and not teacher.session.desk
    room.until(lambda: student.told("values")["load"] == "3")
    teacher.say("set", values={"load": 4})
    other.say("set", values={"load": 2})
    room.until(lambda: student.told("values")["load"] == "2")


def test_a_slow_page_holds_nobody_and_begins_afresh(alone):
    teacher = alone.teacher()
    slow, quick = alone.student(teacher), alone.student(teacher)
    slow.slow = True
    before = len(slow.chunks)
    for i in range(40):
        teacher.say("set", values={"seed": i})
    for _ in range(4):
        teacher.more()
    assert len(slow.chunks) - before <= 8 and len(slow.session.seat._waiting) <= 6
    assert quick.chunks[-1] is teacher.chunks[-1]
    slow.slow = False
    slow.take()
    alone.settle()
    assert slow.frames() == teacher.frames() and len(slow.chunks) - before < 30


def test_an_end(room):
    teacher = room.teacher()
    follows, has_taken_over = room.student(teacher, hall=1), room.student(teacher)
    has_taken_over.say("room_alone")
    has_taken_over.say("set", values={"load": 3})
    own, before = len(has_taken_over.chunks), len(follows.chunks)
    teacher.say("room_end")
    room.until(lambda: follows.told("room") is None and has_taken_over.told("room") is None)
    room.until(lambda: len(follows.chunks) == before + 1)
    assert "ended" in follows.told("notice") and follows.told("values") == teacher.told("values")
    assert follows.say("set", values={"load": 3})[-1]["values"]["load"] == "3"
    assert len(has_taken_over.chunks) == own and teacher.say("set", values={"load": 2})
    late = room.tab(1, shown={"room": "K7MW3XQB"})
    late.say("room_join", code="K7MW3XQB", member="too-late-now")
    room.until(lambda: late.chunks)
    assert "K7MW3XQB" in late.told("notice") and late.told("room") is None and late.say("new_seed")


def test_it_ends_by_itself(alone):
    hall, clock = alone.halls[0], alone.clock
    teacher = alone.teacher()
    student = alone.student(teacher)
    for _ in range(int(LIFE / IDLE) - 1):  # while the teacher is there
        clock.now += IDLE - 1
        hall.sweep()
        alone.settle()
    assert student.session.seat and teacher.session.desk
    teacher.session.close()
    hall.sweep()
    clock.now += IDLE - 1
    hall.sweep()
    alone.settle()
    assert student.session.seat
    clock.now += 2
    hall.sweep()
    alone.settle()
    assert student.told("room") is None and hall.bus.empty and not hall.seats and not hall.desks
    assert "ended" in student.told("notice")


def test_no_room_lasts_for_ever(alone):
    hall, clock = alone.halls[0], alone.clock
    teacher = alone.teacher()
    student = alone.student(teacher)
    end = clock.now + LIFE
    while clock.now < end:
        clock.now += IDLE / 2
        hall.sweep()
        alone.settle()
    hall.sweep()
    alone.settle()
    assert teacher.told("room") is None is student.told("room") and hall.bus.empty
    assert "ended" in teacher.told("notice") and teacher.say("new_seed")


def test_a_tab_that_was_gone_before_it_was_let_in_is_forgotten(alone):
    teacher = alone.teacher()
    student = alone.tab(shown={"room": teacher.code})
    student.session.receive({"type": "room_join", "code": teacher.code, "member": "quickly-gone"})
    student.session.close()
    other = alone.tab()
    other.session.receive({"type": "room_open", "base": BASE})
    other.session.close()
    alone.settle()
    alone.halls[0].sweep()
    alone.settle()
    assert teacher.told("class")["in"] == 0 and not alone.halls[0].seats and len(alone.halls[0].desks) == 1


# Codes.


def test_codes_are_typed_as_people_type():
    code = new_code()
    assert len(code) == 8 and set(code) <= set(SIGNS) and len(SIGNS) ** len(code) > 2**39
    assert len({new_code() for _ in range(1000)}) == 1000
    assert not set("ILO01U") & set(SIGNS)
    for typed in (code.lower(), f" {code[:4]} {code[4:]} ", f"{code[:4]}-{code[4:]}", f"{code[:2]}\t{code[2:]}\n"):
        assert read_code(typed) == code


HOSTILE = [
    None, 5, True, b"K7MW3XQB", [], {}, "", "K7MW3XQ", "K7MW3XQB2", "K7MW3XQ0", "K7MW3XQ*", "Ｋ7MW3XQB", "x" * 4000,
    "K7MW3XQB\0", "../K7MW3X", "K7MW3XQı", "<script>", "*", "K7MW?XQB", float("nan"), ["K7MW3XQB"], "\n" * 40,
]  # fmt: skip


@pytest.mark.parametrize("code", HOSTILE, ids=quoted)
def test_a_code_that_is_none_is_refused_and_the_page_opens(alone, code, caplog):
    tab = alone.tab()
    for kind, parts in (
        ("room_join", {"member": "somebody"}),
        ("room_teach", {"secret": "x", "base": BASE}),
    ):
        answers = tab.say(kind, code=code, **parts)
        assert answers[-1]["notice"].startswith(("The code is ", "A text of ")) and len(answers[-1]["notice"]) < 200
        assert tab.say("new_seed")[-1]["chunk"]
    assert not caplog.records


def test_codes_cannot_be_tried_out(alone):
    teacher = alone.teacher()
    guest, classmate = alone.tab(visitor="9.9.9.9"), alone.tab(visitor="8.8.8.8")

    def tries(tab, code=None):
        tab.say("room_join", code=code or new_code(), member="somebody")
        return tab.told("notice")

    for _ in range(OWN_WRONG):
        assert "There is no room" in tries(guest)
    assert "Too many" in tries(guest) and "Too many" in tries(guest, teacher.code)  # nor learns whether it is right
    assert "There is no room" in tries(classmate)
    alone.clock.now += 61
    assert "There is no room" in tries(guest)
    for i in range(ALL_WRONG):
        tries(Tab(alone, alone.halls[0], visitor=f"7.7.7.{i}"))
    stranger = alone.tab(visitor="5.5.5.5")
    assert "Too many" in tries(stranger, teacher.code)
    for _ in range(3):  # those of the class are not held up: the right code, time and again
        assert alone.student(teacher, visitor="1.2.3.4").session.seat


def test_right_codes_are_not_counted(alone):
    teacher = alone.teacher(visitor="3.3.3.3")
    for _ in range(2 * OWN_WRONG):
        alone.student(teacher, visitor="4.4.4.4")


def test_rooms_and_members_have_a_limit(alone):
    greedy = []
    for _ in range(OWN_NEW):
        greedy.append(alone.teacher(visitor="6.6.6.6"))
    tab = alone.tab(visitor="6.6.6.6")
    assert "Too many rooms" in tab.say("room_open", base=BASE)[-1]["notice"]
    assert "end it before" in greedy[0].say("room_open", base=BASE)[-1]["notice"]
    bus = alone.halls[0].bus
    for _ in range(MOST_ROOMS - OWN_NEW):
        bus.create(new_code(), {"until": alone.clock.now + LIFE})
    assert "All 50 rooms" in alone.tab(visitor="2.2.2.2").say("room_open", base=BASE)[-1]["notice"]
    bus.mark(greedy[0].code, {f"in/{i}/x": str(alone.clock.now) for i in range(MOST_MEMBERS)})
    late = alone.tab(shown={"room": greedy[0].code})
    late.say("room_join", code=greedy[0].code, member="one-too-many")
    assert "full" in late.told("notice") and late.chunks


def test_what_members_leave_behind_has_a_limit(room):
    teacher = room.teacher()
    bus = room.halls[0].bus
    for first in range(0, 2 * MOST_MARKS, 1000):
        bus.mark(teacher.code, {f"step/{i}/x": "1" for i in range(first, first + 1000)}, quiet=True)
    assert len(bus.read_marks(teacher.code).result()) <= MOST_MARKS
    teacher.say("set", values={"load": 4})
    assert teacher.session.desk and not teacher.session.desk.lost


# Messages.


HEAD = {"position": 1, "playing": True, "speed": 1, "even": False, "generation": 1}
ANSWERS = (9, 0, 0), (1, 1, 0), (1, 0, 2), (1, 0, -1), (1, 0, "0"), (1, 0, None), (1, [], 0), ("1", 0, 0), (1, 0, True)
OPTIONS = [], ["a"], ["a", "a"], ["a", " a"], [*"abcdefg"], "ab", [1, 2], ["a", ""], ["a", "x" * 999], None
MEMBERS = None, "", "short", "x" * 99, 5, "a b c d e f", "member/../x"
BASES = None, 5, "", "x", "javascript:1", "https://a b", "http://" + "x" * 999, [], "https://a/?b", 'http://a/"'
HEADS = [
    {"position": "1"}, {"position": -1}, {"position": float("nan")}, {"position": 10**400}, {"position": True},
    {"speed": 1e9}, {"speed": None}, {"playing": 1}, {"even": "no"}, {"generation": []},
]  # fmt: skip
PARTS = {
    "open": [{}, *({"base": base} for base in BASES)],
    "join": [{}, {"code": "K7MW3XQB"}, *({"code": "K7MW3XQB", "member": member} for member in MEMBERS)],
    "teach": [{}, {"code": "K7MW3XQB", "secret": "x"}, {"code": "K7MW3XQB", "secret": [], "base": BASE}],
    "head": [{}, *(HEAD | bad for bad in HEADS)],
    "shown": [{}, *({"shown": s} for s in (None, [], "x", {"hide": 5}, {"hide": "sofa"}, {"lock": "load,<b>"}))],
    "ask": [
        {}, *({"question": "?", "options": options} for options in OPTIONS),
        *({"question": text, "options": ["a", "b"]} for text in ("", " ", "x" * 999, 5, None, ["?"])),
    ],
    "poll": [{name: value} for name in ("open", "bars", "again") for value in (1, "yes", [])],
    "answer": [{}, {"question": 1}, *({"question": q, "round": r, "option": o} for q, r, o in ANSWERS)],
    "finished": [{}, *({"step": step} for step in ("", 5, None, "x" * 99, []))],
    "took": [{}, *({"n": n} for n in (None, "1", True, float("inf")))],
    "none": [{}], "leave": [{"x": 1}], "": [{}],
}  # fmt: skip
ROOM_BAD = [{"type": f"room_{kind}", **parts} for kind, several in PARTS.items() for parts in several]


@pytest.mark.parametrize("who", ["teacher", "student", "taken over", "nobody"])
def test_no_message_harms_a_room(alone, who, caplog):
    teacher = alone.teacher()
    student, taken_over, witness = (alone.student(teacher) for _ in range(3))
    taken_over.say("room_alone")
    teacher.say("room_ask", question="?", options=["a", "b"])
    tab = {"teacher": teacher, "student": student, "taken over": taken_over, "nobody": alone.tab()}[who]
    for message in [*ROOM_BAD, *(BAD if who == "student" else ())]:
        before = len(tab.sent)
        tab.session.receive(message)
        alone.settle()
        for answer in tab.sent[before:]:
            assert "chunk" not in answer or who == "student"  # whose page may be told anew
        notices = [answer["notice"] for answer in tab.sent[before:] if answer.get("notice")]
        assert all(words.endswith(".") and len(words) < 700 for words in notices), notices
    assert not caplog.records
    teacher.say("set", values={"load": 4})
    witness.say("room_answer", question=1, round=0, option=0)
    assert teacher.told("class")["tally"] == [[1, 0]] and witness.chunks[-1] is teacher.chunks[-1]


def test_rooms_are_told_nothing_of_people(alone, caplog):
    with caplog.at_level(0):
        teacher = alone.teacher(visitor="203.0.113.9")
        alone.student(teacher, visitor="203.0.113.7")
        teacher.say("room_ask", question="?", options=["a", "b"])
    kept = alone.halls[0].bus.read(teacher.code).result()
    assert "203.0.113" not in repr(kept) and "203.0.113" not in caplog.text and teacher.code not in caplog.text


def test_a_session_without_a_room_is_as_it_was(alone):
    tab = alone.tab()
    assert sessions.Session.seat is None is sessions.Session.desk and "room" not in tab.sent[0]
    assert "no room" in tab.say("room_end")[-1]["notice"] and "no room" in tab.say("room_alone")[-1]["notice"]
