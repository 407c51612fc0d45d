"""Figures 1 to 3: a measure against the swept parameter, median and bands over the draws."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from ...words import _, number
from ..theme import COLOURS, NEUTRAL
from .drawn import item, level, words
from .summary import PANELS, SYMBOLS, UNITS, axis_of, finished, moving, quantiles

BANDS = ((5, 95), (10, 90), (20, 80), (25, 75))
SIGMA_COLOURS = ("#56B4E9", "#0072B2", "#E69F00", "#CC79A7")
SIGMA_DASHES = ("dotted", "dashed", "dotdash", "dashdot")

def bands(dataset, measure: str) -> dict:
    """Median and bands of a measure over the draws."""
    axis = axis_of(dataset)
    ends, dataset = dataset[axis].values[[0, -1]], finished(dataset)
    x, q, still = dataset[axis].values, quantiles(dataset, measure), moving(dataset)
    title, unit = map(_, PANELS[measure])
    areas = [
        hv.Area((x, q[low], q[high]), axis, ["low", "high"]).opts(color=COLOURS["astro"], alpha=0.15, line_alpha=0)
        for low, high in BANDS
    ]
    columns = [axis, "median", "p5", "p95", "moving"]
    points = hv.Points(np.column_stack([x, q[50], q[5], q[95], 100 * still]), columns[:2], columns[2:])
    hover = [
        (SYMBOLS[axis], f"@{axis}{{0.[00000]}}"), (_("median"), "@median{0.[00]}"),
        ("5–95 %", "@p5{0.[00]} – @p95{0.[00]}"), (_("not at rest"), "@moving{0} %"),
    ]  # fmt: skip
    line = [
        hv.Curve((x, q[50]), axis, "median").opts(color=COLOURS["astro"], line_width=2),
        points.opts(color=COLOURS["astro"], size=4, tools=["hover"], hover_tooltips=hover),
    ]
    own = {"soft_error": _cue, "perplexity": _all, "rest_time": _end}[measure]
    marks, options = own(dataset, x, q, still)
    plot = hv.Overlay([*marks, *areas, *line]).opts(
        logx=True, xlabel=_(UNITS[axis]), ylabel=unit, default_tools=[], show_legend=False, show_grid=True,
        xlim=(ends[0] / 1.15, ends[1] * 1.15), **options,
    )  # fmt: skip
    at = [
        _("{value} at {place}", value=number(round(q[50][i], 2), "g"), place=f"{SYMBOLS[axis]} = {number(x[i], 'g')}")
        for i in (0, len(x) // 2, len(x) - 1)
    ]
    return item(plot, title, _("{title}: median {values}.", title=title, values="; ".join(at)))


def _cue(dataset, x, q, still):
    """The error of the cue, and which line is which."""
    flips = round(dataset.attrs["noise"] * dataset.attrs["neurons"])
    top, high, middle = max(8.0, 1.15 * q[95].max()), int(q[95].argmax()), max(len(x) // 2 - 2, 0)
    align = ("left", "center", "right")[3 * high // len(x)]
    marks = [
        level(flips), words(x[0], flips, _("cue: {flips} flipped", flips=flips)),
        words(x[middle], q[50][middle], _("median"), text_align="center"),
        words(x[high], q[95][high], "5–95 %", text_align=align),
    ]  # fmt: skip
    return marks, {"ylim": (-0.02 * top, top)}


def _all(dataset, x, q, still):
    """The most that perplexity can be."""
    k = int(dataset.attrs["load"])
    marks = [level(k), words(x[0], k, _("all {k} alike", k=k), text_baseline="top")]
    return marks, {"logy": True, "ylim": (0.9, 1.15 * k)}


def _end(dataset, x, q, still):
    """The end of the runs, and above it the share of them that are not at rest then."""
    end = float(dataset.attrs["horizon"])
    low, high = 1.06 * end, 1.3 * end
    share = hv.Area((x, np.full_like(x, low), low + (high - low) * still), axis_of(dataset), ["low", "high"])
    marks = [
        level(end), share.opts(color=NEUTRAL, alpha=0.6, line_alpha=0),
        words(x[0], high, _("share not at rest by t = {end}", end=number(end, "g")), text_baseline="top"),
    ]  # fmt: skip
    ticks = [*((t, number(t, "g")) for t in np.linspace(0, end, 6)), (low, "0 %"), (high, "100 %")]
    return marks, {"ylim": (0, 1.32 * end), "yticks": [t for t in ticks if t[0] != low]}


def sigmas(dataset, others) -> tuple[dict, list]:
    """The mean error of figure 3 at other neuronal gains, beside the one that is shown; the keys of the colours."""
    title, x = _("At other neuronal gains σ"), dataset["temperature"].values
    lines = {5.0: dataset["soft_error"].values[0].mean(-1)}
    lines |= dict(zip(others["sigma"].values.tolist(), others["soft_error"].values[0].mean(-1), strict=True))
    looks = {5.0: (COLOURS["astro"], "solid")}
    looks |= dict(zip([s for s in lines if s != 5], zip(SIGMA_COLOURS, SIGMA_DASHES, strict=True), strict=True))
    curves, keys, said = [], [], []
    for sigma, mean in sorted(lines.items()):
        colour, dash = looks[sigma]
        curves.append(hv.Curve((x, mean), "temperature", "mean").opts(color=colour, line_dash=dash, line_width=2))
        last = np.flatnonzero(np.isfinite(mean))
        keys.append({"colour": colour, "words": f"σ = {number(sigma, 'g')}"})
        if len(last):
            ends = [number(mean[i], ".1f") for i in (last[0], last[-1])]
            said.append(_("at σ = {sigma} from {low} to {high}", sigma=number(sigma, "g"), low=ends[0], high=ends[1]))
    top = max(8.0, 1.1 * max(np.nanmax(mean, initial=0.0) for mean in lines.values()))
    plot = hv.Overlay(curves).opts(
        logx=True, xlabel=_(UNITS["temperature"]), ylabel=_("mean error ε / pixels"), default_tools=[],
        show_legend=False, show_grid=True, xlim=(x[0] / 1.15, x[-1] * 1.15), ylim=(-0.02 * top, top),
    )  # fmt: skip
    return item(plot, title, _("{title}: {values}.", title=title, values="; ".join(said))), keys
