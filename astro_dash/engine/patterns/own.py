"""A person's own patterns: given arrays, checked, and the limits of what may be given."""

from __future__ import annotations

import re
from math import isqrt

import numpy as np

from ...words import _, both
from ..check import entries
from ..quote import quoted
from .base import Drawn, PatternSet, whole

TITLE = "Your own memories"
MOST_NEURONS = 1024  # of a pattern
MOST_PATTERNS = 2000  # bounds what one session can make the server hold
MOST_NAME = 40  # characters
NAME = "memory"  # of a pattern without one


class Own(PatternSet):
    """Given patterns in their order: the first `load` of them; `seed`, `neurons` and `correlation` change nothing."""

    title = TITLE

    def __init__(self, given: Drawn):
        self.given = given
        self.most, self.n_neurons = given.patterns.shape

    def draw(self, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0) -> Drawn:
        """The first `load`; errors as in `PatternSet.draw`."""
        load = whole("load", load, 1, self.most)
        return Drawn(self.given.patterns[:load].copy(), self.given.labels[:load], self.given.grid, load)


def given(patterns, names=None, grid=None) -> Drawn:
    """Patterns of a person's own, one a row, of +1 and -1 or of 1 and 0.

    patterns  (K, N), or (K, rows, columns), which states the grid
    names     K texts; by default all are "memory"
    grid      (rows, columns) of patterns (K, N) whose N is no square

    Raises ValueError, quoting what is wrong: other shapes, more than MOST_PATTERNS or MOST_NEURONS, NaN and other
    entries, names that are not K, a grid that does not hold N.
    """
    array = entries(patterns, "biuf")
    if array is None:
        what = f"of {patterns.dtype}" if isinstance(patterns, np.ndarray) else quoted(patterns)
        raise ValueError(
            _(
                "patterns are {what}, but must be an array (K, N) of numbers: every entry must be +1 or -1, or 1 or 0.",
                what=what,
            )
        )
    check_shape(array.shape)
    stated = array.shape[1:] if array.ndim == 3 else grid
    array = array.reshape(len(array), -1)
    rows, columns = grid_of(array.shape[1], stated)
    return Drawn(_signs(array), _names(names, len(array)), (rows, columns), len(array))


def check_shape(shape: tuple[int, ...]) -> None:
    """Raise a ValueError for a shape that patterns may not have; before there is an array of it."""
    if len(shape) not in (2, 3) or any(n < 1 for n in shape):
        raise ValueError(
            _("patterns have shape {shape}, but must be (K, N) or (K, rows, columns), none of them 0.", shape=shape)
        )
    if shape[0] > MOST_PATTERNS:
        raise ValueError(
            _("patterns are {shape}, but may be at most {most}.", shape=shape[0], most=MOST_PATTERNS)
        )
    if (pixels := int(np.prod(shape[1:], dtype=object))) > MOST_NEURONS:
        raise ValueError(
            _(
                "patterns have {pixels} pixels each, but may have at most {most}.",
                pixels=pixels, most=MOST_NEURONS,
            )
        )


def grid_of(pixels: int, stated=None) -> tuple[int, int]:
    """Rows and columns of so many pixels: those stated, or those of a square. Raises ValueError where they do not
    fit, or where there is no square."""
    if stated is None:
        if (side := isqrt(pixels)) ** 2 == pixels:
            return side, side
        raise ValueError(
            _("patterns have {pixels} pixels, which is no square: state their grid, such as 5x6.", pixels=pixels)
        )
    rows, columns = check_grid(stated)
    if rows * columns != pixels:
        raise ValueError(
            _(
                "grid is {rows}x{columns}, but must hold the {pixels} pixels that the patterns have.",
                rows=rows, columns=columns, pixels=pixels,
            )
        )
    return rows, columns


def check_grid(value) -> tuple[int, int]:
    """Rows and columns, from two numbers or a text such as "5x6". Raises ValueError."""
    match = re.fullmatch(r"([1-9]\d{0,3})\s?[x×]\s?([1-9]\d{0,3})", value.strip()) if isinstance(value, str) else None
    try:
        rows, columns = (whole("grid", int(n) if match else n, 1) for n in (match.groups() if match else value))
        good = rows * columns <= MOST_NEURONS
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(
            _(
                "grid is {value}, but must be rows x columns, such as 5x6, of at most {most} pixels.",
                value=quoted(value, 40), most=MOST_NEURONS,
            )
        )
    return rows, columns


def named(name: str) -> str:
    """A name as it is kept: on one line, of characters that can be seen, not too long."""
    seen = "".join(c if c.isprintable() else " " for c in str(name)[: 4 * MOST_NAME])
    return " ".join(seen.split())[:MOST_NAME].strip() or NAME


def twins(patterns: np.ndarray) -> list[list[int]]:
    """Those of patterns (K, N) that are the same, in lists of two or more indices."""
    found: dict[bytes, list[int]] = {}
    for i, row in enumerate(np.packbits(patterns > 0, axis=1)):
        found.setdefault(row.tobytes(), []).append(i)
    return [same for same in found.values() if len(same) > 1]


def duplicates(drawn: Drawn) -> str:
    """A sentence on those that are the same; none where all differ."""
    found = twins(drawn.patterns)
    if not found:
        return ""
    some = "; ".join(both(drawn.name(i) for i in same[:3]) for same in found[:3])
    if len(found) > 3 or any(len(same) > 3 for same in found):
        some = _("{some} and others", some=some)
    return _(
        "The same pattern: {some}. All are kept, and count as one when it is judged what was recalled.", some=some
    )


def _signs(array: np.ndarray) -> np.ndarray:
    """(K, N) of ±1, from ±1 or 0 and 1."""
    ones = array == 1
    rest = array[~ones]
    wrong = rest[(rest != 0) & (rest != -1)] if array.dtype.kind != "b" else rest[:0]
    if wrong.size:
        raise ValueError(
            _("patterns have the entry {entry}, but every entry must be +1 or -1, or 1 or 0.", entry=wrong[0])
        )
    if array.dtype.kind not in "bu" and (rest == -1).any() and (rest == 0).any():
        raise ValueError(
            _(
                "patterns have entries -1, 0 and 1, which are three values, but every entry must be +1 or -1, or 1 "
                "or 0."
            )
        )
    return np.ascontiguousarray(np.where(ones, 1.0, -1.0))


def _names(names, n_patterns: int) -> tuple[str, ...]:
    if names is None:
        return (NAME,) * n_patterns
    found = [names] if isinstance(names, str) else list(names)
    if len(found) != n_patterns or not all(isinstance(name, str) for name in found):
        raise ValueError(
            _(
                "names are {found}, but must be {n_patterns} texts, one a pattern.",
                found=quoted(found), n_patterns=n_patterns,
            )
        )
    return tuple(map(named, found))
