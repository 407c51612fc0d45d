"""Soft error of each racing system over time."""

from .base import Plot, View
from .overlap import race_plot


def plots() -> list[Plot]:
    return race_plot("error", "error ε / pixels", (0, 20), True)


VIEW = View(
    "error", "How many pixels are wrong?",
    "Error ε counts wrong pixels, a half-lit one by half. It starts at the flips of the cue.",
    plots,
)  # fmt: skip
