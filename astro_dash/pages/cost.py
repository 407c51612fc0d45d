"""What runs may cost, so that what is dear is not computed on the event loop, or not at all."""

from __future__ import annotations

from ..engine.adaptive import NOISE_STEPS
from ..engine.models import MODELS
from ..store import Store, n_neurons

STEP_SECONDS = 40e-6  # of a step of a system
PAIR_SECONDS, NOISE_SECONDS = 1.2e-9, 1e-8  # of each neuron of each pattern in it, and of each increment of a neuron


def step_seconds(store: Store) -> float:
    """Seconds that a step of all systems may take."""
    increments = min(NOISE_STEPS, max(1, store.dt_most / store.dt)) if store.jitter > 0 else 0
    noise = increments * n_neurons(store.values()) * NOISE_SECONDS
    return sum(_step(store, key, store.load, 1) + noise for key in store.system)


def run_seconds(store: Store, load: int, cues: int) -> float:
    """Seconds that runs of so many cues at once may take in all systems with `load` patterns, if none comes to rest."""
    noise = cues * n_neurons(store.values()) * store.horizon / store.dt * NOISE_SECONDS if store.jitter > 0 else 0.0
    how = store.integrator, store.parameters(), store.horizon
    return sum(MODELS[key].steps(*how) * _step(store, key, load, cues) + noise for key in store.system)


def _step(store: Store, system: str, load: int, cues: int) -> float:
    return STEP_SECONDS + cues * PAIR_SECONDS * MODELS[system].work(load, n_neurons(store.values()), store.dt)
