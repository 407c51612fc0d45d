"""A student's side of a room: what is said there, in order and no faster than the student's page takes it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType

from .question import on_board, place

UNDER_WAY, BYTES_UNDER_WAY = 8, 1_000_000  # messages that the page has not taken yet, and their bytes
MOST_WAITING = 8_000_000  # bytes for it; what is more is let go, and all is told anew
STATE = ("where", "head", "shown", "question")  # parts of a record that the page is told,
KNOWN = (*STATE, "long", "whole", "then", "seq")  # and of those that are kept here
FIRST = "live"  # the page without a name in its link
SHARED = ("values", "link", "moment", "typical")  # of a teacher's message for the class, too, beside its chunk


class Seat:
    """Of one tab. `send` takes messages for its page, which says of each that it `took` it; `fetch()` is to end in
    `begin`, with what is kept of the room. Nobody waits for a page that is slow: it is left behind, and begins
    afresh. Only a page that `runs` what the teacher's does is given that."""

    def __init__(
        self, code: str, member: str, send: Callable[[dict], None], fetch: Callable[[], None], runs: bool = True
    ):
        self.code, self.member, self._send, self._fetch, self._runs = code, member, send, fetch, runs
        self.record: dict = {}
        self.values: dict = {}  # choices of the run on the page, in words
        self.follows = True
        self.catches = False  # alone only until there is a run that it can follow
        self.answers: dict[str, int] = {}
        self.steps: set[str] = set()
        self._seq, self._n = 0, 0
        self._waiting: deque[tuple[dict, bytes | None]] = deque()
        self._under_way: deque[tuple[int, int]] = deque()  # number and bytes
        self._early: list | None = None  # what is said while all is fetched
        self._bytes, self._told, self._behind = 0, True, False

    def fresh(self) -> None:
        """Tell all anew, as soon as it is there; what was under way does not count any more."""
        self._under_way.clear()
        self._again()

    def _again(self) -> None:
        self._behind = False
        self._drop()
        if self._early is None:
            self._early = []
            self._fetch()

    @property
    def page(self) -> str:
        """The page on which the class is."""
        return page_of(self.record.get("where"))

    def begin(self, record: dict, items: list, marks: Mapping[str, str] = MappingProxyType({})) -> None:
        """What is kept of the room is there, with what this member has answered."""
        early, self._early = self._early or [], None
        self.record, self._seq, self._told = _known(record), record["seq"], False
        if question := self.record.get("question"):
            mine = marks.get(place(question, question["round"], self.member), "")
            if mine.isdecimal():
                self.answers = {f"{question['n']}.{question['round']}": int(mine)}
        if self.follows:
            for header, chunk in items:
                self._put(header, chunk)
        for header, chunk in early:
            self.hear(header, chunk)
        self._pump()

    def hear(self, header: dict, chunk: bytes | None = None) -> None:
        """Something is said: parts of the state that are others, or a piece of the run; or may have been missed."""
        if header.get("missed"):
            return self._again()
        if self._early is not None:
            self._early.append((header, chunk))
            if len(self._early) > 10 * UNDER_WAY:  # their first is kept: that something is missing will be noticed
                del self._early[1:-UNDER_WAY]
            return
        seq = header.get("seq")
        if not isinstance(seq, int) or seq <= self._seq:
            return
        if seq != self._seq + 1:
            return self._again()
        self._seq = seq
        if isinstance(changes := header.get("set"), dict):
            self.record |= _known(changes)
            self._told = False
        if self.follows:
            if header.get("mode") == "reset":
                self._drop()
            self._put(header, chunk)
        self._pump()

    def took(self, n: int) -> None:
        """The page has taken the message of that number in, and those before it."""
        while self._under_way and self._under_way[0][0] <= n:
            self._under_way.popleft()
        self._pump()

    def state(self) -> dict:
        """What the page is told of the room."""
        told = {name: self.record.get(name) for name in STATE}
        told |= {"question": on_board(told["question"]), "where": told["where"] or "", "answers": self.answers}
        return {"role": "student", "code": self.code, "follows": self.follows, "catches": self.catches, **told}

    def say(self) -> None:
        """The state is another."""
        self._told = False
        self._pump()

    def _put(self, header: dict, chunk: bytes | None) -> None:
        if not self._runs or not isinstance(header.get("run"), dict):
            return
        self._waiting.append((header, chunk))
        self._bytes += len(chunk or b"")
        if self._bytes > MOST_WAITING:
            self._drop()
            self._behind = True

    def _drop(self) -> None:
        self._waiting.clear()
        self._bytes = 0

    def _pump(self) -> None:
        while len(self._under_way) < UNDER_WAY and sum(size for _, size in self._under_way) < BYTES_UNDER_WAY:
            if self._early is not None:
                return
            if not self._told:
                self._told = True
                self._give({"room": self.state()}, 0)
            elif self._behind:
                return None if self._under_way else self._again()
            elif self._waiting:
                header, chunk = self._waiting.popleft()
                self._bytes -= len(chunk or b"")
                run = {name: header["run"][name] for name in SHARED if name in header["run"]}
                self.values = run.get("values", self.values)
                self._give(run | ({"chunk": chunk} if chunk else {}), len(chunk or b""))
            else:
                return None

    def _give(self, message: dict, size: int) -> None:
        self._n += 1
        self._under_way.append((self._n, size))
        self._send(message | {"took": self._n})


def _known(record: dict) -> dict:
    return {name: record[name] for name in KNOWN if name in record}


def page_of(where) -> str:
    """The page of a teacher's link."""
    found = re.match(r"page=([a-z]{1,20})(?:&|$)", where) if isinstance(where, str) else None
    return found[1] if found else FIRST
