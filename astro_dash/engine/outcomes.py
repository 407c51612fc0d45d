"""What becomes of many cues at once: each stops at its own rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .measures import observe, pattern
from .run import REST_FRAMES, Frames, Run

MEASURES = ("hard_error", "soft_error", "mirror_error", "accuracy", "perplexity", "overlap", "rest_time")
BLOCK = 8  # frames recorded at once


def outcomes(run: Run, targets: np.ndarray, also: Callable | None = None) -> dict[str, np.ndarray]:
    """What becomes of each cue (B,) of a run that has not begun, at rest or at its horizon.

    hard_error, soft_error, mirror_error in pixels; accuracy, 1 if recalled exactly (for the ideal observer, of patterns
    that tie, what it is on average); perplexity; overlap with the target; rest_time, NaN if the horizon came first.
    `also(model, ends, seen, targets)` gives further ones by name, each (B,), of the last `Frames` of some cues and what
    was `Observed` of them.
    """
    results = {name: np.full(len(targets), np.nan) for name in MEASURES}
    cues, taken = np.arange(len(targets)), np.zeros(len(targets), bool)  # that still run: which, and if written down
    while not taken.all():
        if taken.mean() > 0.2:
            run, cues, taken = run.among(np.flatnonzero(~taken)), cues[~taken], np.zeros((~taken).sum(), bool)
        frames = run.advance(BLOCK)
        # Each as it is when its rest is noticed, whatever the others of its batch still do.
        noticed = run.rest_step + (REST_FRAMES - 1) * run.every
        ended = run.rest_step >= 0
        over = run.state.time >= run.horizon if run.paced else run.over
        which = np.flatnonzero((ended | over) & ~taken)
        at = np.where(ended, (noticed - frames.step[0]) // run.every, len(frames) - 1)[which]
        for name, values in _measured(run, frames, which, at, targets[cues[which]], also).items():
            results.setdefault(name, np.full(len(targets), np.nan))[cues[which]] = values
        taken[which] = True
    return results


def _measured(run: Run, frames: Frames, which, at, targets, also) -> dict[str, np.ndarray]:
    """Measures of some cues of a block, each in a frame of its own."""
    if not len(which):
        return {}
    model = run.model.among(which)
    ends = frames.of(at[None], which)
    seen = observe(model, ends, targets)
    right = seen.retrieved[0]
    if run.system == "ideal":
        right = _share(model, seen.gain[0] > 0, pattern(model.patterns, targets))
    found = also(model, ends, seen, targets) if also else {}
    return found | {
        "hard_error": seen.hard_error[0], "soft_error": seen.soft_error[0], "mirror_error": seen.mirror_error[0],
        "accuracy": right, "perplexity": seen.perplexity[0],
        "overlap": seen.overlap[0, np.arange(len(targets)), targets],
        "rest_time": run.rest_time[which],
    }  # fmt: skip


def _share(model, among, xi):
    """Of the patterns `among` (B, K), the share that is the target's, (B,)."""
    same = model.overlaps(xi) == model.n_neurons
    return (same & among).sum(-1) / among.sum(-1)
