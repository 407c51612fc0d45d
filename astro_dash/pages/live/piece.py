"""Frames of a race as the browser takes them."""

from __future__ import annotations

from collections.abc import Sequence

from ..chunk import pack
from .changes import Change
from .race import Race


def piece(race: Race, mode: str, generation: int, first: int, arrays: dict, pending: Sequence[Change] = ()) -> bytes:
    """The message of the frames from `first` on; `mode` says what they are: "reset" the beginning of a run, "branch"
    what comes after a change, "more" what comes after either, "again" arrays of frames that are there already;
    and `pending` changes are still to come."""
    header = {"mode": mode, "generation": generation, "first": first, "at_rest": race.at_rest and not pending}
    header["next"] = pending[0].time if pending else None
    header |= {"unsettled": race.unsettled and not pending, "names": race.names(arrays)}
    if mode != "more":
        header |= race.describe()
        arrays = arrays | {f"picture:{name}": a for name, a in race.pictures().items()}
    return pack(header, arrays)
