"""Codes of rooms, and the secrets of their teachers, as they are typed and sent."""

from __future__ import annotations

from functools import cache

from astro_dash.rooms.code import SIGNS, read_code
from astro_dash.rooms.desk import Tab
from astro_dash.rooms.hall import Hall
from astro_dash.rooms.memory import Memory

GOOD = ["K7MW3XQB", "k7mw 3xqb", "K7MW-3XQB", " K7MW3XQB\n", "ABCDEFGH", "23456789"]
_now = [1e6]


class _Open:
    """A room that stands, and the hall that it is in."""

    def __init__(self):
        self.hall = Hall(Memory(lambda: _now[0]))
        self.hall._begin = lambda: None  # no thread looks after it
        self.teacher = tab("teacher")
        self.desk = self.hall.open(self.teacher).result()


def tab(visitor: str) -> Tab:
    return Tab(visitor, lambda *_: None, lambda *_: None, lambda: False)


@cache
def room() -> _Open:
    return _Open()


def seeds() -> list[bytes]:
    return [*(text.encode() for text in GOOD), room().desk.code.encode()]


def make(mutator) -> bytes:
    if mutator.random() < 0.2:  # of the right signs
        return "".join(mutator.choice(f"{SIGNS} -") for _ in range(mutator.randint(7, 10))).encode()
    return mutator.torn(seeds())


def take(data: bytes) -> list[str]:
    """Nobody gets in but with the code, nobody teaches but with the secret."""
    text, said, open_ = data.decode(errors="replace"), [], room()
    _now[0] += 1
    right = None
    try:
        right = read_code(text) == open_.desk.code
    except ValueError as error:
        said.append(str(error))
    student = tab(text[:5])
    for ask, good in (
        (lambda: open_.hall.join(student, text, "member-1"), right),
        (lambda: open_.hall.teach(student, text, text), False),
        (lambda: open_.hall.teach(student, open_.desk.code, text), text == open_.desk.secret),
    ):
        try:
            ask().result()
            assert good, "somebody is let in"
        except ValueError as error:
            said.append(str(error))
    open_.hall.part(student, open_.desk.code)
    open_.hall.bus.keep(open_.desk.code, longer=True)
    open_.desk.record["until"] = open_.hall.bus._rooms[open_.desk.code].record["until"] = _now[0] + 1e4
    assert not open_.hall.seats, "somebody stays"
    return said
