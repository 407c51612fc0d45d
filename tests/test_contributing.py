"""CONTRIBUTING.md's "To add", followed to the letter: each step is done in a copy of the package, and what was added is
on the page, in the link and in the command line."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
STEP = re.compile(
    r"^(?:A file `(.+?)`|In `(.+?)`, after `(.+?)`):\n\n```(?:python|markdown)\n(.*?)```$", re.MULTILINE | re.DOTALL
)
HOUSE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n")[0]: STEP.findall(part) for part in HOUSE.split("\n### ")[1:]}


def follow(root: Path, steps) -> None:
    for new, old, after, code in steps:
        if new:
            assert not (root / new).exists()
            (root / new).parent.mkdir(exist_ok=True)
            (root / new).write_text(code, encoding="utf-8")
            continue
        text = (root / old).read_text(encoding="utf-8")
        assert text.count(f"{after}\n") == 1, (old, after)
        (root / old).write_text(text.replace(f"{after}\n", f"{after}\n{code}"), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the package with a toy of each kind."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("astro_dash", "assets"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for steps in SECTIONS.values():
        follow(root, steps)
    return root


def python(copy: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_takes_two_places_at_the_most():
    kinds = {name: {new or old for new, old, *_ in steps} for name, steps in SECTIONS.items() if steps}
    assert list(kinds) == ["A system", "A parameter of a system's own", "A pattern set", "A view", "A law", "A lesson"]
    assert {name: len(places) for name, places in kinds.items()} == dict.fromkeys(kinds, 2) | {"A lesson": 1}


SPECS = """
import base64, gzip, json
from astro_dash.pages.attention import page as attention
from astro_dash.pages.explore import page as explore
from astro_dash.pages.live import page as live
pages = live, explore, attention
print(json.dumps([json.loads(gzip.decompress(base64.b64decode(page.spec()))) for page in pages]))
"""


def test_all_of_them_are_on_the_pages(copy):
    live, explore, attention = json.loads(python(copy, "-c", SPECS))
    for spec in (live, explore, attention):
        toy, others = spec["systems"].pop("toy"), spec["systems"].values()
        assert toy["title"] == "Toy memory" and toy["colour"] not in {other["colour"] for other in others}
        assert spec["choices"]["patterns"]["options"]["stripes"] == "Stripes"
        grip = spec["choices"]["grip"]
        assert grip["symbol"] == "g" and grip["scale"]["log"] and grip["only_for"] == {"system": ["toy"]}
        assert "grip" in spec["advanced"]
        assert spec is attention or spec["choices"]["load"]["most_for"]["stripes"] == 15  # a word is its own load
    assert live["choices"]["system"]["many"]["toy"] == "Toy memory" and live["views"][-1]["key"] == "perplexity"
    assert explore["axes"]["grip"] == {"label": "Grip g", "from": "0.1", "to": "10"}


RUN = """
import json, re
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.session import Session
from astro_dash.pages.live.views import VIEWS
from astro_dash.store import Store

store, problems = Store.from_link("system=toy,astro&patterns=stripes&load=4&grip=3&noise=0.1&dt=0.05")
assert not problems and "grip=3" in store.link()
said = []
session = Session(store, said.append, lambda function, delay: function() if not delay else None)
session.receive({"type": "ready"})
header, arrays = unpack(said[-1]["chunk"])
assert header["systems"] == ["toy", "astro"] and header["grid"] == [4, 4]
(plot,) = VIEWS["perplexity"].plots()
assert "perplexity:toy" in {feed.get("array") for feed in plot.feeds} & set(arrays)
session.receive({"type": "set", "values": {"grip": "0.5"}, "frame": 3})
header, arrays = unpack(said[-1]["chunk"])
assert header["mode"] == "branch" and said[-1]["values"]["grip"] == "0.5"
"""


def test_all_of_them_run(copy):
    python(copy, "-c", RUN)
    options = ("--system", "toy", "--patterns", "stripes", "--load", "4", "--noise", "0.1", "--dt", "0.05")
    energies = []
    for grip in ("1", "3"):
        said = python(copy, "-m", "astro_dash", "run", *options, "--grip", grip, "--json")
        energies.append(json.loads(said)[0]["energy_last"])
    assert energies[1] < energies[0] < 0
    sweep = ("--grip", "1", "3", "--draws", "2", "--scheduler", "threads", "--out", "toy.nc")
    python(copy, "-m", "astro_dash", "sweep", *options, *sweep)
    assert (copy / "toy.nc").exists()


LAW = """
import base64, gzip, json
from astro_dash.pages.laws.page import spec
from astro_dash.pages.laws.session import rendered_as_shipped

laws = json.loads(gzip.decompress(base64.b64decode(spec())))["laws"]
assert laws["toy"]["claim"] == "They do."
law = json.loads(gzip.decompress(base64.b64decode(rendered_as_shipped("toy"))))
assert [panel["title"] for panel in law["panels"]] == PANELS
"""


def test_the_law_is_there(copy):
    python(copy, "-c", LAW.replace("PANELS", "[]"))
    said = python(copy, "-m", "astro_dash", "law", "toy", "--out", "assets/laws/toy.nc")
    assert said.startswith("They do. holds.\nFrom ")
    python(copy, "-c", LAW.replace("PANELS", "['What comes back']"))


def test_the_lesson_is_there(copy):
    said = python(copy, "-m", "astro_dash", "lesson", "assets/lessons/toy.md")
    assert said == "assets/lessons/toy.md: A toy lesson, 1 steps, no mistake\n"
    list_them = "from astro_dash.pages.lessons.session import _listed; print(*(card['name'] for card in _listed()))"
    assert "toy" in python(copy, "-c", list_them).split()


def test_the_copy_serves(copy):
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "astro_dash", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=copy, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().split()[-1]
            pages = (f"?page={which}" for which in ("explore", "paper", "laws", "attention", "lessons"))
            for which in ("", *pages, "?lesson=toy"):
                with urllib.request.urlopen(address + which, timeout=60) as answer:
                    assert answer.status == 200
        finally:
            server.terminate()
            server.communicate(timeout=60)
