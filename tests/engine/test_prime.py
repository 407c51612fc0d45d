"""Initial gains that favour a memory: they are gains like any others, and every law of the model holds of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.engine import MODELS, Parameters, Run, Track, retrieve
from astro_dash.engine.measures import observe
from astro_dash.engine.models.shares import softmax
from astro_dash.engine.prime import LEAST, MOST, WHOM, check_prime, prior, pushed

from .test_laws import QUIET, problems

PRIMED = [key for key, model in MODELS.items() if model.primed]
primed = pytest.mark.parametrize("system", PRIMED)
ASTRO = MODELS["astro"](np.ones((1, 1)), Parameters())

whoms = st.sampled_from([whom for whom in WHOM if whom != "none"])
shares = st.floats(LEAST, MOST)


def run(problem, system, whom, share, frames=20, targets=None):
    """The frames of a primed run, and its measures."""
    patterns, cue, parameters = problem
    targets = np.zeros(cue.shape[:-1], int) if targets is None else targets
    begun = prior(patterns, cue, targets, whom, share)
    one = Run(patterns, cue, system, parameters, rest=None, prior=begun)
    return begun, observe(one.model, one.advance(frames), targets)


@primed
@given(data=st.data(), whom=whoms, share=shares)
def test_primed_gains_begin_as_said_and_the_energy_never_rises(system, data, whom, share):  # Laws 1 and 2
    problem = data.draw(problems(system, **QUIET[system]))
    begun, seen = run(problem, system, whom, share)
    if problem[2].tau_p > 0:
        np.testing.assert_allclose(seen.gain[0], begun, rtol=1e-9, atol=1e-15)
    assert (seen.gain >= 0).all() and np.abs(seen.gain.sum(-1) - 1).max() < 1e-12
    if np.isfinite(problem[2].temperature):  # else it is counted from the uniform gains, to which these jump
        size = np.abs(seen.free) + np.abs(seen.gap) + np.abs(seen.neurons) + np.abs(seen.energy[:1])
        assert (np.diff(seen.energy, axis=0) <= 1e-13 * size[:-1] + 1e-12).all()


@given(problem=problems(), whom=whoms, share=shares)
def test_one_memory_has_the_share_and_the_others_what_is_left_alike(problem, whom, share):
    patterns, cue, _ = problem
    targets = np.zeros(cue.shape[:-1], int)
    gains = prior(patterns, cue, targets, whom, share)
    stored = np.broadcast_to(patterns, (*cue.shape[:-1], *patterns.shape[-2:]))
    assert np.abs(gains.sum(-1) - 1).max() < 1e-12
    for place in np.ndindex(cue.shape[:-1]):
        xi, p, here = stored[place], gains[place], cue[place]
        other = (xi != xi[0]).any(-1)
        if not other.any():
            np.testing.assert_allclose(p, 1 / len(xi))
            continue
        if whom == "target":
            primed = ~other
        else:
            primed = (xi == xi[p.argmax() if share > 0.5 else p.argmin()]).all(-1)
            if 0.5 / len(xi) < share <= 0.5:  # else the largest is not told from the smallest so simply
                continue
            assert not primed[0] and (xi[primed][0] @ here == (xi[other] @ here).max())
        assert p[primed].sum() == pytest.approx(share)
        assert len(np.unique(p[primed].round(12))) == len(np.unique(p[~primed].round(12))) == 1


@primed
@given(data=st.data(), whom=whoms)
def test_a_share_like_all_others_is_none(system, data, whom):
    problem = patterns, cue, _ = data.draw(problems(system))
    count = (prior(patterns, cue, np.zeros(cue.shape[:-1], int), whom, MOST) > 0.5 / patterns.shape[-2]).sum(-1)
    share = 1 / patterns.shape[-2]
    if share > MOST or (count != 1).any():  # copies would have less than the others
        return
    one, none = (run(problem, system, which, share, 5)[1] for which in (whom, "none"))
    np.testing.assert_allclose(one.gain[0], none.gain[0], rtol=1e-12)
    np.testing.assert_allclose(one.rate[-1], none.rate[-1], rtol=1e-6, atol=1e-6)


@primed
@given(data=st.data(), whom=whoms, share=shares, seed=st.integers(0, 2**32 - 1))
def test_priming_does_not_ask_where_a_pattern_stands(system, data, whom, share, seed):  # Law 6
    patterns, cue, parameters = data.draw(problems(system))
    order = np.random.default_rng(seed).permutation(patterns.shape[-2])
    moved = np.full(cue.shape[:-1], np.argsort(order)[0])
    begun, first = run((patterns, cue, parameters), system, whom, share, 5)
    permuted = np.ascontiguousarray(patterns[..., order, :])
    again, second = run((permuted, cue, parameters), system, whom, share, 5, moved)
    np.testing.assert_array_equal(again, begun[..., order])
    np.testing.assert_allclose(second.gain, first.gain[..., order], atol=1e-6)
    np.testing.assert_allclose(second.rate, first.rate, rtol=1e-6, atol=1e-6)


STORED = np.random.default_rng(1).choice([-1.0, 1.0], (5, 20))
HALF = np.where(np.cumsum(STORED[0] != STORED[1]) <= (STORED[0] != STORED[1]).sum() // 2, STORED[0], STORED[1])


@primed
def test_gains_that_follow_at_once_forget_it_and_frozen_ones_keep_it(system):
    def gains(whom, tau_p, temperature=0.5):
        # At T = 0 exactly the prime decides a tie, which there is none of here.
        problem = STORED, STORED[0], Parameters(tau_p=tau_p, temperature=temperature)
        return run(problem, system, whom, 0.9, targets=0)[1].gain

    for temperature in (0.0, 0.5, np.inf):
        np.testing.assert_array_equal(gains("rival", 0.0, temperature), gains("none", 0.0, temperature))
    frozen = gains("rival", np.inf)
    assert frozen.max(-1) == pytest.approx(0.9) and len(np.unique(frozen.argmax(-1))) == 1


@primed
def test_one_cue_two_memories_the_primed_one_wins(system):
    """The cue is midway: as near to either as can be, and nearer than to any other."""
    for whom, wins in (("target", 0), ("rival", 1)):
        ends = [
            retrieve(STORED, HALF, system, target=0, prime=whom, prime_strength=0.9, dt=0.005, integrator=integrator)
            for integrator in ("descent", "adaptive", "euler")
        ]
        assert [int(end.winner) for end in ends] == [wins] * 3
        assert [bool(end.retrieved) for end in ends] == [whom == "target"] * 3
        assert ends[0].gains[0, wins] == pytest.approx(0.9)


def test_of_rivals_equally_near_the_first_pixel_decides_and_copies_share():
    patterns = np.array([[1.0, 1, 1, 1], [-1, 1, 1, 1], [1, -1, 1, 1], [1, -1, 1, 1], [-1, -1, -1, -1]])
    gains = prior(patterns, np.ones(4), 0, "rival", 0.6)
    np.testing.assert_allclose(gains, [0.4 / 3, 0.4 / 3, 0.3, 0.3, 0.4 / 3])
    same = np.ones((3, 4))
    np.testing.assert_array_equal(prior(same, same[0], 1, "rival", 0.6), np.full(3, 1 / 3))


@pytest.mark.parametrize("system", sorted(set(MODELS) - set(PRIMED)))
def test_nothing_is_primed_without_gains(system):
    ends = [retrieve(STORED, HALF, system, prime=whom, prime_strength=0.99, seed=0) for whom in WHOM]
    for end in ends[1:]:
        np.testing.assert_array_equal(end.x, ends[0].x)
        np.testing.assert_array_equal(end.gains, ends[0].gains)


@pytest.mark.parametrize("share", [0, -0.1, 1, 1.5, np.nan, np.inf, "half", None, True])
def test_a_share_is_of_the_gains(share):
    allowed = r"a number (at least 0\.0001|from 0\.0001 to 0\.9999)"
    with pytest.raises(ValueError, match=f"^prime_strength is .*, but must be {allowed}"):
        check_prime("rival", share)
    with pytest.raises(ValueError, match=r"^prime is 'all', but must be one of none, target, rival\."):
        retrieve(STORED, HALF, prime="all", prime_strength=0.5)


@given(seed=st.integers(0, 2**32 - 1), k=st.integers(1, 40), named=st.integers(1, 3), spread=st.floats(0, 2000))
def test_a_push_gives_shares_and_leaves_the_others_in_their_proportions(seed, k, named, spread):
    rng = np.random.default_rng(seed)
    logit = spread * rng.standard_normal(k)
    at = rng.permutation(k)[:named]
    some = rng.dirichlet(np.ones(len(at) + 1))[: len(at)]
    after = pushed(ASTRO, logit, tuple(zip(at.tolist(), some.tolist(), strict=True)))
    gain, others = softmax(after), np.delete(np.arange(k), at)
    wanted, left = np.maximum(some, LEAST), max(1 - some.sum(), LEAST) if others.size else 0
    np.testing.assert_allclose(gain[at], wanted / (wanted.sum() + left), rtol=1e-9)
    if others.size > 1:
        np.testing.assert_allclose(np.diff(after[others]), np.diff(logit[others]), atol=1e-9 * (1 + spread))


def test_a_push_at_a_corner_is_none_that_nothing_comes_back_from():
    gain = softmax(pushed(ASTRO, np.zeros(5), ((2, 1.0),)))
    assert gain[2] > 0.999 and gain.min() > 0


@primed
def test_a_push_of_the_gains_lets_the_rival_win(system):
    """The same cue, left to itself and pushed on its way."""
    cue = np.where(np.cumsum(STORED[0] != STORED[1]) <= 3, STORED[1], STORED[0])  # of 8 pixels that tell them apart
    track = Track(Run(STORED, cue, system, Parameters(tau_p=2.0)))
    track.advance(6)
    one = track.resumed(track.time, Parameters(tau_p=2.0), shares=((1, 0.99),))
    first = one.advance(1)
    assert one.run.model.gains(None, first.logit)[0, 1] == pytest.approx(0.99)
    np.testing.assert_array_equal(first.x, track.last.x)
    for each, wins in ((track, 0), (one, 1)):
        each.advance(2000)
        assert each.last.logit[0].argmax() == wins
