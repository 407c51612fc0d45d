"""The site that `make docs` builds."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import astro_dash
from astro_dash.engine import MODELS
from astro_dash.shipped import asset

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The text of each page, by its name; a warning of the builder is an error."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", folder / "kept", ROOT / "docs", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (built.returncode, built.stderr) == (0, "")
    return {page.stem: page.read_text(encoding="utf-8") for page in folder.glob("*.html")}


def test_the_site_asks_nothing_of_any_other_host(site):
    loaded = re.findall(r"<(?:script|img|link|iframe)[^>]*?(?:src|href)=\"([^\"]+)", "".join(site.values()))
    assert loaded and not [address for address in loaded if "//" in address]


def test_the_guides_have_the_lessons_the_systems_and_the_commands(site):
    lessons = [file.stem.split("-", 1)[1] for file in asset("lessons").glob("*.md") if "." not in file.stem]
    assert lessons and all(f"?lesson={name}" in unescape(site["teacher"]) for name in lessons)
    assert all(f">{name}<" in site["tour"] for name in MODELS)
    assert all(f"astro_dash {name}" in site["commands"] for name in ("serve", "run", "sweep", "law", "export"))
    assert "{{" not in "".join(site.values())


def test_the_interface_has_all_that_the_package_hands_out(site):
    functions = [name for name in astro_dash.__all__ if callable(getattr(astro_dash, name))]
    assert functions and all(f'id="astro_dash.{name}"' in site["api"] for name in functions)
