"""An uploaded map, read in a process of its own (`confined`): HDF5 is a large program in C, and the file comes from
anybody. The process answers with plain arrays, whose types and sizes are checked here.
"""

from __future__ import annotations

import logging
from math import prod

import numpy as np

from .confined import Confined, calling, heard, parted, say
from .netcdf import TEXT, TYPES, Variables, contents
from .words import _

log = logging.getLogger(__name__)

_CODE = calling("reading.answer")


class Reading(Confined):
    """One map that is read. `contents()`, as `netcdf.contents` has it, may be asked for once, in any thread; `stop()`
    ends it from another one."""

    def __init__(self, data: bytes, most: int):
        super().__init__(_CODE, data, most, {"most": most})

    def contents(self) -> tuple[dict, Variables]:
        """Raises ValueError, in one sentence, for what is no map, or takes more memory or time than one may."""
        answered = self.exchange()
        try:
            refused, attributes, variables = _unpack(answered)
        except Exception:  # it died, or does not speak as it should
            log.warning("a file could not be read: its process ended with %s, without an answer", self.ended)
            raise ValueError(_("The file is no map: it takes more memory or time to read than a map may.")) from None
        if refused:
            raise ValueError(refused)
        return attributes, variables


def answer(most: int) -> None:
    """In the process: read the file that comes in, and write what is in it."""
    data = heard()
    head, values = {"refused": "", "attributes": {}, "variables": {}}, []
    try:
        head["attributes"], variables = contents(data, most)
        for name, (dims, attributes, array) in variables.items():
            texts = array.ravel().tolist() if TYPES[name] == TEXT else None
            head["variables"][name] = dims, attributes, array.shape, texts
            values += [] if TYPES[name] == TEXT else [array]
    except ValueError as error:
        head["refused"] = str(error)
    say(head, values)


def _unpack(data: bytes) -> tuple[str, dict, Variables]:
    """An answer, taken for what it is and no more. Raises all kinds of exceptions if it is none."""
    (head, at), variables = parted(data), {}
    for name, (dims, attributes, shape, texts) in head["variables"].items():
        if TYPES[name] == TEXT:
            values = np.array([str(text) for text in texts], object).reshape(shape)
        else:
            count = prod(shape)
            values = np.frombuffer(data, TYPES[name], count, at).reshape(shape).copy()  # a negative count is refused
            at += values.nbytes
        variables[name] = [str(dim) for dim in dims], dict(attributes), values
    return str(head["refused"]), dict(head["attributes"]), variables
