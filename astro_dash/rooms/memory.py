"""Where rooms are kept within one process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from ..words import _, bound

IDLE = 15 * 60.0  # seconds that a room waits for its teacher
LIFE = 3 * 3600.0  # … that it lasts at most
MOST_ROOMS = 50  # of a process
MOST_MARKS = 10_000  # of a room: of those who are in, and of many who were


def full() -> str:
    return _("All {n} rooms of this server are taken: try again in a quarter of an hour.", n=MOST_ROOMS)


def nowhere() -> str:
    return _(
        "No class can meet on this server: it is several processes, and they have no Redis server between them. "
        "Whoever runs it can name one in ASTRO_DASH_REDIS."
    )


@dataclass
class Kept:
    """What is known of a room.

    record  its parts by name, in plain types: "secret", "until", "seq", and those of its state
    items   what shows the run so far to who comes late: headers with chunks
    marks   of its members, by name: who is in, who has finished a step, what was answered
    """

    record: dict
    items: list[tuple[dict, bytes | None]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    expires: float = 0.0


class Memory:
    """Rooms by their codes. What is asked for comes as a future, as it does where it is elsewhere (`redis.Shared`);
    those who hear a room are called as something is said, on the thread of who says it: (header, chunk) of the
    teacher, or of a member (`up`), whose marks have changed."""

    def __init__(self, clock: Callable[[], float]):
        self.clock, self._rooms, self._ears, self._lock = clock, {}, {}, threading.RLock()

    def create(self, code: str, record: dict) -> Future:
        """Whether there was none of that code."""
        with self._lock:
            self.sweep()
            if code in self._rooms:
                return done(False)
            if len(self._rooms) >= MOST_ROOMS:
                return failed(ValueError(full()))
            self._rooms[code] = Kept(dict(record), expires=self.clock() + IDLE)
            return done(True)

    def restore(self, code: str, record: dict, items: list) -> Future:
        """Keep what may have been lost."""
        with self._lock:
            marks = kept.marks if (kept := self._rooms.get(code)) else {}
            self._rooms[code] = Kept(dict(record), list(items), marks, self.clock() + IDLE)
        return done(None)

    def read(self, code: str, run: bool = True) -> Future:
        """What is `Kept` of it, with what shows its run, or without; or None."""
        with self._lock:
            kept = self._there(code)
            return done(kept and Kept(dict(kept.record), list(kept.items if run else ()), dict(kept.marks)))

    def read_marks(self, code: str) -> Future:
        with self._lock:
            kept = self._there(code)
            return done(dict(kept.marks) if kept else {})

    def keep(self, code: str, longer: bool = False) -> Future:
        """Whether it is there; and, while its teacher is, for longer."""
        with self._lock:
            kept = self._there(code)
            if kept and longer:
                kept.expires = self.clock() + IDLE
            return done(kept is not None)

    def update(self, code: str, changes: dict, keep: int | None, items: list, header: dict, chunk=None) -> Future:
        """Change parts of the record, keep so many of the items (None: all) before new ones, and say it."""
        with self._lock:
            kept = self._there(code)
            if kept:
                kept.record |= changes
                kept.items[keep if keep is not None else len(kept.items) :] = items
        return self._say((code, False), header, chunk) if kept else done(None)

    def mark(self, code: str, marks: dict[str, str | None], quiet: bool = False) -> Future:
        """Change marks (None: away with it), and say so."""
        with self._lock:
            kept = self._there(code)
            for name, value in marks.items() if kept else ():
                if value is None:
                    kept.marks.pop(name, None)
                elif len(kept.marks) < MOST_MARKS or name in kept.marks:
                    kept.marks[name] = value
        return done(None) if quiet or not kept else self._say((code, True), {})

    def end(self, code: str) -> Future:
        with self._lock:
            self._rooms.pop(code, None)
        return self._say((code, False), {"end": True})

    def hear(self, code: str, act: Callable, up: bool = False) -> Future:
        with self._lock:
            self._ears.setdefault((code, up), []).append(act)
        return done(None)

    def deafen(self, code: str, act: Callable, up: bool = False) -> Future:
        with self._lock:
            left = [other for other in self._ears.pop((code, up), []) if other != act]
            if left:
                self._ears[code, up] = left
        return done(None)

    def sweep(self) -> None:
        """End those whose time is over."""
        with self._lock:
            over = [code for code in self._rooms if not self._there(code, drop=False)]
        for code in over:
            self.end(code)

    @property
    def empty(self) -> bool:
        return not self._rooms

    def _there(self, code: str, drop: bool = True) -> Kept | None:
        kept, now = self._rooms.get(code), self.clock()
        if kept and now < min(kept.expires, kept.record["until"]):
            return kept
        if kept and drop:
            self.end(code)
        return None

    def _say(self, channel: tuple[str, bool], header: dict, chunk: bytes | None = None) -> Future:
        for act in list(self._ears.get(channel, ())):
            act(header, chunk)
        return done(None)


class Nowhere(Memory):
    """Where one of several processes would keep rooms that the others cannot see: none is opened, and none found."""

    def create(self, code: str, record: dict) -> Future:
        return failed(ValueError(nowhere()))

    def read(self, code: str, run: bool = True) -> Future:
        return failed(ValueError(nowhere()))


def done(value) -> Future:
    future: Future = Future()
    future.set_result(value)
    return future


def failed(error: BaseException) -> Future:
    future: Future = Future()
    future.set_exception(error)
    return future


def then(future: Future, act: Callable) -> Future:
    """What `act(result)` returns, or the future that it returns gives; errors go through."""
    found: Future = Future()
    act = bound(act)

    def arrived(future):
        try:
            value = act(future.result())
        except BaseException as error:
            found.set_exception(error)
            return
        if isinstance(value, Future):
            value.add_done_callback(passed)
        else:
            found.set_result(value)

    def passed(future):
        error = future.exception()
        found.set_exception(error) if error else found.set_result(future.result())

    future.add_done_callback(arrived)
    return found
