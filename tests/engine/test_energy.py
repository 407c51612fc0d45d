"""The energy written out by hand, the limits of the two rates, and a step that allocates nothing."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Frames, Parameters, Run
from astro_dash.engine.descent import Descent
from astro_dash.engine.measures import observe

from .test_laws import shares

SEAM = [key for key, model in MODELS.items() if model.integrators["descent"] is Descent]  # the others have own files
systems = pytest.mark.parametrize("system", SEAM)
GATED = [key for key, model in MODELS.items() if model.gated]
gated = pytest.mark.parametrize("system", GATED)


@st.composite
def states(draw):
    """Patterns (K, N), a state of x and gains p > 0, and parameters; small enough for naive sums."""
    n, k = draw(st.integers(1, 12)), draw(st.integers(1, 15))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parameters = Parameters(
        temperature=draw(st.floats(0.05, 10)), sigma=draw(st.floats(0.1, 10)), beta=draw(st.floats(0.1, 5))
    )
    return rng.choice([-1.0, 1.0], (k, n)), rng.uniform(-3, 3, n), rng.dirichlet(np.ones(k)) + 1e-9, parameters


def squared(o, n):
    return [v * v / (2 * n) for v in o]


SCORE = {"astro": squared, "attention": lambda o, n: list(o), "sparse": squared}
WEIGHT = {"astro": lambda k: k, "attention": lambda k: 1, "sparse": lambda k: k}
INTERACTION = {
    "hopfield": lambda o, n, beta: -sum(v * v for v in o) / (2 * n),
    "dense": lambda o, n, beta: -sum(v**4 for v in o) / (4 * n**3),
    "modern": lambda o, n, beta: -math.log(sum(math.exp(beta * v) for v in o)) / beta,
    "ideal": lambda o, n, beta: -max(o),
}


def logit(system, p):
    """Logits whose gains are p > 0."""
    return np.log(p) if system != "sparse" else p


def neurons(x, sigma, system):
    if system in ("modern", "ideal"):
        return sum(v * v for v in x) / 2
    return sum(v * math.tanh(sigma * v) - math.log(math.cosh(sigma * v)) / sigma for v in x)


@pytest.mark.parametrize("system", [key for key in SEAM if key not in ("pseudo-inverse", "input-driven", "sequence")])
@given(case=states())
def test_the_energy_is_the_formula_written_out(system, case):
    patterns, x, p, parameters = case
    (k, n), t = patterns.shape, parameters.temperature
    p = p / p.sum()
    model = MODELS[system](patterns, parameters)
    rate = [v if system in ("modern", "ideal") else math.tanh(parameters.sigma * v) for v in x]
    o = [sum(patterns[m, i] * rate[i] for i in range(n)) for m in range(k)]
    none = np.zeros(1)
    frames = Frames(none, none, x[None], np.array([o]), logit(system, p)[None], inner=np.zeros((1, 0)), pace=none)
    seen = observe(model, frames, 0)
    if model.gated:
        f = SCORE[system](o, n)
        if not model.soft:
            total = k * (-sum(p[m] * f[m] for m in range(k)) - t * (1 - sum(v * v for v in p)) / 2)
            best = shares(system, np.array(f), t)
            least = k * (-best @ f - t * (1 - best @ best) / 2)
            assert seen.free[0] == pytest.approx(least, rel=1e-9, abs=1e-9)
            assert seen.energy[0] == pytest.approx(total + seen.neurons[0], rel=1e-9, abs=1e-7)
            np.testing.assert_allclose(seen.attention[0], best, atol=1e-9)
            return
        total = WEIGHT[system](k) * sum(p[m] * (t * math.log(p[m]) - f[m]) for m in range(k))
        z = sum(math.exp(v / t) for v in f)
        gap = sum(p[m] * math.log(p[m] * z / math.exp(f[m] / t)) for m in range(k))
        assert seen.free[0] == pytest.approx(-WEIGHT[system](k) * t * math.log(z), rel=1e-9, abs=1e-9)
        assert seen.gap[0] == pytest.approx(WEIGHT[system](k) * t * gap, rel=1e-9, abs=1e-7)
        np.testing.assert_allclose(seen.attention[0], [math.exp(v / t) / z for v in f], atol=1e-12)
    else:
        total = INTERACTION[system](o, n, parameters.beta)
        assert seen.gap[0] == 0
    assert seen.neurons[0] == pytest.approx(neurons(x, parameters.sigma, system), rel=1e-9, abs=1e-9)
    assert seen.energy[0] == pytest.approx(total + seen.neurons[0], rel=1e-9, abs=1e-7)
    assert seen.energy[0] == seen.free[0] + seen.gap[0] + seen.neurons[0]


def step(case, system="astro", **changes):
    """The state before and after one step of descent from the case's x and gains; and the score after."""
    patterns, x, p, parameters = case
    run = Run(patterns, np.ones(patterns.shape[1]), system, Parameters(**{**vars(parameters), **changes}), rest=None)
    run.state.x[...], run.state.logit[...] = x, logit(system, p)
    run.model.refresh(run.state)
    frames = run.advance(2)
    seen = observe(run.model, frames, 0)
    drive = run.model.drive(run.model.coefficients(frames.overlap[0], seen.gain[0]))
    return frames, seen, drive, run.model.score(frames.overlap[1]) if run.model.gated else None


@systems
@given(case=states(), dt=st.floats(1e-3, 50))
def test_neurons_relax_exponentially_to_their_drive_and_at_the_limits_at_once_or_never(system, case, dt):
    for tau, left in ((0.0, 0.0), (2.0, math.exp(-dt / 2)), (np.inf, 1.0)):
        frames, _, drive, _ = step(case, system, tau_x=tau, dt=dt)
        np.testing.assert_allclose(frames.x[1], drive + left * (frames.x[0] - drive), rtol=1e-9, atol=1e-9)


@gated
@given(case=states(), dt=st.floats(1e-3, 5))
def test_gains_leak_exponentially_to_their_score_and_at_the_limits_at_once_or_never(system, case, dt):
    t = case[-1].temperature
    log_p, soft = logit(system, case[2]), MODELS[system].soft
    for tau, temperature in ((0.0, t), (2.0, t), (2.0, 1e-9), (2.0, 0.0), (np.inf, t), (np.inf, 0.0)):
        _, seen, _, score = step(case, system, tau_p=tau, temperature=temperature, dt=dt)
        left = math.exp(-temperature * dt / tau) if tau else 0.0
        pull = (1 - left) / temperature if temperature > 1e-8 else dt / tau
        there = left * log_p + pull * score
        expected = shares(system, there, 1.0)
        np.testing.assert_allclose(seen.gain[1], expected, rtol=1e-5, atol=1e-9 if soft else 1e-6)
    _, seen, _, _ = step(case, system, tau_p=1.0, temperature=np.inf, dt=dt)
    assert seen.gain[1] == pytest.approx(1 / len(log_p))


@pytest.mark.parametrize("system", [key for key in GATED if not MODELS[key].ordered])  # in which all have a place
def test_cold_slaved_gains_go_to_the_best_and_are_shared_by_equals(system):
    patterns = np.array([[1.0, 1, 1, -1], [1, 1, 1, -1], [-1, 1, -1, 1]])
    run = Run(patterns, patterns[0], system, Parameters(temperature=0, tau_p=0), rest=None)
    seen = observe(run.model, run.advance(3), 0)
    np.testing.assert_array_equal(seen.gain[1:], [[0.5, 0.5, 0]] * 2)
    np.testing.assert_array_equal(seen.attention, [[0.5, 0.5, 0]] * 3)


@pytest.mark.parametrize("system", GATED)
@given(seed=st.integers(0, 1000))
def test_cold_slaved_gains_forget_who_was_best_before(system, seed):
    patterns = np.random.default_rng(seed).choice([-1.0, 1.0], (9, 31))
    run = Run(patterns, patterns[0] + patterns[1] + patterns[2], system, Parameters(temperature=0, tau_p=0), rest=None)
    seen = observe(run.model, run.advance(60), 0)
    np.testing.assert_allclose(seen.gain[1:], seen.attention[1:], atol=1e-9)


@systems
def test_a_step_of_descent_allocates_nothing(system):
    patterns = np.random.default_rng(0).choice([-1.0, 1.0], (512, 512))
    run = Run(patterns, patterns[0], system, Parameters(), rest=None)
    run._step(run.state)

    def peak() -> int:
        tracemalloc.start()
        for _ in range(100):
            run._step(run.state)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # Half of one array of the state; another thread of the process may take some meanwhile, though not each time
    assert min(peak() for _ in range(5)) < 2048
