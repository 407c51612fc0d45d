"""The numbers that a run depends on, checked once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from math import inf, isfinite, isnan
from numbers import Real

from .check import plain
from .quote import quoted

# name: (lowest, is the lowest itself allowed, is infinity allowed)
_ALLOWED = {
    "temperature": (0, True, True),
    "tau_x": (0, True, True),
    "tau_p": (0, True, True),
    "sigma": (0, False, False),
    "beta": (0, False, False),
    "jitter": (0, True, False),
    "dt": (0, False, False),
    "dt_least": (0, False, False),
    "dt_most": (0, False, False),
}
MOST_FINITE = 1e30  # of what is finite: beyond it single precision has no number for the products


@dataclass(frozen=True)
class Parameters:
    """Parameters of the dynamics; dimensionless, times in units of the paper's tau = 1.

    temperature  T, entropic regularisation, 0 to infinity (Eq. 7)
    tau_x        time constant of the neurons, 0 (slaved) to infinity (frozen) (Eq. 4)
    tau_p        time constant of the gains, 0 (slaved to the softmax) to infinity (frozen) (Eq. 6)
    sigma        neuronal gain in phi(x) = tanh(sigma x)
    beta         inverse temperature of `modern`
    jitter       D, strength of the dynamical noise
    dt           time step of fixed steps, and of the dynamical noise
    dt_least, dt_most  shortest and longest of adaptive steps, in units of tau_x

    Raises ValueError for a number outside its range, and for a finite one above 1e30.
    """

    temperature: float = 0.01
    tau_x: float = 1.0
    tau_p: float = 1.0
    sigma: float = 5.0
    beta: float = 1.0
    jitter: float = 0.0
    dt: float = 0.05
    dt_least: float = 1e-5
    dt_most: float = 0.05

    def __post_init__(self):
        for field in fields(self):
            value = number(field.name, getattr(self, field.name), *_ALLOWED[field.name])
            if MOST_FINITE < value < inf:
                raise ValueError(f"{field.name} is {value:g}, but must be at most {MOST_FINITE:g} where it is finite.")
            object.__setattr__(self, field.name, value)


def number(name: str, value, low: float, closed: bool, infinite: bool = False) -> float:
    """`value` as a float; ValueError, quoting it, unless it is at least (or, if not `closed`, above) `low`."""
    given = plain(value)
    try:
        result = float(given if isinstance(given, (Real, Decimal, str)) and not isinstance(given, bool) else "nan")
    except (ValueError, OverflowError):
        result = float("nan")
    in_range = not isnan(result) and (result >= low if closed else result > low) and (infinite or isfinite(result))
    if not in_range:
        what = f"{'at least' if closed else 'above'} {low}" + (", infinity included" if infinite else " and finite")
        raise ValueError(f"{name} is {quoted(value, 40)}, but must be a number {what}.")
    return result
