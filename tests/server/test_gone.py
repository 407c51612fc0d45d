"""What stays of those who are gone: nothing. `python -m tests.bench leaks` opens and closes two thousand."""

import asyncio
import json
import time
import urllib.request

import pytest

from tests.bench import visits
from tests.bench.part_leaks import DOCUMENT, OURS
from tests.bench.server import Server

pytestmark = pytest.mark.slow  # starts a server
FIRST, TIMES = 2, 5  # what is made once is made by then; and how often each comes once more


def left(server) -> dict[str, int]:
    """Objects by kind, once all sessions and rooms are forgotten and nothing is on its way any more."""
    former = None
    for _attempt in range(300):  # a guard
        time.sleep(1)
        with urllib.request.urlopen(server.address + "probe", timeout=60) as answer:
            told = json.load(answer)
        now = {name: n for name, n in told["objects"].items() if name.startswith(OURS)}
        if now == former and now.get(DOCUMENT, 0) <= 1 and not told["kept"]:
            return now
        former = now
    raise AssertionError(f"sessions are not forgotten: {former}")


def test_of_those_who_are_gone_nothing_stays():
    with Server("-m", "tests.bench.brief") as server:
        asyncio.run(visits.many(server.port, [*visits.IN_TURN] * FIRST))
        before = left(server)
        asyncio.run(visits.many(server.port, [*visits.IN_TURN] * TIMES))
        after = left(server)
    more = {name: n - before.get(name, 0) for name, n in after.items()}
    assert {name: n for name, n in more.items() if n >= TIMES} == {}
