"""Adaptive steps: the laws hold for them, and a run is a matter of its own state alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, Track, retrieve
from astro_dash.engine.adaptive import MOST_MOVE, Adaptive
from astro_dash.engine.measures import observe

from .test_laws import QUIET, problems

PACED = [key for key, model in MODELS.items() if model.integrators["adaptive"] is Adaptive]
paced = pytest.mark.parametrize("system", PACED)
RNG = np.random.default_rng(7)
PATTERNS = RNG.choice([-1.0, 1.0], (9, 30))
CUES = PATTERNS[[2, 4, 0]] * np.where(RNG.random((3, 30)) < 0.2, -1, 1)


def run(problem, system, frames=30, **options):
    patterns, cue, parameters = problem
    run = Run(patterns, cue, system, parameters, integrator="adaptive", rest=None, **options)
    recorded = run.advance(frames)
    return recorded, observe(run.model, recorded, np.zeros(cue.shape[:-1], int))


@pytest.mark.parametrize("system", [key for key in PACED if key in QUIET])
@given(data=st.data())
def test_energy_never_rises_and_gains_stay_on_the_simplex(system, data):  # Laws 1, 2 and 7
    problem = data.draw(problems(system))
    assert MODELS[system](problem[0], problem[2]).rises("adaptive") == ""
    frames, seen = run(problem, system)
    size = np.abs(seen.free) + np.abs(seen.gap) + np.abs(seen.neurons) + np.abs(seen.energy[:1])
    assert (np.diff(seen.energy, axis=0) <= 1e-13 * size[:-1] + 1e-12).all()
    assert (seen.gain >= 0).all() and np.abs(seen.gain.sum(-1) - 1).max() < 1e-12
    assert (np.diff(frames.time, axis=0) > 0).all()


@paced
@given(data=st.data())
def test_nothing_moves_far_in_a_step_unless_the_step_is_the_shortest(system, data):
    p = data.draw(st.sampled_from([0.3, 3.0])), data.draw(st.sampled_from([0.02, 1.0]))
    problem = data.draw(problems(system, tau_x=p[0], tau_p=p[1]))
    frames, seen = run(problem, system)
    dt, parameters = np.diff(frames.time, axis=0), problem[2]
    least, most = (each * min(parameters.tau_x, 1) for each in (parameters.dt_least, parameters.dt_most))
    assert (dt >= least * (1 - 1e-6)).all() and (dt <= most * (1 + 1e-6)).all()
    long = dt > 1.001 * least
    assert (np.abs(np.diff(seen.rate, axis=0)).max(-1)[long] <= 2 * MOST_MOVE + 1e-9).all()
    assert not MODELS[system].gated or (np.abs(np.diff(seen.gain, axis=0)).max(-1)[long] <= MOST_MOVE + 1e-9).all()


@paced
@pytest.mark.parametrize("jitter", [0.0, 0.2])
def test_a_cue_goes_at_its_own_pace_in_any_company(system, jitter):
    parameters, seeds = Parameters(jitter=jitter, temperature=0.3, tau_p=0.1), np.array([5, 8, 2])
    options = dict(integrator="adaptive", rest=None, horizon=2.0)
    together = Run(PATTERNS, CUES, system, parameters, seed=seeds, **options).advance(25)
    for i, (cue, seed) in enumerate(zip(CUES, seeds, strict=True)):
        alone = Run(PATTERNS, cue, system, parameters, seed=int(seed), **options).advance(25)
        n = len(alone)
        np.testing.assert_allclose(together.time[:n, i], alone.time, rtol=1e-7)
        np.testing.assert_allclose(together.x[:n, i], alone.x, rtol=1e-6, atol=1e-6)


@paced
@given(cut=st.integers(1, 29), jitter=st.sampled_from([0.0, 0.3]))
def test_a_run_is_the_same_however_it_is_cut(system, cut, jitter):
    parameters = Parameters(jitter=jitter, dt=0.01)
    options = dict(integrator="adaptive", rest=None)
    whole = Run(PATTERNS, CUES[0], system, parameters, **options).advance(30)
    one = Run(PATTERNS, CUES[0], system, parameters, **options)
    parts = one.advance(cut), one.advance(30 - cut)
    resumed = Run(PATTERNS, CUES[0], system, parameters, **options).resume(whole[cut : cut + 1], parameters)
    again = resumed.advance(30 - cut)
    track = Track(Run(PATTERNS, CUES[0], system, parameters, **options))
    track.advance(30)
    mid = float(whole.time[cut] - 0.3 * (whole.time[cut] - whole.time[cut - 1]))  # between two steps
    on = track.resumed(mid, parameters).advance(3)
    assert on.time[0] == mid and (np.diff(on.time) > 0).all()
    assert jitter or np.abs(on.x[0] - whole.x[cut]).max() <= np.abs(whole.x[cut - 1] - whole.x[cut]).max() + 1e-9
    for name in ("time", "x", "overlap", "pace"):
        expected = getattr(whole, name)
        np.testing.assert_array_equal(np.concatenate([getattr(p, name) for p in parts]), expected)
        np.testing.assert_allclose(getattr(again, name), expected[cut:], rtol=1e-9, atol=1e-9)
        back = track.back_to(float(whole.time[cut])).advance(30 - cut)
        np.testing.assert_allclose(getattr(back, name), expected[cut:], rtol=1e-9, atol=1e-9)
        replayed = np.concatenate([getattr(frames, name) for _, frames in track.replay()])
        once = np.concatenate([[True], np.diff(np.concatenate([f.time for _, f in track.replay()])) > 1e-12])
        np.testing.assert_allclose(replayed[once], expected, rtol=1e-9, atol=1e-9)


@paced
def test_it_converges_to_fixed_steps(system):
    """With ever shorter steps, at first order, at a time that both reach."""
    options = dict(tau_p=0.3, sigma=2.0, temperature=0.5, horizon=0.4, rest=None, beta=0.5)
    fine = retrieve(PATTERNS, CUES[0], system, dt=1e-5, every=40000, **options).x
    apart = [
        np.abs(retrieve(PATTERNS, CUES[0], system, integrator="adaptive", dt_most=m, **options).x - fine).max()
        for m in (4e-3, 2e-3, 1e-3)
    ]
    assert apart[2] < 1e-9 or (apart[1] < 0.75 * apart[0] and apart[2] < 0.75 * apart[1])


@paced
@pytest.mark.parametrize("horizon", [0.37, 2.0])
@pytest.mark.parametrize("times", [{}, {"tau_p": 0}, {"tau_x": 0}])
def test_it_ends_at_the_horizon_or_at_rest(system, horizon, times):
    to_the_end = retrieve(PATTERNS, CUES, system, integrator="adaptive", rest=None, horizon=horizon, **times)
    assert np.isfinite(to_the_end.x).all() and (np.isfinite(to_the_end.energy) == MODELS[system].has_energy).all()
    assert (to_the_end.time[-1] == pytest.approx(horizon)) and (np.diff(to_the_end.time, axis=0) >= 0).all()
    if MODELS[system].ordered:  # it goes on
        return
    rested = retrieve(PATTERNS, CUES, system, integrator="adaptive", rest=1e-3, horizon=100, tau_p=0.1)
    assert np.isfinite(rested.rest_time).all() and (rested.rest_time <= rested.time[-1]).all()
    fixed = retrieve(PATTERNS, CUES, system, rest=1e-3, horizon=100, tau_p=0.1, dt=0.002)
    np.testing.assert_array_equal(rested.winner, fixed.winner)
    np.testing.assert_array_equal(np.sign(rested.x), np.sign(fixed.x))


def test_noise_has_the_variance_of_an_ornstein_uhlenbeck_process_whatever_the_steps():
    cues = np.tile([1.0, -1.0], (4000, 1))
    parameters = Parameters(jitter=0.5, sigma=1e-9, dt=0.02, dt_most=0.13)
    run = Run(
        np.ones((1, 2)), cues, "hopfield", parameters, integrator="adaptive", rest=None, seed=np.arange(4000),
        horizon=2.0,
    )  # fmt: skip
    frames = run.advance(100)
    assert frames.time[-1] == pytest.approx(2.0)
    x, t = frames.x[..., 0], frames.time[:, 0]
    for i in (5, len(t) - 1):
        assert x[i].mean() == pytest.approx(np.exp(-t[i]), abs=0.05)
        assert x[i].var() == pytest.approx(0.5 * (1 - np.exp(-2 * t[i])), rel=0.1)


def test_noise_is_the_same_path_in_other_steps():
    """The drive switched off, steps of one or of seven times dt meet the same noise."""
    ends = [
        Run(
            np.ones((1, 4)), np.ones(4), "hopfield", Parameters(jitter=0.5, sigma=1e-9, dt=0.01, dt_most=most),
            integrator="adaptive", rest=None, seed=3, horizon=1.4,
        ).advance(500).x[-1]
        for most in (0.01, 0.07)
    ]  # fmt: skip
    np.testing.assert_allclose(ends[1], ends[0], rtol=1e-9)
    fixed = Run(np.ones((1, 4)), np.ones(4), "hopfield", Parameters(jitter=0.5, sigma=1e-9, dt=0.01), rest=None, seed=3)
    np.testing.assert_allclose(fixed.advance(141).x[-1], ends[0], rtol=1e-9)


@pytest.mark.parametrize(
    "limits",
    [
        {"tau_p": 0}, {"temperature": 0, "tau_p": 0}, {"tau_x": 0}, {"tau_x": 0, "tau_p": 0}, {"tau_p": np.inf},
        {"tau_x": np.inf}, {"temperature": np.inf},
    ],
)  # fmt: skip
def test_limits_are_ordinary_values(limits):
    """And nothing that follows at once makes the steps the shortest for good."""
    result = retrieve(PATTERNS, CUES[0], integrator="adaptive", horizon=5, rest=None, **limits)
    fixed = retrieve(PATTERNS, CUES[0], horizon=5, rest=None, dt=0.002, **limits)
    assert result.time[-1] == pytest.approx(5) and len(result.time) < 500
    assert result.winner == fixed.winner and (np.sign(result.x) == np.sign(fixed.x)).all()
