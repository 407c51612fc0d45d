"""The numbers of a figure: quantiles over the draws, shares of runs, means over the plane; in words too."""

from __future__ import annotations

from decimal import ROUND_UP, Context

import numpy as np

from ...engine.models import MODELS
from ...study.agreement import agreement
from ...study.batch import MEASURES
from ...study.dataset import plan_of
from ...study.paper import OF_ENDS
from ...words import _, number
from .claim import percent
from .ended import as_one, ended_words, swept_words
from .facts import ratios
from .of_plane import measured, named
from .plane import BASELINES, values
from .plane import MEASURES as MEASURED

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


def finished(dataset):
    """Of figures 1 to 3 the cells that are computed."""
    return dataset.isel({axis_of(dataset): dataset["finished"].values})


def table(number_of: str, data: dict) -> dict:
    """The main numbers of a figure as words, {"head": [...], "rows": [[...]]}."""
    if number_of == "4":
        return _plane(data)
    return _ends(data) if number_of == "5" else _line(data[number_of])


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
        rows.append([number(values[i], "g"), *spans, time, percent(still[i]), right])
    head = [
        SYMBOLS[axis], _("error ε, median (5–95 %)"), _("perplexity"), _("time to rest"), _("not at rest"),
        _("recalled"),
    ]  # fmt: skip
    return {"head": head, "rows": rows}


def _plane(data: dict) -> dict:
    whole = data["4"]
    flips = np.rint(whole["noise"].values * whole.attrs["neurons"]).astype(int)
    loads = whole["load"].values.tolist()
    rows = []
    for measure, how in zip(MEASURED, (".1f", ".2f", ".1f"), strict=True):
        for key in ("astro", *BASELINES):
            title = _(MODELS[key].title) if key == "astro" else named(key)
            mean = values(data, key, measure).mean(-1)
            rows += [
                [f"{measured(measure)}, {title}, K = {k}", *(number(v, how) for v in mean[loads.index(k), ::2])]
                for k in (5, 50, 200)
            ]
    return {"head": [_("mean of the draws"), *(f"n = {n}" for n in flips[::2])], "rows": rows}


def _ends(data: dict) -> dict:
    words = ended_words()
    head = ["τ_p/τ_x", *(f"{swept}: {words[end]}" for swept in swept_words() for end in words)]
    rows = []
    for i, ratio in enumerate(ratios()):
        kinds = [as_one(data[part]["end"][0][i]) for part in OF_ENDS]
        rows.append([number(ratio, "g"), *(percent((kind == end).mean()) for kind in kinds for end in words)])
    return {"head": head, "rows": rows}


def alike(one: dict, other: dict) -> str:
    """What came of figure 5 twice, in a sentence."""
    runs = same = 0
    for part in OF_ENDS:
        runs, same = runs + one[part]["end"].size, same + int((one[part]["end"] == other[part]["end"]).sum())
    return _("{n} of {all} runs end in the same as shipped.", n=same, all=runs)


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
