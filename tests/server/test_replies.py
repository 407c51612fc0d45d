"""What answers say beside what was asked for, what they do not say, and what is written to the log."""

import logging
import re

import pytest

from astro_dash.server import replies
from astro_dash.server.replies import LINES, SECONDS, Quiet

from .real import Real, get

pytestmark = pytest.mark.slow  # starts servers

ADDRESSES = ["/app", "/static/js/bokeh.min.js", "/favicon.ico", "/none", "/static/none.js", "/app?bokeh-token=x"]
# Addresses that somebody may type, mangle or try; each a page, or one sentence
ODD = [
    "load=5?", "load=", "=", "&&&", "load=5&load=6", "load=%00", "load=%ff%fe", "load=%E2%88%9E", "load=1e999", "????",
    "load=-0", "temperature=" + "9" * 5000, "cue=" + "A" * 6000, "cue=%F0%9F%A7%A0", "system=astro,astro", "system=",
    "system=" + "astro," * 900, "v=2", "v=", "page=none", "page=", "page=explore&x=load&y=load", "load=nan", "name=x",
    "page=paper&figure=9", "page=explore&draws=1e9", "page=explore&x=__class__", "theme=dark", "__proto__=1", "param=x",
    "load[]=5", "load=%7B%22type%22%3A1%7D", "%=%", "load=5#x", "x=" * 2000, "a" * 8000,
]  # fmt: skip


@pytest.mark.parametrize("name", ["tuned", "panel"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_headers(servers, name, path):
    _, headers, body = get(servers[name] + path)
    policy = headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] is None
    assert "frame-ancestors 'self'" in policy and policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy and "script-src 'unsafe-inline'" not in policy
    scripts = re.findall(rb"<script([^>]*)>", body) if path == "/app" else []
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert bool(nonce) == (path == "/app")
    assert all(f'nonce="{nonce[1]}"'.encode() in each for each in scripts) and (path != "/app" or scripts)


def test_a_nonce_is_used_once(servers):
    policies = {get(servers["tuned"])[1]["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_frames_are_as_configured():
    with Real("--frame", "https://school.example", "--frame", "http://localhost:8888") as server:
        policy = get(server.url)[1]["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://school.example http://localhost:8888")


def test_errors_say_nothing_of_the_inside(servers):
    for path in ("/none", "/static/none.js", "/static/..%2f..%2fx.js", "/static/js", "/ws", "/app?bokeh-token=x"):
        code, headers, body = get(servers["tuned"] + path)
        assert 400 <= code < 500
        assert headers["Content-Type"].startswith("text/plain") and len(body) < 200 and body.count(b"\n") <= 1
        assert not re.search(rb"Traceback|File|tornado|bokeh|panel|python|/usr", body, re.IGNORECASE)


def test_any_address_has_a_page_or_a_sentence():
    """And nobody who mistypes one leaves a traceback behind."""
    with Real() as server:
        for query in ODD:
            code, _, body = get(f"{server.url}/?{query}")
            assert (code == 200 and b'"token"' in body) or (code == 400 and len(body) < 200), query
        log = server.ends()
    assert "Traceback" not in log and len(log) < 20_000


def test_a_page_that_fails_says_nothing_of_the_inside(tmp_path):
    broken = "raise RuntimeError('the inside')"
    script = f"import sys, types\nfrom astro_dash.server import serve\n\ndef page():\n    {broken}\n\n"
    script += "sys.modules['astro_dash.pages'] = types.SimpleNamespace(page=page)\nserve(port=0)\n"
    with Real(script=script) as server:
        _, _, body = get(server.url)
        _, _, spanish = get(f"{server.url}/?lang=es")
        log = server.ends()
    assert b"cannot be shown" in body and b"inside" not in body + spanish
    assert "No se puede mostrar esta página".encode() in spanish
    assert "the inside" in log


@pytest.fixture
def clock(monkeypatch):
    """A time that is set by hand."""
    now = [0.0]
    monkeypatch.setattr(replies.time, "monotonic", lambda: now[0])
    return now


def record(line: int, words: str = "x %s") -> logging.LogRecord:
    return logging.LogRecord("a", logging.WARNING, "a.py", line, words, ("y",), None)


def test_a_flood_is_not_written(clock):
    quiet = Quiet()
    assert sum(quiet.filter(record(1)) for _ in range(10_000)) == LINES
    assert quiet.filter(record(2))  # another kind has its own count
    clock[0] = SECONDS + 1
    later = record(1)
    assert quiet.filter(later)
    assert later.getMessage() == f"x y (and {10_000 - LINES} more like it)"
    assert quiet.filter(later := record(1)) and later.getMessage() == "x y"


def test_the_log_of_a_flood_is_short():
    with Real() as server:
        for _ in range(300):
            assert get(server.url + "/none")[0] == 404
        log = server.ends()
    assert log.count("/none") <= LINES
