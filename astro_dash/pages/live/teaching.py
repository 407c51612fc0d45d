"""A tab whose class follows: what it shows goes into its room, as it is, and its class is counted."""

from __future__ import annotations

import math
import re

import segno

from ...engine.quote import quoted
from ...rooms.desk import Desk, Tab
from ...rooms.hall import hall
from ...rooms.seat import SHARED, Seat
from ...store import Store
from ...words import _
from ..listener import Listener
from .checks import whole
from .sight import ON_SIGHT
from .tape import Tape

LEADS = ("hide", "lock", "focus", "lesson", "step")  # of how a page shows its run, what is so for the class, too
FASTEST = 100  # speed


class Teaching(Listener):
    """The part of a session that does so. Whoever has the room's secret teaches it: the tab that opened it."""

    store: Store
    hall = staticmethod(hall)
    visitor = ""  # whose tab it is, for the limits of the rooms
    desk: Desk | None = None
    seat: Seat | None
    wished: tuple
    _calling = False
    _base = ""

    def _forget(self) -> None:
        self._leave_desk()
        super()._forget()

    def _leave_desk(self) -> None:
        if self.desk:
            self.hall().leave(self.desk)
            self.desk = None

    def _show(self, message: dict) -> None:
        """Send what the class is to see, too."""
        self.send(message)
        if self.desk and (message.get("chunk") or any(name in message for name in SHARED)):
            self._share(message)

    def _share(self, message: dict) -> None:
        run = {name: message[name] for name in SHARED if name in message}
        mode = self._tape.take(run, message.get("chunk"))
        changes = {"whole": self.store.link(whole=True)} if mode in ("reset", "branch") else {}
        if self._tape.long != self.desk.record["long"]:
            changes["long"] = self._tape.long
        self.desk.show(run, mode, self._tape.items, message.get("chunk"), **changes)

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
            self.desk.tell(shown=_shown(shown))

    def _on_room_ask(self, question: str, options: list) -> None:
        self._taught().ask(question, options)
        self._called()

    def _on_room_poll(self, open: bool | None = None, bars: bool | None = None, again: bool = False) -> None:
        """Open or close the question, show or hide its bars, or ask it once more, after the reveal."""
        for name, value in (("open", open), ("bars", bars), ("again", again)):
            if value is not None and not isinstance(value, bool):
                raise ValueError(_("{name} is {value}, but must be true or false.", name=name, value=quoted(value, 40)))
        self._taught().poll(open, bars, bool(again))
        self._called()

    def _on_room_end(self) -> None:
        desk, self.desk = self._taught(), None
        self.hall().end(desk)
        self.send({"room": None, "notice": ""})

    # What comes of it.

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
        """The room is there: its class sees a new run."""
        self._leave_desk()
        self.desk, self._tape = desk, Tape()
        self.wished = (*self.wished[:3], ON_SIGHT)
        link = f"{self._base}?room={desk.code}"
        qr = ["".join(str(int(dark)) for dark in row) for row in segno.make(link, error="m", micro=False).matrix]
        self.send({"room": {"role": "teacher", "code": desk.code, "secret": desk.secret, "link": link, "qr": qr}})
        self._called()
        self._restart()

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


def _shown(given) -> dict[str, str]:
    from .shown import SHOWN, shown  # with the views, and Bokeh

    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise ValueError(_("What is shown is {given}, but must be names with texts.", given=quoted(given)))
    found, problems = shown({name: text for name, text in given.items() if name in LEADS and name in SHOWN})
    if problems:
        raise ValueError(problems[0])
    return found
