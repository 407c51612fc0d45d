"""The textbook Hopfield network against its matrix written out, its Boltzmann weights, and its theory."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import Parameters, Run, retrieve
from astro_dash.engine.bounds import hopfield_overlap
from astro_dash.engine.measures import observe, residual

KEY = "hopfield-binary"


@st.composite
def problems(draw, **fixed):
    """Patterns (K, N), a cue, and parameters."""
    n, k = draw(st.integers(1, 12)), draw(st.integers(1, 15))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    temperature = draw(st.sampled_from([0.0, np.inf]) | st.floats(1e-3, 10))
    values = {"temperature": temperature, "dt": draw(st.floats(1e-3, 3))} | fixed
    return rng.choice([-1.0, 1.0], (k, n)), rng.choice([-1.0, 1.0], n), Parameters(**values)


def weights(patterns):
    """W = (1/N) sum_mu xi xi^T with a zero diagonal."""
    w = sum(np.outer(xi, xi) for xi in patterns) / patterns.shape[1]
    np.fill_diagonal(w, 0)
    return w


def run(problem, frames, **options):
    patterns, cue, parameters = problem
    made = Run(patterns, cue, KEY, parameters, rest=None, **options)
    return made, made.advance(frames)


@given(problem=problems(), seed=st.integers(0, 2**31 - 1))
def test_it_is_its_matrix_asked_one_neuron_after_the_other(problem, seed):
    patterns, s, parameters = problem
    made, frames = run(problem, 70, seed=seed)  # beyond a block of noise
    w, t, s = weights(patterns), parameters.temperature, s.copy()
    blocks = [made.model.noise(np.random.default_rng([seed, b]), 64 * b, 64, (), float) for b in range(2)]
    for state, noise in zip(frames.x, np.concatenate(blocks), strict=False):
        np.testing.assert_array_equal(state, s)
        for which, chance in noise[noise[:, 0] >= 0]:
            i = int(which * len(s))
            h = w[i] @ s
            if t > 0:
                s[i] = 1 if chance < 1 / (1 + np.exp(np.clip(-2 * h / t, -700, 700))) else -1
            elif abs(h) > 1e-9:
                s[i] = np.sign(h)
    np.testing.assert_array_equal(frames.overlap, frames.x @ patterns.T)


@given(problem=problems())
def test_the_energy_is_that_of_its_matrix(problem):
    made, frames = run(problem, 5)
    seen, w = observe(made.model, frames, 0), weights(problem[0])
    np.testing.assert_allclose(seen.energy, [-s @ w @ s / 2 for s in frames.x], rtol=1e-9, atol=1e-9)
    assert (seen.gap == 0).all() and (seen.neurons == 0).all()


@given(n=st.integers(1, 12), k=st.integers(1, 15), seed=st.integers(0, 2**32 - 1))
def test_in_the_cold_every_turn_goes_down_until_none_is_left(n, k, seed):
    rng = np.random.default_rng(seed)
    patterns, cue = rng.choice([-1.0, 1.0], (k, n)), rng.choice([-1.0, 1.0], n)
    cold = Parameters(temperature=0, dt=1 / n)  # one neuron a step
    made, frames = run((patterns, cue, cold), 40 * n, seed=seed)
    turned = (np.diff(frames.x, axis=0) != 0).sum(-1)
    falls = -np.diff(observe(made.model, frames, 0).energy)
    assert turned.max(initial=0) <= 1
    assert (falls[turned == 1] > 1e-9).all() and (np.abs(falls[turned == 0]) < 1e-9).all()
    field = weights(patterns) @ frames.x[-1]
    assert (field * frames.x[-1] > -1e-9).all()  # s = sign(W s), where that is not 0
    assert residual(made.model, frames)[-1] == 0
    rested = Run(patterns, cue, KEY, cold, seed=seed, every=n)
    while not rested.at_rest:
        end = rested.advance(20)
    np.testing.assert_array_equal(end.x[-1], frames.x[-1])


@given(problem=problems())
def test_rest_is_how_far_its_neurons_are_from_their_means(problem):
    patterns, _, parameters = problem
    made, frames = run(problem, 4)
    expected = []
    for s in frames.x:
        h = weights(patterns) @ s
        h[np.abs(h) < 1e-9] = 0
        cold = np.where(h == 0, s, np.sign(h))
        mean = np.tanh(h / parameters.temperature) if parameters.temperature > 0 else cold
        expected.append(np.abs(s - mean).max())
    np.testing.assert_allclose(residual(made.model, frames), expected, atol=1e-9)


@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0, np.inf])
@pytest.mark.parametrize("n", [3, 5])
def test_in_the_long_run_its_states_have_the_weights_of_boltzmann(n, temperature):
    """chi^2 of 6000 runs of their own over the 2^N states; 5 standard deviations of it are allowed."""
    rng = np.random.default_rng(n)
    patterns, batch = rng.choice([-1.0, 1.0], (4, n)), 6000
    problem = patterns, rng.choice([-1.0, 1.0], (batch, n)), Parameters(temperature=temperature, dt=1.0)
    _, frames = run(problem, 31)
    states, w = np.array(list(product([-1, 1], repeat=n))), weights(patterns)
    weight = np.exp([s @ w @ s / (2 * temperature) for s in states])
    expected = batch * weight / weight.sum()
    number = ((frames.x[-1] + 1) / 2 @ 2 ** np.arange(n)[::-1]).astype(int)
    counts = np.bincount(number, minlength=2**n)
    common = expected >= 5  # the rare ones together
    apart = ((counts - expected) ** 2 / expected)[common].sum()
    rare = expected[~common].sum()
    apart += (counts[~common].sum() - rare) ** 2 / max(rare, 1)
    freedom = common.sum()
    assert apart < freedom + 5 * np.sqrt(2 * freedom)
    assert common.sum() > 3


@given(n=st.integers(1, 30), dt=st.floats(1e-4, 2), steps=st.integers(1, 150))
def test_a_unit_of_time_is_as_many_questions_as_neurons(n, dt, steps):
    made = Run(np.ones((2, n)), np.ones(n), KEY, Parameters(dt=dt, temperature=1), rest=None)
    asked, answer = [], made.model.answer
    made.model.answer = lambda *a: asked.append(1) or answer(*a)
    made.advance(1)  # the start
    for step in range(1, steps + 1):
        made.advance(1)
        assert abs(len(asked) - step * dt * n) <= 1
    assert len(asked) == int(steps * dt * n + 1e-9)


def test_all_neurons_are_asked_alike():
    made = Run(np.ones((1, 10)), np.ones(10), KEY, Parameters(temperature=np.inf, dt=1.0), rest=None)
    which = np.concatenate([made._chance()[:, 0] for made.step in range(2000)])
    counts = np.bincount((which * 10).astype(int), minlength=10)
    assert len(counts) == 10 and ((counts - 2000) ** 2 / 2000).sum() < 9 + 5 * np.sqrt(18)


def test_warmth_follows_the_slider_in_mid_run():
    """Cold it stays in a memory; hot it forgets; and cold again it is still."""
    patterns = np.random.default_rng(0).choice([-1.0, 1.0], (3, 60))
    made, frames = run((patterns, patterns[0], Parameters(temperature=0, dt=0.5)), 20)
    assert (frames.x == patterns[0]).all()
    hot = made.resume(frames[-1:], Parameters(temperature=50, dt=0.5))
    melted = hot.advance(20)
    assert abs(melted.overlap[-1, 0]) < 40 and hot.step == made.step - 1 + 20
    cold = hot.resume(melted[-1:], Parameters(temperature=0, dt=0.5)).advance(40)
    assert (cold.x[-1] == cold.x[-5]).all()


def test_single_precision_is_the_same():
    rng = np.random.default_rng(1)
    patterns, cue = rng.choice([-1.0, 1.0], (9, 50)), rng.choice([-1.0, 1.0], 50)
    for temperature in (0, 0.5):
        single, double = (
            retrieve(patterns, cue, KEY, seed=3, temperature=temperature, dtype=d, rest=None, horizon=5)
            for d in ("float32", "float64")
        )
        assert single.x.dtype == np.float32
        np.testing.assert_array_equal(single.x, double.x)


def recalled(n, load, draws, cues=8):
    """Overlaps at rest, at T = 0, of runs that start exactly on a stored pattern."""
    overlaps = []
    for seed in range(draws):
        patterns = np.random.default_rng(seed).choice([-1.0, 1.0], (round(load * n), n))
        cold = Parameters(temperature=0, dt=1.0)
        made = Run(patterns, patterns[:cues], KEY, cold, seed=np.arange(cues))
        while not made.at_rest:
            frames = made.advance(4)
            assert made.step < 1000
        overlaps.append(np.diagonal(frames.overlap[-1][:, :cues]) / n)
    return np.mean(overlaps)


@pytest.mark.slow
@pytest.mark.parametrize(("load", "within"), [(0.05, 0.0005), (0.10, 0.001), (0.125, 0.004)])
def test_it_recalls_as_well_as_its_theory_says(load, within):
    """Four standard errors of 24 runs of 2000 neurons, as measured."""
    assert recalled(2000, load, draws=3) == pytest.approx(hopfield_overlap(load), abs=within)


@pytest.mark.slow
def test_beyond_its_capacity_it_forgets():
    """A remnant of some 0.3 is left, as is known of finite networks; nobody would call it recall."""
    assert [hopfield_overlap(load) for load in (0.14, 0.17, 0.18)] == [0, 0, 0]
    assert recalled(2000, 0.17, draws=1, cues=4) < 0.5
