"""Requests of HTTP on a line of their own to a server that is really there: methods, addresses, headers, bodies,
upgrades."""

from __future__ import annotations

import atexit
import os
import re
import socket
import subprocess
import sys
import tempfile
from functools import cache

from tests.bench.server import ROOT, cpu
from tests.bench.server import memory as memory_of

PATHS = (
    "/", "/app", "/?v=1&load=5&patterns=random", "/liveness", "/favicon.ico", "/static/js/bokeh.min.js", "/ws",
    "/app/ws", "/static/extensions/panel/panel.min.js", "/autoload.js", "/metadata", "/components/x", "//evil.example/",
    "/%2e%2e/",
)
METHODS = "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "G", ""
HEADERS = (
    "Accept-Encoding: gzip", "Accept-Language: de, en;q=0.5", "If-None-Match: \"x\"",
    "If-Modified-Since: Thu, 01 Jan 1970", "Range: bytes=0-5", "Range: bytes=5-1,-9", "Content-Length: 5",
    "Content-Length: -1", "Content-Length: 5, 5", "Transfer-Encoding: chunked", "Expect: 100-continue",
    "Connection: close", "Connection: keep-alive", "Cookie: a=b; c", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: bokeh, x.y",
    "Origin: http://evil.example", "Bokeh-Session-Id: x", "X-Real-Ip: 1.2.3.4", "X-Forwarded-Proto: https",
    "Authorization: Basic x", "Host: evil.example", "Content-Type: multipart/form-data; boundary=x",
    "Content-Type: application/x-www-form-urlencoded", "Content-Encoding: gzip",
    "Sec-WebSocket-Extensions: permessage-deflate",
)  # fmt: skip
WORDS = tuple(f"{header}\r\n".encode() for header in HEADERS) + tuple(f"{method} ".encode() for method in METHODS) + (
    b"\r\n\r\n", b"\r\n", b" HTTP/1.1\r\n", b"HTTP/1.0", b"HTTP/9.9", b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffffff\r\n",
    b"?", b"&", b"bokeh-session-id=x", b"room=K7MW3XQB", b"\x81\x85\0\0\0\0hello", b"\x88\0",
)  # fmt: skip
HOST = "HOST"


def _request(method: str, path: str, *headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def seeds() -> list[bytes]:
    of_paths, of_methods = [_request("GET", path) for path in PATHS], [_request(way, "/") for way in METHODS[:11]]
    of_headers = [_request("GET", "/liveness", header) for header in HEADERS]
    return [*of_paths, *of_methods, *of_headers, _request("GET", "/ws", *HEADERS[14:19])]


def make(mutator) -> bytes:
    if mutator.random() < 0.4:
        return mutator.torn(seeds(), WORDS)
    headers = mutator.sample(HEADERS, mutator.randrange(5))
    request = _request(mutator.choice(METHODS), mutator.choice(PATHS), *headers)
    whole = request + mutator.choice((b"", b"hello", b"\r\n"))
    return mutator.torn([request], WORDS, 2) if mutator.random() < 0.5 else whole


class _Served:
    """A server with little room, whose log is read."""

    def __init__(self):
        self.log = tempfile.TemporaryFile()
        self.at = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "astro_dash", "serve", "--port", "0", "--sessions", "20"], cwd=ROOT, stderr=self.log,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        atexit.register(self.end)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def logged(self) -> str:
        """What is new in its log; its place there is its process's too, which only appends."""
        size = os.fstat(self.log.fileno()).st_size
        at, self.at = self.at, size
        return os.pread(self.log.fileno(), size - at, at).decode(errors="replace")


@cache
def served() -> _Served:
    return _Served()


def memory() -> float:
    """MB of the server."""
    return memory_of(served().process.pid)


def take(data: bytes) -> list[str]:
    """The sentence of an error, if there is one. One that is no whole request is not waited for."""
    server, answer = served(), b""
    before = cpu(server.process.pid)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        try:
            line.sendall(data.replace(HOST.encode(), b"127.0.0.1:%d" % server.port))
            line.settimeout(0.5 if b"\r\n\r\n" in data else 0.001)
            answer = line.recv(65536)
        except (TimeoutError, ConnectionError):
            pass
    assert server.process.poll() is None, "the server has ended"
    assert not answer or re.match(rb"HTTP/1\.1 [1-4]\d\d |HTTP/1\.1 503 ", answer), answer[:300]
    assert cpu(server.process.pid) - before < 1, "the server takes more than a second"
    assert "Traceback" not in (logged := server.logged()), logged
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    told = re.match(rb"HTTP/1\.1 [45]", answer) and b"text/plain" in head and length and body[: int(length[1])]
    return [told.decode(errors="replace").strip()] if told else []
