"""The kinds of choice that the store is made of: each checks a value, says in one sentence what is wrong with it, and
parses the text that the page, the link and the command line have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, isfinite, isinf, nan
from numbers import Integral, Real
from typing import Any

import param

from ..engine.check import check_choice
from ..engine.parameters import MOST_FINITE
from ..engine.quote import quoted
from ..words import _, number

# Marks as they are printed, and as full-width and Arabic keyboards have them.
_MARKS = str.maketrans("\u2212\uff0d\uff0b\uff0e\uff0c\u066b", "--+.,.") | {ord("∞"): "inf"}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE)
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}([.,'’_ \u00a0\u2009\u202f]\d{3})+")  # of thousands, or so it may be
_MARKED = re.compile(r"[\d.,+-]+")  # what may be meant for a number
# Where a comma may stand in one number as well as between two: 0,03 and 1,234.5 and 1.234,5
_EITHER = re.compile(
    r"(^|,)[+-]?(\d*,\d+(e[+-]?\d+)?(,|$)|[1-9]\d{0,2}(,\d{3})+\.\d|[1-9]\d{0,2}(\.\d{3})+,\d+(,|$))", re.IGNORECASE
)


def plain(text: str) -> str:
    """A text with the marks of a number as Python writes them; a decimal comma stays one."""
    return text.strip().translate(_MARKS)


def numeral(text: str, whole: bool = False) -> float | None:
    """The number that a person has written, with a decimal point or comma; None where it is none, or where its mark may
    stand between thousands: 1,000, and of whole numbers 1.000 as well."""
    written = plain(text)
    if (_GROUPS.fullmatch(written) and (whole or "." not in written)) or not _NUMBER.fullmatch(written):
        return None
    value = float(written.replace(",", "."))
    return None if isinf(value) and "inf" not in written.lower() else value


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

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value between which a map may go: infinity is not among them, 0 is."""
        low, high = (10.0**self.low, 10.0**self.high) if self.log else (self.low, self.high)
        return (0.0 if self.zero else low), high


@dataclass(frozen=True)
class Range:
    """What a number may be: from `low` to `high`, which are not allowed themselves if `above` and `below`; `why` says
    for what it is so narrow."""

    low: float
    high: float
    above: bool = False
    below: bool = False
    why: str = ""

    def __contains__(self, value) -> bool:
        return (self.low < value if self.above else self.low <= value) and (
            value < self.high if self.below else value <= self.high
        )

    def __str__(self):
        low, high = number(write(self.low)), number(write(self.high))
        least = _("above {low}", low=low) if self.above else _("of at least {low}", low=low)
        if isfinite(self.high):
            ends = _("from {low} to {high}", low=low, high=high)
            return (_("{least}, at most {high}", least=least, high=high) if self.above else ends) + self.why
        if self.below:
            return _("{least}, and finite", least=least) + self.why
        return _("{least}, ∞ included", least=least) + self.why


class _Told:
    """What people are told of a choice beside label and doc: its `symbol`; the `scale` of its slider; and what it acts
    for, if that is not everything, `only_for` = {another choice: its keys}."""

    def __init__(self, default=param.Undefined, *, symbol="", scale=None, only_for=None, **options):
        self.symbol, self.scale, self.only_for = symbol, scale, only_for or {}
        super().__init__(default, **options)


_TOLD = ["symbol", "scale", "only_for"]


class _Numeric(_Told):
    """What numbers have in common: `kind` in words, the type of a value, and the range of all that may ever be."""

    kind: str = "a number"
    type: type = Real
    name: Any
    bounds: Any

    def _typed(self, value):
        """The value as its own type, where it is one."""
        raise NotImplementedError

    @property
    def range(self) -> Range:
        low, high = self.bounds
        return Range(low, inf if high is None else high, getattr(self, "open_below", False))

    def _validate(self, val):
        self.check(val)

    def check(self, value, within: Range | None = None, shown: str = "") -> None:
        """Raise a ValueError that quotes the value (as it is `shown`) unless it is within the range."""
        within = within or self.range
        if isinstance(value, bool) or not isinstance(value, self.type) or value not in within:
            shown = shown or (number(repr(value)) if isinstance(value, float) else quoted(value, 40))
            raise ValueError(
                _(
                    "{name} is {value}, but must be {kind} {within}{hint}.",
                    name=self.name, value=shown, kind=_(self.kind), within=within, hint=self._hint(value),
                )
            )

    def _split(self, text: str, may_be_one) -> list[str]:
        if "," in text and may_be_one:
            raise ValueError(
                _(
                    "{name} is {value}, which may be one number or several: write the one without a comma, the several "
                    "with spaces between.",
                    name=self.name, value=quoted(text, 40),
                )
            )
        return text.split(",")

    def _hint(self, text) -> str:
        written = plain(text) if isinstance(text, str) else ""
        if not _GROUPS.fullmatch(written):
            return ""
        one, other = re.sub(r"[^\d+-]", "", written), written.replace(",", ".")
        if self.type is Real and numeral(other) is not None:
            return _(": write {one} or {other}", one=one, other=number(other))
        return _(": write {one}", one=one)

    def parse(self, value, within: Range | None = None):
        """A number, or its text. Raises ValueError; `within` narrows what is allowed."""
        typed, shown = value, quoted(value, 40)
        if isinstance(value, str) and _MARKED.fullmatch(plain(value)):
            shown = repr(number(value.strip()[:40]))  # as the person has it
        if isinstance(value, str) and (found := numeral(value, self.type is Integral)) is not None:
            typed, shown = found, number(value.strip()[:40])
        typed = self._typed(typed)
        self.check(typed, within, shown)
        return typed


class Count(_Numeric, param.Integer):
    """A whole number within bounds."""

    __slots__ = _TOLD
    kind, type = "a whole number", Integral

    def _typed(self, value):
        """12.0 as 12, and numpy's as Python's."""
        whole = isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())
        return int(value) if whole and not isinstance(value, bool) else value

    def split(self, text: str) -> list[str]:
        """The texts of several, with commas between. Raises ValueError where it may be one number as well."""
        return self._split(text, _GROUPS.fullmatch(plain(text)) and int(re.sub(r"\D", "", text)) in self.range)


class Quantity(_Numeric, param.Number):
    """A number from `bounds`, the lowest not allowed itself if `open_below`; infinity where there is no upper bound."""

    __slots__ = [*_TOLD, "open_below"]
    _slot_defaults = dict(param.Number._slot_defaults, open_below=False)

    def __init__(self, default=param.Undefined, *, open_below=param.Undefined, **options):
        self.open_below = open_below
        super().__init__(default, **options)

    def _typed(self, value):
        """What is too large for the engine is infinity, which nothing tells from it."""
        try:
            value = float(value) if isinstance(value, Real) and not isinstance(value, bool) else value
            return inf if isinstance(value, float) and value > MOST_FINITE else value
        except OverflowError:  # larger than any float, and not infinite
            return nan

    def split(self, text: str) -> list[str]:
        """The texts of several, with commas between. Raises ValueError where one of these may be a decimal comma."""
        return self._split(text, _EITHER.search(plain(text)))


class Choice(_Told, param.Parameter):
    """One of the keys of `objects`, which has the words for each."""

    __slots__ = [*_TOLD, "objects"]
    _slot_defaults = dict(param.Parameter._slot_defaults, objects=())

    def __init__(self, default=param.Undefined, *, objects=param.Undefined, **options):
        self.objects = objects
        super().__init__(default, **options)

    def _validate(self, val):
        check_choice(self.name or "choice", val, self.objects)

    def parse(self, value, within=None):
        """The key itself. Raises ValueError."""
        self._validate(value)
        return value

    def split(self, text: str) -> list[str]:
        """The texts of several, with commas between."""
        return text.split(",")


class Choices(Choice):
    """A tuple of one to `most` different keys of a registry."""

    __slots__ = ["most"]
    _slot_defaults = dict(Choice._slot_defaults, most=1)

    def __init__(self, default=param.Undefined, *, most=param.Undefined, **options):
        self.most = most
        super().__init__(default, **options)

    def _validate(self, val):
        if not isinstance(val, tuple):
            raise ValueError(
                _(
                    "{name} is {value}, but must be a list of {objects}.",
                    name=self.name, value=quoted(val), objects=", ".join(self.objects),
                )
            )
        for key in val:
            check_choice(self.name or "choice", key, self.objects)
        if not 1 <= len(set(val)) == len(val) <= self.most:
            raise ValueError(
                _(
                    "{name} is {value}, but must be 1 to {most} different ones of {objects}.",
                    name=self.name, value=quoted(",".join(val)), most=self.most, objects=", ".join(self.objects),
                )
            )

    def parse(self, value, within=None):
        """A tuple, from a list or its text with commas. Raises ValueError."""
        value = value.split(",") if isinstance(value, str) else value
        return super().parse(tuple(value) if isinstance(value, list) else value)


class Text(_Told, param.String):
    """Words."""

    __slots__ = _TOLD

    def _validate(self, val):
        if not isinstance(val, str):
            raise ValueError(_("{name} is {value}, but must be a text.", name=self.name, value=quoted(val, 40)))

    def parse(self, value, within=None) -> str:
        """The text itself. Raises ValueError."""
        self._validate(value)
        return value


def write(value) -> str:
    """The text of a value, as `parse` takes it."""
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float):
        return repr(int(value)) if isfinite(value) and value == int(value) else repr(value)
    return str(value)
