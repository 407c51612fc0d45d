"""The Lyapunov function over time, and its terms."""

from ...theme import NEUTRAL
from .base import Plot, View, add_trace, time_plot

TERMS = {"free": "dashed", "gap": "dotted", "neurons": "dotdash"}


def plots() -> list[Plot]:
    plot = time_plot("energy ℒ", (-10, 1), ["energy"])
    for array, dash in TERMS.items():
        add_trace(plot, array, line_color=NEUTRAL, line_dash=dash)
    add_trace(plot, "energy", name="focus")
    plot.role = "energy"
    return [plot]


VIEW = View(
    "energy", "Energy never rises",
    "One quantity ℒ rules neurons and gains together. Both only ever roll downhill, and a memory is a valley.",
    plots,
)  # fmt: skip
