"""Surveys: each number is that of its run alone; and where runs end, by who commits first."""

import numpy as np
import pytest

from astro_dash.engine import Run
from astro_dash.engine.outcomes import MEASURES
from astro_dash.engine.parameters import Parameters
from astro_dash.store import Store
from astro_dash.study import collapse, survey
from astro_dash.study.collapse import KINDS


@pytest.fixture(scope="module")
def few():
    return collapse.survey((0.1, 30.0), (1.0, 4.0), 8, horizon=40.0)


def test_a_draw_is_the_run_that_its_link_opens(few, monkeypatch):
    monkeypatch.setattr(survey, "MOST_NUMBERS", 10_000)  # of which one problem has 3000
    found = survey.measures(few, [0, 1])
    assert {values.shape for values in found.values()} == {(2, 8)} and {*MEASURES, "kind"} == {*found}
    for cell, draw in ((0, 0), (1, 5)):
        store, problems = Store.from_link(few.store(cell, draw).link())
        alone = store.retrieved("astro", few.plans[cell].rest)
        assert not problems and alone.hard_error == found["hard_error"][cell, draw]
        assert alone.perplexity[-1] == pytest.approx(found["perplexity"][cell, draw], abs=1e-9)
        assert alone.rest_time == pytest.approx(found["rest_time"][cell, draw], nan_ok=True)


def test_only_the_ratio_of_the_time_constants_counts(few):
    """With the same draws, runs at two tau_x are one in units of it."""
    cells = collapse.survey((30.0,), (4.0, 8.0), 8, horizon=40.0)
    one, two = survey.measures(cells, [0]), survey.measures(cells, [1])
    assert (one["kind"] == two["kind"]).all()
    np.testing.assert_allclose(one["rest_time"] / 4, two["rest_time"] / 8, rtol=1e-9)


def test_each_end_has_its_kind():
    """Of neurons that stay where they are."""
    rng = np.random.default_rng(3)
    patterns = rng.choice([-1.0, 1.0], (3, 15))
    mixed = patterns[0] * np.where(np.arange(15) < 4, -1, 1)
    cues = np.array([patterns[0], patterns[1], -patterns[2], -patterns[0], mixed])
    frozen = Parameters(tau_x=np.inf, tau_p=0.0)
    run = Run(patterns, cues, "astro", frozen, horizon=2.0, rest=1e-3)
    assert collapse.ends(run, np.zeros(5, int))["kind"].tolist() == [0, 1, 2, 2, 3]
    slow = Run(patterns, cues, "astro", Parameters(tau_x=50.0), horizon=0.2, rest=1e-6)
    assert set(collapse.ends(slow, np.zeros(5, int))["kind"]) == {KINDS.index("unfinished")}


def test_the_shares_of_all_kinds_are_one():
    kind = np.array([[0, 0, 1, 4], [3, 3, 2, 2]])
    shares = collapse.shares(kind)
    assert shares.tolist() == [[0.5, 0.25, 0, 0, 0.25], [0, 0, 0.5, 0.5, 0]]
