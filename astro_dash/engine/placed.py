"""Frames at times of their own, shown at others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SAME = 1e-9  # of a time: sums of steps may differ by so little where they are meant to be one


@dataclass(frozen=True)
class Placed:
    """Where times (M,) lie among those of frames: in the frame `before` each, and by a share on the way to the one
    `after`."""

    before: np.ndarray
    after: np.ndarray
    share: np.ndarray

    @staticmethod
    def of(own: np.ndarray, times: np.ndarray, smooth: bool = True) -> Placed:
        """Before the first of its own times (S,) it is in the first frame, after the last in the last; what is not
        `smooth` stays as it is until the next."""
        before = np.maximum(np.searchsorted(own, times * (1 + SAME), "right") - 1, 0)
        after = np.minimum(before + 1, len(own) - 1)
        way = own[after] - own[before]
        share = np.where(way > 0, (times - own[before]) / np.where(way > 0, way, 1), 0)
        share = np.clip(share, 0, 1) * smooth
        return Placed(before, np.where(share > 0, after, before), share)

    def held(self, array: np.ndarray) -> np.ndarray:
        """Values (S, ...) of the frames at the times, (M, ...), as they last were."""
        return array[self.before]

    def between(self, array: np.ndarray) -> np.ndarray:
        """The same on a straight line from one frame to the next."""
        if not self.share.any():
            return self.held(array)
        share = self.share.reshape(-1, *[1] * (array.ndim - 1))
        with np.errstate(invalid="ignore"):  # of infinite energies
            between = array[self.before] + share * (array[self.after] - array[self.before])
        return np.where(share > 0, between, array[self.before])
