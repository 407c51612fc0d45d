"""A value is quoted in a few characters on one line, for little work."""

import math
import tracemalloc

import numpy as np
import pytest

from astro_dash.engine.check import check_choice, quoted


class Slow:
    def __repr__(self):
        raise RuntimeError("not to be written down")


def nested(kind, depth=100_000):
    value = kind()
    for _ in range(depth):
        value = {"a": value} if kind is dict else kind([value])
    return value


def itself():
    value = []
    value.append(value)
    return value


SAME = [0, -5, 1.5, math.inf, True, None, "", "it's", "τ", b"\0x", [1, 2], (1,), {"a": [1, None]}, {"b": 1, "a": 2}]


@pytest.mark.parametrize("value", SAME, ids=repr)
def test_what_is_short_is_quoted_as_it_is_written(value):
    assert quoted(value) == repr(value)


LARGE = {
    "a text": "x" * 10**7, "lines": "\n" * 10**7, "bytes": b"\0" * 10**7, "a number": 10**5000, "a debt": -(10**5000),
    "a list": list(range(10**6)), "a tuple": (0,) * 10**6, "a dict": dict.fromkeys(range(10**6)),
    "a set": set(range(10**6)), "an array": np.zeros((1000, 1000)), "some texts": ["x" * 10**6] * 50,
    "texts by texts": {"x" * 10**6: "y" * 10**6},
    "keys of all kinds": {i if i % 2 else str(i): i for i in range(10**5)},
    "deep lists": nested(list), "deep tuples": nested(tuple), "deep dicts": nested(dict), "itself": itself(),
    "what cannot be written": Slow(), "an array of lines": np.arange(900).reshape(30, 30),
    "frozen": frozenset(range(99)),
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_what_is_large_or_deep_takes_no_more_room(kind):
    said = quoted(LARGE[kind], 40)
    assert 0 < len(said) <= 40 and len(quoted(LARGE[kind])) <= 60 and "\n" not in said
    with pytest.raises(ValueError, match=r"^system is .{1,60}, but must be one of astro, hopfield\.$"):
        check_choice("system", LARGE[kind], {"astro": 1, "hopfield": 2})


def test_no_more_is_written_than_is_shown():
    class Counted:
        written = 0

        def __repr__(self):
            Counted.written += 1
            return "one"

    each = [Counted() for _ in range(5000)]
    for many in (each, dict(enumerate(each)), set(each), tuple(each)):
        quoted(many)
    assert Counted.written < 60


@pytest.mark.parametrize("kind", LARGE)
def test_it_takes_little_memory(kind):
    quoted(LARGE[kind])
    tracemalloc.start()
    try:
        quoted(LARGE[kind])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 200_000
