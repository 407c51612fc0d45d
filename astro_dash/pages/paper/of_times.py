"""Claims of what slow and fast gains and neurons do."""

from __future__ import annotations

import numpy as np

from ...study.ends import MIRROR, MIXTURE, OWN_MIRROR, RIVAL, TARGET
from ...words import _, number
from .claim import FAILS, HOLDS, IN_PART, ROUNDING, Claim, Line, Race, error_of, judged, link, listed, percent, short

PURE = 1.5  # perplexity below which one memory has the gains
SHARE = 0.5  # of the draws that must end wrong for "on a wrong memory" to hold
RATIOS = (0.1, 1, 10, 100)


def slow_gains(facts) -> Claim:
    line, race = Line(facts["1"]), Race(facts["5"])
    before, ten, after, late = (line.at(v) for v in (1, 10, 25, 100))
    grows = line.mean[after] > 2 * line.mean[: ten + 1].max() and (np.diff(line.mean[ten:]) > -ROUNDING).all()
    shares = [race.share(ratio, TARGET) for ratio in RATIOS]
    spread = (error_of(shares[0], race.draws) ** 2 + error_of(shares[-1], race.draws) ** 2) ** 0.5
    lasting = shares[0] - shares[-1] > 3 * spread
    draw = line.one((line.hard[before] == 0) & (line.hard[late] >= line.flips - 1))
    end = (
        _("Left to rest, slow gains recall clearly less, by more than 3 standard errors: the worsening is real "
          "in part.")
        if lasting
        else _("Left to rest, slow gains recall as much, within 3 standard errors: the worsening is apparent.")
    )
    return Claim(
        "d", _("Slow gains seem to worsen recall"),
        _("The error grows once τ_p passes about 10. The authors call this apparent, a matter of stopping early."),
        (_("At t = {end}, mean error ε in pixels: {errors}.",
           end=number(line.horizon, "g"), errors=line.errors("τ_p", 0.1, 10, 25, 100)),
         _("Left to rest, share recalled of {draws} draws: {shares} (figure 5).", draws=race.draws,
           shares=listed("τ_p", [number(share, ".2f") for share in shares], RATIOS)),
         end),
        FAILS if not grows else IN_PART if lasting else HOLDS, "1",
        (link(_("Recalled at {place}", place=f"τ_p = {line.x[before]:g}"), "1", before, draw),
         link(_("See at t = 10: {place}", place=f"τ_p = {short(line.x[late])}"), "1", late, draw)),
    )  # fmt: skip


def fast_neurons(facts) -> Claim:
    line, race = Line(facts["2"]), Race(facts["5"])
    certain = (line.hard > 0) & (line.perplexity < PURE)  # of a wrong state
    wrong, one = certain.sum(-1), line.at(1)
    ratio = race.x[race.at(1 / line.x[0])]
    lost = race.share(ratio, RIVAL, OWN_MIRROR, MIRROR, MIXTURE)
    kinds = [race.share(ratio, *kind) / max(lost, 1e-9) for kind in ((RIVAL,), (MIRROR, OWN_MIRROR), (MIXTURE,))]
    later = race.share(1, RIVAL, OWN_MIRROR, MIRROR, MIXTURE)
    clear = lost - later > 3 * (error_of(lost, race.draws) ** 2 + error_of(later, race.draws) ** 2) ** 0.5
    # Another memory, not a mixture: the run that shows it has its winner's pixels, all of them.
    draw = line.one(certain[0] & (line.hard[one] == 0) & (line.hard[0] < 0.6 * 30))
    return Claim(
        "e", _("Fast neurons commit too early"), _("As τ_x → 0, perplexity is low, but on a wrong memory."),
        (_("At τ_x = {fast}, {wrong} of {draws} runs end wrong with perplexity below {pure}; at τ_x = 1, {later}.",
           fast=short(line.x[0]), wrong=int(wrong[0]), draws=line.draws, pure=short(PURE), later=int(wrong[one])),
         _("At τ_p/τ_x = {ratio}, {lost} of {draws} draws come to rest wrong, and {later} at a ratio of 1; of the "
           "former {rival} in a rival, {mirror} in a mirror image, {mixture} in a mixture.",
           ratio=short(ratio), lost=percent(lost), later=percent(later), draws=race.draws,
           rival=percent(kinds[0]), mirror=percent(kinds[1]),
           mixture=percent(kinds[2])),
         _("What decides: it would hold if more than {share} came to rest wrong, and holds in part if that is "
           "more than at "
           "τ_p = τ_x by 3 standard errors.",
           share=percent(SHARE))),
        judged(lost > SHARE and clear, clear), "2",
        (link(_("Wrong at {place}", place=f"τ_x = {line.x[0]:g}"), "2", 0, draw),
         link(_("The same cue at {place}", place="τ_x = 1"), "2", one, draw)),
    )  # fmt: skip


def one_effect(facts) -> Claim:
    """That (d) and (e) are one, which the paper does not say: ours."""
    race = Race(facts["5"])
    apart, together = race.apart(), race.apart() < 4  # of 19 ratios
    times = np.nanmax(np.abs(np.log(race.medians[0] / race.medians[1])))
    return Claim(
        "d+e", _("Both are one effect"), _("Ours: only τ_p/τ_x matters, once time is counted in τ_x."),
        (_("τ_p swept at τ_x = 1, and τ_x swept at τ_p = 1 with other cues: at {n} ratios their recall differs by "
           "{apart} standard errors at most, the median time to rest in τ_x by {percent}.",
           n=len(race.x), apart=number(apart, ".1f"), percent=percent(np.expm1(times))),),
        judged(together and times < 0.2, together or times < 0.2), "5",
    )  # fmt: skip


def undecided(facts) -> Claim:
    line, found = Line(facts["2"]), facts["slow"]
    last = line.perplexity[-1]
    median = float(np.median(last))
    rises, tied = median > 2 * np.median(line.perplexity[line.at(1)]), found["tied_perplexity"] > 1.9
    words = _("At τ_x = {slow} the median perplexity is {median}, and 95 % of the runs are below {high}.",
              slow=short(line.x[-1]), median=number(median, ".2f"),
              high=number(np.percentile(last, 95), ".2f"))  # fmt: skip
    one_in = found["draws"] / max(found["tied"], 1)
    ties = _("Of {draws} cues, {tied} (one in {one_in}) have two best memories that tie; these end at a median "
             "perplexity of {perplexity}.", draws=found["draws"], tied=found["tied"], one_in=f"{one_in:.0f}",
             perplexity=number(found["tied_perplexity"], ".2f"))  # fmt: skip
    end = (
        _("So it rises.") if rises
        else _("So it holds for tied cues, by the mechanism that the authors name (Eq. 30), and for no others.") if tied
        else _("So it does not rise, of tied cues either.")
    )  # fmt: skip
    return Claim(
        "f", _("With slow neurons the gains do not choose"), _("At large τ_x perplexity rises."), (words, ties, end),
        judged(rises, tied), "2",
        (link(_("See at t = 10: {place}", place=f"τ_x = {short(line.x[-1])}"), "2", len(line.x) - 1,
              line.one(last < 1.1)),),
    )  # fmt: skip


def stays(facts) -> Claim:
    line, found = Line(facts["2"]), facts["slow"]
    same = abs(found["stuck"] - line.flips) < 0.5
    beyond = line.x[line.mean > 0.9 * line.flips]
    from_there = (
        _("It stays within a tenth of the cue's from τ_x = {there} on.", there=short(beyond[0])) if len(beyond)
        else _("At no τ_x up to {last} does it stay near the cue's.", last=short(line.x[-1]))
    )  # fmt: skip
    return Claim(
        "f2", _("Slow neurons stay at the cue"), _("At τ_x ≈ 100 the error is still {flips}.", flips=line.flips),
        (_("Mean error ε at τ_x = 100 and t = {end}, of {draws} draws: {error} pixels.", end=number(line.horizon, "g"),
           draws=found["draws"], error=number(found["stuck"], ".1f")),
         from_there,
         _("With 1/N in the drive in place of K/N (Eq. 5), it is {error} at τ_x = 100.",
           error=number(found["weak"], ".1f"))),
        judged(same), "2",
        (link(_("See at t = 10: {place}", place="τ_x = 100"), "2", line.at(100)),),
    )  # fmt: skip


def more_time(facts) -> Claim:
    found = facts["slow"]
    better = found["error"] < found["late"] / 2
    return Claim(
        "f3", _("More time restores selectivity"), _("Slow neurons recall if they are given longer."),
        (_("At τ_x = {slow} the mean error is {late} at t = 10, and {error} left to rest; {recalled} of {draws} "
           "recall.",
           slow=short(found["times"][1]), late=number(found["late"], ".1f"), error=number(found["error"], ".1f"),
           recalled=found["recalled"], draws=found["waited"]),),
        judged(better and found["recalled"] > 0.8 * found["waited"], better), "2",
    )  # fmt: skip


def convergence(facts) -> Claim:
    found = facts["slow"]
    rest, times = np.array(found["rest"], float), np.array(found["times"])
    powers = np.diff(np.log(rest)) / np.diff(np.log(times))
    return Claim(
        "f4", _("Convergence slows down faster than τ_x"), _("The convergence time grows faster than τ_x."),
        (_("Median time to rest, in τ: {times}.", times=listed("τ_x", [short(t) for t in rest], times)),
         _("It grows as τ_x to the power {powers}, from one to the next.",
           powers=", ".join(number(power, ".2f") for power in powers))),
        judged((powers > 1.1).all(), (powers > 1.1).any()), "2",
    )  # fmt: skip


