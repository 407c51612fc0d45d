"""The paper's figures: which sweeps they are (Vivet and Arenas 2026, Fig. 1-4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .plan import Plan


@dataclass(frozen=True)
class Figure:
    """A sweep of the paper. `title` says what to see, `about` at which setting."""

    title: str
    about: str
    grid: dict
    systems: tuple[str, ...] = ("astro",)
    settings: dict = field(default_factory=dict)

    def plan(self, **changes) -> Plan:
        """The sweep, of 50 draws to t = 10; `changes` to test with less."""
        shared = {"patterns": "random", "tau_x": 1.0, "tau_p": 1.0, "temperature": 0.01, "sigma": 5.0, "seed": 0}
        settings = {n: v for n, v in (shared | self.settings).items() if n not in self.grid}
        return Plan.of(self.grid | changes.pop("grid", {}), self.systems, **({"draws": 50} | settings | changes))


def _decades(low: int, high: int, each: int) -> tuple[float, ...]:
    """Powers of ten, `each` to a decade, to three digits."""
    return tuple(float(f"{10 ** (k / each):.3g}") for k in range(low * each, high * each + 1))


_ONE = {"neurons": 30, "load": 100, "noise": 0.2, "dt": 0.01, "rest": 1e-3}

FIGURES: dict[str, Figure] = {
    "1": Figure(
        "Slow gains lose the memory", "N = 30, K = 100, 6 of 30 pixels flipped, T = 0.01, τ_x = 1",
        {"tau_p": _decades(-2, 3, 5)}, settings=_ONE,
    ),
    "2": Figure(
        "Fast neurons commit too early, slow ones never move", "as figure 1, with τ_p = 1",
        {"tau_x": _decades(-2, 3, 5)}, settings=_ONE,
    ),
    "3": Figure(
        "Heat spreads attention until nothing is recalled", "as figure 1, with τ_x = τ_p = 1",
        {"temperature": _decades(-3, 2, 5)}, settings=_ONE,
    ),
    "4": Figure(
        "Gains raise the load a memory can bear", "N = 20, T = 0.01, τ_x = τ_p = 1, pixels that stay wrong",
        {
            "load": (2, *range(5, 50, 5), *range(50, 140, 10), 140, 155, 170, 185, 200),
            "noise": tuple(n / 20 for n in range(11)),
        },
        systems=("astro", "hopfield", "naam"), settings={"neurons": 20, "dt": 0.05, "rest": 1e-3},
    ),
}  # fmt: skip
