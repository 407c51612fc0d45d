"""What was changed in mid-run: as a race keeps it, and as a link has it, `0.31,temperature,0.5~0.42,astro,12.40-52`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from ...engine.models import MODELS
from ...engine.parameters import Parameters
from ...engine.quote import quoted
from ...store import MOST_NEURONS, Store, n_neurons, parsed
from ...store.kinds import write
from ...words import _

MOST_CHANGES, LONGEST = 100, 4000  # of a link, and its characters for them


def allowed() -> str:
    return _(
        "at most {most} changes in the order of their times, such as 0.5,temperature,0.02~1,astro,3.10-12: a time "
        "with new values of {names}, or with a system and the pixels that are turned over",
        most=MOST_CHANGES, names=", ".join(sorted(Store.LIVE)),
    )  # fmt: skip


class Change(NamedTuple):
    """At a time other values of parameters, and a system with pixels that are turned over; or neither, where the run
    was only begun anew from there."""

    time: float
    values: dict[str, float]
    system: str = ""
    pixels: tuple[int, ...] = ()

    def in_words(self) -> str:
        if self.system:
            return _("a knock")
        names = list(self.values)
        if len(names) != 1:
            return _("a change")
        return _("a change of {choice}", choice=_(Store.choices()[names[0]].label.lower()))


def in_force(begun: Parameters, changes: Iterable[Change], time: float) -> Parameters:
    """The parameters at a time of a run that began with some."""
    for change in changes:
        begun = replace(begun, **change.values) if change.time <= time else begun
    return begun


def between(time: float, before: Parameters, after: Parameters, flips=()) -> Change:
    """What has changed: parameters, or `flips` = (system, neurons) turned over."""
    now = vars(after)
    values = {name: now[name] for name, value in vars(before).items() if now[name] != value}
    return Change(time, values, *((flips[0], tuple(map(int, flips[1]))) if flips else ()))


def added(changes: list[Change], new: Change, merges: bool = False) -> list[Change]:
    """The changes with one more, which replaces all after it. With `merges`, of two settings at one moment the first
    leaves no trace."""
    kept = [change for change in changes if change.time <= new.time]
    if merges and kept and kept[-1].time == new.time and not new.system and not kept[-1].system:
        new = new._replace(values=kept.pop().values | new.values)
    return [*kept, new]


def written(changes: Iterable[Change]) -> str | None:
    """Their text; None if they are too many for a link."""
    changes = list(changes)
    text = "~".join(map(_written, changes))
    return text if len(changes) <= MOST_CHANGES and len(text) <= LONGEST else None


def _written(change: Change) -> str:
    pairs = [part for name, value in change.values.items() for part in (name, write(value))]
    knocked = [change.system, _runs(change.pixels)] if change.system else []
    return ",".join([write(change.time), *pairs, *knocked])


def _runs(pixels: tuple[int, ...]) -> str:
    """1, 2, 3, 7 as 1-3.7."""
    runs: list[list[int]] = []
    for pixel in sorted(pixels):
        if runs and pixel == runs[-1][1] + 1:
            runs[-1][1] = pixel
        else:
            runs.append([pixel, pixel])
    return ".".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def read(text: str) -> list[Change]:
    """The changes of a text. Raises a ValueError, which says what is allowed, for any other text."""
    entries = text.split("~", MOST_CHANGES) if len(text) <= LONGEST else []
    try:
        changes = [_read(*entry.split(",")) for entry in entries]
    except (TypeError, ValueError):
        raise ValueError(allowed()) from None
    times = [change.time for change in changes]
    if not 0 < len(changes) <= MOST_CHANGES or times != sorted(times):
        raise ValueError(allowed())
    return changes


def _read(time: str, *parts: str) -> Change:
    """One of them. Raises ValueError or TypeError for what is none."""
    at = float(time)
    if not (isfinite(at) and at >= 0):
        raise ValueError(time)
    pairs = dict(zip(parts[::2], parts[1::2], strict=True))
    system = next(iter(pairs.keys() & MODELS.keys()), "")
    pixels = _pixels(pairs.pop(system)) if system else ()
    if not Store.LIVE.issuperset(pairs):
        raise ValueError(parts)
    return Change(at, {name: parsed(name, value) for name, value in pairs.items()}, system, pixels)


def _pixels(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for run in text.split("."):
        first, _, last = run.partition("-")
        low, high = int(first), int(last or first)
        if not 0 <= low <= high < MOST_NEURONS:
            raise ValueError(run)
        found.update(range(low, high + 1))
    return tuple(sorted(found))


def same(text: str) -> str:
    """A text of changes as a link has it. Raises ValueError as `read` does."""
    text = written(read(text)) or ""
    if not text:
        raise ValueError(allowed())
    return text


def check(changes: list[Change], store: Store) -> None:
    """Raise a ValueError for changes that the run of a store cannot take."""
    then, n = Store(**store.values()), n_neurons(store.values())
    for change in changes:
        if change.system and change.system not in store.system:
            raise ValueError(
                _(
                    "The link turns pixels of {system} over, but must be about one of {racing}, which race; it opens "
                    "at t = 0.",
                    system=quoted(change.system), racing=", ".join(store.system),
                )
            )  # fmt: skip
        if change.pixels and change.pixels[-1] >= n:
            raise ValueError(
                _(
                    "The link turns pixel {pixel} over, but the pixels are 0 to {last}; it opens at t = 0.",
                    pixel=change.pixels[-1], last=n - 1,
                )
            )  # fmt: skip
        then.set(**change.values)
