"""Colours, lines and words of what the pages show, in one place. Light and dark grounds are in `assets/style.css`."""

from __future__ import annotations

from typing import NamedTuple

from ..engine.models import MODELS

# Of the pages, as they stand in the head
TITLES = {"live": "Live", "explore": "Explore", "paper": "Paper", "attention": "Attention"}


class Look(NamedTuple):
    """A colour and a dash: lengths in pixels drawn and left out, in turn; none for a line without gaps."""

    colour: str
    dash: tuple[int, ...]


# Okabe and Ito's palette, which people with any colour vision can tell apart; never colour alone.
_LOOKS = {
    "astro": Look("#D55E00", ()),
    "hopfield": Look("#0072B2", (6, 6)),
    "hopfield-binary": Look("#56B4E9", (2, 4)),
    "naam": Look("#009E73", (8, 2, 2, 2)),
    "attention": Look("#CC79A7", (2, 3)),
    "dense": Look("#E69F00", (10, 3)),
    "modern": Look("#8C6BB1", (6, 2, 1, 2)),
    "ideal": Look("#888888", (3, 5)),
}
# For systems that have none of their own yet, in turn.
_SPARE = (
    Look("#B2182B", (12, 2, 4, 2)), Look("#1B7837", (1, 1)), Look("#A6761D", (4, 1)), Look("#762A83", (8, 4, 1, 4)),
)  # fmt: skip
_NEW = [key for key in MODELS if key not in _LOOKS]
LOOKS = {key: _LOOKS.get(key) or _SPARE[_NEW.index(key) % len(_SPARE)] for key in MODELS}
COLOURS = {key: look.colour for key, look in LOOKS.items()}
DASHES = {key: list(look.dash) for key, look in LOOKS.items()}
# Of the lines over a map.
BOUNDS = {"ideal": (6, 3), "ideal-high": (2, 2), "hopfield": (10, 3, 2, 3), "routing": ()}
NEUTRAL = "#888888"
FONT = "system-ui, sans-serif"
EM = "12px"


def css_line(colour: str, dash: tuple[int, ...]) -> str:
    """A line as a CSS image, as a figure draws it."""
    stops, end = [], 0
    for i, length in enumerate(dash or (1,)):
        stops.append(f"{'transparent' if i % 2 else colour} {end}px {end + length}px")
        end += length
    return f"repeating-linear-gradient(90deg, {', '.join(stops)})"
