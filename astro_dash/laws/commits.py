"""Who commits first: where runs end and when they rest, by the ratio of the time constants, at several tau_x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..study import collapse
from ..study.collapse import KINDS, TAU_X
from ..study.survey import Survey
from ..words import _, number
from .base import Found, Law, Panel, Points, judged
from .data import Data
from .statistics import mean, resampled, typical

ONE = 2.0  # chi^2 of one degree of freedom that is still chance
ALIKE = 0.1  # of a time, by which it may differ from that at another tau_x
CLEARLY = 3  # standard errors
WORDS = dict(zip(KINDS, ("the target", "a rival", "a mirror image", "a mixture", "unfinished"), strict=True))


class Commits(Law):
    title = "Who commits first"
    question = "Neurons and gains both choose. What becomes of a cue when one of them is quicker?"
    claim = "Only the ratio of the time constants counts, and gains that are slower than the neurons lose memories."
    bars = "Bars: one standard error of a share; of a median, the 16–84 % span of 200 bootstrap samples."

    def survey(self) -> Survey:
        return replace(collapse.survey(), watch=watch)

    def found(self, data: Data) -> Found:
        ratio = _("ratio of time constants τ_p / τ_x")
        ends = Panel(_("Where runs end, at all τ_x"), ratio, _("share of the runs"), [], [], logx=True)
        recall = Panel(_("What is recalled"), ratio, _("ends at the target"), [], [], logx=True)
        times = Panel(_("How long it takes, in τ_x"), ratio, _("time to rest t / τ_x"), [], [], logx=True, logy=True)
        kind, cells = data["kind"], np.flatnonzero(data.finished)
        x = _ratio(data, cells)
        for i, name in enumerate(KINDS):
            y, error = mean(kind[cells] == i)
            some = (kind[cells] == i).argmax(-1)
            ends.points.append(Points(_(WORDS[name]), x, y, y - error, y + error, cells, some, i))
        for i, tau in enumerate(TAU_X):
            cells = data.where(tau_x=tau)
            x, label = _ratio(data, cells), f"τ_x = {number(tau, 'g')}"
            rested = np.isfinite(data["rest_time"][cells]).mean(-1) > 0.5  # of others too little is known
            x, cells = x[rested], cells[rested]
            y, error = mean(kind[cells] == 0)
            draws = typical(kind[cells] == 0)
            recall.points.append(Points(label, x, y, y - error, y + error, cells, draws, i, joined=True))
            rest = data["rest_time"][cells] / tau
            spans = [resampled(np.where(np.isnan(row), np.inf, row)[None], np.median) for row in rest]
            y, low, high = np.array(spans).reshape(-1, 3).T
            times.points.append(Points(label, x, y, low, high, cells, typical(rest), i, joined=True))
        even = _even(data)
        for panel in (ends, recall):
            panel.marks = ((even, _("gains as quick as neurons")),)
        return Found([ends, recall, times], *self.judged(recall, times, data, even))

    def judged(self, recall: Panel, times: Panel, data: Data, even: float) -> tuple[list[str], str]:
        """Sentences and verdict."""
        chi = _scatter([(points.x, points.y, points.high - points.y) for points in recall.points])
        by_ratio: dict[float, list[float]] = {}
        for points in times.points:
            for x, y in zip(points.x, points.y, strict=True):
                by_ratio.setdefault(float(f"{x:.3g}"), []).append(y)
        apart = max((max(ys) / min(ys) - 1 for ys in by_ratio.values()), default=np.inf)
        kind, cells = data["kind"], np.flatnonzero(data.finished)
        x = _ratio(data, cells)
        over = (kind[cells] != KINDS.index("unfinished")).mean(-1) > 0.5
        longest = x[over].max() if over.any() else x.min()
        quick, slow = cells[x == x.min()], cells[x == longest]
        first, last = ((kind[some] == 0).mean() for some in (quick, slow))
        error = np.sqrt(sum(p * (1 - p) / kind[some].size for p, some in ((first, quick), (last, slow))))
        wrong = np.isin(kind[slow], (1, 2, 3))
        mirrors = (kind[slow] == 2).sum() / max(1, wrong.sum())
        told = {"chi": number(chi, ".2f")}
        says = [
            _("At one ratio the recall of all τ_x differs by chance alone: χ² is {chi} a degree of freedom.", **told)
            if chi < ONE
            else _("At one ratio the recall differs by more than chance: χ² is {chi} a degree of freedom.", **told),
            _("In units of τ_x the median times to rest differ by up to {most}.", most=f"{apart:.0%}"),
            _(
                "Left to rest, {first} of the cues come back at τ_p / τ_x = {low}, and {last} at {high}; of those that "
                "end wrong there, {mirrors} end in the mirror image of a memory.",
                first=f"{first:.0%}", last=f"{last:.0%}", low=number(x.min(), "g"), mirrors=f"{mirrors:.0%}",
                high=number(longest, "g"),
            ),
            _(
                "Gains need about ln K · τ_p / Δf to choose, Δf being how far the target's score is ahead at the cue: "
                "as long as the neurons at τ_p / τ_x = {even}, which is no fit.",
                even=number(even, ".2f"),
            ),
            _(
                "It holds if χ² stays below {chi}, the times within {alike}, and recall falls by more than {errors} "
                "standard errors.",
                chi=ONE, alike=f"{ALIKE:.0%}", errors=CLEARLY,
            ),
        ]  # fmt: skip
        one, falls = chi < ONE and apart < ALIKE, first - last > CLEARLY * error
        return says, judged(one and falls, one or falls)


def watch(run, targets) -> dict[str, np.ndarray]:
    """Where each cue ends and when, and how far the target's score is ahead of the next at the start."""
    overlap = run.state.overlap
    score = overlap**2 / (2 * run.model.n_neurons)
    rows = np.arange(len(targets))
    own, rest = score[rows, targets], score.copy()
    rest[rows, targets] = -np.inf
    found = collapse.ends(run, targets)
    return {"kind": found["kind"], "rest_time": found["rest_time"], "ahead": own - rest.max(-1)}


def _ratio(data: Data, cells) -> np.ndarray:
    ratio = data.of("tau_p", cells) / data.of("tau_x", cells)
    return np.array([float(f"{x:.3g}") for x in ratio])


def _even(data: Data) -> float:
    """The ratio at which gains take as long as neurons, for the median cue."""
    cells = np.flatnonzero(data.finished)
    return float(np.median(data["ahead"][cells]) / np.log(data.survey.values(0)["load"]))


def _scatter(series) -> float:
    """Chi^2 a degree of freedom of several y(x) with errors, against their mean at each x."""
    total, freedom = 0.0, 0
    for x in np.unique(np.concatenate([x for x, *_y in series])):
        here = [(y[xs == x][0], e[xs == x][0]) for xs, y, e in series if (xs == x).any()]
        if len(here) > 1:
            y, error = np.array(here).T
            middle = np.average(y, weights=error**-2)
            total, freedom = total + (((y - middle) / error) ** 2).sum(), freedom + len(y) - 1
    return total / freedom if freedom else np.inf
