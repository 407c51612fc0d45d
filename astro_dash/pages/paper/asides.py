"""Runs for what the paper says in passing: tied cues, primed memories, and the linear score."""

from __future__ import annotations

import numpy as np

from ...engine import Parameters, Run, retrieve
from ...study.ends import MIXTURE, TARGET, UNFINISHED, ended, problems
from .runs import setting


def tied_cues(draws: int) -> dict:
    """Cues between two memories, with the same overlap and with every other pixel that they differ in of either: with
    neurons that do not move, the largest difference of their gains, and with those that do, in what the run ends."""
    patterns, cue = between(draws)
    frozen = retrieve(patterns, cue, tau_x=np.inf, horizon=50, every=100, rest=None)
    one, other = (ended(started(patterns, cue), np.full(draws, which))[0] for which in (0, 1))
    return {
        "draws": draws, "gap": float(np.abs(frozen.gain[:, 0] - frozen.gain[:, 1]).max()),
        "perplexity": float(np.median(frozen.perplexity[-1])), "one": int((one == TARGET).sum()),
        "other": int((other == TARGET).sum()), "mixture": int((one == MIXTURE).sum()),
    }  # fmt: skip


def between(draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Patterns (D, K, N), the first two of which differ in an even number of pixels, and cues (D, N) midway."""
    patterns, _, _ = problems(setting(2 * draws + 20), 0)
    apart = (patterns[:, 0] != patterns[:, 1]).sum(-1)
    patterns = patterns[apart % 2 == 0][:draws]
    cue = patterns[:, 0].copy()
    for one, other in zip(cue, patterns[:, 1], strict=True):
        places = np.flatnonzero(one != other)[::2]
        one[places] = other[places]
    return patterns, cue


def started(patterns, cue, prime: int | None = None) -> Run:
    """A run of the paper's setting; with a memory that has half of all gains at first, in place of equal parts."""
    k = patterns.shape[-2]
    prior = None if prime is None else np.where(np.arange(k) == prime, k - 1.0, 1.0)
    return Run(patterns, cue, parameters=Parameters(), rest=1e-3, horizon=100.0, prior=prior)


def primed(draws: int) -> dict:
    """In what cues midway between two memories end, if the first, neither or the second has half of the gains at first:
    shares that end in the first, and in the second."""
    patterns, cue = between(draws)
    targets, found = np.zeros((2, draws), int), {}
    targets[1] = 1
    for name, prime in (("first", 0), ("none", None), ("second", 1)):
        found[name] = [int((ended(started(patterns, cue, prime), t)[0] == TARGET).sum()) for t in targets]
    return found | {"draws": draws}


def linear(draws: int) -> dict:
    """The linear score beside the squared one: cues recalled, how far its gains at rest are from the softmax of the
    overlaps, and, of cues that are the target's mirror image, what either makes."""
    patterns, cue, target = problems(setting(draws), 0)
    found = {"draws": draws}
    for key in ("astro", "attention"):
        run = Run(patterns, cue, key, Parameters(), rest=1e-3, horizon=100.0)
        found[key] = int((ended(run, target)[0] == TARGET).sum())
        mirrored = Run(patterns, -patterns[:, 0], key, Parameters(), rest=1e-3, horizon=100.0)
        end, _ = ended(mirrored, target)
        found[f"{key}_mirrored"] = int(((end != TARGET) & (end != UNFINISHED) & mirror(mirrored, target)).sum())
    late = retrieve(patterns, cue, "attention", dt=0.5, horizon=500, every=100, rest=None)
    return found | {"gap": float(np.abs(late.gain - late.attention).max())}


def mirror(run: Run, target) -> np.ndarray:
    """Whether states are now the mirror image of their target, (B,)."""
    return (np.sign(run.state.x) == -run.model.patterns[np.arange(len(target)), target]).all(-1)
