"""Runs: noise, rest, continuation, batches, the limits of the parameters, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, Track, retrieve
from astro_dash.engine.measures import kl, perplexity, shares, simplex_xy

RNG = np.random.default_rng(5)
PATTERNS = RNG.choice([-1.0, 1.0], (7, 24))
CUE = PATTERNS[2] * np.where(np.arange(24) < 3, -1, 1)
systems = pytest.mark.parametrize("system", MODELS)


@systems
@given(cut=st.integers(1, 39), jitter=st.sampled_from([0.0, 0.3]))
def test_a_run_is_the_same_however_it_is_cut(system, cut, jitter):
    parameters = Parameters(jitter=jitter)
    whole = Run(PATTERNS, CUE, system, parameters, rest=None).advance(40)
    run = Run(PATTERNS, CUE, system, parameters, rest=None)
    parts = run.advance(cut), run.advance(40 - cut)
    resumed = Run(PATTERNS, CUE, system, parameters, rest=None).resume(whole[cut : cut + 1], parameters)
    resumed = resumed.advance(40 - cut)
    for name in ("x", "overlap", "inner"):
        expected = getattr(whole, name)
        np.testing.assert_array_equal(np.concatenate([getattr(p, name) for p in parts]), expected)
        np.testing.assert_allclose(getattr(resumed, name), expected[cut:], rtol=1e-12, atol=1e-12)


@systems
def test_a_batch_is_its_cues_one_by_one(system):
    """With the seed of each, whether the patterns are shared or each has its own; the noise of each is its own."""
    cues, seeds = np.stack([CUE, PATTERNS[4], -CUE]), np.array([3, 1, 2**31 - 1])
    several = np.stack([PATTERNS, -PATTERNS[::-1], RNG.choice([-1.0, 1.0], PATTERNS.shape)])
    for patterns, jitter, temperature in ((PATTERNS, 0.0, 0.01), (several, 0.2, 2.0), (PATTERNS, 0.2, 2.0)):
        options = dict(rest=None, jitter=jitter, temperature=temperature, target=0, horizon=4)
        each = np.broadcast_to(patterns, several.shape)
        together = retrieve(patterns, cues, system, seed=seeds, **options)
        apart = [retrieve(x, c, system, seed=s, **options) for x, c, s in zip(each, cues, seeds, strict=True)]
        for name in ("x", "gain", "attention", "energy", "overlap", "perplexity", "error"):
            axis = 1 if name in ("energy", "overlap", "perplexity", "error") else 0
            expected = np.stack([getattr(r, name) for r in apart], axis)
            np.testing.assert_allclose(getattr(together, name), expected, rtol=1e-9, atol=1e-9, err_msg=name)


@systems
def test_cues_of_a_batch_have_a_noise_each_and_go_on_alone_with_it(system):
    parameters = Parameters(jitter=0.2, temperature=2.0)
    run = Run(PATTERNS, np.stack([CUE] * 4), system, parameters, rest=None, seed=np.array([5, 6, 5, 7]))
    drawn = run.model.noise(RNG, 0, 1, (), float) is not None
    before = run.advance(30)
    near = dict(rtol=1e-9, atol=1e-9)  # a product of more cues may end in other bits
    np.testing.assert_allclose(before.x[:, 0], before.x[:, 2], **near)  # the seed decides, and not the place
    for other in (1, 3):
        assert (before.x[-1, 0] != before.x[-1, other]).any() == drawn
    some = run.among(np.array([3, 1]))
    rest, alone = run.advance(40), some.advance(40)
    for name in ("x", "overlap", "logit", "inner"):
        np.testing.assert_allclose(getattr(alone, name), getattr(rest, name)[:, [3, 1]], **near, err_msg=name)
    np.testing.assert_array_equal(alone.step, rest.step)


@systems
@pytest.mark.parametrize("jitter", [0.0, 0.2])
def test_a_track_gives_any_frame_again_and_goes_on_from_it(system, jitter):
    parameters = Parameters(jitter=jitter, temperature=1.0)
    whole = Run(PATTERNS, CUE, system, parameters, rest=None).advance(60)
    track = Track(Run(PATTERNS, CUE, system, parameters, rest=None))
    track.advance(50)
    for step in (0, 5, 16, 33, 49):
        time = step * parameters.dt
        for on in (track.resumed(time, parameters).advance(10), track.back_to(time).advance(10)):
            for name in ("step", "time", "x", "overlap", "inner"):
                expected = getattr(whole, name)
                np.testing.assert_allclose(getattr(on, name), expected[step : step + 10], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("system", [key for key in MODELS if not MODELS[key].ordered])
def test_a_clean_cue_is_kept_and_comes_to_rest(system):
    result = retrieve(PATTERNS[:2], PATTERNS[1], system, tau_p=0.1, horizon=200)
    assert result.retrieved and result.hard_error == 0 and result.target == 1
    assert np.isfinite(result.rest_time) and result.time[-1] < 200
    assert retrieve(PATTERNS[:2], PATTERNS[1], system, rest=None, horizon=3).time[-1] == pytest.approx(3)


def test_every_thins_what_is_recorded_and_nothing_else():
    fine, coarse = (retrieve(PATTERNS, CUE, rest=None, every=e) for e in (1, 5))
    np.testing.assert_array_equal(coarse.energy, fine.energy[::5])
    np.testing.assert_array_equal(coarse.x, fine.x)


@pytest.mark.slow
@systems
@given(every=st.integers(1, 60), last=st.integers(0, 130), jitter=st.sampled_from([0.0, 0.2]))
def test_no_step_is_taken_beyond_the_last_frame(system, every, last, jitter):
    parameters = Parameters(jitter=jitter)
    run, taken = Run(PATTERNS, CUE, system, parameters, every=every, rest=None), []
    step = run._step
    run._step = lambda *a: taken.append(1) or step(*a)
    seen = [run.advance(n) for n in (1, 2, last // every + 1)]
    assert len(taken) == every * (last // every + 3) == run.step == seen[-1].step[-1]
    one_by_one = Run(PATTERNS, CUE, system, parameters, rest=None).advance(run.step + 1)
    for name in ("step", "x", "overlap", "inner"):
        together = np.concatenate([getattr(frames, name) for frames in seen])
        np.testing.assert_array_equal(together, getattr(one_by_one, name)[::every])


@pytest.mark.parametrize(("every", "horizon", "steps"), [(1, 1, 20), (7, 1, 14), (10**9, 1, 0), (20, 3.04, 60)])
def test_retrieve_takes_as_many_steps_as_its_last_frame_needs(monkeypatch, every, horizon, steps):
    taken, chance = [], Run._chance
    monkeypatch.setattr(Run, "_chance", lambda self: taken.append(self.step) or chance(self))
    result = retrieve(PATTERNS, CUE, every=every, horizon=horizon, rest=None)
    assert taken == list(range(steps)) and result.time[-1] == pytest.approx(0.05 * steps)


@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
@pytest.mark.parametrize("every", [1, 3, 16, 20, 201, 5000])
@pytest.mark.parametrize("rest", [None, 1e-6])
@pytest.mark.parametrize("cues", [CUE, np.stack([CUE, PATTERNS[4]])], ids=["one", "two"])
def test_no_step_is_taken_after_the_last_frame(monkeypatch, integrator, every, rest, cues):
    """At rest, or at the horizon: as many as a run takes of which each step is recorded, but for those to a frame."""
    taken, stepper = [], MODELS["astro"].integrators[integrator]
    step = stepper.step
    monkeypatch.setattr(stepper, "step", lambda self, *given: taken.append(1) or step(self, *given))
    fine = retrieve(PATTERNS, cues, integrator=integrator, rest=None)
    most = len(taken)
    assert most == len(fine.time) - 1
    taken.clear()
    coarse = retrieve(PATTERNS, cues, integrator=integrator, every=every, rest=rest)
    ends = every * (len(coarse.time) - 1)
    assert len(taken) == (ends if integrator == "descent" else min(ends, most))
    if integrator == "adaptive" and rest is None:
        np.testing.assert_array_equal(coarse.x, fine.x)


@given(data=st.data())
def test_three_frames_in_a_row_are_rest_however_a_run_is_cut(data):
    """Frames are looked at only where rest depends on them."""
    low = np.array(data.draw(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=30, max_size=30)))
    run = Run(np.stack([PATTERNS] * 3), np.stack([CUE] * 3), rest=1e-6)
    run._step = lambda state, noise: np.add(state.x, 1, out=state.x)
    run.state.x[...] = np.array([[0], [100], [200]])  # who it is, and when
    run._below = lambda model, frames: low[frames.x[..., 0].astype(int) % 100, frames.x[..., 0].astype(int) // 100]
    while run.next < len(low) and not run.at_rest:
        run.advance(min(data.draw(st.integers(1, 9)), len(low) - run.next))
    rests = low[:-2] & low[1:-1] & low[2:]
    expected = np.where(rests.any(0), rests.argmax(0), -1)
    np.testing.assert_array_equal(run.rest_step, expected)


def test_noise_has_the_variance_of_an_ornstein_uhlenbeck_process():
    """Without drive x has mean e^-t, and variance D (1 - e^-2t)."""
    result = Run(
        np.ones((1, 2)), np.tile([1.0, -1.0], (20000, 1)), "hopfield", Parameters(jitter=0.5, sigma=1e-9), rest=None
    )
    x = result.advance(101).x[..., 0]  # (S, B); sigma ~ 0 switches the drive off
    for step in (10, 40, 100):
        t = 0.05 * step
        assert x[step].mean() == pytest.approx(np.exp(-t), abs=0.03)
        assert x[step].var() == pytest.approx(0.5 * (1 - np.exp(-2 * t)), rel=0.05)


def test_noise_is_seeded_and_leaves_the_ideal_observer_alone():
    def final(**options):
        return retrieve(PATTERNS, CUE, jitter=0.2, horizon=1, **options).x

    np.testing.assert_array_equal(final(seed=1), final(seed=1))
    assert not np.array_equal(final(seed=1), final(seed=2))
    assert not np.array_equal(final(), final())
    np.testing.assert_array_equal(final(system="ideal"), PATTERNS[2])


def test_limits_are_ordinary_values():
    slaved = retrieve(PATTERNS, CUE, tau_p=0)
    assert np.abs(slaved.gain - slaved.attention).max() < 1e-12
    frozen = retrieve(PATTERNS, CUE, tau_p=np.inf)
    assert frozen.perplexity == pytest.approx(np.full(len(frozen.time), 7))
    cold = retrieve(PATTERNS, CUE, temperature=0, tau_p=0)
    assert cold.gain.max() == 1 and cold.retrieved
    hot = retrieve(PATTERNS, CUE, temperature=np.inf)
    assert hot.gain == pytest.approx(np.full(7, 1 / 7)) and np.isfinite(hot.energy).all()
    assert (retrieve(PATTERNS, CUE, tau_x=np.inf).x == CUE).all()


@systems
@pytest.mark.parametrize("name", ["temperature", "sigma", "beta"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("tau_p", [0.0, 1.0])
def test_what_is_next_to_nothing_is_an_ordinary_value(system, name, dtype, tau_p):
    options = {"dtype": dtype, "tau_p": tau_p, "horizon": 2, "seed": 0}
    tiny = retrieve(PATTERNS, CUE, system, **{name: 5e-324}, **options)
    for part in "x", "gain", "attention", "energy" if MODELS[system].has_energy else "overlap":
        assert np.isfinite(getattr(tiny, part)).all()
    if name == "temperature":
        cold = retrieve(PATTERNS, CUE, system, temperature=0, **options)
        np.testing.assert_allclose(tiny.x, cold.x, atol=1e-4)
        np.testing.assert_allclose(tiny.gain, cold.gain, atol=1e-4)


def test_single_precision_ends_in_the_same_state():
    for system in MODELS:
        single, double = (retrieve(PATTERNS, CUE, system, dtype=d, seed=0) for d in ("float32", "float64"))
        assert single.x.dtype == np.float32
        assert (np.sign(single.x) == np.sign(double.x)).all()


def test_the_ideal_observer_shares_ties():
    tie = retrieve(np.array([[1.0, 1, 1, 1], [1, 1, -1, -1], [-1, -1, -1, -1]]), np.array([1.0, 1, 1, -1]), "ideal")
    np.testing.assert_array_equal(tie.gain, [0.5, 0.5, 0])
    np.testing.assert_array_equal(tie.x, [1, 1, 0, 0])


def test_perplexity_kl_and_shares_of_known_gains():
    assert perplexity(np.array([0.5, 0.5, 0.0])) == pytest.approx(2)
    assert kl(np.array([1.0, 0]), np.array([0.5, 0.5])) == pytest.approx(np.log(2))
    assert kl(np.array([0.5, 0.5]), np.array([1.0, 0])) == np.inf
    np.testing.assert_allclose(shares(np.array([0.1, 0.2, 0.3, 0.4]), (0, 2)), [0.1, 0.3, 0.6])
    np.testing.assert_allclose(simplex_xy(np.eye(3)), [[0, 0], [1, 0], [0.5, 3**0.5 / 2]])


BAD = [
    ({"patterns": [1, -1]}, r"shape \(2,\)"),
    ({"patterns": np.ones((0, 4))}, r"shape \(0, 4\)"),
    ({"patterns": np.ones((3, 0))}, r"shape \(3, 0\)"),
    ({"patterns": [[1, 0.5]]}, "entry 0.5"),
    ({"patterns": [[1, np.nan]]}, "entry nan"),
    ({"patterns": "digits"}, "'digits'"),
    ({"cue": np.ones(5)}, "5 entries"),
    ({"cue": np.full(24, 2)}, "entry 2"),
    ({"cue": np.ones((2, 24)), "patterns": np.ones((3, 4, 24))}, r"\(2, 24\)"),
    ({"system": "brain"}, "'brain'.*astro.*hopfield"),
    ({"integrator": "rk4"}, "'rk4'.*descent"),
    ({"dtype": "int8"}, "'int8'.*float32"),
    ({"temperature": -1}, "-1.*at least 0"),
    ({"temperature": np.nan}, "nan"),
    ({"tau_x": -0.5}, "-0.5"),
    ({"tau_p": "slow"}, "'slow'"),
    ({"sigma": 0}, "sigma is 0.*above 0"),
    ({"dt": 0}, "dt is 0"),
    ({"dt": np.inf}, "dt is inf"),
    ({"horizon": -3}, "horizon is -3"),
    ({"jitter": -0.1}, "-0.1"),
    ({"every": 0}, "every is 0"),
    ({"rest": -1e-6}, "-1e-06"),
    ({"target": 7}, "target is 7.*0 to 6"),
    ({"seed": -1}, "seed is -1.*at least 0"),
    ({"seed": 0.5}, "seed is 0.5"),
    ({"seed": True}, "seed is True"),
    ({"seed": [1, 2]}, r"seed is \[1, 2\].*each cue"),
    ({"seed": [1, 2], "cue": np.ones((3, 24)), "system": "hopfield-binary"}, r"seed is \[1, 2\].*each cue"),
    ({"seed": [1, -2], "cue": np.ones((2, 24))}, r"seed is \[1, -2\].*at least 0"),
    ({"tau_p": 0, "integrator": "euler"}, "tau_p is 0"),
    ({"temperature": np.inf, "integrator": "euler"}, "temperature is inf"),
]


@pytest.mark.parametrize(("change", "words"), BAD)
def test_bad_input_is_one_sentence_that_quotes_it(change, words):
    with pytest.raises(ValueError, match=words) as error:
        retrieve(**({"patterns": PATTERNS, "cue": CUE} | change))
    assert str(error.value).endswith(".") and "\n" not in str(error.value) and len(str(error.value)) < 250


def test_the_engine_needs_numpy_alone():
    import subprocess
    import sys

    code = "import sys, astro_dash.engine; print(sorted({'panel', 'bokeh', 'holoviews', 'param'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@systems
def test_no_steps_are_taken_far_beyond_rest(system):
    integrator = "adaptive" if "adaptive" in MODELS[system].integrators else "descent"
    how = {"integrator": integrator, "rest": 1e-3, "horizon": 200.0}
    track, whole = (Track(Run(PATTERNS, CUE, system, Parameters(), **how)) for _ in range(2))
    frames = track.advance(1000)
    assert track.run.step < frames.step[-1] + 16  # some never rest
    expected = whole.run.advance(1000)
    for name, values in vars(frames).items():
        np.testing.assert_array_equal(values, getattr(expected, name), err_msg=name)


@systems
@given(cut=st.integers(1, 30), jitter=st.sampled_from([0.0, 0.3]))
def test_a_copy_goes_on_as_its_run_would_and_leaves_it_alone(system, cut, jitter):
    integrator = "adaptive" if "adaptive" in MODELS[system].integrators else "descent"
    run = Run(PATTERNS, CUE, system, Parameters(jitter=jitter), integrator=integrator, rest=1e-3)
    run.advance(cut)
    copies = run.copied(), run.copied()
    first, then, own = copies[0].advance(9), copies[1].advance(9), run.advance(9)
    for name, values in vars(own).items():
        np.testing.assert_array_equal(getattr(first, name), values, err_msg=name)
        np.testing.assert_array_equal(getattr(then, name), values, err_msg=name)
    assert (copies[0].at_rest, copies[0].step) == (run.at_rest, run.step)
