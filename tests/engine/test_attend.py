"""Attention as a matrix: what slaved gains are, what a batch is beside single runs, and the moments that are kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, retrieve
from astro_dash.engine.attend import MOMENTS, apart, attend, one_pass

HOW = {"horizon": 4.0, "rest": 1e-3, "seed": 3}


@st.composite
def problem(draw):
    """Keys (K, N) and queries (Q, N) of any entries +-1, and a temperature."""
    k, n, q = draw(st.integers(1, 12)), draw(st.integers(1, 40)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    signs = rng.choice([-1.0, 1.0], (k + q, n))
    return signs[:k], signs[k:], draw(st.sampled_from([0.1, 1.0, 8.0, np.sqrt(n), 100.0]) | st.floats(0.05, 1e3))


def softmax(score):
    """By its definition, without the engine's."""
    grown = np.exp(score - score.max(-1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
@settings(max_examples=40)
@given(problem(), st.floats(0.1, 10), st.sampled_from([0.0, 0.5, 1.0, np.inf]))
def test_slaved_gains_of_the_first_instant_are_plain_attention(integrator, problem, sigma, tau_x):
    keys, queries, temperature = problem
    parameters = Parameters(temperature=temperature, tau_p=0, tau_x=tau_x, sigma=sigma)
    attended = attend(keys, queries, "attention", parameters, integrator=integrator, **HOW)
    plain = softmax(np.tanh(sigma * queries) @ keys.T / temperature)
    assert np.abs(attended.gain[0] - plain).max() < 1e-12
    assert np.abs(one_pass(keys, queries, parameters) - plain).max() < 1e-12
    assert np.abs(attended.gain - attended.attention).max() < 1e-12  # and slaved they are ever after


@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
@settings(max_examples=40)
@given(problem(), st.floats(0.1, 10))
def test_with_slaved_neurons_the_first_step_is_the_output_of_attention(integrator, problem, sigma):
    keys, queries, temperature = problem
    parameters = Parameters(temperature=temperature, tau_p=0, tau_x=0, sigma=sigma)
    run = Run(keys, queries, "attention", parameters, integrator=integrator, rest=None)
    x = run.advance(2).x[1]
    assert np.abs(x - softmax(np.tanh(sigma * queries) @ keys.T / temperature) @ keys).max() < 1e-12


def test_fast_gains_come_near_to_plain_attention_before_the_neurons_move():
    rng = np.random.default_rng(0)
    keys = rng.choice([-1.0, 1.0], (8, 64))
    queries = keys * rng.choice([1, 1, 1, -1], (8, 64))
    plain = softmax(np.tanh(5 * queries) @ keys.T / 8)
    nearest = []
    for tau_p in (1.0, 1e-2, 1e-4):
        parameters = Parameters(temperature=8, tau_p=tau_p)
        gain = attend(keys, queries, "attention", parameters, integrator="adaptive", **HOW).gain
        nearest.append(apart(gain, plain).min())
    assert nearest[0] > nearest[1] > nearest[2] and nearest[2] < 1e-3


@pytest.mark.parametrize("system", MODELS)
@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
def test_a_row_is_the_run_that_its_query_has_alone(system, integrator):
    rng = np.random.default_rng(1)
    keys = rng.choice([-1.0, 1.0], (5, 24))
    queries = keys * np.where(rng.random((5, 24)) < 0.1, -1, 1)
    values = {"temperature": 2.0, "tau_p": 0.1, "dt": 0.02}
    attended = attend(keys, queries, system, Parameters(**values), integrator=integrator, **HOW)
    assert attended.x.shape == (5, 24) and attended.gain.shape == (len(attended.time), 5, 5)
    assert len(attended.time) <= MOMENTS and (np.diff(attended.time) >= 0).all() and attended.time[0] == 0
    for row, query in enumerate(queries):
        alone = retrieve(keys, query, system, integrator=integrator, **values, **HOW)
        assert np.abs(attended.x[row] - alone.x).max() < 1e-9
        assert np.abs(attended.gain[-1, row] - alone.gain).max() < 1e-9
        assert np.abs(attended.attention[-1, row] - alone.attention).max() < 1e-9
        np.testing.assert_allclose(attended.rest_time[row], alone.rest_time)


@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
def test_moments_are_of_one_time_and_near_to_what_was_recorded(integrator):
    """Whatever the steps of a row, its gains at a moment are those of a fine run at that time."""
    rng = np.random.default_rng(2)
    keys = rng.choice([-1.0, 1.0], (6, 40))
    queries = keys * np.where(rng.random((6, 40)) < 0.2, -1, 1)
    values = {"temperature": 3.0, "tau_p": 0.1, "dt": 0.01}
    attended = attend(keys, queries, "astro", Parameters(**values), integrator=integrator, **HOW)
    fine = Run(keys, queries, "astro", Parameters(**values | {"dt": 0.001}), rest=None)
    frames = fine.advance(4001)
    gain = fine.model.gains(frames.overlap, frames.logit)
    at = np.rint(attended.time / 0.001).astype(int)
    assert np.abs(attended.gain - gain[at]).max() < 0.06
    moved = np.abs(np.diff(attended.gain, axis=0)).max(-1).sum(-1)
    assert moved.max() < 0.15 * moved.sum()  # no moment jumps
    assert np.allclose(attended.gain.sum(-1), 1, atol=1e-12)


def test_how_far_two_matrices_are_apart():
    one, other = np.eye(3), np.roll(np.eye(3), 1, axis=1)
    assert apart(one, one) == 0 and apart(one, other) == 1
    assert apart(one, np.full((3, 3), 1 / 3)) == pytest.approx(2 / 3)
    assert apart(np.stack([one, other]), one).tolist() == [0, 1]


def test_a_run_that_breaks_down_ends():
    keys = np.random.default_rng(3).choice([-1.0, 1.0], (4, 16))
    for system in ("attention", "hopfield"):
        with np.errstate(all="ignore"):
            attended = attend(keys, keys, system, Parameters(dt=10), integrator="euler", **HOW | {"horizon": 1e5})
        assert np.isfinite(attended.gain).all() and np.isfinite(attended.time).all()
        assert not np.isfinite(attended.x).all()
