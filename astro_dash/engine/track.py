"""A run that can be gone back to: snapshots, from which any frame is computed again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .run import Frames, Run

SNAPSHOT_FRAMES = 16


class Track:
    """One system's run, with snapshots from which any frame of it can be had again."""

    def __init__(self, run: Run):
        self.run = run
        self.snapshots: list[tuple[Frames, Run]] = []
        self._last: Frames | None = None

    @property
    def last(self) -> Frames:
        """The last frame computed, of length 1."""
        assert self._last is not None, "nothing has been computed yet"
        return self._last

    def advance(self, n_frames: int) -> Frames:
        """The next frames; once at rest, the last one again."""
        if self.ended:
            return self.last
        frames = self.run.advance(n_frames)
        marks = set(range(-frames.step[0] % SNAPSHOT_FRAMES, len(frames), SNAPSHOT_FRAMES))
        if self._last is None:  # a run may start between two marks
            marks.add(0)
        self.snapshots += [(_copy(frames[i : i + 1]), self.run) for i in sorted(marks)]
        self._last = _copy(frames[-1:])
        return frames

    @property
    def ended(self) -> bool:
        """Nothing more will come of it: it is at rest, or an Euler step too large has broken it down."""
        return self.run.at_rest or (self._last is not None and not np.isfinite(self.last.x).all())

    def at(self, step: int) -> tuple[Frames, Run]:
        """The frame (of length 1) at a step, and the run that it belongs to; beyond rest, the last one."""
        step = min(step, int(self.last.step[0]))
        if step == self.last.step[0]:
            return self.last, self.run
        frame, run = next(s for s in reversed(self.snapshots) if s[0].step[0] <= step)
        again = run.resume(frame, run.model.parameters)
        again.rest = None
        return again.advance(step - int(frame.step[0]) + 1)[-1:], run

    def replay(self):
        """The model and the frames of each stretch since the start, computed again from the snapshots."""
        ends = [int(s[0].step[0]) for s in self.snapshots[1:]] + [int(self.last.step[0]) + 1]
        for (frame, run), end in zip(self.snapshots, ends, strict=True):
            first, still = int(frame.step[0]), run.last_step + 1  # beyond its last step a run stays as it is
            again = run.resume(frame, run.model.parameters)
            again.rest = None
            frames = again.advance(min(end, still) - first)
            yield run.model, frames[np.minimum(np.arange(end - first), len(frames) - 1)]

    def resumed(self, step: int, parameters, flips=()) -> Track:
        """A track that goes on from a step with other parameters, or with some neurons turned over."""
        frame, run = self.at(step)
        x = frame.x.copy()
        x[..., list(flips)] *= -1
        track = Track(run.resume(replace(frame, step=np.array([step]), x=x), parameters))
        track.snapshots = [s for s in self.snapshots if s[0].step[0] < step]
        return track


def _copy(frames: Frames) -> Frames:
    """A copy that does not keep the whole block in memory."""
    return Frames(*(a.copy() for a in vars(frames).values()))
