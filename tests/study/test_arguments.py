"""What a sweep may be asked for: numpy's numbers as Python's, and for anything else a ValueError in a sentence."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import count

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from astro_dash.study import Plan, sweep

BASE = dict(patterns="random", neurons=6, dt=0.1, horizon=1)


class Hostile:
    """Others' arrays and numbers raise whatever they like."""

    def __array__(self, *_, **__):
        raise RuntimeError("a tensor that needs its gradient")

    def __bool__(self):
        raise KeyError("neither")

    __iter__ = __float__ = __index__ = __bool__


ODD = [  # nothing that any argument takes
    b"1", "x", "1\n2", 1 + 0j, np.complex128(1), [[]], [1, [2]], {"a": 1}, object(), Hostile(), np.ma.masked,
    np.ma.array([0.5, 0.5], mask=[0, 1]), math.nan, -1, Decimal("sNaN"), Fraction(-1, 3), np.timedelta64(1),
    np.datetime64("2026-01-01"), pd.NA, pd.NaT, pd.Series([None, 0.5]), np.array(b"1"), np.zeros((2, 2)) + 0.5,
    np.zeros(2, "i4,f4"), Ellipsis, type,
]  # fmt: skip


def refused(function, *arguments, **options):
    with pytest.raises(ValueError) as refusal:
        function(*arguments, **options)
    said = str(refusal.value)
    assert said.endswith(".") and (" must " in said or " may " in said) and len(said) < 300, said


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}")
def test_what_no_argument_takes_is_refused_in_a_sentence(odd):
    for name in ("load", "noise", "patterns", "integrator", "seed"):
        base = {n: v for n, v in BASE.items() if n != name}
        refused(Plan.of, {name: odd}, **base)
        refused(Plan.of, {name: [odd]}, **base)
        refused(Plan.of, {}, **base, **{name: odd})
    for name in ("systems", "draws", "horizon", "rest"):
        refused(Plan.of, {}, **BASE | {name: odd})
    refused(Plan.of, odd, **BASE)
    for name in ("scheduler", "workers", "progress"):
        if not (name == "progress" and callable(odd)):
            refused(sweep, {}, load=1, draws=1, **BASE | {name: odd})
    if not isinstance(odd, str):
        refused(sweep, {}, load=1, draws=1, **BASE, out=odd)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"grid": {"noise": count()}}, "noise has more than 1000000 values"),
        ({"grid": {"noise": np.linspace(0, 1, 10**7)}}, "noise has more than 1000000 values"),
        ({"grid": {"load": range(1, 10**18)}}, "load has more than 1000000 values"),
        ({"grid": {"load": 10**30}}, "load is 10{30}"),
        ({"grid": {}, "draws": 10**400}, "draws is a number of 1329 bits"),
        ({"grid": {}, "horizon": 1e300}, "horizon is 1e.300"),
        ({"grid": {}, "workers": 10**12}, "workers is 10{12}, but must be a whole number from 1 to 1024"),
        ({"grid": Plan.of({}, **BASE), "load": 3}, "load is given beside a Plan"),
    ],
)
def test_what_is_too_much_is_refused_at_once(options, words):
    base = {} if isinstance(options["grid"], Plan) else BASE
    with pytest.raises(ValueError, match=words):
        sweep(**base | options)


def test_numpys_numbers_and_any_list_are_taken():
    expected = Plan.of({"load": [2, 3], "noise": [0.5]}, ("astro", "hopfield"), 3, **BASE)
    arrays = [
        np.array([2, 3], "u1"),
        pd.Series([2, 3]),
        xr.DataArray([2, 3]),
        iter((2, 3)),
        range(2, 4),
        (np.int64(2), "3"),
    ]
    for loads in arrays:
        settings = BASE | {"patterns": np.str_("random"), "neurons": np.int64(6), "horizon": np.array(1)}
        plan = Plan.of(
            {"load": loads, "noise": np.float32(0.5)}, np.array(["astro", "hopfield"]), np.int8(3), **settings
        )
        assert plan == expected and repr(plan) == repr(expected)
