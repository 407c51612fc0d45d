"""A memory is a pattern, not an index: nothing that is measured depends on where a pattern stands, or how often."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, retrieve
from astro_dash.engine.measures import observe, targets
from astro_dash.engine.outcomes import MEASURES, outcomes
from astro_dash.engine.winners import firsts, keys, winners
from astro_dash.pages.live.verdicts import RECALLED, WRONG, named, verdicts

UNORDERED = [key for key, model in MODELS.items() if not model.ordered]


@st.composite
def problems(draw):
    """Few neurons and up to many more patterns than there are different ones, mirror images and ties among them."""
    n, k = draw(st.integers(1, 8)), draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    patterns, order = rng.choice([-1.0, 1.0], (k, n)), rng.permutation(k)
    target = int(rng.integers(k))
    cue = patterns[target].copy()
    cue[rng.permutation(n)[: draw(st.integers(0, n))]] *= -1
    how = Parameters(
        temperature=draw(st.sampled_from([0.0, 0.01, 0.5, np.inf])),
        tau_p=draw(st.sampled_from([0.0, 0.1, 1.0, np.inf])),
    )
    return patterns, cue, target, order, how


def ended(patterns, cue, target, key, how, disturbed=0):
    """What is measured of a run, its gains, its winner as a pattern, how many tie, and its verdict."""
    cue = cue * (1 + 1e-12 * np.random.default_rng(disturbed).standard_normal(cue.shape) * (disturbed > 0))
    run = Run(patterns[None], cue[None], key, how, seed=np.array([3]), horizon=20.0)
    measured = outcomes(run, np.array([target]))
    run = Run(patterns, cue, key, how, seed=3, horizon=20.0)
    while not (run.at_rest or run.over):
        frames = run.advance(64)
    seen = observe(run.model, frames[-1:], target)
    verdict = verdicts(run.model, frames[-1:], seen)
    name = named(run.model, frames[-1:], seen, verdict)
    assert seen.retrieved[0] == (seen.hard_error[0] == 0) == (verdict[0] == RECALLED)
    if key != "ideal":
        assert measured["accuracy"][0] == seen.retrieved[0]
    told = patterns[seen.winner[0]].tolist(), int(seen.tied[0]), int(verdict[0]), patterns[name[0]].tolist()
    return np.array([measured[one][0] for one in MEASURES]), seen.gain[0], told


@pytest.mark.parametrize("key", UNORDERED)
@settings(max_examples=25)
@given(problem=problems())
def test_nothing_depends_on_where_a_pattern_stands(key, problem):
    patterns, cue, target, order, how = problem
    one, gain, told = ended(patterns, cue, target, key, how)
    moved = int(np.flatnonzero(order == target)[0])
    other, there, said = ended(patterns[order], cue, moved, key, how)
    if told != said:  # only where less than rounding decides what becomes of it
        assert any(ended(patterns, cue, target, key, how, seed)[2] != told for seed in range(1, 9))
        return
    np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(there, gain[order], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("key", UNORDERED)
@settings(max_examples=10)
@given(problem=problems())
def test_any_copy_of_a_pattern_may_be_the_target(key, problem):
    patterns, cue, target, _, how = problem
    stored = np.concatenate([patterns, patterns[[target]]])
    one, _, told = ended(stored, cue, target, key, how)
    other, _, said = ended(stored, cue, len(patterns), key, how)
    assert told == said
    np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("key", MODELS)
def test_two_memories_that_tie_share(key):
    """A cue midway between two memories goes the same way whichever stands first, and is neither if it stays there."""
    a, b = np.ones(8), np.array([1.0, 1, 1, 1, -1, -1, -1, -1])
    cue = np.array([1.0, 1, 1, 1, 1, 1, -1, -1])
    one, other = (retrieve(np.array(stored), cue, key, target=0, horizon=3.0, seed=2) for stored in ([a, b], [b, a]))
    np.testing.assert_allclose(one.x, other.x, atol=1e-9)
    assert one.tied == other.tied and (([a, b][one.winner]) == ([b, a][other.winner])).all()
    if one.tied == 2:
        assert not one.retrieved and not other.retrieved and one.hard_error == other.hard_error == 2


def test_the_ideal_observer_is_right_on_average():
    a, b, c = np.ones(6), np.array([-1.0, -1, 1, 1, 1, 1]), np.array([1.0, -1, -1, 1, 1, 1])
    stored, cue = np.array([a, b, c]), np.array([1.0, -1, 1, 1, 1, 1])  # one pixel from each; their majority is the cue
    ends = outcomes(
        Run(np.array([stored] * 3), np.array([cue] * 3), "ideal", seed=np.arange(3), horizon=1.0), np.arange(3)
    )
    np.testing.assert_allclose(ends["accuracy"], 1 / 3)
    for name in ("hard_error", "soft_error", "mirror_error"):
        np.testing.assert_allclose(ends[name], 4 / 3)
    assert not retrieve(stored, cue, "ideal").retrieved


@given(data=st.data(), n=st.integers(1, 70), k=st.integers(1, 30))
def test_equal_patterns_have_one_key(data, n, k):
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    patterns = rng.choice([-1.0, 1.0], (max(1, k // 2), n))[rng.integers(max(1, k // 2), size=k)]
    same = (patterns[:, None] == patterns[None]).all(-1)
    key = keys(patterns)
    np.testing.assert_array_equal(key[:, None] == key[None], same)
    np.testing.assert_array_equal(firsts(key), same.argmax(-1))
    both = np.stack([patterns, patterns[::-1]])
    np.testing.assert_array_equal(firsts(keys(both))[0], firsts(key))


def test_a_memory_has_the_gains_of_all_its_copies():
    a, b = np.ones(4), np.array([1.0, 1, -1, -1])
    stored, level = np.array([a, b, a]), np.zeros((1, 3))
    won = [winners(stored, np.array([[0.3, 0.4, 0.3]]), level, target) for target in (0, 1, 2)]
    assert [(int(winner[0]), int(tied[0])) for winner, tied in won] == [(0, 1), (0, 1), (2, 1)]
    _, tied = winners(stored, np.array([[0.25, 0.5, 0.25]]), level, 0)
    assert tied == [2]
    closer, alone = winners(stored, np.array([[0.25, 0.5, 0.25]]), np.array([[1.0, 2.0, 1.0]]), 0)
    assert (closer, alone) == ([1], [1])  # the state decides


def test_the_target_that_nobody_names_is_not_chosen_for_its_place():
    a, b = np.ones(8), np.array([1.0, 1, 1, 1, -1, -1, -1, -1])
    cue = np.array([1.0, 1, 1, 1, 1, 1, -1, -1])
    one, other = (np.array(stored)[targets(np.array(stored), cue)] for stored in ([a, b], [b, a]))
    np.testing.assert_array_equal(one, other)


def test_a_state_is_named_by_what_it_is_and_not_by_its_gains():
    """Frozen gains that favour another memory."""
    rng = np.random.default_rng(5)
    stored = rng.choice([-1.0, 1.0], (3, 40))
    run = Run(stored, stored[1], "astro", Parameters(tau_p=np.inf))
    run.state.logit[:] = [0.1, 0, 0]
    run.model.refresh(run.state)
    frames = run.advance(4000)[-1:]
    seen = observe(run.model, frames, 2)
    verdict = verdicts(run.model, frames, seen)
    assert (seen.winner[0], verdict[0], named(run.model, frames, seen, verdict)[0]) == (0, WRONG, 1)
    seen = observe(run.model, frames, 1)
    assert seen.retrieved[0] and verdicts(run.model, frames, seen)[0] == RECALLED


def test_pixels_that_only_rounding_decides_are_undecided():
    a, b = np.ones(8), np.array([1.0, 1, 1, 1, -1, -1, -1, -1])
    run = Run(np.array([a, b]), np.array([1.0, 1, 1, 1, 1, 1, -1, -1]), "hopfield")
    frames = run.advance(400)[-1:]
    frames.x[..., 4:] = 1e-14
    seen = observe(run.model, frames, 0)
    assert seen.hard_error[0] == 2 and not seen.retrieved[0]
    assert (run.model.read(frames.x)[0, 4:] == 0).all()
