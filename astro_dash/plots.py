"""What the page shows of a run, and a map, as HoloViews objects in its colours, for a notebook of one's own.

    from astro_dash import plots

    plots.energy(result) + plots.triangle(result) + plots.overlaps(result)

A result is one that `astro_dash.retrieve` returns, of one cue; several are drawn together, each in its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .engine import MODELS, Result
from .engine.check import check_choice
from .engine.measures import CORNERS, shares, simplex_xy
from .engine.outcomes import MEASURES
from .engine.quote import quoted
from .pages.theme import LOOKS, NEUTRAL

if TYPE_CHECKING:
    import holoviews as hv
    import xarray as xr

PALETTE = "viridis"
SIZE = {"width": 480, "height": 300}


def energy(*results: Result) -> hv.Overlay:
    """The energy of each over time."""
    return _lines(results, "energy ℒ", lambda result: result.energy, "Energy never rises")


def overlaps(*results: Result) -> hv.Overlay:
    """The overlap of each with its target over time."""
    title = "How close to the target?"
    plot = _lines(results, "overlap m", lambda result: result.overlap[:, int(result.target)], title)
    return plot.redim.range(**{"overlap m": (-1.05, 1.05)})


def triangle(*results: Result, corners: tuple[int, int] | None = None) -> hv.Overlay:
    """The path of each one's gains in the triangle of two patterns, by default the target and its strongest rival, and
    all the others together: at a corner one has them all."""
    hv = _holoviews()
    _check(results)
    first, second = _rivals(results[0]) if corners is None else corners
    edges = hv.Path([np.vstack([CORNERS, CORNERS[:1]])], ["x", "y"]).opts(color=NEUTRAL, backend="bokeh")
    drawn = [edges]
    for result in results:
        where, look = simplex_xy(shares(result.gains, (first, second))), LOOKS[result.system]
        label = MODELS[result.system].title
        drawn.append(hv.Curve(where, "x", "y", label=label).opts(color=look.colour, line_width=2, backend="bokeh"))
        end = {"color": look.colour, "marker": look.mark, "size": 9}
        drawn.append(hv.Scatter(where[-1:], "x", "y", label=label).opts(**end, backend="bokeh"))
    names = [f"target #{first}" if first == int(results[0].target) else f"#{first}", f"#{second}", "all the others"]
    apart = np.array([[0, -0.07], [0, -0.07], [0, 0.07]])
    words = hv.Labels((*(CORNERS + apart).T, names), ["x", "y"], "corner")
    words = words.opts(text_font_size="9pt", text_color="black", backend="bokeh")
    looks = {
        "width": 500, "height": 340, "xlim": (-0.25, 1.25), "ylim": (-0.2, 1.1), "xaxis": None, "yaxis": None,
        "title": "Gains choose a memory", "legend_position": "right",
    }  # fmt: skip
    return hv.Overlay([*drawn, words]).opts(**looks, backend="bokeh")


def map(dataset: xr.Dataset, measure: str = "hard_error", system: str | None = None) -> hv.QuadMesh | hv.HeatMap:
    """A measure of a sweep over its two axes, the mean of the draws: `dataset` is what `study.sweep` returns, or a file
    of the Explore page read by xarray. Raises ValueError for one of other than two axes."""
    hv = _holoviews()
    check_choice("measure", measure, MEASURES)
    systems = [str(key) for key in dataset.system.values]
    system = systems[0] if system is None else check_choice("system", system, systems)
    cells = dataset[measure].sel(system=system).mean("draw")
    if cells.ndim != 2:
        raise ValueError(f"dataset has the axes {quoted(list(cells.dims))}, but must have two for a map.")
    y, x = (str(name) for name in cells.dims)
    title = f"{measure.replace('_', ' ')} of {MODELS[system].title}"
    places = [np.arange(cells.sizes[name]) for name in (x, y)]
    kinds = [cells[name].values for name in (x, y)]
    numeric = [values.dtype.kind in "fiu" and np.isfinite(values).all() for values in kinds]
    looks = {"cmap": PALETTE, "colorbar": True, "title": title} | SIZE
    if all(numeric):
        return hv.QuadMesh((*kinds, cells.values), [x, y], measure).opts(**looks, backend="bokeh")
    heat = [(str(kinds[0][i]), str(kinds[1][j]), cells.values[j, i]) for j in places[1] for i in places[0]]
    return hv.HeatMap(heat, [x, y], measure).opts(**looks, backend="bokeh")


def _lines(results, label: str, values, title: str) -> hv.Overlay:
    hv = _holoviews()
    _check(results)
    curves = []
    for result in results:
        look = LOOKS[result.system]
        curve = hv.Curve((result.time, values(result)), "time t / τ", label, label=MODELS[result.system].title)
        looks = {"color": look.colour, "line_dash": list(look.dash) or "solid", "line_width": 2}
        curves.append(curve.opts(**looks, backend="bokeh"))
    return hv.Overlay(curves).opts(title=title, legend_position="right", **SIZE, backend="bokeh")


def _holoviews():
    """The library, with Bokeh as its way to draw unless another has been chosen."""
    import holoviews as hv

    if not hv.Store.loaded_backends():
        hv.extension("bokeh", logo=False)
    return hv


def _check(results) -> None:
    """Raise a ValueError unless these are results of one cue each."""
    if not results:
        raise ValueError("results is empty, but must be one result or more, as astro_dash.retrieve returns them.")
    for result in results:
        if not isinstance(result, Result):
            raise ValueError(f"A result is {quoted(result)}, but must be what astro_dash.retrieve returns.")
        if result.energy.ndim > 1:
            raise ValueError(f"A result is of {result.energy.shape[1]} cues, but must be of one to be drawn.")


def _rivals(result: Result) -> tuple[int, int]:
    """The target, and of the other memories the one that came nearest to having all gains. Patterns that tie to the end
    have one path."""
    most, target = result.gains.max(0) + 1e-9 * np.abs(result.overlap).max(0), int(result.target)
    most[np.abs(result.overlap - result.overlap[:, [target]]).max(0) < 1e-9] = -1  # the target, and its equals
    return target, int(most.argmax())
