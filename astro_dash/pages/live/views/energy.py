"""The Lyapunov function over time, and its terms."""

from ...theme import NEUTRAL, css_line
from .base import Plot, View, add_trace, time_plot

TERMS = {"free": ("−KT log Z", (6, 6)), "gap": ("KT·KL(p‖π)", (2, 4)), "neurons": ("neurons", (2, 4, 6, 4))}


def plots() -> list[Plot]:
    plot = time_plot("energy ℒ", (-10, 1), ["energy"])
    for array, (_, dash) in TERMS.items():
        add_trace(plot, array, line_color=NEUTRAL, line_dash=list(dash), visible=False)  # until they are asked for
    add_trace(plot, "energy", name="focus")
    plot.role = "energy"
    return [plot]


VIEW = View(
    "energy", "Energy never rises",
    "One quantity, the energy ℒ, rules neurons and gains together. Both only ever roll downhill, and a memory is a "
    "valley.",
    plots, facts={"terms": [
        {"array": array, "words": words, "line": css_line("var(--muted)", dash)}
        for array, (words, dash) in TERMS.items()
    ]},
)  # fmt: skip
