"""Capacity: how many memories until half of the cues come back, K50, against the number of neurons, by system."""

from __future__ import annotations

from math import comb, log

import numpy as np

from ..engine.bounds import hopfield_capacity, ideal_accuracy
from ..engine.models import MODELS
from ..engine.outcomes import outcomes
from ..engine.patterns.own import MOST_PATTERNS
from ..study.survey import Survey
from ..words import _, number
from .base import Curve, Found, Law, Panel, Points, judged
from .data import Data
from .statistics import crossing, resampled, typical

NOISE = 0.2
NEURONS = (10, 15, 20, 25, 30)
# About where K50 is at each N: the grid of K is laid around it.
MIDDLES = {
    "astro": (12, 35, 102, 293, 830), "attention": (23, 69, 203, 585, 1659), "modern": (23, 69, 203, 585, 1659),
    "dense": (12, 27, 50, 85, 140), "naam": (6, 10, 14, 18, 22), "hopfield": (4, 5, 6, 7, 8),
    "hopfield-binary": (3, 4, 5, 6, 6),
}  # fmt: skip
SYSTEMS = tuple(MIDDLES)
AROUND = (0.3, 0.45, 0.65, 0.85, 1.15, 1.6, 2.3)
ERRORS = 3  # of the bars, by which a point may be off its line
SHARED = {
    "patterns": "random", "noise": NOISE, "temperature": 0.01, "tau_x": 1.0, "tau_p": 0.1, "sigma": 5.0, "beta": 1.0,
    "seed": 0, "integrator": "descent", "dt": 0.05, "horizon": 20.0, "rest": 1e-3,
}  # fmt: skip


class Capacity(Law):
    title = "Capacity"
    question = "How many memories can be stored until half of the cues come back wrong?"
    claim = "Gated recall is that of the nearest of 2K images, so that capacity grows exponentially with N."
    bars = "Bars: the 16–84 % span of 200 bootstrap samples."

    def survey(self) -> Survey:
        cells = [
            SHARED | {"system": system, "neurons": n, "load": load}
            for n in NEURONS
            for system in SYSTEMS
            for load in loads(system, n)
        ]
        return Survey.of(cells, 100, watch=watch)

    def found(self, data: Data) -> Found:
        title = _("Memories until half of the cues fail, {flips} of the pixels flipped", flips=f"{NOISE:.0%}")
        panel = Panel(title, _("neurons N"), _("memories K₅₀"), [], [], logy=True)
        for system in SYSTEMS:
            panel.points.append(capacity(data, system, _(MODELS[system].title)))
        at = np.arange(NEURONS[0], NEURONS[-1] + 1, 5.0)
        for words, mirrored in ((_("nearest of 2K images"), True), (_("nearest of K memories"), False)):
            y = np.array([half(int(n), mirrored) for n in at])
            panel.curves.append(Curve(words, at, y, "astro" if mirrored else "ideal"))
        panel.curves.append(Curve("0.138 N", at, hopfield_capacity() * at))
        return Found([panel], *self.judged(panel))

    def judged(self, panel: Panel) -> tuple[list[str], str]:
        """Sentences and verdict."""
        astro, line = panel.points[0], panel.curves[0]
        if len(astro.x) < 2:
            return [], judged(False)
        theirs = np.interp(astro.x, line.x, line.y)
        bar = np.maximum(np.log(astro.high / astro.low) / 2, 1e-9)
        off, errors = np.abs(np.log(astro.y / theirs)), np.abs(np.log(astro.y / theirs)) / bar
        rise, law = (np.polyfit(astro.x, np.log(y), 1)[0] for y in (astro.y, theirs))
        rate = log(2) + NOISE * log(NOISE) + (1 - NOISE) * log(1 - NOISE)
        numbers = ", ".join(
            _("{k} at N = {n}", k=number(y, ".0f"), n=number(x, "g")) for x, y in zip(astro.x, astro.y, strict=True)
        )
        says = [
            _("Gated memory: K₅₀ is {numbers}.", numbers=numbers),
            _(
                "It is off the line of 2K images by up to {off}, {errors} bars; nothing is fitted. It holds up to "
                "{most} bars.",
                off=f"{np.expm1(off.max()):.0%}", errors=number(errors.max(), ".1f"), most=ERRORS,
            ),
            _(
                "ln K₅₀ rises by {rise} a neuron, the line by {law}; for large N that is ln 2 − h(η) = {rate}.",
                rise=number(rise, ".3f"), law=number(law, ".3f"), rate=number(rate, ".3f"),
            ),
        ]  # fmt: skip
        for points in panel.points:
            if len(points.x) and points.look in ("hopfield", "hopfield-binary"):
                each = points.y / points.x
                says.append(
                    _(
                        "{name}: K₅₀/N is {first} at N = {low} and {last} at N = {high}, against 0.138 for large N.",
                        name=points.label, first=number(each[0], ".2f"), last=number(each[-1], ".2f"),
                        low=number(points.x[0], "g"), high=number(points.x[-1], "g"),
                    )
                )  # fmt: skip
        says.append(
            _(
                "N ends at {n}: K₅₀ of the nearest memory is {k} there, and no more than {most} memories can be stored "
                "here at once.",
                n=NEURONS[-1], k=number(half(NEURONS[-1], False), ".0f"), most=MOST_PATTERNS,
            )
        )  # fmt: skip
        same, grows = errors.max() <= ERRORS, rise > 0.5 * rate
        return says, judged(same and grows, same or grows)


def loads(system: str, n: int) -> list[int]:
    """The grid of K."""
    middle = MIDDLES[system][NEURONS.index(n)]
    return sorted({min(MOST_PATTERNS, max(1, round(middle * factor))) for factor in AROUND})


def watch(run, targets) -> dict[str, np.ndarray]:
    """Whether each cue came back."""
    return {"accuracy": outcomes(run, targets)["accuracy"]}


def capacity(data: Data, system: str, label: str) -> Points:
    """K50 of a system by N, where it is within the grid of K."""
    rows = []
    for n in NEURONS:
        cells = data.where(system=system, neurons=n)
        load = np.log(data.of("load", cells))
        if len(cells) < len(loads(system, n)):
            continue
        y, low, high = np.exp(resampled(data["accuracy"][cells], lambda values, x=load: crossing(x, values.mean(-1))))
        if np.isfinite(y):
            near = cells[np.abs(load - np.log(y)).argmin()]
            rows.append((n, y, low, high, near, typical(data["accuracy"][[near]])[0]))
    x, y, low, high, cell, draw = np.array(rows, float).reshape(-1, 6).T
    return Points(label, x, y, low, high, cell.astype(int), draw.astype(int), system)


def half(n: int, mirrored: bool) -> float:
    """K at which the nearest of K memories, or of 2K images, is the right one in half of the cases."""
    flips = round(NOISE * n)
    nearer = sum(comb(n, j) for j in range(flips)) / 2**n  # the chance of one rival
    middle = log(2) / (nearer * (2 if mirrored else 1))
    load = np.unique(np.geomspace(1, 4 * middle, 200).astype(int))
    right = [ideal_accuracy(n, int(k), flips, mirrored=mirrored, copies=True) for k in load]
    return float(np.exp(crossing(np.log(load), right)))
