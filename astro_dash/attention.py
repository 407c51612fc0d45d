"""`attention` of the command line: a word said to several memories, as tables or as JSON."""

from __future__ import annotations

import json
from math import isfinite, sqrt

import numpy as np

from .engine.attend import Attended, apart
from .engine.models import MODELS
from .store import Said
from .store.said import GATED, Read

NONE, INVERTED = "?", "−"  # what is no memory; before one that is inverted


def report(said: Said, rest: float) -> dict:
    """What becomes of a word, in plain types: the matrices (Q, K) of plain attention and of each system with gains, and
    what each reads back. Raises ValueError where an Euler step has broken one down."""
    keys, temperature = said.drawn.patterns, said.store.temperature
    plain = said.one_pass()
    return {
        "word": said.store.word, "inverted": [i + 1 for i in said.inverted], "tokens": said.places,
        "keys": [said.drawn.name(i) for i in range(len(keys))], "neurons": keys.shape[1],
        "flipped": said.store.flips(keys.shape[1]), "temperature": temperature if isfinite(temperature) else None,
        "sqrt_n": sqrt(keys.shape[1]),
        "one_pass": {
            "attention": plain.tolist(), "on_right": float(said.on_right(plain)), **_read(said.read(plain @ keys)),
        },
        "systems": {key: _settled(said, key, said.attended(key, rest), plain) for key in said.store.system},
    }  # fmt: skip


def _settled(said: Said, key: str, attended: Attended, plain: np.ndarray) -> dict:
    if not np.isfinite(attended.x).all():
        raise ValueError(f"dt is {said.store.dt}, but must be smaller: {key} broke down with the integrator 'euler'.")
    found = _read(said.read(attended.x))
    found["time_to_rest"] = [time if isfinite(time) else None for time in attended.rest_time.tolist()]
    if key not in GATED:
        return found
    gain, attention = attended.gain[-1], attended.attention[-1]
    model = MODELS[key](said.drawn.patterns, said.store.parameters())
    return found | {
        "gain": gain.tolist(), "attention": attention.tolist(), "on_right": float(said.on_right(gain)),
        "from_attention": float(apart(gain, attention)), "from_one_pass": float(apart(gain, plain)),
        "routing_temperature": model.routing_temperature,
    }  # fmt: skip


def _read(read: Read) -> dict:
    """A key, or None, of each token; whether it came back inverted, and whether it is what was said."""
    return {
        "read": [key if key >= 0 else None for key in read.key.tolist()], "read_inverted": (read.sign < 0).tolist(),
        "right": read.right.tolist(), "share_right": float(read.right.mean()),
    }  # fmt: skip


def words(said: Said, found: dict) -> str:
    """The report as a person reads it."""
    names, systems = said.names, found["systems"]
    columns = {"one pass": found["one_pass"], **systems}

    def token(key, inverted: bool) -> str:
        return NONE if key is None else INVERTED * inverted + names[key]

    said_as = [token(key, i in said.inverted) for i, key in enumerate(said.places)]
    rows = [["token", *columns]]
    for i, shown in enumerate(said_as):
        marks = ["✓" if each["right"][i] else "✗" for each in columns.values()]
        back = [token(each["read"][i], each["read_inverted"][i]) for each in columns.values()]
        rows.append([shown, *(f"{b} {mark}" for b, mark in zip(back, marks, strict=True))])
    rows.append(["right", *(f"{sum(each['right'])} of {len(said_as)}" for each in columns.values())])
    for label, name in _MEASURES.items():
        rows.append([label, *(f"{each[name]:.3f}" if name in each else "–" for each in columns.values())])
    critical = {key: each.get("routing_temperature") for key, each in systems.items()}
    scales = [f"√N = {found['sqrt_n']:.3g}", *(f"T_c of {key} = {T_c:.3g}" for key, T_c in critical.items() if T_c)]
    head = (
        f"{said.store.word}: {len(said_as)} tokens, {len(names)} keys (equal tokens are one), {found['flipped']} of "
        f"{found['neurons']} pixels of each flipped; T = {said.store.temperature:g}, {', '.join(scales)}"
    )
    matrices = {"one pass, softmax(q·k/T)": found["one_pass"]["attention"]} | {
        f"{key}, gains at rest": systems[key]["gain"] for key in systems if key in GATED
    }
    grids = [_matrix(title, said_as, names, matrix) for title, matrix in matrices.items()]
    return "\n\n".join([head, _aligned(rows), *grids, _NOTE])


_MEASURES = {
    "share on the right key": "on_right", "from softmax(score/T)": "from_attention", "from one pass": "from_one_pass",
}  # fmt: skip
_NOTE = (
    "Shares in %. How far gains are from another matrix is half the sum of |p − q| in a row, the mean of all rows: 0 "
    "where they are the same, 1 where they share no key."
)


def _matrix(title: str, tokens, names, matrix) -> str:
    rows = [["", *names]] + [
        [token, *(f"{100 * share:.0f}" for share in row)] for token, row in zip(tokens, matrix, strict=True)
    ]
    return f"{title}\n{_aligned(rows)}"


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def command(options, names) -> str:
    """What `attention` prints. Raises ValueError for a bad option."""
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    said = Said.of({name: ",".join(value) if name == "system" else value for name, value in given.items()})
    found = report(said, options.rest)
    return json.dumps(found, indent=1, ensure_ascii=False) if options.json else words(said, found)
