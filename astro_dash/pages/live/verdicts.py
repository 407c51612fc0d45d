"""What a state is called."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...engine import Frames
from ...engine.measures import Observed, residual

SETTLED = 1e-2  # residual below which a state is called by its name


class Verdict(NamedTuple):
    """What a state is: its key, its words, and the mark before them."""

    key: str
    words: str
    mark: str = ""


VERDICTS = (
    Verdict("moving", "still moving"), Verdict("recalled", "recalled", "✓"), Verdict("wrong", "wrong memory", "✗"),
    Verdict("mirror", "mirror image", "✗"), Verdict("mixture", "mixture", "✗"),
    Verdict("broken", "broke down: the Euler step is too large"),
)  # fmt: skip
MOVING, RECALLED, WRONG, MIRROR, MIXTURE, BROKEN = range(len(VERDICTS))


def verdicts(model, frames: Frames, seen: Observed) -> np.ndarray:
    """What the state of each frame is, (S,): recalled as soon as it is; the rest once it has settled."""
    verdict = np.where(seen.retrieved, RECALLED, MOVING)
    settled = np.flatnonzero(~seen.retrieved & (residual(model, frames, SETTLED) < SETTLED))
    overlap = model.overlaps(model.read(frames.x[settled]))  # exact, of whole numbers
    stored, mirrored = overlap.max(-1) == model.n_neurons, overlap.min(-1) == -model.n_neurons
    verdict[settled] = np.where(stored, WRONG, np.where(mirrored, MIRROR, MIXTURE))
    return np.where(np.isfinite(frames.x).all(-1), verdict, BROKEN)


def named(model, frames: Frames, seen: Observed, verdict) -> np.ndarray:
    """The memory that is named beside the verdicts, (S,): the wrong one that the state is, or the one with the largest
    gain."""
    winner, wrong = seen.winner.copy(), np.flatnonzero(verdict == WRONG)
    winner[wrong] = model.overlaps(model.read(frames.x[wrong])).argmax(-1)  # no two of them are equal but for copies
    return winner
