"""A page that stops reading for 40 s with dynamical noise on: what the server keeps for it, and how it goes on.

Twice at once: a raw client that leaves its websocket unread, and a real page whose renderer process is stopped.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path

from tornado.websocket import WebSocketError

from .browser import browser, open_page
from .client import Client
from .server import Server
from .table import Row, below

SECONDS, NOISE = 40, "?jitter=0.1"


def rows() -> list[Row]:
    with Server() as server:
        return asyncio.run(measure(server))


async def measure(server: Server) -> list[Row]:
    async with browser() as chromium:
        page = await open_page(chromium, server.address + NOISE)
        client = Client(server.port, NOISE)
        chunk = await client.start()
        before = server.memory()
        for _ in range(20):  # asked for, and never read
            client.send({"type": "more", "generation": chunk["generation"]})
        stopped = renderers()
        clock = await time_of(page)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        most = before
        for _ in range(SECONDS):
            await asyncio.sleep(1)
            most = max(most, server.memory())
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        goes_on = await on_page(page, clock)
        return [
            below(f"two clients stop reading for {SECONDS} s: server memory grows by", most - before, 5, "MB"),
            Row("… then a page in Chromium", *goes_on),
            Row("… then a raw client", *await asyncio.wait_for(raw(client, chunk), 30)),
        ]


async def raw(client: Client, chunk: dict) -> tuple[str, str, bool]:
    """Read what has come; then ask for the frames that follow, after a break of the line with a new one."""
    again, end = "", chunk["frames"]
    for _ in range(2):
        try:
            for _ in range(20):
                chunk = await asyncio.wait_for(client.chunk(), 3)
                end = chunk["first"] + chunk["frames"]
        except TimeoutError:  # all is read
            pass
        except (OSError, WebSocketError):
            await client.connect()
            again = "after a new connection, "
        had = end
        try:
            client.send({"type": "more", "generation": chunk["generation"]})
            first = (await asyncio.wait_for(client.chunk(), 5))["first"]
            return f"{again}goes on at frame {first}, had {had}", "goes on", first >= had
        except (OSError, WebSocketError):
            continue
    return f"{again}no answer", "goes on", False


async def on_page(page, before: float, seconds: int = 30) -> tuple[str, str, bool]:
    """Whether the clock of the page moves on for 6 s beyond what it had before it was stopped."""
    notice = ""
    for _ in range(seconds):
        await asyncio.sleep(1)
        notice = await page.locator(".notice").inner_text()
        after = await time_of(page)
        if after > before + 0.36:  # 6 s at 30 steps of 0.002 a second
            return f"goes on, t = {before} → {after}", "goes on", True
    return f"stands at t = {after} {notice}", "goes on", False


async def time_of(page) -> float:
    return float(re.search(r"[\d.]+$", await page.locator(".clock").inner_text())[0])


def renderers() -> list[int]:
    """Renderer processes of the Chromium that this process has started."""
    parent, kind = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            parent[int(path.name)] = int(fields[1])
            kind[int(path.name)] = (path / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue

    def ours(pid):
        return pid == os.getpid() or (pid in parent and ours(parent[pid]))

    return [pid for pid, line in kind.items() if b"--type=renderer" in line and ours(pid)]
