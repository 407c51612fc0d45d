"""What is written beside the code agrees with it."""

import re
from pathlib import Path

import pytest
import yaml

import astro_dash

ROOT = Path(__file__).parents[1]
HOUSE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TRACE = re.findall(r"^\| `(\S+)` \| (`.+?`) \|", HOUSE, re.MULTILINE)


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[([0-9.]+)\] - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)
    assert citation["version"] == astro_dash.__version__ == released[0]


def test_the_citation_is_whole():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and {"message", "title", "authors"} <= set(citation)
    assert [reference["url"] for reference in citation["references"]] == ["https://arxiv.org/abs/2604.25481"]


@pytest.mark.parametrize(("file", "names"), TRACE)
def test_a_slider_still_goes_where_the_house_says(file, names):
    code = (ROOT / file).read_text(encoding="utf-8")
    for name in re.findall(r"[\w.]+", names):
        for part in name.split("."):
            assert re.search(rf"\b(def|class) {part}\b|^  {part}\(", code, re.MULTILINE), part


def test_the_house_names_what_is_there():
    assert len(TRACE) > 10
    places = set(re.findall(r"(?<!A file )`((?:astro_dash|assets|tests)/?\S*|[\w.-]+\.(?:toml|txt|md|cff))`", HOUSE))
    assert places and all((ROOT / place).exists() for place in places), places
