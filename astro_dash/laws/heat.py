"""Heat: share, perplexity and recall against T / T_c, for several numbers of neurons and memories."""

from __future__ import annotations

import numpy as np

from ..engine.bounds import routing_temperature
from ..engine.outcomes import outcomes
from ..study.survey import Survey
from ..words import _, number
from .base import Curve, Found, Law, Panel, Points, judged
from .data import Data
from .statistics import crossing, mean, typical

SIZES = ((20, 20), (30, 100), (64, 20), (64, 100), (128, 400))  # N, K
RATIOS = tuple(float(f"{10 ** (i / 8):.4g}") for i in range(-8, 9))  # T / T_c
ALIKE = 1.25  # a measure collapses if what it crosses one half at differs by no larger factor
SHARED = {
    "system": "astro", "patterns": "random", "noise": 0.2, "tau_x": 1.0, "tau_p": 0.1, "sigma": 5.0, "seed": 0,
    "integrator": "descent", "dt": 0.05, "horizon": 20.0, "rest": 1e-3,
}  # fmt: skip


class Heat(Law):
    title = "Heat"
    question = "Is there one temperature at which a memory of any size melts?"
    claim = "At every size share and entropy pass one half near T_c; recall does not."
    bars = "Bars: one standard error of the mean over the draws."

    def survey(self) -> Survey:
        cells = [
            SHARED | {"neurons": n, "load": k, "temperature": float(f"{ratio * routing_temperature(n, k):.6g}")}
            for n, k in SIZES
            for ratio in RATIOS
        ]
        return Survey.of(cells, 60, watch=watch)

    def found(self, data: Data) -> Found:
        panels = [
            Panel(_("The target's share of the gains"), _("temperature T / T_c"), _("share of the target"), [], []),
            Panel(_("How many memories share"), _("temperature T / T_c"), _("entropy H(p) / ln K"), [], []),
            Panel(_("What is recalled"), _("temperature T / T_c"), _("recalled exactly"), [], []),
        ]
        halves: list[list[float]] = [[], [], []]
        for i, (n, k) in enumerate(SIZES):
            cells = data.where(neurons=n, load=k)
            if not len(cells):
                continue
            x = data.of("temperature", cells) / routing_temperature(n, k)
            measures = data["share"], np.log(data["perplexity"]) / np.log(k), data["accuracy"]
            label = _("N = {n}, K = {k}", n=n, k=k)
            for panel, values, half, sign in zip(panels, measures, halves, (1, -1, 1), strict=True):
                y, error = mean(values[cells])
                half.append(crossing(np.log(x), sign * y, sign * 0.5))
                draws = typical(values[cells])
                panel.points.append(Points(label, x, y, y - error, y + error, cells, draws, i, joined=True))
            at = np.geomspace(RATIOS[0], RATIOS[-1], 200)
            panels[0].curves.append(Curve(label, at, settled_share(n, k, at), i))
        for panel in panels:
            panel.logx, panel.marks = True, ((1.0, "T_c"),)
        return Found(panels, *self.judged(np.exp(np.array(halves)), panels))

    def judged(self, halves: np.ndarray, panels) -> tuple[list[str], str]:
        """Sentences and verdict, from where each measure (3, sizes) passes one half, in units of T_c."""
        known = [half[np.isfinite(half)] for half in halves]
        spread = [half.max() / half.min() if len(half) > 1 else np.inf for half in known]
        names = _("Share"), _("Entropy"), _("Recall")
        says = []
        for name, half, factor, all_of in zip(names, known, spread, halves, strict=True):
            places = {"name": name, "n": len(half), "all": len(all_of)}
            if not len(half):
                says.append(_("{name} passes one half within the range for none of the {all} sizes.", **places))
                continue
            span = {"low": number(half.min(), ".2f"), "high": number(half.max(), ".2f")}
            says.append(
                _(
                    "{name} passes one half between {low} and {high} T_c for {n} of {all} sizes, a factor of {factor}.",
                    **places, **span, factor=number(factor, ".2f"),
                )
            )  # fmt: skip
        spans = [_spread(panel.points) for panel in panels]
        says.append(
            _(
                "At one T/T_c the share of two sizes differs by up to {share}, the entropy "
                "by {entropy}, recall by {recall}.",
                share=number(spans[0], ".2f"), entropy=number(spans[1], ".2f"), recall=number(spans[2], ".2f"),
            )
        )  # fmt: skip
        pairs = zip(panels[0].points, panels[0].curves, strict=True)
        apart = [float(np.abs(np.interp(points.x, line.x, line.y) - points.y).max()) for points, line in pairs]
        says.append(
            _(
                "The lines are the share of a memory that is there whole, against independent others, at rest: no "
                "parameter is free. The points are off them by up to {most}.",
                most=number(max(apart), ".2f"),
            )
        )
        says.append(
            _(
                "It holds if share and entropy pass one half within a factor of {alike} for all sizes, and recall does "
                "not.",
                alike=ALIKE,
            )
        )
        one, two, three = (factor <= ALIKE for factor in spread)
        return says, judged(one and two and not three, one or two)


def _spread(series) -> float:
    """How far several y(x) are apart at one x, at most."""
    by_x: dict[float, list[float]] = {}
    for points in series:
        for x, y in zip(points.x, points.y, strict=True):
            by_x.setdefault(float(f"{x:.3g}"), []).append(y)
    return max((max(ys) - min(ys) for ys in by_x.values()), default=np.nan)


def watch(run, targets) -> dict[str, np.ndarray]:
    """What becomes of each cue, and the target's share of the gains at its end."""
    found = outcomes(run, targets, also=lambda model, ends, seen, at: {"share": seen.gain[0, np.arange(len(at)), at]})
    return {name: found[name] for name in ("share", "perplexity", "accuracy")}


def settled_share(n: int, k: int, ratio: np.ndarray) -> np.ndarray:
    """The softmax's share of a pattern with overlap 1 among K - 1 random ones, whose o/√N is normal: exp(f/T) of one
    is on average (1 - 1/T)^(-1/2) above T = 1, and below it the largest of them counts, whose f is about ln K."""
    t = ratio * routing_temperature(n, k)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        others = np.where(t > 1, np.log(k - 1) - 0.5 * np.log(1 - 1 / t), np.log(k) / t)
    return 1 / (1 + np.exp(others - n / (2 * t)))
