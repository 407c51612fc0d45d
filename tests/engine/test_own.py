"""Given patterns: what may be given, what is refused and how, and that the same pattern twice is one memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astro_dash import retrieve
from astro_dash.engine import MODELS, Run
from astro_dash.engine.outcomes import outcomes
from astro_dash.engine.patterns import Drawn, draw
from astro_dash.engine.patterns import given as given_patterns
from astro_dash.engine.patterns.own import MOST_NAME, check_grid, duplicates, named, twins

signs = st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=6).map(np.array)


@given(signs, st.sampled_from(["bool", "int8", "uint8", "float32", "float64", "int64"]), st.booleans())
def test_signs_and_bits_of_any_number_type_are_the_same_patterns(bits, dtype, both):
    values = bits.astype(dtype)
    if both and dtype not in ("bool", "uint8"):
        values = 2 * values - 1
    drawn = given_patterns(values)
    assert np.array_equal(drawn.patterns, np.where(bits, 1.0, -1.0)) and drawn.grid == (2, 2)
    assert drawn.patterns.dtype == np.float64 and not drawn.patterns.flags.writeable
    assert drawn.labels == ("memory",) * len(bits)
    assert np.array_equal(given_patterns(values.reshape(-1, 1, 4)).patterns, drawn.patterns)


REFUSED = {
    "NaN": ([[1, np.nan, -1, 1]], "entry nan"),
    "another value": ([[1, 2, -1, 1]], "entry 2"),
    "grey": (np.full((2, 4), 255, np.uint8), "entry 255"),
    "infinity": ([[np.inf, 1, 1, 1]], "entry inf"),
    "three values": ([[-1, 0, 1, 1]], "three values"),
    "words": ([["a", "b"]], "numbers"),
    "complex": ([[1j, 1]], "numbers"),
    "objects": (np.array([[None, 1]]), "numbers"),
    "ragged": ([[1, -1], [1]], "numbers"),
    "one axis": ([1, -1, 1, -1], r"shape \(4,\)"),
    "four axes": (np.ones((1, 1, 2, 2)), "shape"),
    "no patterns": (np.ones((0, 4)), "shape"),
    "no pixels": (np.ones((4, 0)), "shape"),
    "no square": (np.ones((2, 5)), "5 pixels, which is no square"),
    "too large": (np.ones((1, 33, 33)), "1089 pixels each, but may have at most 1024"),
    "too many": (np.ones((2001, 1)), "2001, but may be at most 2000"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_said_in_one_sentence(kind):
    patterns, words = REFUSED[kind]
    with pytest.raises(ValueError, match=words) as refusal:
        given_patterns(patterns)
    assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)


def test_a_grid_is_stated_where_there_is_no_square_and_must_hold_the_pixels():
    assert given_patterns(np.ones((2, 10)), grid=(2, 5)).grid == (2, 5) == given_patterns(np.ones((2, 2, 5))).grid
    assert check_grid("5x6") == check_grid(" 5 × 6 ") == check_grid([5, 6]) == check_grid(np.array([5, 6])) == (5, 6)
    for bad in ("5", "0x5", "x", (5,), (1, 2, 3), 7, None, "33x32", (2, 2.5), (True, 4), ("5", "6"), "-1x5", "٣x٣"):
        with pytest.raises(ValueError, match=r"grid is .*rows x columns"):
            check_grid(bad)
    with pytest.raises(ValueError, match="grid is 3x3, but must hold the 4 pixels"):
        given_patterns(np.ones((1, 4)), grid=(3, 3))


def test_names_are_on_one_line_and_not_too_long():
    assert named("a\nb\t\x00\u202ec") == "a b c" and named(" ") == named("\n") == "memory"
    assert len(named("x" * 10_000)) == MOST_NAME and named("Ünïcode 猫") == "Ünïcode 猫"
    for names in (["a"], ["a", 2], "ab"):
        with pytest.raises(ValueError, match="must be 2 texts, one a pattern"):
            given_patterns(np.ones((2, 4)), names)


def test_own_patterns_come_before_those_of_a_set_which_stay_the_same():
    own = given_patterns(np.ones((2, 64)), ["one", "two"])
    drawn, alone = draw("digits", 9, seed=3, own=own), draw("digits", 7, seed=3)
    assert np.array_equal(drawn.patterns, np.concatenate([own.patterns, alone.patterns]))
    assert drawn.labels == ("one", "two", *alone.labels)
    assert np.array_equal(draw("digits", 1, own=own).patterns, own.patterns[:1])
    assert np.array_equal(draw("own", 2, own=own, seed=8, neurons=5, correlation=0.5).patterns, own.patterns)
    with pytest.raises(ValueError, match=r"load is 3, .* from 1 to 2"):
        draw("own", 3, own=own)
    with pytest.raises(ValueError, match="4 pixels, but must be of 64, as digits"):
        draw("digits", 9, own=given_patterns(np.ones((1, 4))))


# The same pattern twice.

TWICE = np.random.default_rng(5).choice([-1.0, 1.0], (6, 64))
TWICE[4] = TWICE[1]


def test_twins_are_found_and_told():
    assert twins(TWICE) == [[1, 4]] and twins(TWICE[:4]) == [] and twins(np.ones((3, 2))) == [[0, 1, 2]]
    said = duplicates(given_patterns(TWICE, list("abcdef")))
    assert "b #1 and e #4" in said and "count as one" in said and said.endswith(".")
    assert duplicates(given_patterns(TWICE[:4])) == ""
    assert "and others" in duplicates(Drawn(np.ones((9, 4)), ("x",) * 9, (2, 2)))


@pytest.mark.parametrize("system", [key for key in MODELS if key != "naam" and not MODELS[key].ordered])
def test_whichever_of_two_that_are_the_same_is_the_target_it_is_recalled(system):
    for target in (1, 4):
        result = retrieve(TWICE, TWICE[1], system, target=target, seed=0)
        assert result.retrieved and result.winner in (1, 4)
    batch = retrieve(TWICE, TWICE[[1, 1, 1]], system, target=[1, 4, 3], seed=0)
    assert batch.retrieved.tolist() == [True, True, False]
    each = retrieve(np.stack([TWICE, TWICE[::-1]]), TWICE[[1, 4]], system, target=[4, 1], seed=0)
    assert each.retrieved.all()


@pytest.mark.parametrize("system", ["astro", "hopfield", "ideal", "modern"])
def test_in_a_count_of_many_cues_they_are_one(system):
    targets = np.array([1, 4, 4])
    for patterns in (TWICE, np.stack([TWICE] * 3)):
        run = Run(patterns, TWICE[targets], system, every=4, rest=1e-3, horizon=5.0)
        assert outcomes(run, targets)["accuracy"].tolist() == [1, 1, 1]
