"""Which moments of several runs are shown, each run having frames at times of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...engine import Frames
from ...engine.placed import SAME, Placed

MOVE = 0.1  # of its range, by a rate or a gain of any run, since the last moment that was shown
RATES = 2.0  # their range, from -1 to 1
QUIET = 0.05  # of the time so far (of tau_x, before that): lines are smooth where less has moved for so long
HELD = ("wrong", "hard_error", "heading")  # measures that do not go over into each other, beside all that are no reals
MOST_BETWEEN = 256  # frames of all runs between two moments: where steps are tiny they are not kept for long


@dataclass
class Ahead:
    """One run's frames that are computed: those not shown yet, and the last one before."""

    smooth: bool  # between its frames; fixed steps stay as they are until the next
    frames: Frames | None = None
    moved: np.ndarray | None = None  # (S,) of its range, the most that a rate or a gain has since the frame before

    def take(self, model, frames: Frames) -> None:
        """More of them."""
        old = frames[:0] if self.frames is None else self.frames
        both = Frames.joined(old[-1:], frames)
        moved = _most_change(model.phi(both.x)) / RATES
        if model.gated:
            moved = np.maximum(moved, _most_change(model.gains(both.overlap, both.logit)))
        moved = np.nan_to_num(moved, nan=MOVE)[len(both) - len(frames) :]
        self.moved = moved if self.moved is None else np.concatenate([self.moved, moved])
        self.frames = Frames.joined(old, frames)

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


class Moments:
    """The times that are shown, from `start` on; `tau` is what is short for the neurons."""

    def __init__(self, tau: float, start: float = 0.0, times: Iterable[float] = ()):
        self.tau, self.start, self.times = tau, start, list(times)

    def place(self, time: float) -> tuple[int, float]:
        """The number that a frame at a time has, or would have; and its own time, where there is one."""
        frame = bisect_left(self.times, time * (1 - SAME))
        there = frame < len(self.times) and self.times[frame] <= time * (1 + SAME)
        return frame, self.times[frame] if there else time

    def add(self, ahead: dict[str, Ahead], until: float, ends: set[float], most: int) -> list[float]:
        """Those that come next, at most so many: all runs are known up to `until`, and some have their last frame at
        `ends`."""
        begun = len(self.times) > 0 and self.times[-1] >= self.start
        last = self.times[-1] if begun else self.start
        found, since, passed = [] if begun else [last], dict.fromkeys(ahead, 0.0), 0
        events = sorted((*event, key) for key, run in ahead.items() for event in run.since(last, until))
        for i, (time, moved, key) in enumerate(events):
            since[key] += moved
            passed += 1
            if i + 1 < len(events) and events[i + 1][0] <= time * (1 + SAME):
                continue
            long = time >= last + QUIET * max(last, self.tau)
            if long or passed >= MOST_BETWEEN or time in ends or max(since.values()) >= MOVE:
                found.append(time)
                last, since, passed = time, dict.fromkeys(ahead, 0.0), 0
        found = found[:most]
        self.times += found
        return found


def put(placed: Placed, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Measures of frames at the moments of the race."""
    held = {name for name, array in arrays.items() if array.dtype.kind != "f" or name.partition(":")[0] in HELD}
    return {name: (placed.held if name in held else placed.between)(array) for name, array in arrays.items()}


def _most_change(values: np.ndarray) -> np.ndarray:
    """The largest change of any of the values (S, N) since the frame before, (S,); of the first, 0."""
    return np.concatenate([[0.0], np.abs(np.diff(values, axis=0)).max(-1)])
