"""What the browser unpacks is what is packed here: tests/browser/frames.test.js reads the same file.

`python -m tests.pages.test_chunk` writes it anew."""

import base64
import gzip
import json
from pathlib import Path

import numpy as np

from astro_dash.pages.chunk import pack, packed, unpack

PACKED = Path(__file__).parents[1] / "browser" / "packed.json"
HEADER = {"mode": "reset", "first": 0, "names": {"0": "digit ξ #0"}, "odd": [1, None]}
ARRAYS = {
    "error": np.array([0.5, -1.25, np.nan]), "image": np.array([[0, 1], [2, 3], [4, 255]], np.uint8),
    "winner": np.array([7, -1, 2_000_000]), "empty": np.empty((0, 4)),
}  # fmt: skip
DECLARED = {"choices": {"temperature": "τ, ∞"}, "deep": [[1.5, None, True]]}


def test_the_browsers_chunk_is_what_is_packed():
    kept = json.loads(PACKED.read_text(encoding="utf-8"))
    assert base64.b64decode(kept["chunk"]) == pack(HEADER, ARRAYS)
    assert json.loads(gzip.decompress(base64.b64decode(kept["declared"]))) == DECLARED
    header, arrays = unpack(base64.b64decode(kept["chunk"]))
    assert header == HEADER and list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].shape == array.shape and np.array_equal(arrays[name], array, equal_nan=name != "image")


if __name__ == "__main__":
    made = {"chunk": base64.b64encode(pack(HEADER, ARRAYS)).decode(), "declared": packed(DECLARED)}
    PACKED.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
