"""The bounds in closed form against counting, simulation, and the equations that they solve."""

from fractions import Fraction
from itertools import product
from math import comb, erf, exp, inf, log, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, retrieve
from astro_dash.engine.bounds import (
    hopfield_capacity,
    hopfield_overlap,
    ideal_accuracy,
    knowing_accuracy,
    routing_temperature,
)
from astro_dash.engine.outcomes import outcomes
from astro_dash.engine.run import Run


def by_counting(n, k, flips, mirrored=False, copies=False, knows=False) -> Fraction:
    """The chance over all rivals of a target of all +1, each as likely as the other."""
    cue = (-1,) * flips + (1,) * (n - flips)
    patterns, total = list(product((1, -1), repeat=n)), Fraction(0)
    for rivals in product(patterns, repeat=k - 1):
        images = [(1,) * n, *rivals]
        if mirrored:
            images += [tuple(-v for v in image) for image in images]
        away = [sum(a != b for a, b in zip(cue, image, strict=True)) for image in images]
        if knows or away[0] == min(away):
            right = sum(image == images[0] for image in images) if copies else 1
            total += Fraction(right, away.count(away[0]))
    return total / len(patterns) ** (k - 1)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(("n", "k"), [(1, 1), (6, 1), (1, 2), (2, 2), (5, 2), (6, 2), (1, 5), (2, 4), (3, 3), (4, 3)])
def test_ideal_accuracy_is_exact(n, k, mirrored):
    for flips in range(n + 1):
        for copies in (False, True):
            expected, how = float(by_counting(n, k, flips, mirrored, copies)), {"mirrored": mirrored, "copies": copies}
            assert ideal_accuracy(n, k, flips, **how) == pytest.approx(expected, rel=1e-12, abs=1e-15)
            if not mirrored:
                expected = float(by_counting(n, k, flips, copies=copies, knows=True))
                assert knowing_accuracy(n, k, flips, copies=copies) == pytest.approx(expected, rel=1e-12)


def by_sum(n, k, flips, images) -> Fraction:
    """sum_j C(K-1, j) r^j (1 - q - r)^(K-1-j) / (j+1), where each rival has so many images."""
    nearer = images * Fraction(sum(comb(n, j) for j in range(flips)), 2**n)
    tied = images * Fraction(comb(n, flips), 2**n)
    return sum(comb(k - 1, j) * tied**j * (1 - nearer - tied) ** (k - 1 - j) / (j + 1) for j in range(k))


@given(n=st.integers(1, 60), k=st.integers(1, 25), data=st.data())
def test_ideal_accuracy_is_the_sum_over_ties(n, k, data):
    flips = data.draw(st.integers(0, n))
    assert ideal_accuracy(n, k, flips) == pytest.approx(float(by_sum(n, k, flips, 1)), rel=1e-9, abs=1e-12)
    if 2 * flips < n:
        expected = float(by_sum(n, k, flips, 2))
        assert ideal_accuracy(n, k, flips, mirrored=True) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(
    ("n", "k", "flips"), [(16, 20, 3), (20, 100, 4), (20, 200, 5), (12, 5, 6), (11, 5, 5), (15, 3, 9), (10, 30, 0)]
)
def test_ideal_accuracy_is_that_of_the_ideal_observer(n, k, flips, mirrored):
    """Of 3000 cues with patterns of their own; for the mirrored one, with each pattern's mirror image beside it."""
    rng = np.random.default_rng([n, k, flips])
    patterns = rng.choice([-1.0, 1.0], (3000, k, n))
    cues = patterns[:, 0].copy()
    cues[:, :flips] *= -1
    stored = np.concatenate([patterns, -patterns], axis=1) if mirrored else patterns
    right = retrieve(stored, cues, "ideal", target=0, horizon=0.05).gain[:, 0]
    expected = ideal_accuracy(n, k, flips, mirrored=mirrored)
    assert right.mean() == pytest.approx(expected, abs=4 * max(right.std(), 0.01) / sqrt(3000))


@pytest.mark.parametrize(
    ("n", "k", "flips"), [(20, 100, 4), (12, 60, 5), (9, 30, 8), (6, 64, 1), (6, 64, 0), (30, 5, 3)]
)
def test_who_knows_the_noise_is_better_than_the_ideal_observer(n, k, flips):
    """0.80 against 0.71 at N = 20, K = 100, n = 4; simulated, a rival that is the same pattern being right as well."""
    rng, draws = np.random.default_rng([n, k, flips]), 2000
    patterns = rng.choice([-1, 1], (draws, k, n)).astype("int8")
    cues = patterns[:, 0].copy()
    cues[:, :flips] *= -1
    away = (patterns != cues[:, None]).sum(-1)
    same = (patterns == patterns[:, :1]).all(-1)
    for among, theory in (
        (away == flips, knowing_accuracy(n, k, flips, copies=True)),
        (away == away.min(-1, keepdims=True), ideal_accuracy(n, k, flips, copies=True)),
    ):
        right = (same & among).sum(-1) / among.sum(-1)
        assert right.mean() == pytest.approx(theory, abs=4 * max(right.std(), 0.005) / sqrt(draws))
    assert knowing_accuracy(n, k, flips) >= ideal_accuracy(n, k, flips) - 1e-12


def test_who_knows_the_noise_at_its_ends():
    assert knowing_accuracy(20, 100, 4) == pytest.approx(0.8023, abs=1e-4)
    assert ideal_accuracy(20, 100, 4) == pytest.approx(0.7059, abs=1e-4)
    assert knowing_accuracy(7, 1, 3) == 1 and knowing_accuracy(10_000, 2**53, 0) == 1
    assert knowing_accuracy(10_000, 2**53, 5000) == pytest.approx(0, abs=1e-12)
    assert ideal_accuracy(6, 64, 0, copies=True) == knowing_accuracy(6, 64, 0, copies=True) == 1
    with pytest.raises(ValueError, match=r"flips is 6.*0 to 5"):
        knowing_accuracy(5, 5, 6)


@pytest.mark.slow
@pytest.mark.parametrize("n", [15, 20, 25, 30])
def test_the_mirrored_form_predicts_what_the_gated_memory_recalls(n):
    """Without a free parameter, to 0.07 in each of 9 loads and to 0.03 on average: low temperature, fast gains."""
    flips, draws, apart = n // 5, 600, []
    for k in (5, 20, 50, 100, 150, 200, 300, 400, 600):
        rng = np.random.default_rng([n, k, 1])
        patterns = rng.choice([-1.0, 1.0], (draws, k, n))
        cues, how = patterns[:, 0].copy(), Parameters(temperature=0.01, tau_p=0.01, dt=0.05)
        cues[:, :flips] *= -1
        run = Run(patterns, cues, "astro", how, rest=1e-3, horizon=50.0, seed=np.arange(draws))
        right = outcomes(run, np.zeros(draws, int))["accuracy"].mean()
        apart.append(abs(right - ideal_accuracy(n, k, flips, mirrored=True, copies=True)))
    assert max(apart) <= 0.07 and np.mean(apart) < 0.03


@settings(max_examples=40)
@given(n=st.integers(1, 1200), k=st.integers(1, 2000), mirrored=st.booleans())
def test_ideal_accuracy_falls_with_noise_and_load(n, k, mirrored):
    flips = sorted({*range(0, n + 1, max(1, n // 20)), n // 2, n})
    chances = [ideal_accuracy(n, k, f, mirrored=mirrored) for f in flips]
    assert all(0 <= c <= 1 for c in chances)
    assert (np.diff(chances) <= 1e-9).all()
    for f, chance in zip(flips, chances, strict=True):
        assert ideal_accuracy(n, k + 1, f, mirrored=mirrored) <= chance + 1e-9
        assert ideal_accuracy(n, k, f, mirrored=True) <= ideal_accuracy(n, k, f) + 1e-9


def test_ideal_accuracy_at_its_ends():
    for n in (1, 7, 64, 1024, 2000):
        assert [ideal_accuracy(n, 1, f) for f in (0, n // 2, n)] == pytest.approx([1, 1, 1])
        assert ideal_accuracy(n, 1, (n - 1) // 2, mirrored=True) == pytest.approx(1)
        assert ideal_accuracy(n, 2, n) == pytest.approx(2.0**-n / 2)  # the rival must be as far, which is its opposite
        assert ideal_accuracy(n, 5, n, mirrored=True) == 0
    assert ideal_accuracy(64, 1, 32, mirrored=True) == 0.5  # itself or its mirror image
    assert ideal_accuracy(64, 100, 0) == pytest.approx(1) and ideal_accuracy(4, 100, 0) < 0.2
    assert ideal_accuracy(2000, 50, 2000) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 5, 0), "n_neurons is 0"),
        ((5, 0, 0), "n_patterns is 0"),
        ((5, 5, -1), "flips is -1.*0 to 5"),
        ((5, 5, 6), "flips is 6.*0 to 5"),
        ((5, 5, 1.5), "flips is 1.5"),
        (("many", 5, 1), "n_neurons is 'many'"),
    ],
)
def test_a_bad_size_is_quoted(arguments, words):
    for mirrored in (False, True):
        with pytest.raises(ValueError, match=words):
            ideal_accuracy(*arguments, mirrored=mirrored)


def inverse_erf(m):
    low, high = 0.0, 6.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if erf(middle) < m else (low, middle)
    return low


@given(load=st.floats(0.03, 0.1379))
def test_the_hopfield_overlap_solves_the_replica_symmetric_equations(load):
    """m = erf(m / sqrt(2 alpha r)), r = 1 / (1 - C)^2, C = sqrt(2 / (pi alpha r)) exp(-m^2 / (2 alpha r))."""
    m = hopfield_overlap(load)
    load_r = m * m / (2 * inverse_erf(m) ** 2)
    c = sqrt(2 / (pi * load_r)) * exp(-m * m / (2 * load_r))
    assert load_r / load == pytest.approx((1 - c) ** -2, rel=1e-5)
    assert 0.966 < m < 1 and m >= hopfield_overlap(min(load + 0.001, 0.1379))  # the branch that is stable


def test_the_hopfield_overlap_has_its_cliff_and_its_ends():
    """0.138 and 0.967, Amit, Gutfreund and Sompolinsky 1985."""
    capacity = hopfield_capacity()
    assert capacity == pytest.approx(0.137906, abs=1e-6)
    assert hopfield_overlap(capacity) == pytest.approx(0.967, abs=1e-3)
    assert hopfield_overlap(capacity - 1e-12) == pytest.approx(hopfield_overlap(capacity), abs=1e-4)
    m = r = 1.0
    for _ in range(200):  # from perfect recall, where the equations lead
        c = sqrt(2 / (pi * 0.1 * r)) * exp(-m * m / (0.2 * r))
        m, r = erf(m / sqrt(0.2 * r)), (1 - c) ** -2
    assert hopfield_overlap(0.1) == pytest.approx(m, abs=1e-12)
    for beyond in (capacity * (1 + 1e-9), 0.14, 1, 50, inf):
        assert hopfield_overlap(beyond) == 0
    for little in (0, 0.0, 5e-324, 1e-12, 1e-3):
        assert hopfield_overlap(little) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("load", [-0.1, -inf, nan, "much", None, [0.1], True])
def test_a_bad_load_is_quoted(load):
    with pytest.raises(ValueError, match=r"load is .* but must be a number at least 0") as error:
        hopfield_overlap(load)
    assert repr(load) in str(error.value)


@given(n=st.integers(1, 2000), k=st.integers(2, 2000))
def test_at_the_routing_temperature_one_score_equals_the_entropy(n, k):
    assert routing_temperature(n, k) * log(k) == pytest.approx(n / 2)
    assert routing_temperature(n, 1) == inf


@pytest.mark.parametrize("system", MODELS)
@pytest.mark.parametrize(("n", "k"), [(30, 100), (64, 12), (5, 2)])
def test_at_its_routing_temperature_a_pattern_has_half_of_the_attention(system, n, k):
    """Of those with gains: beside k - 1 others that nothing speaks for."""
    model = MODELS[system](np.ones((k, n)), Parameters())
    if not model.gated:
        assert model.routing_temperature is None
        return
    hot = MODELS[system](model.patterns, Parameters(temperature=model.routing_temperature))
    share = hot.attention(np.array([n] + [0] * (k - 1), float), None)[0]
    half = k / (2 * k - 1) if model.soft else (k * k + 1) / (2 * k * k)  # by the entropy's own formula
    assert share == pytest.approx(half)
    assert system != "astro" or model.routing_temperature == pytest.approx(routing_temperature(n, k))
    assert MODELS[system](np.ones((1, n)), Parameters()).routing_temperature is None
