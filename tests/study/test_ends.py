"""In what runs end, and that only the ratio of their time constants decides it."""

import numpy as np
import pytest

from astro_dash.study.batch import compute
from astro_dash.study.ends import OWN_MIRROR, TARGET, UNFINISHED, ends
from astro_dash.study.paper import FIGURES

RATIOS = (0.1, 4.0, 40.0)


def few(part, **changes):
    """A small sweep of a part of figure 5."""
    axis = {"5": "tau_p", "5-neurons": "tau_x"}[part]
    values = RATIOS if part == "5" else tuple(1 / ratio for ratio in RATIOS)
    return FIGURES[part].plan(grid={axis: values}, draws=12, **({"horizon": 60.0} | changes))


def test_only_the_ratio_matters_with_time_in_tau_x():
    one, other = few("5"), few("5-neurons", seed=0)
    found = [ends(plan, [0, 1, 2]) for plan in (one, other)]
    assert (found[0]["end"] == found[1]["end"]).all()
    np.testing.assert_allclose(found[0]["time"], found[1]["time"], rtol=1e-9)
    assert np.isnan(found[0]["time"]).any() and np.isfinite(found[0]["time"]).any()
    assert ((found[0]["end"] == UNFINISHED) == np.isnan(found[0]["time"])).all()


@pytest.mark.parametrize("cell", range(3))
def test_an_end_is_that_of_the_sweep(cell):
    plan = few("5")
    found, measures = ends(plan, [cell]), compute(plan, [cell])
    rested = np.isfinite(measures["rest_time"])
    np.testing.assert_allclose(found["time"][rested], measures["rest_time"][rested])
    assert ((found["end"] == TARGET)[rested] == (measures["hard_error"] == 0)[rested]).all()
    assert ((found["end"] == OWN_MIRROR)[rested] == (measures["hard_error"] == 30)[rested]).all()
