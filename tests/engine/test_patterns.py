"""The laws every registered pattern set obeys, and those of corruption."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine.patterns import PATTERNS, corrupt, draw
from astro_dash.engine.patterns.base import grid

IMAGES = [name for name in PATTERNS if PATTERNS[name].most]
LABELS = {
    "digits": r"digit \d", "counting": r"digit \d", "letters": r"letter \w", "pictures": r"[A-Za-z -]+",
    "random": "pattern",
}  # fmt: skip
names = st.sampled_from(list(PATTERNS))
seeds = st.integers(0, 2**70)
sizes = st.integers(1, 100)
correlations = st.floats(0, 1, exclude_max=True)


@st.composite
def draws(draw_from, least=1):
    """The arguments of a draw from any set, with a load the set allows."""
    name = draw_from(names)
    load = draw_from(st.integers(least, PATTERNS[name].most or 300))
    options = {"seed": draw_from(seeds), "neurons": draw_from(sizes), "correlation": draw_from(correlations)}
    return name, load, options


@given(draws())
def test_a_draw_is_read_only_signs_with_a_label_each_and_a_grid(arguments):
    name, load, options = arguments
    drawn = draw(name, load, **options)
    neurons = PATTERNS[name].n_neurons or options["neurons"]
    assert drawn.patterns.shape == (load, neurons)
    assert drawn.patterns.dtype == np.float64 and drawn.patterns.flags.c_contiguous
    assert not drawn.patterns.flags.writeable
    assert np.all(np.abs(drawn.patterns) == 1)
    assert len(drawn.labels) == load and all(re.fullmatch(LABELS[name], label) for label in drawn.labels)
    assert drawn.grid == grid(neurons)


@given(draws(least=2), st.data())
def test_a_larger_load_keeps_the_patterns_already_there(arguments, data):
    name, load, options = arguments
    fewer = data.draw(st.integers(1, load - 1))
    small, large = draw(name, fewer, **options), draw(name, load, **options)
    assert np.array_equal(small.patterns, large.patterns[:fewer])
    assert small.labels == large.labels[:fewer]


@pytest.mark.parametrize("name", PATTERNS)
def test_the_seed_decides_the_draw(name):
    first, again, other = (draw(name, 20, seed=seed).patterns for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_is_there_twice_or_beside_its_negative(name):
    load = PATTERNS[name].most or 1000
    patterns = draw(name, load).patterns
    assert len(np.unique(np.concatenate([patterns, -patterns]), axis=0)) == 2 * load


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_set_has_as_many_images_as_it_says_and_cannot_be_changed(name):
    pixels, characters = PATTERNS[name].images
    rare = min(np.unique(characters, return_counts=True)[1])
    most = len(characters) if name != "counting" else 10 * rare  # in which there is one of each again and again
    assert len(pixels) == len(characters) and PATTERNS[name].most == most
    assert not pixels.flags.writeable and not characters.flags.writeable


@pytest.mark.parametrize("seed", [0, 4, 652])
def test_counting_goes_from_0_to_9_again_and_again_through_the_digits(seed):
    drawn, digits = draw("counting", 1570, seed=seed), draw("digits", 1750, seed=seed)
    assert drawn.labels == tuple(f"digit {i % 10}" for i in range(1570))
    for digit in range(10):  # each in the order that the seed gives the digits
        among = [i for i, label in enumerate(digits.labels) if label == f"digit {digit}"][:157]
        np.testing.assert_array_equal(drawn.patterns[digit::10], digits.patterns[among])


def test_digits_carry_their_own_labels():
    drawn = draw("digits", PATTERNS["digits"].most)
    alike = drawn.patterns @ drawn.patterns.T
    np.fill_diagonal(alike, -64)
    labels = np.array(drawn.labels)
    assert np.mean(labels[alike.argmax(axis=1)] == labels) > 0.9


def test_letters_carry_their_own_labels_and_stand_upright():
    drawn = draw("letters", PATTERNS["letters"].most)
    latin = {f"letter {chr(code)}" for a in "Aa" for code in range(ord(a), ord(a) + 26)}
    assert latin < set(drawn.labels) and len(set(drawn.labels)) == len(drawn.labels)
    image = drawn.patterns[drawn.labels.index("letter L")].reshape(drawn.grid)
    assert ["".join(".#"[int(entry > 0)] for entry in row) for row in image] == [".##....."] * 6 + [".######.", "." * 8]


@pytest.mark.parametrize("correlation", [0, 0.1, 0.5, 0.9])
def test_random_patterns_have_the_correlation_asked_for(correlation):
    patterns = draw("random", 200, seed=3, neurons=20_000, correlation=correlation).patterns
    pairs = (patterns @ patterns.T / 20_000)[np.triu_indices(200, 1)]
    assert abs(pairs.mean() - correlation) < 0.01
    assert pairs.std() < 0.02
    assert abs(patterns.mean()) < 0.02


@given(seeds, sizes, sizes, correlations, correlations)
def test_more_correlation_only_brings_entries_to_the_prototype(seed, load, neurons, c1, c2):
    low, high = (draw("random", load, seed=seed, neurons=neurons, correlation=c).patterns for c in sorted((c1, c2)))
    prototype = draw("random", load, seed=seed, neurons=neurons, correlation=1 - 2**-53).patterns
    assert np.all((high == low) | (high == prototype))


@given(st.data(), seeds, sizes)
def test_corruption_flips_exactly_and_keeps_the_flips_already_there(data, seed, neurons):
    more = data.draw(st.integers(0, neurons))
    fewer = data.draw(st.integers(0, more))
    pattern = draw("random", 1, seed=seed, neurons=neurons).patterns[0]
    few, many = (corrupt(pattern, flips, seed) != pattern for flips in (fewer, more))
    assert few.sum() == fewer and many.sum() == more
    assert np.all(many | ~few)
    assert np.all(np.abs(corrupt(pattern, more, seed)) == 1)


def test_corruption_is_a_copy_and_the_seed_decides_it():
    pattern = np.ones(64)
    assert not np.array_equal(corrupt(pattern, 6, 1), corrupt(pattern, 6, 2))
    assert np.array_equal(corrupt(pattern, 6, 1), corrupt(pattern, 6, 1))
    assert np.all(pattern == 1)


@given(st.integers(1, 5000))
def test_the_grid_is_the_most_square(neurons):
    rows, columns = grid(neurons)
    assert rows <= columns and rows * columns == neurons
    assert not any(neurons % between == 0 for between in range(rows + 1, int(neurons**0.5) + 1))


def test_grids_by_name():
    assert [grid(n) for n in (30, 64, 1024, 7)] == [(5, 6), (8, 8), (32, 32), (1, 7)]


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("wrong", [0, -3, 2.5, 5.0, "7", None, True, float("nan")])
def test_a_wrong_load_is_quoted(name, wrong):
    with pytest.raises(ValueError, match=re.escape(f"load is {wrong!r}, but must be a whole number ")):
        draw(name, wrong)


@pytest.mark.parametrize("name", IMAGES)
def test_a_load_above_the_most_is_quoted_beside_the_most(name):
    most = PATTERNS[name].most
    with pytest.raises(ValueError, match=f"load is {most + 1}, but must be a whole number from 1 to {most}."):
        draw(name, most + 1)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("wrong", [-1, 1.5, "x", None])
def test_a_wrong_seed_is_quoted(name, wrong):
    message = re.escape(f"seed is {wrong!r}, but must be a whole number of at least 0.")
    with pytest.raises(ValueError, match=message):
        draw(name, 3, seed=wrong)
    with pytest.raises(ValueError, match=message):
        corrupt(np.ones(5), 2, wrong)


@pytest.mark.parametrize("wrong", [0, -1, 6.5, None])
def test_a_wrong_number_of_neurons_is_quoted(wrong):
    with pytest.raises(ValueError, match=re.escape(f"neurons is {wrong!r}, but must be a whole number from 1 to ")):
        draw("random", 3, neurons=wrong)


@pytest.mark.parametrize("wrong", [1, -0.1, float("nan"), float("inf"), "0.5", None])
def test_a_wrong_correlation_is_quoted(wrong):
    message = re.escape(f"correlation is {wrong!r}, but must be a number from 0 to below 1.")
    with pytest.raises(ValueError, match=message):
        draw("random", 3, correlation=wrong)


@pytest.mark.parametrize("wrong", [-1, 6, 2.0, None])
def test_a_wrong_number_of_flips_is_quoted(wrong):
    with pytest.raises(ValueError, match=re.escape(f"flips is {wrong!r}, but must be a whole number from 0 to 5.")):
        corrupt(np.ones(5), wrong, 0)


def test_a_pattern_to_corrupt_has_one_axis():
    with pytest.raises(ValueError, match=re.escape("pattern has shape (2, 5)")):
        corrupt(np.ones((2, 5)), 1, 0)


def test_an_unknown_name_is_quoted_beside_those_allowed():
    allowed = "digits, counting, letters, pictures, random"
    with pytest.raises(ValueError, match=f"patterns is 'faces', but must be one of {allowed}"):
        draw("faces", 3)
