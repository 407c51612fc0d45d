"""Own memories in the store: beside a set or alone, in a link or too many for one."""

import numpy as np
import pytest

from astro_dash.engine.patterns import draw, given
from astro_dash.engine.patterns.own import MOST_NEURONS, MOST_PATTERNS
from astro_dash.store import Store, away, in_words, packed, unpacked
from astro_dash.store.own import MOST_LINKED, short

RNG = np.random.default_rng(9)


def some(count, grid, names=None):
    return given(RNG.choice([-1, 1], (count, grid[0] * grid[1])), names, grid)


def stored(drawn, **values):
    store = Store()
    store.set(**{"own": packed(drawn), "patterns": "own", **values})
    return store


@pytest.mark.parametrize(("count", "grid"), [(1, (1, 1)), (3, (5, 7)), (12, (8, 8)), (MOST_PATTERNS, (32, 32))])
def test_a_text_gives_the_same_memories_back(count, grid):
    names = [f"Mémoire {i}, a.b~c" for i in range(count)]
    for wanted in (some(count, grid), some(count, grid, names)):
        text = packed(wanted)
        found = unpacked(text)
        assert np.array_equal(found.patterns, wanted.patterns)
        assert (found.labels, found.grid, packed(found)) == (wanted.labels, wanted.grid, text)


def test_alone_they_are_all_that_is_stored():
    mine = some(5, (8, 8))
    store = stored(mine, target=4)
    assert store.load == 5  # it was 100
    assert np.array_equal(store.drawn().patterns, mine.patterns)
    with pytest.raises(ValueError, match=r"load is 6, .*from 1 to 5 for own"):
        store.set(load=6)
    store.set(load=3)
    assert np.array_equal(store.drawn().patterns, mine.patterns[:3])


@pytest.mark.parametrize("patterns", ["digits", "random"])
def test_beside_a_set_they_come_first_and_the_load_counts_all(patterns):
    mine = some(3, (8, 8), ["a", "b", "c"])
    drawn = stored(mine, patterns=patterns, load=10).drawn()
    assert drawn.patterns.shape == (10, 64) and drawn.name(1) == "b #1"
    assert np.array_equal(drawn.patterns[:3], mine.patterns)
    assert np.array_equal(drawn.patterns[3:], draw(patterns, 7, seed=Store().seed).patterns)


def test_random_patterns_beside_them_are_as_large():
    store = stored(some(2, (3, 4)), patterns="random")
    assert store.neurons == 12 and store.drawn().patterns.shape == (100, 12)
    with pytest.raises(ValueError, match=r"neurons is 64, .*from 12 to 12, the pixels of your own"):
        store.set(neurons=64)


def test_what_does_not_go_together_is_refused_and_changes_nothing():
    store = Store()
    for values, words in [
        ({"patterns": "own"}, "no memories of your own yet"),
        ({"own": packed(some(2, (4, 4)))}, "own is of 4x4 pixels, but must be of 8x8 beside digits"),
        ({"own": packed(some(2, (16, 16))), "patterns": "own", "system": "naam"}, "at most 144 for Neuron–astrocyte"),
    ]:
        before = store.values()
        with pytest.raises(ValueError, match=words) as refusal:
            store.set(**values)
        assert store.values() == before and in_words(str(refusal.value)).endswith(".")
    store = stored(some(2, (8, 8)))
    with pytest.raises(ValueError, match="no memories"):
        store.set(own="")


def test_a_sketched_cue_goes_with_other_memories():
    store = stored(some(2, (8, 8)), cue="AAAAAAAAAAA")
    assert store.cue
    store.set(own=packed(some(2, (8, 8))))
    assert not store.cue


@pytest.mark.parametrize(("count", "grid"), [(12, (8, 8)), (4, (32, 32)), (17, (32, 32))])
def test_a_dozen_small_ones_and_a_few_large_ones_fit_in_a_link(count, grid):
    store = stored(some(count, grid, ["A name"] * count))
    opened, problems = Store.from_link(store.link())
    assert problems == [] and opened.values() == store.values() and len(store.link()) < 4500


def test_too_many_for_a_link_are_told_of_in_it():
    store = stored(some(200, (32, 32)), noise=0.1)
    assert len(store.own) > MOST_LINKED > 3000 and len(store.link()) < 1000 and away(short(store.own))
    opened, (problem,) = Store.from_link(store.link())
    assert "200 memories that were too many for a link: open their file" in problem and problem.endswith(".")
    assert (opened.own, opened.patterns, opened.load, opened.noise) == ("", "digits", 100, 0.1)  # the rest holds
    assert Store.from_link(store.link(whole=True))[0].values() == store.values()
    with pytest.raises(ValueError, match="too many for a link"):
        Store.of({"own": short(store.own), "patterns": "own"})
    with pytest.raises(ValueError, match="too many for a link"):
        unpacked(short(store.own))


BAD = [
    "AAAA", "8x8x1.AAAA", "8x8x1", "9x9x9x9.A", "8x8x1.AAAAAAAAAAA.!!", "8x8x1.AAAAAAAAAAA.gICA", "33x32x1.AAAA",
    "8x8x2001.AAAA", "0x8x1.", "8x8x0.", "٣x٣x1.AAA", "8x8x1~xyz", "8x8x3.AAAAAAAAAAA.YQpi" + "A" * 99,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("patterns", ["own", "digits"])
def test_a_link_with_bad_memories_gets_one_sentence_and_the_rest_holds(text, patterns):
    query = f"patterns={patterns}&load=3&target=2&own={text}&noise=0.3"
    store, problems = Store.from_link(query)
    assert len(problems) == 1 and problems[0].endswith(".") and problems[0].lower().startswith("own memories are")
    assert (store.own, store.patterns, store.noise, store.cue) == ("", "digits", 0.3, "")


def test_the_limits_are_those_of_the_store():
    assert (MOST_NEURONS, MOST_PATTERNS) == (1024, 2000)
    assert Store.choices()["load"].bounds[1] == MOST_PATTERNS and Store.choices()["neurons"].bounds[1] == MOST_NEURONS
