"""What `server.defaults` and `server.static` change, on real servers: `plain` has the defaults, `tuned` is `serve`,
`panel` is `panel serve`. What the plain one is found to do is why the change is there: if that fails, an upgrade has
made the change needless, and it can go."""

import base64
import gzip
import json
import os
import re
import shutil
import signal
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bokeh
import panel as pn
import pytest
from bokeh.util.token import get_token_payload
from packaging.version import Version

from astro_dash.cited import ABOUT
from astro_dash.server import defaults, serve
from astro_dash.server.serve import _origins

from .apps import HOST, PING
from .real import HERE, await_page, free_port, get, probe, start, token

BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
APPS = str(HERE / "apps.py")
SCRIPT = "/static/js/bokeh-widgets.min.js"

pytestmark = pytest.mark.slow  # starts servers and a browser


@pytest.fixture(scope="package")
def seen(servers):
    """What a browser saw of each: complaints, and addresses asked for."""
    if not BROWSER:
        pytest.skip("no Chromium; CHROMIUM may give its path")
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop stays out of the tests' thread
        return thread.submit(look, servers).result()


def look(servers) -> dict:
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS.split())
        for name, url in servers.items():
            view, complaints, asked = browser.new_page(), [], []
            view.on("console", lambda m, to=complaints: m.type in ("error", "warning") and to.append(m.text))
            view.on("pageerror", lambda error, to=complaints: to.append(str(error)))
            view.on("request", lambda request, to=asked: to.append(request.url))
            view.goto(url)
            view.wait_for_selector("p", state="attached")
            view.evaluate("ask()")
            told = probe(url) if name != "panel" else {}
            found[name] = {"complaints": complaints, "asked": asked} | told
            view.close()
    return found


def test_page_works_and_stays_at_home(seen, servers):
    for name in ("tuned", "panel"):
        assert seen[name]["complaints"] == []
        assert all(url.startswith((servers[name], "blob:", "data:")) for url in seen[name]["asked"])


def test_frames_are_sent_at_once(seen):
    assert seen["tuned"]["nodelay"] == [True]
    assert seen["plain"]["nodelay"] == [False]


def test_messages_stay_on_the_loop(seen):
    assert seen["tuned"]["on_the_loop"]
    assert seen["plain"]["on_the_loop"] == (Version(bokeh.__version__) < Version("3.10"))


def test_unused_bundles_are_left_out(seen, servers):
    for name in ("tuned", "panel"):
        assert not any(bundle in url for url in seen[name]["asked"] for bundle in defaults.UNUSED_BUNDLES)
    assert set(defaults.UNUSED_BUNDLES) <= set(probe(servers["plain"])["bundles"])
    assert any("bokeh-gl" in url for url in seen["plain"]["asked"])


def test_panels_script_still_needs_the_widgets():
    script = Path(pn.__file__).with_name("dist") / "panel.min.js"
    assert '"@bokehjs/models/widgets/' in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["tuned", "panel"])
def test_scripts_are_compressed(servers, name):
    url = servers[name] + SCRIPT
    await_page(servers[name])
    status, headers, body = get(url, Accept_Encoding="gzip, deflate")
    whole = get(url)
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert int(headers["Content-Length"]) == len(body) < len(whole[2]) / 3
    assert gzip.decompress(body) == whole[2]
    assert whole[1]["Content-Encoding"] is None and whole[1]["Vary"] == "Accept-Encoding"
    assert whole[1]["ETag"] != headers["ETag"]


def test_a_component_of_an_extension_is_compressed(servers):
    url = servers["tuned"] + "/static/extensions/panel/panel.min.js"
    assert get(url, Accept_Encoding="gzip")[1]["Content-Encoding"] == "gzip"


def test_head_unchanged_and_parts(servers):
    url = servers["tuned"] + SCRIPT
    headers = get(url, Accept_Encoding="gzip")[1]
    status, asked, body = get(url, "HEAD", Accept_Encoding="gzip")
    assert (status, body) == (200, b"")
    assert (asked["Content-Length"], asked["ETag"]) == (headers["Content-Length"], headers["ETag"])
    status, _, body = get(url, Accept_Encoding="gzip", If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    plain = get(url)[1]["ETag"]
    assert get(url, Accept_Encoding="gzip", If_None_Match=plain)[0] == 200
    assert get(url, If_None_Match=plain)[0] == 304
    status, headers, body = get(url, Accept_Encoding="gzip", Range="bytes=0-9")
    assert (status, headers["Content-Encoding"], len(body)) == (206, None, 10)


@pytest.mark.parametrize(("path", "status"), [("/static/none.js", 404), ("/static/js/..%2f..%2f..%2f..%2fx.js", 403)])
def test_what_is_not_there_is_not_compressed(servers, path, status):
    assert get(servers["tuned"] + path, Accept_Encoding="gzip")[0] == status


def test_only_a_version_of_the_file_keeps_for_long(servers):
    hashed, package = "?v=" + 64 * "a", "?v=1.9.4"
    long, short = "public, max-age=31536000, immutable", "public, max-age=600"
    for query, expected in {hashed: long, package: short, "": short}.items():
        _, headers, _ = get(servers["tuned"] + SCRIPT + query, Accept_Encoding="gzip")
        assert (headers["Cache-Control"], headers["Expires"]) == (expected, None)


def test_a_plain_server_neither_compresses_nor_tells_versions_apart(servers):
    _, headers, _ = get(servers["plain"] + SCRIPT + "?v=1.9.4", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] is None
    assert headers["Cache-Control"] == "max-age=315360000"


def test_collecting_garbage_stops_nobody(servers):
    assert probe(servers["tuned"])["frozen"] > 100_000 and probe(servers["plain"])["frozen"] == 0


def test_a_thread_does_not_keep_the_loop_waiting(servers):
    tuned, plain = (probe(servers[name])["switch"] for name in ("tuned", "plain"))
    assert tuned < plain / 4


def test_a_client_that_does_not_answer_is_dropped(servers):
    ping, close = 0x89, 0x88
    with mute_client(servers["plain"]) as plain, mute_client(servers["tuned"]) as tuned:
        end = time.monotonic() + 120
        while close not in opcodes(tuned) and time.monotonic() < end:
            time.sleep(PING / 10)
        assert opcodes(tuned)[-2:] == [ping, close]
        assert ping not in opcodes(plain)


def mute_client(url: str, origin: str | None = None) -> socket.socket | None:
    """A websocket that will be read and not written to; none if the server refuses."""
    host, port = url.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)))
    client.sendall(
        f"GET /ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n"
        f"Origin: {origin or url}\r\nSec-WebSocket-Protocol: bokeh, {token(url)}\r\n\r\n".encode()
    )
    if b" 101 " in client.recv(4096):
        return client
    client.close()
    return None


def opcodes(client: socket.socket) -> list[int]:
    """The first byte of every frame that has come."""
    try:
        frames, kinds = client.recv(65536, socket.MSG_PEEK | socket.MSG_DONTWAIT), []
    except BlockingIOError:
        return []
    while frames:
        kinds.append(frames[0])
        frames = frames[2 + frames[1] :]  # they are short
    return kinds


def test_addresses(servers):
    for path in ("/", "/app"):
        assert "<title>Astro Dash</title>" in await_page(servers["tuned"] + path)
    assert json.loads(get(servers["tuned"] + "/liveness")[2]) == {"/liveness": True}


@pytest.mark.parametrize("path", ["/", "/app", "/app/", "/app?page=explore&x=%22%3E%3Cb%3E"])
def test_who_is_sent_a_link_is_shown_a_picture_of_this_server(real, path):
    code, _, body = get(real.url + path)
    assert code == 200
    page = body.decode()
    (preview,) = re.findall('<meta property="og:image" content="([^"]*)">', page)
    assert preview == f"{real.url}/static/extensions/astro-dash/preview.png"
    code, headers, picture = get(preview)
    assert (code, headers["Content-Type"], picture[:4]) == (200, "image/png", b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630) and len(picture) < 100_000
    (title,) = re.findall("<title>(.*)</title>", page)
    assert f'<meta property="og:title" content="{title}">' in page and "<b>" not in page.split("<body>")[0]
    assert f'<meta name="description" content="{ABOUT}">' in page


def test_of_the_assets_nothing_else_is_handed_out(real):
    for path in ("", ".", "../style.css", "%2e%2e/style.css", "..%2fpatterns/digits.npz", "x/../../style.css"):
        assert get(f"{real.url}/static/extensions/astro-dash/{path}")[0] in (400, 403, 404), path


def test_only_known_hosts_may_connect(servers):
    url = servers["tuned"]
    port = url.split(":")[-1]
    for host in ("localhost:" + port, HOST, HOST + ":" + port):
        mute_client(url, "http://" + host).close()
    assert mute_client(url, "http://other.example.org") is None


def test_origins():
    assert _origins(5006, "192.168.0.7", ())[2:] == ["192.168.0.7:5006"]
    for everywhere in ("", "::"):
        assert _origins(5006, everywhere, ("*", "a:80"))[2:] == ["*", "a:80"]


def test_a_lost_connection_may_come_back_hours_later(servers):
    left = {name: get_token_payload(token(servers[name]))["session_expiry"] - time.time() for name in servers}
    assert left["tuned"] > 23 * 3600 > 600 > left["plain"]


def test_a_taken_port_and_an_interrupt_need_no_traceback(servers):
    port = free_port()
    first, second = (start(APPS, "tuned", each) for each in (str(port), servers["tuned"].split(":")[-1]))
    assert first.stdout.readline() == f"Astro Dash: http://127.0.0.1:{port}/\n"
    await_page(f"http://127.0.0.1:{port}")
    first.send_signal(signal.SIGINT)
    assert first.communicate(timeout=120) == ("", "") and first.returncode == 0
    out, err = second.communicate(timeout=120)
    assert (second.returncode, out, err.count("\n")) == (2, "", 1)
    assert "in use" in err


def test_an_impossible_port_is_named(capsys):
    with pytest.raises(SystemExit, match="2"):
        serve(port=99999)
    assert "99999" in capsys.readouterr().err
