"""What is built from this folder, and that it runs where nothing of this folder is."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import astro_dash
from astro_dash.__main__ import main
from astro_dash.study import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NEEDED = ("pyproject.toml", "requirements.txt", "README.md", "LICENSE", "astro_dash", "assets")  # to build
NOT_SHIPPED = re.compile(r"assets/([^/]*\.(png|svg)|(public|patterns|locale)/make\.py|locale/astro_dash\.pot)")
# Settings of whoever runs the tests that would reach into what is installed here
CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OPENBLAS_NUM_THREADS")}


def called(*command, cwd: Path, status: int = 0) -> str:
    """What a command says, on both streams."""
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=CLEAN, timeout=600, **both)
    assert done.returncode == status, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of what building needs: it leaves files behind."""
    folder = tmp_path_factory.mktemp("source")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source) -> Path:
    """The wheel, by way of the sdist, as `python -m build` makes it."""
    called(sys.executable, "-m", "build", "--no-isolation", cwd=source)
    return next((source / "dist").glob("*.whl"))


def environment(folder: Path, *install) -> Path:
    """The folder of the commands of a new environment, with the package as pip installs it and what it needs as the
    tests have it."""
    called(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    site = called(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    have = [path for path in sys.path if path.endswith("-packages")]
    Path(site.strip(), "needed.pth").write_text("\n".join(have))
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--no-deps", "--no-index"]
    called(*pip, "--no-build-isolation", "--ignore-installed", *install, cwd=folder)
    return scripts


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    return environment(tmp_path_factory.mktemp("installed"), wheel)


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A folder that is none of ours, with assets of its own."""
    (tmp_path / "assets" / "patterns").mkdir(parents=True)
    (tmp_path / "assets" / "style.css").write_text("not ours")
    (tmp_path / "assets" / "patterns" / "digits.npz").write_text("not ours")
    return tmp_path


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_wheel_holds_every_file_of_the_package_and_no_other(source, wheel):
    held = contents(wheel)
    ours = {name: data for name, data in held.items() if ".dist-info/" not in name}
    files = [path for top in ("astro_dash", "assets") for path in (source / top).rglob("*") if path.is_file()]
    names = {path.relative_to(source).as_posix(): path.read_bytes() for path in files}
    names = {name: data for name, data in names.items() if not NOT_SHIPPED.fullmatch(name)}
    assert ours == {re.sub("^assets/", "astro_dash/assets/", name): data for name, data in names.items()}


def test_the_wheel_is_the_same_without_the_sdist(source, wheel, tmp_path):
    called(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, cwd=source)
    assert contents(tmp_path / wheel.name) == contents(wheel)


def test_it_says_what_it_is_and_needs(wheel):
    held = contents(wheel)
    about = message_from_bytes(held[next(name for name in held if name.endswith("/METADATA"))])
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines()]
    needs = {need for need in map(Requirement, about.get_all("Requires-Dist")) if "extra" not in str(need.marker)}
    assert needs == {Requirement(line) for line in lines if line}
    assert about["Version"] == astro_dash.__version__ and about["License-Expression"] == "BSD-3-Clause"
    assert "# Astro Dash" in about.get_payload() and not about.get_all("Project-URL")


def test_it_is_the_installed_one_that_runs(installed, elsewhere):
    found = called(installed / "python", "-c", "import astro_dash; print(astro_dash.__file__)", cwd=elsewhere)
    assert Path(found.strip()).is_relative_to(installed.parent)
    assert called(installed / "astro-dash", "--version", cwd=elsewhere) == f"Astro Dash {astro_dash.__version__}\n"


def test_run_gives_the_numbers_of_the_checkout(installed, elsewhere, capsys):
    options = ["run", "--system", "astro,hopfield", "--patterns", "letters", "--load", "20", "--dt", "0.02", "--json"]
    main(options)
    here = capsys.readouterr().out
    assert json.loads(called(installed / "astro-dash", *options, cwd=elsewhere)) == json.loads(here)


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_sweep_writes_where_one_is(installed, elsewhere, scheduler):
    options = ["--load", "2,5", "--draws", "2", "--dt", "0.1", "--scheduler", scheduler, "--workers", "1"]
    called(installed / "astro-dash", "sweep", *options, "--out", "map.nc", cwd=elsewhere)
    found = read(elsewhere / "map.nc")
    assert found.finished.all() and found.sizes["load"] == 2


@pytest.mark.parametrize("own", [["astro-dash"], ["python", "-m", "astro_dash"]], ids=" ".join)
def test_refusals_begin_with_the_name_it_was_called_by(installed, elsewhere, own):
    command, *rest = own
    for options in (["run", "--load", "0"], ["run", "--mood", "x"], ["fly"]):
        said = called(installed / command, *rest, *options, cwd=elsewhere, status=2)
        assert said.startswith(" ".join(own)) and said.count("\n") == 1, said
    assert called(installed / command, *rest, "--help", cwd=elsewhere).startswith(f"usage: {' '.join(own)} ")


def test_the_command_leaves_the_cores_to_others(installed, elsewhere):
    """One thread for the linear algebra is set before numpy is loaded."""
    code = """
import importlib.metadata, os, sys
class Watch:
    def find_spec(name, path, target=None):
        if name == "numpy":
            print(os.environ.get("OPENBLAS_NUM_THREADS"))
sys.meta_path.insert(0, Watch)
importlib.metadata.entry_points(group="console_scripts", name="astro-dash")["astro-dash"].load()"""
    assert called(installed / "python", "-c", code, cwd=elsewhere) == "1\n"


@pytest.fixture
def served(installed, elsewhere):
    """The address of a server, started elsewhere, until the test is over."""
    with subprocess.Popen(
        [installed / "astro-dash", "serve", "--port", "0"], cwd=elsewhere, env=CLEAN, stdout=subprocess.PIPE, text=True
    ) as server:
        yield server.stdout.readline().split()[-1]
        server.terminate()
        server.communicate(timeout=60)


def test_serve_gives_the_pages_and_their_scripts(served):
    def get(path):
        with urllib.request.urlopen(served + path, timeout=60) as answer:
            return answer.status, answer.read().decode()

    for which in ("", "?page=explore", "?page=paper"):
        status, page = get(which)
        assert status == 200 and "Astro Dash</title>" in page
    scripts = re.findall(r'src="/?([^"]+\.js[^"]*)"', page)
    assert scripts and all(get(script)[0] == 200 for script in scripts)


def test_all_that_ships_is_found(installed, elsewhere):
    code = """
from astro_dash.pages.live.page import Live
from astro_dash.pages.paper.shipped import FIGURES, facts, shipped
from astro_dash.pages.paper.page import spec
import astro_dash
assert "not ours" not in Live._stylesheets[0] and spec() and facts()
assert all(shipped(number).finished.all() for number in FIGURES[:4])
print(*(name for name, pattern in astro_dash.patterns.items() if pattern.draw(5).patterns.any()))"""
    assert called(installed / "python", "-c", code, cwd=elsewhere).split() == list(astro_dash.patterns)


def test_installed_in_place_it_is_the_checkout(source, tmp_path, elsewhere):
    scripts = environment(tmp_path, "--editable", source)
    code = "import astro_dash, astro_dash.shipped as s; print(astro_dash.__file__, s.asset('style.css'), sep='\\n')"
    found = called(scripts / "python", "-c", code, cwd=elsewhere).splitlines()
    assert found == [str(source / "astro_dash" / "__init__.py"), str(source / "assets" / "style.css")]
    assert '"astro"' in called(scripts / "astro-dash", "run", "--load", "5", "--dt", "0.1", "--json", cwd=elsewhere)


def test_what_builds_it_is_among_the_tools():
    """So that the tests need no network."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements-dev.txt").read_text().splitlines()]
    tools = {Requirement(line).name: line.replace(" ", "") for line in lines if line}
    assert all(tools[Requirement(line).name].startswith(line) for line in wanted)
