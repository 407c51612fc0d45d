"""What a person may choose: the kinds of choice, the store that is made of them, and its form in a link."""

from .choices import MOST_NEURONS, MOST_PATTERNS, MOST_SYSTEMS, in_words, labelled, limits, parsed
from .own import away, n_neurons, packed, unpacked
from .said import Said
from .sketch import pixel_text, pixels
from .store import MOST_FRAMES, REST, VERSION, Store

__all__ = [
    "MOST_FRAMES", "MOST_NEURONS", "MOST_PATTERNS", "MOST_SYSTEMS", "REST", "VERSION", "Said", "Store", "away",
    "in_words", "labelled", "limits", "n_neurons", "packed", "parsed", "pixel_text", "pixels", "unpacked",
]  # fmt: skip
