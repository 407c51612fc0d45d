"""What a client may keep open: requests without an end, bodies, connections, descriptors."""

import resource
import socket
import sys
import time
from pathlib import Path

import pytest

from .real import HERE, Real, await_page, free_port, get, start, stop

pytestmark = pytest.mark.slow  # starts servers

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def tight():
    """The port of a server that allows 20 connections, and a second for the head of a request or its body."""
    port = free_port()
    process = start(str(HERE / "apps.py"), "tight", str(port))
    await_page(f"http://127.0.0.1:{port}")
    yield port
    stop(process)


def wire(port: int, said: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.sendall(said)
    return client


def closed(client: socket.socket) -> bytes:
    """What came until the server closed it; TimeoutError if it never does."""
    answer = b""
    try:
        while piece := client.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


@pytest.mark.parametrize("said", [b"", b"G", HEAD, HEAD + b"X: " + b"y" * 1000], ids=["nothing", "G", "head", "header"])
def test_a_request_without_an_end_is_given_up(tight, said):
    assert closed(wire(tight, said)) == b""


def test_a_connection_that_asks_no_more_is_closed(tight):
    assert closed(wire(tight, b"GET /liveness HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % tight)).startswith(
        b"HTTP/1.1 200"
    )


def test_bodies_are_not_kept(tight):
    """A large one is refused unread, an unfinished one given up, in one piece or in many."""
    for length in (16_385, 94_000_000, 10**18):
        answer = closed(
            wire(tight, b"POST / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: %d\r\n\r\n" % (tight, length))
        )
        assert answer.startswith(b"HTTP/1.1 4")
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % tight
    assert closed(wire(tight, head + b"Content-Length: 9000\r\n\r\nabc")) == b""
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    assert closed(wire(tight, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)) == b""
    client = wire(tight, head + b"Transfer-Encoding: chunked\r\n\r\n")
    with pytest.raises(OSError):  # it is closed while still being sent
        for _ in range(100_000):
            client.sendall(chunk)


def test_a_header_is_bounded(tight):
    client = wire(tight, HEAD)
    with pytest.raises(OSError):
        for _ in range(100_000):
            client.sendall(b"X: " + b"y" * 1000 + b"\r\n")


def test_the_oldest_makes_room(tight):
    held = [wire(tight, HEAD) for _ in range(60)]
    assert get(f"http://127.0.0.1:{tight}/liveness")[0] == 200
    assert [closed(client) for client in held] == [b""] * 60


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts descriptors as Linux does")
def test_a_server_out_of_descriptors_rests_and_comes_back():
    """It neither spins nor fills its log, and answers again when there is room."""
    with Real() as server:
        soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        used = max(int(path.name) for path in Path(f"/proc/{server.process.pid}/fd").iterdir()) + 1
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (used + 5, hard))
        held = [wire(server.port, HEAD) for _ in range(100)]
        before = _seconds(server.process.pid)
        time.sleep(3)
        spent = _seconds(server.process.pid) - before
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (soft, hard))
        assert get(server.url + "/liveness")[0] == 200
        for client in held:
            client.close()
        log = server.ends()
    assert spent < 1, "it does not rest"
    assert 1 <= log.count("No connection can be accepted") <= 20 and len(log) < 10_000


def _seconds(process: int) -> float:
    """Processor time of a process."""
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
