"""The figure of a map, by HoloViews: one unit square a cell, so that 0, infinity and any spacing have their place.

It is rendered without values: the page has them, and puts them in as they come.
"""

from __future__ import annotations

import holoviews as hv
import holoviews.plotting.bokeh
import numpy as np
from bokeh.embed import json_item
from bokeh.models import BasicTickFormatter, ColorBar, Line, Quad

from ...store import labelled
from ...store.kinds import write
from ...study import Plan
from ...words import number
from ..rendered import rendered
from ..style import dressed
from ..theme import BOUNDS, EM, FONT, NEUTRAL
from .bounds import Bound
from .form import MEASURES

MOST_TICKS = 10
CASE, LINE = "#ffffff", "#000000"  # a dark line on a light one is seen on any colour


def render(plan: Plan, measure: str, of: tuple[str, ...], bounds: list[Bound]) -> dict:
    """Bokeh's JSON of the figure; its source is named "cells", the column "value", the colour mapper "colours", and a
    line and what it lies on "line:" and "case:" with its key."""
    (x, across), (y, up) = plan.grid.items()
    *_, log = MEASURES[measure]
    difference = len(of) == 2
    edges = [np.arange(len(values) + 1) - 0.5 for values in (across, up)]
    mesh = hv.QuadMesh((*edges, np.zeros((len(up), len(across)))), ["x", "y"], "value").opts(
        cmap="BrBG" if difference else "cividis", logz=log and not difference, clim=(-1, 1) if difference else (0.1, 1),
        colorbar=True, colorbar_position="right", clabel="", xlabel=labelled(x), ylabel=labelled(y),
        xticks=_ticks(across), yticks=_ticks(up), xlim=(-0.5, len(across) - 0.5), ylim=(-0.5, len(up) - 0.5),
        line_color=NEUTRAL, line_alpha=0.25, responsive=True, default_tools=[], toolbar=None,
    )  # fmt: skip
    curves = []
    for bound in bounds:
        for colour, width, dash in ((CASE, 4, []), (LINE, 2, list(BOUNDS[bound.key]))):
            curves.append(hv.Curve((bound.x, bound.y), "x", "y").opts(color=colour, line_width=width, line_dash=dash))
    figure = rendered(hv.Overlay([mesh, *curves]).opts(show_legend=False))
    _dress(figure, [bound.key for bound in bounds])
    return json_item(figure)


def _ticks(values: tuple) -> list[tuple[int, str]]:
    every = -(-len(values) // MOST_TICKS)
    return [(i, number(write(value)).replace("inf", "∞")) for i, value in enumerate(values) if i % every == 0]


def _dress(figure, lines: list[str]) -> None:
    """The house style, and the names by which the page finds what it changes."""
    cells = next(r for r in figure.renderers if isinstance(r.glyph, Quad))
    cells.data_source.name, cells.glyph.fill_color.transform.name = "cells", "colours"
    cells.data_source.data["value"] = np.full(len(cells.data_source.data["value"]), np.nan)
    drawn = [r for r in figure.renderers if isinstance(r.glyph, Line)]
    for i, renderer in enumerate(drawn):  # two of each
        renderer.name = f"{'line' if i % 2 else 'case'}:{lines[i // 2]}"
    dressed(figure).update(outline_line_color=NEUTRAL, tools=[])
    figure.grid.grid_line_color = None
    for bar in figure.select(ColorBar):
        if bar.formatter == "auto":
            bar.formatter = BasicTickFormatter()
        bar.update(
            background_fill_alpha=0, bar_line_color=None, major_label_text_font=FONT, major_label_text_font_size=EM,
            major_tick_line_color=NEUTRAL, width=16, padding=4, border_line_color=None,
        )  # fmt: skip
