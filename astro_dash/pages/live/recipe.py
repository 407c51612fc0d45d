"""A run done again: from its link, and from what was done to it in mid-run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...engine.check import check_choice
from ...engine.quote import quoted
from ...engine.run import SAME
from ...store import Store, parsed
from ...store.kinds import write
from ...words import _
from .changes import MOST_CHANGES, Change, check, given_shares
from .checks import indices
from .race import Race

STEPS = 64  # of each piece
MOST = 2 * MOST_CHANGES


@dataclass(frozen=True)
class Recipe:
    """What a run is made of, in plain types: choices as texts, as a link has them whole; changes, each [time,
    parameters, system, neurons turned over] and, where its gains are pushed, [[pattern, share], ...]; and the system in
    focus."""

    choices: dict
    changes: list = field(default_factory=list)
    focus: str | None = None

    @classmethod
    def of(cls, race: Race) -> Recipe:
        """That of a race."""
        return cls.begun(race.store, race.changes, race.focus)

    @classmethod
    def begun(cls, store: Store, changes: Iterable[Change] = (), focus: str | None = None) -> Recipe:
        """That of a run of a store's choices."""
        return cls({name: write(value) for name, value in store.values().items()}, plain(changes), focus)


def plain(changes: Iterable[Change]) -> list[list]:
    """Changes in plain types."""
    return [
        [time, values, system, list(pixels), *([list(map(list, shares))] if shares else [])]
        for time, values, system, pixels, shares in changes
    ]


def _read(changes, store: Store, n_neurons: int) -> list[Change]:
    """The changes of which these are the plain types; a bare [time, values] is none but of parameters. Raises
    ValueError for what is none."""
    if not isinstance(changes, (list, tuple)) or len(changes) > MOST:
        raise ValueError(
            _("changes is {changes}, but must be a list of at most {most}.", changes=quoted(changes), most=MOST)
        )
    found = list[Change]()
    for one in changes:
        if not isinstance(one, (list, tuple)) or not 2 <= len(one) <= 5 or not isinstance(one[1], dict):
            raise ValueError(
                _(
                    "A change is {change}, but must be a time and parameters, or a system and neurons, or gains.",
                    change=quoted(one),
                )
            )
        time, values, system, neurons, pushed = (*one, *("", (), ())[len(one) - 2 :])
        if isinstance(time, bool) or not isinstance(time, (int, float)) or not 0 <= time < float("inf"):
            at = quoted(time, 40)
            raise ValueError(_("The time of a change is {time}, but must be a number from 0 on.", time=at))
        if found and time < found[-1].time:
            at = repr(time)
            raise ValueError(_("A change is at {time}, but must be no earlier than the one before it.", time=at))
        for name in values:
            check_choice(_("A change in mid-run"), name, tuple(Store.LIVE))
        turned = tuple(sorted(indices(list(neurons), n_neurons).tolist()))
        gains = given_shares(pushed, store.load) if len(one) > 4 else ()
        if system or turned or gains:
            check_choice("system", system, store.system)
        new = {name: parsed(name, v) for name, v in values.items()}
        found.append(Change(float(time), new, system, turned, gains))
    check(found, store)
    return found


def replayed(recipe: Recipe, heard=lambda mode, first, arrays, race: None, seen=()) -> Race:
    """The race of a recipe, to its end, with some views `ON_SIGHT` seen; `heard(mode, first, arrays, race)` gets all
    that comes of it piece by piece, as `Race.advance` gives it: "reset" is its beginning, "branch" comes after a
    change, and "more" after either. Raises ValueError for what is no recipe, and for a change after the end."""
    race = Race(Store.of(recipe.choices), recipe.focus, seen=seen)
    mode = "reset"
    for change in _read(recipe.changes, race.store, race.memory.cue.size):
        mode = _until(race, change.time, mode, heard)
        end = race.moments.times[-1]
        if race.at_rest and end < change.time * (1 - SAME):
            times = {"time": float(change.time), "end": float(end)}
            raise ValueError(_("A change is at {time}, but must be within the run, which ends at {end}.", **times))
        race.repeat(change)
        mode = "branch"
    _until(race, float("inf"), mode, heard)
    return race


def _until(race: Race, time: float, mode: str, heard) -> str:
    """Compute on until a time is known, or to the end."""
    while mode != "more" or not race.knows(time):
        heard(mode, *race.advance(STEPS), race)
        mode = "more"
    return mode
