"""Figure 4 in numbers: the gated memory beside each baseline, by each measure, over the plane of load and noise."""

from __future__ import annotations

import numpy as np

CLEARLY = 3  # standard errors; 264 cells are looked at
HIGH = 100  # K from which a load is called high
MEASURES = ("hard_error", "accuracy", "mirror_error")
DIAGONALS = ("kept", "zero")
HOPFIELD = {"kept": "hopfield", "zero": "hopfield-zero"}
CUE = "cue"  # the baseline that does nothing
BASELINES = ("hopfield", "hopfield-zero", "naam", CUE)


def values(data: dict, system: str, measure: str) -> np.ndarray:
    """A measure of a memory, (K, n, draws), or of the cue itself; `data` has the datasets of figure 4 by part."""
    whole = data["4"]
    if system == CUE:
        n = whole.attrs["neurons"]
        flips = np.rint(whole["noise"].values * n)
        kinds = {"hard_error": flips, "accuracy": flips == 0.0, "mirror_error": np.minimum(flips, n - flips)}
        return np.broadcast_to(kinds[measure][:, None] * 1.0, whole[measure].shape[1:])
    if system == "hopfield-zero":
        return data["4-zero"][measure].values[0]
    return whole[measure].values[[str(key) for key in whole["system"].values].index(system)]


def lead(data: dict, baseline: str, measure: str) -> np.ndarray:
    """How much better the gated memory is than a baseline in the same draw, (K, n, draws)."""
    sign = 1 if measure == "accuracy" else -1
    return sign * (values(data, "astro", measure) - values(data, baseline, measure))


def clearly(leads: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where leads (..., draws) are above 0, and where below, by more than `CLEARLY` standard errors of their mean."""
    mean, spread = leads.mean(-1), leads.std(-1, ddof=1) / leads.shape[-1] ** 0.5
    return mean > CLEARLY * spread + 1e-9, -mean > CLEARLY * spread + 1e-9


def counts(data: dict) -> dict:
    """Cells in which the gated memory is clearly better, and clearly worse, {measure: {baseline: [better, worse]}}."""
    return {
        m: {b: [int(which.sum()) for which in clearly(lead(data, b, m))] for b in BASELINES} for m in MEASURES
    }


def by_load(data: dict, baseline: str) -> dict:
    """How many pixels fewer the gated memory errs by, mean over all noises: at low loads and at high ones, each with
    its standard error, and the load where that is most."""
    leads = lead(data, baseline, "hard_error")
    loads, mean = data["4"]["load"].values, leads.mean((1, 2))
    spread = (leads.var(-1, ddof=1) / leads.shape[-1]).sum(1) ** 0.5 / leads.shape[1]
    found = {}
    for name, which in (("low", loads < HIGH), ("high", loads >= HIGH)):
        found[name] = [float(mean[which].mean()), float((spread[which] ** 2).sum() ** 0.5 / which.sum())]
    return found | {"most": int(loads[mean.argmax()])}


def facts(data: dict) -> dict:
    """What the page says of figure 4."""
    whole = data["4"]
    loads, n = whole["load"].values, int(whole.attrs["neurons"])
    flips = np.rint(whole["noise"].values * n).astype(int)
    errors = lead(data, "hopfield", "hard_error")
    lost = np.unravel_index(errors.mean(-1).argmin(), errors.shape[:2])
    won = int(np.flatnonzero(loads == HIGH)[0]), 3
    best = np.minimum(errors[won], lead(data, "naam", "hard_error")[won])
    best *= values(data, "astro", "hard_error")[won] == 0
    return {
        "draws": whole.sizes["draw"], "neurons": n, "most_flips": int(flips.max()), "cells": int(errors[..., 0].size),
        "counts": counts(data), "gain": {b: by_load(data, b) for b in ("hopfield", "hopfield-zero", "naam")},
        "lost": {"load": int(loads[lost[0]]), "flips": int(flips[lost[1]]), "more": float(-errors.mean(-1)[lost]),
                 "cell": int(lost[0] * len(flips) + lost[1]), "draw": int(errors[lost].argmin())},
        "won": {"load": HIGH, "flips": int(flips[3]), "cell": won[0] * len(flips) + 3, "draw": int(best.argmax())},
    }  # fmt: skip
