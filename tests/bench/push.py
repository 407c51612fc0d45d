"""Pages that together ask for more than there is, in a process of its own: `python -m tests.bench.push --port P`.

Each that is at it plays and starts a run every `RENEW` seconds, the others are at rest. First ever more are at it,
until a hand's answer takes long: that many are the capacity. Then multiples of it are at it for a while each, and
visitors come. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from statistics import median

from tornado.httpclient import AsyncHTTPClient

from .load import Player, Tally, spread

RENEW, SECONDS, TIMES = 4.0, 15.0, (0.5, 1, 2, 4)
STEP, EACH, LONG, MOST = 4, 0.7, 0.25, 400  # at least so many come at a time, seconds between, that are long, at most
PAUSE, QUICK = 12.0, 0.1  # seconds after the load in which waits are to be as before, or this short

_now = time.perf_counter


class Pushed(Player):
    """A page that is at rest, or at it."""

    def __init__(self, port: int, tally: Tally, number: int):
        super().__init__(port, tally, number, RENEW, 0, 10_000)
        self.busy, self.runs = False, 0

    async def open(self) -> None:
        await self.client.open()
        self._say("reset", {"type": "ready"})
        self.listening = asyncio.ensure_future(self._listen())
        self.at_it = asyncio.ensure_future(self._push())

    def leave(self) -> None:
        """As a tab that is closed."""
        self.listening.cancel()
        self.client.close()

    async def come_back(self) -> None:
        await self.client.connect()
        self.listening = asyncio.ensure_future(self._listen())
        self._say("reset", {"type": "reset"})

    def _take(self, chunk: dict) -> None:
        super()._take(chunk)
        self.runs += chunk["mode"] == "reset"

    def _more(self, generation: int, frames: int) -> None:
        if self.busy:
            super()._more(generation, frames)

    async def _push(self) -> None:
        while True:
            if self.busy:
                await asyncio.sleep(RENEW * self.random.uniform(0.75, 1.25))
            else:
                await asyncio.sleep(0.05)
                if self.busy:  # just now: not all at once
                    await asyncio.sleep(RENEW * self.random.random())
            if self.busy:
                self.again()

    def again(self) -> None:
        """A new run."""
        self._say("reset", {"type": "set", "values": {"seed": str(self.random.randrange(10_000))}, "frame": 0})


class Push:
    """All of them, and the visitors."""

    def __init__(self, port: int):
        self.port, self.pages, self.told, self.quick = port, [], [], QUICK

    async def open(self, number: int, waits: bool = True) -> bool:
        """That there are so many; whether they are, if it waits for no place while it is full."""
        while len(self.pages) < number:
            page = Pushed(self.port, Tally(), len(self.pages))
            try:
                await page.open()
            except Exception:  # it is full, for a moment
                if not waits:
                    return False
                await asyncio.sleep(1)
            else:
                self.pages.append(page)
        return True

    def begin(self, number: int) -> Tally:
        """So many are at it from now on; what they see."""
        tally = Tally(_now())
        for i, page in enumerate(self.pages):
            page.busy, page.tally, page.runs = i < number, tally, 0
            page.asked.clear()
        return tally

    async def capacity(self) -> int:
        """How many can be at it: until a hand's answer takes long, or the server says that it is full."""
        window: list = []
        while (number := len(self.pages)) < MOST:
            if not await self.open(number + max(STEP, number // 8), waits=False):
                break
            tally = Tally(_now())
            for page in self.pages:
                page.busy, page.tally = True, tally
            await asyncio.sleep(EACH)
            window = [*window, (len(self.pages), tally.hands)][-3:]
            say(f"{len(self.pages)} at it: an answer takes {spread(tally.hands)[0]:.2f} s")
            if len(window) == 3 and spread([wait for _, hands in window for wait in hands])[0] > LONG:
                break
        return window[-2][0]  # as many as were there in the middle of it

    async def pushed(self, times: float, number: int) -> dict:
        """What so many see, and what comes once they have left."""
        visitors = asyncio.ensure_future(self._visit())
        tally = self.begin(number)
        await asyncio.sleep(SECONDS)
        waiting = [_now() - min(page.asked.values()) for page in self.pages if page.busy and page.asked]
        runs = [page.runs for page in self.pages if page.busy]
        # Who still waits has waited as long as that.
        longer = [wait for wait in waiting if wait > max(tally.hands, default=0)]
        seen = tally.summary() | {"hands": spread(tally.hands + longer)}
        self.begin(0)
        if times == min(TIMES):
            self.quick = max(QUICK, seen["hands"][1])  # 99 of 100, with half the load
        others = self.pages[:-1]
        for page in others:
            page.leave()
        back, doors = await asyncio.gather(self._hand_is_back(), self._door_is_open())
        visitors.cancel()
        for page in others:
            await page.come_back()
        told, self.told = self.told, []
        say(f"{number} at it: {seen['hands']}, recovered after {back:.1f} and {doors:.1f} s")
        await asyncio.sleep(PAUSE / 3)
        return {
            "times": times, "sessions": number, "hands": seen["hands"], "gaps": seen["gaps"],
            "gapped": seen["gapped"], "runs": [min(runs), median(runs)], "full": told.count(503),
            "visitors": len(told), "back": back, "open": doors,
        }  # fmt: skip

    async def _hand_is_back(self) -> float:
        """Seconds until an answer is quick again."""
        start, page = _now(), self.pages[-1]
        while _now() - start < PAUSE:
            asked, before = _now(), page.runs
            page.again()
            while page.runs == before and _now() - asked < PAUSE:
                await asyncio.sleep(0.005)
            if _now() - asked <= self.quick:
                return asked - start
        return PAUSE

    async def _door_is_open(self) -> float:
        start = _now()
        while _now() - start < PAUSE and await self._status() != 200:
            await asyncio.sleep(0.1)
        return _now() - start

    async def _visit(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            self.told.append(await self._status())

    async def _status(self) -> int:
        address = f"http://127.0.0.1:{self.port}/"
        return (await AsyncHTTPClient().fetch(address, raise_error=False, request_timeout=60)).code


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


async def push(port: int) -> dict:
    everyone = Push(port)
    capacity = await everyone.capacity()
    everyone.begin(0)
    await asyncio.sleep(PAUSE / 2)
    await everyone.open(max(round(times * capacity) for times in TIMES) + 1)
    await asyncio.sleep(PAUSE / 2)
    return {
        "capacity": capacity,
        "pushed": [await everyone.pushed(times, max(1, round(times * capacity))) for times in TIMES],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    random.seed(0)
    print(json.dumps(asyncio.run(push(parser.parse_args().port))))
