"""Colours, lines and words of what the pages show, in one place. Light and dark grounds are in `assets/style.css`."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from ..engine.models import MODELS

# Of the pages, as they stand in the head
TITLES = {
    "live": "Live", "explore": "Explore", "paper": "Paper", "laws": "Laws", "attention": "Attention",
    "lessons": "Lessons",
}  # fmt: skip


# Of Bokeh's markers those that are told apart when they are small, as outlines in a square of 12 for what is no figure.
MARKS = {
    "circle": "M6 2a4 4 0 0 1 0 8a4 4 0 0 1 0-8z", "square": "M2 2h8v8h-8z", "triangle": "M6 1.5 10.5 10h-9z",
    "inverted_triangle": "M6 10.5 10.5 2h-9z", "diamond": "M6 .5 10 6 6 11.5 2 6z", "cross": "M6 1v10M1 6h10",
    "x": "M2 2l8 8M10 2l-8 8", "star": "M6 .5 7.6 4.4 11.5 4.6 8.5 7.2 9.5 11.2 6 9 2.5 11.2 3.5 7.2.5 4.6 4.4 4.4z",
    "hex": "M6 1l4.3 2.5v5L6 11 1.7 8.5v-5z", "asterisk": "M6 1v10M1 6h10M2.5 2.5l7 7M9.5 2.5l-7 7",
    "y": "M6 6v5M6 6 2 2M6 6l4-4", "dash": "M1 5h10v2H1z", "square_x": "M2 2h8v8h-8zM2 2l8 8M10 2l-8 8",
    "triangle_pin": "M6 1.5Q7 7 10.5 10Q6 8 1.5 10Q5 7 6 1.5z", "diamond_dot": "M6 .5 10 6 6 11.5 2 6zM6 5v2",
    "square_dot": "M2 2h8v8h-8zM6 5v2",
}  # fmt: skip


class Look(NamedTuple):
    """A colour; a dash: lengths in pixels drawn and left out, in turn, none for a line without gaps; and a mark on the
    line, one of `MARKS`."""

    colour: str
    dash: tuple[int, ...]
    mark: str


# Okabe and Ito's palette, which people with any colour vision can tell apart; never colour alone.
_LOOKS = {
    "astro": Look("#D55E00", (), "circle"),
    "hopfield": Look("#0072B2", (6, 6), "square"),
    "hopfield-binary": Look("#56B4E9", (2, 4), "triangle"),
    "naam": Look("#009E73", (8, 2, 2, 2), "inverted_triangle"),
    "attention": Look("#CC79A7", (2, 3), "diamond"),
    "dense": Look("#E69F00", (10, 3), "cross"),
    "modern": Look("#8C6BB1", (6, 2, 1, 2), "x"),
    "ideal": Look("#888888", (3, 5), "star"),
    "pseudo-inverse": Look("#C51B7D", (12, 2, 4, 2), "hex"),
    "sparse": Look("#11889B", (1, 1), "asterisk"),
    "sequence": Look("#A6761D", (4, 1), "y"),
    "input-driven": Look("#748214", (8, 4, 1, 4), "dash"),
}
# For systems that have none of their own yet, in turn.
_SPARE = (
    Look("#B2182B", (14, 3, 3, 3), "square_x"), Look("#1B7837", (2, 1), "triangle_pin"),
    Look("#9970AB", (5, 1, 5, 4), "diamond_dot"), Look("#7F4A2B", (9, 1, 1, 1), "square_dot"),
)  # fmt: skip
_NEW = [key for key in MODELS if key not in _LOOKS]
LOOKS = {key: _LOOKS.get(key) or _SPARE[_NEW.index(key) % len(_SPARE)] for key in MODELS}
COLOURS = {key: look.colour for key, look in LOOKS.items()}
# Of the lines over a map.
BOUNDS = {
    "ideal": (6, 3), "ideal-high": (2, 2), "mirrored": (20, 5), "knowing": (2, 5), "hopfield": (10, 3, 2, 3),
    "routing": (), "routing-too": (14, 4),
}  # fmt: skip
NEUTRAL = "#888888"
FONT = "system-ui, sans-serif"
EM = "12px"


def css_line(colour: str, dash: tuple[int, ...], mark: str = "") -> str:
    """A line, with its mark in the middle, as the layers of a CSS background, as a figure draws it."""
    stops, end = [], 0
    for i, length in enumerate(dash or (1,)):
        stops.append(f"{'transparent' if i % 2 else colour} {end}px {end + length}px")
        end += length
    line = f"repeating-linear-gradient(90deg, {', '.join(stops)}) center / 100% 3px no-repeat"
    if not mark:
        return line
    path = f"<path d='{MARKS[mark]}' fill='{colour}' stroke='{colour}' stroke-width='1.5'/>"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12'>{path}</svg>"
    return f'url("data:image/svg+xml,{quote(drawn)}") center / 11px no-repeat, {line}'
