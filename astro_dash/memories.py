"""Files of a person's own memories, for the page and for the command line: pictures, and patterns as NPY, NPZ or CSV.
What a file is, is told by how it begins.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from . import pictures
from .engine.patterns import Drawn, given
from .engine.patterns.own import MOST_NEURONS, MOST_PATTERNS, check_grid, check_shape, named
from .engine.quote import quoted
from .words import _, number

MOST_BYTES = 12_000_000  # of a file
GRID = (32, 32)  # that pictures are fitted to where nothing is said
MOST_PARTS, _UNPACKED = 8, 8 * MOST_NEURONS * MOST_PATTERNS + 1_000_000  # of an NPZ: parts, and bytes in all
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True)
class Picture:
    """A picture on a grid: grey (rows, columns), uint8, and the threshold below which it is ink."""

    name: str
    grey: np.ndarray
    threshold: int

    def drawn(self) -> Drawn:
        return given((self.grey < self.threshold)[None], [self.name])


def opened(data: bytes, name: str, grid=None) -> Picture | Drawn:
    """What is in a file of that name: a picture, fitted to the grid (by default GRID), or patterns, which have the grid
    if they are of its size. Raises ValueError, in a sentence that begins with the name, for all else."""
    try:
        if grid is not None:
            grid = check_grid(grid)
        if len(data) > MOST_BYTES:
            raise ValueError(
                _(
                    "has {size} MB, but may have {most} at most.",
                    size=number(len(data) / 1e6, ".1f"), most=number(MOST_BYTES / 1e6, ".0f"),
                )
            )
        if not data:
            raise ValueError(_("is empty."))
        if data.startswith(pictures.MARKS):
            grey = pictures.fitted(data, grid or GRID)
            return Picture(named(Path(name).stem), grey, pictures.threshold(grey))
        return _patterns(data, grid)
    except ValueError as error:
        raise ValueError(f"{quoted(name, 80)}: {error}") from None
    except MemoryError:
        raise ValueError(_("{name}: takes more memory to read than a file may.", name=quoted(name, 80))) from None


def of_path(path, grid=None) -> Drawn:
    """The memories of a file, or of all pictures of a folder, in the order of their names. Raises ValueError, as
    `opened` does, and for a folder without pictures; OSError for what cannot be read."""
    path = Path(path)
    if not path.is_dir():
        return _whole(_read(path), path.name, grid)
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES and file.is_file())
    if not files:
        raise ValueError(
            _("{path}: has no pictures ({suffixes}).", path=quoted(str(path), 80), suffixes=", ".join(_SUFFIXES))
        )
    check_shape((len(files), 1))
    return joined([_whole(_read(file), file.name, grid) for file in files])


def joined(parts: list[Drawn]) -> Drawn:
    """Memories one after the other. Raises ValueError for different grids, and for too many."""
    first = parts[0].grid
    for part in parts:
        if part.grid != first:
            one, other = ("×".join(map(str, grid)) for grid in (part.grid, first))
            raise ValueError(
                _(
                    "The memories are of {one} pixels, but must be of {other}, as those before are.",
                    one=one, other=other,
                )
            )
    labels = tuple(label for part in parts for label in part.labels)
    return given(np.concatenate([part.patterns for part in parts]), labels, first)


def saved(drawn: Drawn) -> bytes:
    """An NPZ file that opens as these memories: patterns (K, rows, columns) of ±1, and their names."""
    file = BytesIO()
    patterns = drawn.patterns.astype(np.int8).reshape(-1, *drawn.grid)
    np.savez_compressed(file, patterns=patterns, names=np.array(drawn.labels))
    return file.getvalue()


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError(_("{path}: is no file with contents of its own.", path=quoted(str(path), 80)))
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _whole(data: bytes, name: str, grid) -> Drawn:
    found = opened(data, name, grid)
    return found.drawn() if isinstance(found, Picture) else found


def _patterns(data: bytes, grid) -> Drawn:
    if data.startswith(b"\x80"):
        raise ValueError(_("is a pickle, which could run anything and is never read."))
    names = stated = None
    if data.startswith(b"\x93NUMPY"):
        array = _array(BytesIO(data))
    elif data.startswith(b"PK"):
        array, names, stated = _archive(data)
    else:
        array = _table(data)
    fits = grid if array.ndim == 2 and grid and grid[0] * grid[1] == array.shape[1] else None
    return given(array, names, stated or fits)


def _array(file, check: Callable[[tuple], Any] = check_shape) -> np.ndarray:
    """An array of numpy's format; its shape is checked before there is any of it."""
    try:
        version = np.lib.format.read_magic(file)
        reads = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        shape, fortran, dtype = reads[version](file, max_header_size=10_000)
    except Exception:  # more than one kind
        raise ValueError(_("is no array that can be read.")) from None
    if dtype.hasobject:
        raise ValueError(_("has pickled objects, which could run anything and are never read."))
    if dtype.kind not in "biufU":
        raise ValueError(_("has an array of {name}, but must have numbers.", name=quoted(dtype.name, 40)))
    check(shape)
    count = int(np.prod(shape, dtype=object))
    values = file.read(count * dtype.itemsize)
    if len(values) < count * dtype.itemsize:
        raise ValueError(_("ends before its array of shape {shape} does.", shape=shape))
    return np.frombuffer(values, dtype, count).reshape(shape, order="F" if fortran else "C")


def _archive(data: bytes) -> tuple[np.ndarray, list[str] | None, tuple[int, int] | None]:
    """Patterns, and names and grid if there are any, of numpy's archive."""
    parts, left = {}, _UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for part in archive.infolist()[:MOST_PARTS]:
                with archive.open(part) as file:
                    parts[part.filename.removesuffix(".npy")] = unpacked = file.read(left + 1)
                left -= len(unpacked)
                if left < 0:
                    break
    except Exception:  # more than one kind
        raise ValueError(_("is no NPZ file that can be read.")) from None
    if left < 0:
        raise ValueError(
            _(
                "has more than {most} MB in it, but may have at most so much.",
                most=number(_UNPACKED / 1e6, ".0f"),
            )
        )
    alone = [name for name in parts if name not in ("names", "grid")]
    name = "patterns" if "patterns" in parts else alone[0] if len(alone) == 1 else None
    if name is None:
        raise ValueError(_("has the arrays {alone}, but must have one called patterns.", alone=quoted(alone)))
    array = _array(BytesIO(parts[name]))
    names = [str(text) for text in _array(BytesIO(parts["names"]), _short)] if "names" in parts else None
    stated = check_grid(_array(BytesIO(parts["grid"]), _short).tolist()) if "grid" in parts else None
    return array, names, stated


def _short(shape: tuple[int, ...]) -> None:
    if len(shape) != 1 or shape[0] > MOST_PATTERNS:
        raise ValueError(_("has names or a grid of shape {shape}, but must have one a pattern.", shape=shape))


def _table(data: bytes) -> np.ndarray:
    """Rows of numbers in text, with commas, semicolons or spaces between."""
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError
    except ValueError:
        raise ValueError(_("is neither a picture (PNG, JPEG, WebP, GIF) nor patterns (NPY, NPZ, CSV).")) from None
    text = text.replace(";", " ").replace(",", " ").replace("\u2212", "-")
    rows = [row for line in text.splitlines() if (row := line.split()) and not row[0].startswith("#")]
    if not rows:
        raise ValueError(_("has no patterns in it."))
    check_shape((len(rows), len(rows[0])))
    for place, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise ValueError(
                _(
                    "has {n} entries in row {row}, but must have {first}, as in the first.",
                    n=len(row), row=place, first=len(rows[0]),
                )
            )
    known = {entry: _number(entry) for entry in set().union(*rows)}
    return np.array([[known[entry] for entry in row] for row in rows])


def _number(entry: str) -> float:
    try:
        return float(entry)
    except ValueError:
        raise ValueError(
            _("has the entry {entry}, but must have numbers: +1 and -1, or 1 and 0.", entry=quoted(entry, 40))
        ) from None
