"""A person's own memories as the text that a link has of them: "8x8x2.<bits>.<names>", both in base64; or, where they
are too many for a link, "32x32x300~<digest>", by which their file is known.
"""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from math import inf

import numpy as np

from ..engine.models import MODELS
from ..engine.patterns import PATTERNS, Drawn, given
from ..engine.patterns.base import grid
from ..engine.patterns.own import MOST_NEURONS, MOST_PATTERNS, NAME
from ..engine.quote import quoted
from ..words import _

MOST_LINKED = 4000  # characters: 23 of 32×32, hundreds of 8×8; proxies take addresses of 8,000 in all
FORM = re.compile(r"(\d{1,4})x(\d{1,4})x(\d{1,4})(?:\.([\w-]*)(?:\.([\w-]*))?|~([0-9a-f]{16}))", re.ASCII)
_HEAD = re.compile(r"(\d{1,4})x(\d{1,4})x(\d{1,4})[.~]", re.ASCII)
_LONGEST = 2 * MOST_PATTERNS * MOST_NEURONS // 8


def packed(drawn: Drawn) -> str:
    """The text of patterns, with their names unless none has one."""
    (rows, columns), count = drawn.grid, len(drawn.labels)
    text = f"{rows}x{columns}x{count}.{_text(np.packbits(drawn.patterns > 0).tobytes())}"
    if set(drawn.labels) == {NAME}:
        return text
    names = "\n".join("" if label == NAME else label for label in drawn.labels)
    return f"{text}.{_text(names.encode())}"


def shape(text: str) -> tuple[int, int, int]:
    """Rows, columns and number of the patterns in a text, whose beginning has them. Raises ValueError for what has no
    such beginning."""
    found = _HEAD.match(text)
    if found is None:
        raise _none(text)
    rows, columns, count = map(int, found.groups())
    if not (1 <= rows * columns <= MOST_NEURONS and 1 <= count <= MOST_PATTERNS):
        raise ValueError(
            _(
                "own is {text}, but may be 1 to {most} memories, of at most {pixels} pixels each.",
                text=quoted(text, 40), most=MOST_PATTERNS, pixels=MOST_NEURONS,
            )
        )
    return rows, columns, count


def unpacked(text: str) -> Drawn:
    """The patterns of a text. Raises ValueError for what is none, and for memories that are elsewhere."""
    (rows, columns, count), bits, names, digest = _parts(text)
    if digest:
        raise ValueError(
            _(
                "own is {count} memories that were too many for a link: open their file, the one known as {digest}.",
                count=count, digest=digest[:8],
            )
        )
    n = rows * columns
    try:
        data = np.frombuffer(_bytes(bits), np.uint8)
        labels = _bytes(names).decode().split("\n") if names else None
        if len(data) != -(-count * n // 8):
            raise ValueError
    except ValueError:
        raise _none(text) from None
    return given(np.unpackbits(data, count=count * n).reshape(count, n), labels, (rows, columns))


def away(text: str) -> bool:
    """Whether a text only tells of memories, which are in a file."""
    return "~" in text


def short(text: str) -> str:
    """The text itself, where it fits in a link; or what their file is known by."""
    if len(text) <= MOST_LINKED or away(text):
        return text
    return f"{text.partition('.')[0]}~{sha256(text.encode()).hexdigest()[:16]}"


def n_neurons(values: dict) -> int:
    """N of a state: that of one's own memories or of the pattern set, or the one that was chosen."""
    if own := values.get("own"):
        rows, columns = shape(own)[:2]
        return rows * columns
    return PATTERNS[values["patterns"]].n_neurons or values["neurons"]


def most(values: dict) -> float:
    """How many patterns there are to be stored: own ones and those of the set. Raises ValueError if there are none."""
    if values["patterns"] == "own" and not values.get("own"):
        raise ValueError(_("patterns is 'own', but there are no memories of your own yet: draw or open some first."))
    count = shape(values["own"])[2] if values.get("own") else 0
    return count if values["patterns"] == "own" else count + (PATTERNS[values["patterns"]].most or inf)


def check(values: dict, new: bool) -> None:
    """Raise a ValueError for own memories that are none, which is asked of `new` ones, or that do not go with the set
    or the systems. That there are any is asked before (`most`)."""
    own, name = values["own"], values["patterns"]
    if not own:
        return
    if new:
        _parts(own) if away(own) else unpacked(own)
    (rows, columns), other = shape(own)[:2], None if name == "own" else PATTERNS[name].n_neurons
    n, beside = rows * columns, grid(other) if other else (rows, columns)
    if beside != (rows, columns):
        raise ValueError(
            _(
                "own is of {grid} pixels, but must be of {other} beside {name}: store them alone, or on that grid.",
                grid=f"{rows}x{columns}", other=f"{beside[0]}x{beside[1]}", name=name,
            )
        )
    for key in values["system"]:
        if n > (MODELS[key].most_neurons or n):
            raise ValueError(
                _(
                    "own is of {n} pixels, but may be of at most {most} for {title}: more are too slow for it.",
                    n=n, most=MODELS[key].most_neurons, title=_(MODELS[key].title),
                )
            )


def taken_out(known: dict) -> list[str]:
    """Take memories that cannot be had out of the values of a link, with what they alone mean; a sentence, if so."""
    try:
        if known.get("own"):
            unpacked(known["own"])
        return []
    except ValueError as error:
        alone = ("patterns", "load", "target", "cue") if known.get("patterns") == "own" else ()
        for name in ("own", *alone):
            known.pop(name, None)
        return [str(error)]


def _parts(text: str) -> tuple[tuple[int, int, int], str, str, str]:
    found = FORM.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise _none(text)
    bits, names, digest = (part or "" for part in found.groups()[3:])
    return shape(text), bits, names, digest


def _none(text: str) -> ValueError:
    return ValueError(_("own is {text}, but must be memories as a link of this page has them.", text=quoted(text, 40)))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
