"""Uploaded files of a person's own memories, read in a process of their own (`confined`): decoders of pictures are
large programs in C, and the files come from anybody. They are never written to disk.
"""

from __future__ import annotations

import logging
from contextlib import suppress

import numpy as np

from .confined import Confined, calling, heard, parted, say
from .engine.patterns import Drawn, given
from .engine.patterns.own import check_grid
from .memories import Picture, opened, saved
from .pictures import samples
from .words import _

log = logging.getLogger(__name__)

MOST_FILES = 100  # at once
MOST_ANSWER = 6_000_000  # bytes: three times the largest set
_CODE = calling("receiving.answer")
Found = Picture | Drawn | str


class Files(Confined):
    """Files that are read together. `found()` may be asked for once, in any thread; `stop()` ends it from another."""

    def __init__(self, data: bytes, sizes: list[int], names: list[str], grid: tuple[int, int]):
        super().__init__(_CODE, data, MOST_ANSWER, {"sizes": sizes, "names": names, "grid": list(grid)})

    def found(self) -> list[Found]:
        """What is in each: a picture, patterns, or the sentence that refuses it. Raises ValueError, in one sentence, if
        they take more memory or time than they may."""
        answered = self.exchange()
        try:
            return _unpack(answered)
        except Exception:  # it died, or does not speak as it should
            log.warning("files could not be read: their process ended with %s, without an answer", self.ended)
            raise ValueError(
                _("The files take more memory or time to read than they may: open fewer of them.")
            ) from None


def answer(sizes: list[int], names: list[str], grid: list[int]) -> None:
    """In the process: read the files that come in, one after the other, and write what is in them."""
    _warm()
    data, at, heads, values = heard(), 0, [], []
    for size, name in zip(sizes, names, strict=True):
        one, at = data[at : at + size], at + size
        try:
            found = opened(one, name, grid)
        except ValueError as error:
            heads.append({"refused": str(error)})
            continue
        if isinstance(found, Picture):
            heads.append({"picture": found.name, "threshold": found.threshold, "grid": found.grey.shape})
            values.append(found.grey)
        else:
            heads.append({"names": found.labels, "grid": found.grid})
            values.append((found.patterns > 0).astype(np.uint8))
    say({"found": heads}, values)


def _warm() -> None:
    """Read one of each kind: whatever is loaded when it is first used will find no file later."""
    for data in (*samples(), saved(given([[1]])), b"1,0,1,0", b"1,2"):
        with suppress(ValueError):
            found = opened(data, "a sample", (2, 2))
            assert not isinstance(found, Picture) or found.drawn()


def _unpack(data: bytes) -> list[Found]:
    """An answer, taken for what it is and no more. Raises all kinds of exceptions if it is none."""
    (head, at), found = parted(data), list[Found]()
    for one in head["found"]:
        if "refused" in one:
            found.append(str(one["refused"]))
            continue
        rows, columns = check_grid(one["grid"])
        count = 1 if "picture" in one else len(one["names"])
        values = np.frombuffer(data, np.uint8, count * rows * columns, at).reshape(count, rows, columns)
        at += values.size
        if "picture" in one:
            found.append(Picture(str(one["picture"]), values[0].copy(), int(one["threshold"])))
        else:
            found.append(given(values, one["names"]))
    return found
