"""Figures 1-4 rendered with HoloViews, as items that the browser embeds, with words for those who do not see them."""

from __future__ import annotations

from collections.abc import Callable

import holoviews as hv
import holoviews.plotting.bokeh  # registers the backend
import numpy as np
from bokeh.core.properties import value
from bokeh.embed import json_item
from bokeh.models import GlyphRenderer, Text
from bokeh.palettes import Cividis256

from ...engine.models import MODELS
from ...words import _, number
from ..style import dressed
from ..theme import COLOURS, EM, FONT, NEUTRAL
from .summary import PANELS, SYMBOLS, UNITS, axis_of, mean_error, moving, quantiles, table, versus

hv.Store.set_current_backend("bokeh")

BANDS = ((5, 95), (10, 90), (20, 80), (25, 75))
BASELINES = ("hopfield", "naam")
SHADES = 64


def figure(number: str, dataset) -> dict:
    """A figure as plain types: its panels (title, alt, item), the scales of their colours, and its numbers."""
    panels, scales = _planes(dataset) if number == "4" else ([_bands(dataset, name) for name in PANELS], [])
    return {"panels": panels, "scales": scales, "table": table(dataset)}


def _item(plot, title: str, alt: str) -> dict:
    return {"title": title, "alt": alt, "item": json_item(_dressed(hv.render(plot, backend="bokeh")))}


def _dressed(fig):
    """In the house style, text in the page's ink."""
    dressed(fig).title = None
    fig.min_border_left = 56
    for renderer in fig.select(GlyphRenderer):
        if isinstance(renderer.glyph, Text):
            renderer.name, renderer.glyph.text_font = "ink", value(FONT)
    return fig


# Figures 1 to 3: a measure against the swept parameter.


def _bands(dataset, measure: str) -> dict:
    """Median and bands of a measure over the draws."""
    axis = axis_of(dataset)
    x, q, still = dataset[axis].values, quantiles(dataset, measure), moving(dataset)
    title, unit = map(_, PANELS[measure])
    areas = [
        hv.Area((x, q[low], q[high]), axis, ["low", "high"]).opts(color=COLOURS["astro"], alpha=0.15, line_alpha=0)
        for low, high in BANDS
    ]
    columns = [axis, "median", "p5", "p95", "moving"]
    points = hv.Points(np.column_stack([x, q[50], q[5], q[95], 100 * still]), columns[:2], columns[2:])
    words = [
        (SYMBOLS[axis], f"@{axis}{{0.[00000]}}"), (_("median"), "@median{0.[00]}"),
        ("5–95 %", "@p5{0.[00]} – @p95{0.[00]}"), (_("not at rest"), "@moving{0} %"),
    ]  # fmt: skip
    line = [
        hv.Curve((x, q[50]), axis, "median").opts(color=COLOURS["astro"], line_width=2),
        points.opts(color=COLOURS["astro"], size=4, tools=["hover"], hover_tooltips=words),
    ]
    own = {"soft_error": _cue, "perplexity": _all, "rest_time": _end}[measure]
    marks, options = own(dataset, x, q, still)
    plot = hv.Overlay([*marks, *areas, *line]).opts(
        logx=True, xlabel=_(UNITS[axis]), ylabel=unit, default_tools=[], show_legend=False, show_grid=True,
        xlim=(x[0] / 1.15, x[-1] * 1.15), **options,
    )  # fmt: skip
    at = [
        _("{value} at {place}", value=number(round(q[50][i], 2), "g"), place=f"{SYMBOLS[axis]} = {number(x[i], 'g')}")
        for i in (0, len(x) // 2, len(x) - 1)
    ]
    return _item(plot, title, _("{title}: median {values}.", title=title, values="; ".join(at)))


def _words(x, y, words, **options):
    """A text in the plot."""
    options = {"text_align": "left", "text_baseline": "bottom"} | options
    return hv.Labels([(x, y, words)]).opts(text_font_size=EM, **options)


def _level(y):
    return hv.HLine(y).opts(color=NEUTRAL, line_dash="dashed", line_width=1)


def _cue(dataset, x, q, still):
    """The error of the cue, and which line is which."""
    flips = round(dataset.attrs["noise"] * dataset.attrs["neurons"])
    top, high, middle = max(8.0, 1.15 * q[95].max()), int(q[95].argmax()), len(x) // 2 - 2
    align = ("left", "center", "right")[3 * high // len(x)]
    marks = [
        _level(flips), _words(x[0], flips, _("cue: {flips} flipped", flips=flips)),
        _words(x[middle], q[50][middle], _("median"), text_align="center"),
        _words(x[high], q[95][high], "5–95 %", text_align=align),
    ]  # fmt: skip
    return marks, {"ylim": (-0.02 * top, top)}


def _all(dataset, x, q, still):
    """The most that perplexity can be."""
    k = int(dataset.attrs["load"])
    marks = [_level(k), _words(x[0], k, _("all {k} alike", k=k), text_baseline="top")]
    return marks, {"logy": True, "ylim": (0.9, 1.15 * k)}


def _end(dataset, x, q, still):
    """The end of the runs, and above it the share of them that are not at rest then."""
    end = float(dataset.attrs["horizon"])
    low, high = 1.06 * end, 1.3 * end
    share = hv.Area((x, np.full_like(x, low), low + (high - low) * still), axis_of(dataset), ["low", "high"])
    marks = [
        _level(end), share.opts(color=NEUTRAL, alpha=0.6, line_alpha=0),
        _words(x[0], high, _("share not at rest by t = {end}", end=number(end, "g")), text_baseline="top"),
    ]  # fmt: skip
    ticks = [*((t, number(t, "g")) for t in np.linspace(0, end, 6)), (low, "0 %"), (high, "100 %")]
    return marks, {"ylim": (0, 1.32 * end), "yticks": [t for t in ticks if t[0] != low]}


# Figure 4: the plane of load and noise.


def _planes(dataset) -> tuple[list, list]:
    """Mean hard error of each system, and how much less or more astro's is than each baseline's."""
    mean = mean_error(dataset)
    most = float(np.ceil(mean.max()))
    panels = [
        _plane(dataset, _(MODELS[key].title), mean[i], Cividis256, (0, most), _wrong)
        for i, key in enumerate(dataset["system"].values)
    ]
    words = _("{most} pixels wrong, mean of {draws} draws", most=number(most, "g"), draws=dataset.sizes["draw"])
    scales = [{"low": "0", "high": words, "colours": list(Cividis256[::16]), "after": len(panels)}]
    differences = {key: versus(dataset, key)[0] for key in BASELINES}
    most = float(np.ceil(max(np.percentile(np.abs(d), 99) for d in differences.values())))  # few cells go beyond
    last = len(panels) + len(differences)
    for key, values in differences.items():
        ours, other = (_(MODELS[name].title) for name in ("astro", key))
        title, shades = f"{ours} − {other}", _between(COLOURS["astro"], COLOURS[key])
        panels.append(_plane(dataset, title, values, shades, (-most, most), _more))
        low = _("{title} errs less: −{most} and more", title=ours, most=number(most, "g"))
        high = _("+{most} and more: {title} errs less", title=other, most=number(most, "g"))
        ends = {"low": low, "high": high}
        scales.append(ends | {"colours": shades, "after": last})
    return panels, scales


def _plane(dataset, title: str, values, palette, limits, said: Callable[[float], str]) -> dict:
    loads = dataset["load"].values
    flips = np.rint(dataset["noise"].values * dataset.attrs["neurons"])
    mesh = hv.QuadMesh((loads, flips, values.T), ["K", "n"], "value").opts(
        cmap=list(palette), clim=limits, colorbar=False, line_alpha=0, tools=["hover"], default_tools=[],
        hover_tooltips=[("K", "@K"), ("n", "@n"), (_("pixels"), "@value{0.00}")], show_grid=False,
        xlabel=_("memory load K"), ylabel=_("flipped pixels n"), yticks=[0, 2, 4, 6, 8, 10],
    )  # fmt: skip
    at = [
        _("{value} at {place}", value=said(round(values[k, n], 1) + 0.0), place=f"K = {loads[k]}, n = {flips[n]:g}")
        for k in (3, 14, 23)
        for n in (2, 7)
    ]
    return _item(mesh, title, f"{title}: {'; '.join(at)}.")


def _wrong(value: float) -> str:
    return _("{value} pixels wrong", value=number(value, ".1f"))


def _more(value: float) -> str:
    return _("{value} pixels", value=number(value, "+.1f"))


def _between(one: str, other: str) -> list[str]:
    """Shades from one colour to the other, by way of none."""
    half = [f"{round(255 * (1 - (i + 0.5) / (SHADES / 2))):02x}" for i in range(SHADES // 2)]
    return [one + alpha for alpha in half] + [other + alpha for alpha in reversed(half)]
