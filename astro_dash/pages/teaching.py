"""A tab whose class follows: where it is goes into its room, and its class is counted."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import segno

from ..engine.quote import quoted
from ..rooms.desk import Desk, Tab
from ..rooms.hall import hall
from ..rooms.seat import Seat
from ..words import _
from .checks import whole
from .listener import Listener

LEADS = ("hide", "lock", "focus", "lesson", "step")  # of how a page shows its run, what is so for the class, too
FASTEST = 100  # speed
STILL = 0.25  # seconds between two times that a class is told where its teacher is


class Teaching(Listener):
    """The part of a session that does so. Whoever has the room's secret teaches it: the tab that opened it, on
    whichever page it is."""

    hall = staticmethod(hall)
    checked: Callable[[dict], tuple[dict, list[str]]]  # of how a page is shown; set by who knows all pages
    desk: Desk | None = None
    seat: Seat | None
    _calling = _moving = False
    _base = ""

    def _forget(self) -> None:
        self._leave_desk()
        super()._forget()

    def _leave_desk(self) -> None:
        if self.desk:
            self.hall().leave(self.desk)
            self.desk = None

    # What the browser may say.

    def _on_room_open(self, base: str) -> None:
        """Open a room, whose link begins with the address of the page."""
        self._base = _address(base)
        self._may_teach()
        self.off(self.hall().open(self._at_desk()), self._stands)

    def _on_room_teach(self, code: str, secret: str, base: str) -> None:
        """Come back into the room that this tab has opened."""
        self._base = _address(base)
        self._may_teach()
        try:
            self.off(self.hall().teach(self._at_desk(), code, secret), self._stands, self._not_there)
        except ValueError as error:
            self._not_there(error)

    def _on_room_head(self, position: float, playing: bool, speed: float, even: bool, generation: int) -> None:
        """Where the playhead is, and how it goes on."""
        for name, value, most in (("position", position, 1e9), ("speed", speed, FASTEST)):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not (number and math.isfinite(value) and 0 <= value <= most):
                raise ValueError(_(
                    "{name} is {value}, but must be a number from 0 to {most}.",
                    name=name, value=quoted(value, 40), most=most,
                ))
        for name, value in (("playing", playing), ("even", even)):
            if not isinstance(value, bool):
                raise ValueError(_("{name} is {value}, but must be true or false.", name=name, value=quoted(value, 40)))
        head = {"position": position, "playing": playing, "speed": speed, "even": even}
        if self.desk:
            self.desk.tell(head=head | {"generation": whole("generation", generation)})

    def _on_room_shown(self, shown: dict) -> None:
        """What the page hides and locks, and which step of which lesson it is at."""
        if self.desk:
            self.desk.tell(shown=self._shown(shown))

    def _on_room_ask(self, question: str, options: list) -> None:
        self._taught().ask(question, options)
        self._called()

    def _on_room_poll(
        self, open: bool | None = None, bars: bool | None = None, again: bool = False, away: bool = False
    ) -> None:
        """Open or close the question, show or hide its bars, ask it once more, after the reveal, or put it away."""
        for name, value in (("open", open), ("bars", bars), ("again", again)):
            if value is not None and not isinstance(value, bool):
                raise ValueError(_("{name} is {value}, but must be true or false.", name=name, value=quoted(value, 40)))
        self._taught().poll(open, bars, bool(again), bool(away))
        self._called()

    def _on_room_end(self) -> None:
        desk, self.desk = self._taught(), None
        self.hall().end(desk)
        self.send({"room": None, "notice": ""})

    # What comes of it.

    def _shown(self, given) -> dict[str, str]:
        if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
            raise ValueError(_("What is shown is {given}, but must be names with texts.", given=quoted(given)))
        found, problems = Teaching.checked({name: text for name, text in given.items() if name in LEADS})
        if problems:
            raise ValueError(problems[0])
        return found

    def _may_teach(self) -> None:
        if self.desk:
            raise ValueError(_("Your room {code} is open: end it before you open another.", code=self.desk.code))
        if self.seat:
            raise ValueError(_("You are in the room {code}: leave it before you open one.", code=self.seat.code))

    def _taught(self) -> Desk:
        if not self.desk:
            raise ValueError(_("You have no room: open one first."))
        return self.desk

    def _stands(self, desk: Desk) -> None:
        """The room is there."""
        self._leave_desk()
        self.desk = desk
        link = f"{self._base}?room={desk.code}"
        qr = ["".join(str(int(dark)) for dark in row) for row in segno.make(link, error="m", micro=False).matrix]
        self.send({"room": {"role": "teacher", "code": desk.code, "secret": desk.secret, "link": link, "qr": qr}})
        self._called()
        self._taught_here()

    def _taught_here(self) -> None:
        """The class is to see what this page shows."""
        self.desk.goes(self._where())

    def _where(self) -> str:
        """The link of what this page shows, without how it does."""
        return f"page={self.page}"

    def _moved(self) -> None:
        """That is another: the class is told, a few times a second at most."""
        if self.desk and not self._moving:
            self._moving = True
            self.later(self._tell_where, STILL)

    def _tell_where(self) -> None:
        self._moving = False
        if self.desk and self.desk.record["where"] != (where := self._where()):
            self.desk.tell(where=where)

    def _not_there(self, error: BaseException) -> None:
        self.send({"room": None})
        raise error

    def _at_desk(self) -> Tab:
        def lost(over: bool):
            if self.desk and self.desk.tab is tab:
                self._leave_desk()
                self.send({"room": None, "notice": _over() if over else _elsewhere()})

        def gone(over: bool):
            self.later(lambda: lost(over))

        tab = Tab(self.visitor, lambda *_: self._called(), gone, lambda: self.closed)
        return tab

    def _called(self) -> None:
        """There may be something new to count; all that comes before it is counted is counted once."""
        if not self._calling:
            self._calling = True
            self.later(self._count_class)

    def _count_class(self) -> None:
        self._calling = False
        if desk := self.desk:
            self.off(desk.marks(), lambda marks: self.desk is desk and self.send({"class": desk.count(marks)}))


def _over() -> str:
    return _("The room has ended: the class is alone with what it saw.")


def _elsewhere() -> str:
    return _("Your room is taught from another tab now.")


def _address(base) -> str:
    if not isinstance(base, str) or not re.fullmatch(r"https?://[^\s\"'<>?#]{1,300}", base):
        raise ValueError(_("The address is {base}, but must be that of a page.", base=quoted(base)))
    return base
