"""Checks of what the messages of the Live page carry."""

from __future__ import annotations

import numpy as np

from ...engine.quote import quoted
from ...words import _


def indices(values, n: int) -> np.ndarray:
    """Checked indices below n."""
    good = isinstance(values, (list, tuple)) and all(type(v) is int and 0 <= v < n for v in values)
    if not good or len(values) > n:
        raise ValueError(
            _(
                "The index {index} is out of range: allowed are whole numbers from 0 to {last}.",
                index=quoted(values), last=n - 1,
            )
        )  # fmt: skip
    return np.array(sorted(set(values)), int)
