"""How typical a run is: other cues of the same memory."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...engine import MODELS, Run
from ...engine.outcomes import outcomes
from ...store import REST, Store
from .memory import remember

DRAWS = 50  # of other cues


def typical(link: str, draws: int = DRAWS) -> dict[str, int]:
    """Of so many cues of the same memory (random targets, each with flips of its own), how many each system recalls
    that does not go on from memory to memory. It is kept for who asks again, but not where the memories are a person's
    own."""
    store, _ = Store.from_link(link)
    return _counted(store, draws) if store.own else _kept(link, draws)


@lru_cache(256)
def _kept(link: str, draws: int) -> dict[str, int]:
    return _counted(Store.from_link(link)[0], draws)


def _counted(store: Store, draws: int) -> dict[str, int]:
    drawn = remember(store).drawn
    n_patterns, n = drawn.patterns.shape
    rng = np.random.default_rng([store.seed, 50])
    targets = rng.integers(n_patterns, size=draws)
    cues = drawn.patterns[targets].astype("float32")
    flipped = np.argsort(rng.random((draws, n)), axis=1)[:, : store.flips(n)]
    np.put_along_axis(cues, flipped, -np.take_along_axis(cues, flipped, 1), 1)
    patterns = drawn.patterns.astype("float32")
    counts = {}
    for key in store.system:
        if MODELS[key].ordered:
            continue
        how = {"rest": REST, "horizon": store.horizon, "integrator": store.integrator}
        every = 1 if MODELS[key].paced(store.integrator) else 8  # equal steps are many
        prior = store.prior(patterns, cues, targets)
        run = Run(patterns, cues, key, store.parameters(), every=every, prior=prior, **how)
        counts[key] = round(outcomes(run, targets)["accuracy"].sum())
    return counts
