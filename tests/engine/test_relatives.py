"""What is each relative's own: a projection, exact zeros, a row of memories, an input that stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, Track, retrieve
from astro_dash.engine.measures import observe
from astro_dash.engine.models import pseudo_inverse
from astro_dash.engine.patterns import corrupt, draw

from .test_laws import shares


@st.composite
def stored(draw):
    """Patterns (K, N), some the same, some each other's mirror image, and rates (N,)."""
    k, n = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    patterns = rng.choice([-1.0, 1.0], (k, n))
    for i in range(draw(st.integers(0, k - 1))):
        patterns[i + 1] = draw(st.sampled_from([1, -1])) * patterns[i]
    return patterns, rng.uniform(-1, 1, n)


# Pseudo-inverse


@given(stored())
def test_the_pseudo_inverse_drives_by_the_projection_onto_what_is_stored(case):
    patterns, rate = case
    model = MODELS["pseudo-inverse"](patterns, Parameters())
    projection = np.linalg.pinv(patterns) @ patterns
    overlap = model.overlaps(rate)
    coefficient = model.coefficients(overlap, None)
    np.testing.assert_allclose(model.drive(coefficient), projection @ rate, atol=1e-9)
    np.testing.assert_allclose(coefficient, np.linalg.pinv(patterns.T) @ rate, atol=1e-8)  # the shortest of its kind
    np.testing.assert_allclose(model.interaction(overlap, None), -rate @ projection @ rate / 2, atol=1e-9)
    for pattern in patterns:
        drive = model.drive(model.coefficients(model.overlaps(pattern), None))
        np.testing.assert_allclose(drive, pattern, atol=1e-9)


def test_equal_patterns_have_equal_shares_and_so_have_mirror_images():
    one, other = np.array([1.0, 1, 1, -1, 1]), np.array([1.0, -1, 1, -1, -1])
    model = MODELS["pseudo-inverse"](np.array([one, other, one, -one]), Parameters())
    coefficient = model.coefficients(model.overlaps(one), None)
    np.testing.assert_allclose(coefficient, [1 / 3, 0, 1 / 3, -1 / 3], atol=1e-12)
    np.testing.assert_allclose(model.gains(model.overlaps(one), None), [1 / 3, 0, 1 / 3, 1 / 3], atol=1e-12)


def test_it_recalls_correlated_pictures_that_the_hebbian_sum_confuses_and_hands_back_what_it_cannot_tell():
    pictures = draw("pictures", 60, seed=3).patterns
    cues = np.array([corrupt(pattern, 100, 1) for pattern in pictures[:10]])
    options = {"target": np.arange(10), "horizon": 20, "rest": 1e-3}
    assert retrieve(pictures, cues, "pseudo-inverse", **options).retrieved.all()
    assert not retrieve(pictures, cues, "hopfield", **options).retrieved.any()
    many = np.random.default_rng(0).choice([-1.0, 1.0], (60, 20))  # and all of the space is what they span
    given_back = retrieve(many, cue := -many[0] * np.where(np.arange(20) < 3, -1, 1), "pseudo-inverse").x
    np.testing.assert_array_equal(np.sign(given_back), cue)


def test_patterns_are_factored_once_and_few_are_kept(monkeypatch):
    made, factor = [], pseudo_inverse._made
    monkeypatch.setattr(pseudo_inverse, "_made", lambda xi: made.append(xi.shape) or factor(xi))
    monkeypatch.setattr(pseudo_inverse, "_MOST_KEPT", 3 * 8 * 7 * 7)
    pseudo_inverse._kept.clear()
    patterns = np.random.default_rng(5).choice([-1.0, 1.0], (7, 24))
    track = Track(Run(patterns, patterns[0], "pseudo-inverse", Parameters(), rest=None))
    track.advance(80)
    track.resumed(1.0, Parameters(sigma=2.0)).advance(5)
    assert list(track.replay()) and made == [(7, 24)]
    patterns[0] *= -1  # the same array, and other patterns
    assert retrieve(patterns, patterns[0], "pseudo-inverse").retrieved and made == [(7, 24)] * 2
    for seed in range(4):
        retrieve(np.random.default_rng(seed).choice([-1.0, 1.0], (7, 24)), np.ones(24), "pseudo-inverse", horizon=0.1)
    assert len(pseudo_inverse._kept) == 3


# Sparse routing


@given(stored(), st.floats(0.01, 100), st.integers(0, 99))
def test_sparse_gains_are_the_point_of_the_simplex_next_to_the_logits(case, scale, seed):
    logit = scale * np.random.default_rng(seed).choice([0.0, 0.3, -0.3, 1.0, 0.77], (3, 9))
    model = MODELS["sparse"](case[0], Parameters())
    expected = shares("sparse", logit, 1.0)
    for row, share in zip(logit, expected, strict=True):
        np.testing.assert_allclose(model.simplex(row - row.max()), share, atol=1e-12)
    found = model.simplex(logit - logit.max(-1, keepdims=True))
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert ((found == 0) == (expected == 0)).mean() > 0.9 and (np.abs(found.sum(-1) - 1) < 1e-12).all()


def test_one_memory_alone_has_a_share_once_its_score_leads_by_the_temperature():
    patterns = draw("random", 20, seed=1, neurons=40).patterns
    model = MODELS["sparse"](patterns, Parameters())
    overlap = model.overlaps(patterns[0])
    lead = np.diff(np.sort(-model.score(overlap))[:2])[0]
    for factor, alone in ((0.999, True), (1.001, False)):
        hot = MODELS["sparse"](patterns, Parameters(temperature=factor * lead))
        assert (np.count_nonzero(hot.attention(overlap, None)) == 1) == alone
    soft = MODELS["astro"](patterns, Parameters(temperature=0.9 * lead)).attention(overlap, None)
    assert (soft > 0).all()


# A row of memories


def played(patterns, **options):
    """The memories that are complete, in turn, in a run from the first of them, damaged; and for how long in all."""
    n = patterns.shape[1]
    run = Run(
        patterns, corrupt(patterns[0], round(0.2 * n), 4), "sequence", Parameters(temperature=0.01, tau_p=0.03),
        integrator="adaptive", rest=4e-3, horizon=options.get("horizon", 15.0),
    )  # fmt: skip
    frames = run.advance(5000)
    there = (np.sign(frames.x)[:, None] == patterns).all(-1)  # (S, K)
    order = [int(row.argmax()) for row in there if row.any()]
    dwelt = np.diff(frames.time)[there.any(-1)[:-1]].sum() / frames.time[-1]
    return run, [now for now, before in zip(order, [None, *order], strict=False) if now != before], dwelt


@pytest.mark.parametrize(("load", "seed"), [(10, 4), (100, 4), (10, 7)])
def test_digits_play_from_0_to_9_and_each_stays_a_while(load, seed):
    """As the page starts, but for its set and how long it runs."""
    run, order, dwelt = played(draw("counting", load, seed=seed).patterns)
    assert order[:10] == list(range(10)) and dwelt > 0.5
    assert not run.at_rest and run.over


def test_the_last_memory_calls_the_first_and_one_alone_rests():
    patterns = np.random.default_rng(2).choice([-1.0, 1.0], (3, 60))
    assert played(patterns)[1][:7] == [0, 1, 2, 0, 1, 2, 0]
    run, order, _ = played(patterns[:1])
    assert order == [0] and run.at_rest


# An input that stays


@given(stored(), st.integers(0, 99))
def test_the_input_sets_the_couplings_and_stays(case, seed):
    patterns, _ = case
    k, n = patterns.shape
    cue = np.random.default_rng(seed).choice([-1.0, 1.0], n)
    saliency = np.maximum(patterns @ cue, 0)
    saliency = saliency / saliency.mean() if saliency.any() else np.ones(k)
    wiring = (patterns.T * saliency) @ patterns / n
    run = Run(patterns, cue, "input-driven", Parameters(), rest=None)
    frames = run.advance(20)
    seen = observe(run.model, frames, 0)
    np.testing.assert_allclose(seen.gain, np.tile(saliency / k, (20, 1)), atol=1e-12)
    for phi, gain, free in zip(seen.rate, seen.gain, seen.free, strict=True):
        overlap = run.model.overlaps(phi)
        drive = run.model.drive(run.model.coefficients(overlap, gain))
        np.testing.assert_allclose(drive, wiring @ phi, atol=1e-9)
        np.testing.assert_allclose(free, -phi @ wiring @ phi / 2, atol=1e-9)
    again = run.resume(frames[10:11], Parameters(sigma=2.0)).advance(5)  # the cue is not told again
    np.testing.assert_array_equal(observe(run.model, again, 0).gain[0], seen.gain[10])


def test_it_is_hopfield_where_all_are_alike_to_the_input():
    patterns = np.array([[1.0, 1, 1, 1, -1, -1, 1, -1], [1, 1, -1, -1, 1, 1, 1, -1], [1, -1, 1, -1, 1, -1, 1, 1]])
    cue = np.array([1.0, 1, 1, -1, 1, -1, 1, -1])
    assert len(set((patterns @ cue).tolist())) == 1
    ends = [Run(patterns, cue, key, Parameters(), rest=None).advance(50).x for key in ("input-driven", "hopfield")]
    np.testing.assert_allclose(ends[0], ends[1], atol=1e-12)
