"""The sentences and verdicts of the Paper page follow from the data: with other data they are others, and what they say
agrees with them. All from the shipped facts, and fast."""

import copy
import re

import numpy as np
import pytest

from astro_dash.pages.paper import claims, of_dynamics, of_plane, of_times, plane, slips
from astro_dash.pages.paper.captions import SWITCHES, caption
from astro_dash.pages.paper.claim import FAILS, HOLDS, IN_PART
from astro_dash.pages.paper.shipped import FIGURES, facts
from astro_dash.study.ends import MIRROR, MIXTURE, RIVAL, TARGET, ending


def changed(*path_and_value):
    """The shipped facts with the value at a path replaced, or what a function makes of it."""
    *path, last, value = path_and_value
    found = copy.deepcopy(facts())
    inside = found
    for name in path:
        inside = inside[name]
    inside[last] = value(inside[last]) if callable(value) else value
    return found


def constant(value):
    return lambda values: np.full_like(np.array(values, float), value).tolist()


def backwards(values):
    return values[::-1]


def up(amount):
    return lambda values: (np.array(values) + amount).tolist()


def all_end(kind, draws=100, cells=19):
    return [[draws if i == kind else 0 for i in range(6)] for _cell in range(cells)]


def counts(better, worse, *measures):
    def change(found):
        return found | {m: {b: [better, worse] for b in plane.BASELINES} for m in measures}

    return change


# What is changed, and what then becomes of a claim: the verdict, and a sentence that says so.
CASES = [
    (of_dynamics.energy, ("energy", "random", 1e-3), FAILS, "1·10⁻³ of ℒ"),
    (of_dynamics.energy, ("energy", "euler", 1e-3), IN_PART, "does rise, by up to 1·10⁻³"),
    (of_dynamics.attention, ("softmax", "gap", 1e-3), FAILS, "1·10⁻³"),
    (of_dynamics.limits, ("approach", "tau_p", [0.4] * 5), IN_PART, "power -0.00"),
    (of_dynamics.fast_gains, ("approach", "slaved", [1.0, 1.0, 1.0]), FAILS, "1 at τ_p = 0.01"),
    (of_dynamics.ties, ("ties", "gap", 0.3), FAILS, "differ by 3·10⁻¹"),
    (of_dynamics.ties, ("ties", "mixture", 200), HOLDS, "200 of these in a mixture"),
    (of_dynamics.priming, ("primed", "first", [48, 45]), IN_PART, "the first wins 48 times"),
    (of_dynamics.linear_score, ("linear", "attention", 100), IN_PART, "100 with the linear score"),
    (of_times.slow_gains, ("1", "soft_error", constant(0.2)), FAILS, "0.2 at τ_p = 100"),
    (of_times.slow_gains, ("5", "5", "count", all_end(TARGET)), HOLDS, "recall as much"),
    (of_times.fast_neurons, ("5", "5", "count", all_end(RIVAL)), FAILS, "60 % of 200 draws"),
    (of_times.one_effect, ("5", "5", "count", all_end(RIVAL)), IN_PART, "by 13."),
    (of_times.undecided, ("2", "perplexity", lambda v: [[1.0] * 50] * 25 + [[50.0] * 50]), HOLDS, "So it rises."),
    (of_times.undecided, ("slow", "tied_perplexity", 1.0), FAILS, "does not rise, of tied cues either"),
    (of_times.stays, ("slow", "stuck", 6.0), HOLDS, "6.0 pixels"),
    (of_times.more_time, ("slow", "error", 5.9), FAILS, "5.9 left to rest"),
    (of_times.more_time, ("slow", "recalled", 50), IN_PART, "50 of 100 recall"),
    (of_times.convergence, ("slow", "rest", [3.0, 90.0, 2700.0]), HOLDS, "1.48, 1.48"),
    (of_plane.heat, ("3", "soft_error", backwards), FAILS, "falls by up to"),
    (of_plane.heat, ("3", "sigma_error", lambda v: [v[0][::-1], *v[1:]]), IN_PART, "at σ = 1 from 6.7 to 1.0"),
    (of_plane.baselines, ("4", "counts", counts(10, 200, "hard_error")), FAILS, "10 and 200 against Hopfield with"),
    (of_plane.baselines, ("4", "counts", counts(264, 0, "hard_error")), HOLDS, "264 and 0 against Neuron"),
    (of_plane.high_load, ("4", "gain", "hopfield", "high", [3.0, 0.05]), HOLDS, "by 3.00 from there on: clearly"),
    (of_plane.high_load, ("4", "gain", "hopfield-zero", "high", [0.1, 0.05]), FAILS, "by 0.10 from there on: not"),
]


@pytest.mark.parametrize("claim, change, verdict, words", CASES)
def test_other_numbers_give_another_verdict_and_say_so(claim, change, verdict, words):
    before, after = claim(facts()), claim(changed(*change))
    assert after.verdict == verdict and words in " ".join(after.ours)
    assert after.ours != before.ours and words not in " ".join(before.ours)


def test_every_claim_has_other_numbers_here():
    assert {case[0] for case in CASES} == set(claims.CLAIMS)


def test_a_worsening_that_does_not_last_is_apparent():
    found = facts()
    for part in ("5", "5-neurons"):
        found = changed_in(found, part)
    claim = of_times.slow_gains(found)
    assert claim.verdict == HOLDS and "apparent" in claim.ours[-1] and "1.00 at τ_p = 100" in claim.ours[1]


def changed_in(found, part):
    return found | {"5": found["5"] | {part: found["5"][part] | {"count": all_end(TARGET)}}}


def test_the_share_that_decides_is_said():
    claim, found = of_times.fast_neurons(facts()), facts()["5"]
    lost = [sum(found[part]["count"][16][1:5]) for part in ("5", "5-neurons")]  # at τ_p/τ_x = 100
    assert found["x"][16] == 100 and f"{100 * sum(lost) / 200:.0f} % of 200" in claim.ours[1]
    assert "more than 50 %" in claim.ours[2] and claim.verdict == IN_PART
    both = copy.deepcopy(facts())
    both["5"]["5"]["count"] = both["5"]["5-neurons"]["count"] = all_end(TARGET)[:16] + all_end(MIRROR)[:3]
    claim = of_times.fast_neurons(both)
    assert claim.verdict == HOLDS and "0 % in a rival, 100 % in a mirror image" in claim.ours[1]


@pytest.mark.parametrize("key", FIGURES)
def test_titles_and_captions_are_of_the_data(key):
    one = {
        "1": ("soft_error", constant(0.0)), "2": ("soft_error", constant(1.0)), "3": ("soft_error", constant(1.0)),
        "4": ("counts", counts(3, 200, *plane.MEASURES)), "5": ("5", {"count": all_end(TARGET), "median": [1.0] * 19}),
    }[key]  # fmt: skip
    found = changed(key, *one)
    if key == "5":
        found["5"]["5-neurons"]["count"] = all_end(TARGET)
    before, after = caption(key, facts()[key]), caption(key, found[key])
    assert before["title"] != after["title"] and before["caption"] != after["caption"]
    assert before["about"] == after["about"]


def test_no_number_in_a_caption_stands_without_data():
    """Numbers of a caption that do not move with the data are settings, or what is drawn."""
    for key, name in (("1", "soft_error"), ("2", "soft_error"), ("3", "soft_error")):
        moved = changed(key, name, up(1.0))
        moved[key]["hard_error"] = constant(3)(moved[key]["hard_error"])
        moved[key]["perplexity"] = up(7.0)(moved[key]["perplexity"])
        one, other = (caption(key, found[key])["caption"].split("Line:")[0] for found in (facts(), moved))
        same = set(re.findall(r"\d+\.\d+", one)) & set(re.findall(r"\d+\.\d+", other))
        assert same <= {"0.1", "0.01", "0.001", "3.3", "3.98", "1.58", "2.51", "25.1", "39.8", "0.2"}, key


def test_each_switch_has_its_own_words():
    made = {
        (measure, diagonal): caption("4", facts()["4"], {"measure": measure, "diagonal": diagonal})
        for measure in SWITCHES["measure"]
        for diagonal in SWITCHES["diagonal"]
    }
    assert len({said["caption"] for said in made.values()}) == 6
    assert all("noise is ours" in said["caption"] for said in made.values())


def test_the_issue_of_the_plane():
    """By mean error the gated memory loses cells, by exact recall none, with the diagonal and without."""
    found = facts()["4"]["counts"]
    assert all(found["accuracy"][baseline][1] == 0 for baseline in plane.BASELINES)
    assert found["hard_error"]["hopfield"][1] > 20 > found["hard_error"]["hopfield-zero"][1]
    exact = copy.deepcopy(facts())
    exact["exact"]["betas"] = [{"beta": 3.0, "better": 17, "worse": 4}]
    words = "at its own β = 3, in place of 5: clearly worse in 4 of 55 cells each, clearly better in 17."
    assert any(words in each for each in of_plane.baselines(exact).ours)
    assert facts()["unchanged"]["kept"] > 0.9 > 0.1 > facts()["unchanged"]["zero"]


def test_clearly_is_three_standard_errors():
    leads = np.zeros((3, 50))
    leads[0, :20], leads[1, :5], leads[2] = 1, 1, -1  # 40 % of the draws, 10 % of them, all
    better, worse = plane.clearly(leads)
    assert better.tolist() == [True, False, False] and worse.tolist() == [False, False, True]


def test_an_end_is_told_by_the_pattern():
    patterns = np.ones((1, 4, 6))
    patterns[0, 1, :3], patterns[0, 2, ::2] = -1, -1
    patterns[0, 3] = patterns[0, 0]  # the target again: one memory
    mixed = np.array([1.0, 1, 1, 1, 1, -1])
    for x, target, end in ((patterns[0, 3], 0, TARGET), (patterns[0, 1], 0, RIVAL), (-patterns[0, 2], 0, MIRROR),
                           (mixed, 0, MIXTURE), (-patterns[0, 0], 0, 2)):  # fmt: skip
        assert ending(patterns, 0.3 * x[None], np.array([target])).tolist() == [end]


# The slips of the pen


@pytest.mark.parametrize("key", slips.SLIPS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_right_agrees_with_finite_differences_and_what_is_printed_does_not(key, seed):
    right, printed = slips.SLIPS[key](slips.Case(seed))
    assert right < 1e-5 and printed > 0.1


def test_the_shipped_slips_are_these():
    assert set(facts()["slips"]) == set(slips.SLIPS) == set(slips.checked())
    for key, (right, printed) in slips.checked().items():
        assert facts()["slips"][key][1] == pytest.approx(printed, rel=1e-6) and right < 1e-5
    said = claims.slips(facts())
    assert len(said) == 7 and all(float(row["printed"]) > 0.1 for row in said)
