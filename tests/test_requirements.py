"""The lock is made from requirements.txt by hand (`make lock`): it must not fall behind, nor tell where it was made."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
PINS = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))
WANTED = [
    Requirement(line.split("#")[0])
    for line in (ROOT / "requirements.txt").read_text().splitlines()
    if line.split("#")[0].strip()
]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_the_lock_meets_the_bounds(wanted):
    assert PINS[wanted.name] in wanted.specifier
    assert {clause.operator for clause in wanted.specifier} == {">=", "<"}


def test_every_pin_has_hashes():
    assert len(re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", LOCK, re.MULTILINE)) == len(PINS)


def test_the_lock_names_no_host_or_path():
    assert not re.search(r"://|index-url|find-links|trusted-host|(^|\s)/", LOCK)
