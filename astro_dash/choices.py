"""The kinds of choice that the store is made of: each checks a value, says in one sentence what is wrong with it, and
reads it from the text that the page, the link and the command line have."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from numbers import Real

import param

from .engine.check import check_choice, quoted
from .engine.parameters import number
from .engine.patterns.base import whole


@dataclass(frozen=True)
class Scale:
    """How a slider maps its travel to values: `low` to `high` in steps of `step`; with `log`, of the decimal logarithm,
    and the ends stand for 0 and infinity where the value may be so."""

    low: float
    high: float
    step: float
    log: bool = False
    zero: bool = False
    infinity: bool = False


class Count(param.Integer):
    """A whole number within bounds."""

    def _validate(self, val):
        whole(self.name or "count", val, *self.bounds)

    def read(self, value) -> int:
        """12, "12" or 12.0 as an int. Raises ValueError."""
        try:
            value = int(value) if isinstance(value, (str, float)) and float(value) == int(float(value)) else value
        except (ValueError, OverflowError):
            pass  # as it is, to be refused in its own words
        self._validate(value)
        return value


class Quantity(param.Number):
    """A number from `bounds`, the lowest not allowed itself if `open_below`; infinity where there is no upper bound."""

    __slots__ = ["open_below"]
    _slot_defaults = dict(param.Number._slot_defaults, open_below=False)

    def __init__(self, default=param.Undefined, *, open_below=param.Undefined, **options):
        self.open_below = open_below
        super().__init__(default, **options)

    def _validate(self, val):
        low, high = self.bounds
        if number(self.name or "quantity", val, low, not self.open_below, high is None) > (high or float("inf")):
            raise ValueError(f"{self.name} is {quoted(val, 40)}, but must be a number from {low} to {high}.")

    def read(self, value) -> float:
        """A number, or its text. Raises ValueError."""
        value = value.replace("∞", "inf") if isinstance(value, str) else value
        if not isinstance(value, Real):
            try:
                value = float(value) if isinstance(value, str) else value
            except ValueError:
                pass  # as it is, to be refused in its own words
        self._validate(value)
        return float(value)


class Choice(param.Parameter):
    """One of the keys of a registry."""

    __slots__ = ["objects"]
    _slot_defaults = dict(param.Parameter._slot_defaults, objects=())

    def __init__(self, default=param.Undefined, *, objects=param.Undefined, **options):
        self.objects = objects
        super().__init__(default, **options)

    def _validate(self, val):
        check_choice(self.name or "choice", val, self.objects)

    def read(self, value) -> str:
        """The key itself. Raises ValueError."""
        self._validate(value)
        return value


class Choices(Choice):
    """A tuple of one to `most` different keys of a registry."""

    __slots__ = ["most"]
    _slot_defaults = dict(Choice._slot_defaults, most=1)

    def __init__(self, default=param.Undefined, *, most=param.Undefined, **options):
        self.most = most
        super().__init__(default, **options)

    def _validate(self, val):
        if not isinstance(val, tuple):
            raise ValueError(f"{self.name} is {quoted(val)}, but must be a list of {', '.join(self.objects)}.")
        for key in val:
            check_choice(self.name or "choice", key, self.objects)
        if not 1 <= len(set(val)) == len(val) <= self.most:
            raise ValueError(
                f"{self.name} is {quoted(','.join(val))}, but must be 1 to {self.most} different ones of "
                f"{', '.join(self.objects)}."
            )

    def read(self, value) -> tuple[str, ...]:
        """A list, or its text with commas. Raises ValueError."""
        value = value.split(",") if isinstance(value, str) else value
        return super().read(tuple(value) if isinstance(value, list) else value)


class Text(param.String):
    """Words."""

    def _validate(self, val):
        if not isinstance(val, str):
            raise ValueError(f"{self.name} is {quoted(val, 40)}, but must be a text.")

    def read(self, value) -> str:
        """The text itself. Raises ValueError."""
        self._validate(value)
        return value


def write(value) -> str:
    """The text of a value, as `read` takes it."""
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float):
        return repr(int(value)) if isfinite(value) and value == int(value) else repr(value)
    return str(value)
