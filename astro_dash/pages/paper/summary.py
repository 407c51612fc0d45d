"""The numbers of a figure: quantiles over the draws, shares of runs, means over the plane; in words too."""

from __future__ import annotations

from decimal import ROUND_UP, Context

import numpy as np

from ...engine.models import MODELS
from ...study.agreement import agreement
from ...study.batch import MEASURES
from ...study.dataset import plan_of
from ...words import _, number

QUANTILES = (5, 10, 20, 25, 50, 75, 80, 90, 95)
SYMBOLS = {"tau_p": "τ_p", "tau_x": "τ_x", "temperature": "T"}
# Titles and units of the panels, and the words of their axes.
PANELS = {
    "soft_error": ("How many pixels are wrong", "error ε / pixels"),
    "perplexity": ("How many patterns share the gains", "perplexity exp H(p)"),
    "rest_time": ("How long until it rests", "time t / τ"),
}
UNITS = {"tau_p": "gain time τ_p / τ", "tau_x": "neuron time τ_x / τ", "temperature": "temperature T"}


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
        late = _("not by {time}", time=number(dataset.attrs["horizon"], "g"))
        time = number(rest[50][i], ".2f") if still[i] < 0.5 else late
        shown = [{share: number(q[share][i], ".2f") for share in (5, 50, 95)} for q in (error, perplexity)]
        spans = (f"{each[50]} ({each[5]}–{each[95]})" for each in shown)
        right = _("{n} of {all}", n=f"{recalled[i]:.0f}", all=n_draws)
        rows.append([number(values[i], "g"), *spans, time, f"{still[i]:.0%}", right])
    head = [
        SYMBOLS[axis], _("error ε, median (5–95 %)"), _("perplexity"), _("time to rest"), _("not at rest"),
        _("recalled"),
    ]  # fmt: skip
    return {"head": head, "rows": rows}


def _plane(dataset) -> dict:
    flips = np.rint(dataset["noise"].values * dataset.attrs["neurons"]).astype(int)
    loads, mean = dataset["load"].values.tolist(), mean_error(dataset)
    rows = [
        [f"{_(MODELS[key].title)}, K = {k}", *(number(value, ".1f") for value in mean[i, loads.index(k), ::2])]
        for i, key in enumerate(dataset["system"].values)
        for k in (5, 20, 50, 100, 200)
    ]
    return {"head": [_("mean hard error"), *(f"n = {n}" for n in flips[::2])], "rows": rows}


def compared(one, other) -> str:
    """What came of two datasets of one plan, made by two machines, in a sentence or two."""
    plan = plan_of(other)
    shape = len(plan.systems), plan.n_cells, plan.draws
    found = agreement(plan, *({name: which[name].values.reshape(shape) for name in MEASURES} for which in (one, other)))
    if found.broken:
        return _(
            "{broken} of {runs} runs differ from the shipped data by more than rounding, {wrong} of them in the pixels "
            "that are wrong.",
            broken=found.broken, runs=found.runs, wrong=found.wrong,
        )
    if not found.most and not found.marginal:
        return _("All {runs} runs came out as shipped, number for number.", runs=found.runs)
    to = Context(prec=1, rounding=ROUND_UP).create_decimal(found.most)
    n = found.runs - found.marginal
    same = _("{n} of {all} runs", n=n, all=found.runs) if found.marginal else _("all {n} runs", n=n)
    words = [
        _("The same wrong pixels in {same}, numbers to {rounding}.", same=same, rounding=f"{to:.0e}")
        if to
        else _("The same wrong pixels in {same}, numbers the same.", same=same)
    ]
    if found.marginal:
        marginal = _(
            "The other {n} are marginal: so near an edge that rounding decides what comes of them.", n=found.marginal
        )
        words.append(marginal)
    return " ".join(words)
