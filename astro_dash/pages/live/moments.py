"""Which moments of several runs are shown, each run having frames at times of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...engine import Frames

MOVE = 0.1  # of its range, by a rate or a gain of any run, since the last moment that was shown
RATES = 2.0  # their range, from -1 to 1
QUIET = 0.05  # of the time so far (of tau_x, before that): lines are smooth where less has moved for so long
SAME = 1e-9  # of a time: sums of steps may differ by so little where they are meant to be one
HELD = ("wrong", "heading")  # measures that do not go over into each other, beside all that are no reals


@dataclass
class Ahead:
    """One run's frames that are computed: those not shown yet, and the last one before."""

    smooth: bool  # between its frames; fixed steps stay as they are until the next
    frames: Frames | None = None
    moved: np.ndarray | None = (
        None  # (S,) since the frame before, the most of a rate or a gain: of its range, the share
    )

    def take(self, model, frames: Frames) -> None:
        """More of them."""
        old = frames[:0] if self.frames is None else self.frames
        both = joined(old[-1:], frames)
        moved = _most_change(model.phi(both.x)) / RATES
        if model.gated:
            moved = np.maximum(moved, _most_change(model.gains(both.overlap, both.logit)))
        moved = np.nan_to_num(moved, nan=MOVE)[len(both) - len(frames) :]
        self.moved = moved if self.moved is None else np.concatenate([self.moved, moved])
        self.frames = joined(old, frames)

    def since(self, time: float, until: float) -> Iterable[tuple[float, float]]:
        """Time and movement of each frame after the one and up to the other."""
        assert self.frames is not None and self.moved is not None, "nothing has been computed yet"
        chosen = (self.frames.time > time * (1 + SAME)) & (self.frames.time <= until)
        return zip(self.frames.time[chosen].tolist(), self.moved[chosen].tolist(), strict=True)

    def until(self, times: np.ndarray) -> tuple[Frames, Placed]:
        """The frames to show some times by, and how; those before the last of these are let go."""
        assert self.frames is not None and self.moved is not None, "nothing has been computed yet"
        placed = Placed.of(self.frames.time, times, self.smooth)
        needed, where = np.unique(np.concatenate([placed.before, placed.after]), return_inverse=True)
        frames, last = self.frames[needed], int(placed.before[-1])
        self.frames, self.moved = self.frames[last:].copied(), self.moved[last:].copy()
        return frames, Placed(where[: len(times)], where[len(times) :], placed.share)


@dataclass(frozen=True)
class Placed:
    """Where times (M,) lie among those of frames: in the frame `before` each, and by a share on the way to the one
    `after`."""

    before: np.ndarray
    after: np.ndarray
    share: np.ndarray

    @staticmethod
    def of(own: np.ndarray, times: np.ndarray, smooth: bool) -> Placed:
        """Before the first of its own times it is in the first frame, after the last in the last."""
        before = np.maximum(np.searchsorted(own, times * (1 + SAME), "right") - 1, 0)
        after = np.minimum(before + 1, len(own) - 1)
        way = own[after] - own[before]
        share = np.where(way > 0, (times - own[before]) / np.where(way > 0, way, 1), 0)
        share = np.clip(share, 0, 1) * smooth
        return Placed(before, np.where(share > 0, after, before), share)

    def put(self, name: str, array: np.ndarray) -> np.ndarray:
        """A measure (S, ...) of the frames at the times, (M, ...)."""
        if array.dtype.kind != "f" or name.partition(":")[0] in HELD or not self.share.any():
            return array[self.before]
        share = self.share.reshape(-1, *[1] * (array.ndim - 1))
        with np.errstate(invalid="ignore"):  # of infinite energies
            between = array[self.before] + share * (array[self.after] - array[self.before])
        return np.where(share > 0, between, array[self.before])


class Moments:
    """The times that are shown, from `start` on; `tau` is what is short for the neurons."""

    def __init__(self, tau: float, start: float = 0.0, times: Iterable[float] = ()):
        self.tau, self.start, self.times = tau, start, list(times)

    def add(self, ahead: dict[str, Ahead], until: float, ends: set[float], most: int) -> list[float]:
        """Those that come next, at most so many: all runs are known up to `until`, and some have their last frame at
        `ends`."""
        begun = len(self.times) > 0 and self.times[-1] >= self.start
        last = self.times[-1] if begun else self.start
        found, since = [] if begun else [last], dict.fromkeys(ahead, 0.0)
        events = sorted((*event, key) for key, run in ahead.items() for event in run.since(last, until))
        for i, (time, moved, key) in enumerate(events):
            since[key] += moved
            if i + 1 < len(events) and events[i + 1][0] <= time * (1 + SAME):
                continue
            long = time >= last + QUIET * max(last, self.tau)
            if long or time in ends or max(since.values()) >= MOVE:
                found.append(time)
                last, since = time, dict.fromkeys(ahead, 0.0)
        found = found[:most]
        self.times += found
        return found


def joined(first: Frames, then: Frames) -> Frames:
    """Frames one after another."""
    return Frames(*(np.concatenate(pair) for pair in zip(vars(first).values(), vars(then).values(), strict=True)))


def _most_change(values: np.ndarray) -> np.ndarray:
    """The largest change of any of the values (S, N) since the frame before, (S,); of the first, 0."""
    return np.concatenate([[0.0], np.abs(np.diff(values, axis=0)).max(-1)])
