"""What is said in a room, as bytes: the length of its header, the header (JSON), and a chunk. Nothing that comes from
elsewhere is trusted to be more than that."""

from __future__ import annotations

import json
import struct

MAGIC, MOST_HEADER = 0x4D4F4F52, 2_000_000  # of a header: the choices of a run, own memories included


def encode(header: dict, chunk: bytes | None = None) -> bytes:
    text = json.dumps(header, ensure_ascii=False).encode()
    return struct.pack("<II", MAGIC, len(text)) + text + (chunk or b"")


def decode(data) -> tuple[dict, bytes | None]:
    """Raises ValueError for what is none."""
    if not isinstance(data, bytes) or len(data) < 8:
        raise ValueError("what was said in a room is no frame")
    magic, length = struct.unpack_from("<II", data)
    if magic != MAGIC or length > min(MOST_HEADER, len(data) - 8):
        raise ValueError("what was said in a room is no frame")
    try:
        header = json.loads(data[8 : 8 + length])
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise ValueError("what was said in a room is no frame")
    return header, data[8 + length :] or None
