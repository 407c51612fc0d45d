"""The claims of the paper, each beside our number: a function from what was computed to words, verdict and links."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from ...cited import ARXIV, PAPER, YEAR
from ...engine.bounds import routing_temperature
from ...engine.models import MODELS
from ...study.paper import FIGURES
from .summary import versus

ROUNDING = 1e-12  # relative; float64 has 16 digits, and sums of hundreds of terms lose some
CLEARLY = 3  # standard errors; 264 cells are looked at
HOLDS, IN_PART, FAILS = "holds", "holds in part", "does not hold"

INTRO = (
    f"Vivet and Arenas ({PAPER}, arXiv {ARXIV}, {YEAR}) let astrocytes turn the memories of a neural network up and "
    "down, and report four figures and what they conclude from them.",
    "Here the engine of this page computes each figure again at the paper's settings, and sets its own number beside "
    "each claim. Verdicts follow from the numbers; where a claim does not hold as stated, a run shows it.",
)


@dataclass(frozen=True)
class Claim:
    """A claim, as the paper has it, our numbers in sentences, the verdict, the figure and the runs that show it."""

    key: str
    claim: str
    paper: str
    ours: tuple[str, ...]
    verdict: str
    figure: str | None
    links: tuple[dict, ...]


def judged(whole, part=False) -> str:
    return HOLDS if whole else IN_PART if part else FAILS


def tiny(value: float) -> str:
    """A small number in words, such as 4·10⁻¹⁵."""
    digit, power = f"{value:.0e}".split("e")
    return f"{digit}·10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def link(words: str, number: str, cell: int = 0, draw: int = 0, systems=("astro",), **changes) -> dict:
    """A run of a figure's cell, to open on Live; `changes` of its settings."""
    store = FIGURES[number].plan().store(cell, *systems, draw=draw)
    store.set(**changes)
    return {"words": words, "query": store.link()}


class Line:
    """Figures 1 to 3: what was measured at each value of the swept parameter."""

    def __init__(self, dataset):
        self.x = dataset[dataset.attrs["axes"]].values
        self.hard, self.soft, self.perplexity = (
            dataset[name].values[0] for name in ("hard_error", "soft_error", "perplexity")
        )  # fmt: skip
        self.mean = self.soft.mean(-1)
        self.recalled = (self.hard == 0).sum(-1)
        self.draws = self.hard.shape[-1]
        self.flips = round(dataset.attrs["noise"] * dataset.attrs["neurons"])

    def at(self, value: float) -> int:
        """The cell nearest to a value."""
        return int(np.abs(np.log(self.x / value)).argmin())

    def errors(self, name: str, *values: float) -> str:
        """Mean errors in words."""
        cells = [self.at(value) for value in values]
        return ", ".join(f"{self.mean[i]:.1f} at {name} = {self.x[i]:g}" for i in cells)

    def one(self, good) -> int:
        """The first draw of which `good` (draws,) is true, or the first."""
        return int(np.argmax(good))


def energy(figures, runs) -> Claim:
    found = runs["energy"]
    most = max(found["paper"], found["random"])
    return Claim(
        "a", "The energy never rises", "ℒ(x, p) is a Lyapunov function of the dynamics (Eq. 9).",
        (f"Largest rise in any of {found['steps']:,} steps: {tiny(most)} of ℒ, which is rounding.",
         f"Looked at: the paper's setting, and {found['settings']} random ones of N, K, T, τ_x, τ_p, σ, with steps of "
         "0.001 to 100."),
        judged(most <= ROUNDING), None, (link("Watch the energy", "1", FIGURES["1"].plan().n_cells // 2),),
    )  # fmt: skip


def attention(figures, runs) -> Claim:
    found = runs["softmax"]
    return Claim(
        "b", "At rest the gains are a softmax", "The fixed point of the gains is p* = softmax(f / T) (Eq. 11).",
        (f"Largest |p − softmax(f/T)| after a long time, of {found['runs']} runs at T from 0.01 to 3: "
         f"{tiny(found['gap'])}.",),
        judged(found["gap"] <= ROUNDING), None,
        (link("Compare gains and softmax", "3", Line(figures["3"]).at(1)),),
    )  # fmt: skip


def limits(figures, runs) -> Claim:
    found = runs["hopfield"]
    both, cell = ("astro", "hopfield"), FIGURES["1"].plan().n_cells // 2
    return Claim(
        "c", "Its limits are Hopfield networks", "τ_p → ∞ and T → ∞ recover the graded Hopfield network (Eq. 12).",
        (f"Largest difference of any overlap or rate, of {found['runs']} runs to t = 10: {tiny(found['tau_p'])} at "
         f"τ_p = ∞, {tiny(found['temperature'])} at T = ∞.",),
        judged(max(found["tau_p"], found["temperature"]) <= 1e3 * ROUNDING), None,
        (link("Side by side, τ_p = ∞", "1", cell, 0, both, tau_p="inf"),
         link("Side by side, T = ∞", "1", cell, 0, both, temperature="inf")),
    )  # fmt: skip


def slow_gains(figures, runs) -> Claim:
    line, rested = Line(figures["1"]), runs["slow"]
    before, ten, after, late = (line.at(v) for v in (1, 10, 25, 100))
    half = np.exp(np.interp(line.flips / 2, line.mean, np.log(line.x)))
    whole = line.mean[after] > 2 * line.mean[: ten + 1].max() and (np.diff(line.mean[ten:]) > -ROUNDING).all()
    draw = line.one((line.hard[before] == 0) & (line.hard[late] >= line.flips - 1))
    return Claim(
        "d", "Slow gains worsen recall", "The error grows once τ_p passes about 10.",
        (f"Mean error ε in pixels: {line.errors('τ_p', 0.1, 10, 25, 100)}; half the cue's error is passed at "
         f"τ_p ≈ {half:.0f}.",
         f"Recalled exactly: {line.recalled[line.at(0.1)]}, {line.recalled[ten]}, {line.recalled[after]} and "
         f"{line.recalled[late]} of {line.draws}.",
         f"Part of it is the end at t = 10: left alone until they rest (t up to {rested['last']:.0f}), runs at τ_p = "
         f"100 err by {rested['error']:.1f} pixels, and {rested['recalled']} of {rested['runs']} recall."),
        judged(whole, line.mean[after] > line.mean[before]), "1",
        (link(f"Recalled at τ_p = {line.x[before]:g}", "1", before, draw),
         link(f"See at t = 10: τ_p = {line.x[late]:g}", "1", late, draw)),
    )  # fmt: skip


def fast_neurons(figures, runs) -> Claim:
    line = Line(figures["2"])
    certain = (line.hard > 0) & (line.perplexity < 1.5)  # of a wrong state
    wrong, one, best = certain.sum(-1), line.at(1), int(line.mean.argmin())
    # Another memory, not a mixture: the run that shows it has its winner's pixels, all of them.
    draw = line.one(certain[0] & (line.hard[one] == 0) & (line.hard[0] < 0.6 * 30))
    return Claim(
        "e", "Fast neurons commit too early", "As τ_x → 0, perplexity is low, but on a wrong memory.",
        (f"At τ_x = {line.x[0]:g}, {wrong[0]} of {line.draws} runs end wrong with perplexity below 1.5; at τ_x = 1, "
         f"{wrong[one]}; at τ_x = {line.x[best]:g}, {wrong[best]}.",
         f"Mean error ε in pixels: {line.errors('τ_x', 0.01, 0.1, 1, line.x[best])}; median perplexity at the "
         f"smallest: {np.median(line.perplexity[0]):.2f}."),
        judged(wrong[0] >= 0.1 * line.draws and wrong[0] > wrong[one], wrong[0] > wrong[best]), "2",
        (link(f"Wrong at τ_x = {line.x[0]:g}", "2", 0, draw),
         link("The same cue at τ_x = 1", "2", one, draw)),
    )  # fmt: skip


def slow_neurons(figures, runs) -> Claim:
    line = Line(figures["2"])
    stays = abs(line.mean[-1] - line.flips) < 0.1
    median, high = np.median(line.perplexity[-1]), np.percentile(line.perplexity[-1], 95)
    rises = median > 2 * np.median(line.perplexity[line.at(1)])
    return Claim(
        "f", "Slow neurons stay at the cue, and the gains do not choose",
        "At large τ_x the error stays at 6 and perplexity rises.",
        (f"Mean error ε in pixels: {line.errors('τ_x', 250, 1000)}, so it stays where τ_x is far above the "
         "run's length.",
         f"Perplexity {'rises' if rises else 'does not rise'}: at τ_x = 1000 its median is {median:.2f}, and 95 % of "
         f"the runs are below {high:.2f}. The gains need no moving neurons: they choose by the cue."),
        judged(stays and rises, stays or rises), "2",
        (link("See at t = 10: τ_x = 1000", "2", len(line.x) - 1, line.one(line.perplexity[-1] < 1.1)),),
    )  # fmt: skip


def heat(figures, runs) -> Claim:
    line = Line(figures["3"])
    steps = np.diff(line.mean)
    never = "never falls" if steps.min() >= -1e-6 else f"falls by up to {-steps.min():.2g}"
    cold, hot = line.at(1), line.at(10)
    draw = line.one((line.hard[cold] == 0) & (line.hard[hot] >= line.flips - 1))
    return Claim(
        "g", "Heat worsens recall", "The error rises with T.",
        (f"Mean error ε in pixels: {line.errors('T', 0.001, 1, 2.5, 4, 10, 100)}.",
         f"From one T to the next it {never}; it is flat up to T ≈ 2, and T_c is {routing_temperature(30, 100):.1f}."),
        judged(steps.min() >= -1e-6 and line.mean[-1] > line.mean[0], line.mean[-1] > line.mean[0]), "3",
        (link("Recalled at T = 1", "3", cold, draw), link("The same cue at T = 10", "3", hot, draw)),
    )  # fmt: skip


def baselines(figures, runs) -> Claim:
    data = figures["4"]
    loads, flips = data["load"].values, np.rint(data["noise"].values * 20).astype(int)
    error, names = data["hard_error"].values, [str(key) for key in data["system"].values]
    ours, worse = [], np.zeros(data["finished"].shape, bool)
    for key in ("hopfield", "naam"):
        mean, spread = versus(data, key)
        larger, smaller = (sign * mean > CLEARLY * spread + 1e-9 for sign in (1, -1))
        worse |= larger
        ours.append(
            f"Against {MODELS[key].title}: mean error no larger in {(mean <= 0).sum()} of {mean.size} cells, larger in "
            f"{(mean > 0).sum()}; beyond {CLEARLY} standard errors smaller in {smaller.sum()}, larger in "
            f"{larger.sum()}."
        )
    bad = flips[worse.any(0)]
    safe = int(bad.min()) - 1 if len(bad) else int(flips[-1])
    if len(bad):
        mean = versus(data, "hopfield")[0]
        k, n = np.unravel_index(np.where(worse, mean, -np.inf).argmax(), mean.shape)
        ours.append(
            f"Up to {safe} of 20 flips it is nowhere clearly worse; with {bad.min()} to {bad.max()} it is, and most "
            f"against Hopfield at K = {loads[k]}, n = {flips[n]}: {mean[k, n]:.1f} pixels more."
        )
        lost = link(
            f"Gating loses: K = {loads[k]}, n = {flips[n]}", "4", int(k * len(flips) + n),
            int((error[0, k, n] - error[names.index("hopfield"), k, n]).argmax()), names,
        )  # fmt: skip
    k, n = int(np.flatnonzero(loads == 100)[0]), 3
    won = (error[0, k, n] == 0) * error[1:, k, n].min(0)
    win = link(f"Gating wins: K = 100, n = {flips[n]}", "4", k * len(flips) + n, int(won.argmax()), names)
    return Claim(
        "h", "It beats both baselines", "Over the whole plane of load and noise its error is the smallest.",
        tuple(ours), judged(not len(bad), safe > 0), "4", (win, lost) if len(bad) else (win,),
    )  # fmt: skip


CLAIMS = (energy, attention, limits, slow_gains, fast_neurons, slow_neurons, heat, baselines)


def page(figures, runs) -> dict:
    """What `claims.json` holds: the words of the page, from the datasets of the figures and from `runs.all_runs`."""
    words = {number: {"title": f.title, "caption": f.caption, "about": f.about} for number, f in FIGURES.items()}
    return {"intro": INTRO, "claims": [asdict(claim(figures, runs)) for claim in CLAIMS], "figures": words}
