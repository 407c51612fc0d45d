"""Means, medians, crossings: exact answers."""

import numpy as np
import pytest

from astro_dash.laws.statistics import crossing, falling, mean, resampled, typical


def test_a_mean_has_an_error_even_where_all_draws_agree():
    y, error = mean([[0, 0, 0, 0], [1, 0, 1, 0], [2.0, 4.0, 2.0, 4.0]])
    assert y.tolist() == [0, 0.5, 3]
    assert error.tolist() == pytest.approx([(5 / 36 / 6) ** 0.5, (1 / 4 / 6) ** 0.5, (4 / 3) ** 0.5 / 2])


def test_where_a_curve_crosses():
    assert crossing([0, 1, 2], [1, 0.75, 0.25]) == 1.5
    assert np.isnan(crossing([0, 1], [0.4, 0.2])) and np.isnan(crossing([0, 1], [0.9, 0.6]))
    assert np.isnan(crossing([], []))


def test_the_nearest_curve_that_never_rises():
    assert falling([3, 1, 2, 0]).tolist() == [3, 1.5, 1.5, 0]
    assert falling([1, 2, 3]).tolist() == [2, 2, 2]
    assert falling([3, 2, 1]).tolist() == [3, 2, 1]


def test_a_span_is_that_of_the_draws_drawn_again():
    values = np.random.default_rng(1).standard_normal((1, 400))
    middle, low, high = resampled(values, np.mean)
    assert middle == values.mean() and (high - low) / 2 == pytest.approx(values.std() / 20, rel=0.25)
    assert (middle, low, high) == resampled(values, np.mean)


def test_a_typical_draw_is_one_of_the_middle():
    nan = np.nan
    assert typical([[1, 9, 5], [0, 1, 1], [nan, 2, nan], [0, 0, 1]]).tolist() == [2, 1, 1, 0]
