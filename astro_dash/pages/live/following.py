"""The Live page of a tab that follows a class: it shows what the teacher's session has computed, and has a run of its
own only while it is alone."""

from __future__ import annotations

from ...rooms.desk import Tab
from ...rooms.seat import Seat
from ...store import Store
from .. import following
from .changes import Change, read
from .race import Race
from .stage import Stage
from .work import Work


class Following(following.Following):
    """The part of a session that does so."""

    reads = (*following.Following.reads, "resume")
    runs = True
    page = "live"
    store: Store
    work: Work
    race: Race | None
    stage: Stage | None
    generation: int
    problems: list[str]
    invited = ""  # the code in the link, until it is seen who comes
    _joining = False  # before there was a run

    def _renew(self, pending: list[Change] | None = None) -> None:
        raise NotImplementedError

    @property
    def led(self) -> bool:
        """Whether what the page shows is none of this session's."""
        return self._joining or super().led

    def _class_leads(self) -> bool:
        """Whether a page that begins, or has missed something, is to be told by the class, as it is then. Whether there
        is the room of its link is seen before anything is computed."""
        self._missed()
        if self.invited:
            self._joining = True
            self.send({"room": {"role": "invited", "code": self.invited}})
        return self.led

    def receive(self, message) -> None:
        super().receive(message)
        if self.work.is_cut:
            self.act(self.work.back)

    def cut(self) -> None:
        self.act(self.work.cut)

    def _forget(self) -> None:
        super()._forget()
        self._halt()

    def _halt(self) -> None:
        """No run any more, and none on its way."""
        self.stage = None
        self.generation += 1
        self.work.drop()

    def _idle(self) -> bool:
        """Whether there is no run yet, and none on its way."""
        return self.race is None and not self.work.busy

    def _part(self) -> None:
        super()._part()
        self._joining = False

    def _joins(self, seat: Seat) -> None:
        self.invited = ""
        self._joining = seat.follows and self._idle()

    def _joined(self, seat: Seat, tab: Tab) -> None:
        self._joining = False
        super()._joined(seat, tab)

    def _not_joined(self, error: BaseException) -> None:
        """The page opens as usual, and says why."""
        self._joining = False
        super()._not_joined(error)
        if self._idle():
            self._renew()

    def _heard(self, seat: Seat, header: dict, chunk: bytes | None) -> None:
        super()._heard(seat, header, chunk)
        if self.seat is seat and seat.catches and header.get("mode") == "reset":
            self._on_room_back()

    def _fetched(self, seat: Seat, kept) -> None:
        """Of a run that is too long to be caught up with, the page has one of its own until the next."""
        super()._fetched(seat, kept)
        if self.seat is seat and seat.follows and seat.record.get("long") and seat.page == self.page:
            seat.catches = True
            self._on_room_alone()

    def _alone(self, seat: Seat, words: str = "") -> None:
        """A run of one's own: that of the class from its beginning, with all that was changed in it; where that is too
        much for a link, of the choices in force."""
        self.problems = [words] if words else []  # said again with the run
        begun, then = seat.record.get("whole"), seat.record.get("then")
        if begun:
            self.store.set(**Store.from_link(begun)[0].values())
        if then is None:
            self.store.set(**{name: seat.values[name] for name in Store.LIVE if name in seat.values})
        self._told_own = ""
        self._renew(read(then) if then else None)
