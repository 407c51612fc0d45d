"""Faults, each caused on purpose: what was promised is kept, and one who plays beside hears nothing of it.

Which of them are tests besides: a line that is cut or torn, and a server that is killed (tests/page/test_line.py), a
worker of a cluster that is killed in mid-sweep (tests/study/test_cluster.py), a counting process (tests/pages/
test_turns.py), a full disk (tests/study/test_files.py), a clock and an end of memory (tests/server/test_faults.py).
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketError

from .client import Client
from .part_leaks import children
from .server import ROOT, Server
from .table import Row
from .visits import PATIENCE, until

GUARD = 180  # seconds for all of a fault
SECONDS = 6  # of silence: the server of brief.py gives a tab up after four
QUERY = "?patterns=digits&load=20"


def rows() -> list[Row]:
    found = []
    for what, fault in FAULTS.items():
        with Server("-m", "tests.bench.brief") as server:
            found.append(asyncio.run(caused(what, fault, server)))
    return found


async def caused(what: str, fault: Callable[[Server], Awaitable[str]], server: Server) -> Row:
    """A fault, with one who plays beside from before to after."""
    beside = Beside(server.port)
    playing = asyncio.ensure_future(beside.play())
    try:
        while not beside.answers:
            await asyncio.sleep(0.1)
        came_of_it, held = await asyncio.wait_for(fault(server), GUARD), True
    except (AssertionError, TimeoutError, OSError, WebSocketError) as error:
        came_of_it, held = f"{type(error).__name__} {error}", False
    before = beside.answers
    with suppress(TimeoutError):
        await asyncio.wait_for(beside.once_more(before), GUARD)
    well = beside.answers > before and not playing.done()
    playing.cancel()
    words = f"{beside.answers} answers, worst {beside.worst:.1f} s" if well else f"ends: {playing}"
    return Row(f"{what}", f"{came_of_it}; beside: {words}", "all go on", held and well)


class Beside:
    """An innocent page, which begins a run a few times a second."""

    def __init__(self, port: int):
        self.page, self.answers, self.worst = Client(port, QUERY), 0, 0.0

    async def play(self) -> None:
        await self.page.start()
        for seed in count(2000):
            since = time.monotonic()
            self.page.send({"type": "set", "values": {"seed": str(seed % 9000)}})
            await self.page.chunk()
            self.answers, self.worst = self.answers + 1, max(self.worst, time.monotonic() - since)
            await asyncio.sleep(0.2)

    async def once_more(self, before: int) -> None:
        while self.answers <= before:
            await asyncio.sleep(0.1)


async def stops_reading(server: Server) -> str:
    """Its websocket fills; it is given up, and comes back."""
    page = Client(server.port, QUERY)
    chunk, before = await page.start(), server.memory()
    for _ in range(200):
        page.send({"type": "more", "generation": chunk["generation"]})
        page.send({"type": "view", "corners": [None, None, None], "seen": ["landscape"]})
    await asyncio.sleep(SECONDS)
    grown = server.memory() - before
    assert grown < 30, f"the server grows by {grown:.0f} MB"
    await _back(page)
    return f"+ {grown:.1f} MB, and it comes back"


async def _back(page: Client) -> None:
    """On a new socket of the page's token, to what its link says."""
    page.close()
    await page.connect()
    page.send({"type": "resume", "generation": 1, "frames": 1})
    page.send({"type": "ready"})
    while (chunk := await asyncio.wait_for(page.chunk(), PATIENCE))["mode"] != "reset":
        pass
    assert chunk["load"] == 20, "it is another run"


async def suspended(server: Server) -> str:
    """A tab's process is stopped for longer than anybody waits for it."""
    code = f"from tests.bench.part_faults import sleeper; import asyncio; asyncio.run(sleeper({server.port}))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert (await _line(process)).strip() == "plays"
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(SECONDS)
        process.send_signal(signal.SIGCONT)
        assert (said := (await _line(process)).strip()) == "plays again", said
        return "back in its run"
    finally:
        process.kill()
        process.wait()


async def _line(process: subprocess.Popen) -> str:
    return await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), PATIENCE)


async def sleeper(port: int) -> None:
    """What the tab does: it plays until its line is gone, and comes back."""
    page = Client(port, QUERY)
    await page.start()
    print("plays", flush=True)
    with suppress(OSError, WebSocketError):
        while True:
            await page.read()
    await _back(page)
    print("plays again", flush=True)


async def cut(server: Server) -> str:
    """The line ends without a word."""
    page = Client(server.port, QUERY)
    await page.start()
    page.socket.stream.socket.shutdown(2)
    await _back(page)
    return "back in its run"


async def restarted(server: Server) -> str:
    """Another process in its place: a token of the one before is not taken, and the page is loaded from its link."""
    other, another = Server(*server.command), Server(*server.command)
    try:
        await asyncio.to_thread(other.__enter__)
        page = Client(other.port, QUERY)
        await page.start()
        other.process.kill()
        await asyncio.to_thread(another.__enter__)
        page.host = f"127.0.0.1:{another.port}"
        with suppress(OSError, WebSocketError, HTTPClientError):
            await page.connect()
            raise AssertionError("the token of another server is taken")
        fresh = Client(another.port, QUERY)
        assert (await fresh.start())["load"] == 20, "it is another run"
        fresh.close()
        return "the page is loaded anew, from its link"
    finally:
        for one in (other, another):
            if hasattr(one, "process"):
                await asyncio.to_thread(one.__exit__)


async def worker_killed(server: Server) -> str:
    """In the middle of a map its processes are killed: it is computed by others, or its sentence says that it was not;
    the next one is computed."""
    page = Client(server.port, "?page=explore")
    await page.open()
    page.send({"type": "ready"})
    form = await until(page, "form")
    page.send({"type": "compute", "form": form | {"draws": "40", "neurons": "100"}})
    while not (progress := await until(page, "progress")).get("done"):
        pass
    killed = [pid for pid in children(server.process.pid) if _computes(pid)]
    assert killed, "there is no process"
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    while (progress := await until(page, "progress"))["state"] not in ("finished", "failed"):
        pass
    page.send({"type": "compute", "form": form | {"draws": "2", "seed": "77", "x_count": "3", "y_count": "3"}})
    while (last := await until(page, "progress"))["all"] != 9 or last["state"] != "finished":
        assert last["state"] != "failed", "the next one fails"
    page.close()
    return f"the map is {progress['state']}, the next one computed"


def _computes(pid: int) -> bool:
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


async def counter_killed(server: Server) -> str:
    """The process that counts other cues is killed: the next run is counted."""
    page = Client(server.port, QUERY)
    await page.start()
    await until(page, "typical")
    for pid in filter(_computes, children(server.process.pid)):
        os.kill(pid, signal.SIGKILL)
    page.send({"type": "set", "values": {"load": "21"}})
    while not await until(page, "typical"):
        pass
    page.close()
    return "the next run is counted"


async def no_memory(server: Server) -> str:
    """The server may have 30 MB more than it has."""
    page = Client(server.port, QUERY)
    await page.start()
    size = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(server.process.pid, resource.RLIMIT_AS, (size + 30_000_000, -1))
    many = {"patterns": "random", "neurons": "1024", "load": "2000", "system": "pseudo-inverse,astro,dense,modern"}
    page.send({"type": "set", "values": many})
    while not (said := await until(page, "notice")):
        pass
    page.send({"type": "set", "values": {"patterns": "random", "neurons": "16", "load": "5", "system": "astro"}})
    while (await page.chunk())["load"] != 5:
        pass
    page.close()
    return f"“{said[:40]}…”, and less is run"


FAULTS = {
    f"a client stops reading for {SECONDS} s": stops_reading, f"a tab is suspended for {SECONDS} s": suspended,
    "a line is cut": cut, "a server is killed and another started": restarted,
    "the processes of a map are killed": worker_killed, "the counting process is killed": counter_killed,
    "the server's memory ends": no_memory,
}  # fmt: skip
