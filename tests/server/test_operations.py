"""A server as whoever runs it sees it: whether it is well, what it counts, what it logs, how it ends."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tornado.websocket import websocket_connect

from astro_dash.rooms.code import SIGNS

from ..bench.client import Client
from .real import ROOT, Real, free_port, get
from .test_doors import ask, status

pytestmark = pytest.mark.slow  # starts servers

SAID = "Somebody's own words"
LEAVING = {"leaving": True}


class Operated(Real):
    """With numbers, and a log of JSON; it fails where a certain seed is wished for."""

    SCRIPT = """
import sys
from astro_dash.pages.live.session import Session
from astro_dash.server import serve

def reset(self, plain=Session._on_reset):
    if self.store.seed == 4444:
        raise RuntimeError(f"no seed of {self.store.link()} for {self.visitor}")
    plain(self)

Session._on_reset = reset
serve(port=0)
"""

    def __init__(self, **environment):
        self.numbers = f"http://127.0.0.1:{(port := free_port())}/metrics"
        given = {"ASTRO_DASH_METRICS": str(port), "ASTRO_DASH_LOG": "json", "ASTRO_DASH_PROT": "5"} | environment
        super().__init__(script=self.SCRIPT, **given)

    def counted(self) -> dict:
        """Its numbers, by name and label; the text is read by the grammar of who reads it."""
        families = text_string_to_metric_families(get(self.numbers)[2].decode())
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


@pytest.fixture(scope="module")
def operated():
    with Operated() as server:
        yield server


def health(server, *options, **environment):
    command = [sys.executable, "-m", "astro_dash", "health", *options]
    environment = os.environ | {"ASTRO_DASH_PORT": str(server.port)} | environment
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


async def until(client, good, seconds=120):
    """The first message that is good."""
    async with asyncio.timeout(seconds):
        while not good(message := await client.read()):
            pass
        return message


async def visited(client, server):
    """Open a room, choose what there is not, break the server; the code of the room."""
    await client.start()
    client.send({"type": "room_open", "base": server.url + "/"})
    code = (await until(client, lambda message: "room" in message))["room"].get("code", "")
    client.send({"type": "set", "values": {"load": SAID}})
    await until(client, lambda message: "notice" in message and SAID in message["notice"])
    client.send({"type": "set", "values": {"seed": "4444"}})
    await client.chunk()
    client.send({"type": "reset"})
    await until(client, lambda message: "its log says why" in message.get("notice", ""))
    return code


def test_whether_it_is_well_and_takes_visitors(operated):
    code, headers, body = get(operated.url + "/readiness", Accept_Language="de")
    assert (code, body.decode(), headers["Cache-Control"]) == (200, "Der Server nimmt Besucher an.\n", "no-store")
    assert get(operated.url + "/readiness", "HEAD")[::2] == (200, b"")
    assert get(operated.url + "/readiness?x=1")[0] == get(operated.url + "/liveness?x=1")[0] == 400
    assert get(operated.url + "/readiness", "POST")[0] == 405 and get(operated.url + "/readiness/")[0] == 404
    assert status(ask(operated.url, "GET /readiness HTTP/1.1\nHost: evil.example")) == 403
    for options, words in ((), "The server answers 200."), (("--ready",), "The server takes visitors."):
        done = health(operated, *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, words + "\n", "")
    assert operated.counted()["astro_dash_sessions",] == 0  # no page was built for any of it


def test_what_it_counts(operated):
    before = operated.counted()

    async def visit():
        client = Client(operated.port)
        await client.start()
        for load in ("7", "8"):
            client.send({"type": "set", "values": {"load": load}})
            await client.chunk()
        client.send({"type": "x" * 50})
        await until(client, lambda message: "notice" in message)
        during = operated.counted()
        client.close()
        return during

    during = asyncio.run(visit())
    grown = {key: value - before.get(key, 0) for key, value in during.items()}
    answered = {kind: grown["astro_dash_answer_seconds_count", kind] for kind in ("ready", "set", "unknown")}
    assert answered == {"ready": 1, "set": 2, "unknown": 1}
    assert grown["astro_dash_answer_seconds_bucket", "set", "+Inf"] == 2
    assert 0 < grown["astro_dash_answer_seconds_sum", "set"] and 0 < grown["astro_dash_computing_seconds_total", "runs"]
    assert grown["astro_dash_sessions",] == grown["astro_dash_sockets",] == grown["astro_dash_pages", "live"] == 1
    assert {("astro_dash_waiting", name) for name in ("hand", "ahead", "door", "maps", "figures")} <= set(during)
    assert during["process_resident_memory_bytes",] > 2**26 and ("astro_dash_late_seconds_count", "loop") in during
    refused = "astro_dash_refused_total", "404"
    get(operated.url + "/nothing")
    assert operated.counted()[refused] == before.get(refused, 0) + 1
    assert not [key for key in during if "x" * 50 in key]


def test_the_numbers_are_on_their_own_port_alone(operated):
    assert get(operated.url + "/metrics")[0] == 404
    base = operated.numbers.removesuffix("/metrics")
    assert get(base + "/")[0] == 404 and get(operated.numbers, "POST", b"x")[0] in (400, 405)


def test_its_log_tells_of_nobody_and_it_ends_in_order():
    """A visit, a refusal, a hostile message and a mistake of ours; and a run that is under way when it is to stop."""

    async def visits(server):
        client = Client(server.port, "?seed=3&noise=0.2")
        code = await visited(client, server)
        assert set(code) <= set(SIGNS)
        hostile = Client(server.port)
        await hostile.open()
        await hostile.socket.write_message(SAID * 30)
        with pytest.raises(ConnectionError):
            await hostile.read()
        with contextlib.suppress(Exception):
            await websocket_connect(f"ws://127.0.0.1:{server.port}/ws", subprotocols=["bokeh", client.token[:-5]])
        client.send({"type": "set", "values": {"neurons": "1024", "load": "500", "patterns": "random", "seed": "5"}})
        server.process.send_signal(signal.SIGTERM)
        seen = []
        while LEAVING not in seen:
            seen.append(await client.read())
        refused = get(f"{server.url}/?lang=es"), get(server.url + "/readiness"), get(server.url + "/liveness")
        said = health(server, "--ready")
        while not any("chunk" in message for message in seen):
            seen.append(await client.read())
        while True:
            try:
                await client.read()
            except ConnectionError:
                return code, client, hostile, refused, said

    server = Operated(ASTRO_DASH_GRACE="60")
    try:
        code, client, hostile, refused, said = asyncio.run(visits(server))
        rest, log = server.process.communicate(timeout=60)
    finally:
        server.process.kill()
    assert server.process.returncode == 0 and not rest and client.socket.close_code == 1012
    assert [answer[0] for answer in refused] == [503, 503, 200] and "reiniciando" in refused[0][2].decode()
    assert refused[0][1]["Retry-After"] and said.returncode == 1 and "restarted" in said.stderr
    lines = [json.loads(line) for line in log.splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    told = " ".join(line["message"] for line in lines)
    for words in ("ASTRO_DASH_PROT", "A socket is closed", "could not be done for a page", "is to stop", "403"):
        assert words in told
    assert "RuntimeError: no seed of" in log and "serve.py" not in told
    secrets = [code, f"{code[:4]} {code[4:]}", SAID, "noise=0.2", "127.0.0.1", "seed=4444"]
    for each in client, hostile:
        secrets += [each.token, each.token.partition(".")[2], each.token[:-5]]
    assert [secret for secret in secrets if secret and secret in log] == []


def test_a_second_signal_ends_it_at_once():
    """Though a tab has a run that goes on, and there is all the time in the world."""

    async def visit(server):
        client = Client(server.port, "?system=sequence&horizon=100000")
        await client.start()
        server.process.send_signal(signal.SIGINT)
        await until(client, lambda message: message == LEAVING)
        server.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionError):
            while True:
                client.send({"type": "reset"})
                await client.read()

    with Real("--grace", "3600") as server:
        asyncio.run(visit(server))
        assert server.process.wait(60) == 128 + signal.SIGTERM


def test_full_is_not_ready_and_no_server_is_not_well():
    with Real(ASTRO_DASH_SESSIONS="1") as server:
        assert get(server.url)[0] == 200
        full = get(server.url + "/readiness")
        done, alive = health(server, "--ready"), health(server)
    assert (full[0], full[2]) == (503, b"All 1 places of this server are taken: try again in a minute.\n")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", full[2].decode())
    assert alive.returncode == 0
    gone = health(server)
    assert gone.returncode == 1 and gone.stderr.startswith(f"No server answers at 127.0.0.1:{server.port}: ")
    assert gone.stderr.count("\n") == 1
