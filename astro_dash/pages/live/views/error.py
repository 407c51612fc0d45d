"""Soft error of each racing system over time."""

from ....words import _
from .base import Plot, View
from .overlap import race_plot


def plots() -> list[Plot]:
    def called(system: str) -> str:
        return _("error of {system}", system=system)

    return race_plot("error", _("error ε / pixels"), called, (0, 20), True)


VIEW = View(
    "error", "How many pixels are wrong?",
    "Error ε counts wrong pixels, a half-lit one by half. It starts at the flips of the cue.",
    plots,
)  # fmt: skip
