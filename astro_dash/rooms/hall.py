"""All rooms that this process has a part in."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from concurrent.futures import Future
from functools import cache

from ..words import _
from .clock import now
from .code import new_code, read_code
from .desk import PRESENT, Desk, Tab, hashed, present, same
from .limit import Limit
from .memory import IDLE, LIFE, Kept, Memory, Nowhere, then
from .redis import Shared

log = logging.getLogger(__name__)

SWEEP = 5.0  # seconds between two looks at what is over
MOST_MEMBERS = 200
OWN_WRONG, ALL_WRONG, WRONG_SECONDS = 30, 300, 60  # a class behind one address mistypes, too
OWN_NEW, ALL_NEW = 10, 500  # rooms in a quarter of an hour


def ended(code: str) -> str:
    return _("There is no room {code}: it has ended, or the code is another. The page is yours alone.", code=code)


def wrong() -> str:
    return _("Too many wrong codes were tried: try again in a minute.")


def too_many() -> str:
    return _("Too many rooms were opened: try again in a quarter of an hour.")


class Hall:
    """Opens rooms, and lets in. `bus` keeps them, and `clock()` is in seconds.

    What may go wrong comes with the futures, as a ValueError with a sentence.
    """

    def __init__(self, bus: Memory | Shared):
        self.bus, clock = bus, bus.clock
        self.desks: set[Desk] = set()
        self.seats: dict[str, dict[Tab, str]] = {}  # by code and tab, its member
        self._wrong = Limit(OWN_WRONG, ALL_WRONG, WRONG_SECONDS, wrong, clock)
        self._new = Limit(OWN_NEW, ALL_NEW, IDLE, too_many, clock)
        self._missed: dict[str, float] = {}  # since when a room of theirs is not where it is kept
        self._name = secrets.token_hex(4)
        self._sweeping, self._lock, self._stamped = False, threading.Lock(), 0.0

    # Teachers.

    def open(self, tab: Tab) -> Future:
        """A `Desk` of a new room. Raises ValueError."""
        self._new.count(tab.visitor)
        code, secret = new_code(), secrets.token_urlsafe(16)
        record = {
            "secret": hashed(secret), "until": self.bus.clock() + LIFE, "seq": 0, "taught": secrets.token_hex(8),
            "where": "", "head": None, "shown": {}, "question": None, "whole": "", "then": "", "long": False,
        }  # fmt: skip

        def there(new: bool):
            return self._stand(Desk(self.bus, code, secret, record, tab)) if new else self.open(tab)

        return then(self.bus.create(code, record), there)

    def teach(self, tab: Tab, code, secret) -> Future:
        """The desk of a room that is there, for whoever has its secret. Raises ValueError."""
        code = read_code(code)
        self._wrong.count(tab.visitor, self._known(tab))

        def found(kept: Kept | None):
            if kept is None:
                raise ValueError(ended(code))
            if not isinstance(secret, str) or not same(secret, kept.record["secret"]):
                raise ValueError(_("This is not your room any more: open another."))
            self._wrong.forgive(tab.visitor)
            desk = Desk(self.bus, code, secret, kept.record | {"taught": secrets.token_hex(8)}, tab)
            desk.items = kept.items
            desk.tell(taught=desk.record["taught"])
            return self._stand(desk)

        return then(self.bus.read(code), found)

    def _stand(self, desk: Desk) -> Future:
        self.desks.add(desk)
        self._begin()
        self.bus.hear(desk.code, desk.down)
        self.bus.keep(desk.code, longer=True)
        return then(self.bus.hear(desk.code, desk.tab.hear, up=True), lambda heard: desk)

    def leave(self, desk: Desk) -> None:
        """The teacher is away, and may come back."""
        self.desks.discard(desk)
        self.bus.deafen(desk.code, desk.down)
        self.bus.deafen(desk.code, desk.tab.hear, up=True)

    def end(self, desk: Desk) -> None:
        self.leave(desk)
        self.bus.end(desk.code)

    # Students.

    def join(self, tab: Tab, code, member: str) -> Future:
        """Lets a member in, who hears what is said from now on; the code. Raises ValueError."""
        code = read_code(code)
        self._wrong.count(tab.visitor, self._known(tab))

        def found(kept: Kept | None):
            if kept is None:
                raise ValueError(ended(code))
            self._wrong.forgive(tab.visitor)
            if len(present(kept.marks, self.bus.clock()) | {member}) > MOST_MEMBERS:
                raise ValueError(_("The room is full: {n} are in it.", n=MOST_MEMBERS))
            self.seats.setdefault(code, {})[tab] = member
            self._begin()
            self.bus.hear(code, tab.hear)
            return then(self.bus.mark(code, self._stamps([member])), lambda heard: code)

        return then(self.bus.read(code, run=False), found)

    def part(self, tab: Tab, code: str) -> None:
        """A member goes."""
        self.bus.deafen(code, tab.hear)
        here = self.seats.get(code, {})
        member = here.pop(tab, None)
        if member and member not in here.values():
            self.bus.mark(code, dict.fromkeys(self._stamps([member])))
        if not here:
            self.seats.pop(code, None)

    def _stamps(self, members: list[str]) -> dict[str, str]:
        """That they are in, by this process: one may be in again elsewhere before it is gone here."""
        return dict.fromkeys((f"in/{member}/{self._name}" for member in members), str(self.bus.clock()))

    def _known(self, tab: Tab) -> bool:
        """Whether somebody at this address is in a room, and may mistype."""
        inside = [desk.tab for desk in list(self.desks)]
        inside += [other for here in list(self.seats.values()) for other in list(here)]
        return any(other.visitor == tab.visitor for other in inside)

    # What ends by itself.

    def _begin(self) -> None:
        with self._lock:
            if not self._sweeping:
                self._sweeping = True
                threading.Thread(target=self._live, name="rooms", daemon=True).start()

    def _live(self) -> None:
        while True:
            time.sleep(SWEEP)
            try:
                self.sweep()
            except Exception:
                log.exception("rooms could not be looked after")
            with self._lock:
                if not self.desks and not self.seats and self.bus.empty:
                    self._sweeping = False
                    return

    def sweep(self) -> None:
        """Keep rooms whose teachers are there, and those who are in; tell those of a room that is over."""
        self.bus.sweep()
        self._forget()
        for desk in list(self.desks):
            self.bus.keep(desk.code, longer=True).add_done_callback(lambda there, desk=desk: self._kept(desk, there))
        stamp = self.bus.clock() > self._stamped + PRESENT / 3
        self._stamped = self.bus.clock() if stamp else self._stamped
        for code, here in list(self.seats.items()):
            self.bus.keep(code).add_done_callback(lambda there, code=code: self._over(code, there))
            if stamp:
                self.bus.mark(code, self._stamps(list(here.values())), quiet=True)

    def _forget(self) -> None:
        """Tabs that were gone before they were let in."""
        for desk in [desk for desk in list(self.desks) if desk.tab.closed()]:
            self.leave(desk)
        for code, here in list(self.seats.items()):
            for tab in [tab for tab in list(here) if tab.closed()]:
                self.part(tab, code)

    def _kept(self, desk: Desk, there: Future) -> None:
        if there.exception():
            desk.tab.hear({}, None)  # who asks will be told
        elif self.bus.clock() >= desk.record["until"]:
            self.bus.end(desk.code)
        elif not there.result() or desk.lost:
            desk.restore()

    def _over(self, code: str, there: Future) -> None:
        """A room that is not there for a while, in which its desk could have restored it, is over."""
        if there.exception() or there.result():
            self._missed.pop(code, None)
        elif self.bus.clock() - self._missed.setdefault(code, self.bus.clock()) >= 3 * SWEEP:
            self._missed.pop(code)
            for tab in list(self.seats.get(code, {})):
                tab.gone(True)


@cache
def hall() -> Hall:
    """That of this process, as ASTRO_DASH_REDIS has it, and ASTRO_DASH_PROCESS, which one of several has. Raises
    ValueError, in a sentence."""
    if address := os.environ.get("ASTRO_DASH_REDIS"):
        return Hall(Shared(address, now))
    return Hall((Nowhere if "ASTRO_DASH_PROCESS" in os.environ else Memory)(now))
