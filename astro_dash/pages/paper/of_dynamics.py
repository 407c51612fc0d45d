"""Claims of what the equations do: energy, rest, limits, ties, priming, and the linear score."""

from __future__ import annotations

import numpy as np

from ...study.paper import FIGURES
from ...words import _, number
from .claim import ROUNDING, Claim, Line, error_of, judged, link, listed, short, tiny

MIDDLE = FIGURES["1"].plan().n_cells // 2
TIE = {"load": 2, "noise": 0.4, "seed": 1, "tau_x": np.inf}  # a cue as near to the one memory as to the other


def energy(facts) -> Claim:
    found = facts["energy"]
    most = max(found["paper"], found["random"])
    euler = found["euler"] <= ROUNDING
    sentence = (
        _("Nor does it rise in the paper's own explicit Euler steps of 0.001: by {rise} at most, of {steps} steps.",
          rise=tiny(found["euler"]), steps=number(found["euler_steps"], ","))
        if euler
        else _("In the paper's own explicit Euler steps of 0.001 it does rise, by up to {rise}, of {steps} steps.",
               rise=tiny(found["euler"]), steps=number(found["euler_steps"], ","))
    )  # fmt: skip
    return Claim(
        "a", _("The energy never rises"), _("ℒ(x, p) is a Lyapunov function of the dynamics (Eq. 9)."),
        (_("Largest rise in any of {steps} steps: {rise} of ℒ; up to {rounding} is rounding.",
           steps=number(found["steps"], ","), rise=tiny(most), rounding=tiny(ROUNDING)),
         _("Looked at: the paper's setting, and {n} random ones of N, K, T, τ_x, τ_p, σ, with steps of 0.001 to 100.",
           n=found["settings"]),
         sentence),
        judged(most <= ROUNDING and euler, most <= ROUNDING), None, (link(_("Watch the energy"), "1", MIDDLE),),
    )  # fmt: skip


def attention(facts) -> Claim:
    found = facts["softmax"]
    return Claim(
        "b", _("At rest the gains are a softmax"), _("The fixed point of the gains is p* = softmax(f / T) (Eq. 11)."),
        (_("Largest |p − softmax(f/T)| after a long time, of {runs} runs at T from {low} to {high}: {gap}.",
           runs=found["runs"], low=number(min(found["temperatures"]), "g"),
           high=number(max(found["temperatures"]), "g"), gap=tiny(found["gap"])),),
        judged(found["gap"] <= ROUNDING), None,
        (link(_("Compare gains and softmax"), "3", Line(facts["3"]).at(1)),),
    )  # fmt: skip


def limits(facts) -> Claim:
    """The limits themselves are built into the integrator; what is shown is the way to them."""
    found = facts["approach"]
    both, values = ("astro", "hopfield"), found["values"]
    words, near = [], []
    for name, key in (("τ_p", "tau_p"), ("T", "temperature")):
        gaps = found[key]
        words.append(
            _("Median over {draws} runs of the largest difference of any overlap to Hopfield's up to t = 10: {values}.",
              draws=found["draws"], values=listed(name, [tiny(gap) for gap in gaps], values))
        )  # fmt: skip
        near.append(falls(gaps, values))
    powers = _("Over the last decade they fall as 1/τ_p to the power {one} and as 1/T to the power {other}.",
               one=number(near[0], ".2f"), other=number(near[1], ".2f"))  # fmt: skip
    good = [power > 0.8 for power in near]
    return Claim(
        "c", _("Its limits are Hopfield networks"), _("τ_p → ∞ and T → ∞ recover the graded Hopfield network "
                                                      "(Eq. 12)."),
        (_("The limits themselves are built into the integrator; this is the way to "
           "them."), *words, powers), judged(all(good), any(good)), None,
        (link(_("Side by side, {limit}", limit="τ_p = ∞"), "1", MIDDLE, 0, both, tau_p="inf"),
         link(_("Side by side, {limit}", limit="T = ∞"), "1", MIDDLE, 0, both, temperature="inf")),
    )  # fmt: skip


def falls(gaps, values) -> float:
    """The power with which gaps fall over the last decade of values."""
    last, before = (max(gap, 1e-300) for gap in (gaps[-1], gaps[-2]))
    return float(-np.log(last / before) / np.log(values[-1] / values[-2]))


def fast_gains(facts) -> Claim:
    found = facts["approach"]
    times, values = found["slaved"], found["slaved_values"]
    shrinks = [times[i] / max(times[i + 1], 1e-300) for i in range(len(times) - 1)]
    return Claim(
        "i", _("Fast gains follow at once"), _("As τ_p → 0, the gains are the softmax at every instant."),
        (_("Median over {draws} runs of the time until the gains stay within 0.05 of softmax(f/T): {values}.",
           draws=found["draws"], values=listed("τ_p", map(short, times), values)),),
        judged(min(shrinks) > 5, times[-1] < times[0]), None,
        (link(_("Gains at once, {limit}", limit="τ_p = 0"), "1", MIDDLE, tau_p="0"),),
    )  # fmt: skip


def ties(facts) -> Claim:
    found = facts["ties"]
    mixture = found["mixture"]
    elsewhere = found["draws"] - found["one"] - found["other"]
    still = found["gap"] <= 1e3 * ROUNDING
    return Claim(
        "j", _("Memories that tie keep equal gains"), _("Gains of equal scores stay equal, and nothing chooses "
                                                        "(Eq. 30)."),
        (_("Cues midway between two memories, neurons that do not move: the two gains differ by {gap} at most, and the "
           "median perplexity is {perplexity}.", gap=tiny(found["gap"]), perplexity=number(found["perplexity"], ".2f")),
         _("Once the neurons move, the other {others} memories break the tie: of {draws} cues {one} end in the one, "
           "{other} in the other, {elsewhere} elsewhere, and {mixture} of these in a mixture.",
           others=facts["1"]["load"] - 2, draws=found["draws"], one=found["one"], other=found["other"],
           elsewhere=elsewhere,
           mixture=mixture)),
        judged(still and mixture == found["draws"], still), None,
        (link(_("Neurons that do not move: it stays"), "1", MIDDLE, **TIE),),
    )  # fmt: skip


def priming(facts) -> Claim:
    found = facts["primed"]
    draws = found["draws"]
    none, wins = found["none"], (found["first"][0], found["second"][1])
    gained = [(win - without) / draws for win, without in zip(wins, none, strict=True)]
    clear = [gain > 3 * error_of((win + without) / (2 * draws), draws / 2)
             for gain, win, without in zip(gained, wins, none, strict=True)]  # fmt: skip
    return Claim(
        "k", _("Gains that are set for a moment bias recall"),
        _("Transient changes of the gains favour a memory without any plasticity (Discussion)."),
        (_("{draws} cues midway between two memories: {one} end in the first and {other} in the second. With "
           "half of all "
           "gains at the start, the first wins {first} times, the second {second} times.",
           draws=draws, one=none[0], other=none[1], first=wins[0], second=wins[1]),),
        judged(all(clear), any(clear)), None,
        (link(_("Nothing primed: recalled"), "1", MIDDLE),
         link(_("A rival primed: it wins"), "1", MIDDLE, prime="rival")),
    )  # fmt: skip


def linear_score(facts) -> Claim:
    found = facts["linear"]
    draws = found["draws"]
    one, other = found["attention"] / draws, found["astro"] / draws
    as_good = one > other - 3 * (error_of(one, draws) ** 2 + error_of(other, draws) ** 2) ** 0.5
    soft = found["gap"] <= ROUNDING
    return Claim(
        "l", _("A linear score does as well"),
        _("With the overlap itself as score, the gains are the attention of a transformer (Discussion)."),
        (_("Recalled of the same {draws} cues: {linear} with the linear score, {squared} with the squared one. "
           "At rest its "
           "gains are within {gap} of softmax(o/T).",
           draws=draws, linear=found["attention"], squared=found["astro"], gap=tiny(found["gap"])),
         _("Of {draws} cues that are a memory's mirror image, the squared score keeps {squared}, which it "
           "cannot tell from "
           "the memory; the linear score keeps {linear}.",
           draws=draws, squared=found["astro_mirrored"], linear=found["attention_mirrored"])),
        judged(soft and as_good, soft or as_good), None,
        (link(_("Both scores, one cue"), "1", MIDDLE, 0, ("attention", "astro")),),
    )  # fmt: skip
