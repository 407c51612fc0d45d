"""Claims of heat, and of the plane of load and noise."""

from __future__ import annotations

import numpy as np

from ...engine.bounds import routing_temperature
from ...engine.models import MODELS
from ...words import _, number
from .claim import FAILS, HOLDS, IN_PART, Claim, Line, judged, link, percent, short
from .plane import BASELINES, CLEARLY, HIGH, MEASURES

FLAT = 0.05  # pixels that a mean error may fall by


def heat(facts) -> Claim:
    line, found = Line(facts["3"]), facts["3"]
    cold, hot = line.at(1), line.at(10)
    every = {5.0: line.mean} | dict(zip(found["sigma"], np.array(found["sigma_error"]), strict=True))
    falls = {sigma: float(-np.diff(mean).min()) for sigma, mean in every.items()}
    rises = {sigma: bool(mean[-1] > mean[0] + 1) for sigma, mean in every.items()}
    worst = max(falls, key=lambda sigma: falls[sigma])
    never = (
        _("From one T to the next it falls by no more than {flat} pixels, at any of these σ.", flat=short(FLAT))
        if falls[worst] <= FLAT
        else _("From one T to the next it falls by up to {most} pixels, at σ = {sigma}.",
               most=number(falls[worst], ".2f"), sigma=short(worst))
    )  # fmt: skip
    flat = line.x[line.mean < line.mean[0] + 0.5][-1]
    t_c = routing_temperature(found["neurons"], found["load"])
    draw = line.one((line.hard[cold] == 0) & (line.hard[hot] >= line.flips - 1))
    others = "; ".join(
        _("at σ = {sigma} from {low} to {high}", sigma=short(s), low=number(m[0], ".1f"), high=number(m[-1], ".1f"))
        for s, m in sorted(every.items()) if s != 5
    )  # fmt: skip
    return Claim(
        "g", _("Heat worsens recall"), _("The error rises with T."),
        (_("Mean error ε in pixels: {errors}.", errors=line.errors("T", 0.001, 1, 2.5, 4, 10, 100)),
         _("From the coldest to the hottest: {others}.", others=others),
         never,
         _("At σ = 5 it is within half a pixel of the coldest up to T = {flat}; T_c = N / (2 ln K) is {t_c}.",
           flat=short(flat), t_c=number(t_c, ".1f"))),
        judged(all(rises.values()) and falls[worst] <= FLAT, rises[5.0]), "3",
        (link(_("Recalled at {place}", place="T = 1"), "3", cold, draw),
         link(_("The same cue at {place}", place="T = 10"), "3", hot, draw)),
    )  # fmt: skip


def named(baseline: str) -> str:
    """A baseline of figure 4 in words."""
    if baseline in MODELS and baseline != "hopfield":
        return _(MODELS[baseline].title)
    return {
        "hopfield": _("Hopfield with its diagonal"), "hopfield-zero": _("Hopfield without its diagonal"),
        "cue": _("doing nothing"),
    }[baseline]  # fmt: skip


def measured(measure: str) -> str:
    return {
        "hard_error": _("mean error"), "accuracy": _("exact recall"),
        "mirror_error": _("the nearer of target and mirror image"),
    }[measure]  # fmt: skip


def score(found: dict, measure: str, baselines=BASELINES) -> str:
    """Cells won and lost by a measure, in a sentence."""
    each = [
        _("{better} and {worse} against {baseline}", better=found["counts"][measure][b][0],
          worse=found["counts"][measure][b][1], baseline=named(b))
        for b in baselines
    ]  # fmt: skip
    return _("By {measure}, cells of {cells} where it is clearly better, and clearly worse: {each}.",
             measure=measured(measure), cells=found["cells"], each="; ".join(each))  # fmt: skip


def criterion(found: dict) -> str:
    return _("Clearly: by more than {n} standard errors of the mean of {draws} draws that all share.",
             n=CLEARLY, draws=found["draws"])  # fmt: skip


def verdict(found: dict, measure: str, baselines) -> str:
    """Whether it beats these over the whole plane: nowhere clearly worse, or so in fewer cells than better."""
    better, worse = np.array([found["counts"][measure][b] for b in baselines]).T
    return FAILS if (worse >= better).any() else HOLDS if not worse.any() else IN_PART


def unchanged(facts) -> str:
    found = facts["unchanged"]
    return _("At K = 200 Hopfield with its diagonal hands back {kept} of {runs} cues unchanged, without it {zero}.",
             kept=percent(found['kept']), runs=found["runs"], zero=percent(found['zero']))  # fmt: skip


def exact(facts) -> str:
    found = facts["exact"]
    worse = [each["worse"] for each in found["found"]]
    sigmas = ", ".join(short(each["sigma"]) for each in found["found"] if "sigma" in each)
    longest = max(each.get("horizon", 0.0) for each in found["found"])
    return _("By exact recall also at σ = {sigmas}, and at σ = 5 to t = {longest}, against Hopfield with its diagonal: "
             "clearly worse in {worse} of {cells} cells each.", sigmas=sigmas, longest=short(longest),
             worse=", ".join(map(str, worse)), cells=found["cells"])  # fmt: skip


def other_betas(facts) -> str:
    found = facts["exact"]
    return _("By exact recall against the neuron–astrocyte memory at its own β = {betas}, in place of 5: clearly worse "
             "in {worse} of {cells} cells each, clearly better in {better}.", cells=found["cells"],
             betas=", ".join(short(each["beta"]) for each in found["betas"]),
             **{how: ", ".join(str(each[how]) for each in found["betas"]) for how in ("worse", "better")})  # fmt: skip


def baselines(facts) -> Claim:
    found = facts["4"]
    won, lost = found["won"], found["lost"]
    names = ("astro", "hopfield", "naam")
    links = [link(_("Gating wins: {place}", place=f"K = {won['load']}, n = {won['flips']}"), "4", won["cell"],
                  won["draw"], names)]  # fmt: skip
    if lost["more"] > 0:
        place = f"K = {lost['load']}, n = {lost['flips']}"
        links.append(link(_("Gating loses: {place}", place=place), "4", lost["cell"], lost["draw"], names))
    return Claim(
        "h", _("It beats both baselines"), _("Over the whole plane of load and noise its error is the smallest."),
        (*(score(found, measure) for measure in MEASURES), criterion(found), exact(facts), other_betas(facts),
           unchanged(facts),
         _("The range of noise, up to {n} of {neurons} pixels, is ours; the verdict is by mean error, with the "
           "diagonal.",
           n=found["most_flips"], neurons=found["neurons"])),
        verdict(found, "hard_error", ("hopfield", "naam")), "4", tuple(links),
    )  # fmt: skip


def high_load(facts) -> Claim:
    found = facts["4"]["gain"]
    words, ranks = [], []
    for baseline in ("hopfield", "hopfield-zero"):
        (low, low_error), (high, high_error) = found[baseline]["low"], found[baseline]["high"]
        larger = high - low > CLEARLY * (low_error**2 + high_error**2) ** 0.5
        ranks.append(larger)
        rise = _("clearly larger") if larger else _("not clearly larger")
        words.append(
            _("Against {baseline} it errs by {low} pixels less below K = {load}, and by {high} from there on: {rise}. "
              "Most at K = {most}.", baseline=named(baseline), low=number(low, ".2f"), load=HIGH,
              high=number(high, ".2f"), rise=rise, most=found[baseline]["most"])
        )  # fmt: skip
    return Claim(
        "h2", _("The gains are largest at high load"), _("The largest gains over the baselines are at high load."),
        (*words, _("Means over all noises; clearly: by more than {n} standard errors.", n=CLEARLY)),
        judged(ranks[0], any(ranks)), "4",
    )  # fmt: skip
