"""A cue that was sketched by hand, as the text that the link has of it."""

from __future__ import annotations

import base64

import numpy as np

from ..engine.quote import quoted
from ..words import _


def pixels(text: str, n_neurons: int) -> np.ndarray:
    """A sketched cue (N,) of +-1 from its text; ValueError if it is not one of that many pixels."""
    try:
        if len(text) > n_neurons + 8:  # no need to look at what is far too long
            raise ValueError
        bits = np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), np.uint8))
    except ValueError:
        bits = np.zeros(0, np.uint8)
    if len(bits) != -(-n_neurons // 8) * 8:
        raise ValueError(
            _(
                "cue is {text}, but must be a drawn cue of {pixels} pixels, as a link of this page has it.",
                text=quoted(text, 40), pixels=n_neurons,
            )
        )
    return np.where(bits[:n_neurons], 1.0, -1.0)


def pixel_text(cue: np.ndarray) -> str:
    """The text of a cue (N,), its ink packed into bits."""
    return base64.urlsafe_b64encode(np.packbits(cue > 0).tobytes()).decode().rstrip("=")
