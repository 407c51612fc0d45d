"""Checks of what a caller hands in: one sentence that quotes the value and says what is allowed."""

from __future__ import annotations

from numbers import Integral

import numpy as np

from ..words import _
from .quote import quoted

_PATTERNS = {2: "(K, N)", 3: "(B, K, N)"}
_CUES = {1: "(N,)", 2: "(B, N)"}


def plain(value):
    """A number or a text of numpy's, or an array of one without axes, as Python's own, and None if it is anything else
    (a span of time would pass for an integer); what is not of numpy's make, as it is."""
    if getattr(value, "ndim", None) != 0:
        return value
    return value.item() if getattr(value.dtype, "kind", "?") in "biufU" and not lossy(value) else None


def lossy(value) -> bool:
    """Does it have what an array of numpy's would not: masked entries, or a unit?"""
    if isinstance(value, (list, tuple)):
        return any(lossy(entry) for entry in value if not isinstance(entry, (int, float)))
    units = [getattr(value, name, None) for name in ("unit", "units")]
    with_unit = any(unit is not None and str(unit) not in ("", "1", "dimensionless") for unit in units)
    return with_unit or bool(np.ma.is_masked(value))


def entries(value, kinds: str) -> np.ndarray | None:
    """`value` as an array whose dtype is of one of these kinds, or None where it is no such array."""
    try:
        array = None if lossy(value) else np.asarray(value)
    except Exception:  # whatever it is that others' arrays raise
        return None
    return None if array is None or array.dtype.kind not in kinds else array


def check_choice(name: str, value, allowed) -> str:
    """`value`, if it is one of `allowed`; ValueError otherwise."""
    chosen = plain(value)
    if not isinstance(chosen, str) or chosen not in allowed:
        keys = ", ".join(allowed)
        raise ValueError(_("{name} is {value}, but must be one of {keys}.", name=name, value=quoted(value), keys=keys))
    return str(chosen)


def check_dtype(dtype) -> np.dtype:
    """Single or double precision, by its name, its type or as numpy's dtype; ValueError otherwise."""
    try:
        found = np.dtype(dtype) if isinstance(dtype, (str, type, np.dtype)) else None
    except Exception:  # a text that is no dtype raises more than one kind
        found = None
    if found is None or found.name not in ("float64", "float32"):
        raise ValueError(f"dtype is {quoted(dtype)}, but must be one of float64, float32.")
    return found.newbyteorder("=")


def check_signs(patterns, cue, dtype="float64"):
    """Patterns (K, N) or (B, K, N) and cue (N,) or (B, N) as C-contiguous arrays of `dtype`, entries +-1."""
    patterns, cue = signs("patterns", patterns, _PATTERNS, dtype), signs("cue", cue, _CUES, dtype)
    if cue.shape[-1] != patterns.shape[-1]:
        raise ValueError(f"cue has {cue.shape[-1]} entries, but must have {patterns.shape[-1]}, one a neuron.")
    if patterns.ndim == 3 and cue.shape[:-1] != patterns.shape[:1]:
        raise ValueError(f"cue has shape {cue.shape}, but must be {patterns.shape[::2]}, one for each pattern set.")
    return patterns, cue


def check_seed(seed, batch: tuple[int, ...]) -> int | np.ndarray:
    """`seed`, if it is a whole number of at least 0, or one for each cue of the batch; ValueError otherwise."""
    seeds = entries(seed, "iuO")  # numbers above 64 bits are objects
    if seeds is not None and seeds.shape in ((), batch):
        if all(isinstance(s, Integral) and not isinstance(s, bool) and int(s) >= 0 for s in seeds.ravel().tolist()):
            return seeds if seeds.ndim else int(seeds.item())
    raise ValueError(f"seed is {quoted(seed)}, but must be a whole number of at least 0, or one for each cue.")


def check_target(target, n_patterns: int, batch: tuple[int, ...]) -> np.ndarray:
    """Indices of patterns, one for all cues or one for each, in the shape of the batch; ValueError otherwise."""
    index = entries(target, "iu")
    if index is None or index.shape not in ((), batch) or (index < 0).any() or (index >= n_patterns).any():
        allowed = f"the index of a stored pattern, 0 to {n_patterns - 1}"
        raise ValueError(f"target is {quoted(target)}, but must be {allowed}, or one for each cue.")
    return np.broadcast_to(index, batch)


def signs(name: str, value, dims: dict[int, str], dtype="float64") -> np.ndarray:
    """`value` as a C-contiguous array of `dtype`, entries +-1; `dims`: the shapes it may have, by number of axes."""
    shapes = " or ".join(dims.values())
    array = entries(value, "iuf")
    if array is None:
        raise ValueError(f"{name} {_what(value)}, but must be an array {shapes} of entries +1 and -1.")
    if array.ndim not in dims or 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape}, but must be {shapes}, none of them 0.")
    wrong = array[np.abs(array) != 1]
    if wrong.size:
        raise ValueError(f"{name} has the entry {wrong[0]}, but every entry must be +1 or -1.")
    return np.ascontiguousarray(array, dtype)


def _what(value) -> str:
    """In a few words, what is wrong with an array."""
    try:
        if lossy(value):
            return "has masked entries or a unit"
    except Exception:  # as in `entries`
        pass
    return f"is of {value.dtype}" if isinstance(value, np.ndarray) else f"is {quoted(value)}"
