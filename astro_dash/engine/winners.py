"""Which memory has the largest gains. A memory is a pattern: where it is stored, and how often, is no matter."""

from __future__ import annotations

import weakref
from functools import partial

import numpy as np


def keys(patterns):
    """A number for each pattern (..., K, N), (..., K): equal patterns have the same, others another, in an order that
    knows nothing of their places."""
    n = patterns.shape[-1]
    # Of whole numbers so small that the sum is exact in any order; two patterns meet once in 10^12.
    weight = np.random.default_rng(0).integers(1, 2 ** (52 - n.bit_length()), size=n).astype(float)
    return np.matmul(patterns.astype(float, copy=False), weight)


def winners(patterns, gain, overlap, target):
    """The memory with the largest gains in states with gains and overlaps (S, B, K), and how many tie for it, (S, B).

    Gains of equal patterns are added up. Of memories with the same gains the state decides that is nearer to one; those
    still left tie, and whichever is named of them, it is not for its place. The target's memory goes by its number.
    """
    key, places = _kept_keys(patterns)
    digits = np.sqrt(np.finfo(gain.dtype).eps)  # rounding may take half of them
    gain = added(gain, places)
    best = gain >= (1 - digits) * gain.max(-1, keepdims=True)
    near = np.where(best, overlap, -np.inf)
    best &= near >= near.max(-1, keepdims=True) - digits * patterns.shape[-1]
    winner = first(best, key)
    return np.where(_at(key, winner) == _at(key, target), target, winner), best.sum(-1)


_kept: dict[int, tuple] = {}


def _kept_keys(patterns):
    """`keys` and their `firsts`; kept as long as patterns are there that nobody can write to."""
    if (known := _kept.get(id(patterns))) and known[0]() is patterns:
        return known[1]
    key = keys(patterns)
    found = key, firsts(key)
    if not patterns.flags.writeable:
        _kept[id(patterns)] = weakref.ref(patterns, partial(_forget, id(patterns))), found
    return found


def _forget(number: int, gone) -> None:
    if number in _kept and _kept[number][0] is gone:
        del _kept[number]


def first(among, key):
    """Of the patterns `among` (..., K) the one whose key comes last, (...)."""
    return np.where(among, key, -np.inf).argmax(-1)


def _at(key, index):
    """The keys (K,) or (B, K) of some patterns (..., B)."""
    return key[np.arange(len(key)), index] if key.ndim == 2 else key[index]


def firsts(key):
    """Of each pattern, the first that is the same, (..., K)."""
    order = np.argsort(key, axis=-1, kind="stable")
    ordered = np.take_along_axis(key, order, -1)
    begins = np.concatenate([np.ones_like(ordered[..., :1], bool), np.diff(ordered, axis=-1) > 0], axis=-1)
    begun = np.maximum.accumulate(np.where(begins, np.arange(key.shape[-1]), 0), axis=-1)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.take_along_axis(order, begun, -1), -1)
    return found


def added(gain, places):
    """The gains (..., K) of equal patterns, all in the one of their places that is given for each, (K,) or (B, K)."""
    if (places == np.arange(places.shape[-1])).all():
        return gain
    total = np.zeros_like(gain).reshape(-1, gain.shape[-1])
    row = np.arange(len(total))[:, None]
    np.add.at(total, (row, np.broadcast_to(places, gain.shape).reshape(total.shape)), gain.reshape(total.shape))
    return total.reshape(gain.shape)
