"""A run that can be gone back to: snapshots, from which any moment of it is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import numpy as np

from .models import Model
from .prime import pushed
from .run import SAME, Frames, Run

SNAPSHOT_FRAMES = 16
BLOCK_FRAMES = 16  # after which it is looked whether it is at rest: steps beyond that are for nothing


class Track:
    """One system's run, with snapshots from which any moment of it can be had again."""

    def __init__(self, run: Run):
        self.run = run
        self.snapshots: list[tuple[Frames, Run]] = []
        self._last: Frames | None = None
        self._count = 0  # frames so far

    def copied(self) -> Track:
        """One that goes on from here by itself."""
        track = copy(self)
        track.run, track.snapshots = self.run.copied(), list(self.snapshots)
        return track

    @property
    def nbytes(self) -> int:
        """What it keeps in memory, about."""
        return sum(frame.nbytes for frame, _ in self.snapshots) + self.run.state.nbytes

    @property
    def last(self) -> Frames:
        """The last frame computed, of length 1."""
        assert self._last is not None, "nothing has been computed yet"
        return self._last

    @property
    def time(self) -> float:
        """That of the last frame."""
        return float(self.last.time[0])

    def advance(self, n_frames: int) -> Frames:
        """The next frames; once it has ended, the last one again."""
        if self.ended:
            return self.last
        blocks: list[Frames] = []
        while n_frames > 0 and not (blocks and (self.run.at_rest or self.run.over)):
            blocks.append(self.run.advance(min(n_frames, BLOCK_FRAMES)))
            n_frames -= BLOCK_FRAMES
        frames = Frames.joined(*blocks)
        marks = range(-self._count % SNAPSHOT_FRAMES, len(frames), SNAPSHOT_FRAMES)
        self.snapshots += [(frames[i : i + 1].copied(), self.run) for i in marks]
        self._count += len(frames)
        self._last = frames[-1:].copied()
        return frames

    @property
    def ended(self) -> bool:
        """Nothing more will come of it: it is at rest or at its horizon, or an Euler step too large has broken it."""
        run = self.run
        return self._last is not None and (run.at_rest or run.over or not np.isfinite(self.last.x).all())

    def replay(self) -> Iterator[tuple[Model, Frames]]:
        """The model and the frames of each stretch since the start, computed again from the snapshots. A stretch ends
        with the frame that the next one begins with, as it was before something was changed there."""
        for (frame, run), (end, _) in zip(self.snapshots, [*self.snapshots[1:], (self.last, self.run)], strict=True):
            yield run.model, _again(frame, run, float(end.time[0]))

    def resumed(self, time: float, parameters, flips=(), shares=()) -> Track:
        """A track that goes on from a time with other parameters, some neurons turned over, or its gains pushed to
        `shares` (`prime.pushed`). Adaptive steps come to that time with a shorter one, fixed ones wait there for their
        next."""
        frame, run = self._before(time)
        if time < self.time:
            frame = _again(frame, run, time)[-1:]
        x = frame.x.copy()
        x[..., list(flips)] *= -1
        logit = pushed(run.model, frame.logit, shares) if shares else frame.logit
        step = frame.step if run.paced else np.array([_step(time, run)])
        at = replace(frame, step=step, time=np.full_like(frame.time, time), x=x, logit=logit)
        return self._from(at, run, parameters)

    def back_to(self, time: float) -> Track:
        """A track that goes on as this one did, from its last frame at or before a time."""
        frame, run = self._before(time)
        if time < self.time:
            frame = _again(frame, run, run.horizon, time)[-1:]
        return self._from(frame, run, run.model.parameters)

    def _before(self, time: float) -> tuple[Frames, Run]:
        """The last frame if it is at or before a time, or else the last snapshot that is."""
        if self.time <= time:
            return self.last, self.run
        return next(s for s in reversed(self.snapshots) if s[0].time[0] <= time)

    def _from(self, frame: Frames, run: Run, parameters) -> Track:
        track = Track(run.resume(frame, parameters))
        track.snapshots = [s for s in self.snapshots if s[0].time[0] < frame.time[0]]
        return track


def _again(frame: Frames, run: Run, end: float, until: float = np.inf) -> Frames:
    """The frames from a snapshot on to a time, at which adaptive steps end; those at or before `until`."""
    again = run.resume(frame, run.model.parameters, end)
    again.rest = None
    frames = again.advance(SNAPSHOT_FRAMES + 1)
    return frames[: max(1, int((frames.time <= until).sum()))]


def _step(time: float, run: Run) -> int:
    """The last of fixed steps at or before a time."""
    return int(time / run.model.parameters.dt + SAME)
