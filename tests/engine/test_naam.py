"""The neuron-astrocyte memory against its equations written out, tensor and all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import Parameters, Run, retrieve
from astro_dash.engine.measures import observe, residual

CLIP = 1 - 1e-6


@st.composite
def problems(draw):
    """Patterns (K, N) few enough for the tensor, a cue, and beta."""
    n, k = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.choice([-1.0, 1.0], (k, n)), rng.choice([-1.0, 1.0], n), draw(st.floats(0.3, 8))


def tensor(patterns):
    """T_ijkl = N^-3 sum_mu xi_i xi_j xi_k xi_l."""
    return np.einsum("mi,mj,mk,ml->ijkl", *[patterns] * 4) / patterns.shape[1] ** 3


def plainly(patterns, cue, beta, dt, steps):
    """x (S, N), S and P (S, N, N) of explicit Euler, all from the old state."""
    t = tensor(patterns)
    h = np.tanh(beta * cue)
    psi = -np.outer(h, h)
    x, p = cue, np.arctanh(np.clip(psi, -CLIP, CLIP)) / beta
    s = np.arctanh(np.clip(-np.einsum("ijkl,kl->ij", t, psi), -CLIP, CLIP)) / beta
    states = [(x, s, p)]
    for _ in range(steps):
        h, g, psi = np.tanh(beta * x), np.tanh(beta * s), np.tanh(beta * p)
        dx = -x + np.einsum("ij,j->i", g, h)
        ds = -s + np.einsum("i,j->ij", h, h) + psi
        dp = -p + np.einsum("ijkl,kl->ij", t, psi) + g
        x, s, p = x + dt * dx, s + dt * ds, p + dt * dp
        states.append((x, s, p))
    return [np.array(a) for a in zip(*states, strict=True)]


def inside(frames, n):
    both = frames.inner.reshape(*frames.inner.shape[:-1], 2, n, n)
    return both[..., 0, :, :], both[..., 1, :, :]


def run(problem, **parameters):
    patterns, cue, beta = problem
    return Run(patterns, cue, "naam", Parameters(**({"sigma": beta} | parameters)), rest=None)


def compare(frames, expected, n):
    for got, wanted in zip((frames.x, *inside(frames, n)), expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-9)


@given(problem=problems(), dt=st.floats(1e-12, 0.05), steps=st.integers(1, 8))
def test_it_is_its_equations(problem, dt, steps):
    patterns, cue, beta = problem
    frames = run(problem, dt=dt).advance(steps + 1)
    expected = plainly(patterns, cue, beta, dt, steps)
    compare(frames, expected, len(cue))
    np.testing.assert_allclose(frames.overlap, np.tanh(beta * expected[0]) @ patterns.T, rtol=1e-9, atol=1e-9)
    for matrix in inside(frames, len(cue)):
        np.testing.assert_allclose(matrix, np.swapaxes(matrix, -1, -2), atol=1e-12)


@pytest.mark.parametrize(
    ("dt", "parts"), [(0.04, 1), (0.05, 1), (0.051, 2), (0.1, 2), (0.12, 3), (0.15, 3), (1.0, 20), (2.02, 41)]
)
def test_a_longer_step_is_cut_into_equal_ones_of_005_at_most(dt, parts):
    rng = np.random.default_rng(1)
    problem = rng.choice([-1.0, 1.0], (3, 5)), rng.choice([-1.0, 1.0], 5), 5.0
    expected = plainly(*problem, dt / parts, 3 * parts)
    compare(run(problem, dt=dt).advance(4), [a[::parts] for a in expected], 5)


def test_its_neurons_are_shaken_once_a_step():
    """x gains sqrt(2 D dt) of a standard normal, whatever the number of parts; synapses and processes nothing."""
    patterns, cues = np.array([[1.0, -1, 1], [1, 1, -1]]), np.ones((4000, 3))
    for dt in (0.05, 0.2):
        calm, shaken = (run((patterns, cues, 5.0), dt=dt, jitter=d).advance(2) for d in (0.0, 0.3))
        np.testing.assert_array_equal(shaken.inner, calm.inner)
        kicks = (shaken.x[1] - calm.x[1]) / np.sqrt(2 * 0.3 * dt)
        assert kicks.mean() == pytest.approx(0, abs=0.05) and kicks.var() == pytest.approx(1, rel=0.06)
        np.testing.assert_allclose(shaken.overlap[1], np.tanh(5 * shaken.x[1]) @ patterns.T, atol=1e-12)


def written_out(patterns, beta, x, s, p):
    """Its energy, and the slope of it along the equations."""
    n, t = len(x), tensor(patterns)
    h, g, psi = np.tanh(beta * x), np.tanh(beta * s), np.tanh(beta * p)
    one = range(n)
    two = [(i, j) for i in one for j in one]

    def legendre(z):
        return np.log(np.cosh(beta * z)) / beta

    energy = sum(x[i] * h[i] - legendre(x[i]) for i in one)
    energy += sum(s[i, j] * g[i, j] - legendre(s[i, j]) for i, j in two) / 2
    energy += sum(p[i, j] * psi[i, j] - legendre(p[i, j]) for i, j in two) / 2
    energy -= sum(h[i] * g[i, j] * h[j] for i, j in two) / 2 + sum(g[i, j] * psi[i, j] for i, j in two) / 2
    energy -= sum(psi[i, j] * t[i, j, k, m] * psi[k, m] for i, j in two for k, m in two) / 4
    apart = (
        (-x + g @ h, h),
        (-s + np.outer(h, h) + psi, g),
        (-p + np.einsum("ijkl,kl->ij", t, psi) + g, psi),
    )
    falls = sum(f * (beta * (1 - r * r) * d * d).sum() for f, (d, r) in zip((1, 0.5, 0.5), apart, strict=True))
    return energy, -falls


@given(problem=problems(), seed=st.integers(0, 2**32 - 1))
def test_the_energy_is_the_formula_and_the_equations_go_down_it(problem, seed):
    """dE/dt = -sum h' (dx/dt)^2 - sum g' (dS/dt)^2 / 2 - sum psi' (dP/dt)^2 / 2: for a step short enough it falls."""
    patterns, cue, beta = problem
    beta, n, rng = min(beta, 3.0), len(cue), np.random.default_rng(seed)
    short = run((patterns, cue, beta), dt=1e-6)
    short.state.x[...] = rng.uniform(-1, 1, n)
    for matrix in short.model.synapses(short.state):
        half = rng.uniform(-1, 1, (n, n))
        matrix[...] = half + half.T
    short.model.refresh(short.state)
    frames = short.advance(2)
    seen = observe(short.model, frames, 0)
    energy, slope = written_out(patterns, beta, frames.x[0], *(m[0] for m in inside(frames, n)))
    assert seen.energy[0] == pytest.approx(energy, rel=1e-9, abs=1e-9)
    assert (seen.gap == 0).all()
    assert (seen.energy[1] - seen.energy[0]) / 1e-6 == pytest.approx(slope, rel=2e-3, abs=1e-5)


def test_its_energy_may_rise_in_a_step_that_is_not_short():
    """In the authors' 0.05 as well; in shorter ones, from the same state on, it falls."""
    rng = np.random.default_rng(22)
    n, k = int(rng.integers(2, 40)), int(rng.integers(1, 60))
    patterns, cue = rng.choice([-1.0, 1.0], (k, n)), rng.choice([-1.0, 1.0], n)
    problem = patterns, cue, rng.uniform(0.5, 20)
    for dt, rises in ((0.05, True), (0.01, False)):
        made = run(problem, dt=dt)
        climb = np.diff(observe(made.model, made.advance(round(5 / dt)), 0).energy).max()
        assert climb > 1 if rises else climb < 0
        assert made.model.rises("descent") == made.model.rises("euler") == "the Euler step is not a descent"


@given(problem=problems(), steps=st.integers(0, 40))
def test_rest_is_measured_on_every_equation(problem, steps):
    patterns, cue, beta = problem
    made = run(problem)
    frames = made.advance(steps + 1)
    s, p = (m[-1] for m in inside(frames, len(cue)))
    h, g, psi = np.tanh(beta * frames.x[-1]), np.tanh(beta * s), np.tanh(beta * p)
    farthest = max(
        np.abs(h - np.tanh(beta * (g @ h))).max(),
        np.abs(g - np.tanh(beta * (np.outer(h, h) + psi))).max(),
        np.abs(psi - np.tanh(beta * (np.einsum("ijkl,kl->ij", tensor(patterns), psi) + g))).max(),
    )
    assert residual(made.model, frames)[-1] == pytest.approx(farthest, rel=1e-6, abs=1e-9)


def test_at_rest_its_equations_hold():
    rng = np.random.default_rng(3)
    patterns = rng.choice([-1.0, 1.0], (3, 12))
    made = Run(patterns, patterns[0] * np.where(np.arange(12) < 2, -1, 1), "naam", Parameters(), rest=1e-8)
    while not made.at_rest:
        frames = made.advance(64)
        assert made.step < 20_000
    s, p = (m[-1] for m in inside(frames, 12))
    h, g, psi = np.tanh(5 * frames.x[-1]), np.tanh(5 * s), np.tanh(5 * p)
    np.testing.assert_allclose(h, np.tanh(5 * g @ h), atol=1e-7)
    np.testing.assert_allclose(g, np.tanh(5 * (np.outer(h, h) + psi)), atol=1e-7)
    np.testing.assert_allclose(psi, np.tanh(5 * (np.einsum("ijkl,kl->ij", tensor(patterns), psi) + g)), atol=1e-7)
    np.testing.assert_array_equal(np.sign(frames.x[-1]), patterns[0])


def test_single_precision_stays_near_double():
    rng = np.random.default_rng(2)
    patterns = rng.choice([-1.0, 1.0], (2, 8))
    single, double = (
        retrieve(patterns, patterns[0], "naam", dtype=d, horizon=1, rest=None) for d in ("float32", "float64")
    )
    assert single.x.dtype == single.overlap.dtype == np.float32
    np.testing.assert_allclose(single.x, double.x, atol=1e-4)
    np.testing.assert_allclose(single.energy, double.energy, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("sigma", [1e-160, 1e-3, 1e6])
def test_the_start_is_finite_at_any_gain_and_load(sigma):
    patterns = np.random.default_rng(0).choice([-1.0, 1.0], (200, 8))
    result = retrieve(patterns, patterns[0], "naam", sigma=sigma, horizon=1, rest=None)
    assert np.isfinite(result.x).all() and np.isfinite(result.energy).all()


def test_its_work_is_counted_with_its_parts():
    made = run((np.ones((50, 40)), np.ones(40), 5.0)).model
    once = made.work(50, 40, 0.05)
    assert made.work(50, 40, 1e-9) == once and made.work(50, 40, 1.0) == pytest.approx(20 * once)
    assert made.work(50, 80, 0.05) == pytest.approx(4 * once)
