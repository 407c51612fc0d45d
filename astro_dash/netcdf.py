"""What is in the file of a map, read without trust: a NetCDF-4 (HDF5) file may name other files, and declare far more
than it holds.

Everything is looked at before its values are read: only variables with the names and types that we write, of a plain
layout, in chunks no larger than their data, with no filter but deflate, and together no larger than is allowed; nothing
external, virtual, linked or nested; small attributes. References are not followed.
"""

from __future__ import annotations

import os
import stat
from io import BytesIO
from math import prod

import h5py
import numpy as np
from h5py import h5a, h5d, h5g, h5l, h5s, h5t, h5z

from .engine.outcomes import MEASURES
from .engine.quote import quoted
from .store import Store
from .store.kinds import Count, Quantity
from .words import _, number

TEXT = "text"  # the type of words; the others are numpy's
_KINDS = {Count: "<i8", Quantity: "<f8"}
# By name of a variable. The choices are those that may be axes.
TYPES = {
    **{name: _KINDS.get(type(c), TEXT) for name, c in Store.choices().items() if name not in Store.SINGLE},
    "draw": "<i8", "draw_seed": "<i8", "finished": "|b1", **dict.fromkeys(MEASURES, "<f8"),
}  # fmt: skip
_STORED = {"<f8": h5t.IEEE_F64LE, "<i8": h5t.STD_I64LE, "|b1": h5t.STD_I8LE}  # truth is written as int8
MOST_OBJECTS, MOST_DIMS, MOST_CHUNKS = 64, 32, 20_000
MOST_TEXTS, MOST_ATTRIBUTES, MOST_ATTRIBUTE = 64, 64, 16_384  # attributes: of one object, and bytes of one
LONGEST = 4096  # characters of a text
_LAYOUTS = (h5d.COMPACT, h5d.CONTIGUOUS, h5d.CHUNKED)
_OURS = ("units", "long_name")  # attributes of variables that are kept

Variables = dict[str, tuple[list[str], dict, np.ndarray]]  # (dimensions, attributes, values) by name


class Refused(Exception):
    """Why a file is none of ours."""


def contents(source, most: int) -> tuple[dict, Variables]:
    """Attributes and variables, together of at most `most` bytes, of a file: a path or bytes.

    Raises ValueError, in one sentence, for what is no such file.
    """
    name = _("The file") if isinstance(source, bytes) else str(source)
    try:
        if not isinstance(source, bytes) and not stat.S_ISREG(os.stat(source).st_mode):
            raise Refused(_("it is not a file with contents of its own"))
        with h5py.File(BytesIO(source) if isinstance(source, bytes) else source, "r") as file:
            return _read(file, most)
    except FileNotFoundError:
        raise
    except Refused as why:
        raise ValueError(_("{name} is no map: {why}.", name=name, why=why)) from None
    except MemoryError:
        raise ValueError(_("{name} is no map: it needs more memory than a map may.", name=name)) from None
    except Exception as error:  # HDF5 finds many words for a damaged file
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(_("{name} is no map: it cannot be read ({why}).", name=name, why=why[:80])) from None


def _read(file: h5py.File, most: int) -> tuple[dict, Variables]:
    if file.userblock_size:
        raise Refused(_("something stands before its HDF5 part"))
    root = h5g.open(file.id, b"/")
    sets = {name: _checked(root, name) for name in _names(root)}
    size = sum(prod(found.shape) * found.get_type().get_size() for found in sets.values())
    if size > most:
        raise Refused(
            _(
                "it declares {size} MB, but may have at most {most} MB",
                size=number(size / 1e6, ".0f"), most=number(most / 1e6, ".0f"),
            )
        )
    own = {name: _attributes(found) for name, found in sets.items()}
    dims = {int(a["_Netcdf4Dimid"]): name for name, a in own.items() if a.get("CLASS") == "DIMENSION_SCALE"}
    variables = {}
    for name, found in sets.items():
        along = own[name].get("_Netcdf4Coordinates", [])
        along = [dims.get(i) for i in (along if isinstance(along, list) else [along])]
        if None in along or len(along) != found.rank:
            raise Refused(_("its {name} lacks the names of its dimensions", name=name))
        kept = {a: own[name][a] for a in _OURS if a in own[name]}
        variables[name] = along, kept, _values(found, TYPES[name])
    return {name: value for name, value in _attributes(root).items() if not name.startswith("_")}, variables


def _names(root) -> list[str]:
    if root.get_num_objs() > MOST_OBJECTS:
        raise Refused(_("it has more than {most} parts", most=MOST_OBJECTS))
    names = [root.get_objname_by_idx(i) for i in range(root.get_num_objs())]
    for name in names:
        shown = quoted(name.decode(errors="replace"))
        if root.links.get_info(name).type != h5l.TYPE_HARD:
            raise Refused(_("its part {shown} is a link to another place", shown=shown))
        if name.decode(errors="replace") not in TYPES or h5g.get_objinfo(root, name).type != h5g.DATASET:
            raise Refused(_("a map has no part {shown}", shown=shown))
    return [name.decode() for name in names]


def _checked(root, name: str) -> h5d.DatasetID:
    """A dataset whose values may be read. Nothing that is asked of it here looks into another file."""
    found = h5d.open(root, name.encode())
    how, dtype = found.get_create_plist(), found.get_type()
    if how.get_layout() not in _LAYOUTS or how.get_external_count():
        raise Refused(_("its {name} is in other files", name=name))
    if TYPES[name] == TEXT:
        fits = dtype.get_class() == h5t.STRING and dtype.is_variable_str()
    else:
        fits = dtype.equal(_STORED[TYPES[name]])
    if not fits or dtype.committed():
        raise Refused(_("its {name} is of another type than a map has", name=name))
    space = found.get_space()
    shape, grows = space.get_simple_extent_dims(), space.get_simple_extent_dims(1)
    if space.get_simple_extent_type() == h5s.NULL or len(shape) > MOST_DIMS or shape != grows:
        raise Refused(_("its {name} has not the shape of a part of a map", name=name))
    if TYPES[name] == TEXT and prod(shape) > MOST_TEXTS:
        raise Refused(_("its {name} has more than {most} words", name=name, most=MOST_TEXTS))
    if any(how.get_filter(i)[0] != h5z.FILTER_DEFLATE for i in range(how.get_nfilters())) or how.get_nfilters() > 1:
        raise Refused(_("its {name} is packed in another way than a map", name=name))
    if how.get_layout() == h5d.CHUNKED:
        chunk = how.get_chunk()
        pieces = prod(-(-n // c) for n, c in zip(shape, chunk, strict=True))
        if any(c > max(n, 1) for n, c in zip(shape, chunk, strict=True)) or pieces > MOST_CHUNKS:
            raise Refused(_("its {name} is cut into pieces as no map is", name=name))
        if found.get_storage_size() > prod(shape) * dtype.get_size() + 64 * pieces:
            raise Refused(_("its {name} is larger packed than it is unpacked", name=name))
    return found


def _values(found: h5d.DatasetID, kind: str) -> np.ndarray:
    if kind == TEXT:
        each = h5py.Dataset(found)  # one by one: many may stand for one long text
        texts = [_text(each[i]) for i in np.ndindex(found.shape)]
        return np.array(texts, object).reshape(found.shape)
    values = np.empty(found.shape, "int8" if kind == "|b1" else kind)
    if values.size:
        found.read(h5s.ALL, h5s.ALL, values)
    return values != 0 if kind == "|b1" else values


def _attributes(of) -> dict:
    """Words, numbers and short lists of numbers, in plain types; references are left out."""
    if h5a.get_num_attrs(of) > MOST_ATTRIBUTES:
        raise Refused(_("a part of it has more than {most} attributes", most=MOST_ATTRIBUTES))
    taken = {}
    for i in range(h5a.get_num_attrs(of)):
        one = h5a.open(of, index=i)
        dtype, name = one.get_type(), _text(one.name)
        if one.get_storage_size() > MOST_ATTRIBUTE or dtype.committed():
            raise Refused(_("its attribute {name} is larger than any of a map", name=quoted(name)))
        words = dtype.get_class() == h5t.STRING
        if words and prod(one.shape) == 1:
            value = np.empty(one.shape, one.dtype)
            one.read(value)
            taken[name] = _text(value.item())
        elif dtype.get_class() in (h5t.INTEGER, h5t.FLOAT) and one.shape is not None:
            value = np.empty(one.shape, one.dtype)
            one.read(value)
            taken[name] = value.item() if value.size == 1 else value.tolist()
    return taken


def _text(value: bytes | str) -> str:
    if len(value) > LONGEST:
        raise Refused(_("a text in it is longer than {most} characters", most=LONGEST))
    return value.decode(errors="replace") if isinstance(value, bytes) else value
