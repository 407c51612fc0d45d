"""Beside the plain way (plain.py): what each costs the server, over the same raw websocket client."""

from __future__ import annotations

import asyncio
import time
from statistics import median

from .client import Client
from .load import crowd
from .part_open import whole
from .server import Server
from .table import Row

OPENS, MOVES, STEPS, SECONDS = 10, 20, (8, 16, 32), 4


def rows() -> list[Row]:
    with Server("-m", "tests.bench.plain") as server:
        opened, share, answer, most = asyncio.run(plain(server))
    with Server() as server:
        ours = asyncio.run(page(server))
    return [
        Row(
            "CPU to open, and have a frame: the plain way (ours)", f"{opened:.0f} ms ({ours[0]:.0f} ms)",
            seconds=ours[0] / 1000,
        ),
        Row("CPU of one session that plays: the plain way (ours)", f"{share:.1f} % ({ours[1]:.1f} %)"),
        Row(
            "slider to answer at the wire, median: the plain way (ours)", f"{answer:.0f} ms ({ours[2]:.0f} ms)",
            seconds=ours[2] / 1000,
        ),
        Row("sessions that all get 30 frames a second: the plain way", most),
    ]


async def plain(server: Server) -> tuple[float, float, float, str]:
    first = [await watch(server) for _ in range(3)]
    for client, task in first:
        task.cancel()
        client.close()
    await asyncio.sleep(1)
    opened = []
    for _ in range(OPENS):
        start = server.cpu()
        client = Client(server.port)
        await client.open()
        await patch(client)
        opened.append(server.cpu() - start)
        client.close()
        await asyncio.sleep(0.3)
    client, task = await watch(server)
    before = server.cpu()
    await asyncio.sleep(SECONDS)
    share = 100 * (server.cpu() - before) / SECONDS
    task.cancel()
    client.close()
    client = Client(server.port)
    await client.open()
    answers = [await slide(client, k) for k in range(MOVES)]
    client.close()
    most, tasks = "fewer than 8", []
    for sessions in STEPS:
        tasks += [await watch(server) for _ in range(sessions - len(tasks))]
        before = [client.frames for client, _ in tasks]
        await asyncio.sleep(SECONDS)
        least = min(client.frames - then for (client, _), then in zip(tasks, before, strict=True)) / SECONDS
        if least < 28:
            most += f" (of {sessions} one gets {least:.0f} a second)"
            break
        most = f"{sessions}"
    for client, task in tasks:
        task.cancel()
        client.close()
    return 1000 * median(opened), share, 1000 * median(answers), most


async def watch(server: Server):
    """A page of the plain app, and the task that reads it."""
    client = Client(server.port)
    await client.open()
    client.frames = 0

    async def read():
        while True:
            await patch(client)
            client.frames += 1

    return client, asyncio.ensure_future(read())


async def patch(client: Client) -> str:
    """The next change of the image, which each frame brings."""
    while True:
        header, content, _ = await client._message()
        if header["msgtype"] == "PATCH-DOC" and '"state"' in content:
            return content


async def slide(client: Client, k: int) -> float:
    """Seconds from the move to the first frame of the new run, known by its empty lines before it."""
    slider = client.document["roots"][0]["attributes"]["children"][0]["id"]
    start = time.perf_counter()
    client.change(slider, "value", 101 + k)
    emptied = False
    while not emptied:
        _, content, _ = await client._message()
        emptied = '"overlap",[]' in content.replace(" ", "")
    await patch(client)
    return time.perf_counter() - start


async def page(server: Server) -> tuple[float, float, float]:
    """The same of ours: (CPU to open, of a session that plays, answer at the wire)."""
    await asyncio.gather(*[whole(server.port) for _ in range(3)])
    await asyncio.sleep(1)
    opened, answers = [], []
    for _ in range(OPENS):
        start = server.cpu()
        client = Client(server.port)
        await client.start()
        opened.append(server.cpu() - start)
    for k in range(MOVES):
        start = time.perf_counter()
        client.send({"type": "set", "values": {"load": str(101 + k)}, "frame": 0})
        while (await client.chunk())["mode"] != "reset":
            pass
        answers.append(time.perf_counter() - start)
    await asyncio.sleep(2)
    with crowd(server.port, 1):
        await asyncio.sleep(3)
        before = server.cpu()
        await asyncio.sleep(12)
        share = 100 * (server.cpu() - before) / 12
    return 1000 * median(opened), share, 1000 * median(answers)
