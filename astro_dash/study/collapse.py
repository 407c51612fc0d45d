"""Who commits first, neurons or gains: where runs end, by the ratio of their time constants.

With time in tau_x nothing but tau_p / tau_x is left of the two (Eq. 4 and 6), so that slow gains at one tau_x and fast
neurons at one tau_p are one effect.
"""

from __future__ import annotations

import numpy as np

from ..engine.outcomes import outcomes
from .ends import MIXTURE, RIVAL, TARGET, ending
from .survey import Survey

KINDS = ("target", "rival", "mirror", "mixture", "unfinished")
RATIOS = tuple(float(f"{10 ** (k / 2):.3g}") for k in range(-4, 7))  # tau_p / tau_x, two to a decade
TAU_X = (0.1, 1.0, 10.0)
HORIZON, DT = 200.0, 0.05  # in tau_x: as many steps as the Live page shows
DRAWS = 100
SHARED = {
    "system": "astro", "patterns": "random", "neurons": 30, "load": 100, "noise": 0.2, "temperature": 0.01,
    "sigma": 5.0, "integrator": "descent", "rest": 1e-3,
}  # fmt: skip


def setting(tau_x: float, ratio: float, *, horizon: float = HORIZON, dt: float = DT) -> dict:
    """A cell: the horizon and the step are so many tau_x. Each tau_x has draws of its own."""
    times = {"tau_x": tau_x, "tau_p": tau_x * ratio, "horizon": horizon * tau_x, "dt": dt * tau_x}
    return SHARED | {name: float(f"{time:.6g}") for name, time in times.items()} | {
        "seed": 1 + TAU_X.index(tau_x) if tau_x in TAU_X else 0,
    }  # fmt: skip


def survey(ratios=RATIOS, tau_x=TAU_X, draws: int = DRAWS, **changes) -> Survey:
    """Cells of each tau_x, one after the other; in each the ratios. `changes` as of `setting`."""
    return Survey.of((setting(tau, ratio, **changes) for tau in tau_x for ratio in ratios), draws, watch=ends)


def ends(run, targets) -> dict[str, np.ndarray]:
    """What becomes of each cue (B,): the measures of `engine.outcomes` and `kind`, which of KINDS it ended in."""
    found = outcomes(run, targets, also=_state)
    unfinished = np.isnan(found["rest_time"])
    return found | {"kind": np.where(unfinished, KINDS.index("unfinished"), found["kind"])}


def _state(model, frames, seen, targets) -> dict[str, np.ndarray]:
    """What a state is (`ending`), whatever the mirror image is of."""
    end = ending(model.patterns, frames.x[0], targets)
    return {"kind": np.select([end == TARGET, end == RIVAL, end == MIXTURE], [0.0, 1.0, 3.0], 2.0)}


def shares(kind: np.ndarray) -> np.ndarray:
    """The share of the draws that ended in each kind, (cells, kinds), from kinds (cells, draws)."""
    return np.stack([(kind == i).mean(-1) for i in range(len(KINDS))], axis=-1)
