"""Files of a person's own memories, as the process that reads them opens them: pictures, and patterns as NPY, NPZ,
CSV."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

from astro_dash.engine.patterns import Drawn, given
from astro_dash.memories import Picture, opened, saved
from astro_dash.pictures import samples

SECONDS = 5  # beside the server, in a process of its own that may take 30
APART = True


@cache
def seeds() -> list[bytes]:
    drawn = given(np.eye(9, dtype=int).reshape(9, 3, 3), [f"name {i}" for i in range(9)])
    shades = np.arange(3 * 40 * 30, dtype=np.uint32).reshape(40, 30, 3).astype(np.uint8)
    found = [*samples(), saved(drawn), b"1,0,1,0\n0,1,1,0\n", b"# a\n1;-1;1\n-1;1;1", "\ufeff+1 \u22121\n1 1".encode()]
    for mode in ("RGB", "L", "P", "1"):
        for kind in ("PNG", "GIF", "WEBP", "JPEG"):
            file = BytesIO()
            image = Image.fromarray(shades).convert(mode)
            (image.convert("RGB") if kind in ("JPEG", "WEBP") else image).save(file, kind)
            found.append(file.getvalue())
    for array in (drawn.patterns, drawn.patterns.astype("f4"), np.zeros((2, 2, 2), bool), np.array(["a", "b"])):
        file = BytesIO()
        np.save(file, array)
        found.append(file.getvalue())
    return found


WORDS = (
    b"IHDR", b"IDAT", b"PLTE", b"tRNS", b"IEND", b"acTL", b"JFIF", b"Exif", b"VP8X", b"ANIM", b"RIFF", b"GIF89a",
    b"\x21\xf9", b"PK\x05\x06", b"patterns.npy", b"names.npy", b"grid.npy", b"'descr': '|O'", b"'shape': (99999999, 9)",
    b"'<f8'", b"'<U9'", b"'fortran_order': True", b"1e999", b"nan", b"-", b"\xef\xbb\xbf",
)  # fmt: skip


def make(mutator) -> bytes:
    return mutator.torn(seeds(), WORDS)


def take(data: bytes) -> list[str]:
    try:
        found = opened(data, "a file.png", (8, 8))
    except ValueError as error:
        return [str(error)]
    if isinstance(found, Picture):
        assert found.grey.shape == (8, 8) and found.grey.dtype == np.uint8, "it is no picture"
        found = found.drawn()
    assert isinstance(found, Drawn) and np.isin(found.patterns, (-1, 1)).all(), "they are no patterns"
    assert all(map(str.isprintable, found.labels)), "a name has signs that are none"
    return []
