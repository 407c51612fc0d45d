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
    apart = 0.5 * np.abs(model.patterns[seen.winner] - np.sign(frames.x)).sum(-1)
    verdict = np.where(apart == 0, WRONG, np.where(apart == model.n_neurons, MIRROR, MIXTURE))
    verdict = np.where(residual(model, frames, SETTLED) < SETTLED, verdict, MOVING)
    verdict = np.where(seen.retrieved, RECALLED, verdict)
    return np.where(np.isfinite(frames.x).all(-1), verdict, BROKEN)
