"""What a class costs the server: a teacher's page by itself, and with 10 and 30 pages that follow."""

from __future__ import annotations

import asyncio
import time

from .client import Client
from .server import Server
from .table import Row

SIZES, SECONDS, ROUND = (0, 10, 30), 30, 10  # of the measured part, and of a round of the lesson
DRAG, EVERY = 20, 0.05  # moves of a slider at the start of each round, and seconds between two
FRAMES_A_SECOND, AHEAD, BEAT = 30, 240, 2.0  # as the page


def rows() -> list[Row]:
    found: list[Row] = []
    alone = 0.0
    for size in SIZES:
        with Server() as server:
            used, sent, seen = asyncio.run(lesson(server, size))
        alone = alone or used
        words = "a teacher alone" if not size else f"a room with {size} who follow"
        found.append(Row(f"{words}: server CPU in a minute of a lesson", f"{60 * used / SECONDS:.1f} s"))
        found.append(Row("… bytes sent in a minute, in all", f"{60 * sent / SECONDS / 1e6:.1f} MB"))
        if size:
            each = 60 * (used - alone) / SECONDS / size
            found.append(Row("… CPU of each who follows, in a minute", f"{1e3 * each:.0f} ms"))
            found.append(Row("… all of them saw the last run", str(seen), "True", seen))
    return found


class Page(Client):
    """Takes in what comes, as the browser does."""

    code, load, at_rest = "", None, False

    async def listen(self) -> None:
        while True:
            message = await self.read()
            state = message.get("room")
            if state and state["role"] == "invited":
                self.send({"type": "room_join", "code": state["code"], "member": f"member-{id(self)}"})
            elif state:
                self.code = state["code"]
            if "chunk" in message:
                self.chunk_came(message["chunk"])
            if "took" in message:
                self.send({"type": "room_took", "n": message["took"]})

    def chunk_came(self, chunk: dict) -> None:
        self.load = chunk.get("load", self.load)


class Teacher(Page):
    frames, start, generation = 0, 0.0, 0

    def chunk_came(self, chunk: dict) -> None:
        super().chunk_came(chunk)
        if chunk["mode"] == "again":
            return
        self.start = time.monotonic() if chunk["mode"] == "reset" else self.start
        self.frames, self.at_rest = chunk["first"] + chunk["frames"], chunk["at_rest"]
        self.generation = chunk["generation"]
        if not self.at_rest:
            early = (self.frames - self.position() - AHEAD) / FRAMES_A_SECOND
            asyncio.get_running_loop().call_later(max(0, early), self.more, self.generation, self.frames)

    def more(self, generation: int, frames: int) -> None:
        if (generation, frames) == (self.generation, self.frames):
            self.send({"type": "more", "generation": generation})

    def position(self) -> float:
        return (time.monotonic() - self.start) * FRAMES_A_SECOND

    async def teach(self, seconds: float) -> None:
        """Rounds of a slider that is dragged, and a run that is watched."""
        end, load = time.monotonic() + seconds, 20
        while time.monotonic() < end:
            for _ in range(DRAG):
                load = 20 + (load - 19) % 100
                self.send({"type": "set", "values": {"load": str(load)}, "frame": 0})
                await asyncio.sleep(EVERY)
            after = time.monotonic() + ROUND - DRAG * EVERY
            while time.monotonic() < after:
                head = {"playing": not self.at_rest, "speed": 1, "even": False, "generation": self.generation}
                position = min(self.position(), max(0, self.frames - 1))
                self.send({"type": "room_head", "position": position, **head})
                await asyncio.sleep(BEAT)


async def lesson(server: Server, size: int) -> tuple[float, int, bool]:
    """Seconds of CPU, bytes sent, and whether all have seen the last run."""
    teacher = Teacher(server.port, "?patterns=digits&load=20")
    await teacher.open()
    pages, jobs = [teacher], [asyncio.ensure_future(teacher.listen())]
    teacher.send({"type": "ready"})
    if size:
        teacher.send({"type": "room_open", "base": server.address})
        await until(lambda: teacher.code)
    for _ in range(size):
        pages.append(Page(server.port, f"?room={teacher.code}"))
        await pages[-1].open()
        jobs.append(asyncio.ensure_future(pages[-1].listen()))
        pages[-1].send({"type": "ready"})
    await until(lambda: all(page.load for page in pages))
    await asyncio.sleep(3)  # other cues of the first run are counted
    before, sent = server.cpu(), sum(page.received for page in pages)
    await teacher.teach(SECONDS)
    used, sent = server.cpu() - before, sum(page.received for page in pages) - sent
    await asyncio.sleep(1)
    seen = all(page.load == teacher.load for page in pages)
    for page, job in zip(pages, jobs, strict=True):
        job.cancel()
        page.close()
    return used, sent, seen


async def until(good, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not good():
        if time.monotonic() > end:
            raise RuntimeError("The server does not answer.")
        await asyncio.sleep(0.02)
