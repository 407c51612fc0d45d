"""The example notebook runs from any folder, and shows the page without asking another host."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from astro_dash.shipped import asset

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
ELSEWHERE = re.compile(r"https://cdn\.(bokeh|holoviz)\.org")  # where Panel has its scripts otherwise


def shipped():
    return nbformat.read(asset("example.ipynb"), as_version=4)


def run(notebook, folder: Path, **settings) -> dict[str, list]:
    """Outputs of its cells by their id."""
    clean = {name: value for name, value in os.environ.items() if name != "PANEL_INLINE"}
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute(env=clean | {"PYTHONPATH": str(ROOT)} | settings)
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    return run(shipped(), tmp_path_factory.mktemp("elsewhere"))


def data(outputs: list, kind: str) -> str:
    """What a cell shows of a kind, beside what libraries may have to say about this machine."""
    (shown,) = [output.data[kind] for output in outputs if kind in output.get("data", {})]
    return shown


def test_it_is_shipped_as_it_is_opened_first():
    notebook = shipped()
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_it_computes_what_it_says(outputs):
    assert data(outputs["retrieve"], "text/plain") == "{'astro': 'recalled', 'hopfield': '9 pixels wrong'}"
    head, _, *rows = data(outputs["sweep"], "text/plain").splitlines()
    assert head.split() == ["noise", "0.1", "0.3"] and [row.split()[:2] for row in rows] == [
        ["5", "0.0"], ["20", "0.0"], ["100", "0.0"],
    ]  # fmt: skip


def test_it_shows_the_page(outputs):
    shown = data(outputs["show"], "text/html")
    look = asset("style.css").read_text(encoding="utf-8").splitlines()[0]
    assert "class Player" in shown and look in shown  # its script and its style sheet travel with it


def test_what_is_built_on_it_moves_it(outputs):
    assert "class Player" in data(outputs["own"], "text/html")
    said = data(outputs["set"], "text/plain")
    assert said == "'Of 20 memories, 15% damaged: 0 pixels are wrong in the end.'"


def test_nothing_is_asked_of_another_host(outputs):
    assert not ELSEWHERE.search(str(outputs["start"])) and not ELSEWHERE.search(str(outputs["show"]))


def test_a_setting_leaves_the_scripts_on_their_host(tmp_path):
    """Else the last test would pass whatever Panel does."""
    notebook = shipped()
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") == "start"]
    assert ELSEWHERE.search(str(run(notebook, tmp_path, PANEL_INLINE="false")))
