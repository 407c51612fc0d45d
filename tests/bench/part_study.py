"""Sweeps: the paper's figure 4 whole; beside the paper's way, estimated from some of its cells; on one or two cores.

Each is the time of `sweep` itself, starting its threads or processes included.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from astro_dash.engine import Parameters, Run
from astro_dash.study import sweep
from astro_dash.study.paper import FIGURES

from .table import Row, at_least, below

SAMPLE = (0, 70, 140, 210, 263)  # cells that the paper's way is timed on, spread over the loads
DRAWS = 2  # of each


def rows() -> list[Row]:
    plan = FIGURES["4"].plan()
    sweep(replace(plan, draws=1))  # modules are loaded
    times = {
        key: seconds(replace(plan, systems=key)) for key in (("astro", "hopfield", "naam"), ("astro",))
    }  # fmt: skip
    every, astro = times.values()
    theirs = paper(plan)
    one, two = (seconds(plan, scheduler="processes", workers=n) for n in (1, 2))
    threads = [seconds(plan, scheduler="threads", workers=n) for n in (1, 2)]
    return [
        below(f"figure 4, {plan.n_cells} cells, {plan.draws} draws, astro, hopfield and naam", every, 30, "s"),
        at_least(f"… astro alone ({astro:.1f} s), over the paper's way ({theirs:.0f} s, from "
                 f"{len(SAMPLE)} of its cells)", theirs / astro, 500, "times faster", seconds=astro),
        at_least(f"… two processes ({two:.1f} s) over one ({one:.1f} s)", one / two, 1.8, "times faster", 2, two),
        Row("… two threads over one", f"{threads[0] / threads[1]:.2f} times faster", seconds=threads[1]),
    ]  # fmt: skip


def seconds(plan, **options) -> float:
    """Time of a sweep, the better of two."""
    times = []
    for _ in range(2):
        start = perf_counter()
        sweep(plan, **options)
        times.append(perf_counter() - start)
    return min(times)


def paper(plan) -> float:
    """Time of all draws of astro one after another by explicit Euler, dt = 0.001, to t = 10, recording only the end."""
    taken = []
    for cell in SAMPLE:
        store = plan.store(cell, "astro")
        for seed in plan.seeds(cell)[:DRAWS]:
            start = perf_counter()
            patterns, cue, _ = plan.problem(cell, seed)
            parameters = Parameters(store.temperature, store.tau_x, store.tau_p, store.sigma, dt=0.001)
            Run(patterns, cue, "astro", parameters, integrator="euler", every=10_000, rest=None).advance(1)
            taken.append(perf_counter() - start)
    return float(np.mean(taken)) * plan.n_cells * plan.draws
