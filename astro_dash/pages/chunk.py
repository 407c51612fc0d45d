"""Frames as one binary message: length of the header, header (JSON), then the arrays, each at a multiple of 8 bytes.

The header's `arrays` lists [name, dtype, shape, offset], offsets counted from the end of the (padded) header.
"""

from __future__ import annotations

import base64
import gzip
import json
import struct

import numpy as np

_KINDS = {"f": "<f4", "u": None, "i": "<i4"}


def laid(arrays: dict[str, np.ndarray]) -> tuple[list, bytes]:
    """Arrays as a header lists them, and their bytes; reals travel as float32, whole numbers as int32, bytes as they
    are."""
    table, parts, offset = [], [], 0
    for name, array in arrays.items():
        kind = _KINDS[array.dtype.kind]
        array = np.asarray(array, kind or array.dtype, order="C")
        table.append([name, array.dtype.str[1:], list(array.shape), offset])
        data = array.tobytes()
        parts += [data, b"\0" * (-len(data) % 8)]
        offset += len(data) + (-len(data) % 8)
    return table, b"".join(parts)


def written(header: dict) -> bytes:
    """A header, or a part of one, as it travels."""
    return json.dumps(header, allow_nan=False, ensure_ascii=False).encode()


def joined(header: bytes, body: bytes) -> bytes:
    """The message of a header that is written and of arrays that are laid."""
    header += b" " * (-(len(header) + 8) % 8)
    return b"".join((struct.pack("<II", 0x41535452, len(header)), header, body))


def pack(header: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """The message of a header and arrays."""
    table, body = laid(arrays)
    return joined(written(header | {"arrays": table}), body)


def unpack(data: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The header and the arrays of a message. Raises ValueError if it is none."""
    magic, length = struct.unpack_from("<II", data)
    if magic != 0x41535452:
        raise ValueError(f"The message starts with {data[:4]!r}, but must start with {b'RTSA'!r}.")
    header = json.loads(data[8 : 8 + length])
    arrays = {}
    for name, dtype, shape, offset in header.pop("arrays"):
        count = int(np.prod(shape, dtype=int))
        arrays[name] = np.frombuffer(data, "<" + dtype, count, 8 + length + offset).reshape(shape)
    return header, arrays


def packed(declaration: dict) -> str:
    """What a page is built from, as JSON, compressed (figures repeat themselves) and in base64."""
    return base64.b64encode(gzip.compress(json.dumps(declaration).encode())).decode()
