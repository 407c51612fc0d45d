"""The teacher's side of a room."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple

from ..words import _
from .memory import Memory
from .question import ROUNDS, asked, on_board, tally

PRESENT = 90.0  # seconds for which a member is in, since the last sign of the process that has it


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, kept) -> bool:
    return isinstance(kept, str) and hmac.compare_digest(hashed(secret), kept)


def present(marks: dict[str, str], now: float) -> set[str]:
    """The members who are in."""
    found = set()
    for name, stamp in marks.items():
        kind, _, rest = name.partition("/")
        if kind == "in" and re.fullmatch(r"\d{1,12}(\.\d*)?", stamp, re.ASCII) and float(stamp) > now - PRESENT:
            found.add(rest.partition("/")[0])
    return found


class Tab(NamedTuple):
    """Who comes into a room. All may be called on any thread.

    visitor  by address, for the limits
    hear     is called with what is said there: a header and a chunk
    gone     … once the room is over (True), or another tab's (False)
    closed   tells whether the tab is gone
    """

    visitor: str
    hear: Callable[[dict, bytes | None], None]
    gone: Callable[[bool], None]
    closed: Callable[[], bool]


class Desk:
    """Says to the class what its page shows, and counts it: it is of the tab that has shown the room's secret, which
    hears of what there may be to `count`."""

    def __init__(self, bus: Memory, code: str, secret: str, record: dict, tab: Tab):
        self.bus, self.code, self.secret, self.record, self.tab = bus, code, secret, record, tab
        self.items: list = []
        self.lost = False  # something of it, on its way

    def down(self, header: dict, chunk: bytes | None) -> None:
        """What a teacher says: if it is another, this one has lost the room; or it has ended."""
        changes = header.get("set")
        other = isinstance(changes, dict) and changes.get("taught", self.record["taught"]) != self.record["taught"]
        if header.get("end") or other:
            self.tab.gone(bool(header.get("end")))

    def tell(self, **changes) -> None:
        """Parts of the state are others."""
        self._say(changes, None, [], {"set": changes})

    def goes(self, where: str) -> None:
        """The teacher has come to a page that has no run to show as it is."""
        keep = 0 if self.items else None
        self.items = []
        changes = {"where": where, "head": None, "long": False}
        self._say(changes, keep, [], {"set": changes})

    def show(self, run: dict, mode: str, kept: list, chunk: bytes | None, **changes) -> None:
        """A piece of the run, to be shown as it is here; `kept` is all that shows the run to who comes late."""
        same = next((i for i, pair in enumerate(zip(self.items, kept, strict=False)) if pair[0] is not pair[1]), None)
        keep = min(len(self.items), len(kept)) if same is None else same
        self.items = kept
        event = {"run": run, "mode": mode} | ({"set": changes} if changes else {})
        self._say(changes, keep, kept[keep:], event, chunk)

    def _say(self, changes: dict, keep: int | None, items: list, event: dict, chunk: bytes | None = None) -> None:
        seq = self.record["seq"] + 1
        changes = changes | {"seq": seq}
        self.record |= changes
        self.bus.update(self.code, changes, keep, items, {"seq": seq} | event, chunk).add_done_callback(self._said)

    def _said(self, future: Future) -> None:
        self.lost = self.lost or future.exception() is not None

    def ask(self, text, options) -> None:
        """A new question. Raises ValueError."""
        before = self.record["question"]
        self.tell(question=asked((before["n"] if before else 0) + 1, text, options))

    def poll(
        self, open: bool | None = None, bars: bool | None = None, again: bool = False, away: bool = False
    ) -> None:
        """Open or close the question, show or hide its bars, ask it once more, or put it away. Raises ValueError."""
        question = self.record["question"]
        if not question or question["away"]:
            raise ValueError(_("Nothing has been asked yet."))
        if away:
            return self.tell(question=question | {"away": True, "open": False})
        if again and question["round"] == ROUNDS - 1:
            raise ValueError(_("This has been asked before and after the reveal: ask another question."))
        after = {"round": question["round"] + 1, "open": True, "bars": False, "tally": None} if again else {}
        given = {name: value for name, value in (("open", open), ("bars", bars)) if value is not None}
        question = question | after | given
        self.tell(question=question if question["bars"] else question | {"tally": None})

    def marks(self) -> Future:
        """What `count` counts."""
        return self.bus.read_marks(self.code)

    def count(self, marks: dict[str, str]) -> dict:
        """How many are in, how many of them have finished each step, and the tally of each round."""
        there, question = present(marks, self.bus.clock()), on_board(self.record["question"])
        steps: dict[str, int] = {}
        for name in marks:
            kind, _, rest = name.partition("/")
            member, _, step = rest.partition("/")
            if kind == "step" and member in there:
                steps[step] = steps.get(step, 0) + 1
        found = tally(question, marks) if question else []
        if question and question["bars"] and found != question["tally"]:
            self.tell(question=question | {"tally": found})
        return {"in": len(there), "steps": steps, "question": on_board(self.record["question"]), "tally": found}

    def restore(self) -> None:
        """Where the room is kept something has been lost: keep all anew, and have the class notice."""
        self.lost = False
        self.bus.restore(self.code, self.record, self.items)
        self.tell()
