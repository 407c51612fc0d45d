"""What browsers may say to the sessions of each page: good messages with something else in them, one after the other.
What is computed beside the event loop is left where it takes long, and stays under way."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import contextmanager
from unittest import mock

from astro_dash import aside
from astro_dash.pages import dispatch, listener
from astro_dash.pages.attention.session import Session as Attention
from astro_dash.pages.explore.form import START
from astro_dash.pages.explore.session import Explorer
from astro_dash.pages.laws.session import Session as Laws
from astro_dash.pages.lessons.session import Session as Lessons
from astro_dash.pages.listener import Listener
from astro_dash.pages.live import count
from astro_dash.pages.live.session import Session
from astro_dash.pages.paper.session import Session as Paper
from astro_dash.rooms.hall import Hall
from astro_dash.rooms.memory import Memory
from astro_dash.shipped import asset
from astro_dash.store import Said, Store

from .plain import dumps, loads

BASE = "https://school.example/app"
SMALL = {"patterns": "random", "neurons": 16, "load": 5, "dt": 0.05}
AT_ONCE = "lessons", "codes"  # lines whose jobs are done here
NOW = 1e6  # of the rooms

LIVE = [
    {"type": "ready"}, {"type": "more", "generation": 1}, {"type": "reset"}, {"type": "new_seed"}, {"type": "undraw"},
    {"type": "set", "values": {"load": "4", "noise": "0.2"}, "frame": 3},
    {"type": "set", "values": {"system": "astro"}},
    {"type": "set", "values": {"temperature": "0.02"}, "frame": 1, "anew": True},
    {"type": "set", "values": {"patterns": "letters", "word": "HOPFIELD"}}, {"type": "set", "values": {"own": ""}},
    {"type": "resume", "generation": 1, "frames": 5}, {"type": "flip", "pixels": [1, 2], "ink": True},
    {"type": "load_memory", "pattern": 2}, {"type": "perturb", "system": "astro", "pixels": [1, 2], "frame": 3},
    {"type": "push", "system": "astro", "shares": [[1, 0.5], [2, 0.5]], "frame": 3}, {"type": "lines"},
    {"type": "view", "focus": "astro", "corners": [None, 1, 2], "rival": 2, "seen": ["landscape"]},
    {"type": "take", "kind": "csv", "at": BASE}, {"type": "untake"}, {"type": "lesson_begins"},
    {"type": "code", "place": BASE, "choices": "load=5", "shown": "play=0"}, {"type": "lesson_ends", "link": "load=5"},
    {"type": "keep", "data": b"\0\1\1\0", "names": ["a"], "rows": 2, "columns": 2, "instead": True},
    {"type": "open", "data": b"1,0,1,0", "sizes": [7], "names": ["a.csv"], "rows": 2, "columns": 2},
    {"type": "rename", "memory": 0, "name": "b"}, {"type": "remove", "memory": 0}, {"type": "save"}, {"type": "here"},
]  # fmt: skip
ROOM = [
    {"type": "room_open", "base": BASE}, {"type": "room_join", "code": "K7MW3XQB", "member": "member-0001"},
    {"type": "room_teach", "code": "K7MW3XQB", "secret": "x", "base": BASE}, {"type": "room_leave"},
    {"type": "room_end"}, {"type": "room_alone"}, {"type": "room_back"}, {"type": "room_took", "n": 3},
    {"type": "room_finished", "step": "a 1"}, {"type": "room_answer", "question": 1, "round": 0, "option": 0},
    {"type": "room_ask", "question": "?", "options": ["a", "b"]},
    {"type": "room_poll", "open": False, "bars": True, "again": False},
    {"type": "room_shown", "shown": {"hide": "load"}},
    {"type": "room_head", "position": 1, "playing": True, "speed": 1, "even": False, "generation": 1},
]  # fmt: skip
TAUGHT = [
    {"type": "ready"}, {"type": "here"}, {"type": "lesson", "name": "memory"},
    {"type": "read_lesson", "data": asset("lessons").joinpath("01-memory.md").read_bytes()[:3000], "name": "a.md"},
]  # fmt: skip
PAGES = {
    "live": (*LIVE, *TAUGHT[2:]), "room": (*ROOM, *LIVE[:12]),
    "explore": (
        *TAUGHT, {"type": "compute", "form": START}, {"type": "check", "form": START}, {"type": "cancel"},
        {"type": "show", "measure": "accuracy", "of": "astro"}, {"type": "cell", "cell": 0},
        {"type": "save", "kind": "csv"}, {"type": "open", "data": b"\x89HDF"}, *ROOM[:3],
    ),
    "paper": (
        *TAUGHT, {"type": "figure", "number": "4"}, {"type": "recompute", "number": "1"}, {"type": "cancel"}, *ROOM[:3],
    ),
    "laws": (*TAUGHT, {"type": "figure", "number": "1"}, {"type": "recompute", "number": "ties"}, {"type": "cancel"}),
    "attention": (
        *TAUGHT, {"type": "set", "values": {"word": "ROTOR", "inverted": "1"}}, {"type": "pictures"},
        {"type": "new_seed"}, *ROOM[:3],
    ),
    "lessons": (*TAUGHT, {"type": "sheet", "name": "memory", "base": BASE, "lang": "es"}),
}  # fmt: skip


def seeds() -> list[bytes]:
    """Each page is told all once, as it should be."""
    return [dumps([page, *messages]) for page, messages in PAGES.items()]


def make(mutator) -> bytes:
    page = mutator.choice(list(PAGES))
    said = [{"type": "ready"}] * (mutator.random() < 0.9)
    for _ in range(mutator.randint(1, 6)):
        message = mutator.choice(PAGES[page])
        said.append(mutator.changed(message) if mutator.random() < 0.8 else message)
    return dumps([page, *said])


def take(data: bytes) -> list[str]:
    """What it answers."""
    page, *said = loads(data)
    with nothing_long():
        tabs = _room() if page == "room" else [Tab(MADE[page], Hall(Memory(lambda: NOW)))]
        for i, message in enumerate(said):
            if page == "room" and isinstance(message, dict):
                message = _of_room(message, tabs[0])
            tabs[i % len(tabs)].hear(message)
        for tab in tabs:
            tab.hear({"type": "here"})
            assert {"here": True} in tab.sent, "it does not answer any more"
            tab.session.close()
    assert not (tabs[0].hall.desks or tabs[0].hall.seats), "a room keeps who is gone"
    return [words for tab in tabs for words in tab.said() if words]


class Tab:
    """Collects what it is sent; time stands still."""

    def __init__(self, begin: Callable, hall: Hall):
        self.sent, self.later, self.hall = [], [], hall
        hall._begin = lambda: None
        self.session = begin(self.sent.append, self._schedule)
        self.session.hall = lambda: hall

    def _schedule(self, act: Callable, delay: float):
        if not delay:
            self.later.append(act)
        return _Timer()

    def hear(self, message) -> None:
        self.session.receive(message)
        self.run()

    def run(self) -> None:
        for _ in range(200):
            later, self.later = self.later, []
            for act in later:
                act()
            if not self.later:
                return
        raise AssertionError("it never comes to an end")

    def said(self) -> list[str]:
        """The sentences."""
        told = [message for message in self.sent if isinstance(message, dict)]
        return [told.get("notice") for told in told] + [words for one in told for words in one.get("faults") or ()]


class _Timer:
    def cancel(self):
        pass


def _live(send, schedule):
    store = Store()
    store.set(**SMALL)
    return Session(store, send, schedule)


MADE = {
    "live": _live, "room": _live, "explore": lambda *way: Explorer("", *way, desk=lambda: None), "paper": Paper,
    "laws": Laws, "attention": lambda *way: Attention(Said.of({}), *way), "lessons": Lessons,
}  # fmt: skip


def _room() -> list[Tab]:
    """A teacher, a student who follows, and one who has taken over."""
    hall = Hall(Memory(lambda: NOW))
    tabs = [Tab(_live, hall) for _ in range(3)]
    for tab in tabs:
        tab.hear({"type": "ready"})
    tabs[0].hear({"type": "room_open", "base": BASE})
    code = tabs[0].session.desk.code
    for i, tab in enumerate(tabs[1:]):
        tab.hear({"type": "room_join", "code": code, "member": f"member-000{i}", "follows": i == 0})
    return tabs


def _of_room(message: dict, teacher: Tab) -> dict:
    """With the code and the secret that there are, where it has those of the seeds."""
    desk = teacher.session.desk
    ours = {"K7MW3XQB": desk.code, "x": desk.secret} if desk else {}
    return {name: ours.get(value, value) if isinstance(value, str) else value for name, value in message.items()}


@contextmanager
def nothing_long():
    """Beside the event loop is nothing done that takes long: it stays under way."""

    def submit(self, owner, kind, job) -> Future:
        future: Future = Future()
        if self.name in AT_ONCE:
            aside._settle(future, job)
        return future

    with (
        mock.patch.object(aside.Line, "submit", submit), mock.patch.object(dispatch, "_runs", mock.Mock(submit=_never)),
        mock.patch.object(Listener, "dispatch", dispatch.Dispatch()), mock.patch.object(count, "_submitted", _never),
        mock.patch.object(listener, "awaited", set()),  # it is forgotten with the input
    ):  # fmt: skip
        yield


def _never(*_) -> Future:
    return Future()


def handlers() -> set[str]:
    """All messages that there are, so that a test sees which are not tried."""
    classes = (Session, Explorer, Paper, Laws, Attention, Lessons)
    return {name[4:] for cls in classes for name, _ in inspect.getmembers(cls, callable) if name.startswith("_on_")}
