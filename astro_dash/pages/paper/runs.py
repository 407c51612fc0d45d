"""Runs of their own for what no figure answers: numbers in plain types, with the settings that they are of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...engine import Parameters, Run, retrieve
from ...engine.descent import Descent
from ...engine.measures import observe
from ...engine.models import State
from ...engine.models.astro import Astro
from ...study.ends import problems
from ...study.paper import FIGURES
from ...study.plan import Plan

SEED = 2026
TEMPERATURES = (0.01, 0.1, 1.0, 3.0)  # up to near T_c = 3.3
LIMITS = (10.0, 100.0, 1e3, 1e4, 1e5)  # on the way to infinity
SLAVED = (1.0, 0.1, 0.01)  # on the way to 0
SLOW = (100.0, 1000.0, 10_000.0)  # time constants of the neurons
ROBUST = ({"sigma": 1.0}, {"sigma": 10.0}, {"sigma": 50.0}, {"horizon": 100.0})
BETAS = (1.0, 2.0, 10.0, 50.0)  # of naam, beside the 5 of its authors


def setting(draws: int, **changes) -> Plan:
    """The setting of figures 1 to 3 in one cell."""
    return FIGURES["1"].plan(grid={"tau_p": (1.0,)}, draws=draws, **changes)


def rise(energy: np.ndarray) -> float:
    """The largest rise of an energy (S, ...) from one step to the next, relative to its largest magnitude."""
    return float((np.diff(energy, axis=0).max(0, initial=-np.inf) / np.abs(energy).max(0)).max())


def energy_rise(settings: int, cues: int = 5) -> dict:
    """The largest relative rise of the energy in one step: at the paper's setting, by descent and by its own explicit
    Euler steps; and over random sizes, temperatures, time constants, gains and time steps up to 100; and how often."""
    patterns, cue, _ = problems(setting(10 * cues), 0)
    how = {"tau_p": 1.0, "temperature": 0.01, "rest": None}
    paper = retrieve(patterns, cue, dt=0.01, **how).energy
    euler = retrieve(patterns[:cues], cue[:cues], dt=0.001, integrator="euler", **how).energy
    rng, most, steps = np.random.default_rng(SEED), -np.inf, 0
    for _again in range(settings):
        n, k = int(rng.integers(5, 60)), int(rng.integers(1, 120))
        xi = rng.choice([-1.0, 1.0], (k, n))
        dt, tau_x, tau_p, temperature, sigma = 10.0 ** rng.uniform([-3, -2, -2, -3, -0.5], [2, 2, 3, 2, 1.5])
        energy = retrieve(
            xi, rng.choice([-1.0, 1.0], (cues, n)), dt=dt, tau_x=tau_x, tau_p=tau_p, temperature=temperature,
            sigma=sigma, horizon=150 * dt, rest=None,
        ).energy  # fmt: skip
        most, steps = max(most, rise(energy)), steps + (len(energy) - 1) * cues
    return {
        "paper": rise(paper), "euler": rise(euler), "random": most, "settings": settings,
        "steps": steps + (len(paper) - 1) * len(cue), "euler_steps": (len(euler) - 1) * cues,
    }  # fmt: skip


def softmax_gap(draws: int) -> dict:
    """The largest |p - softmax(f/T)| a long time (t = 2000) after the cue, at some temperatures; at no tolerance that
    would hold the run to it."""
    patterns, cue, _ = problems(setting(draws), 0)
    gaps = []
    for temperature in TEMPERATURES:
        result = retrieve(patterns, cue, temperature=temperature, dt=2.0, horizon=2000, every=100, rest=None)
        gaps.append(float(np.abs(result.gain - result.attention).max()))
    return {"gap": max(gaps), "runs": draws * len(TEMPERATURES), "temperatures": list(TEMPERATURES)}


def approach(draws: int) -> dict:
    """How far a run is from graded Hopfield on the way to its limits: the median over draws of the largest difference
    of any overlap up to t = 10, with tau_p and with T. And with tau_p -> 0, how long the gains take until they stay
    within 0.05 of the softmax."""
    patterns, cue, _ = problems(setting(draws), 0)
    how = {"dt": 0.01, "rest": None, "every": 20}
    hopfield = retrieve(patterns, cue, "hopfield", **how).overlap

    def gap(**one) -> float:
        return float(np.median(np.abs(retrieve(patterns, cue, **one, **how).overlap - hopfield).max((0, 2))))

    def lag(tau_p) -> float:
        run, last = Run(patterns, cue, parameters=Parameters(tau_p=tau_p, dt=tau_p / 20), rest=None), np.zeros(draws)
        for _step in range(1600):
            frames = run.advance(1)
            seen = observe(run.model, frames, np.zeros(draws, int))
            far = np.abs(seen.gain - seen.attention).sum(-1)[0] > 0.05
            last[far] = run.step * tau_p / 20
        return float(np.median(last))

    return {
        "values": list(LIMITS), "draws": draws, "slaved_values": list(SLAVED),
        "tau_p": [gap(tau_p=value) for value in LIMITS],
        "temperature": [gap(temperature=value) for value in LIMITS],
        "slaved": [lag(value) for value in SLAVED],
    }  # fmt: skip


def unchanged(draws: int) -> dict:
    """The share of cues at K = 200, N = 20, with 0 to 10 flips, that Hopfield ends at as they were, with its diagonal
    and without."""
    found = {}
    for name, number in (("kept", "4"), ("zero", "4-zero")):
        plan = FIGURES[number].plan(grid={"load": (200,)}, draws=draws)
        same = []
        for cell in range(plan.n_cells):
            patterns, cues, _ = problems(plan, cell)
            end = retrieve(
                patterns, cues, "hopfield", dt=0.05, horizon=plan.horizon, rest=plan.rest, every=10,
                self_coupling=plan.parameters(cell).self_coupling,
            )  # fmt: skip
            same.append((np.sign(end.x) == cues).all(-1).mean())
        found[name] = float(np.mean(same))
    return found | {"runs": draws * plan.n_cells}


def slow_neurons(draws: int) -> dict:
    """Slow neurons: at tau_x = 1000 and t = 10 the perplexity of cues whose two best memories tie, and of others; at
    tau_x = 100 and t = 10 the error, also with 1/N for the K/N of Eq. 5; and what becomes of all, left to rest."""
    patterns, cue, target = problems(setting(draws), 0)
    overlap = np.sort(np.abs(np.matmul(patterns, cue[..., None])[..., 0]), axis=-1)
    tied = overlap[:, -1] == overlap[:, -2]
    how = {"target": target, "every": 10, "rest": None}
    late = retrieve(patterns, cue, tau_x=1000.0, **how)
    some = slice(max(4, draws // 10))
    waited = [
        retrieve(
            patterns[some], cue[some], target=target[some], tau_x=tau, dt=max(0.01, tau / 20_000), rest=1e-3,
            horizon=tau, every=2,
        )
        for tau in SLOW
    ]  # fmt: skip
    return {
        "draws": draws, "tied": int(tied.sum()), "tied_perplexity": float(np.median(late.perplexity[-1][tied])),
        "perplexity": float(np.median(late.perplexity[-1])), "late": float(late.error[-1].mean()),
        "stuck": float(retrieve(patterns, cue, tau_x=100.0, **how).error[-1].mean()),
        "weak": weak(patterns, cue, 100.0),
        "times": list(SLOW), "rest": [float(np.nanmedian(each.rest_time)) for each in waited],
        "waited": waited[1].hard_error.size, "error": float(waited[1].error[-1].mean()),
        "recalled": int(waited[1].retrieved.sum()),
    }  # fmt: skip


class Weak(Astro):
    """The gated memory with 1/N in its drive, where Eq. 5 has K/N."""

    def coefficients(self, overlap, gain, out=None):
        out = np.multiply(gain, overlap, out=out)
        out *= 1 / self.n_neurons
        return out


def weak(patterns, cue, tau_x: float) -> float:
    """Mean error at t = 10 of the gated memory with 1/N for K/N; the targets are the first patterns."""
    model = Weak(patterns, Parameters(tau_x=tau_x))
    state, step = State(cue.shape[:1], *patterns.shape[1:], patterns.dtype), Descent(model).step
    model.start(state, cue)
    for _step in range(200):
        step(state)
    return float(0.5 * np.abs(patterns[:, 0] - state.rate).sum(-1).mean())


def exact_recall(draws: int) -> dict:
    """In how many cells of a coarser figure 4 the gated memory recalls clearly less often than Hopfield with its
    diagonal, at other neuronal gains and when left longer; and than naam at other gains beta of its own."""
    from ...study.batch import compute  # with Dask
    from .plane import clearly

    grid, found, betas = {"load": (5, 20, 50, 100, 200), "noise": tuple(n / 20 for n in range(11))}, [], []
    for change in ROBUST:
        plan = FIGURES["4"].plan(grid=grid, draws=draws, **change)
        plan = Plan(plan.grid, ("astro", "hopfield"), plan.draws, plan.settings, plan.horizon, plan.rest)
        ours, theirs = compute(plan, list(range(plan.n_cells)))["accuracy"]
        better, worse = clearly(ours - theirs)
        found.append({**change, "better": int(better.sum()), "worse": int(worse.sum())})
    plan = FIGURES["4"].plan(grid=grid, draws=draws)
    cells = list(range(plan.n_cells))
    (ours,) = compute(replace(plan, systems=("astro",)), cells)["accuracy"]
    for beta in BETAS:
        other = replace(plan, systems=("naam",), settings=plan.settings | {"sigma": beta})  # which it has for its beta
        better, worse = clearly(ours - compute(other, cells)["accuracy"][0])
        betas.append({"beta": beta, "better": int(better.sum()), "worse": int(worse.sum())})
    return {"cells": plan.n_cells, "draws": draws, "found": found, "betas": betas}
