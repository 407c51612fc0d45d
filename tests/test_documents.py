"""What is written beside the code agrees with it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import astro_dash
from astro_dash import cited

ROOT = Path(__file__).parents[1]
HOUSE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TRACE = re.findall(r"^\| `(\S+)` \| (`.+?`) \|", HOUSE, re.MULTILINE)


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[([0-9.]+)\] - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)
    assert citation["version"] == astro_dash.__version__ == released[0]


def test_the_citation_is_whole_and_says_what_the_page_says():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and {"message", "title", "authors"} <= set(citation)
    assert (citation["title"], citation["abstract"], citation["license"]) == (cited.NAME, cited.ABOUT, cited.LICENCE)
    (paper,) = citation["references"]
    names = tuple(f"{author['given-names']} {author['family-names']}" for author in paper["authors"])
    assert (paper["title"], names, paper["year"]) == (cited.PAPER, cited.AUTHORS, cited.YEAR)
    values = [f"arXiv:{cited.ARXIV}", f"10.48550/arXiv.{cited.ARXIV}"]
    assert [one["value"] for one in paper["identifiers"]] == values
    assert [paper["url"], f"https://doi.org/{values[1]}"] == list(cited.LINKS.values())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == cited.LICENCE
    told = cited.cited()
    assert told["version"] in told["cite"][1] and all(name.split()[1] in told["cite"][0] for name in cited.AUTHORS)


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


def test_what_the_readme_builds_on_a_page_works():
    """A slider of theirs, the page's own, and words about the run."""
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.DOTALL)
    (block,) = [block for block in blocks if "page(" in block]
    names = {}
    exec(block, names)
    live, said = names["live"], names["words"]
    assert said().startswith("Of 200 memories, 10% damaged:")
    names["flips"].value = 0.3
    assert live.store.noise == 0.3 and "30% damaged" in said()
    live._session.receive({"type": "ready"})
    live._session.receive({"type": "set", "values": {"load": "20"}})
    assert said() == f"Of 20 memories, 30% damaged: {live.result().hard_error:.0f} pixels are wrong in the end."
