"""The triangle of gains: exact shares, the drift of the K-pattern replicator, and where that comes to rest."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from astro_dash.engine.measures import CORNERS
from astro_dash.engine.triangle import grid, triangle

GRID = grid()


@st.composite
def gains(draw, least=3):
    """Gains and scores (K,), a temperature, and two corners."""
    k, seed = draw(st.integers(least, 30)), draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    a, b = rng.permutation(k)[:2]
    return rng.dirichlet(np.ones(k)), rng.uniform(0, 8, k), draw(st.floats(0.5, 20)), int(a), int(b)


def softmax(z):
    weight = np.exp(z - z.max())
    return weight / weight.sum()


def seen(gain, score, temperature, corners, points=GRID, attention=None):
    attention = np.full_like(gain, 1 / len(gain)) if attention is None else attention
    return triangle(gain[None], attention[None], score[None], temperature, corners, points)


def shares_of(xy):
    """Shares (..., 3) of points (..., 2) of the triangle."""
    return np.concatenate([xy, np.ones((*xy.shape[:-1], 1))], -1) @ np.linalg.inv(
        np.column_stack([CORNERS, np.ones(3)])
    )


def replicator(shares, gain, score, temperature, a, b, h=1e-6):
    """Velocity of the shares in the K-pattern replicator, by a central difference; proportions as in `gain`."""
    others = np.delete(np.arange(len(gain)), [a, b])
    p = np.empty_like(gain)
    p[a], p[b], p[others] = shares[0], shares[1], shares[2] * gain[others] / gain[others].sum()
    fitness = score - temperature * np.log(p)
    ahead, behind = (softmax(np.log(p) + step * fitness) for step in (h, -h))
    moved = (ahead - behind) / (2 * h)
    return np.array([moved[a], moved[b], moved[others].sum()])


@given(gains())
def test_points_are_the_exact_shares_and_lie_inside(case):
    gain, score, temperature, a, b = case
    pi = softmax(score / temperature)
    for c in (None, next(i for i in range(3) if i not in (a, b))):
        view = seen(gain, score, temperature, (a, b, c), attention=pi)
        for p, point in ((gain, view.now), (pi, view.aim)):
            third = 1 - p[a] - p[b] if c is None else p[c]
            expected = np.array([p[a], p[b], third]) / (p[a] + p[b] + third)
            np.testing.assert_allclose(shares_of(point)[0], expected, atol=1e-9)
        assert view.off[0] == pytest.approx(0 if c is None else 1 - gain[[a, b, c]].sum(), abs=1e-12)
        for point in (view.now, view.aim, view.rest):
            inside = shares_of(point)
            assert inside.min() > -1e-12 and inside.sum(-1) == pytest.approx(1)
    assert (GRID > 0).all() and GRID.sum(-1) == pytest.approx(1)


@given(gains(), st.integers(0, 2**32 - 1))
def test_the_drift_is_that_of_all_patterns(case, seed):
    gain, score, temperature, a, b = case
    points = np.random.default_rng(seed).dirichlet(np.ones(3), 12)
    velocity = np.array([replicator(q, gain, score, temperature, a, b) for q in points]) @ CORNERS
    drift = seen(gain, score, temperature, (a, b, None), points).drift[0]
    longest = np.linalg.norm(velocity, axis=-1).max()
    np.testing.assert_allclose(drift, velocity / longest, atol=1e-6)
    assert np.linalg.norm(drift, axis=-1).max() == pytest.approx(1)


@given(gains())
def test_the_drift_vanishes_where_it_rests(case):
    gain, score, temperature, a, b = case
    rest = shares_of(seen(gain, score, temperature, (a, b, None)).rest[0])
    assume(rest[0].min() > 1e-6)
    for saddle, empty in zip(rest[1:], (2, 0, 1), strict=True):
        assert saddle[empty] == pytest.approx(0, abs=1e-12) and np.delete(saddle, empty).min() > 1e-12
    points = np.concatenate([np.maximum(rest, 1e-13), GRID])
    speed = np.linalg.norm(seen(gain, score, temperature, (a, b, None), points).drift[0], axis=-1)
    assert speed[:4].max() < 1e-6 and speed.max() == pytest.approx(1)


@given(gains(), st.floats(0.01, 0.98))
def test_the_stable_one_is_attention_when_the_others_are_in_its_proportions(case, alone):
    _, score, temperature, a, b = case
    pi = softmax(score / temperature)
    gain = pi * (1 - alone) / (1 - pi[a])
    gain[a] = alone
    view = seen(gain, score, temperature, (a, b, None), attention=pi)
    np.testing.assert_allclose(view.rest[:, 0], view.aim, atol=1e-9)


@pytest.mark.parametrize("temperature", [0.0, 1e-4, 1.0, 1e3, np.inf])
@pytest.mark.parametrize(("k", "corners"), [(1, (0, 0, None)), (2, (0, 1, None)), (3, (2, 0, None)), (3, (2, 0, 1))])
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_few_patterns_and_the_ends_of_temperature_are_finite(k, corners, temperature, seed):
    rng = np.random.default_rng(seed)
    for gain in (rng.dirichlet(np.ones(k)), np.eye(k)[0]):
        view = seen(gain, rng.uniform(0, 8, k), temperature, corners)
        for array in vars(view).values():
            assert np.isfinite(array).all()
        if k < 3:  # nobody is at the third corner, or ever will be
            assert shares_of(np.concatenate([view.now, view.rest[0, :2]]))[:, 2] == pytest.approx(0, abs=1e-6)


@given(gains())
def test_hot_shares_are_counts_and_cold_ones_go_to_the_fittest(case):
    gain, score, _, a, b = case
    k, even = len(gain), np.full(len(gain), 1 / len(gain))
    hot = shares_of(seen(even, score, np.inf, (a, b, None)).rest[0, 0])
    np.testing.assert_allclose(hot, [1 / k, 1 / k, (k - 2) / k], atol=1e-9)
    cold = shares_of(seen(gain, score, 0.0, (a, b, None)).rest[0, 0])
    others = np.delete(np.arange(k), [a, b])
    fitness = [score[a], score[b], gain[others] @ score[others] / gain[others].sum()]
    np.testing.assert_allclose(cold, np.eye(3)[np.argmax(fitness)], atol=1e-12)
