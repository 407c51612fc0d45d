"""The Lyapunov function over time, and its terms."""

from ...theme import NEUTRAL, css_line
from .base import Plot, View, add_trace, time_plot

# Words, and those where there are no gains, and a dash
TERMS = {
    "free": ("−KT log Z", "drive", (6, 6)), "gap": ("KT·KL(p‖π)", "", (2, 4)),
    "neurons": ("neurons", "neurons", (2, 4, 6, 4)),
}  # fmt: skip


def plots() -> list[Plot]:
    plot = time_plot("energy ℒ", (-10, 1), ["energy"])
    for array, (*_, dash) in TERMS.items():
        add_trace(plot, array, line_color=NEUTRAL, line_dash=list(dash), visible=False)  # until they are asked for
    add_trace(plot, "energy", name="focus")
    plot.role = "energy"
    return [plot]


VIEW = View(
    "energy", "Energy never rises",
    "One quantity, the energy ℒ, rules neurons and gains together: left to themselves both roll downhill, and a memory "
    "is a valley.",
    plots,
    without=(
        "Energy never rises",
        "One quantity, the energy ℒ, rules the neurons: left to themselves they roll downhill, and a memory is a "
        "valley.",
    ),
    facts={"terms": [
        {"array": array, "words": words, "without": without, "line": css_line("var(--muted)", dash)}
        for array, (words, without, dash) in TERMS.items()
    ]},
)  # fmt: skip
