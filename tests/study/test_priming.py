"""How strong a prime must be to win: what is measured, and what is expected of the cue's overlaps alone."""

import numpy as np
import pytest

from astro_dash.engine.prime import primed
from astro_dash.study import Plan
from astro_dash.study.batch import compute
from astro_dash.study.priming import MOST_ODDS, critical, fast_neurons, linked, problems, share


def test_cues_lie_between_the_target_and_its_rival():
    patterns, rivals, cues = problems(40, 9, 0.7, 6, 3)
    for xi, rival, cue in zip(patterns, rivals, cues, strict=True):
        other = cue != xi[0]
        assert other.sum() == 6 and (cue[other] == xi[rival][other]).all()
        assert primed(xi, cue, 0, "rival").argmax() == rival  # the page says the same
    np.testing.assert_allclose(critical(40, 9, 0.7, draws=6, seed=3, tau_p=1.0).target, 0.7)


def test_a_share_and_its_odds():
    assert share(0.0, 20) == pytest.approx(1 / 20) and share(np.inf, 20) == 1
    p = share(2.0, 20)
    assert np.log(p / ((1 - p) / 19)) == pytest.approx(2)


@pytest.mark.parametrize("system", ["astro", "attention"])
def test_the_mean_field_has_no_parameter_and_says_it(system):
    """From gains that are as fast as the neurons to some that are ten times slower, and from few memories on."""
    for load, tau_p in ((2, 10.0), (20, 1.0)):
        found = critical(64, load, 0.75, system=system, draws=8, tau_p=tau_p, horizon=8 * tau_p)
        apart = np.abs(found.odds - found.expected)
        assert np.isfinite(found.odds).all() and np.median(apart) < 0.1 * np.median(found.odds)


def test_where_neurons_are_fast_the_stronger_pull_at_the_start_wins():
    found = critical(64, 2, 0.65, draws=8, tau_x=0.01, tau_p=1.0)
    assert np.median(np.abs(found.odds - found.fast)) < 0.1 and found.fast.min() > 0
    np.testing.assert_allclose(found.fast, np.log(found.target / found.rival))
    assert (fast_neurons(found.target, found.rival, "attention") == 0).all()


def test_gains_that_follow_at_once_cannot_be_primed():
    found = critical(64, 2, 0.75, draws=2, tau_p=0.0)
    assert np.isinf(found.odds).all() and np.isinf(found.expected).all() and (found.share == 1).all()


def test_the_page_runs_what_was_measured():
    how = {"system": "astro", "seed": 5, "tau_p": 1.0}
    found = critical(64, 20, 0.75, draws=2, **how)
    for draw, odds in enumerate(found.odds):
        assert 0.5 < odds < MOST_ODDS
        for off, wins in ((-0.2, False), (0.2, True)):
            store = linked(64, 20, 0.75, odds + off, draw=draw, **how)
            drawn = store.drawn()
            result = store.retrieved("astro")
            rival = primed(drawn.patterns, store.corrupted(drawn), 0, "rival").argmax()
            assert (result.winner == rival) == wins and result.winner in (0, rival)


def test_a_map_primes_as_the_page_does():
    plan = Plan.of(
        {"prime": ["none", "rival"]}, "astro", 3, patterns="random", neurons=20, load=5, noise=0.2, tau_p=1.0,
        prime_strength=0.99, seed=1,
    )  # fmt: skip
    measured = compute(plan, [0, 1])["hard_error"][0]
    for cell, draw in np.ndindex(2, 3):
        assert measured[cell, draw] == plan.store(cell, "astro", draw=draw).retrieved("astro").hard_error
    assert (measured[1] > measured[0]).all()
