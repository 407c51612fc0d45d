"""Checks of what a caller hands in: one sentence that quotes the value and says what is allowed."""

from __future__ import annotations

from itertools import islice
from reprlib import Repr

import numpy as np

MOST_QUOTED = 60  # characters of a value in a sentence


class _Short(Repr):
    """As `repr` writes it, but for no more work than the few characters that are shown are worth."""

    def __init__(self):
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 4, MOST_QUOTED, MOST_QUOTED, MOST_QUOTED

    def repr_str(self, x, level):
        return repr(x[:MOST_QUOTED])

    repr_bytes = repr_bytearray = repr_str

    def repr_int(self, x, level):
        return repr(x) if abs(x) < 10**MOST_QUOTED else f"a number of {x.bit_length()} bits"

    def repr_dict(self, x, level):
        if level <= 0 and x:
            return "{...}"
        some = [f"{self.repr1(k, level - 1)}: {self.repr1(v, level - 1)}" for k, v in islice(x.items(), self.maxdict)]
        return "{" + ", ".join(some + ["..."] * (len(x) > self.maxdict)) + "}"

    def repr_set(self, x, level):
        return f"{type(x).__name__}({self.repr1(list(islice(x, self.maxset + 1)), level)})"

    repr_frozenset = repr_set


_short = _Short()


def quoted(value, most: int = MOST_QUOTED) -> str:
    """A value as a sentence quotes it: on one line, in a few characters, whatever its size or depth."""
    return " ".join(_short.repr(value).split())[:most]


def check_choice(name: str, value, allowed):
    """`value`, if it is one of `allowed`; ValueError otherwise."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} is {quoted(value)}, but must be one of {', '.join(allowed)}.")
    return value


def check_signs(patterns, cue, dtype="float64"):
    """Patterns (K, N) or (B, K, N) and cue (N,) or (B, N) as C-contiguous arrays of `dtype`, entries +-1."""
    patterns, cue = _signs("patterns", patterns, (2, 3), dtype), _signs("cue", cue, (1, 2), dtype)
    if cue.shape[-1] != patterns.shape[-1]:
        raise ValueError(f"cue has {cue.shape[-1]} entries, but must have {patterns.shape[-1]}, one a neuron.")
    if patterns.ndim == 3 and cue.shape[:-1] != patterns.shape[:1]:
        raise ValueError(f"cue has shape {cue.shape}, but must be {patterns.shape[::2]}, one for each pattern set.")
    return patterns, cue


def check_seed(seed, batch: tuple[int, ...]):
    """`seed`, if it is a whole number of at least 0, or one for each cue of the batch; ValueError otherwise."""
    seeds = np.asarray(seed)
    if seeds.shape in ((), batch) and all(type(s) is int and s >= 0 for s in seeds.ravel().tolist()):
        return seed
    raise ValueError(f"seed is {quoted(seed)}, but must be a whole number of at least 0, or one for each cue.")


def _signs(name, value, dims, dtype):
    shapes = "(K, N) or (B, K, N)" if name == "patterns" else "(N,) or (B, N)"
    try:
        array = np.ascontiguousarray(value, dtype)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {quoted(value)}, but must be an array {shapes} of entries +1 and -1.") from None
    if np.ndim(value) not in dims or 0 in array.shape:
        raise ValueError(f"{name} has shape {np.shape(value)}, but must be {shapes}, none of them 0.")
    wrong = array[np.abs(array) != 1]
    if wrong.size:
        raise ValueError(f"{name} has the entry {wrong[0]}, but every entry must be +1 or -1.")
    return array
