"""The laws of the model, over random sizes and parameters and over every system that each holds for."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, retrieve
from astro_dash.engine.descent import Descent
from astro_dash.engine.measures import observe

GATED = [key for key, model in MODELS.items() if model.gated]
SEAM = [key for key, model in MODELS.items() if model.integrators["descent"] is Descent]
systems = pytest.mark.parametrize("system", MODELS)
gated = pytest.mark.parametrize("system", GATED)
seam = pytest.mark.parametrize("system", SEAM)


def of(system, **parameters):
    return MODELS[system](np.ones((2, 3)), Parameters(**parameters))


def chance(system) -> bool:
    """Whether something is drawn in it even where nothing shakes its neurons; then T = 0 is where it stands still."""
    return of(system).noise(np.random.default_rng(0), 0, 1, (), float) is not None


# What each system needs for its energy never to rise; the systems that have nothing such are not here.
QUIET = {
    key: fixed
    for key in MODELS
    for fixed in ([{"temperature": 0.0}] if chance(key) else [{}])
    if not of(key, **fixed).rises("descent")
}

times = st.one_of(st.sampled_from([0.0, np.inf]), st.floats(0.01, 100))
temperatures = st.one_of(st.sampled_from([0.0, np.inf]), st.floats(1e-4, 100))


@st.composite
def problems(draw, system="astro", **fixed):
    """Random patterns, a cue near one of them (or a batch, with shared or own patterns), and parameters. Where a longer
    step is more work to a system, steps are short."""
    n, k = draw(st.integers(1, 40)), draw(st.integers(1, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    batch, own = draw(st.sampled_from([((), False), ((3,), False), ((2,), True)]))
    patterns = rng.choice([-1.0, 1.0], (*(batch if own else ()), k, n))
    near = patterns[..., 0, :] * np.where(rng.random((*batch, n)) < draw(st.floats(0, 0.5)), -1, 1)
    parameters = dict(
        temperature=draw(temperatures), tau_x=draw(times), tau_p=draw(times), sigma=draw(st.floats(0.1, 20)),
        beta=draw(st.floats(0.01, 10)), dt=draw(st.floats(1e-3, 100 if system in SEAM else 0.2)),
        self_coupling=draw(st.sampled_from([1.0, 0.0, 0.3])),
    ) | fixed  # fmt: skip
    return patterns, near, Parameters(**parameters)


def run(problem, system, frames=30, **options):
    """A run of so many frames, never stopped early, and its measures."""
    patterns, cue, parameters = problem
    run = Run(patterns, cue, system, parameters, rest=None, **options)
    recorded = run.advance(frames)
    return recorded, observe(run.model, recorded, np.zeros(cue.shape[:-1], int))


@systems
@given(data=st.data())
def test_gains_stay_on_the_simplex(system, data):  # Law 1
    _, seen = run(data.draw(problems(system)), system)
    assert (seen.gain >= 0).all()
    assert np.abs(seen.gain.sum(-1) - 1).max() < 1e-12


@pytest.mark.parametrize("system", QUIET)
@given(data=st.data())
def test_energy_never_rises(system, data):  # Law 2
    problem = data.draw(problems(system, **QUIET[system]))
    assert MODELS[system](problem[0], problem[2]).rises("descent") == ""
    _, seen = run(problem, system)
    size = np.abs(seen.free) + np.abs(seen.gap) + np.abs(seen.neurons) + np.abs(seen.energy[:1])
    assert np.isfinite(seen.energy).all()
    assert (np.diff(seen.energy, axis=0) <= 1e-13 * size[:-1] + 1e-12).all()


def test_energy_may_rise_only_where_it_is_said_to():
    """And there it does, at one setting at least."""
    assert set(MODELS) - set(QUIET) == {"naam", "sequence"}
    rng = np.random.default_rng(0)
    patterns = rng.choice([-1.0, 1.0], (6, 20))
    cue = patterns[0] * np.where(np.arange(20) < 4, -1, 1)
    for key, model in MODELS.items():
        shaken = of(key, jitter=0.5, **QUIET.get(key, {})).rises("descent")
        assert bool(shaken) == (model.noisy or key not in QUIET)
        changes = [({"jitter": 0.5}, "descent")] if model.noisy else []
        changes += [({"dt": 2.5, "tau_p": 50}, "euler")] if key in SQUARED and key in SEAM else []
        changes += [({"temperature": 2.0}, "descent")] if chance(key) else []
        for change, integrator in changes:
            problem = patterns, cue, Parameters(**change)
            assert MODELS[key](patterns, problem[2]).rises(integrator)
            if not model.has_energy:
                assert np.isnan(run(problem, key, 60, integrator=integrator)[1].energy).all()
                continue
            assert np.diff(run(problem, key, 60, integrator=integrator)[1].energy).max() > 1e-3, (key, change)


def shares(system, score, temperature):
    """What maximises <p, score> + T H(p), found otherwise than by the engine: softmax, or for Tsallis' entropy, where
    the largest are left, the largest number of them that makes all positive."""
    if MODELS[system].soft:
        weight = np.exp((score - score.max(-1, keepdims=True)) / temperature)
        return weight / weight.sum(-1, keepdims=True)
    ranked = -np.sort(-score / temperature, axis=-1)
    count = np.arange(1, score.shape[-1] + 1)
    level = (np.cumsum(ranked, axis=-1) - 1) / count
    last = (ranked > level).sum(-1, keepdims=True) - 1
    return np.maximum(score / temperature - np.take_along_axis(level, last, -1), 0)


@pytest.mark.parametrize("system", [key for key in GATED if MODELS[key].has_energy])
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
    linear = system == "attention"
    score, factor = (overlap, np.ones_like(overlap)) if linear else (overlap**2 / (2 * n), k / n * overlap)
    expected = shares(system, score, temperature)
    drive = ((expected * factor)[..., None, :] @ patterns)[..., 0, :]
    assert np.abs(result.gain - expected).max() < 1e-7
    assert np.abs(rate - np.tanh(parameters.sigma * drive)).max() < 1e-6


@pytest.mark.parametrize("system", ["astro", "sparse"])
@pytest.mark.parametrize("limit", [{"tau_p": np.inf}, {"temperature": np.inf}])
@given(problem=problems())
def test_frozen_or_hot_gains_are_hopfield(limit, system, problem):  # Law 4, Eq. 12
    patterns, cue, parameters = problem
    parameters = Parameters(**{**vars(parameters), "self_coupling": 1.0})  # kept, as the paper writes it
    limited = Parameters(**{**vars(parameters), **limit})
    gated_run, _ = run((patterns, cue, limited), system)
    hopfield, _ = run((patterns, cue, parameters), "hopfield")
    np.testing.assert_allclose(gated_run.x, hopfield.x, rtol=1e-9, atol=1e-9)


def test_the_systems_with_a_step_of_their_own_have_one():
    """Which is why Law 5 is not theirs, and why each of them has a file of tests of its own."""
    assert set(MODELS) - set(SEAM) == {"hopfield-binary", "naam"}
    for key in set(MODELS) - set(SEAM):
        assert len(set(MODELS[key].integrators.values())) == 1


@pytest.mark.slow
@seam
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
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_permuting_patterns_permutes_the_gains(system, data, seed):  # Law 6; where they are in a row, all move on
    problem = patterns, cue, parameters = data.draw(problems(system))
    order = np.arange(patterns.shape[-2])
    order = np.roll(order, seed) if MODELS[system].ordered else np.random.default_rng(seed).permutation(order)
    first, seen = run(problem, system, 5)
    second, permuted = run((np.ascontiguousarray(patterns[..., order, :]), cue, parameters), system, 5)
    np.testing.assert_allclose(second.x, first.x, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(permuted.gain, seen.gain[..., order], atol=1e-6)


def odd(system) -> bool:
    """Whether a mirrored cue mirrors what its patterns contribute: its sign does not matter then."""
    patterns = np.array([[1.0, 1, 1, 1, -1], [1, -1, 1, -1, 1], [-1, -1, -1, 1, 1]])
    first, other = (Run(patterns, sign * np.array([1.0, 1, 1, -1, -1]), system) for sign in (1, -1))
    one, mirrored = (run.model.coefficients(run.state.overlap, run.state.gain) for run in (first, other))
    return np.allclose(mirrored, -one, rtol=1e-9, atol=0)


SQUARED = [key for key in MODELS if odd(key)]


def test_the_squared_scores_are_seven():
    assert set(SQUARED) == {"astro", "hopfield", "hopfield-binary", "naam", "dense", "pseudo-inverse", "sparse"}


@pytest.mark.parametrize("system", SQUARED)
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_signs_do_not_matter_to_squared_scores(system, data, seed):  # Law 6, Z2
    still = {"temperature": 0.0} if chance(system) else {}  # chance is not mirrored
    patterns, cue, parameters = data.draw(problems(system, **still))
    problem = patterns, cue, parameters
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
