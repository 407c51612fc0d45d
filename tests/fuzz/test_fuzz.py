"""A small share of what `make fuzz` tries, always the same, and all that it has ever found."""

import socket
from importlib import import_module

import pytest

from astro_dash.confined import Confined

from . import ENTRIES, maps
from .__main__ import CORPUS
from .judge import judged, watched
from .messages import PAGES, handlers
from .mutation import Mutator
from .plain import loads

INPUTS = {
    "links": 60, "files": 300, "maps": 150, "lessons": 100, "codes": 400, "commands": 60, "frames": 60, "messages": 60,
}  # fmt: skip
GUARD = 20  # seconds of processor time, which no machine needs
FOUND = [path for path in sorted(CORPUS.glob("*/*")) if path.parent.name in INPUTS]


@pytest.fixture(scope="module")
def log():
    with watched() as log:
        yield log


@pytest.mark.parametrize("name", INPUTS)
def test_a_few_of_each(name, log):
    """After the good ones, without which nothing but the first check would be tried."""
    entry = import_module(f".{name}", __package__)
    for data in [*entry.seeds(), *(entry.make(Mutator(f"{name} test {i}")) for i in range(INPUTS[name]))]:
        assert not (fault := judged(entry, data, log, GUARD)), f"{fault}\n{data[:2000]!r}"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_a_fault_no_more(path, log):
    assert not judged(import_module(f".{path.parent.name}", __package__), path.read_bytes(), log, GUARD)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("hangs/*")), ids=lambda path: path.name)
def test_what_a_library_never_comes_back_from_is_no_map(monkeypatch, path):
    assert not maps.refused_beside(maps.seeds()[0])
    monkeypatch.setattr(Confined, "seconds", 3.0)
    assert maps.refused_beside(path.read_bytes())


@pytest.mark.slow  # starts a server
def test_requests_of_all_kinds(log):
    from . import requests

    inputs = [requests.make(Mutator(f"requests test {i}")) for i in range(60)]
    inputs += [path.read_bytes() for path in CORPUS.glob("requests/*")]
    for data in inputs:
        assert not (fault := judged(requests, data, log, GUARD)), f"{fault}\n{data[:2000]!r}"
    with socket.create_connection(("127.0.0.1", requests.served().port), 60) as line:
        line.sendall(b"GET /liveness HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % requests.served().port)
        assert line.recv(100).startswith(b"HTTP/1.1 200")


def test_every_message_is_tried():
    told = {message["type"] for messages in PAGES.values() for message in messages}
    assert handlers() == told


def test_an_input_is_the_same_for_the_same_seed():
    for name in INPUTS:
        entry = import_module(f".{name}", __package__)
        assert [entry.make(Mutator("one")) for _ in range(2)] == [entry.make(Mutator("one"))] * 2
    assert set(INPUTS) | {"requests"} == set(ENTRIES)


def test_bytes_in_messages_come_back():
    from .plain import dumps

    assert loads(dumps(["live", {"type": "keep", "data": b"\0\xff"}])) == ["live", {"type": "keep", "data": b"\0\xff"}]


@pytest.mark.parametrize(
    "take", [lambda data: 1 / 0, lambda data: ["x" * 2000], lambda data: ["a\x1b[31m"], lambda data: [""]],
    ids=["raises", "long", "escape", "nothing"],
)  # fmt: skip
def test_a_fault_is_one(take, log):
    entry = type("Entry", (), {"take": staticmethod(take)})
    assert judged(entry, b"", log)
