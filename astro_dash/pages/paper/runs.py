"""Runs of their own for what no figure answers: does the energy rise, is rest a softmax, is a limit Hopfield, and what
becomes of slow gains in the end."""

from __future__ import annotations

import numpy as np

from ...engine import retrieve
from ...study.paper import FIGURES
from ...study.plan import Plan

SEED = 2026
TEMPERATURES = (0.01, 0.1, 1.0, 3.0)  # up to near T_c = 3.3


def problems(plan: Plan, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Patterns (draws, K, N) and cues (draws, N) of the first draws of a plan's first cell."""
    patterns, cues, _ = zip(*(plan.problem(0, seed) for seed in plan.seeds(0)[:draws]), strict=True)
    return np.stack(patterns), np.stack(cues)


def at_the_papers_setting(draws: int) -> tuple[np.ndarray, np.ndarray]:
    """The problems of figures 1 to 3."""
    return problems(FIGURES["1"].plan(), draws)


def rise(energy: np.ndarray) -> float:
    """The largest rise of an energy (S, ...) from one step to the next, relative to its largest magnitude."""
    return float((np.diff(energy, axis=0).max(0, initial=-np.inf) / np.abs(energy).max(0)).max())


def energy_rise(settings: int, cues: int = 5) -> dict:
    """The largest relative rise of the energy in one step: at the paper's setting, and over random sizes, temperatures,
    time constants, gains and time steps up to 100; and how often it was looked at."""
    patterns, cue = at_the_papers_setting(10 * cues)
    paper = retrieve(patterns, cue, tau_p=1.0, temperature=0.01, dt=0.01, rest=None).energy
    rng, most, steps = np.random.default_rng(SEED), -np.inf, 0
    for _ in range(settings):
        n, k = int(rng.integers(5, 60)), int(rng.integers(1, 120))
        xi = rng.choice([-1.0, 1.0], (k, n))
        dt, tau_x, tau_p, temperature, sigma = 10.0 ** rng.uniform([-3, -2, -2, -3, -0.5], [2, 2, 3, 2, 1.5])
        energy = retrieve(
            xi, rng.choice([-1.0, 1.0], (cues, n)), dt=dt, tau_x=tau_x, tau_p=tau_p, temperature=temperature,
            sigma=sigma, horizon=150 * dt, rest=None,
        ).energy  # fmt: skip
        most, steps = max(most, rise(energy)), steps + (len(energy) - 1) * cues
    return {"paper": rise(paper), "random": most, "settings": settings, "steps": steps + (len(paper) - 1) * len(cue)}


def softmax_gap(draws: int) -> dict:
    """The largest |p - softmax(f/T)| a long time (t = 2000) after the cue, at some temperatures; at no tolerance that
    would hold the run to it."""
    patterns, cue = at_the_papers_setting(draws)
    gaps = []
    for temperature in TEMPERATURES:
        result = retrieve(patterns, cue, temperature=temperature, dt=2.0, horizon=2000, every=100, rest=None)
        gaps.append(float(np.abs(result.gain - result.attention).max()))
    return {"gap": max(gaps), "runs": draws * len(TEMPERATURES)}


def hopfield_gap(draws: int) -> dict:
    """The largest difference of any overlap at any time up to t = 10, and of any rate at its end, between each of the
    two limits and the graded Hopfield network from the same cues."""
    patterns, cue = at_the_papers_setting(draws)
    settings = {"dt": 0.01, "rest": None, "every": 10}
    other = retrieve(patterns, cue, "hopfield", **settings)
    gaps = {}
    for name, limit in (("tau_p", {"tau_p": np.inf}), ("temperature", {"temperature": np.inf})):
        one = retrieve(patterns, cue, **limit, **settings)
        rates = np.abs(np.tanh(5 * one.x) - np.tanh(5 * other.x)).max()
        gaps[name] = float(max(rates, np.abs(one.overlap - other.overlap).max()))
    return gaps | {"runs": draws}


def patience(draws: int) -> dict:
    """What becomes of slow gains, tau_p = 100, if they are left alone until they rest."""
    patterns, cue = at_the_papers_setting(draws)
    target = np.zeros(draws, int)
    result = retrieve(patterns, cue, target=target, tau_p=100.0, dt=0.2, horizon=5000, every=50)
    return {
        "error": float(result.hard_error.mean()),
        "recalled": int((result.hard_error == 0).sum()),
        "runs": draws,
        "last": float(result.rest_time.max()),
    }


def all_runs(share: float = 1.0) -> dict:
    """What `claims` needs beside the figures; with a smaller share of the runs, sooner."""
    draws = max(2, round(50 * share))
    return {
        "energy": energy_rise(max(2, round(200 * share)), max(1, round(5 * share))),
        "softmax": softmax_gap(draws),
        "hopfield": hopfield_gap(draws),
        "slow": patience(draws),
    }
