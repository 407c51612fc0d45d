"""The paper's figures: which sweeps they are (Vivet and Arenas 2026, Fig. 1-4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .plan import Plan


@dataclass(frozen=True)
class Figure:
    """A sweep of the paper. `title` says what to see, `caption` why, `about` at which setting."""

    title: str
    caption: str
    about: str
    grid: dict
    systems: tuple[str, ...] = ("astro",)
    settings: dict = field(default_factory=dict)

    def plan(self, **changes) -> Plan:
        """The sweep, of 50 draws to t = 10; `changes` to test with less."""
        shared = {"patterns": "random", "tau_x": 1.0, "tau_p": 1.0, "temperature": 0.01, "sigma": 5.0, "seed": 0}
        shared |= {"integrator": "descent"}
        settings = {"horizon": 10.0} | {n: v for n, v in (shared | self.settings).items() if n not in self.grid}
        return Plan.of(self.grid | changes.pop("grid", {}), self.systems, **({"draws": 50} | settings | changes))


def _decades(low: int, high: int, each: int) -> tuple[float, ...]:
    """Powers of ten, `each` to a decade, to three digits."""
    return tuple(float(f"{10 ** (k / each):.3g}") for k in range(low * each, high * each + 1))


_ONE = {"neurons": 30, "load": 100, "noise": 0.2, "dt": 0.01, "rest": 1e-3}

_LINES = "Line: median of 50 draws; bands, from dark to light: the middle 50, 60, 80 and 90 % of them."
_SHARED = "σ = 5 (the paper does not state it), runs to t = 10, in steps of"

FIGURES: dict[str, Figure] = {
    "1": Figure(
        "Slow gains lose the memory",
        "Quick gains choose a memory while the neurons still move. From τ_p ≈ 10 on the run ends before they have "
        f"chosen: all 100 memories keep their share, and the neurons stay near the noisy cue. {_LINES}",
        f"N = 30, K = 100, 6 of 30 pixels flipped, T = 0.01, τ_x = 1; {_SHARED} 0.01.",
        {"tau_p": _decades(-2, 3, 5)}, settings=_ONE,
    ),
    "2": Figure(
        "Neurons that are too fast commit too early",
        "On the left the neurons follow the mixture of all memories before the gains have chosen, and some end in a "
        "wrong one. Slower neurons wait for the choice; those above τ_x ≈ 500 have not moved far enough by t = 10, "
        f"though the gains have chosen by then. {_LINES}",
        f"N = 30, K = 100, 6 of 30 pixels flipped, T = 0.01, τ_p = 1; {_SHARED} 0.01.",
        {"tau_x": _decades(-2, 3, 5)}, settings=_ONE,
    ),
    "3": Figure(
        "Heat spreads the gains until nothing is recalled",
        "Below T ≈ 2 temperature hardly matters. Around T_c = N / (2 ln K) ≈ 3.3 the entropy of 100 memories outweighs "
        f"the score of one: the gains spread over all of them, and the error rises to that of the cue. {_LINES}",
        f"N = 30, K = 100, 6 of 30 pixels flipped, τ_x = τ_p = 1; {_SHARED} 0.01.",
        {"temperature": _decades(-3, 2, 5)}, settings=_ONE,
    ),
    "4": Figure(
        "Gating wins where the cue is good, and loses where it is bad",
        "Up to 3 flipped pixels of 20 the gated memory errs least at any load. With many more, it often goes to a "
        "wrong memory, while at high load the two others just stay at the cue. The last two maps are differences: "
        "orange where the gated memory errs less.",
        f"N = 20, T = 0.01, τ_x = τ_p = 1, 50 draws a cell, the same for all; {_SHARED} 0.05.",
        {
            "load": (2, *range(5, 50, 5), *range(50, 140, 10), 140, 155, 170, 185, 200),
            "noise": tuple(n / 20 for n in range(11)),
        },
        systems=("astro", "hopfield", "naam"), settings={"neurons": 20, "dt": 0.05, "rest": 1e-3},
    ),
}  # fmt: skip
