"""Frames of a race as the browser takes them."""

from __future__ import annotations

from collections.abc import Sequence

from ...words import language
from ..chunk import joined, laid, written
from .changes import Change
from .race import Race


class Packed:
    """The frames of a race from `first` on, packed once for all who are sent them; `mode` says what they are: "reset"
    the beginning of a run, "branch" what comes after a change, "more" what comes after either, "again" arrays of frames
    that are there already."""

    def __init__(self, race: Race, mode: str, first: int, arrays: dict):
        self.race, self.mode, self.first = race, mode, first
        self.frames = len(arrays.get("time", ()))
        self._at_rest, self._unsettled = race.at_rest, race.unsettled
        self._spoken = race.spoken(arrays)
        if mode != "more":
            arrays = arrays | {f"picture:{name}": a for name, a in race.pictures().items()}
        self._table, self.body = laid(arrays)
        self._about: dict[str, bytes] = {}  # what the header says to all, by language

    def message(self, generation: int, pending: Sequence[Change] = ()) -> bytes:
        """For one page, for which `pending` changes are still to come."""
        own = {
            "mode": self.mode, "generation": generation, "first": self.first,
            "at_rest": self._at_rest and not pending, "next": pending[0].time if pending else None,
            "unsettled": self._unsettled and not pending,
        }  # fmt: skip
        if (about := self._about.get(language())) is None:
            about = self._about[language()] = self._written()
        return joined(written(own)[:-1] + b", " + about[1:], self.body)

    def _written(self) -> bytes:
        about = {"names": self.race.names(self._spoken), "arrays": self._table}
        return written(about if self.mode == "more" else about | self.race.describe())


def piece(race: Race, mode: str, generation: int, first: int, arrays: dict) -> bytes:
    """The message of the frames from `first` on."""
    return Packed(race, mode, first, arrays).message(generation)
