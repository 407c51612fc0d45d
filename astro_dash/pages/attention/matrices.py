"""What the page shows of a word: its matrices at every moment, and what each memory reads back."""

from __future__ import annotations

import numpy as np

from ...engine.attend import apart
from ...engine.models import MODELS
from ...store import Said, n_neurons
from ...store.said import Read
from ...words import _
from ..cost import run_seconds

ONE_PASS = "one-pass"  # of what is read back, beside the systems
MOST_SECONDS = 12


def check(said: Said) -> None:
    """Raise a ValueError for a word that is too much work for a page."""
    store, n_tokens, n_keys = said.store, len(said.places), len(said.names)
    if run_seconds(store, n_keys, n_tokens) > MOST_SECONDS:
        raise ValueError(
            _(
                "word is of {n_tokens} tokens of {pixels} pixels, too much work for these memories: take fewer tokens,"
                " neurons or memories, a shorter run or longer steps.",
                n_tokens=n_tokens, pixels=n_neurons(store.values()),
            )
        )


def shown(said: Said) -> tuple[dict, dict[str, np.ndarray]]:
    """What does not change in time, in plain types, and the arrays: of moments (S, ...), and pictures.

    gain, attention (S, Q, K) in 255ths · on_right, from_attention, from_one_pass (S,) · picture:one-pass (Q, K)
    picture:keys (K, N), picture:tokens, picture:queries and picture:state:<system> (Q, N), ink 255
    """
    keys, plain = said.drawn.patterns, said.one_pass()
    attended = {key: said.attended(key) for key in said.store.system}
    states = {ONE_PASS: plain @ keys} | {key: each.x for key, each in attended.items()}
    focus = attended[said.focus]
    about = {
        "systems": [said.focus], "focus": said.focus, "columns": list(states), "grid": list(said.drawn.grid),
        "horizon": said.store.horizon, "keys": said.names, "tokens": said.places, "inverted": list(said.inverted),
        "neurons": keys.shape[1], "alpha": len(keys) / keys.shape[1], "flipped": said.store.flips(keys.shape[1]),
        "routing": MODELS[said.focus](keys, said.store.parameters()).routing_temperature,
        "plain_on_right": float(said.on_right(plain)), "rows": [said.row(i) for i in range(len(said.places))],
        "read": {name: _told(said.read(x)) for name, x in states.items()}, "names": {},
        "broken": [key for key, each in attended.items() if not np.isfinite(each.x).all()],
    }  # fmt: skip
    arrays = {
        "time": focus.time, "gain": _shades(focus.gain), "attention": _shades(focus.attention),
        "on_right": said.on_right(focus.gain), "from_attention": apart(focus.gain, focus.attention),
        "from_one_pass": apart(focus.gain, plain), f"verdict:{said.focus}": np.zeros(len(focus.time), int),
        "picture:one-pass": _shades(plain), "picture:keys": _ink(keys), "picture:tokens": _ink(said.tokens),
        "picture:queries": _ink(said.queries), **{f"picture:state:{name}": _ink(x) for name, x in states.items()},
    }  # fmt: skip
    return about, arrays


def _shades(shares: np.ndarray) -> np.ndarray:
    return np.rint(255 * shares).astype(np.uint8)


def _ink(signs: np.ndarray) -> np.ndarray:
    return np.where(signs > 0, 255, 0).astype(np.uint8)


def _told(read: Read) -> dict:
    return {"key": read.key.tolist(), "sign": read.sign.tolist(), "right": read.right.tolist()}
