"""The words of figure 5: in what runs end, and what is swept."""

from __future__ import annotations

import numpy as np

from ...study.ends import MIRROR, MIXTURE, OWN_MIRROR, RIVAL, TARGET, UNFINISHED
from ...words import _


def ended_words() -> dict[int, str]:
    return {
        TARGET: _("the target"), RIVAL: _("a rival"), MIRROR: _("a mirror image"), MIXTURE: _("a mixture"),
        UNFINISHED: _("unfinished"),
    }  # fmt: skip


def swept_words() -> tuple[str, str]:
    return _("τ_p swept, τ_x = 1"), _("τ_x swept, τ_p = 1")


def as_one(end: np.ndarray) -> np.ndarray:
    """Ends with all mirror images as one kind."""
    return np.where(end == OWN_MIRROR, MIRROR, end)
