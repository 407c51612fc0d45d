"""The gains in a triangle, with what pushes them."""

import numpy as np
from bokeh.models import Range1d

from ....engine.measures import CORNERS
from ...style import plain
from ...theme import NEUTRAL
from ..race import FIELD
from .base import Plot, View

FOCUS = {"name": "focus"}  # takes the colour of the system in focus


def plots() -> list[Plot]:
    fig = plain(x_range=Range1d(-0.16, 1.16), y_range=Range1d(-0.13, 1.0), match_aspect=False, min_border=4)
    fig.axis.visible = False
    fig.grid.visible = False
    plot = Plot(fig, role="simplex")
    fig.patch(*CORNERS.T, fill_alpha=0, line_color=NEUTRAL, line_width=1.5)

    base = FIELD @ CORNERS
    zeros = np.zeros(len(base))
    drift = plot.source(x0=base[:, 0], y0=base[:, 1], x1=base[:, 0], y1=base[:, 1], angle=zeros)
    plot.feed("row", drift, columns={"x1": ["tip", 0], "y1": ["tip", 1], "angle": ["heading"]}, jumps=True)
    fig.segment("x0", "y0", "x1", "y1", source=drift, line_color=NEUTRAL, line_alpha=0.7, line_width=1.2)
    fig.scatter("x1", "y1", source=drift, marker="triangle", size=5, angle="angle", color=NEUTRAL, alpha=0.8)

    path = plot.source(x=[], y=[])
    plot.feed("path", path, array="now")
    fig.line("x", "y", source=path, line_alpha=0.25, line_width=2, **FOCUS)
    tail = plot.source(x0=[], y0=[], x1=[], y1=[], alpha=[])
    plot.feed("tail", tail, array="now", frames=60)
    fig.segment("x0", "y0", "x1", "y1", source=tail, line_alpha="alpha", line_width=3, **FOCUS)

    # Rest points: the stable one filled, saddles half marked by a cross, corners (unstable) open.
    fig.scatter(*CORNERS.T, marker="circle", size=8, fill_alpha=0, line_color=NEUTRAL, line_width=1.5)
    rest = plot.source(
        x=[0.5] * 4, y=[0.3] * 4, marker=["circle", "circle_x", "circle_x", "circle_x"], fill=[0.9, 0, 0, 0]
    )
    plot.feed("row", rest, columns={"x": ["rest", 0], "y": ["rest", 1]})
    fig.scatter("x", "y", source=rest, marker="marker", size=9, color=NEUTRAL, fill_alpha="fill", line_width=1.5)

    aim = plot.source(x=[0.5], y=[0.3])
    plot.feed("row", aim, columns={"x": ["aim", 0], "y": ["aim", 1]})
    fig.scatter("x", "y", source=aim, marker="diamond", size=17, fill_alpha=0, line_width=2.5, name="ink")
    now = plot.source(x=[0.5], y=[0.3])
    plot.feed("row", now, columns={"x": ["now", 0], "y": ["now", 1]})
    fig.scatter("x", "y", source=now, marker="circle", size=13, **FOCUS)
    return [plot]


VIEW = View(
    "simplex", "Gains choose a memory",
    "The dot is the gains p on their simplex: at a corner one memory has them all. It chases the diamond, "
    "attention π = softmax(f/T). Arrows show where the gains drift at this moment.",
    plots,
    without=(
        "Which memory drives it?",
        "The dot is made of shares: how much of what drives the neurons comes from each memory. At a corner one memory "
        "drives alone.",
    ),
    others={
        "sparse": (
            "Gains choose a memory",
            "The dot is the gains p on their simplex: at a corner one memory has them all, on a side one has none. It "
            "chases the diamond, sparsemax(f/T).",
        ),
        "sequence": (
            "Gains call the next memory",
            "The dot is the gains p on their simplex. It follows the diamond, softmax(f/T), late; arrows show where it "
            "drifts at this moment. A memory's gain drives the neurons to the memory after it.",
        ),
        "input-driven": (
            "Which memory does the input speak for?",
            "The dot is made of the memories' shares of the couplings. The cue has set them, and they stay.",
        ),
    },
)  # fmt: skip
