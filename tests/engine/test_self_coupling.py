"""Hopfield's diagonal: kept, as the paper writes it, or left out, as textbooks do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, retrieve
from astro_dash.engine.measures import observe


def problem(k=40, n=20, seed=0):
    rng = np.random.default_rng(seed)
    patterns = rng.choice([-1.0, 1.0], (k, n))
    return patterns, patterns[0] * np.where(rng.permutation(n) < 4, -1, 1)


def wiring(patterns, share):
    """W (N, N) with that share of its diagonal."""
    k, n = patterns.shape
    return patterns.T @ patterns / n - (1 - share) * k / n * np.eye(n)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_it_is_the_wiring_without_its_diagonal(share):
    patterns, cue = problem()
    w, parameters = wiring(patterns, share), Parameters(self_coupling=share, dt=0.01)
    run = Run(patterns, cue, "hopfield", parameters, integrator="euler")
    first, second = run.advance(2).x
    np.testing.assert_allclose(second, first + 0.01 * (w @ np.tanh(5 * first) - first), rtol=1e-12)
    result = retrieve(patterns, cue, "hopfield", self_coupling=share, horizon=60, rest=None)
    np.testing.assert_allclose(result.x, w @ np.tanh(5 * result.x), atol=1e-7)
    frames = Run(patterns, cue, "hopfield", parameters).advance(3)
    seen = observe(MODELS["hopfield"](patterns, parameters), frames, 0)
    for energy, x, rate in zip(seen.energy, frames.x, seen.rate, strict=True):
        neurons = (x * rate - np.log(np.cosh(5 * x)) / 5).sum()
        assert energy == pytest.approx(-0.5 * rate @ w @ rate + neurons, rel=1e-10)


@given(
    x=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=5), share=st.floats(0, 1),
    load=st.integers(1, 400), sigma=st.floats(0.1, 50),
)  # fmt: skip
def test_the_brake_is_taken_from_where_it_ends(x, share, load, sigma):
    model = MODELS["hopfield"](np.ones((load, 7)), Parameters(self_coupling=0.0, sigma=sigma))
    y = np.array(x)
    model.braked(y, share)
    np.testing.assert_allclose(y + share * load / 7 * np.tanh(sigma * y), x, rtol=1e-9, atol=1e-12)


def test_the_steps_of_either_kind_end_alike():
    patterns, cue = problem()
    ends = [
        retrieve(patterns, cue, "hopfield", self_coupling=0.0, integrator=i, dt=0.002, horizon=40).x
        for i in ("descent", "adaptive", "euler")
    ]
    for other in ends[1:]:
        np.testing.assert_allclose(other, ends[0], rtol=1e-3, atol=1e-3)


def test_a_share_is_from_none_to_all():
    for wrong in (-0.1, 1.5, float("nan"), "x"):
        with pytest.raises(ValueError, match=r"self_coupling is .* must be a number from 0 to 1"):
            Parameters(self_coupling=wrong)
