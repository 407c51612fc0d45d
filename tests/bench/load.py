"""Many pages at once without a browser, in a process of its own: `python -m tests.bench.load --port P --sessions N`.

Each plays as the page does (pace.js): it holds the first frame for a second, and plays what comes to rest in six more,
or 30 frames a second of what does not yet; and it asks for more as the page does. A gap is when its playhead comes to
the end of what it has before the next chunk is there. Prints one line of JSON at the end; what was before `--after`
seconds is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketError

from .client import Client
from .server import ROOT

HOLD, WHOLE, STEADY, SLOWEST, AHEAD = 1, 6, 30, 6, 240  # as pace.js and player.js: seconds, frames a second, frames
_now = time.perf_counter


def spread(waits: list[float]) -> tuple[float, float, float]:
    """Median, that of which 99 of 100 are no longer, and the longest."""
    waits = sorted(waits) or [0.0]
    return waits[len(waits) // 2], waits[int(0.99 * (len(waits) - 1))], waits[-1]


@dataclass
class Tally:
    """What all sessions have seen. waits: seconds from a message to its answer, hands: those that no player asks for by
    itself; lag: of this process's own loop."""

    from_time: float = 0.0
    runs: int = 0
    chunks: int = 0
    frames: int = 0
    gaps: int = 0
    gapped: set = field(default_factory=set)
    longest_gap: float = 0.0
    waits: list = field(default_factory=list)
    hands: list = field(default_factory=list)
    lag: float = 0.0
    broken: int = 0

    def summary(self) -> dict:
        median, late, worst = spread(self.waits)
        return asdict(self) | {
            "gapped": len(self.gapped), "waits": len(self.waits), "hands": spread(self.hands),
            "median_wait": median, "late_wait": late, "worst_wait": worst,
        }  # fmt: skip


class Player:
    """One page that plays: to rest and then a new seed, or (renew > 0) a new seed each so many seconds, or (renew < 0)
    as soon as the last is answered; every fifth moves the temperature each 5 s."""

    def __init__(self, port: int, tally: Tally, number: int, renew: float, delay: float, seeds: int, query: str = ""):
        self.tally, self.number, self.renew, self.delay = tally, number, renew, delay
        self.frames, self.asked, self.at_rest = 0, {}, False
        self.frame, self.start, self.pace = 0.0, 0.0, STEADY  # where it was when, and how many a second it plays since
        self.random, self.seeds = random.Random(number), seeds
        self.seed = self.random.randrange(seeds)  # another one for each run
        self.client = Client(port, f"{query}{'&' if query else '?'}seed={self.seed}")

    @property
    def counts(self) -> bool:
        return _now() >= self.tally.from_time

    def position(self) -> float:
        """Where the playhead would be if there were no end."""
        return self.frame + max(0, _now() - self.start) * self.pace

    def _plays_from(self, frame: float) -> None:
        """From there on, at the pace of what there is."""
        self.frame, self.start = frame, max(_now(), self.start)
        self.pace = max((self.frames - frame) / WHOLE, SLOWEST) if self.at_rest else STEADY

    async def play(self) -> None:
        await asyncio.sleep(self.delay)
        try:
            await self.client.open()
            self._say("reset", {"type": "ready"})
            async with asyncio.TaskGroup() as group:
                for job in (self._listen, self._restart, *([self._slide] if self.number % 5 == 0 else [])):
                    group.create_task(job())
        except* (OSError, WebSocketError, HTTPClientError):
            self.tally.broken += 1

    def _say(self, answer: str, message: dict) -> None:
        self.asked.setdefault(answer, _now())
        self.client.send(message)

    async def _listen(self) -> None:
        while True:
            message = await self.client.read()
            if "chunk" in message:
                self._take(message["chunk"])

    def _take(self, chunk: dict) -> None:
        mode, position = chunk["mode"], self.position()
        if mode == "again":
            return
        asked = self._answered(mode)
        if self.counts:
            self.tally.chunks += 1
            self.tally.frames += chunk["frames"]
            self.tally.runs += mode == "reset"
            if asked is not None:
                self.tally.waits.append(_now() - asked)
                if mode != "more":
                    self.tally.hands.append(_now() - asked)
        had, self.frames, self.at_rest = self.frames, chunk["first"] + chunk["frames"], chunk["at_rest"]
        if mode == "more" and position > had:
            late = (position - had) / self.pace
            if self.counts:
                self.tally.gaps += 1
                self.tally.gapped.add(self.number)
                self.tally.longest_gap = max(self.tally.longest_gap, late)
            position = had  # it stood still
        elif mode == "reset":
            self.start, position = _now() + HOLD, 0
            if self.renew < 0:
                return self._seed()
        elif mode == "branch":
            position = min(position, chunk["first"])
        self._plays_from(position)
        if not self.at_rest:
            early = (self.frames - position - AHEAD) / self.pace
            asyncio.get_running_loop().call_later(max(0, early), self._more, chunk["generation"], self.frames)

    def _more(self, generation: int, frames: int) -> None:
        if self.frames == frames:  # nothing else has come since
            self._say("more", {"type": "more", "generation": generation})

    def _answered(self, mode: str) -> float | None:
        """When it was asked for. A run answers what was asked of the one before it, a change of it what was to follow
        without: those are not answered otherwise."""
        over = {"reset": ("reset", "branch", "more"), "branch": ("branch", "more")}.get(mode, (mode,))
        asked = [self.asked.pop(each, None) for each in over]
        return min(filter(None, asked[:2] if mode == "reset" else asked[:1]), default=None)

    async def _restart(self) -> None:
        await asyncio.sleep(self.random.random() * self.renew)
        while self.renew >= 0:
            await asyncio.sleep(self.renew or max(0.1, (self.frames - self.position()) / self.pace))
            if self.renew or (self.at_rest and self.position() >= self.frames):
                self._seed()

    def _seed(self) -> None:
        self.at_rest = False  # until the answer has come nothing else is begun
        self.seed = (self.seed + self.random.randrange(1, self.seeds)) % self.seeds  # the same would be no new run
        self._say("reset", {"type": "set", "values": {"seed": str(self.seed)}, "frame": 0})

    async def _slide(self) -> None:
        await asyncio.sleep(5 * self.random.random())
        while True:
            await asyncio.sleep(5)
            values = {"temperature": str(round(self.random.uniform(0.005, 0.5), 4))}
            frame = int(max(0, min(self.position(), self.frames - 1)))
            self._say("branch", {"type": "set", "values": values, "frame": frame})


async def _watch(tally: Tally) -> None:
    while True:
        before = _now()
        await asyncio.sleep(0.01)
        tally.lag = max(tally.lag, _now() - before - 0.01)


async def _run(options) -> dict:
    tally = Tally(_now() + options.after)
    delays = [options.arrive * i / options.sessions for i in range(options.sessions)]  # they do not come all at once
    jobs = [
        Player(options.port, tally, i, options.renew, delay, options.seeds, options.query).play()
        for i, delay in enumerate(delays)
    ]
    try:
        await asyncio.wait_for(asyncio.gather(_watch(tally), *jobs), options.seconds)
    except TimeoutError:
        pass
    return tally.summary()


@contextmanager
def crowd(
    port: int, sessions: int, seconds: float = 600, after: float = 0, arrive: float = 1, renew: float = 0,
    seeds: int = 10_000, query: str = "?patterns=digits",
):  # fmt: skip
    """That many sessions playing in the background, each run one of so many, opened with a link's `query`; ends with
    the block."""
    command = {
        "port": port, "sessions": sessions, "seconds": seconds, "after": after, "arrive": arrive, "renew": renew,
        "seeds": seeds, "query": query,
    }  # fmt: skip
    arguments = [text for name, value in command.items() for text in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--sessions", type=int)
    for name in ("seconds", "after", "arrive", "renew"):
        parser.add_argument(f"--{name}", type=float)
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--query", default="")
    print(json.dumps(asyncio.run(_run(parser.parse_args()))))
