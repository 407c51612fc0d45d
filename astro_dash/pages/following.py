"""A tab that follows a class: it goes where its teacher goes, and can say nothing in the room but what it was asked."""

from __future__ import annotations

import re
from functools import partial

from ..engine.quote import quoted
from ..rooms.code import read_code
from ..rooms.desk import Desk, Tab
from ..rooms.hall import ended, hall
from ..rooms.question import place
from ..rooms.seat import Seat
from ..words import _
from .checks import whole
from .listener import Listener

STEPS, LONGEST_STEP = 60, 80  # that a member may finish, and characters of the name of one
RETRY = 3  # seconds


def led() -> str:
    return _("You follow the class: take over first, and try it for yourself.")


def _over() -> str:
    return _("The class has ended: the page is yours now.")


class Following(Listener):
    """The part of a session that does so. What the class sees on a page such as this is computed here, too, from its
    link."""

    reads: tuple[str, ...] = ("lesson", "read_lesson", "code", "ready")  # messages that change nothing
    runs = False  # it is sent the teacher's run
    hall = staticmethod(hall)
    desk: Desk | None
    seat: Seat | None = None
    _tab: Tab
    _there = ""  # the link that the class has been followed to

    @property
    def led(self) -> bool:
        """Whether what the page shows is not for this tab to say."""
        return self.seat is not None and self.seat.follows

    def _kept_out(self, kind) -> bool | None:
        """Whether a message means nothing while the page is led; None where that is not for the class to say. Raises
        ValueError if it would steer."""
        if isinstance(kind, str) and kind.startswith("room_"):
            return False
        if not self.led:
            return None
        if kind not in ("more", "view", *self.reads):
            raise ValueError(led())
        return kind in ("more", "view")

    def _ignores(self, kind) -> bool:
        return bool(self._kept_out(kind))

    def _missed(self) -> None:
        """The page begins, or has missed something: it is told anew of its room."""
        if self.seat:
            self.seat.fresh()

    def _forget(self) -> None:
        self._part()
        super()._forget()

    def _part(self) -> None:
        if self.seat:
            self.hall().part(self._tab, self.seat.code)
        self.seat, self._there = None, ""

    # What the browser may say.

    def _on_room_join(self, code: str, member: str, follows: bool = True) -> None:
        """Into the room of a code, to follow or to be alone at first; `member` is whoever it is, as long as the tab is
        open."""
        if not isinstance(member, str) or not re.fullmatch(r"[\w-]{8,40}", member, re.ASCII):
            raise ValueError(_(
                "The member is {member}, but must be 8 to 40 letters and digits.",
                member=quoted(member, 40),
            ))
        if self.desk:
            raise ValueError(_("You teach in the room {code}: end it before you join another.", code=self.desk.code))
        self._part()  # from another
        try:
            seat = Seat(read_code(code), member, self.send, lambda: self._fetch(seat), self.runs)
            seat.follows = follows is not False
            self._joins(seat)
            tab = Tab(self.visitor, partial(self._hears, seat), partial(self._over, seat), lambda: self.closed)
            self.off(self.hall().join(tab, seat.code, member), lambda code: self._joined(seat, tab), self._not_joined)
        except ValueError as error:
            self._not_joined(error)

    def _on_room_leave(self) -> None:
        """Out of it, with what the page shows as one's own."""
        self._ends(self._seated(), "")

    def _on_room_alone(self) -> None:
        """Take over for oneself, from what the class sees. The class is still heard."""
        seat = self._seated()
        if seat.follows:
            seat.follows = False
            seat.say()
            self._alone(seat)

    def _on_room_back(self) -> None:
        """To what the class sees."""
        seat = self._seated()
        if not seat.follows:
            seat.follows, seat.catches, self._there = True, False, ""
            self._halt()
            seat.fresh()

    def _on_room_took(self, n: int) -> None:
        """The page has taken in what was sent."""
        if self.seat:
            self.seat.took(whole("n", n))

    def _on_room_answer(self, question: int, round: int, option: int) -> None:
        """Answer what is asked; another answer takes the place of the one before."""
        seat = self._seated()
        asked, option = seat.record.get("question"), whole("option", option)
        now = asked and (asked["n"], asked["round"]) == (whole("question", question), whole("round", round))
        if not now or not asked["open"]:
            raise ValueError(_("This question is closed."))
        if not 0 <= option < len(asked["options"]):
            raise ValueError(_(
                "The option is {option}, but must be from 0 to {n}.",
                option=option, n=len(asked["options"]) - 1,
            ))
        seat.answers = {f"{asked['n']}.{round}": option}
        self.hall().bus.mark(seat.code, {place(asked, asked["round"], seat.member): str(option)})
        seat.say()

    def _on_room_finished(self, step: str) -> None:
        """A step of a lesson is done."""
        if not isinstance(step, str) or not 0 < len(step) <= LONGEST_STEP:
            raise ValueError(_(
                "The step is {step}, but must be a name of 1 to {most} characters.",
                step=quoted(step, 40), most=LONGEST_STEP,
            ))
        seat = self.seat
        if seat and step not in seat.steps and len(seat.steps) < STEPS:
            seat.steps.add(step)
            self.hall().bus.mark(seat.code, {f"step/{seat.member}/{step}": "1"})

    # What comes of it.

    def _seated(self) -> Seat:
        if not self.seat:
            raise ValueError(_("You are in no room: join one with its code."))
        return self.seat

    def _joins(self, seat: Seat) -> None:
        """It is asked for."""

    def _joined(self, seat: Seat, tab: Tab) -> None:
        self.seat, self._tab = seat, tab
        if seat.follows:
            self._halt()
        seat.fresh()

    def _not_joined(self, error: BaseException) -> None:
        """The page is as usual, and says why."""
        self.send({"room": None})
        self._refuse(error)

    def _hears(self, seat: Seat, header: dict, chunk: bytes | None) -> None:
        self.later(partial(self._heard, seat, header, chunk))

    def _heard(self, seat: Seat, header: dict, chunk: bytes | None) -> None:
        if self.seat is not seat:
            return
        if header.get("end"):
            self._ends(seat, _over())
        else:
            seat.hear(header, chunk)
            self._follow(seat)

    def _fetch(self, seat: Seat) -> None:
        failed = partial(self._not_fetched, seat)
        self.off(self.hall().bus.read(seat.code, run=self.runs), partial(self._fetched, seat), failed)

    def _fetched(self, seat: Seat, kept) -> None:
        if self.seat is not seat:
            return
        if kept is None:
            self._ends(seat, ended(seat.code))
        else:
            seat.begin(kept.record, kept.items, kept.marks)
            self._follow(seat)

    def _not_fetched(self, seat: Seat, error: BaseException) -> None:
        self.later(partial(self._fetch, seat), RETRY)
        raise error

    def _over(self, seat: Seat, over: bool) -> None:
        self.later(lambda: self.seat is seat and self._ends(seat, _over()))

    def _ends(self, seat: Seat, words: str) -> None:
        led = seat.follows
        self._part()
        self.send({"room": None, "notice": words})
        if led:
            self._alone(seat, words)

    def _follow(self, seat: Seat) -> None:
        """Be where the class is, if that is on this page; the browser goes to others."""
        where = seat.record.get("where")
        if seat.follows and where != self._there and seat.page == self.page:
            self._there = where
            self._go(where)

    # What a page does of it.

    def _go(self, link: str) -> None:
        """Show what a link says."""

    def _halt(self) -> None:
        """What is on its way is not to come any more."""

    def _alone(self, seat: Seat, words: str = "") -> None:
        """Go on from what the class saw; of a room that is over, with what is said of that."""
