"""Files that are no maps, whatever they pretend: a sentence, little memory and time, and nothing of other files."""

import json
import os
import struct
import subprocess
import sys
import threading
import time
import zlib
from io import BytesIO
from pathlib import Path

import h5py
import numpy as np
import pytest

from astro_dash import confined, reading
from astro_dash.engine.outcomes import MEASURES
from astro_dash.netcdf import contents
from astro_dash.pages.explore.map import MOST_BYTES, Map
from astro_dash.reading import Reading
from astro_dash.study import Plan, bytes_of, read
from astro_dash.study.dataset import empty, fill

SECRET = b"correct horse battery staple, 32"  # 4 numbers of 8 bytes
NEEDS = pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")


@pytest.fixture(scope="module")
def good() -> bytes:
    plan = Plan.of({"load": [2, 5, 9], "noise": [0.1, 0.2]}, ("astro", "hopfield"), 4, patterns="random", neurons=10)
    dataset, rng = empty(plan), np.random.default_rng(1)
    fill(dataset, range(6), {name: rng.random((2, 6, 4)) for name in MEASURES})
    return bytes_of(dataset)


def uploaded(data: bytes) -> Map:
    return Map.of(*Reading(data, MOST_BYTES).contents())


def one_sentence(error) -> str:
    said = str(error)
    assert "\n" not in said and said.endswith(".") and 20 < len(said) < 300 and "open files" not in said, said
    return said


class Forgery:
    """A good map with one part that is not."""

    def __init__(self, good: bytes, folder: Path):
        self.stream, self.folder = BytesIO(good), folder
        self.secret = folder / "secret"
        self.secret.write_bytes(SECRET)

    def made(self, how) -> bytes:
        with h5py.File(self.stream, "r+") as file:
            how(self, file)
        return self.stream.getvalue()

    def instead(self, file, name="hard_error", **options):
        """A dataset instead of another one, with its attributes as far as they say where it belongs."""
        kept = {a: file[name].attrs[a] for a in ("_Netcdf4Coordinates", "_Netcdf4Dimid")}
        shape, dtype = file[name].shape, file[name].dtype
        del file[name]
        made = file.create_dataset(name, **({"shape": shape, "dtype": dtype} | options))
        for attribute, value in kept.items():
            made.attrs[attribute] = value


def external(f, file):
    f.instead(file, external=[(str(f.secret), 0, h5py.h5f.UNLIMITED)])


def virtual(f, file):
    with h5py.File(f.folder / "other.h5", "w") as other:
        other["x"] = np.arange(48.0).reshape(2, 3, 2, 4)
    layout = h5py.VirtualLayout((2, 3, 2, 4), "<f8")
    layout[...] = h5py.VirtualSource(f.folder / "other.h5", "x", (2, 3, 2, 4))
    del file["hard_error"]
    file.create_virtual_dataset("hard_error", layout)


def virtual_of_a_pipe(f, file):
    os.mkfifo(f.folder / "pipe")
    layout = h5py.VirtualLayout((2, 3, 2, 4), "<f8")
    layout[...] = h5py.VirtualSource(f.folder / "pipe", "x", (2, 3, 2, 4))
    del file["hard_error"]
    file.create_virtual_dataset("hard_error", layout)


def link(made):
    def how(f, file):
        with h5py.File(f.folder / "other.h5", "w") as other:
            other["x"] = np.arange(48.0).reshape(2, 3, 2, 4)
        del file["hard_error"]
        file["hard_error"] = made(f)

    return how


def huge_axes(f, file):
    """As 'a map of 1000 x 1000 cells with nothing in it'."""
    for name in list(file):
        del file[name]
    sizes = {"system": 2, "load": 1000, "noise": 1000, "draw": 50}
    dtypes = {"system": h5py.string_dtype(), "noise": "<f8"}
    for i, (name, n) in enumerate(sizes.items()):
        file.create_dataset(name, (n,), dtypes.get(name, "<i8"))
        own = {"CLASS": np.bytes_(b"DIMENSION_SCALE"), "_Netcdf4Dimid": i, "_Netcdf4Coordinates": [i]}
        file[name].attrs.update(own)
    for name in MEASURES:
        file.create_dataset(name, tuple(sizes.values()), "<f8", chunks=(1, 10, 10, 50), compression="gzip")
        file[name].attrs.update({"_Netcdf4Dimid": 0, "_Netcdf4Coordinates": [0, 1, 2, 3]})


def long_axis(f, file):
    """No draws, and so no numbers, but an axis that is longer than that of any map."""
    f.instead(file, "load", shape=(5_000_000,), chunks=(1_000_000,), compression="gzip")
    f.instead(file, "draw", shape=(0,))
    for name in ("load", "draw"):
        file[name].attrs["CLASS"] = np.bytes_(b"DIMENSION_SCALE")
    for name in (*MEASURES, "draw_seed", "finished"):
        shape = tuple(5_000_000 if n == 3 else 0 if n == 4 else n for n in file[name].shape)
        f.instead(file, name, shape=shape, chunks=(1_000_000, 2) if name == "finished" else None)


def bomb(n):
    """A chunk of some numbers that unpacks to four gigabytes."""

    def how(f, file):
        f.instead(file, shape=(2, 3, 2, n), chunks=(2, 3, 2, n), compression="gzip")
        packer = zlib.compressobj(9)
        head = packer.compress(b"x") + packer.flush(zlib.Z_FULL_FLUSH)
        block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
        file["hard_error"].id.write_direct_chunk((0, 0, 0, 0), head + block * 256)

    return how


def zeros(f, file):
    """A gigabyte of zeros, in a megabyte."""
    f.instead(file, shape=(2, 3, 2, 11_000_000), chunks=(1, 1, 1, 1_000_000), compression="gzip", fillvalue=0.0)


def large_chunk(f, file):
    f.instead(file, maxshape=(None,) * 4, chunks=(200, 200, 100, 100), compression="gzip")


def large_chunk_of_a_fixed_shape(f, file):
    """Which the library does not make, so that the shape is made smaller in the file."""
    f.instead(file, shape=(2, 3, 2, 123457), chunks=(2, 3, 2, 123457), compression="gzip")
    file.flush()
    data = f.stream.getvalue()
    old, new = struct.pack("<4Q", 2, 3, 2, 123457), struct.pack("<4Q", 2, 3, 2, 4)
    assert data.count(old) in (1, 2)
    f.stream.seek(0)
    f.stream.write(data.replace(old, new))


def small_chunks(f, file):
    f.instead(file, shape=(2, 300, 200, 4), chunks=(1, 1, 1, 1), compression="gzip")


def large_attribute(f, file):
    file.attrs.create("comment", np.zeros(1_000_000))


def long_text(f, file):
    file.attrs["axes"] = "load,noise" + " " * 5_000_000


def many_attributes(f, file):
    for i in range(2000):
        file["load"].attrs[f"a{i}"] = i


def many_texts(f, file):
    """Thousands of references to one text: its address in the heap is written a thousand times."""
    f.instead(file, "system", shape=(20_000,), dtype=h5py.string_dtype())
    file["system"][0] = "x" * 1_000_000
    file.flush()
    offset = file["system"].id.get_offset()
    f.stream.seek(offset)
    reference = f.stream.read(16)
    f.stream.seek(offset)
    f.stream.write(reference * 20_000)


def some_texts(f, file):
    """As many as are allowed, each of them the same long text."""
    f.instead(file, "system", shape=(60,), dtype=h5py.string_dtype())
    file["system"].attrs["CLASS"] = np.bytes_(b"DIMENSION_SCALE")
    file["system"][0] = "x" * 5_000_000
    file.flush()
    offset = file["system"].id.get_offset()
    f.stream.seek(offset)
    reference = f.stream.read(16)
    f.stream.seek(offset)
    f.stream.write(reference * 60)


def filters(f, file):
    f.instead(file, chunks=(2, 3, 2, 4), compression="lzf")


def objects(f, file):
    f.instead(file, dtype=h5py.ref_dtype)


def compound(f, file):
    f.instead(file, dtype=np.dtype([("a", "<f8"), ("b", "<f8")]))


def lists(f, file):
    f.instead(file, dtype=h5py.vlen_dtype("<f8"))


def committed(f, file):
    file["soft_error2"] = np.dtype("<f8")


def committed_type(f, file):
    file["draw_seed2"] = np.dtype("<f8")
    kept = file["draw_seed2"]
    f.instead(file, dtype=kept)
    del file["draw_seed2"]


def half(f, file):
    f.instead(file, dtype="<f4")


def big_end(f, file):
    f.instead(file, dtype=">f8")


FORGERIES = {
    "is in other files": {
        "external storage": external, "a virtual dataset": virtual, "a virtual dataset of a pipe": virtual_of_a_pipe,
    },
    "is a link to another place": {
        "an external link": link(lambda f: h5py.ExternalLink(str(f.folder / "other.h5"), "x")),
        "an external link to a pipe": link(lambda f: h5py.ExternalLink("/dev/stdin", "x")),
        "a soft link": link(lambda f: h5py.SoftLink("/soft_error")),
        "a link in a circle": link(lambda f: h5py.SoftLink("/hard_error")),
    },
    "a map has no part": {
        "a group": lambda f, file: file.create_group("load2"),
        "a group instead of a part": lambda f, file: (file.__delitem__("hard_error"), file.create_group("hard_error")),
        "a deep nest": lambda f, file: file.create_group("a/" * 500),
        "the root in itself": lambda f, file: file.__setitem__("again", file["/"]), "a committed type": committed,
    },
    "has more than 64 parts": {"many parts": lambda f, file: [file.create_group(f"g{i}") for i in range(5000)]},
    "declares": {"huge axes": huge_axes, "a gigabyte of zeros": zeros},
    "may have at most 10000 and 1000000": {"a long axis": long_axis},
    "is larger packed than": {"a bomb": bomb(4)},
    "it cannot be read": {"a larger bomb": bomb(60_000)},
    "has not the shape": {"a large chunk": large_chunk},
    "is cut into pieces as no map is": {
        "a large chunk of a fixed shape": large_chunk_of_a_fixed_shape, "very small chunks": small_chunks,
    },
    "is larger than any of a map": {"a large attribute": large_attribute},
    "a text in it is longer": {"a long text": long_text, "some references to one long text": some_texts},
    "has more than 64 attributes": {"many attributes": many_attributes},
    "has more than 64 words": {"many references to one text": many_texts},
    "is packed in another way": {"another filter": filters},
    "is of another type": {
        "references": objects, "a compound type": compound, "lists": lists, "a committed type in use": committed_type,
        "half the numbers": half, "the other end first": big_end,
    },
}  # fmt: skip
EACH = {kind: (how, words) for words, kinds in FORGERIES.items() for kind, how in kinds.items()}


# Read by a process, as all uploads are; what the others are refused for is the same there.
BESIDE = ("external storage", "a virtual dataset of a pipe", "a soft link", "huge axes", "a larger bomb", "lists")


@pytest.mark.parametrize("kind", EACH)
def test_a_forgery_gets_a_sentence_and_takes_nothing_along(good, tmp_path, kind):
    how, words = EACH[kind]
    data = Forgery(good, tmp_path).made(how)
    assert len(data) < 12_000_000
    with pytest.raises(ValueError) as refusal:
        uploaded(data) if kind in BESIDE else Map.of(*contents(data, MOST_BYTES))
    said = one_sentence(refusal.value)
    assert words in said or (words == "it cannot be read" and "more memory or time" in said), said
    if kind not in ("a long axis", "a larger bomb", "a gigabyte of zeros"):  # what one may do to oneself
        (tmp_path / "map.nc").write_bytes(data)
        with pytest.raises(ValueError) as refusal:
            read(tmp_path / "map.nc")
        assert words in one_sentence(refusal.value)


def test_what_is_good_is_read_as_it_was(good):
    found, there = uploaded(good), read(good)
    assert found.finished.all() and found.plan.shape == (3, 2)
    for name in MEASURES:
        np.testing.assert_array_equal(found.measures[name].ravel(), there[name].values.ravel())


@pytest.mark.parametrize("kind", ["nothing", "words", "cut short", "cut to a head"])
def test_what_is_no_file_of_ours_gets_a_sentence(good, kind):
    data = {"nothing": b"", "words": b"honestly\n" * 99, "cut short": good[:-999], "cut to a head": good[:64]}[kind]
    with pytest.raises(ValueError, match="The file is no map: it cannot be read") as refusal:
        uploaded(data)
    one_sentence(refusal.value)


def test_a_file_with_wrong_bytes_is_a_map_or_gets_a_sentence(good):
    """Wrong in the parts that say where things are, which are a fifth of it, and mostly zeros."""
    rng, told = np.random.default_rng(7), np.flatnonzero(np.frombuffer(good, "u1"))
    for _ in range(8):
        data = bytearray(good)
        for place in rng.choice(told, 4):
            data[place] = rng.integers(256)
        try:
            assert isinstance(uploaded(bytes(data)), Map)
        except ValueError as error:
            one_sentence(error)


LARGE = """
import re, resource, sys
from astro_dash.reading import Reading
for path in sys.argv[1:]:
    try:
        Reading(open(path, "rb").read(), 80_000_000).contents()
    except ValueError as error:
        pass
# Not RUSAGE_SELF, which begins with the memory of the process that started this one
here = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(here // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@NEEDS
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told, and limited, there")
def test_what_would_take_gigabytes_takes_little(good, tmp_path):
    paths = []
    for i, how in enumerate((huge_axes, bomb(60_000), some_texts)):
        paths.append(tmp_path / f"{i}.nc")
        paths[-1].write_bytes(Forgery(good, tmp_path).made(how))
    done = subprocess.run([sys.executable, "-c", LARGE, *paths], capture_output=True, text=True, timeout=300)
    here, there = map(int, done.stdout.split())
    assert here < 400 and there < 700, done  # MB; what stands for 5600, 4000 and 300


# The process that reads, if it were another's.


def answering(monkeypatch, code: str, seconds=30.0) -> str:
    """The refusal of a file that is read by a process that does something else."""
    monkeypatch.setattr(reading, "_CODE", f"import sys, os, time, struct, json\n{code}")
    monkeypatch.setattr(confined.Confined, "seconds", seconds)
    with pytest.raises(ValueError) as refusal:
        uploaded(b"data")
    return one_sentence(refusal.value)


def head(variables=None, attributes=None, refused="", more=b"") -> str:
    text = json.dumps({"refused": refused, "attributes": attributes or {}, "variables": variables or {}}).encode()
    return f"sys.stdout.buffer.write({struct.pack('<Q', len(text)) + text + more!r})"


ANSWERS = {
    "it dies": "os.abort()", "it says nothing": "", "it does not listen": "os.close(0); os.close(1); time.sleep(1)",
    "it talks without end": "while True: sys.stdout.buffer.write(bytes(1 << 16))",
    "it talks of something else": "print('hello')", "it says how long it is, wrongly": "print('\\xff' * 20)",
    "a part of another name": head({"__class__": [["draw"], {}, [1], None]}, more=bytes(8)),
    "fewer numbers than it says": head({"load": [["load"], {}, [1 << 40], None]}, more=bytes(8)),
    "a negative length": head({"load": [["load"], {}, [-2], None]}, more=bytes(64)),
    "a length in words": head({"load": [["load"], {}, ["9"], None]}, more=bytes(64)),
    "dimensions that are none": head({"load": [7, {}, [1], None]}, more=bytes(8)),
    "dimensions in a dimension": head({"load": [[["x"]], {}, [1], None]}, more=bytes(8)),
    "two of a length": head({"load": [["load"], {}, [1], None], "beta": [["load"], {}, [2], None]}, more=bytes(64)),
    "attributes that are none": head({"load": [["load"], [1], [1], None]}, more=bytes(8)),
    "nothing in it": head(),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_taken_for_no_more_than_it_is(monkeypatch, kind):
    answering(monkeypatch, ANSWERS[kind])


def test_no_more_of_an_answer_is_taken_than_a_map_may_have():
    talks = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 16))"
    assert len(Reading(b"data", 1000)._exchange([sys.executable, "-c", talks])) == 1000 + (1 << 20)


def test_a_process_that_takes_too_long_is_killed(monkeypatch):
    assert "more memory or time" in answering(monkeypatch, "time.sleep(600)", seconds=0.5)
    assert "more memory or time" in answering(monkeypatch, "while True: pass", seconds=0.5)


@NEEDS
def test_the_process_can_open_nothing_and_knows_nothing(monkeypatch, tmp_path):
    (tmp_path / "secret").write_bytes(SECRET)
    monkeypatch.setenv("BOKEH_SECRET_KEY", "a secret of the server")
    code = f"""
from astro_dash import confined
confined.limit()
found = [w for w in os.environ if "SECRET" in w]
for what in ({str(tmp_path / 'secret')!r}, "/dev/zero", "/etc/passwd"):
    try:
        found.append(os.open(what, os.O_RDONLY))
    except OSError:
        pass
try:
    found.append(len(bytearray(1 << 30)))
except MemoryError:
    pass
text = json.dumps(dict(refused=f"It found {{found}}, and that is all.", attributes=dict(), variables=dict())).encode()
os.write(1, struct.pack("<Q", len(text)) + text)"""
    path = "sys.path[:] = json.loads(sys.argv[1])['path']"
    assert answering(monkeypatch, path + code) == "It found [], and that is all."


def test_who_goes_away_has_the_process_killed(monkeypatch):
    monkeypatch.setattr(reading, "_CODE", "import time; time.sleep(600)")
    one = Reading(b"data", 100)
    refused = []

    def ask():
        try:
            one.contents()
        except ValueError as error:
            refused.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    end = time.monotonic() + 30
    while one._process is None and time.monotonic() < end:
        time.sleep(0.01)
    one.stop()
    thread.join(30)
    assert not thread.is_alive() and refused and one._process.returncode is not None
    late = Reading(b"data", 100)
    late.stop()
    with pytest.raises(ValueError):
        late.contents()
    assert late._process is None


# What the command line opens.


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.nc")
    (tmp_path / "folder.nc").mkdir()
    for path in (tmp_path / "pipe.nc", tmp_path / "folder.nc", Path("/dev/zero")):
        with pytest.raises(ValueError, match="is no map: it is not a file with contents of its own") as refusal:
            read(path)
        assert str(path) in one_sentence(refusal.value)
    command = "sweep --load 2,3 --neurons 8 --patterns random --horizon 1 --draws 1 --out"
    done = subprocess.run(
        [sys.executable, "-m", "astro_dash", *command.split(), tmp_path / "pipe.nc"], capture_output=True, text=True,
        timeout=120, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.returncode == 2 and "that is no plain file" in done.stderr and "Traceback" not in done.stderr


def test_contents_are_what_xarray_reads(good):
    xr = pytest.importorskip("xarray")
    attributes, variables = contents(good, MOST_BYTES)
    with xr.open_dataset(BytesIO(good), engine="h5netcdf") as there:
        assert set(variables) == set(there.variables) and attributes == there.attrs
        for name, (dims, attrs, values) in variables.items():
            assert tuple(dims) == there[name].dims and attrs == there[name].attrs
            np.testing.assert_array_equal(values, there[name].values)
