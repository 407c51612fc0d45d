"""What was changed in mid-run: as a race keeps it, and as a link has it,
`0.31,temperature,0.5~0.42,astro,12.40-52~0.6,astro,3_0.7_8_0.2`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from ...engine.models import MODELS
from ...engine.parameters import Parameters
from ...engine.quote import quoted
from ...store import MOST_NEURONS, MOST_PATTERNS, Store, n_neurons, parsed
from ...store.kinds import write
from ...words import _, either

MOST_CHANGES, LONGEST = 100, 4000  # of a link, and its characters for them
MOST_PUSHED = 3  # patterns at once: the corners of the triangle


def allowed() -> str:
    return _(
        "at most {most} changes in the order of their times, such as 0.5,temperature,0.02~1,astro,3.10-12~2,astro,3_0.7"
        ": a time with new values of {names}, or with a system and the pixels that are turned over, or the patterns "
        "whose gains are pushed, and to what shares",
        most=MOST_CHANGES, names=", ".join(sorted(Store.LIVE)),
    )  # fmt: skip


Shares = tuple[tuple[int, float], ...]


def given_shares(values, n: int) -> tuple[tuple[int, float], ...]:
    """Checked shares of the gains for one to three of n patterns, each [pattern, share], together of at most 1."""
    good = isinstance(values, (list, tuple)) and 1 <= len(values) <= MOST_PUSHED
    good = good and all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 and type(pair[0]) is int and 0 <= pair[0] < n
        and type(pair[1]) in (int, float) and 0 <= pair[1] <= 1 for pair in values
    )  # fmt: skip
    good = good and len(dict(values)) == len(values)
    if not good or sum(share for _pattern, share in values) > 1 + 1e-3:  # each is rounded
        raise ValueError(
            _(
                "The gains are pushed to {shares}, but must be to shares of at most {most} different patterns, from 0 "
                "to {last}, that add up to 1 at most.",
                shares=quoted(values), most=MOST_PUSHED, last=n - 1,
            )
        )  # fmt: skip
    return tuple((pattern, round(float(share), 4)) for pattern, share in values)


class Change(NamedTuple):
    """At a time other values of parameters, and a system with pixels that are turned over, or with shares ((pattern,
    share of the gains), ...) that its gains are pushed to; or none, where the run was only begun anew from there."""

    time: float
    values: dict[str, float]
    system: str = ""
    pixels: tuple[int, ...] = ()
    shares: Shares = ()

    def in_words(self) -> str:
        if self.shares:
            return _("a push of the gains")
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


def between(time: float, before: Parameters, after: Parameters, flips=(), push=()) -> Change:
    """What has changed: parameters, or `flips` = (system, neurons) turned over, or a `push` = (system, shares)."""
    now = vars(after)
    values = {name: now[name] for name, value in vars(before).items() if now[name] != value}
    if push:
        return Change(time, values, push[0], (), tuple(push[1]))
    return Change(time, values, *((flips[0], tuple(map(int, flips[1]))) if flips else ()))


def added(changes: list[Change], new: Change, merges: bool = False) -> list[Change]:
    """The changes with one more, which replaces all after it. With `merges`, of two settings at one moment the first
    leaves no trace; nor does of two pushes of the same gains."""
    kept = [change for change in changes if change.time <= new.time]
    if kept and new.shares and kept[-1][:4] == new[:4] and dict(kept[-1].shares).keys() == dict(new.shares).keys():
        kept.pop()
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
    pushed = "_".join(write(part) for share in change.shares for part in share)
    knocked = [change.system, pushed or _runs(change.pixels)] if change.system else []
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
    done = pairs.pop(system) if system else ""
    shares = _shares(done.split("_")) if "_" in done else ()
    pixels = _pixels(done) if system and not shares else ()
    if not Store.LIVE.issuperset(pairs):
        raise ValueError(parts)
    return Change(at, {name: parsed(name, value) for name, value in pairs.items()}, system, pixels, shares)


def _shares(parts: list[str]) -> Shares:
    if not all(part.isdecimal() and len(part) < 6 for part in parts[::2]):
        raise ValueError(parts)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return given_shares([[int(pattern), float(share)] for pattern, share in pairs], MOST_PATTERNS)


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
        if change.shares and not MODELS[change.system].gated:
            gated = either(key for key, model in MODELS.items() if model.gated)
            system = quoted(change.system)
            raise ValueError(
                _("The link pushes the gains of {system}, but only {gated} have any; it opens at t = 0.",
                  system=system, gated=gated)
            )  # fmt: skip
        if change.shares and max(dict(change.shares)) >= store.load:
            raise ValueError(
                _(
                    "The link pushes the gain of pattern {pattern}, but they are 0 to {last}; it opens at t = 0.",
                    pattern=max(dict(change.shares)), last=store.load - 1,
                )
            )  # fmt: skip
        then.set(**change.values)
