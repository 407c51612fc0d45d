"""A claim beside our number: its parts, and the words that several of them share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...study.paper import FIGURES
from ...words import _, number

ROUNDING = 1e-12  # relative; float64 has 16 digits, and sums of hundreds of terms lose some
HOLDS, IN_PART, FAILS = "holds", "holds in part", "does not hold"


@dataclass(frozen=True)
class Claim:
    """A claim, as the paper has it, our numbers in sentences, the verdict, the figure and the runs that show it."""

    key: str
    claim: str
    paper: str
    ours: tuple[str, ...]
    verdict: str
    figure: str | None
    links: tuple[dict, ...] = ()


def judged(whole, part=False) -> str:
    return HOLDS if whole else IN_PART if part else FAILS


def tiny(value: float) -> str:
    """A small number in words, such as 4·10⁻¹⁵."""
    if value <= 0:
        return "0"
    digit, power = f"{value:.0e}".split("e")
    return f"{digit}·10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def short(value: float) -> str:
    """Three digits at most."""
    return number(float(f"{value:.3g}"), "g")


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def listed(name: str, values, at) -> str:
    """Values of a choice in words: "0.2 at T = 1, 5.4 at T = 10"."""
    return ", ".join(
        _("{value} at {place}", value=value, place=f"{name} = {short(place)}")
        for value, place in zip(values, at, strict=True)
    )


def error_of(share: float, draws: int) -> float:
    """Standard error of a share of so many draws."""
    return (max(share * (1 - share), 1 / draws) / draws) ** 0.5


def link(words: str, number: str, cell: int = 0, draw: int = 0, systems=("astro",), **changes) -> dict:
    """A run of a figure's cell, to open on Live; `changes` of its settings."""
    store = FIGURES[number].plan().store(cell, *systems, draw=draw)
    store.set(**changes)
    return {"words": words, "query": store.link()}


class Line:
    """Figures 1 to 3: what was measured at each value of the swept parameter."""

    def __init__(self, facts: dict):
        self.x, self.draws, self.flips = np.array(facts["x"]), facts["draws"], facts["flips"]
        self.hard, self.soft, self.perplexity = (
            np.array(facts[name]) for name in ("hard_error", "soft_error", "perplexity")
        )
        self.mean, self.recalled = self.soft.mean(-1), (self.hard == 0).sum(-1)
        self.horizon = facts["horizon"]

    def at(self, value: float) -> int:
        """The cell nearest to a value."""
        return int(np.abs(np.log(self.x / value)).argmin())

    def errors(self, name: str, *values: float) -> str:
        """Mean errors in words."""
        cells = [self.at(value) for value in values]
        return listed(name, [number(self.mean[i], ".1f") for i in cells], self.x[cells])

    def one(self, good) -> int:
        """The first draw of which `good` (draws,) is true, or the first."""
        return int(np.argmax(good))


class Race:
    """Figure 5: in what runs end at each ratio of tau_p to tau_x, of both sweeps together."""

    def __init__(self, facts: dict):
        self.x = np.array(facts["x"])
        self.each = np.array([facts[name]["count"] for name in ("5", "5-neurons")])  # (2, V, ends)
        self.count, self.draws = self.each.sum(0), 2 * facts["draws"]
        self.medians = np.array([facts[name]["median"] for name in ("5", "5-neurons")], float)

    def at(self, value: float) -> int:
        return int(np.abs(np.log(self.x / value)).argmin())

    def share(self, value: float, *ends: int) -> float:
        """The share of the draws that end in one of these at the ratio nearest to a value."""
        return float(self.count[self.at(value), list(ends)].sum() / self.draws)

    def apart(self) -> float:
        """The largest difference of recall between the two sweeps, in standard errors."""
        one, other = self.each[:, :, 0] / (self.draws / 2)
        both = (one + other) / 2
        spread = np.array([error_of(share, self.draws / 4) for share in both])  # of a difference of two halves
        return float((np.abs(one - other) / spread).max())
