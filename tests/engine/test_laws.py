"""The laws of the model, over random sizes and parameters and over every system that each holds for."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, retrieve
from astro_dash.engine.measures import observe

GATED = [key for key, model in MODELS.items() if model.gated]
UNGATED = [key for key, model in MODELS.items() if not model.gated]
systems = pytest.mark.parametrize("system", MODELS)
gated = pytest.mark.parametrize("system", GATED)

times = st.one_of(st.sampled_from([0.0, np.inf]), st.floats(0.01, 100))
temperatures = st.one_of(st.sampled_from([0.0, np.inf]), st.floats(1e-4, 100))


@st.composite
def problems(draw, **fixed):
    """Random patterns, a cue near one of them (or a batch, with shared or own patterns), and parameters."""
    n, k = draw(st.integers(1, 40)), draw(st.integers(1, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    batch, own = draw(st.sampled_from([((), False), ((3,), False), ((2,), True)]))
    patterns = rng.choice([-1.0, 1.0], (*(batch if own else ()), k, n))
    near = patterns[..., 0, :] * np.where(rng.random((*batch, n)) < draw(st.floats(0, 0.5)), -1, 1)
    parameters = dict(
        temperature=draw(temperatures), tau_x=draw(times), tau_p=draw(times), sigma=draw(st.floats(0.1, 20)),
        beta=draw(st.floats(0.01, 10)), dt=draw(st.floats(1e-3, 100)),
    ) | fixed  # fmt: skip
    return patterns, near, Parameters(**parameters)


def run(problem, system, frames=30, **options):
    """A run of so many frames, never stopped early, and its measures."""
    patterns, cue, parameters = problem
    run = Run(patterns, cue, system, parameters, rest=None, **options)
    recorded = run.advance(frames)
    return recorded, observe(run.model, recorded, np.zeros(cue.shape[:-1], int))


@systems
@given(problem=problems())
def test_gains_stay_on_the_simplex(system, problem):  # Law 1
    _, seen = run(problem, system)
    assert (seen.gain >= 0).all()
    assert np.abs(seen.gain.sum(-1) - 1).max() < 1e-12


@systems
@given(problem=problems())
def test_energy_never_rises(system, problem):  # Law 2
    _, seen = run(problem, system)
    size = np.abs(seen.free) + np.abs(seen.gap) + np.abs(seen.neurons) + np.abs(seen.energy[:1])
    assert np.isfinite(seen.energy).all()
    assert (np.diff(seen.energy, axis=0) <= 1e-13 * size[:-1] + 1e-12).all()


@gated
@given(problem=problems(dt=0.05), temperature=st.floats(0.05, 20), tau_p=st.floats(0, 1))
def test_at_rest_the_gains_are_attention(system, problem, temperature, tau_p):  # Law 3, Eq. 10 and 11
    patterns, cue, parameters = problem
    result = retrieve(
        patterns,
        cue,
        system,
        temperature=temperature,
        tau_p=tau_p,
        sigma=parameters.sigma,
        horizon=200,
        every=4,
        rest=1e-9,
    )
    assume(np.isfinite(result.rest_time).all())
    rate = np.tanh(parameters.sigma * result.x)
    overlap = (patterns @ rate[..., None])[..., 0]
    n, k = patterns.shape[-1], patterns.shape[-2]
    score, factor = (overlap**2 / (2 * n), k / n * overlap) if system == "astro" else (overlap, np.ones_like(overlap))
    weight = np.exp((score - score.max(-1, keepdims=True)) / temperature)
    softmax = weight / weight.sum(-1, keepdims=True)
    drive = ((softmax * factor)[..., None, :] @ patterns)[..., 0, :]
    assert np.abs(result.gain - softmax).max() < 1e-7
    assert np.abs(rate - np.tanh(parameters.sigma * drive)).max() < 1e-6


@pytest.mark.parametrize("limit", [{"tau_p": np.inf}, {"temperature": np.inf}])
@given(problem=problems())
def test_frozen_or_hot_gains_are_hopfield(limit, problem):  # Law 4, Eq. 12
    patterns, cue, parameters = problem
    limited = Parameters(**{**vars(parameters), **limit})
    gated_run, _ = run((patterns, cue, limited), "astro")
    hopfield, _ = run((patterns, cue, parameters), "hopfield")
    np.testing.assert_allclose(gated_run.x, hopfield.x, rtol=1e-9, atol=1e-9)


@systems
@given(
    problem=problems(dt=0.02, temperature=0.5, tau_x=1.0, tau_p=1.0, sigma=2.0, beta=0.5),
    system_seed=st.integers(0, 99),
)
def test_it_converges_to_explicit_euler_at_first_order(system, problem, system_seed):  # Law 5
    patterns, cue, parameters = problem
    cue = cue * np.where(np.random.default_rng(system_seed).random(cue.shape) < 0.2, 0.5, 1)  # off the corners
    apart = []
    for dt in (0.01, 0.005, 0.0025):
        steps, p = round(0.2 / dt), Parameters(**{**vars(parameters), "dt": dt})
        ends = [run((patterns, cue, p), system, steps + 1, integrator=i)[0] for i in ("descent", "euler")]
        apart.append(
            max(np.abs(ends[0].x[-1] - ends[1].x[-1]).max(), np.abs(ends[0].overlap[-1] - ends[1].overlap[-1]).max())
        )
    assert apart[2] < 1e-9 or (apart[1] < 0.75 * apart[0] and apart[2] < 0.75 * apart[1])


@systems
@given(problem=problems(), seed=st.integers(0, 2**32 - 1))
def test_permuting_patterns_permutes_the_gains(system, problem, seed):  # Law 6
    patterns, cue, parameters = problem
    order = np.random.default_rng(seed).permutation(patterns.shape[-2])
    first, seen = run(problem, system, 5)
    second, permuted = run((np.ascontiguousarray(patterns[..., order, :]), cue, parameters), system, 5)
    np.testing.assert_allclose(second.x, first.x, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(permuted.gain, seen.gain[..., order], atol=1e-6)


SQUARED = ["astro", "hopfield", "dense"]  # the sign of an overlap does not matter to these


@pytest.mark.parametrize("system", SQUARED)
@given(problem=problems(), seed=st.integers(0, 2**32 - 1))
def test_signs_do_not_matter_to_squared_scores(system, problem, seed):  # Law 6, Z2
    patterns, cue, parameters = problem
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], patterns.shape[:-1])
    first, seen = run(problem, system, 5)
    mirrored, mirrored_seen = run((patterns, -cue, parameters), system, 5)
    flipped, flipped_seen = run((patterns * signs[..., None], cue, parameters), system, 5)
    np.testing.assert_allclose(mirrored.x, -first.x, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(flipped.x, first.x, rtol=1e-6, atol=1e-6)
    for other in (mirrored_seen, flipped_seen):
        np.testing.assert_allclose(other.gain, seen.gain, atol=1e-6)


def test_a_linear_score_can_tell_an_image_from_its_mirror():
    patterns = np.array([[1.0, 1, 1, -1], [1, -1, 1, 1]])
    assert retrieve(patterns, patterns[0], "attention").hard_error == 0
    assert retrieve(patterns, -patterns[0], "attention", target=0).hard_error > 0
