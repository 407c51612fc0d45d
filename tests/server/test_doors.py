"""Which requests are answered: routes, methods, hosts, sessions, and how many."""

import socket
import tempfile
import time
from pathlib import Path

import pytest
from bokeh.util.token import generate_jwt_token, generate_session_id
from hypothesis import given
from hypothesis import strategies as st

from astro_dash.__main__ import main
from astro_dash.server.allowed import Allowed
from astro_dash.server.doors import client

from .apps import HOST
from .real import Real, await_page, get, probe, token

pytestmark = pytest.mark.slow  # starts servers

# All that is answered. If an upgrade of Bokeh or Panel adds one, decide whether it is wanted (`doors.HANDLERS`).
ROUTES = [
    "/?$ DocHandler", "/?$ RootHandler", "/app/?$ DocHandler", "/app/static/(.*)$ StaticHandler",
    "/app/ws$ WSHandler", "/favicon.ico$ IcoHandler", "/liveness$ LivenessHandler", "/probe$ Probe",
    "/static/(.*)$ StaticHandler", "/static/(?!extensions/)(.*)$ StaticHandler",
    "/static/extensions/(.*)$ MultiRootStaticHandler", "/ws$ WSHandler",
]  # fmt: skip
SHUT = [
    "/components/unittest.__main__/a/b/c", "/components/astro_dash.pages.component/Page/_stylesheets/x", "/components/",
    "/components/this/a/b/c", "/autoload.js?bokeh-autoload-element=x", "/app/autoload.js?bokeh-autoload-element=x",
    "/metadata", "/app/metadata", "/rest/session_info", "/admin", "/login", "/logout", "/ws/x", "/.env",
    "//evil.example/", "/static/../../etc/passwd", "/%2e%2e/", "/static/extensions/panel/../../x",
]  # fmt: skip


def ask(url: str, head: str, body: bytes = b"") -> bytes:
    """The answer to a request as it is written here, Host excepted if `head` has one."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as wire:
        lines = head.split("\n")
        if not any(line.lower().startswith("host:") for line in lines):
            lines.insert(1, f"Host: {host}:{port}")
        wire.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
    return answer


def status(answer: bytes) -> int:
    return int(answer.split()[1])


def upgrade(url: str, protocols: str, *more: str) -> int:
    """The status with which a socket is opened or not."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as wire:
        lines = [
            "GET /ws HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Protocol: {protocols}", *more,
        ]  # fmt: skip
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        return status(wire.recv(65536))


def test_the_routes_are_known(servers):
    assert probe(servers["tuned"])["routes"] == ROUTES


@pytest.mark.parametrize("name", ["tuned", "panel"])
@pytest.mark.parametrize("path", SHUT)
def test_no_other_address_is_answered(servers, name, path):
    assert status(ask(servers[name], f"GET {path} HTTP/1.1")) in (400, 403, 404)
    assert "Player" in await_page(servers[name] + "/app") or "token" in await_page(servers[name] + "/app")


@pytest.mark.parametrize("name", ["tuned", "panel"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_reading(servers, name, method):
    for path in ("/app", "/static/js/bokeh.min.js", "/app/ws", "/favicon.ico"):
        answer = ask(servers[name], f"{method} {path} HTTP/1.1\nContent-Length: 3", b"a=b")
        assert status(answer) == 405


@pytest.mark.parametrize("name", ["tuned", "panel"])
def test_hosts(servers, name):
    """A rebound name is refused for pages, files and sockets, whatever its Origin says."""
    url = servers[name]
    port = url.rsplit(":", 1)[1]
    good = [f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"]
    bad = [f"evil.example:{port}", "evil.example", f"localhost.evil.example:{port}", "localhost:1", f"127.0.0.2:{port}",
           f"[::1]:{port}", f"10.0.0.1:{port}", "127.0.0.1", "a@127.0.0.1", f"0.0.0.0:{port}", "x" * 5000]  # fmt: skip
    good += [HOST, f"{HOST}:{port}"] if name == "tuned" else []
    bad += [] if name == "tuned" else [HOST]
    for path in ("/app", "/static/js/bokeh.min.js"):
        assert {host: status(ask(url, f"GET {path} HTTP/1.1\nHost: {host}")) for host in good} == dict.fromkeys(
            good, 200
        )
        for host in bad:
            answer = ask(url, f"GET {path} HTTP/1.1\nHost: {host}")
            assert status(answer) in (400, 403), host
            assert b"--host" in answer or status(answer) == 400
    signed = token(url + "/app" if name == "panel" else url)
    place = "/app/ws" if name == "panel" else "/ws"
    head = (
        f"Upgrade: websocket\nSec-WebSocket-Key: {'A' * 22}==\nSec-WebSocket-Version: 13\nOrigin: http://evil.example"
    )
    for host in bad[:2]:
        answer = ask(url, f"GET {place} HTTP/1.1\nHost: {host}\n{head}\nSec-WebSocket-Protocol: bokeh, {signed}")
        assert status(answer) == 403


def test_the_list_of_the_environment_takes_the_place_of_all_others():
    with Real("--host", "one.example", BOKEH_ALLOW_WS_ORIGIN="two.example") as server:
        answered = {
            host: status(ask(server.url, f"GET /liveness HTTP/1.1\nHost: {host}"))
            for host in ("two.example", "one.example", f"localhost:{server.port}", f"127.0.0.1:{server.port}")
        }
    assert list(answered.values()) == [200, 403, 403, 200]  # the address itself, for a health check


@pytest.mark.parametrize("name", ["tuned", "panel"])
def test_nobody_brings_a_session(servers, name):
    url = servers[name] + "/app"
    other = token(url)
    for query in (
        "bokeh-session-id=",
        "bokeh-session-id=abc",
        f"bokeh-token={other}",
        "bokeh-token=",
        "a&bokeh-session-id",
    ):
        code, _, body = get(f"{url}?{query}")
        assert code == 400 and b"session" in body
    assert get(url, Bokeh_Session_Id="abc")[0] == 400


def test_sessions_are_signed(servers):
    url = servers["tuned"]
    good = token(url)
    unsigned = generate_jwt_token(generate_session_id(signed=False), signed=False, expiration=999)
    foreign = generate_jwt_token(generate_session_id(b"k", True), b"k", True, expiration=999)
    changed = good[:20] + ("A" if good[20] != "A" else "B") + good[21:]
    for bad in (unsigned, foreign, changed, good[:-1], good.split(".")[0], "x", "a.b", "a.b.c", "=", "." * 99):
        assert upgrade(url, f"bokeh, {bad}") == 403, bad
    for protocols in ("bokeh", good, f"bokeh, {good}, x", f"other, {good}", ","):
        assert upgrade(url, protocols) == 400, protocols
    assert upgrade(url, f"bokeh, {good}") == 101
    assert upgrade(url, f"bokeh, {good}", "Origin: http://evil.example") == 403


def test_one_secret_for_several_processes():
    with Real(BOKEH_SECRET_KEY="s" * 44) as one, Real(BOKEH_SECRET_KEY="s" * 44) as two, Real() as three:
        page = token(one.url)
        assert [upgrade(server.url, f"bokeh, {page}") for server in (one, two, three)] == [101, 101, 403]


def test_while_there_is_no_time_visitors_are_told_and_who_is_in_comes_back():
    """Whose line was cut has a good token; a page that is opened already goes on."""
    script = (
        "import os\nfrom astro_dash.pages.dispatch import Dispatch\nfrom astro_dash.server import serve\n"
        "Dispatch.full = property(lambda self: os.path.exists(os.environ['FULL']))\nserve(port=0)"
    )
    with tempfile.TemporaryDirectory() as folder, Real(script=script, FULL=f"{folder}/full") as server:
        page = token(server.url)
        Path(folder, "full").touch()
        status, headers, words = get(server.url + "/?lang=de")
        assert status == 503 and headers["Refresh"] == headers["Retry-After"]
        assert "0 Seiten sind offen" in words.decode()
        assert get(server.url + "/liveness")[0] == 200
        assert upgrade(server.url, f"bokeh, {page}") == 101
        Path(folder, "full").unlink()
        assert get(server.url)[0] == 200


def test_places_are_bounded():
    """Of sockets, and of the pages behind them, in all and for one address; the others go on. Who only looks takes
    none."""
    for options, environment, refused in (
        (("--per-address", "2"), {}, 429), ((), {"ASTRO_DASH_SESSIONS": "2"}, 503),
    ):  # fmt: skip
        with Real(*options, **environment) as server:
            _bounded(server, refused)


def _bounded(server, refused):
    pages = [token(server.url) for _ in range(5)]
    host, port = "127.0.0.1", server.port
    wires = []
    for page, expected in zip(pages, (101, 101, refused), strict=False):
        wires.append(socket.create_connection((host, port), timeout=60))
        lines = [
            "GET /ws HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Protocol: bokeh, {page}",
        ]  # fmt: skip
        wires[-1].sendall("\r\n".join([*lines, "", ""]).encode())
        assert status(wires[-1].recv(65536)) == expected
    while (answer := get(server.url))[0] == 200:  # until the sessions are there
        time.sleep(0.02)
    assert answer[0] == refused and answer[1]["Retry-After"] and b"2" in answer[2]
    assert get(server.url + "/liveness")[0] == 200
    for wire in wires:
        wire.close()


def test_a_bad_number_is_named(capfd):
    for options, words in (("--sessions", "0"), "0"), (("--per-address", "-1"), "-1"), (("--frame", "a; b"), "'a; b'"):
        with pytest.raises(SystemExit, match="2"):
            main(["serve", "--port", "0", *options])
        out, error = capfd.readouterr()
        assert (out, error.count("\n")) == ("", 1) and words in error


@given(st.ip_addresses())
def test_a_client_is_an_address_or_a_network(address):
    one = client(type("Request", (), {"remote_ip": str(address)}))
    assert one == str(address) if address.version == 4 else one.endswith("/64") or ":" not in one


def test_names_of_clients():
    names = ["::ffff:1.2.3.4", "1.2.3.4", "fe80::1%eth0", "2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1", "unix"]
    found = [client(type("Request", (), {"remote_ip": name})) for name in names]
    assert found[0] == found[1] == "1.2.3.4"
    assert found[3] == found[4] != found[5]
    assert found[-1] == "unix"


@pytest.mark.parametrize("text", ["0", "-5", "many", "1e3", " "])
def test_the_environment_is_checked(monkeypatch, text):
    monkeypatch.setenv("ASTRO_DASH_SESSIONS", text)
    with pytest.raises(ValueError, match="sessions is"):
        Allowed.of_environment()


@pytest.mark.parametrize(
    ("query", "accepted", "words"),
    [
        ("", "", "There is nothing at this address."),
        ("", "de-CH, fr;q=0.5", "Unter dieser Adresse gibt es nichts."),
        ("?lang=es", "de", "No hay nada en esta dirección."),
        ("?lang=%ff", "de;q=x", "There is nothing at this address."),
    ],
)
def test_a_refusal_is_in_the_language_of_who_asks(servers, query, accepted, words):
    status, _, body = get(servers["tuned"] + "/nothing" + query, Accept_Language=accepted)
    assert status == 404 and body.decode() == words + "\n"


def test_the_document_is_in_the_language_of_who_asks(real):
    for query, accepted, language, words in (
        ("", "es-MX", "es", "Iniciando…"),
        ("&lang=de", "es-MX", "de", "Es geht los …"),
        ("&lang=xx", "es-MX", "es", "Iniciando…"),
        ("&lang=de&lang=en", "es-MX", "en", "Starting…"),
    ):
        page = get(f"{real.url}/?page=paper{query}", Accept_Language=accepted)[2].decode()
        assert f'<html lang="{language}"' in page and f'<p id="wait">{words}</p>' in page
