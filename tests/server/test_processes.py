"""Several processes behind one port: each takes up any page, and none is missed for long."""

import asyncio
import contextlib
import os
import re
import signal
import time

import psutil
import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketClosedError

from astro_dash.others import GONE, ROW, Others

from ..bench.client import Client
from .real import Real, get, start

PATIENCE = 120  # seconds: a guard
MOST = 40  # sockets of an address, in all processes
KEY = "a secret of all that are started here, long enough"


def children(server: Real) -> list[psutil.Process]:
    """Those that serve."""
    found = []
    for child in psutil.Process(server.process.pid).children():
        with contextlib.suppress(psutil.Error):
            found += [child] if "spawn_main" in " ".join(child.cmdline()) else []
    return found


def until(true):
    end = time.monotonic() + PATIENCE
    while not (value := true()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return value


async def opened(port: int, query: str, n: int) -> list[Client]:
    """Pages that run, one after the other."""
    clients = [Client(port, query) for _ in range(n)]
    for client in clients:
        await client.open()
        client.send({"type": "ready"})
        while "values" not in (message := await client.read()):
            pass
        client.values = message["values"]
    return clients


@pytest.fixture(scope="module")
def pair():
    with Real("--processes", "2", "--per-address", str(MOST), BOKEH_SECRET_KEY=KEY, ASTRO_DASH_REDIS="") as server:
        yield server


def sockets(server: Real) -> list[int]:
    """How many connections each has."""
    found = []
    for child in children(server):
        lines = [one for one in child.net_connections("tcp") if one.status == "ESTABLISHED"]
        found.append(len([one for one in lines if one.laddr.port == server.port]))
    return found


async def told(client: Client, message: dict) -> str:
    """The sentence that answers it."""
    client.send(message)
    while not (notice := (await client.read()).get("notice")):
        pass
    return notice


def test_any_takes_up_any_page_and_all_count_together(pair):
    async def a_class():
        clients = await opened(pair.port, "?load=7&seed=3&lang=de", 8)  # each of its link, wherever its socket came to
        assert {client.values["load"] for client in clients} == {"7"}
        assert min(sockets(pair)) >= 3  # who has fewer takes the next
        for words in [await told(client, {"type": "room_open", "base": pair.url}) for client in clients]:
            assert "Auf diesem Server" in words and "ASTRO_DASH_REDIS" in words
        lines = [client.socket for client in clients]
        for _ in range(MOST - len(lines)):
            await clients[0].connect()
            lines.append(clients[0].socket)
        page = await AsyncHTTPClient().fetch(pair.url + "/", raise_error=False)
        assert page.code == 429 and f"{MOST} pages are open from your address" in page.body.decode()
        with pytest.raises(HTTPClientError, match="429"):
            await clients[0].connect()
        for line in lines:
            line.close()

    asyncio.run(a_class())
    until(lambda: sum(sockets(pair)) == 0)


def test_one_that_is_killed_is_missed_by_its_own_pages_alone(pair):
    async def pages():
        until(lambda: len(children(pair)) == 2)
        clients = await opened(pair.port, "?load=7&seed=3", 8)
        os.kill(children(pair)[0].pid, signal.SIGKILL)
        alive = []
        for client in clients:
            try:
                client.send({"type": "here"})
                while "here" not in await client.read():
                    pass
                alive.append(client)
            except (ConnectionError, WebSocketClosedError):
                await client.connect()  # with the token of the page, to another
        assert 0 < len(alive) < 8
        for client in clients:
            client.close()

    asyncio.run(pages())
    until(lambda: len(children(pair)) == 2)
    assert get(pair.url + "/liveness")[0] == 200


def test_a_token_of_somebody_else_is_taken_by_none(pair):
    async def come():
        client = Client(pair.port)
        await client.open()
        payload, signature = client.token.split(".")
        client.token = f"{payload}.{signature[::-1]}"
        for _ in range(4):
            with pytest.raises(HTTPClientError, match="403"):
                await client.connect()

    asyncio.run(come())


def test_the_end_of_the_parent_is_that_of_all():
    with Real("--processes", "2", ASTRO_DASH_REDIS="") as server:
        those = children(server)
        os.kill(server.process.pid, signal.SIGKILL)
        psutil.wait_procs(those, PATIENCE)
        assert not any(one.is_running() for one in those)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--sessions", "0"), "--sessions is '0', but must be a whole number of at least 1."),
        (("--processes", "99"), "--processes is '99', but must be a whole number from 1 to 64."),
    ],
)
def test_what_is_refused_is_said_once(options, words):
    process = start("-m", "astro_dash", "serve", "--port", "0", "--processes", "2", *options, ASTRO_DASH_REDIS="")
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said.count(words) == 1 and "Traceback" not in said


def test_a_port_that_is_in_use(pair):
    process = start("-m", "astro_dash", "serve", "--port", str(pair.port), "--processes", "2")
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (2, f"Cannot serve on 127.0.0.1:{pair.port}: the port is in use\n")


def test_others_are_counted_by_client_and_without_those_that_are_gone():
    table = [GONE, *[0] * (ROW - 1)] * 3
    here, there = Others(0, table, b"key"), Others(1, table, b"key")
    for _ in range(3):
        there.count("10.0.0.7", 1)
    here.count("10.0.0.7", 1)
    there.count("10.0.0.8", 1)
    there.count("10.0.0.8", -1)
    for one in here, there:
        assert (one.sockets(), one.sockets("10.0.0.7"), one.sockets("10.0.0.8")) == (4, 4, 0)
    assert there.have_fewer and not here.have_fewer
    alone = Others()
    alone.count("10.0.0.7", 1)
    assert alone.sockets() == alone.sockets("10.0.0.7") == 0 and not alone.have_fewer


def test_ctrl_c_ends_all_quietly(pair):
    those = children(pair)
    for one in (*those, psutil.Process(pair.process.pid)):  # as a terminal does
        one.send_signal(signal.SIGINT)
    said = pair.process.communicate(timeout=PATIENCE)[1].splitlines()
    assert pair.process.returncode == 0
    assert not any(one.is_running() for one in those)
    assert "No class can meet here" in said[0]
    assert [line for line in said[1:] if not re.search(r"process [01] has ended|tornado\.access", line)] == []
