"""The Lyapunov function over time, and its terms."""

from ....words import _
from ...theme import NEUTRAL, css_line
from .base import Plot, View, add_trace, time_plot

DASHES = {"free": (6, 6), "gap": (2, 4), "neurons": (2, 4, 6, 4)}  # of the terms


def plots() -> list[Plot]:
    plot = time_plot(_("energy ℒ"), (-10, 1), ["energy"])
    called = {"free": _("free"), "gap": _("gap"), "neurons": _("neurons")}
    for array, dash in DASHES.items():
        style = {"line_color": NEUTRAL, "line_dash": list(dash)}
        add_trace(plot, array, called[array], visible=False, **style)  # until they are asked for
    add_trace(plot, "energy", _("energy"), name="focus")
    plot.role = "energy"
    return [plot]


def facts() -> dict:
    """Of each term its words, those where there are no gains, those where they are no softmax, and its line."""
    terms = {
        "free": (_("−KT log Z"), _("drive"), _("drive, gains settled")),
        "gap": (_("KT·KL(p‖π)"), "", _("gains still to settle")), "neurons": (_("neurons"),) * 3,
    }  # fmt: skip
    return {"terms": [
        {"array": array, "words": words, "without": without, "settling": settling,
         "line": css_line("var(--muted)", DASHES[array])}
        for array, (words, without, settling) in terms.items()
    ]}  # fmt: skip


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
    others={"sequence": (
        "No energy rules it",
        "Its wiring leads from each memory to the next and not back: there is no quantity that only falls, and no "
        "valley to stay in.",
    )},
    facts=facts,
)  # fmt: skip
