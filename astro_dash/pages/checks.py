"""Checks of what the messages of a page carry."""

from __future__ import annotations

from ..engine.quote import quoted
from ..words import _


def whole(name: str, value) -> int:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) <= 2**31:
        raise ValueError(_("{name} is {value}, but must be a whole number.", name=name, value=quoted(value, 40)))
    return int(value)
