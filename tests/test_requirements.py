"""The lock is made from requirements.txt by hand (`make lock`): it must not fall behind, nor tell where it was made."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
ROOMS = (ROOT / "requirements-rooms.lock").read_text()
PINS = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))
ONLY = dict(re.findall(r"^([a-z0-9-]+)==\S+ ; (.*) \\$", LOCK, re.MULTILINE))  # where pins are wanted
SYSTEMS = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")]
WANTED = [
    Requirement(line.split("#")[0])
    for line in (ROOT / "requirements.txt").read_text().splitlines()
    if line.split("#")[0].strip()
]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_the_lock_meets_the_bounds(wanted):
    assert PINS[wanted.name] in wanted.specifier
    assert {clause.operator for clause in wanted.specifier} == {">=", "<"}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[1])
def test_the_lock_is_whole_on_every_system(system, python):
    """What is installed here says what it needs there."""
    if version("panel") != PINS["panel"]:
        pytest.skip("it is not the lock that is installed")
    names = dict(zip(("sys_platform", "platform_system", "os_name"), system, strict=True))
    there = default_environment() | names | {"python_version": python, "python_full_version": f"{python}.0"}
    todo, seen = list(WANTED), set()
    while todo:
        name = canonicalize_name((wanted := todo.pop()).name)
        assert name in PINS and Marker(ONLY.get(name, "python_version > '3'")).evaluate(there), name
        assert PINS[name] in wanted.specifier
        if (key := (name, *sorted(wanted.extras))) in seen:
            continue
        seen.add(key)
        try:
            needs = [Requirement(need) for need in requires(name) or ()]
        except PackageNotFoundError:  # it is not for this system
            continue
        extras = [there | {"extra": extra} for extra in ("", *wanted.extras)]
        todo += [need for need in needs if not need.marker or any(map(need.marker.evaluate, extras))]
    assert ("colorama" in {name for name, *_ in seen}) == (system[0] == "win32")


def test_a_container_has_what_rooms_need():
    pins = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", ROOMS, re.MULTILINE))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    (wanted,) = map(Requirement, extras["rooms"])
    assert pins[wanted.name] in wanted.specifier and not pins.keys() & PINS.keys()
    assert len(re.findall(r"^\S+==\S+( ; .*)? \\\n    --hash=sha256:", ROOMS, re.MULTILINE)) == len(pins)
    dockerfile, kept = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text()
    assert "-r /app/requirements-rooms.lock" in dockerfile and "!requirements-rooms.lock" in kept


def test_every_pin_has_hashes():
    assert len(re.findall(r"^\S+==\S+( ; .*)? \\\n    --hash=sha256:", LOCK, re.MULTILINE)) == len(PINS)


def test_the_lock_names_no_host_or_path():
    assert not re.search(r"://|index-url|find-links|trusted-host|(^|\s)/", LOCK + ROOMS)
