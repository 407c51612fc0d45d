"""What the page says, in numbers: plain types, from what was computed. Sentences and verdicts are made of these alone.

`facts` has them by figure, and of the runs of their own; the page ships them as assets/paper/facts.json, so that it
opens without the datasets. A figure that is computed again has its facts computed again.
"""

from __future__ import annotations

import numpy as np

from ...study.ends import ENDS
from ...study.paper import FIGURES, OF_ENDS
from . import plane

# Of each figure, its sweeps.
PARTS = {"1": ("1",), "2": ("2",), "3": ("3", "3-sigma"), "4": ("4", "4-zero"), "5": ("5", "5-neurons")}


def of_figure(number: str, data: dict) -> dict:
    """The facts of a figure from its parts: datasets, or for figure 5 arrays of `study.ends`."""
    return {"4": plane.facts, "5": ends}.get(number, line)(data)


def line(data: dict) -> dict:
    """Figures 1 to 3: each draw's errors and perplexity at each value of the axis, (V, draws)."""
    number, *more = data
    whole = data[number]
    axis = str(whole.attrs["axes"])
    found = {
        "x": whole[axis].values.tolist(), "draws": whole.sizes["draw"],
        "flips": round(whole.attrs["noise"] * whole.attrs["neurons"]), "load": int(whole.attrs["load"]),
        "neurons": int(whole.attrs["neurons"]), "horizon": float(whole.attrs["horizon"]),
    }  # fmt: skip
    for name, digits in (("hard_error", 0), ("soft_error", 4), ("perplexity", 3)):
        found[name] = np.round(whole[name].values[0], digits).tolist()
    for part in more:
        found |= {"sigma": data[part]["sigma"].values.tolist()}
        found["sigma_error"] = np.round(data[part]["soft_error"].values[0].mean(-1), 4).tolist()
    return found


def ends(data: dict) -> dict:
    """Figure 5: how many draws end in each of `ENDS` at each ratio tau_p/tau_x, and quartiles of the time to rest."""
    found = {}
    for name in OF_ENDS:
        end, time = data[name]["end"][0], data[name]["time"][0]
        count = [np.bincount(row.astype(int), minlength=len(ENDS)).tolist() for row in end]
        found[name] = {"count": count, "median": [middle(row) for row in time]}
    return found | {"x": ratios(), "draws": int(end.shape[1]), "horizon": FIGURES["5"].plan().horizon}


def middle(times: np.ndarray) -> float | None:
    """The median where most have rested."""
    rested = np.where(np.isnan(times), np.inf, times)
    value = float(np.median(rested))
    return round(value, 4) if np.isfinite(value) else None


def ratios() -> list[float]:
    """tau_p / tau_x along figure 5."""
    return list(FIGURES["5"].plan().grid["tau_p"])
