"""What adaptive steps cost, and what they change: the same runs in steps that are short where much moves, and in equal
ones."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import numpy as np

from astro_dash.engine import MODELS, retrieve
from astro_dash.engine.defaults import OPENING, PAGE
from astro_dash.engine.patterns import corrupt, draw
from astro_dash.pages.chunk import pack
from astro_dash.pages.live.race import Race
from astro_dash.store import Store
from astro_dash.study.batch import compute
from astro_dash.study.paper import FIGURES

from .table import Row, at_least, below

SETTINGS, SEEDS = 500, 50
EQUAL = {"integrator": "descent", "dt": 0.002}  # those that the page had
FINE = EQUAL | {"dt": 0.0005}


def rows() -> list[Row]:
    return [*agreement(), *opening(), *default(), *grid()]


def setting(rng: np.random.Generator) -> tuple:
    """Patterns, cue, system and parameters, anywhere on the sliders; digits in half of them."""
    keys = [key for key, model in MODELS.items() if model.paced("adaptive") and key != "ideal"]
    load, seed = round(np.exp(rng.uniform(np.log(2), np.log(400)))), int(rng.integers(1000))
    drawn = draw("digits", load, seed=seed)
    if rng.random() < 0.5:
        drawn = draw("random", load, seed=seed, neurons=int(rng.choice([16, 30, 64, 100])))
    patterns, target = drawn.patterns, int(rng.integers(load))
    cue = corrupt(patterns[target], round(rng.uniform(0, 0.5) * patterns.shape[1]), seed)
    low, high = np.transpose([(-3, 2), (-1, 1), (-2.5, 1), (0, 1.5)])
    values = dict(zip(("temperature", "tau_x", "tau_p", "sigma"), 10 ** rng.uniform(low, high), strict=True))
    how = {"target": target, "horizon": PAGE["horizon"], "rest": PAGE["rest"], **values}
    return patterns, cue, str(rng.choice(keys)), how


def agreement() -> list[Row]:
    """How many of random runs end in the same verdict, with the same winner and the same wrong pixels."""
    rng, same, right, seconds, steps = np.random.default_rng(2), 0, 0, np.zeros(2), np.zeros(2)
    for number in range(SETTINGS):
        patterns, cue, system, how = setting(rng)
        ends = []
        for i, steps_of in enumerate(({"integrator": "adaptive"}, EQUAL)):
            start = process_time()
            run = retrieve(patterns, cue, system, **how, **steps_of)
            seconds[i] += process_time() - start
            steps[i] += len(run.time)
            ends.append(_end(run))
        same += ends[0] == ends[1]
        if ends[0] != ends[1]:
            ends.append(_end(retrieve(patterns, cue, system, **how, **FINE)))
            right += ends[0] == ends[2]
            print(f"  differs: {number}, {system}, {ends[0]} for {ends[1]}, with dt = 0.0005 {ends[2]}, {how}")
    what = f"of {SETTINGS} random runs, the share that ends as with dt = 0.002"
    return [
        at_least(what, 100 * same / SETTINGS, 99, "%", 1),
        at_least("… or as with 0.0005, where these two differ", 100 * (same + right) / SETTINGS, 99, "%", 1),
        at_least("… and how many times fewer steps they take", steps[1] / steps[0], 5, "×", 1),
        at_least("… and how many times less CPU", seconds[1] / seconds[0], 5, "×", 1),
    ]


def _end(run) -> tuple[bool, int, float]:
    return bool(run.retrieved), int(run.winner), float(run.hard_error)


def raced(**values) -> tuple[int, float, int]:
    """Frames, CPU seconds and bytes of a whole race, packed as the page gets it."""
    store = Store()
    store.set(**values)
    start, size, steps = process_time(), 0, 16
    race = Race(store)
    while True:
        first, arrays = race.advance(steps)
        size += len(pack({"first": first}, arrays))
        steps = 64
        if race.at_rest:
            return race.frames, process_time() - start, size


def default() -> list[Row]:
    return _races("a default run", {})


def opening() -> list[Row]:
    return _races("a first visit's run", OPENING)


def _races(what: str, values: dict) -> list[Row]:
    each = [values | {"seed": seed} for seed in range(SEEDS)]
    raced(**each[0])  # what is loaded once
    adaptive, equal = ([raced(**one, **steps) for one in each] for steps in ({}, EQUAL))
    frames = [n for n, *_ in adaptive]
    seconds = [sum(s for _, s, _ in many) / SEEDS for many in (adaptive, equal)]
    size = np.median([b for *_, b in adaptive]) / 1e3
    return [
        below(f"frames of {what}, median of {SEEDS} seeds ({size:.0f} kB)", float(np.median(frames)), 120, ""),
        below("… and the most", max(frames), 250, ""),
        at_least(
            f"… how many times less CPU than equal steps ({1e3 * seconds[0]:.1f} for {1e3 * seconds[1]:.1f} ms)",
            seconds[1] / seconds[0], 5, "×", 1,
        ),
    ]  # fmt: skip


def grid() -> list[Row]:
    """Figure 4's grid, a tenth of its draws, of the two systems that take either steps."""
    seconds = {}
    for dt in (None, 0.002, 0.01, 0.05):  # None: adaptive; 0.05 are those of the figure
        how = {"integrator": "descent", "dt": dt} if dt else {"integrator": "adaptive"}
        plan = replace(FIGURES["4"].plan(draws=5, **how), systems=("astro", "hopfield"))
        start = process_time()
        compute(plan, list(range(plan.n_cells)))
        seconds[dt] = process_time() - start
    ratio = {dt: each / seconds[None] for dt, each in seconds.items()}
    what = f"figure 4's grid ({seconds[None]:.1f} s), how many times faster than with dt = 0.002"
    others = f"{ratio[0.01]:.1f} ×, {ratio[0.05]:.1f} ×"
    return [at_least(what, ratio[0.002], 2, "×", 1), Row("… than with 0.01, and with the figure's 0.05", others)]
