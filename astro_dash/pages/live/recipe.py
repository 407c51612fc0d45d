"""A run done again: from its link, and from what was done to it in mid-run."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...engine.run import SAME
from ...store import Store
from ...store.kinds import write
from .changes import read, told
from .race import Race

STEPS = 64  # of each piece


@dataclass(frozen=True)
class Recipe:
    """What a run is made of, in plain types: choices as texts, as a link has them whole, changes as `changes.told` has
    them, and the system in focus."""

    choices: dict
    changes: list = field(default_factory=list)
    focus: str | None = None

    @classmethod
    def of(cls, race: Race) -> Recipe:
        """That of a race."""
        return cls.begun(race.begun, told(race.changes, race.begun.parameters()), race.focus)

    @classmethod
    def begun(cls, store: Store, changes=(), focus: str | None = None) -> Recipe:
        """That of a run of a store's choices."""
        return cls({name: write(value) for name, value in store.values().items()}, list(changes), focus)


def replayed(recipe: Recipe, heard=lambda mode, first, arrays, race: None, seen=()) -> Race:
    """The race of a recipe, to its end, with some views `ON_SIGHT` seen; `heard(mode, first, arrays, race)` gets all
    that comes of it piece by piece, as `Race.advance` gives it: "reset" is its beginning, "branch" comes after a
    change, and "more" after either. Raises ValueError for what is no recipe, and for a change after the end."""
    race = Race(Store.of(recipe.choices), recipe.focus, seen=seen)
    changes = read(recipe.changes, race.begun, race.memory.cue.size)
    mode = "reset"
    for change in changes:
        mode = _until(race, change.time, mode, heard)
        times = race.moments.times
        if times[-1] < change.time * (1 - SAME):
            end = f"{times[-1]:g}"
            raise ValueError(f"A change is at {change.time:g}, but must be within the run, which ends at {end}.")
        frame = max(i for i, time in enumerate(times) if time <= change.time * (1 + SAME))
        flips = (change.system, list(change.neurons)) if change.neurons else ()
        race.goes_on(frame, change.parameters, flips)
        mode = "branch"
    _until(race, float("inf"), mode, heard)
    return race


def _until(race: Race, time: float, mode: str, heard) -> str:
    """Compute on until a time is known, or to the end."""
    while mode != "more" or not (race.at_rest or race.moments.times[-1] >= time * (1 - SAME)):
        heard(mode, *race.advance(STEPS), race)
        mode = "more"
    return mode
