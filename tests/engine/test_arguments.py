"""What a caller may hand in: numpy's numbers where Python's are taken, and else a ValueError in a sentence."""

import datetime
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine import Parameters, retrieve
from astro_dash.engine.bounds import hopfield_overlap, ideal_accuracy, knowing_accuracy, routing_temperature
from astro_dash.engine.patterns import PATTERNS, corrupt, draw

XI = np.random.default_rng(5).choice([-1.0, 1.0], (4, 6))
CUE = XI[2] * np.where(np.arange(6) < 1, -1, 1)


class Unit(np.ndarray):
    """An array of another package's, with a unit that numpy does not know."""

    unit = "mV"


class Hostile:
    """Others' arrays and numbers raise whatever they like."""

    def __array__(self, *_, **__):
        raise RuntimeError("a tensor that needs its gradient")

    def __float__(self):
        raise KeyError("no number")

    __int__ = __index__ = __bool__ = __float__


def masked(values, mask=True):
    return np.ma.array(values, mask=mask)


ODD = [  # nothing that any argument takes
    b"1",
    "",
    "x",
    "1\n2",
    "∞x",
    1 + 0j,
    2j,
    np.complex128(1),
    [],
    {},
    {"a": 1},
    set(),
    (),
    [[]],
    [1, [2]],
    object(),
    Hostile(),
    np.ma.masked,
    masked(1),
    masked([1, 1]),
    math.nan,
    -math.inf,
    -1,
    -0.5,
    -(10**30),
    Decimal("sNaN"),
    Fraction(-1, 3),
    np.datetime64("2026-01-01"),
    np.timedelta64(1, "s"),
    np.timedelta64(1),
    datetime.timedelta(1),
    pd.NA,
    pd.NaT,
    pd.Series([1.0, None]),
    pd.DataFrame({"a": [1, None]}),
    np.array([1.0]),
    np.array(["1"]),
    np.array(b"1"),
    np.array(None),
    np.zeros((), "i4,f4"),
    np.zeros(2, "i4,f4"),
    np.array(1.0).view(Unit),
    np.float64("nan"),
    Ellipsis,
    iter([1]),
    range(0),
    type,
    len,
]
MORE = [
    None,
    True,
    np.True_,
    np.array(True),
    0,
    1,
    1.5,
    2.0,
    1e300,
    1e-30,
    10**12,
    10**30,
    10**400,
    math.inf,
    "1",
    np.int8(1),
    np.uint64(2**64 - 1),
    np.float16(1),
    np.longdouble(1),
    np.array(1),
    np.array(0.5),
    Decimal(1),
    Fraction(1, 2),
    [1, 2],
    np.arange(3),
]
RETRIEVE = [
    "patterns",
    "cue",
    "system",
    "target",
    "temperature",
    "tau_x",
    "tau_p",
    "sigma",
    "beta",
    "jitter",
    "dt",
    "horizon",
    "integrator",
    "every",
    "rest",
    "dtype",
    "seed",
]
GOOD = {"patterns": XI, "cue": CUE, "horizon": 0.2}


def tried(function, *arguments, **options):
    """What comes of a call: a value, or None where it is refused as promised."""
    try:
        return function(*arguments, **options)
    except ValueError as refusal:
        said = str(refusal)
        assert said.endswith(".") and len(said) < 300 and " must " in said, said
        return None


CALLS = {  # of every public function, with arguments that it takes
    "retrieve": (retrieve, GOOD),
    "Parameters": (Parameters, dict.fromkeys(("temperature", "tau_x", "tau_p", "sigma", "beta", "jitter", "dt"), 1.0)),
    "corrupt": (corrupt, {"pattern": XI[0], "flips": 2, "seed": 1}),
    "draw": (draw, {"name": "random", "load": 3, "seed": 1, "neurons": 6, "correlation": 0.1}),
    **{
        f"patterns[{key!r}].draw": (one.draw, {"load": 3, "seed": 1, "neurons": 6, "correlation": 0.1})
        for key, one in PATTERNS.items()
    },
    "knowing_accuracy": (knowing_accuracy, {"n_neurons": 9, "n_patterns": 4, "flips": 2}),
    "routing_temperature": (routing_temperature, {"n_neurons": 9, "n_patterns": 4}),
    "ideal_accuracy": (ideal_accuracy, {"n_neurons": 9, "n_patterns": 4, "flips": 2, "mirrored": False}),
    "hopfield_overlap": (hopfield_overlap, {"load": 0.1}),
}
IGNORED = {
    ("ideal_accuracy", "mirrored"),
    *((f"patterns[{key!r}].draw", name) for key, one in PATTERNS.items() for name in ("neurons", "correlation")
      if name not in one.takes),
}  # fmt: skip
PLACES = [(call, name) for call, (_, good) in CALLS.items() for name in (RETRIEVE if call == "retrieve" else good)]
PLACES = [place for place in PLACES if place not in IGNORED]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("call", "name"), PLACES)
def test_what_no_argument_takes_is_refused_in_a_sentence(call, name):
    function, good = CALLS[call]
    for odd in ODD:
        assert tried(function, **good | {name: odd}) is None, odd


@pytest.mark.parametrize(("call", "name"), PLACES)
def test_anything_else_works_or_is_refused_in_a_sentence(call, name):
    function, good = CALLS[call]
    for value in MORE:
        tried(function, **good | {name: value})


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.decimals(),
    st.fractions(),
    st.timedeltas(),
    st.integers(0, len(ODD + MORE) - 1).map(lambda i: (ODD + MORE)[i]),
    st.floats(width=32).map(np.float32),
    st.integers(-99, 99).map(np.int16),
    st.integers(-9, 9).map(np.array),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


@settings(max_examples=400)
@given(place=st.sampled_from(PLACES), value=values)
def test_whatever_comes_works_or_is_refused_in_a_sentence(place, value):
    call, name = place
    function, good = CALLS[call]
    tried(function, **good | {name: value})


SIGNS = {  # what asarray would drop from a pattern or a cue
    "masked": masked(XI, np.arange(24).reshape(4, 6) == 3),
    "a list of masked rows": [masked(XI[0]), *XI[1:]],
    "complex": XI + 1j,
    "complex without a part": XI + 0j,
    "booleans": XI > 0,
    "all true": np.ones((4, 6), bool),
    "texts": np.full((4, 6), "1"),
    "bytes": np.full((4, 6), b"1"),
    "objects": XI.astype(object),
    "a list of texts": [["1", "-1"]],
    "dates": np.ones((4, 6), "M8[s]"),
    "spans": np.ones((4, 6), "m8"),
    "a structure": np.ones((4, 6), "f8,f8"),
    "units": XI.view(Unit),
    "a missing value": pd.DataFrame(XI).where(XI > 0),
    "a column of text": pd.DataFrame({"a": ["1", "-1"]}),
    "more digits than a float has": np.longdouble(XI) * (1 + np.finfo(np.longdouble).eps),
    "ragged": [[1, -1], [1]],
    "unsigned": XI.astype("i1").view("u1"),
    "None": [[1, None]],
}
if np.finfo(np.longdouble).eps == np.finfo(float).eps:  # there are none
    del SIGNS["more digits than a float has"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", SIGNS)
def test_nothing_is_dropped_from_patterns_or_a_cue(kind):
    wrong = SIGNS[kind]
    with pytest.raises(ValueError, match=r"^patterns (is|has) .*must be"):
        retrieve(wrong, np.ones(np.shape(XI)[1]))
    row = wrong.iloc[0] if hasattr(wrong, "iloc") else wrong[0]
    if kind != "unsigned" or (XI[0] < 0).any():
        for name, refused in (("cue", lambda: retrieve(XI, row)), ("pattern", lambda: corrupt(row, 0, 0))):
            if kind not in ("ragged", "a list of texts", "a column of text", "None"):
                with pytest.raises(ValueError, match=f"^{name} (is|has) .*must be"):
                    refused()


TAKEN = {
    "lists": lambda a: a.astype(int).tolist(),
    "tuples": lambda a: tuple(map(tuple, a)),
    "small integers": lambda a: a.astype("i1"),
    "halves": lambda a: a.astype("f2"),
    "the other byte order": lambda a: a.astype(">f8"),
    "columns first": np.asfortranarray,
    "a matrix": np.matrix,
    "a frame": pd.DataFrame,
    "a mask of nothing": np.ma.array,
    "read-only": lambda a: np.broadcast_to(a, a.shape),
}


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("kind", TAKEN)
def test_arrays_of_any_make_are_taken(kind):
    expected, found = retrieve(XI, CUE), retrieve(TAKEN[kind](XI), CUE)
    np.testing.assert_array_equal(found.x, expected.x)
    assert type(found.x) is np.ndarray and found.x.dtype == np.float64


@pytest.mark.parametrize(
    ("options", "numpy"),
    [
        ({"every": 3}, [np.int64(3), np.uint8(3), np.array(3), 3.0, np.float32(3), np.array(3.0)]),
        (
            {"temperature": 0.5},
            [np.float32(0.5), np.float16(0.5), np.longdouble(0.5), np.array(0.5), Fraction(1, 2), Decimal("0.5")],
        ),
        ({"tau_p": math.inf}, [np.inf, np.float32("inf"), np.array(np.inf)]),
        ({"horizon": 2}, [np.int8(2), np.uint64(2), np.array(2.0)]),
        ({"rest": 0.25}, [np.float32(0.25), np.array(0.25)]),
        ({"target": 1}, [np.int64(1), np.uint8(1), np.array(1)]),
        ({"seed": 7, "jitter": 0.1}, [np.int64(7), np.uint64(7), np.array(7), np.array(7, object)]),
        ({"system": "hopfield"}, [np.str_("hopfield"), np.array("hopfield")]),
        ({"integrator": "euler"}, [np.str_("euler"), np.array("euler")]),
        ({"dtype": "float32"}, [np.float32, np.dtype("float32"), np.dtype(">f4"), "f4", np.str_("float32")]),
        ({"dtype": "float64"}, [np.float64, float, np.dtype("float64"), "double"]),
    ],
)
def test_numpys_numbers_and_names_are_pythons(options, numpy):
    name, good = next(iter(options)), GOOD | {"horizon": 1, "seed": 0} | options
    expected = retrieve(**good)
    for value in numpy:
        found = retrieve(**good | {name: value})
        np.testing.assert_array_equal(found.x, expected.x)
        np.testing.assert_array_equal(found.time, expected.time)
        assert found.x.dtype == expected.x.dtype and type(found.system) is str, value


def test_seeds_and_targets_of_a_batch():
    cues = np.stack([CUE, -CUE])
    expected = retrieve(XI, cues, seed=[3, 2**70], target=[1, 2], jitter=0.1, horizon=1)
    for seed in ((3, 2**70), np.array([3, 2**70], object), [np.int64(3), 2**70]):
        found = retrieve(XI, cues, seed=seed, target=np.array([1, 2], "u1"), jitter=0.1, horizon=1)
        np.testing.assert_array_equal(found.x, expected.x)
        np.testing.assert_array_equal(found.target, [1, 2])
    for name, wrong in [
        ("seed", [3, -1]),
        ("seed", [3, 0.5]),
        ("seed", [1, 2, 3]),
        ("target", [0, 4]),
        ("target", [0, 1, 2]),
        ("target", [0.0, 1.0]),
        ("target", masked([0, 1], [False, True])),
    ]:
        with pytest.raises(ValueError, match=f"^{name} is .*one for each cue"):
            retrieve(XI, cues, **{name: wrong})


def test_a_draw_takes_numpys_numbers_too():
    expected = draw("random", 3, seed=4, neurons=9, correlation=0.5)
    found = draw(np.str_("random"), np.int64(3), seed=np.uint8(4), neurons=np.array(9), correlation=np.float32(0.5))
    np.testing.assert_array_equal(found.patterns, expected.patterns)
    cue = corrupt(expected.patterns[0].astype("i1"), np.int8(2), np.int64(4))
    np.testing.assert_array_equal(cue, corrupt(expected.patterns[0], 2, 4))


RANDOM = "patterns['random'].draw"


@pytest.mark.parametrize(
    ("call", "options", "words"),
    [
        ("retrieve", {"horizon": 1e300}, "horizon is 1e.300, but must be at most 1000000000 steps"),
        ("retrieve", {"every": 10**30}, "every is 10{30}, but must be a whole number from 1 to 1000000000"),
        ("retrieve", {"sigma": 1e300}, "sigma is 1e.300, but must be at most 1e.30"),
        (RANDOM, {"load": 10**12}, "load is 10{12}, but must be a whole number from 1 to 1000000"),
        (RANDOM, {"load": 10**6, "neurons": 300}, "neurons is 300, but must be .* 1 to 268"),
        (RANDOM, {"load": 1, "neurons": 10**30}, "neurons is 10{30}"),
        ("ideal_accuracy", {"n_neurons": 10**15}, "n_neurons is 10{15}, but must be a whole number from 1 to 10000"),
        ("ideal_accuracy", {"n_patterns": 10**400}, "n_patterns is a number of 1329 bits"),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_tried(call, options, words):
    function, good = CALLS[call]
    with pytest.raises(ValueError, match=words):
        function(**good | options)
