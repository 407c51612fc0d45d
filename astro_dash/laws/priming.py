"""Priming: how large a share of the gains a rival must have at the start to win, against how far the cue is from it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..engine import Parameters
from ..engine.outcomes import outcomes
from ..study.plan import Plan
from ..study.priming import expected
from ..study.survey import Survey
from ..words import _, number
from .base import Curve, Found, Law, Panel, Points, judged, written
from .data import Data
from .statistics import crossing, mean, resampled, typical

TAU_P = (1.0, 3.0, 10.0)
PARTS = (0.25, 0.3, 0.35, 0.4, 0.45)  # of the pixels that tell the two memories apart, those that the rival gives
STRENGTHS = (0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
NEAR = 0.2  # of the odds' logarithm, by which a point may be off its line
SETTLED = 6.0  # in tau_x, how long until it is clear who wins
SHARED = {
    "system": "astro", "patterns": "random", "neurons": 64, "load": 2, "temperature": 0.01, "tau_x": 1.0, "sigma": 5.0,
    "seed": 0, "integrator": "descent", "dt": 0.02, "horizon": 40.0, "rest": 1e-3, "prime": "rival",
}  # fmt: skip


class Priming(Law):
    title = "Priming"
    question = "One cue, two memories: how much must the gains favour the farther one for it to win?"
    claim = "A prime wins without any change of the wiring; the farther the cue from the primed memory, the stronger."
    bars = "Bars: the 16–84 % span of 200 bootstrap samples."

    def survey(self) -> Survey:
        cells = [
            SHARED | {"tau_p": tau_p, "noise": part, "prime_strength": strength}
            for tau_p in TAU_P
            for part in PARTS
            for strength in STRENGTHS
        ]
        return Survey.of(cells, 40, watch=watch, pose=between)

    def found(self, data: Data) -> Found:
        lead, odds = _("lead of the cue's own memory, m₁ − m₂"), _("odds p / (1 − p) that win half")
        needs = Panel(_("How strong a prime must be"), lead, odds, [], [], logy=True)
        wins = Panel(
            _("Who wins, τ_p = {tau}", tau=number(TAU_P[0], "g")), _("odds p / (1 − p) of the primed memory"),
            _("share of its wins"), [], [], logx=True,
        )  # fmt: skip
        for i, tau in enumerate(TAU_P):
            label = f"τ_p = {number(tau, 'g')}"
            needs.points.append(critical(data, tau, label, i))
            known = needs.points[-1].x
            x = np.linspace(known.min(), known.max(), 20) if len(known) else np.zeros(0)
            needs.curves.append(Curve(label, x, np.exp(needed(tuple(x), tau)), i))
        for i, part in enumerate(PARTS):
            cells = data.where(tau_p=TAU_P[0], noise=part)
            if len(cells):
                y, error = mean(data["won"][cells])
                label = _("lead {lead}", lead=number(float(data["lead"][cells].mean()), ".2f"))
                x, draws = np.exp(_log_odds(data, cells)), typical(data["won"][cells])
                wins.points.append(Points(label, x, y, y - error, y + error, cells, draws, i, joined=True))
        return Found([needs, wins], *self.judged(needs, data))

    def judged(self, panel: Panel, data: Data) -> tuple[list[str], str]:
        """Sentences and verdict."""
        some = [(points, line) for points, line in zip(panel.points, panel.curves, strict=True) if len(points.x) > 1]
        if not some:
            return [], judged(False)
        off = [np.abs(np.log(p.y) / np.interp(p.x, c.x, np.log(c.y)) - 1) for p, c in some]
        rises = all((np.diff(points.y[np.argsort(points.x)]) > 0).all() for points, _line in some)
        won = data["won"][data.finished]
        says = [
            _(
                "{label}: odds of {low} win half of the cues at a lead of {near}, and {high} at {far}.",
                label=p.label, near=number(p.x[p.y.argmin()], ".2f"), low=written(p.y.min()),
                far=number(p.x[p.y.argmax()], ".2f"), high=written(p.y.max()),
            )
            for p, _line in some
        ]  # fmt: skip
        says.append(
            _(
                "The lines are of memories that share half of their pixels, whose pixels then move in three groups: "
                "nothing is fitted. ln of the odds is off by {mean} on average, {most} at most.",
                mean=f"{np.concatenate(off).mean():.0%}", most=f"{np.concatenate(off).max():.0%}",
            )
        )  # fmt: skip
        says.append(
            _(
                "It holds if the odds rise with the lead, and the lines are right to {near} on average.",
                near=f"{NEAR:.0%}",
            )
        )
        says.append(
            _("Of all {runs} runs the primed memory wins {won}.", runs=won.size, won=f"{won.mean():.0%}")
        )  # fmt: skip
        return says, judged(rises and np.concatenate(off).mean() < NEAR, rises)


def between(plan: Plan, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Two memories and a cue that has the second's pixels on a share `noise` of those that tell them apart."""
    patterns, _cue, target = plan.problem(0, seed)
    apart = np.flatnonzero(patterns[0] != patterns[1])
    given = np.random.default_rng(seed).permutation(apart)[: round(plan.values(0)["noise"] * len(apart))]
    cue = patterns[0].copy()
    cue[given] = patterns[1][given]
    return patterns, cue, target


def watch(run, targets) -> dict[str, np.ndarray]:
    """Whether the second memory won, and the lead of the first at the cue."""
    lead = np.einsum("bkn,bn->bk", run.model.patterns, np.sign(run.state.x)) / run.model.n_neurons
    found = outcomes(run, targets, also=lambda model, ends, seen, at: {"won": (seen.gain[0].argmax(-1) == 1) * 1.0})
    return {"won": found["won"], "lead": lead[:, 0] - lead[:, 1]}


def critical(data: Data, tau_p: float, label: str, look: int) -> Points:
    """The odds at which the primed memory wins half of its cues, by the mean lead, where that is within the range."""
    rows = []
    for part in PARTS:
        cells = data.where(tau_p=tau_p, noise=part)
        if len(cells) < len(STRENGTHS):
            continue
        odds = _log_odds(data, cells)
        y, low, high = resampled(data["won"][cells], lambda won, x=odds: crossing(x, -won.mean(-1), -0.5))
        if np.isfinite(y):
            near = cells[np.abs(odds - y).argmin()]
            draw = typical(data["won"][[near]])[0]
            rows.append((data["lead"][cells].mean(), *np.exp([y, low, high]), near, draw))
    x, y, low, high, cell, draw = np.array(rows, float).reshape(-1, 6).T
    return Points(label, x, y, low, high, cell.astype(int), draw.astype(int), look)


@lru_cache(64)
def needed(leads: tuple, tau_p: float) -> np.ndarray:
    """ln of the odds with which the second memory just wins, by the lead, in the mean field of memories that share half
    of their pixels."""
    lead, known = np.array(leads), ("temperature", "tau_x", "sigma")
    parameters = Parameters(tau_p=tau_p, **{name: SHARED[name] for name in known})
    return expected(
        (1 + lead) / 2, (1 - lead) / 2, SHARED["neurons"], SHARED["load"], parameters, SETTLED * max(1, tau_p)
    )


def _log_odds(data: Data, cells) -> np.ndarray:
    share = data.of("prime_strength", cells)
    return np.log(share / (1 - share))
