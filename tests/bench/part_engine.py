"""The engine alone, in this process, on one thread.

Times are the best of several repetitions, so that other work on the machine does not count.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from astro_dash.engine import Parameters, Run, retrieve
from astro_dash.engine.patterns import corrupt, draw

from .reference import best
from .table import Row, at_least, below

DRAWS, LOAD, NEURONS, FLIPS = 50, 100, 30, 6
PAPER = dict(temperature=0.01, tau_x=1.0, tau_p=1.0, horizon=10.0)


def rows() -> list[Row]:
    return [step(), digits(), *paper()]


def step() -> Row:
    """A whole step of astro beside two bare products of its size, taken in turns."""
    patterns = draw("random", 1024, seed=0, neurons=1024).patterns.astype("float32")
    run = Run(patterns, patterns[0], "astro", Parameters(tau_p=0.03))
    rate, overlap, drive = patterns[0].copy(), np.empty(1024, "float32"), np.empty(1024, "float32")

    def bare():
        np.dot(patterns, rate, out=overlap)
        np.dot(overlap, patterns, out=drive)

    times = [(best(lambda: run._step(run.state), 3, 40), best(bare, 3, 40)) for _ in range(8)]
    ours, products = map(min, zip(*times, strict=True))
    what = f"one step, N = K = 1024, float32 ({1e6 * ours:.0f} µs), over two bare products ({1e6 * products:.0f} µs)"
    return below(what, ours / products, 1.5, "×", 2, ours)


def digits() -> Row:
    """A run on digits with every state recorded."""
    patterns = draw("digits", 200, seed=0).patterns
    cue = corrupt(patterns[0], 12, 0)
    seconds = best(lambda: retrieve(patterns, cue, dt=0.05, horizon=10, rest=None), 15)
    return below("a digits run, N = 64, K = 200, 200 steps recorded", 1000 * seconds, 10, "ms")


def paper() -> list[Row]:
    """All draws at once, to rest, beside explicit Euler, one draw after another.

    Both record a state each 0.5 of time and no more, which favours Euler: recording its 10,000 steps, as the paper's
    figures need, takes it nearly twice as long.
    """
    rng = np.random.default_rng(0)
    patterns = np.where(rng.random((DRAWS, LOAD, NEURONS)) < 0.5, -1.0, 1.0)
    cues = np.array([corrupt(p[0], FLIPS, seed) for seed, p in enumerate(patterns)])

    def euler(i):
        return retrieve(patterns[i], cues[i], target=0, integrator="euler", dt=0.001, every=500, rest=None, **PAPER)

    def descent(dtype):
        return retrieve(patterns, cues, target=np.zeros(DRAWS, int), dtype=dtype, every=10, **PAPER)

    start = perf_counter()
    theirs = [euler(i) for i in range(DRAWS)]
    seconds = perf_counter() - start
    all_rows = []
    for dtype in ("float32", "float64"):
        ours = descent(dtype)
        same = np.mean([
            np.array_equal(np.sign(one.x), np.sign(x)) and one.winner == winner
            for one, x, winner in zip(theirs, ours.x, ours.winner, strict=True)
        ])  # fmt: skip
        taken = best(lambda dtype=dtype: descent(dtype), 9)
        what = f"50 draws of the paper's setting, {dtype} ({1e3 * taken:.1f} ms), over its way ({seconds:.1f} s)"
        all_rows += [
            at_least(what, seconds / taken, 500, "times faster", seconds=taken),
            at_least(f"… that end in the same state and winner, {dtype}", 100 * same, 98, "%"),
        ]
    return all_rows
