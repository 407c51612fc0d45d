"""Which neurons pull which: the wiring that the gains leave."""

from ..sight import WIRED
from .base import View

VIEW = View(
    "connectivity", "Gains wire the neurons",
    "A dot is the pull between two neurons, of which {wired} at most are shown: those with ink in the target first, "
    "then the others. Grey is many memories at odds; one memory alone is a board of four plain blocks.",
    without=(
        "How the neurons are wired",
        "A dot is the pull between two neurons, of which {wired} at most are shown: those with ink in the target "
        "first, then the others. A memory that stood alone would be a board of four plain blocks.",
    ),
    facts=lambda: {"wired": WIRED},
)  # fmt: skip
