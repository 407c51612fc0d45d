"""Each racing system's energy as a map of two memories, with its own path on it."""

from .base import View

VIEW = View(
    "landscape", "Energy is a landscape",
    "The stronger the colour, the lower the ground. To the right a state has more of what target and rival share, "
    "upwards more of what tells the target from the rival. So the memories are corners, and the line is the way taken.",
)  # fmt: skip
