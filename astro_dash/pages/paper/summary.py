"""The numbers of a figure: quantiles over the draws, shares of runs, means over the plane; in words too."""

from __future__ import annotations

from decimal import ROUND_UP, Context

import numpy as np

from ...engine.models import MODELS
from ...study.agreement import agreement
from ...study.batch import MEASURES
from ...study.dataset import plan_of

QUANTILES = (5, 10, 20, 25, 50, 75, 80, 90, 95)
SYMBOLS = {"tau_p": "τ_p", "tau_x": "τ_x", "temperature": "T"}


def axis_of(dataset) -> str:
    """The one axis of figures 1 to 3."""
    return str(dataset.attrs["axes"])


def quantiles(dataset, measure: str) -> dict[int, np.ndarray]:
    """Quantiles (V,) over the draws by percent; a run that was not at rest by the horizon counts as resting there."""
    values = dataset[measure].values[0]
    if measure == "rest_time":
        values = np.where(np.isnan(values), dataset.attrs["horizon"], values)
    return dict(zip(QUANTILES, np.percentile(values, QUANTILES, axis=-1), strict=True))


def moving(dataset) -> np.ndarray:
    """Share of the draws not at rest by the horizon, (V,)."""
    return np.isnan(dataset["rest_time"].values[0]).mean(-1)


def mean_error(dataset) -> np.ndarray:
    """Mean hard error (systems, K, n)."""
    return dataset["hard_error"].values.mean(-1)


def versus(dataset, baseline: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean over the draws of astro's hard error less the baseline's in the same draw, and its standard error, each
    (K, n)."""
    keys = list(dataset["system"].values)
    error = dataset["hard_error"].values
    difference = error[keys.index("astro")] - error[keys.index(baseline)]
    return difference.mean(-1), difference.std(-1, ddof=1) / difference.shape[-1] ** 0.5


def table(dataset) -> dict:
    """The main numbers of a figure as words, {"head": [...], "rows": [[...]]}."""
    return _plane(dataset) if "load" in dataset.dims else _line(dataset)


def _line(dataset) -> dict:
    axis, still = axis_of(dataset), moving(dataset)
    values, n_draws = dataset[axis].values, dataset.sizes["draw"]
    error, perplexity, rest = (quantiles(dataset, name) for name in ("soft_error", "perplexity", "rest_time"))
    recalled = dataset["accuracy"].values[0].sum(-1)
    rows = []
    for i in range(0, len(values), 5):  # one a decade
        time = f"{rest[50][i]:.2f}" if still[i] < 0.5 else f"not by {dataset.attrs['horizon']:g}"
        spans = (f"{q[50][i]:.2f} ({q[5][i]:.2f}–{q[95][i]:.2f})" for q in (error, perplexity))
        rows.append([f"{values[i]:g}", *spans, time, f"{still[i]:.0%}", f"{recalled[i]:.0f} of {n_draws}"])
    head = [SYMBOLS[axis], "error ε, median (5–95 %)", "perplexity", "time to rest", "not at rest", "recalled"]
    return {"head": head, "rows": rows}


def _plane(dataset) -> dict:
    flips = np.rint(dataset["noise"].values * dataset.attrs["neurons"]).astype(int)
    loads, mean = dataset["load"].values.tolist(), mean_error(dataset)
    rows = [
        [f"{MODELS[key].title}, K = {k}", *(f"{value:.1f}" for value in mean[i, loads.index(k), ::2])]
        for i, key in enumerate(dataset["system"].values)
        for k in (5, 20, 50, 100, 200)
    ]
    return {"head": ["mean hard error", *(f"n = {n}" for n in flips[::2])], "rows": rows}


def compared(one, other) -> str:
    """What came of two datasets of one plan, made by two machines, in a sentence or two."""
    plan = plan_of(other)
    shape = len(plan.systems), plan.n_cells, plan.draws
    found = agreement(plan, *({name: which[name].values.reshape(shape) for name in MEASURES} for which in (one, other)))
    if found.broken:
        return (
            f"{found.broken} of {found.runs} runs differ from the shipped data by more than rounding, {found.wrong} of "
            "them in the pixels that are wrong."
        )
    if not found.most and not found.marginal:
        return f"All {found.runs} runs came out as shipped, number for number."
    to = Context(prec=1, rounding=ROUND_UP).create_decimal(found.most)
    same = f"all {found.runs} runs" if not found.marginal else f"{found.runs - found.marginal} of {found.runs} runs"
    words = f"The same wrong pixels in {same}, numbers " + (f"to {to:.0e}." if to else "the same.")
    if found.marginal:
        words += f" The other {found.marginal} are marginal: so near an edge that rounding decides what comes of them."
    return words
