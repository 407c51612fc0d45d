"""The panels of a law as Bokeh figures: points with bars, lines, marks; and in words for those who do not see them."""

from __future__ import annotations

import numpy as np
from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, HoverTool, Range1d, Span

from ...laws import Data, Law
from ...laws.base import Curve, Panel, Points
from ...store import Store
from ...store.kinds import write
from ...words import _, number
from ..style import plain
from ..theme import LOOKS, NEUTRAL, Look, css_line

MARGIN = 0.05  # of a range, beyond what it holds
SAID = 4  # points of a series that are told in the words of a panel
NONE = Look(NEUTRAL, (6, 4), "")  # of a line that is of no system


def figure(law: Law, data: Data) -> dict:
    """A law as plain types: panels (title, alt, item, key, points by source), sentences, verdict and settings; of one
    that has no data yet the settings alone."""
    if not data.finished.any():
        return {"panels": [], "says": [_("No data of this law are shipped.")], "verdict": None, "about": _about(data)}
    found = law.found(data)
    panels = [
        {
            "title": panel.title, "alt": _alt(panel), "item": json_item(_plot(panel, i, data)), "key": _key(panel),
            "head": [panel.x, panel.y],
            "sources": {f"points-{i}-{j}": points.label for j, points in enumerate(panel.points)},
        }
        for i, panel in enumerate(found.panels)
    ]  # fmt: skip
    return {"panels": panels, "says": found.says, "verdict": found.verdict, "about": _about(data)}


def grown(law: Law, data: Data) -> dict:
    """What there is so far: the columns of each source of `figure`."""
    panels = enumerate(law.found(data).panels)
    sources = {f"points-{i}-{j}": _columns(p, data) for i, panel in panels for j, p in enumerate(panel.points)}
    return {name: {key: list(values) for key, values in columns.items()} for name, columns in sources.items()}


def _about(data: Data) -> str:
    """What is the same for all runs, by its symbol, and how many they are."""
    every = [plan.settings | {"horizon": plan.horizon, "system": plan.systems[0]} for plan in data.survey.plans]
    symbols = {name: choice.symbol for name, choice in Store.choices().items() if getattr(choice, "symbol", "")}
    told = [
        f"{symbols[name]} = {number(write(value)).replace('inf', '∞')}"
        for name, value in every[0].items()
        if name in symbols and all(one[name] == value for one in every) and any(_acts(name, one) for one in every)
    ]
    return _("{draws} draws a point. {settings}.", draws=data.survey.draws, settings=", ".join(told))


def _acts(name: str, values: dict) -> bool:
    """Whether a choice matters beside others."""
    only = getattr(Store.choices()[name], "only_for", {}) or {}
    return bool(values[name] or name != "correlation") and all(values[other] in keys for other, keys in only.items())


def look_of(which) -> Look:
    """Of a system's key, or the number of what is none."""
    if which is None:
        return NONE
    return LOOKS[which] if which in LOOKS else list(LOOKS.values())[which % len(LOOKS)]


def _columns(points: Points, data: Data) -> dict:
    """Of a source: numbers, and the query that opens each point's run."""
    numbers = {name: _plain(getattr(points, name)) for name in ("x", "y", "low", "high")}
    links = [data.survey.store(int(c), int(d)).link() for c, d in zip(points.cell, points.draw, strict=True)]
    return numbers | {"query": links}


def _plain(values) -> list:
    return [float(f"{value:.5g}") if np.isfinite(value) else float("nan") for value in np.asarray(values, float)]


def _plot(panel: Panel, number_of: int, data: Data):
    kinds = {axis: "log" if log else "linear" for axis, log in (("x", panel.logx), ("y", panel.logy))}
    across = [p.x for p in (*panel.points, *panel.curves)] + [[x for x, _words in panel.marks]]
    up = [v for p in panel.points for v in (p.low, p.high, p.y)] + [curve.y for curve in panel.curves]
    fig = plain(
        x_axis_type=kinds["x"], y_axis_type=kinds["y"], x_axis_label=panel.x, y_axis_label=panel.y,
        x_range=_range(across, panel.logx), y_range=_range(up, panel.logy),
    )  # fmt: skip
    fig.min_border_left = 56
    for x, _words in panel.marks:
        fig.add_layout(Span(location=x, dimension="height", line_color=NEUTRAL, line_dash="dashed"))
    for curve in panel.curves:
        look = look_of(curve.look)
        fig.line(curve.x, curve.y, color=look.colour, line_dash=list(_dash(curve)), line_width=1.5)
    for i, points in enumerate(panel.points):
        look = look_of(points.look)
        source = ColumnDataSource(_columns(points, data), name=f"points-{number_of}-{i}")
        if points.joined:
            fig.line("x", "y", source=source, color=look.colour, alpha=0.35, line_dash=list(look.dash))
        fig.segment("x", "low", "x", "high", source=source, color=look.colour, line_width=1.5)
        dots = fig.scatter("x", "y", source=source, marker=look.mark, color=look.colour, size=7)
        words = [(points.label, "@y{0.[000]} (@low{0.[000]} – @high{0.[000]})"), (panel.x, "@x{0.[0000]}")]
        fig.add_tools(HoverTool(renderers=[dots], tooltips=words))
    return fig


def _dash(curve: Curve) -> tuple[int, ...]:
    return NONE.dash if curve.look is None else ()


def _range(values, log: bool) -> Range1d:
    """All of some values (P,), and a bit more."""
    flat = np.concatenate([np.asarray(v, float) for v in values if len(v)])
    flat = flat[np.isfinite(flat) & ((flat > 0) | (not log))]
    low, high = (flat.min(), flat.max()) if len(flat) else (1, 2)
    if log:
        beyond = (high / low) ** MARGIN if high > low else 1.1
        return Range1d(low / beyond, high * beyond)
    beyond = MARGIN * (high - low) or 1
    return Range1d(low - beyond, high + beyond)


def _key(panel: Panel) -> list[dict]:
    """What each mark and line is: words, and the layers of a CSS background."""
    points = [(p.label, css_line(look_of(p.look).colour, (0, 1), look_of(p.look).mark)) for p in panel.points]
    known = {(p.label, p.look) for p in panel.points}
    curves = [
        (c.label, css_line(look_of(c.look).colour, _dash(c)))
        for c in panel.curves
        if (c.label, c.look) not in known
    ]
    marks = [(words, css_line(NEUTRAL, (6, 4))) for _x, words in panel.marks]
    return [{"words": words, "line": line} for words, line in (*points, *curves, *marks)]


def _alt(panel: Panel) -> str:
    """A panel in words: some points of each series."""
    parts = []
    for points in panel.points:
        some = np.unique(np.linspace(0, len(points.x) - 1, SAID).astype(int)) if len(points.x) else ()
        told = [
            _("{value} at {place}", value=number(points.y[i], ".3g"), place=number(points.x[i], ".3g")) for i in some
        ]
        parts.append(f"{points.label}: {', '.join(told)}")
    words = _("{title}. {y} against {x}. {points}.", title=panel.title, x=panel.x, y=panel.y, points="; ".join(parts))
    return words.replace("nan", "–")
