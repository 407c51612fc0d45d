"""The gains beside the softmax that they converge to."""

from bokeh.models import Range1d

from ....words import _
from ...style import plain
from ..rivals import SHOWN
from .base import Plot, View


def plots() -> list[Plot]:
    fig = plain(x_range=Range1d(-0.6, SHOWN + 0.6), y_range=Range1d(0, 1.05), y_axis_label=_("share"))
    fig.min_border_left = 56
    fig.xaxis.visible = False
    fig.xgrid.visible = False
    plot = Plot(fig, role="attention")
    x = list(range(SHOWN + 1))
    gain = plot.source(x=x, y=[0] * len(x))
    plot.feed("row", gain, columns={"y": ["gain"]})
    fig.vbar("x", top="y", width=0.62, source=gain, name="focus")
    attention = plot.source(x=x, y=[0] * len(x))
    plot.feed("row", attention, columns={"y": ["attention"]})
    fig.scatter("x", "y", source=attention, marker="diamond", size=14, fill_alpha=0, line_width=2.5, name="ink")
    return [plot]


VIEW = View(
    "attention", "Gains become attention",
    "Bars: the gains p. Diamonds: attention, softmax(f/T); a transformer's where the score f is the overlap, and not "
    "its square. At rest they are the same. Click a memory to make it the target.",
    plots,
    without=(
        "Which memories drive it?",
        "Bars: each memory's share of what drives the neurons. Click a memory to make it the target.",
    ),
    others={
        "sparse": (
            "Gains become sparse attention",
            "Bars: the gains p. Diamonds: sparsemax(f/T), which they converge to: where softmax leaves every memory a "
            "little, most have exactly nothing. Click a memory to make it the target.",
        ),
        "sequence": (
            "Gains call the next memory",
            "Bars: the gains p, each of which drives the neurons to the memory after its own. Diamonds: the softmax "
            "that they follow, late: while they lag, a memory stays. Click a memory to make it the target.",
        ),
        "input-driven": (
            "Which memories does the input speak for?",
            "Bars: each memory's share of the couplings, which its overlap with the cue sets, and nothing changes "
            "after. Click a memory to make it the target.",
        ),
    },
)  # fmt: skip
