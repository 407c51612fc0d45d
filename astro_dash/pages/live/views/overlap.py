"""Overlap of each racing system with the target over time."""

from collections.abc import Callable

from ....engine.models import MODELS
from ....words import _
from ...theme import LOOKS
from .base import Plot, View, add_trace, time_plot


def race_plot(
    array: str, label: str, called: Callable[[str], str], y_range: tuple[float, float], fit: bool
) -> list[Plot]:
    """One line for each system, of the array of that name; `called` is how it is called, of a system's title."""
    arrays = [f"{array}:{key}" for key in MODELS]
    plot = time_plot(label, y_range, arrays if fit else [])
    looks = [LOOKS[key] for key in MODELS]
    traces = [
        add_trace(plot, name, called(_(model.title)), line_color=look.colour, line_dash=list(look.dash))
        for name, model, look in zip(arrays, MODELS.values(), looks, strict=True)
    ]
    beads = plot.source(x=[], y=[], mark=[], colour=[])
    of = [[trace.name, look.mark, look.colour] for trace, look in zip(traces, looks, strict=True)]
    plot.feed("beads", beads, of=of)
    plot.figure.scatter("x", "y", source=beads, marker="mark", size=8, color="colour", line_width=2)
    return [plot]


def plots() -> list[Plot]:
    def called(system: str) -> str:
        return _("overlap of {system}", system=system)

    return race_plot("overlap", _("overlap m"), called, (-1.05, 1.05), False)


VIEW = View(
    "overlap", "How close to the target?",
    "Overlap m of each memory with the target: 1 is the picture itself, 0 no likeness, −1 its negative.",
    plots,
)  # fmt: skip
