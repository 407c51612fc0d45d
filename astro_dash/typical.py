"""How typical a run is: other cues of the same memory."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from multiprocessing import parent_process

import numpy as np

from .engine import Run
from .engine.measures import observe
from .race import MOST_FRAMES, REST, remember
from .store import Store


@lru_cache(256)
def typical(link: str, draws: int = 50) -> dict[str, int]:
    """Of so many cues of the same memory (random targets, each with flips of its own), how many each system recalls."""
    store, _ = Store.from_link(link)
    drawn = remember(store).drawn
    n_patterns, n = drawn.patterns.shape
    rng = np.random.default_rng([store.seed, 50])
    targets = rng.integers(n_patterns, size=draws)
    cues = drawn.patterns[targets].astype("float32")
    flipped = np.argsort(rng.random((draws, n)), axis=1)[:, : store.flips(n)]
    np.put_along_axis(cues, flipped, -np.take_along_axis(cues, flipped, 1), 1)
    patterns, counts = drawn.patterns.astype("float32"), {}
    for key in store.system:
        run = Run(patterns, cues, key, store.parameters(), every=8, rest=REST, integrator=store.integrator)
        for _ in range(MOST_FRAMES // (20 * run.every)):
            frames = run.advance(20)
            if run.at_rest:
                break
        seen = observe(run.model, frames[-1:], targets)
        # The ideal observer gets its share of a tie.
        credit = seen.gain[0, np.arange(draws), targets] if key == "ideal" else seen.retrieved
        counts[key] = round(float(credit.sum()))
    return counts


def stand_aside() -> None:
    """In a process that only counts: leave the cores to those who answer, and end when the server does."""

    def follow():
        parent_process().join()
        os._exit(0)

    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=follow, daemon=True).start()
