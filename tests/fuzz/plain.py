"""Messages of pages as text: JSON, with bytes as {"$bytes": base64}."""

from __future__ import annotations

import base64
import json


def dumps(value) -> bytes:
    return json.dumps(value, default=lambda data: {"$bytes": base64.b64encode(data).decode()}).encode()


def loads(data: bytes):
    return json.loads(data, object_hook=_bytes)


def _bytes(one: dict):
    return base64.b64decode(one["$bytes"]) if one.keys() == {"$bytes"} else one
