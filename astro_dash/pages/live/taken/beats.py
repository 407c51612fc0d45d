"""How a film goes through a run: in the three beats of the page (browser/pace.js)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

HOLD_S, DECISION_S, REST_S = 1, 4, 2
LAST_S = 1.5  # that the end is held before it begins anew
SLOWEST = 6  # frames of the run a second
ONE_CHANGE = 8  # frames within which changes count as one


def beats(verdicts: Iterable[np.ndarray], marks: Sequence[int], end: int, each_second: int) -> list[int]:
    """Of a run of frames 0 to `end`, which is shown in each picture of a film of so many pictures a second. `verdicts`
    has what each state is called, (S,); `marks` the frames where something was changed."""
    verdicts, position = list(verdicts), 0.0
    shown = [0] * (HOLD_S * each_second)
    while position < end:
        position = min(position + _pace(verdicts, marks, position, end) / each_second, end)
        shown.append(int(position))
    return shown + [end] * round(LAST_S * each_second)


def marked(frames: Iterable[int]) -> list[int]:
    """Where the eye sees a change: a drag is one."""
    marks: list[int] = []
    for frame in frames:
        marks = [*(mark for mark in marks if mark < frame - ONE_CHANGE), frame]
    return marks


def _pace(verdicts: list[np.ndarray], marks: Sequence[int], position: float, end: int) -> float:
    """Frames of the run a second, at a position."""
    start = max((mark for mark in marks if mark <= position), default=0)
    until = min((mark for mark in marks if mark > position), default=end)
    changed = max((_last_change(verdict, start, until) for verdict in verdicts), default=start)
    decided = changed if changed > start else until
    first, last, seconds = (start, decided, DECISION_S) if position < decided else (decided, until, REST_S)
    return max((last - first) / seconds, SLOWEST)


def _last_change(verdict: np.ndarray, least: int, most: int) -> int:
    """The last frame beyond one and up to another at which what a state is called changes."""
    changes = np.flatnonzero(np.diff(verdict[least : most + 1]))
    return least + int(changes[-1]) + 1 if len(changes) else least
