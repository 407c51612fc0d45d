"""Ties: how long a cue midway between two memories stays undecided, against the noise D and tau_x."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from ..study.plan import Plan
from ..study.survey import Survey
from ..words import _, number
from .base import Curve, Found, Law, Panel, Points, judged, written
from .data import Data
from .statistics import resampled, typical

TAU_X = (0.1, 0.3, 1.0, 3.0, 10.0)
JITTERS = tuple(float(f"1e-{k}") for k in range(2, 17, 2))  # D
DRAWS = 40
BROKEN = 0.75  # the share of one of the two at which the tie is over
STRAIGHT = 0.99  # R^2 of a line
SMALL = 1e-8  # D: with more noise ties break while x still decays from the cue, and the line bends
NEAR = 0.2  # of a time and a slope, by which they may be off the theory's
STEP = 0.004  # in units of the shorter time constant, of the line
SHARED = {
    "system": "astro", "patterns": "random", "neurons": 64, "load": 2, "noise": 0.0, "temperature": 0.01, "tau_p": 1.0,
    "sigma": 5.0, "seed": 0, "integrator": "descent", "rest": 1e-12,
}  # fmt: skip


class Ties(Law):
    title = "Ties"
    question = "A cue stands midway between two memories. How long until one of them wins?"
    claim = "The time until a tie breaks grows as the logarithm of 1/D, and with τ_x."
    bars = "Points: medians; bars: the 16–84 % span of 200 bootstrap samples."

    def survey(self) -> Survey:
        cells = [
            SHARED | {"tau_x": tau, "jitter": d, "dt": min(0.02, 0.02 * tau), "horizon": 8 * tau + 6}
            for tau in TAU_X
            for d in JITTERS
        ]
        return Survey.of(cells, DRAWS, watch=watch, pose=midway, chosen=even)

    def found(self, data: Data) -> Found:
        noise, until = _("1 / D, D the dynamical noise"), _("time until it breaks, t / τ_x")
        by_noise = Panel(_("Less noise, longer ties"), noise, until, [], [], logx=True)
        by_time = Panel(
            _("Slower neurons, longer ties"), _("neuron time τ_x"), _("time until it breaks, t"), [], [],
            logx=True, logy=True,
        )  # fmt: skip
        time = np.where(np.isnan(data["time"]), np.inf, data["time"])
        slopes = []
        for i, tau in enumerate(TAU_X):
            cells = data.where(tau_x=tau)
            if not len(cells):
                continue
            label = f"τ_x = {number(tau, 'g')}"
            jitter = data.of("jitter", cells)
            y, low, high = np.array([resampled(time[cell][None] / tau, np.median) for cell in cells]).T
            predicted = lasting(data, cells) / tau
            by_noise.points.append(Points(label, 1 / jitter, y, low, high, cells, typical(data["time"][cells]), i))
            by_noise.curves.append(Curve(label, 1 / jitter, predicted, i))
            if len(cells) == len(JITTERS) and np.isfinite(y).all():
                fits = [_line(np.log10(1 / jitter[some]), y[some]) for some in (slice(None), jitter <= SMALL)]
                slopes.append([*fits[0], *fits[1], _line(np.log10(1 / jitter), predicted)[0]])
        for i, d in enumerate((JITTERS[0], JITTERS[3], JITTERS[-1])):
            cells = data.where(jitter=d)
            if not len(cells):
                continue
            label, tau = f"D = {written(d)}", data.of("tau_x", cells)
            y, low, high = np.array([resampled(time[cell][None], np.median) for cell in cells]).T
            by_time.points.append(Points(label, tau, y, low, high, cells, typical(data["time"][cells]), i))
            by_time.curves.append(Curve(label, tau, lasting(data, cells), i))
        return Found([by_noise, by_time], *self.judged(np.array(slopes), data, by_noise))

    def judged(self, slopes: np.ndarray, data: Data, panel: Panel) -> tuple[list[str], str]:
        """Sentences and verdict, of slope and R^2 of all D, of those that are small, and the line's slope, by tau_x."""
        if not len(slopes):
            return [], judged(False)
        pairs = zip(panel.points, panel.curves, strict=True)
        off = max(float(np.abs(points.y / line.y - 1).max()) for points, line in pairs)
        steep, straight, _steep, straighter, theirs = slopes.T
        wrong = float(np.abs(steep / theirs - 1).max())
        first = float((data["winner"][data.finished] == 0).mean())
        unbroken = float(np.isnan(data["time"][data.finished]).mean())
        says = [
            _(
                "A straight line through the median times against log 1/D has R² = {all} and more; from D = {small} "
                "downwards {less} and more.",
                all=_down(straight.min()), small=written(SMALL), less=_down(straighter.min()),
            ),
            _(
                "Each factor of ten in D adds between {low} and {high} τ_x, by τ_x; the lines say so to within {off}.",
                low=number(steep.min(), ".3f"), high=number(steep.max(), ".3f"), off=f"{wrong:.0%}",
            ),
            _(
                "The lines are the growth of the noise near the tie, from Eq. 4 and 6 made linear there; nothing is "
                "fitted. The medians are off them by up to {off}.",
                off=f"{off:.0%}",
            ),
            _(
                "The first memory wins in {first} of the runs, the other in the rest; {unbroken} stay tied to the end.",
                first=f"{first:.0%}", unbroken=f"{unbroken:.0%}",
            ),
            _(
                "It holds if that R² is above {straight}, the lines are right to {near}, and all ties break.",
                straight=STRAIGHT, near=f"{NEAR:.0%}",
            ),
        ]  # fmt: skip
        line, same = (straighter > STRAIGHT).all(), max(wrong, off) < NEAR
        return says, judged(line and same and unbroken == 0, line or same)


def midway(plan: Plan, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Two memories and a cue that has what they share, and of what tells them apart half of each."""
    patterns, cue, target = plan.problem(0, seed)
    apart = np.flatnonzero(patterns[0] != patterns[1])
    other = np.random.default_rng(seed).permutation(apart)[: len(apart) // 2]
    cue = patterns[0].copy()
    cue[other] = patterns[1][other]
    return patterns, cue, target


def even(plan: Plan, draws: int) -> list[int]:
    """Seeds of memories that differ in an even number of pixels, so that there is a middle."""
    found: list[int] = []
    for seed in replace(plan, draws=10 * draws).seeds(0):
        patterns = plan.problem(0, seed)[0]
        if (patterns[0] != patterns[1]).sum() % 2 == 0:
            found.append(seed)
        if len(found) == draws:
            break
    return found


def watch(run, targets) -> dict[str, np.ndarray]:
    """When one of the two has BROKEN of the gains, NaN if never, and which; and on what share of pixels they agree."""
    n = len(targets)
    time, winner = np.full(n, np.nan), np.full(n, np.nan)
    while np.isnan(time).any() and not run.over:
        frames = run.advance(64)
        if not len(frames):
            break
        gain = run.model.gains(frames.overlap, frames.logit)
        over = gain.max(-1) >= BROKEN
        at = over.argmax(0)
        new = over.any(0) & np.isnan(time)
        time[new] = frames.time[at[new]]
        winner[new] = gain[at[new], np.flatnonzero(new)].argmax(-1)
    agree = (run.model.patterns[:, 0] == run.model.patterns[:, 1]).mean(-1)
    return {"time": time, "winner": winner, "agree": agree}


def lasting(data: Data, cells) -> np.ndarray:
    """The median time until a tie breaks, (cells,), by the linear growth of the noise in each draw."""
    found = []
    for cell in cells:
        values, agree = data.survey.values(cell), np.round(data["agree"][cell], 6)
        each, place = np.unique(agree, return_inverse=True)
        rates = (values[name] for name in ("tau_x", "tau_p", "sigma", "neurons", "temperature"))
        found.append(np.median(breaking(values["jitter"], tuple(each), *rates)[place]))
    return np.array(found)


def breaking(jitter: float, agree: tuple, *rates: float) -> np.ndarray:
    """When the median |q| is that of BROKEN, for each share of pixels that two memories agree on, (A,)."""
    time, variance = growth(agree, *rates)
    level = np.log(BROKEN / (1 - BROKEN)) / 0.6745  # a normal's median is so much of its deviation
    return time[np.minimum((jitter * variance < level**2).sum(0), len(time) - 1)]


@lru_cache(64)
def growth(agree: tuple, tau_x: float, tau_p: float, sigma: float, n: int, temperature: float):
    """Times (S,), and then the variance of q = theta_1 - theta_2 for D = 1, (S, A): it is linear in D.

    On the pixels that tell them apart x decays from ±1, so that phi' = sigma / cosh(sigma e^(-t/tau_x))^2 =: s. There
    the mean y of xi_1 x off the tie, and q, follow
    tau_x y' = -y + 2(1 - a) s y + a q, with noise of variance D / (1 - a)N, and tau_p q' = 2a(1 - a)N s y - T q.
    """
    a, dt = np.array(agree), STEP * min(tau_x, tau_p)
    kick, leak = 2 / (tau_x * (1 - a) * n), temperature / tau_p
    yy, yq, qq = (np.zeros(len(a)) for _ in range(3))  # the covariance
    made, most = [qq], 1 / min(JITTERS) * 10
    while qq.min() < most and len(made) < 50_000:
        s = sigma / np.cosh(min(sigma * np.exp(-len(made) * dt / tau_x), 300)) ** 2
        m, c, g = (2 * (1 - a) * s - 1) / tau_x, a / tau_x, 2 * a * (1 - a) * n * s / tau_p
        yy, yq, qq = (
            yy + dt * (2 * (m * yy + c * yq) + kick),
            yq + dt * ((m - leak) * yq + c * qq + g * yy),
            qq + dt * 2 * (g * yq - leak * qq),
        )  # fmt: skip
        made.append(qq)
    return dt * np.arange(len(made)), np.array(made)


def _line(x, y) -> tuple[float, float]:
    """Slope and R^2 of a straight line through y(x)."""
    slope, left = np.polyfit(x, y, 1)
    return slope, 1 - ((y - slope * x - left) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def _down(value: float) -> str:
    """To three decimals, not above it."""
    return number(np.floor(1000 * value) / 1000, ".3f")
