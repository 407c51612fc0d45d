"""What a person may choose: the kinds of choice, the store that is made of them, and its form in a link."""

from .own import away, packed, unpacked
from .sketch import pixel_text, pixels
from .store import (
    MOST_FRAMES,
    MOST_NEURONS,
    MOST_PATTERNS,
    MOST_SYSTEMS,
    REST,
    VERSION,
    Store,
    horizon,
    in_words,
    labelled,
    limits,
    n_neurons,
    parsed,
)

__all__ = [
    "MOST_FRAMES", "MOST_NEURONS", "MOST_PATTERNS", "MOST_SYSTEMS", "REST", "VERSION", "Store", "away", "horizon",
    "in_words", "labelled", "limits", "n_neurons", "packed", "parsed", "pixel_text", "pixels", "unpacked",
]  # fmt: skip
