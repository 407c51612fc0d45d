"""Basins: final against initial overlap, and the noise up to which a memory comes back, against load, by system."""

from __future__ import annotations

import numpy as np

from ..engine.bounds import ideal_accuracy
from ..engine.models import MODELS
from ..engine.outcomes import outcomes
from ..study.survey import Survey
from ..words import _, number
from .base import Curve, Found, Law, Panel, Points, judged
from .data import Data
from .statistics import crossing, mean, resampled, typical

SYSTEMS = ("astro", "attention", "modern", "dense", "hopfield", "hopfield-binary")
N = 40
LOADS = (2, 5, 10, 20, 40, 80, 160)
SHOWN = 20  # the load of the first panel
FLIPS = tuple(range(0, 21, 2))
NEAR = 0.05  # of a critical noise: one flipped pixel of two
SHARED = {
    "patterns": "random", "neurons": N, "temperature": 0.01, "tau_x": 1.0, "tau_p": 0.1, "sigma": 5.0, "beta": 1.0,
    "seed": 0, "integrator": "descent", "dt": 0.05, "horizon": 20.0, "rest": 1e-3,
}  # fmt: skip


class Basins(Law):
    title = "Basins"
    question = "From how far away does a memory come back?"
    claim = "The gated memory comes back from as far as the nearest of all memories and mirror images is the right one."
    bars = "Bars: one standard error of a mean; of a critical noise, the 16–84 % span of 200 bootstrap samples."

    def survey(self) -> Survey:
        cells = [
            SHARED | {"system": system, "load": load, "noise": flips / N}
            for load in LOADS
            for system in SYSTEMS
            for flips in FLIPS
        ]
        return Survey.of(cells, 50, watch=watch)

    def found(self, data: Data) -> Found:
        places = {"n": N, "k": SHOWN}
        first = Panel(
            _("Where a cue ends, N = {n}, K = {k}", **places), _("initial overlap"), _("final overlap"), [],
            [Curve(_("no change"), np.array([0.0, 1.0]), np.array([0.0, 1.0]))],
        )  # fmt: skip
        second = Panel(
            _("Critical noise, N = {n}", n=N), _("load α = K / N"), _("noise η at which half come back"), [], [],
            logx=True, marks=((0.138, "0.138"),),
        )  # fmt: skip
        for system in SYSTEMS:
            label = _(MODELS[system].title)
            cells = data.where(system=system, load=SHOWN)
            if len(cells):
                x = 1 - 2 * data.of("noise", cells)
                y, error = mean(data["overlap"][cells])
                draws = typical(data["overlap"][cells])
                first.points.append(Points(label, x, y, y - error, y + error, cells, draws, system, joined=True))
            second.points.append(critical(data, system, label))
        loads = np.array(LOADS)
        for words, mirrored in ((_("nearest of 2K images"), True), (_("nearest of K memories"), False)):
            y = np.array([_half(k, mirrored) for k in LOADS])
            second.curves.append(Curve(words, loads / N, y, "astro" if mirrored else "ideal"))
        return Found([first, second], *self.judged(second))

    def judged(self, panel: Panel) -> tuple[list[str], str]:
        """Sentences and verdict."""
        line = panel.curves[0]
        astro, *_others = panel.points
        if not len(astro.x):
            return [], judged(False)
        off = astro.y - np.interp(astro.x, line.x, line.y)
        says = [
            _(
                "The gated memory's critical noise is off the line of 2K images by up to {off}, on average by {mean}; "
                "nothing is fitted. It holds if none is off by more than {near}.",
                off=number(np.abs(off).max(), ".3f"), mean=number(np.abs(off).mean(), ".3f"), near=NEAR,
            )
        ]  # fmt: skip
        for points in panel.points:
            if len(points.x):
                says.append(
                    _(
                        "{name}: half come back at {n} of {all} loads, up to η = {first} at α = {low} and {last} at "
                        "α = {high}.",
                        name=points.label, n=len(points.x), all=len(LOADS), first=number(points.y[0], ".2f"),
                        last=number(points.y[-1], ".2f"), low=number(points.x[0], "g"), high=number(points.x[-1], "g"),
                    )
                )  # fmt: skip
        return says, judged(np.abs(off).max() <= NEAR, np.abs(off).mean() <= NEAR)


def watch(run, targets) -> dict[str, np.ndarray]:
    """How near each cue ends to its target, and whether it is there."""
    found = outcomes(run, targets)
    return {name: found[name] for name in ("overlap", "accuracy")}


def critical(data: Data, system: str, label: str) -> Points:
    """The noise at which a system recalls half of its cues, by load, where it does so within the range."""
    rows = []
    for load in LOADS:
        cells = data.where(system=system, load=load)
        noise = data.of("noise", cells)
        if len(cells) < len(FLIPS):
            continue
        y, low, high = resampled(data["accuracy"][cells], lambda values, x=noise: crossing(x, values.mean(-1)))
        if np.isfinite(y):
            near = cells[np.abs(noise - y).argmin()]
            rows.append((load / N, y, low, high, near, typical(data["accuracy"][[near]])[0]))
    x, y, low, high, cell, draw = np.array(rows, float).reshape(-1, 6).T
    return Points(label, x, y, low, high, cell.astype(int), draw.astype(int), system)


def _half(load: int, mirrored: bool) -> float:
    """The noise at which the nearest is the right one in half of the cases, between two numbers of flips."""
    right = [ideal_accuracy(N, load, flips, mirrored=mirrored, copies=True) for flips in range(N // 2 + 1)]
    return crossing(np.arange(N // 2 + 1) / N, right)
