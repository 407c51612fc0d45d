"""Titles, captions and settings of the figures, from the facts of the data that are shown."""

from __future__ import annotations

import numpy as np

from ...engine.bounds import routing_temperature
from ...study.ends import MIRROR, OWN_MIRROR, RIVAL, TARGET
from ...study.paper import FIGURES
from ...words import _, number
from .claim import Line, Race, percent, short
from .facts import PARTS
from .of_plane import criterion, measured, score
from .plane import CUE, HOPFIELD, MEASURES

SWITCHES = {"measure": MEASURES, "diagonal": tuple(HOPFIELD)}  # of figure 4, the default first
UNSET = {name: values[0] for name, values in SWITCHES.items()}


def caption(number_of: str, facts: dict, switches: dict = UNSET) -> dict:
    """{"title", "caption", "about"} of a figure, from its own facts."""
    title, words = {"1": gains, "2": neurons, "3": heat, "4": plane, "5": race}[number_of](facts, switches)
    return {"title": title, "caption": " ".join(words), "about": about(number_of)}


def about(number_of: str) -> str:
    """The settings, of the plans themselves."""
    plan = FIGURES[PARTS[number_of][0]].plan()
    values = plan.values(0)
    rest = " · ".join(
        f"{symbol} = {short(float(values[name]))}"
        for symbol, name in (("N", "neurons"), ("K", "load"), ("η", "noise"), ("T", "temperature"), ("τ_x", "tau_x"),
                             ("τ_p", "tau_p"), ("σ", "sigma"), ("Δt", "dt"))
        if name not in plan.grid
    )  # fmt: skip
    if number_of == "5":
        return _("{settings}; {draws} draws to each ratio and sweep, until they rest or to t = {end} τ_x, with "
                 "Δt in τ_x. "
                 "The paper does not state σ.", settings=rest, draws=plan.draws,
                 end=number(plan.horizon, "g"))  # fmt: skip
    return _("{settings}; {draws} draws to t = {end}. The paper does not state σ.",
             settings=rest, draws=plan.draws, end=number(plan.horizon, "g"))  # fmt: skip


def bands(line: Line) -> str:
    return _("Line: median of {draws} draws; bands, from dark to light: the middle 50, 60, 80 and 90 % of them.",
             draws=line.draws)  # fmt: skip


def passed(line: Line, share: float = 0.5) -> str:
    """Where the mean error first passes a share of the cue's."""
    above = line.x[line.mean > share * line.flips]
    if not len(above):
        return _("The mean error stays below half of the cue's.")
    return _("The mean error is above half of the cue's from {place} on.", place=short(above[0]))


def medians(line: Line, cells) -> str:
    return ", ".join(number(float(np.median(line.perplexity[i])), ".1f") for i in cells)


def gains(facts, _switches):
    line = Line(facts)
    first, last = line.at(0.1), line.at(100)
    lost = line.mean[last] > 2 * max(line.mean[first], 0.5)
    title = _("Slow gains have not chosen by the end") if lost else _("Gains of any speed have chosen by the end")
    words = _("At τ_p = {fast}, {quick} of {draws} runs recall by t = {end}, and the median perplexity is "
              "{low}; at τ_p = "
              "{slow}, {late} recall, and it is {high} of {load}.",
              fast=short(line.x[first]), quick=int(line.recalled[first]), draws=line.draws,
              end=number(line.horizon, "g"), low=medians(line, [first]), slow=short(line.x[last]),
              late=int(line.recalled[last]), high=medians(line, [last]), load=facts["load"])  # fmt: skip
    return title, (words, passed(line), bands(line))


def neurons(facts, _switches):
    line = Line(facts)
    best, last = int(line.mean.argmin()), len(line.x) - 1
    early = line.mean[0] > line.mean[best] + 0.5
    title = _("Neurons that are too fast commit too early") if early else _("Fast neurons err no more than slow ones")
    words = _("Mean error ε in pixels: {errors}. At τ_x = {fast} the median perplexity is {low}, at τ_x = {slow} it is "
              "{high}, of {load} memories.",
              errors=line.errors("τ_x", line.x[0], 1, line.x[best], line.x[last]), fast=short(line.x[0]),
              low=medians(line, [0]), slow=short(line.x[last]), high=medians(line, [last]),
              load=facts["load"])  # fmt: skip
    still = line.x[line.mean > 0.5 * line.flips]
    from_there = (
        _("Neurons above τ_x ≈ {place} have not moved far enough by t = {end}.", place=short(still[0]),
          end=number(line.horizon, "g")) if len(still) and still[0] > line.x[best]
        else _("Neurons of any τ_x have moved far enough by t = {end}.", end=number(line.horizon, "g"))
    )  # fmt: skip
    return title, (words, from_there, bands(line))


def heat(facts, _switches):
    line = Line(facts)
    hot = line.mean[-1] > line.mean[0] + 0.5
    title = _("Heat spreads the gains, and the error rises") if hot else _("Heat does not raise the error")
    t_c = routing_temperature(facts["neurons"], facts["load"])
    near = line.at(t_c)
    words = _("Mean error ε in pixels: {errors}. T_c = N / (2 ln K) is {t_c}; next to it, at T = {near}, the median "
              "perplexity is {half}, at T = {last} it is {all}, of {load} memories.",
              errors=line.errors("T", 0.001, 1, t_c, 100), t_c=number(t_c, ".1f"), near=short(line.x[near]),
              half=medians(line, [near]), last=short(line.x[-1]), all=medians(line, [len(line.x) - 1]),
              load=facts["load"])  # fmt: skip
    return title, (words, bands(line))


def plane(facts, switches):
    measure, hopfield = switches["measure"], HOPFIELD[switches["diagonal"]]
    better, worse = (sum(facts["counts"][measure][b][i] for b in (hopfield, "naam")) for i in (0, 1))
    title = (
        _("Gating is nowhere clearly worse, by {measure}", measure=measured(measure)) if not worse
        else _("Gating wins in more cells than it loses, by {measure}", measure=measured(measure)) if better > worse
        else _("Gating loses in more cells than it wins, by {measure}", measure=measured(measure))
    )  # fmt: skip
    end = _("The last three maps are differences: orange where the gated memory does better. The range of noise "
            "is ours; "
            "doing nothing is the cue itself.")  # fmt: skip
    return title, (score(facts, measure, (hopfield, "naam", CUE)), criterion(facts), end)


def race(facts, _switches):
    found = Race(facts)
    first, last = found.x[0], found.x[found.at(100)]
    shares = [found.share(ratio, TARGET) for ratio in (first, last)]
    title = (
        _("Who is faster decides: one effect behind figures 1 and 2") if shares[0] > shares[1] + 0.05
        else _("Who is faster does not matter")
    )  # fmt: skip
    words = _("Left to rest, {quick} of the draws recall at τ_p/τ_x = {first}, and {late} at {last}; there "
              "{rival} end in "
              "a rival, {mirror} in a mirror image. At τ_p/τ_x = {end}, {open} have not come to rest.",
              quick=percent(shares[0]), first=short(first), late=percent(shares[1]), last=short(last),
              rival=percent(found.share(last, RIVAL)), mirror=percent(found.share(last, MIRROR, OWN_MIRROR)),
              end=short(found.x[-1]), open=percent(found.share(found.x[-1], 5)))  # fmt: skip
    together = _("The two sweeps, of other cues, differ in recall by {apart} standard errors at most.",
                 apart=number(found.apart(), ".1f"))  # fmt: skip
    return title, (words, together)
