"""The Live page of a class: all that it shows goes into its room, as it is."""

from __future__ import annotations

from ...rooms.seat import SHARED
from ...store import Store
from .. import teaching
from .changes import Change
from .race import Race
from .sight import ON_SIGHT
from .tape import Tape
from .work import Work


class Teaching(teaching.Teaching):
    """The part of a session that puts it there."""

    store: Store
    race: Race
    work: Work
    wished: tuple

    linked: bool
    pending: list[Change]

    def _renew(self, pending: list[Change] | None = None) -> None:
        raise NotImplementedError

    def _changes(self) -> list[Change]:
        """All that is changed in the run of the link, which begins anew."""
        if not self.race:
            return self.pending
        self.store.set(**self.race.store.values())
        return [*self.race.changes, *self.pending]

    def _show(self, message: dict) -> None:
        """Send what the class is to see, too."""
        self.send(message)
        if self.desk and (message.get("chunk") or any(name in message for name in SHARED)):
            self._share(message)

    def _share(self, message: dict) -> None:
        run = {name: message[name] for name in SHARED if name in message}
        mode = self._tape.take(run, message.get("chunk"))
        changes = {}
        if mode in ("reset", "branch"):
            changes = {"where": "", "whole": self.race.store.link(whole=True), "then": message["moment"]["then"]}
        if self._tape.long != self.desk.record["long"]:
            changes["long"] = self._tape.long
        self.desk.show(run, mode, self._tape.items, message.get("chunk"), **changes)

    def _taught_here(self) -> None:
        """The class comes with a new run, if there is one yet."""
        self._tape = Tape()
        self.wished = (*self.wished[:3], ON_SIGHT)
        if self.race or self.work.busy:
            self._renew(self._changes() if self.linked else None)
