"""Rooms of several processes, where the Redis server between them fails, or has what is none of ours."""

import subprocess
import sys
import time

import pytest

from astro_dash.rooms.frame import MOST_HEADER, decode, encode
from astro_dash.rooms.hall import hall
from astro_dash.rooms.memory import Memory
from astro_dash.rooms.redis import NAMES, Shared

from .classroom import NONE, ROOT, in_redis, redis_server


@pytest.fixture
def server(tmp_path):
    with redis_server(tmp_path) as server:
        if server is None:
            pytest.skip(NONE)
        yield server


@pytest.fixture
def room(server):
    with in_redis(server.port) as room:
        yield room


def test_a_redis_server_that_is_gone_and_another_in_its_place(server, room):
    teacher = room.teacher()
    student, other = room.student(teacher), room.student(teacher, hall=1)
    server.stop()
    teacher.say("set", values={"load": 4})
    room.until(lambda: teacher.session.desk.lost)
    room.sweep()
    room.until(lambda: "does not answer" in (teacher.told("notice") or ""))
    late = room.tab(1, shown={"room": teacher.code})
    late.say("room_join", code=teacher.code, member="came-too-late")
    room.until(lambda: "does not answer" in (late.told("notice") or "") and late.chunks)
    assert late.say("new_seed")[-1]["chunk"]
    server.start()
    teacher.say("set", values={"load": 3})

    def there():
        room.sweep()
        return student.chunks[-1] == teacher.chunks[-1] == other.chunks[-1]

    room.until(there)
    assert student.frames() == teacher.frames() == other.frames()
    late.say("room_join", code=teacher.code, member="came-too-late")
    room.until(lambda: late.told("room") and late.chunks[-1] == teacher.chunks[-1])


def test_a_room_that_redis_has_lost_ends_for_who_follows_once_its_teacher_is_gone(server, room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    teacher.session.close()
    room.halls[0].bus.keep(teacher.code).result()  # after all that it has said
    client(server).delete(NAMES + teacher.code)
    room.halls[1].sweep()
    room.halls[1].bus.keep(teacher.code).result()
    room.settle()
    assert student.session.seat
    room.clock.now += 16
    room.halls[1].sweep()
    room.until(lambda: student.told("room") is None and "ended" in student.told("notice"))
    assert student.say("new_seed")[-1]["chunk"]


def test_what_is_kept_goes_by_itself(server, room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    teacher.say("room_ask", question="?", options=["a", "b"])
    room.until(lambda: student.told("room")["question"])
    student.say("room_answer", question=1, round=0, option=1)
    room.until(lambda: teacher.told("class")["tally"] == [[0, 1]])
    redis = client(server)
    keys = redis.keys("*")
    assert len(keys) == 3 and all(0 < redis.ttl(key) <= 15 * 60 for key in keys)
    teacher.say("room_end")
    room.until(lambda: not redis.keys("*"))


JUNK = [
    b"", b"junk", b"\0" * 8, b"ROOM" + b"\xff" * 40, encode({})[:-1], encode({"seq": "x"}), encode({"seq": True}),
    encode({"seq": 10**9, "set": 5}), encode({"seq": 10**9, "run": [1], "mode": []}, b"chunk"), encode([1]),
    encode({"seq": None}), encode({"set": {"role": "teacher", "secret": "x"}}), b"ROOM\x02\0\0\0[]",
    b"ROOM\x09\0\0\0" + b"[" * 9,
]  # fmt: skip


def test_junk_in_redis_harms_nobody(server, room):
    teacher = room.teacher()
    student = room.student(teacher, hall=1)
    redis = client(server)
    for junk in JUNK:
        for way in ("down", "up"):
            redis.publish(f"{NAMES}{teacher.code}:{way}", junk)
    teacher.say("set", values={"load": 4})
    room.until(lambda: student.chunks[-1] == teacher.chunks[-1])
    assert student.told("room")["role"] == "student" and teacher.session.desk
    redis.rpush(f"{NAMES}{teacher.code}:run", *JUNK)
    marks = {"in/x": "never", "step": "", "answer/1.9/x": "a", "in": "", "": ""}
    redis.hset(f"{NAMES}{teacher.code}:marks", mapping=marks)
    late = room.tab(1, shown={"room": teacher.code})
    late.say("room_join", code=teacher.code, member="somebody-late")
    room.until(lambda: late.told("notice"))
    teacher.say("set", values={"load": 3})  # and all is kept anew
    room.until(lambda: room.sweep() or (late.chunks and late.chunks[-1] == teacher.chunks[-1]))


def test_frames():
    for header, chunk in (({}, None), ({"a": "ü", "b": [1, None]}, b"\0\1"), ({"x": 1}, None)):
        assert decode(encode(header, chunk)) == (header, chunk)
    long = b"ROOM" + (MOST_HEADER + 1).to_bytes(4, "little") + b" " * 99
    for junk in (*JUNK[:5], "text", None, 5, encode([1]), long):
        with pytest.raises(ValueError, match="no frame"):
            decode(junk)


WRONG = "localhost:6379", "http://localhost", "redis//x", "   ", "redis://:secret@host:port/0"


@pytest.mark.parametrize("address", WRONG)
def test_an_address_that_is_none_is_a_sentence_without_its_password(address, monkeypatch):
    with pytest.raises(ValueError, match="ASTRO_DASH_REDIS is no address") as raised:
        Shared(address, time.time)
    assert "secret" not in str(raised.value)
    monkeypatch.setenv("ASTRO_DASH_REDIS", address)
    hall.cache_clear()
    with pytest.raises(ValueError, match="ASTRO_DASH_REDIS"):
        hall()
    hall.cache_clear()


@pytest.mark.slow
def test_a_server_with_such_an_address_does_not_start():
    command = [sys.executable, "-m", "astro_dash", "serve", "--port", "0"]
    env = {"ASTRO_DASH_REDIS": "redis://:secret@host:port/0", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "secret" not in done.stderr


def test_without_the_package_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ValueError, match=r"install astro-dash\[rooms\]"):
        Shared("redis://localhost", time.time)


def client(server):
    import redis

    return redis.Redis(port=server.port)


def test_one_process_needs_no_redis(monkeypatch):
    monkeypatch.delenv("ASTRO_DASH_REDIS", raising=False)
    hall.cache_clear()
    assert hall() is hall() and type(hall().bus) is Memory
