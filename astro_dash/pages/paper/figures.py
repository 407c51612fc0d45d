"""The figures rendered with HoloViews, as items that the browser embeds, with words for those who do not see them."""

from __future__ import annotations

from .bands import bands, sigmas
from .captions import UNSET
from .maps import planes
from .raced import raced
from .summary import PANELS, table


def figure(number: str, data: dict, switches: dict = UNSET, growing: bool = False) -> dict:
    """A figure as plain types: its panels (title, alt, item), the scales and keys of their colours, and its numbers;
    `data` has its parts, of which some cells may still be missing if it is `growing`."""
    keys: list[dict] = []
    scales: list[dict] = []
    if number == "4":
        panels, scales = planes(data, switches)
    elif number == "5":
        panels, keys = raced(data)
    else:
        panels = [bands(data[number], name) for name in PANELS]
    if number == "3":
        panel, keys = sigmas(data["3"], data["3-sigma"])
        panels.append(panel)
    found = {"panels": panels, "scales": scales, "keys": keys}
    return found | ({"table": None} if growing else {"table": table(number, data)})
