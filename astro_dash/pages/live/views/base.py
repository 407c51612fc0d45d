"""What a view is: Bokeh figures built once a process, and a declaration of which frame arrays feed them.

A feed is a plain dict that the player in the browser understands; arrays are those of `race.Race`. A column
[array, part] names a component of the array's last axis.

    trace     source, array           the whole run: columns x (time) and y
    beads     source, of              points on traces, a few over the axis of time, apart from each other's; `of` has
                                      each trace's source, with the mark and the colour of its points
    path      source, array           the whole run of a point: columns x and y
    tail      source, array, frames   the last frames up to the playhead, with a column alpha
    row       source, columns         the present frame; jumps: True where values must not be interpolated
    image     source, array           the present frame as an image
    picture   source, array           an image that stays for the run
    now       range                   the playhead over that range, and a veil over what is still to come
    marks     source                  where something was changed in mid-run: column x (time)
    time      range                   0 to the end of the run
    fit       range, arrays           what the arrays reach
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, HoverTool, Range1d
from bokeh.plotting import figure

from ....words import _
from ...style import plain
from ...theme import NEUTRAL


@dataclass
class Plot:
    """One figure and its feeds. `system`: shown while that system races; `heading`: words over it; `role`: what a
    pointer on its pixels does ("cue" is sketched on, a system's key perturbs)."""

    figure: figure
    feeds: list[dict] = field(default_factory=list)
    system: str = ""
    heading: str = ""
    role: str = ""

    def source(self, **columns) -> ColumnDataSource:
        """A source of the figure, found again in the browser by its name."""
        return ColumnDataSource(columns, name=f"source-{id(self)}-{len(self.feeds)}")

    def feed(self, kind: str, source=None, **declaration) -> None:
        """Declare a feed."""
        if source is not None:
            declaration["source"] = source.name
        self.feeds.append({"feed": kind, **declaration})

    def item(self) -> dict:
        """The plot as plain types for the browser."""
        return {
            "item": json_item(self.figure), "feeds": self.feeds, "system": self.system, "heading": self.heading,
            "role": self.role,
        }  # fmt: skip


@dataclass(frozen=True)
class View:
    """A view of the page: `plots` builds its figures, unless its furniture in `browser/live` draws them; the caption is
    for a first-year student; `without` has title and caption where the system in focus has no gains, `others` where it
    is one of which other things are to be said; `facts` gives what its furniture is told, and what stands in places of
    the captions."""

    key: str
    title: str
    caption: str
    plots: Callable[[], list[Plot]] = list
    without: tuple[str, str] | None = None
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: Callable[[], dict] = dict

    def item(self) -> dict:
        facts = self.facts()
        return {
            "key": self.key, "title": _(self.title), "caption": _(self.caption, **facts),
            "without": self.without and [_(words, **facts) for words in self.without],
            "others": {key: [_(words, **facts) for words in said] for key, said in self.others.items()},
            "facts": facts, "plots": [p.item() for p in self.plots()],
        }  # fmt: skip


def time_plot(y_label: str, y_range: tuple[float, float], fit: list[str]) -> Plot:
    """An empty plot over time with playhead, veil and marks; the y range follows `fit`, within which it starts."""
    fig = plain(
        x_range=Range1d(0, 10, name="time"), y_range=Range1d(*y_range, name="height"), x_axis_label=_("time t / τ"),
        y_axis_label=y_label,
    )  # fmt: skip
    fig.min_border_left = 56
    plot = Plot(fig)
    marks = plot.source(x=[])
    plot.feed("marks", marks)
    fig.vspan(x="x", source=marks, line_color=NEUTRAL, line_dash="dotted", line_width=1.5)
    plot.feed("time", range="time")
    if fit:
        plot.feed("fit", range="height", arrays=fit)
    plot.feed("now", range="time")
    return plot


def add_trace(plot: Plot, array: str, words: str, **style) -> ColumnDataSource:
    """A line over time, and what it is called; returns its source."""
    source = plot.source(x=[], y=[])
    plot.feed("trace", source, array=array)
    line = plot.figure.line("x", "y", source=source, line_width=2, **style)
    told = [(words, "@y{0.[000]}"), ("t", "@x{0.[0000]}")]
    plot.figure.add_tools(HoverTool(renderers=[line], tooltips=told, visible=False))
    return source
