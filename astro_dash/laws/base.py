"""What a law is: a question, runs that answer it, and what is found in them, as points, lines and sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..study.survey import Survey
from ..words import number
from .data import Data

HOLDS, IN_PART, FAILS = "holds", "holds in part", "does not hold"


@dataclass
class Points:
    """Measured: x, y (P,) with an interval from low to high, and of each the cell and the draw that Live opens.

    `look` is a system's key, or a number for what is none; `joined` draws a faint line from point to point.
    """

    label: str
    x: np.ndarray
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cell: np.ndarray
    draw: np.ndarray
    look: str | int = 0
    joined: bool = False


@dataclass
class Curve:
    """A line without a free parameter, x, y (P,); of a system or number, or of none."""

    label: str
    x: np.ndarray
    y: np.ndarray
    look: str | int | None = None


@dataclass
class Panel:
    """A plot: its title, the words of its axes, points and lines; `marks` are values of x with their words."""

    title: str
    x: str
    y: str
    points: list[Points]
    curves: list[Curve]
    logx: bool = False
    logy: bool = False
    marks: tuple[tuple[float, str], ...] = ()


@dataclass
class Found:
    """What the data say: panels, sentences and the verdict, all of them computed."""

    panels: list[Panel]
    says: list[str]
    verdict: str


class Law:
    """One law. A subclass says what is run (`survey`) and what is found in its data (`found`)."""

    title = ""
    question = ""
    # In one sentence, what is judged, and how wide the bars are.
    claim = ""
    bars = ""

    def survey(self) -> Survey:
        """All runs; the same each time."""
        raise NotImplementedError

    def found(self, data: Data) -> Found:
        """What the finished cells say; some may be missing, but not all."""
        raise NotImplementedError


def written(value: float) -> str:
    """A number that may be very small or large: 0.03, 218, 10⁻⁸."""
    power = f"{value:.0e}".split("e")[1]
    if abs(int(power)) > 3 and np.isclose(value, float(f"1e{power}")):
        return "10" + str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return number(value, ".0f" if abs(value) >= 100 else ".3g")


def judged(whole, part=False) -> str:
    return HOLDS if whole else IN_PART if part else FAILS
