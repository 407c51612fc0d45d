"""The map of two memories: every state has its place there, and at each place stands the system's own energy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run
from astro_dash.engine.landscape import agreement, overlaps, places, terrain
from astro_dash.engine.models.shares import joined

every_system = pytest.mark.parametrize("system", MODELS)
gated = pytest.mark.parametrize("system", [key for key, model in MODELS.items() if model.gated])


@st.composite
def runs(draw, system):
    """Some frames of a run of the system, and a pair of its patterns, mirrors, equals, and one with itself included."""
    n, k = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    patterns = rng.choice([-1.0, 1.0], (k, n))
    pair = draw(st.integers(0, k - 1)), draw(st.integers(0, k - 1))
    patterns[pair[1]] *= draw(st.sampled_from([1, 1, 1, -1, 0]))
    patterns[pair[1]] += (patterns[pair[1]] == 0) * patterns[pair[0]]
    patterns[patterns == 0] = 1
    temperature = draw(st.sampled_from([0.0, 0.01, 0.5, 3.0, 1e5, np.inf]))
    parameters = Parameters(temperature=temperature, tau_p=0.3, beta=draw(st.floats(0.1, 5)), dt=0.05)
    run = Run(patterns, rng.choice([-1.0, 1.0], n), system, parameters, integrator="descent", rest=None)
    return run.model, run.advance(draw(st.integers(1, 6))), pair


def replaced(overlap, pair, a, b):
    """The overlaps with those of the pair set."""
    overlap = overlap.copy()
    overlap[:, pair[1]], overlap[:, pair[0]] = b, a
    return overlap


place = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


@every_system
@given(data=st.data(), place=place)
def test_the_map_is_the_energy_of_the_system_with_these_overlaps_set(system, data, place):
    model, frames, pair = data.draw(runs(system))
    agree = agreement(model.patterns, pair)
    gain = model.gains(frames.overlap, frames.logit)
    a, b = overlaps(*place, model.n_neurons, agree)
    if pair[0] == pair[1]:
        assert a == b
    settled = terrain(model, frames.overlap, gain, pair, True)
    height = settled.height(model.single, (a, b))
    entropy = settled.spread * np.log(model.n_patterns)  # which a large spread may hide the rest in
    if model.gated and not model.soft:  # it has one map, with the gains as they are
        now = terrain(model, frames.overlap, gain, pair, False)
        np.testing.assert_array_equal(height, now.height(model.single, (a, b)))
        return
    expected = model.interaction(replaced(frames.overlap, pair, a, b), gain)
    np.testing.assert_allclose(height, expected, rtol=1e-9, atol=1e-9 + 1e-12 * np.nan_to_num(entropy).max())


@every_system
@given(data=st.data())
def test_at_its_own_place_stands_its_own_energy(system, data):
    model, frames, pair = data.draw(runs(system))
    agree, n = agreement(model.patterns, pair), model.n_neurons
    gain = model.gains(frames.overlap, frames.logit)
    u, v = places(frames.overlap, n, agree, pair).T
    a, b = overlaps(u, v, n, agree)
    np.testing.assert_allclose([a, b], frames.overlap[:, list(pair)].T, atol=1e-9)
    free, gap = model.terms(frames, gain)
    for settled, expected in ((True, free), (False, free + gap)):
        if system == "naam":  # of its limit of many neurons
            expected = model.interaction(frames.overlap, gain)
        if model.gated and not model.soft:
            expected = free + gap
        elif model.gated and settled and np.isinf(model.parameters.temperature):
            expected = model.single(frames.overlap).mean(-1)
        ground = terrain(model, frames.overlap, gain, pair, settled)
        for i in range(len(gain)):
            found = ground.height(model.single, frames.overlap[i, list(pair)])[i]
            scale = 1e-12 * model.spread * np.log(model.n_patterns) if model.gated and model.spread < np.inf else 0
            assert found == pytest.approx(expected[i], rel=1e-9, abs=1e-7 + scale, nan_ok=not model.has_energy)


@gated
@given(data=st.data(), place=place)
def test_gains_as_they_are_weigh_the_scores(system, data, place):
    model, frames, pair = data.draw(runs(system))
    gain, t = model.gains(frames.overlap, frames.logit), model.parameters.temperature
    a, b = overlaps(*place, model.n_neurons, agreement(model.patterns, pair))
    score = model.score(replaced(frames.overlap, pair, a, b))
    entropy = -t * model.entropy(gain) if t < np.inf else 0
    if not model.has_energy:
        score = score + np.nan
    expected = model.weight * (entropy - (gain * score).sum(-1))
    height = terrain(model, frames.overlap, gain, pair, False).height(model.single, (a, b))
    np.testing.assert_allclose(height, expected, rtol=1e-9, atol=1e-9 * (1 + np.abs(entropy).max() * model.weight))


@given(data=st.data())
def test_a_place_is_the_mean_over_the_pixels_that_agree_and_over_those_that_differ(data):
    model, frames, pair = data.draw(runs("astro"))
    a, b = model.patterns[list(pair)]
    agree = agreement(model.patterns, pair)
    assert agree == (a == b).sum() / len(a)
    rate = model.phi(frames.x)
    found = places(frames.overlap, model.n_neurons, agree, pair)
    for part, among in enumerate((a == b, a != b)):
        expected = (rate * a)[:, among].mean(-1) if among.any() else np.zeros(len(rate))
        np.testing.assert_allclose(found[:, part], expected, atol=1e-12)
    assert np.abs(found).max() <= 1 + 1e-12


@given(data=st.data())
def test_the_corners_of_the_map_are_the_two_memories_and_their_mirrors(data):
    model, _, pair = data.draw(runs("hopfield"))
    a, b = model.patterns[list(pair)]
    agree, n = agreement(model.patterns, pair), model.n_neurons
    for state, corner in ((a, (1, 1)), (b, (1, -1)), (-a, (-1, -1)), (-b, (-1, 1))):
        overlap = model.overlaps(state)
        np.testing.assert_allclose(overlaps(*corner, n, agree), overlap[list(pair)], atol=1e-9)
        exists = agree > 0, agree < 1
        np.testing.assert_allclose(places(overlap, n, agree, pair), np.where(exists, corner, 0), atol=1e-9)


def test_a_hot_memory_is_one_round_hill_and_a_cold_one_a_plateau_with_valleys():
    """The lowest energies of `astro`, in two memories of opposite halves and many others that are far away."""
    patterns = np.sign(np.random.default_rng(3).normal(size=(40, 200)))
    u, v = np.meshgrid(*[np.linspace(-1, 1, 21)] * 2)
    pair = (0, 1)
    agree = agreement(patterns, pair)
    heights = {}
    for temperature in (0.01, np.inf):
        model = MODELS["astro"](patterns, Parameters(temperature=temperature))
        overlap = np.zeros((1, 40))
        ground = terrain(model, overlap, np.full((1, 40), 1 / 40), pair, True)
        heights[temperature] = ground.height(model.single, overlaps(u, v, 200, agree))[0]
    hopfield = MODELS["hopfield"](patterns, Parameters())
    a, b = overlaps(u, v, 200, agree)
    np.testing.assert_allclose(heights[np.inf], hopfield.single(a) + hopfield.single(b), atol=1e-9)  # Law 4
    cold = np.minimum(-20 * a * a / 200, -20 * b * b / 200)
    np.testing.assert_allclose(heights[0.01], cold, atol=40 * 0.01 * np.log(40))


@every_system
@given(data=st.data())
def test_what_couples_the_neurons_is_made_of_shares(system, data):
    model, frames, _ = data.draw(runs(system))
    gain = model.gains(frames.overlap, frames.logit)
    shares = model.wiring(frames.overlap, gain)
    assert shares.shape == gain.shape and (shares >= 0).all() and model.wires.endswith(".")
    np.testing.assert_allclose(shares.sum(-1), 1, atol=1e-9)


@pytest.mark.parametrize("system", ["astro", "hopfield", "dense", "sparse", "input-driven"])
@given(data=st.data())
def test_the_wiring_shown_drives_the_neurons(system, data):  # Eq. 4 and 5, but for its strength
    model, frames, _ = data.draw(runs(system))
    gain = model.gains(frames.overlap, frames.logit)
    drive = model.drive(model.coefficients(frames.overlap, gain))
    shown = model.drive(model.wiring(frames.overlap, gain) * frames.overlap)
    for one, other in zip(drive, shown, strict=True):
        assert np.dot(one, other) == pytest.approx(np.linalg.norm(one) * np.linalg.norm(other), rel=1e-9, abs=1e-12)


@given(spread=st.floats(1e-3, 1e3), seed=st.integers(0, 99))
def test_a_soft_minimum_lies_below_the_least_by_the_entropy_at_most(spread, seed):
    energy = np.random.default_rng(seed).normal(size=(4, 7))
    soft = joined(energy, spread)
    assert (soft <= energy.min(-1)).all() and (soft >= energy.min(-1) - spread * np.log(7) - 1e-9).all()
    np.testing.assert_array_equal(joined(energy, 0.0), energy.min(-1))
    np.testing.assert_array_equal(joined(energy, None), energy.sum(-1))
    np.testing.assert_allclose(joined(energy, 1e9) + 1e9 * np.log(7), joined(energy, np.inf), atol=1e-5)
