"""The numbers that a run depends on, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from math import inf, isfinite, isnan
from numbers import Real
from typing import Any

import numpy as np

from ..words import _
from .check import plain
from .defaults import RETRIEVE
from .quote import quoted

MOST_FINITE = 1e30  # of what is finite: beyond it single precision has no number for the products


def real(default: float, low: float = 0, *, closed: bool = False, infinite: bool = False, high: float = inf):
    """A field for a number above `low`, or, if `closed`, from it on; up to `high`, infinity included if `infinite`."""
    return field(default=default, metadata={"low": low, "closed": closed, "infinite": infinite, "high": high})


@dataclass(frozen=True)
class Parameters:
    """Parameters of the dynamics; dimensionless, times in units of the paper's tau = 1.

    temperature  T, entropic regularisation, 0 to infinity (Eq. 7)
    tau_x        time constant of the neurons, 0 (slaved) to infinity (frozen) (Eq. 4)
    tau_p        time constant of the gains, 0 (slaved to the softmax) to infinity (frozen) (Eq. 6)
    sigma        neuronal gain in phi(x) = tanh(sigma x)
    beta         inverse temperature of `modern`
    jitter       D, strength of the dynamical noise
    self_coupling  of `hopfield`, the share of its diagonal that is kept, 0 to 1
    dt           time step of fixed steps, and of the dynamical noise
    dt_least, dt_most  shortest and longest of adaptive steps, in units of tau_x where that is below 1

    Raises ValueError for a number outside its range, and for a finite one above 1e30.
    """

    temperature: float = real(RETRIEVE["temperature"], closed=True, infinite=True)
    tau_x: float = real(RETRIEVE["tau_x"], closed=True, infinite=True)
    tau_p: float = real(RETRIEVE["tau_p"], closed=True, infinite=True)
    sigma: float = real(RETRIEVE["sigma"])
    beta: float = real(RETRIEVE["beta"])
    jitter: float = real(RETRIEVE["jitter"], closed=True)
    self_coupling: float = real(RETRIEVE["self_coupling"], closed=True, high=1)
    dt: float = real(RETRIEVE["dt"])
    dt_least: float = real(RETRIEVE["dt_least"])
    dt_most: float = real(RETRIEVE["dt_most"])

    @classmethod
    def among(cls, values: Mapping[str, Any]) -> Parameters:
        """Those that are named among other values."""
        return cls(**{each.name: values[each.name] for each in fields(cls) if each.name in values})

    def __post_init__(self):
        for each in fields(self):
            value = number(each.name, getattr(self, each.name), **each.metadata)
            if MOST_FINITE < value < inf:
                raise ValueError(
                    _(
                        "{name} is {value}, but must be at most {most} where it is finite.",
                        name=each.name, value=f"{value:g}", most=f"{MOST_FINITE:g}",
                    )
                )
            object.__setattr__(self, each.name, value)

    def held(self, dtype) -> Parameters:
        """As a precision holds them: what others are divided by is no smaller than leaves them finite, unless it is
        0."""
        least = float(np.finfo(dtype).tiny / np.finfo(dtype).eps)
        small = [name for name in ("temperature", "sigma", "beta") if 0 < getattr(self, name) < least]
        return replace(self, **dict.fromkeys(small, least)) if small else self


def number(name: str, value, low: float, closed: bool, infinite: bool = False, high: float = inf) -> float:
    """`value` as a float; ValueError, quoting it, unless it is at least (or, if not `closed`, above) `low`, and at most
    `high`."""
    given = plain(value)
    try:
        result = float(given if isinstance(given, (Real, Decimal, str)) and not isinstance(given, bool) else "nan")
    except (ValueError, OverflowError):
        result = float("nan")
    in_range = not isnan(result) and (result >= low if closed else result > low) and (infinite or isfinite(result))
    in_range &= result <= high
    if not in_range:
        what = _ends(low, closed, infinite) if high == inf else _("a number from {low} to {high}", low=low, high=high)
        raise ValueError(_("{name} is {value}, but must be {what}.", name=name, value=quoted(value, 40), what=what))
    return result


def _ends(low: float, closed: bool, infinite: bool) -> str:
    if infinite and closed:
        return _("a number at least {low}, infinity included", low=str(low))
    if infinite:
        return _("a number above {low}, infinity included", low=str(low))
    return (_("a number at least {low} and finite") if closed else _("a number above {low} and finite")).format(low=low)
