"""Thirty pages without a browser that follow a class: they go where it goes, vote, and finish steps, in a thread."""

from __future__ import annotations

import asyncio
import re
import threading
import time

from .client import Client


class Follower(Client):
    """Takes in what comes, as the browser does."""

    def __init__(self, port: int, code: str, number: int):
        super().__init__(port, f"?room={code}")
        self.code, self.number, self.state, self.member = code, number, None, f"follower-{number:04}"
        self.before = 0  # bytes received on pages that are left
        self.begun: tuple = ()  # of the run that is there: generation and load
        self.told: dict = {}
        self.answered: set = set()
        self.finished: set = set()
        self.goes = ""

    async def live(self) -> None:
        """From page to page."""
        while True:
            await self.open()
            if "page=" in self.query:
                self.join()
            self.send({"type": "ready"})
            self.goes = ""
            while not self.goes:
                self.take(await self.read())
            self.close()
            self.query = self.goes

    def join(self) -> None:
        self.send({"type": "room_join", "code": self.code, "member": self.member})

    def take(self, message: dict) -> None:
        state = message.get("room")
        if state and state["role"] == "invited":
            self.join()
        elif state:
            self.state = state
            self.led(state)
        if "values" in message:
            self.told = message["values"]
        if "form" in message:
            self.told = message["form"]
        if "took" in message:
            self.send({"type": "room_took", "n": message["took"]})

    def led(self, state: dict) -> None:
        here = re.search(r"page=(\w+)", self.query)
        there = re.match(r"page=(\w+)", state["where"])
        if (here and here[1]) != (there and there[1]):
            self.goes = f"?{state['where']}{'&' if there else ''}room={self.code}"
            return
        question, shown = state["question"], state["shown"]
        if question and question["open"] and (key := (question["n"], question["round"])) not in self.answered:
            self.answered.add(key)
            option = (self.number + 7 * question["round"] * (self.number % 2)) % len(question["options"])
            self.send({"type": "room_answer", "question": key[0], "round": key[1], "option": option})
        if "lesson" in shown and (step := f"{shown['lesson']} {shown['step']}") not in self.finished:
            self.finished.add(step)
            self.send({"type": "room_finished", "step": step})


class Crowd:
    """`with Crowd(port, code, size) as crowd`: that many of them."""

    def __init__(self, port: int, code: str, size: int):
        self.loop, self.failed = asyncio.new_event_loop(), None
        self.followers = [Follower(port, code, i) for i in range(size)]
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)

        async def all():
            await asyncio.gather(*(follower.live() for follower in self.followers))

        self.task = self.loop.create_task(all())
        try:
            self.loop.run_until_complete(self.task)
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self.failed = error

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.thread.join(10)

    def until(self, good, seconds: float = 120) -> None:
        """All of them are so."""
        end = time.monotonic() + seconds
        while not all(map(good, self.followers)):
            if self.failed:
                raise self.failed
            if time.monotonic() > end:
                bad = [f for f in self.followers if not good(f)]
                raise AssertionError(f"{len(bad)} followers, of whom one is at {bad[0].query} and told {bad[0].state}")
            time.sleep(0.05)

    @property
    def received(self) -> int:
        """Bytes."""
        return sum(follower.received for follower in self.followers)
