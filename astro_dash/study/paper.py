"""The paper's figures: which sweeps they are (Vivet and Arenas 2026, Fig. 1-4), and what is set beside them here."""

from __future__ import annotations

from dataclasses import dataclass, field

from .plan import Plan


@dataclass(frozen=True)
class Figure:
    """A sweep of the paper: its axes, its systems, and where its settings are not those of all."""

    grid: dict
    systems: tuple[str, ...] = ("astro",)
    settings: dict = field(default_factory=dict)

    def plan(self, **changes) -> Plan:
        """The sweep, of 50 draws to t = 10; `changes` to test with less."""
        shared = {"patterns": "random", "tau_x": 1.0, "tau_p": 1.0, "temperature": 0.01, "sigma": 5.0, "seed": 0}
        shared |= {"integrator": "descent", "draws": 50, "horizon": 10.0}
        settings = {n: v for n, v in (shared | self.settings).items() if n not in self.grid}
        return Plan.of(self.grid | changes.pop("grid", {}), self.systems, **(settings | changes))


def decades(low: float, high: float, each: int) -> tuple[float, ...]:
    """Powers of ten, `each` to a decade, to three digits."""
    return tuple(float(f"{10 ** (k / each):.3g}") for k in range(round(low * each), round(high * each) + 1))


_ONE = {"neurons": 30, "load": 100, "noise": 0.2, "dt": 0.01, "rest": 1e-3}
_HEAT = {"temperature": decades(-3, 2, 5)}
_PLANE = {
    "load": (2, *range(5, 50, 5), *range(50, 140, 10), 140, 155, 170, 185, 200),
    "noise": tuple(n / 20 for n in range(11)),
}
_SMALL = {"neurons": 20, "dt": 0.05, "rest": 1e-3}
# Left to rest. Only tau_p / tau_x matters once time is counted in tau_x: here it is, with dt and the horizon.
_RATIOS = decades(-2, 2.5, 4)
_RACE = _ONE | {"dt": 0.05, "horizon": 300.0, "draws": 100}

FIGURES: dict[str, Figure] = {
    "1": Figure({"tau_p": decades(-2, 3, 5)}, settings=_ONE),
    "2": Figure({"tau_x": decades(-2, 3, 5)}, settings=_ONE),
    "3": Figure(_HEAT, settings=_ONE),
    "4": Figure(_PLANE, ("astro", "hopfield", "naam"), _SMALL),
    # Ours: figure 3 at other neuronal gains, figure 4 without Hopfield's diagonal.
    "3-sigma": Figure({"sigma": (1.0, 2.0, 10.0, 50.0)} | _HEAT, settings=_ONE),
    "4-zero": Figure(_PLANE, ("hopfield",), _SMALL | {"self_coupling": 0.0}),
    # Ours: the one effect behind figures 1 and 2. The second has cues of its own.
    "5": Figure({"tau_p": _RATIOS}, settings=_RACE),
    "5-neurons": Figure({"tau_x": tuple(float(f"{1 / r:.3g}") for r in _RATIOS)}, settings=_RACE | {"seed": 1}),
}
OF_ENDS = "5", "5-neurons"  # made by `study.ends`, not by `sweep`
