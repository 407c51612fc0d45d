"""A picture as the pixels of a pattern: decoded by Pillow, laid on white, fitted to a grid, and parted into ink and
ground. The grey values are all that is taken of a file.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import numpy as np

from .words import _, number

MOST_PIXELS = 25_000_000  # of a picture: what a telephone takes
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")  # with which their files begin


def samples() -> list[bytes]:
    """A small picture of each format."""
    from PIL import Image

    made = []
    for name in FORMATS:
        file = BytesIO()
        Image.new("LA" if name == "PNG" else "RGB", (9, 5)).save(file, name)
        made.append(file.getvalue())
    return made


def fitted(data: bytes, grid: tuple[int, int]) -> np.ndarray:
    """The first frame of a picture as grey values of a grid (rows, columns), 0 black to 255: as large as fits, in the
    middle, on white.

    Raises ValueError for what is no PNG, JPEG, WebP or GIF, or has more than MOST_PIXELS.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height <= MOST_PIXELS:
                image.draft("L", (8 * grid[1], 8 * grid[0]))
                return _laid(_grey(_upright(image)), grid)
    except Image.DecompressionBombError:
        raise ValueError(
            _("has more pixels than a picture may have, {most}.", most=number(MOST_PIXELS, ","))
        ) from None
    except MemoryError:
        raise ValueError(_("takes more memory to read than a picture may.")) from None
    except Exception:  # whatever it is that decoders raise
        raise ValueError(_("is no picture that can be read, but must be a PNG, JPEG, WebP or GIF.")) from None
    raise ValueError(
        _(
            "has {width} × {height} pixels, but a picture may have {most} at most.",
            width=width, height=height, most=number(MOST_PIXELS, ","),
        )
    )


def threshold(grey: np.ndarray) -> int:
    """The value below which pixels are ink: that which parts them into two most unlike groups (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256)
    below, ink = np.cumsum(counts)[:-1], np.cumsum(counts * np.arange(256))
    apart = (ink[:-1] * counts.sum() - below * ink[-1]) ** 2.0 / np.maximum(below * (counts.sum() - below), 1)
    if not apart.any():  # of one shade
        return 128
    return int(np.flatnonzero(apart == apart.max()).mean()) + 1


def _upright(image):
    """As it was taken; the rest of what a camera notes is left."""
    from PIL import ImageOps

    with suppress(Exception):  # whatever there is in its place
        return ImageOps.exif_transpose(image)
    return image


def _grey(image):
    """In shades of grey, on white."""
    from PIL import Image

    if image.mode[0] in "IF":  # 16 bits: Pillow would cut them off
        return Image.fromarray((np.asarray(image, "float64") / 257).clip(0, 255).astype("uint8"))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L")


def _laid(grey, grid: tuple[int, int]) -> np.ndarray:
    from PIL import Image

    (rows, columns), (width, height) = grid, grey.size
    scale = min(columns / width, rows / height)
    size = [min(max(1, round(n * scale)), most) for n, most in ((width, columns), (height, rows))]
    small = np.asarray(grey.resize(size, Image.Resampling.BOX))
    top, left = (rows - size[1]) // 2, (columns - size[0]) // 2
    laid = np.full(grid, 255, np.uint8)
    laid[top : top + size[1], left : left + size[0]] = small
    return laid
