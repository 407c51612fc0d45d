"""Files of own memories: pictures, arrays and tables, and those that only pretend to be."""

import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from astro_dash import confined, memories, pictures, receiving
from astro_dash.engine.patterns import Drawn, given
from astro_dash.memories import Picture, of_path, opened, saved
from astro_dash.receiving import Files

RNG = np.random.default_rng(2)
CHECKS = RNG.choice([0, 255], (8, 8)).astype(np.uint8)
INK = np.where(CHECKS < 128, 1.0, -1.0).ravel()
BITS = RNG.choice([-1, 1], (5, 9))


def file(save, *args, **options) -> bytes:
    out = BytesIO()
    save(out, *args, **options)
    return out.getvalue()


def image(picture, kind="PNG", **options) -> bytes:
    return file(picture.save, kind, **options)


def large(values=CHECKS) -> Image.Image:
    return Image.fromarray(np.kron(values, np.ones((10, 10), np.uint8)))


def csv(array) -> bytes:
    return file(np.savetxt, array, fmt="%d", delimiter=",")


# Pictures.


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_of_each_kind_becomes_the_pixels_that_it_shows(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    found = opened(image(large(), kind, **options), "My picture.png", (8, 8))
    assert isinstance(found, Picture) and found.name == "My picture" and found.grey.shape == (8, 8)
    assert np.array_equal(found.drawn().patterns, [INK])


def test_it_is_as_large_as_fits_in_the_middle_on_white():
    grey = pictures.fitted(image(Image.new("L", (40, 20), 0)), (8, 8))
    assert (grey[2:6] == 0).all() and (grey[:2] == 255).all() and (grey[6:] == 255).all()
    assert pictures.fitted(image(Image.new("L", (1, 999), 0)), (8, 8)).sum() == 255 * 56  # a line is not lost
    assert (pictures.fitted(image(Image.new("L", (3, 3), 7)), (4, 9))[:, 2:6] == 7).all()


def test_what_is_clear_is_white_and_shades_of_16_bits_are_kept():
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    clear.putpixel((3, 3), (0, 0, 0, 255))
    grey = pictures.fitted(image(clear), (8, 8))
    assert grey[3, 3] == 0 and grey.sum() == 255 * 63
    deep = Image.fromarray(CHECKS.astype("uint16") * 128)
    assert set(np.unique(pictures.fitted(image(deep), (8, 8)))) == {0, 127}


def test_the_first_frame_is_taken_and_a_camera_held_sideways_is_minded():
    frames = [Image.fromarray(CHECKS), Image.fromarray(255 - CHECKS)]
    found = opened(image(frames[0], "GIF", save_all=True, append_images=frames[1:]), "moving.gif", (8, 8))
    assert np.array_equal(found.drawn().patterns, [INK])
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a secret of the camera"
    turned = opened(image(large(), "JPEG", exif=exif), "x.jpg", (8, 8))
    assert np.array_equal(turned.drawn().patterns[0].reshape(8, 8), np.rot90(INK.reshape(8, 8), -1))
    assert set(vars(turned)) == {"name", "grey", "threshold"}


def test_the_threshold_parts_dark_from_light():
    grey = np.array([10, 20, 30, 200, 210, 220], np.uint8)
    assert 30 < pictures.threshold(grey) <= 200
    for one in (0, 7, 255):
        assert pictures.threshold(np.full(9, one, np.uint8)) == 128
    for a in range(0, 255, 50):
        assert a < pictures.threshold(np.array([a, a + 1], np.uint8)) <= a + 1


# Patterns.

NAMED = given(BITS, [f"n {i}" for i in range(5)])


@pytest.mark.parametrize(
    "data",
    [
        file(np.save, BITS), file(np.save, BITS > 0), file(np.save, np.asfortranarray(BITS.astype(">f4"))),
        file(np.save, BITS.reshape(5, 3, 3)), file(np.savez, BITS), file(np.savez_compressed, patterns=BITS, other=[1]),
        csv(BITS), csv(BITS > 0), b"\xef\xbb\xbf# mine\r\n\r\n" + csv(BITS).replace(b",", b" ; "),
        csv(BITS).replace(b"-", "\u2212".encode()), csv(BITS).replace(b",", b"\t"),
    ],
)  # fmt: skip
def test_patterns_of_every_form_are_the_same(data):
    found = opened(data, "file", (8, 8))
    assert isinstance(found, Drawn) and np.array_equal(found.patterns, BITS) and found.grid == (3, 3)


def test_what_is_saved_opens_as_it_was():
    for drawn in (NAMED, given(np.ones((2, 2, 15)), ["Ünïcode 猫", "b"])):
        found = opened(saved(drawn), "memories.npz")
        assert (found.labels, found.grid) == (drawn.labels, drawn.grid)
        assert np.array_equal(found.patterns, drawn.patterns)


def test_a_grid_is_stated_by_the_file_or_beside_it():
    assert opened(file(np.savez, patterns=np.ones((2, 6)), grid=[2, 3]), "f").grid == (2, 3)
    assert opened(file(np.save, np.ones((2, 6))), "f", "3x2").grid == (3, 2)
    assert opened(file(np.save, np.ones((2, 9))), "f", "3x2").grid == (3, 3)  # which it does not fit
    with pytest.raises(ValueError, match="no square: state their grid"):
        opened(file(np.save, np.ones((2, 6))), "f")


def test_a_folder_has_its_pictures_in_order_and_any_file_its_own(tmp_path):
    for name in ("b.PNG", "a.gif", "c.jpg"):
        kind = {"PNG": "PNG", "gif": "GIF", "jpg": "JPEG"}[name[2:]]
        (tmp_path / name).write_bytes(image(large(), kind))
    (tmp_path / "readme.txt").write_text("no picture")
    found = of_path(tmp_path, "8x8")
    assert found.labels == ("a", "b", "c") and np.array_equal(found.patterns, [INK] * 3)
    assert of_path(tmp_path).grid == memories.GRID
    assert of_path(tmp_path / "b.PNG", (8, 8)).labels == ("b",)
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n, or so it says")
    with pytest.raises(ValueError, match=r"'d\.png': is no picture that can be read"):
        of_path(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="has no pictures"):
        of_path(tmp_path / "empty")
    with pytest.raises(OSError):
        of_path(tmp_path / "nothing.npy")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.npy")
    for path in (tmp_path / "pipe.npy", Path("/dev/zero")):
        with pytest.raises(ValueError, match="no file with contents of its own"):
            of_path(path)


# What pretends.


def header(shape, dtype="'<f8'", version=b"\x01\x00") -> bytes:
    text = f"{{'descr': {dtype}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text


def bomb(width, height) -> bytes:
    """A PNG of a few bytes that says it has so many pixels, and has them."""

    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pack = zlib.compressobj(9)
    rows = b"".join([pack.compress(bytes(1 + width // 8)) for _ in range(height)]) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def archive(**parts) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(f"{name}.npy", data)
    return out.getvalue()


def texts(length) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * length, zip=True)
    return image(large(), pnginfo=info)


PRETENDS = {
    "nothing": (b"", "is empty"),
    "no picture": (b"\x89PNG\r\n\x1a\nno", "no picture that can be read"),
    "half a picture": (image(large(RNG.integers(0, 255, (40, 40), np.uint8)))[:900], "no picture that can be read"),
    "another kind of picture": (image(large(), "BMP"), "neither a picture"),
    "a drawing": (image(large(), "TIFF"), "neither a picture"),
    "sound": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "no picture that can be read"),
    "a picture bomb": (bomb(8000, 4000), "8000 × 4000 pixels, but a picture may have 25,000,000"),
    "a larger one": (bomb(30_000, 20_000), "more pixels than a picture may have"),
    "a bomb of words": (texts(70_000_000), "no picture that can be read"),
    "too many bytes": (bytes(12_000_001), "12.0 MB, but may have 12 at most"),
    "a pickle": (b"\x80\x04\x95\x0f\x00\x00\x00.", "pickle, which could run anything"),
    "pickled objects": (file(np.save, np.array([[None]]), allow_pickle=True), "pickled objects"),
    "pickled objects, packed": (file(np.savez, np.array([[{}]]), allow_pickle=True), "pickled objects"),
    "an array of terabytes": (header((2000, 1 << 40)), "pixels each"),
    "an array of huge entries": (header((5, 9), "'<U90000000'"), "ends before"),
    "an array below nothing": (header((-5, -9)), "shape"),
    "more patterns than there may be": (header((5000, 9)), "5000, but may be at most 2000"),
    "half an array": (file(np.save, BITS)[:-1], "ends before"),
    "structures": (file(np.save, np.zeros(3, "i4,f4")), "must have numbers"),
    "times": (file(np.save, np.zeros((2, 4), "M8[s]")), "must have numbers"),
    "words": (file(np.save, np.full((2, 4), "a")), "must be an array"),
    "another version": (header((5, 9), version=b"\x09\x00"), "no array that can be read"),
    "code in a header": (header("__import__('os').abort()"), "no array that can be read"),
    "half an archive": (archive(patterns=file(np.save, BITS))[:-30], "no NPZ file"),
    "an archive of nothing": (archive(), "one called patterns"),
    "an archive of two": (file(np.savez, BITS, BITS), "one called patterns"),
    "an archive bomb": (archive(patterns=bytes(200_000_000)), "MB in it"),
    "an archive of many": (archive(**{f"a{i}": bytes(10_000_000) for i in range(8)}), "MB in it"),
    "names that are not as many": (file(np.savez, patterns=BITS, names=["a"]), "5 texts, one a pattern"),
    "names in a table": (file(np.savez, patterns=BITS, names=[["a"]]), "shape"),
    "a grid that does not fit": (file(np.savez, patterns=BITS, grid=[2, 2]), "grid is 2x2, but must hold the 9 pixels"),
    "no grid": (file(np.savez, patterns=BITS, grid=[0, 9]), "rows x columns"),
    "NaN": (b"1,nan,0,1\n", "entry nan"),
    "NaN in an array": (file(np.save, np.full((2, 4), np.nan)), "entry nan"),
    "three values": (b"1,0,-1,1\n", "three values"),
    "shades": (file(np.save, RNG.integers(0, 255, (3, 9))), "entry"),
    "prose": (b"Once upon a time", "entry '(Once|upon|a|time)'"),
    "ragged rows": (b"1,0,1,0\n1,0,1\n", "3 entries in row 2, but must have 4"),
    "comments alone": (b"# nothing\n\n", "no patterns in it"),
    "bytes of all kinds": (bytes(range(256)), "neither a picture"),
    "one long row": (b"1," * 3000 + b"1", "3001 pixels each"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PRETENDS)
def test_what_is_none_gets_one_sentence_that_names_the_file(kind):
    data, words = PRETENDS[kind]
    with pytest.raises(ValueError, match=words) as refusal:
        opened(data, "the file", None)
    sentence = str(refusal.value)
    assert sentence.startswith("'the file': ") and sentence.endswith(".") and "\n" not in sentence
    assert len(sentence) < 300


# In a process of its own.


def uploaded(*data: bytes, grid=(8, 8)) -> list:
    return Files(b"".join(data), list(map(len, data)), [f"f{i}" for i in range(len(data))], grid).found()


def test_uploads_are_read_as_files_are():
    kinds = [image(large(), kind, **({"lossless": True} if kind == "WEBP" else {})) for kind in pictures.FORMATS]
    found = uploaded(*kinds, saved(NAMED), csv(BITS), b"prose")
    for one in found[:4]:
        assert isinstance(one, Picture) and np.array_equal(one.drawn().patterns, [INK])
    assert found[4].labels == NAMED.labels and np.array_equal(found[4].patterns, found[5].patterns)
    assert found[6].startswith("'f6': ") and len(found) == 7


def test_what_pretends_spoils_nothing_of_what_it_comes_with():
    data = [data for data, _ in PRETENDS.values() if len(data) < 1_000_000]
    found = uploaded(*data, image(large()), grid=(5, 5))
    assert all(isinstance(one, str) for one in found[:-1]) and isinstance(found[-1], Picture)


def answering(monkeypatch, code: str) -> str:
    monkeypatch.setattr(receiving, "_CODE", f"import sys, os, time, struct, json\n{code}")
    monkeypatch.setattr(confined, "SECONDS", 20)
    with pytest.raises(ValueError) as refusal:
        uploaded(b"data")
    return str(refusal.value)


def head(*found, more=b"") -> str:
    text = json.dumps({"found": found}).encode()
    return f"sys.stdout.buffer.write({struct.pack('<Q', len(text)) + text + more!r})"


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()", "", "print('hello')", head({}), head({"picture": "x", "threshold": 1, "grid": [8, 8]}),
        head({"picture": "x", "threshold": 1, "grid": [1 << 40, 1 << 40]}),
        head({"names": ["a"] * 3000, "grid": [1, 1]}), head({"names": ["a"], "grid": [2, 2]}, more=b"\1\2\3\4"),
        head({"names": "abcd", "grid": [-1, -1]}, more=b"\1" * 9),
        "while True: sys.stdout.buffer.write(bytes(1 << 16))",
    ],
)  # fmt: skip
def test_an_answer_is_taken_for_no_more_than_it_is(monkeypatch, code):
    assert answering(monkeypatch, code).endswith("more memory or time to read than they may: open fewer of them.")


LARGE = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from astro_dash.receiving import Files
data = Path(sys.argv[2]).read_bytes()
(found,) = Files(data, [len(data)], ["bomb"], (8, 8)).found()
assert isinstance(found, str), found
mine = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]  # not what the parent has had, too
print(int(mine) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told, and limited, there")
@pytest.mark.parametrize("kind", ["a larger one", "an archive bomb", "an array of huge entries"])
def test_a_bomb_takes_little_memory(tmp_path, kind):
    (tmp_path / "bomb").write_bytes(PRETENDS[kind][0])
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", LARGE, root, str(tmp_path / "bomb")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    here, there = map(int, done.stdout.split())
    assert here < 400 and there < 400, done  # MB
