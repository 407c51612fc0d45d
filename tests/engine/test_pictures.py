"""The pictures: different from each other, named, small, and what `assets/patterns/make.py` made."""

import importlib.util
import zipfile

import numpy as np
import pytest

from astro_dash.engine.patterns import PATTERNS, draw
from astro_dash.shipped import asset

PICTURES = PATTERNS["pictures"]


@pytest.fixture(scope="module")
def make():
    """The script; what only the making needs, it imports as it makes."""
    spec = importlib.util.spec_from_file_location("make", asset("patterns/make.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn():
    return draw("pictures", PICTURES.most)


def test_hundreds_of_32_by_32_in_a_small_file():
    assert PICTURES.most >= 300 and PICTURES.n_neurons == 32 * 32
    assert asset(PICTURES.file).stat().st_size < 0.2e6
    with zipfile.ZipFile(asset(PICTURES.file)) as file:
        assert sum(entry.file_size for entry in file.infolist()) < 0.2e6


def test_none_is_nearly_another_or_its_negative(drawn, make):
    overlap = drawn.patterns @ drawn.patterns.T / 1024
    np.fill_diagonal(overlap, 0)
    assert np.abs(overlap).max() <= make.MOST_ALIKE == 0.7
    assert 1024 * (1 - np.abs(overlap).max()) / 2 >= 154  # pixels, as the set's words say


def test_each_has_a_name_of_its_own(drawn):
    assert len({label.lower() for label in drawn.labels}) == PICTURES.most
    assert {"cat", "dog", "elephant", "bicycle", "house", "apple", "umbrella"} < set(drawn.labels)
    assert drawn.name(3) == f"{drawn.labels[3]} #3"


def test_the_set_is_what_was_made(make):
    pixels, names = PICTURES.images
    assert names.tolist() == list(make.named())
    assert len(set(make.named().values())) == len(names)
    assert pixels.shape == (len(names), make.SIDE**2 // 8) and pixels.dtype == np.uint8
    assert f"{len(names)} glyphs" in type(PICTURES).__doc__


def test_pictures_stand_upright_in_the_middle():
    """Within the room that make.py leaves them, which one side fills, and centred to a pixel."""
    for bits in np.unpackbits(PICTURES.images[0], axis=1).reshape(-1, 32, 32):
        spans = [np.flatnonzero(bits.any(axis)) for axis in (0, 1)]
        assert all(1 <= span[0] and span[-1] <= 30 for span in spans)
        assert all(abs(span[0] - (31 - span[-1])) <= 3 for span in spans)
        assert max(span[-1] - span[0] for span in spans) >= 26


def test_a_tree_has_its_top_above(drawn):
    tree = drawn.patterns[drawn.labels.index("fir tree")].reshape(drawn.grid) > 0
    assert tree[:8].any(0).sum() < tree[16:24].any(0).sum() / 2


def test_the_licence_stands_beside_it():
    words = asset("patterns/pictures-licence.txt").read_text(encoding="utf-8")
    assert words.startswith("Copyright 2013 Google LLC") and "SIL OPEN FONT LICENSE Version 1.1" in words
