"""Where rooms are kept for several processes: in a Redis server, which tells each process what is said in the rooms
that it has a part in. What comes from there is bytes, and read as `frame` has it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future

from ..words import _, bound
from .frame import decode, encode
from .memory import IDLE, MOST_MARKS, Kept

log = logging.getLogger(__name__)

NAMES = "astro-dash:room:"
PATIENCE, REST = 5, 1  # seconds for an answer, and until the next try
MOST_TASKS = 2000  # that wait for an answer; a server that is away for long holds up none of ours


def _away() -> str:
    return _("The server that keeps the rooms does not answer: try again in a minute.")


class Shared:
    """As `memory.Memory`, in the Redis server at an address; raises ValueError for what is none.

    All is done in one thread with an event loop of its own, one thing after the other; those who hear are called there.
    """

    def __init__(self, address: str, clock: Callable[[], float]):
        try:
            from redis import asyncio as redis  # an extra of the package: only where it is asked for
        except ImportError:
            raise ValueError(
                "ASTRO_DASH_REDIS is set, but the package redis is missing: install astro-dash[rooms]."
            ) from None
        self.clock, self._ears = clock, {}
        try:
            self._redis = redis.Redis.from_url(
                address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry_on_timeout=False
            )
        except ValueError:  # which would quote it, password included
            raise ValueError(
                "ASTRO_DASH_REDIS is no address of a Redis server, such as redis://localhost:6379/0."
            ) from None
        self._loop, self._tasks, self._waiting = asyncio.new_event_loop(), asyncio.Queue(), 0
        self._talk, self._confirmed, self._away = self._redis.pubsub(), {}, False
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._live(),), daemon=True)
        self._thread.start()

    # As of a memory.

    def create(self, code: str, record: dict) -> Future:
        async def create():
            there = await self._redis.hsetnx(NAMES + code, "secret", json.dumps(record["secret"]))
            if there:
                await self._write(code, record, None, [])
            return bool(there)

        return self._do(create())

    def restore(self, code: str, record: dict, items: list) -> Future:
        return self._do(self._write(code, record, 0, items))

    def read(self, code: str, run: bool = True) -> Future:
        async def read():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.hgetall(NAMES + code)
                pipe.lrange(NAMES + code + ":run", 0, -1 if run else 0)
                pipe.hgetall(NAMES + code + ":marks")
                record, items, marks = await pipe.execute()
            record = {_text(name): json.loads(value) for name, value in record.items()}
            if not isinstance(record.get("seq"), int) or not self._lasts(record.get("until")):
                return None
            return Kept(record, [decode(item) for item in items if run], _texts(marks))

        return self._do(read())

    def read_marks(self, code: str) -> Future:
        async def read():
            return _texts(await self._redis.hgetall(NAMES + code + ":marks"))

        return self._do(read())

    def keep(self, code: str, longer: bool = False) -> Future:
        async def keep():
            there = self._lasts(json.loads(await self._redis.hget(NAMES + code, "until") or "0"))
            for key in _keys(code) if there and longer else ():
                await self._redis.expire(key, int(IDLE))
            return there

        return self._do(keep())

    def update(self, code: str, changes: dict, keep: int | None, items: list, header: dict, chunk=None) -> Future:
        async def update():
            await self._write(code, changes, keep, items, encode(header, chunk))

        return self._do(update())

    def mark(self, code: str, marks: dict[str, str | None], quiet: bool = False) -> Future:
        async def mark():
            full = await self._redis.hlen(NAMES + code + ":marks") >= MOST_MARKS
            there = {name: value for name, value in marks.items() if value is not None and not full}
            away = [name for name, value in marks.items() if value is None]
            async with self._redis.pipeline(transaction=True) as pipe:
                if there:
                    pipe.hset(NAMES + code + ":marks", mapping=there)
                    pipe.expire(NAMES + code + ":marks", int(IDLE))
                if away:
                    pipe.hdel(NAMES + code + ":marks", *away)
                if not quiet:
                    pipe.publish(_channel(code, True), encode({}))
                await pipe.execute()

        return self._do(mark())

    def end(self, code: str) -> Future:
        async def end():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(*_keys(code))
                pipe.publish(_channel(code, False), encode({"end": True}))
                await pipe.execute()

        return self._do(end())

    def hear(self, code: str, act: Callable, up: bool = False) -> Future:
        async def hear():
            channel = _channel(code, up)
            acts = self._ears.setdefault(channel, [])
            acts.append(act)
            if len(acts) == 1:
                self._confirmed[channel] = asyncio.Event()
                await self._talk.subscribe(channel)
                await asyncio.wait_for(self._confirmed[channel].wait(), PATIENCE)  # or the next might be missed

        return self._do(hear())

    def deafen(self, code: str, act: Callable, up: bool = False) -> Future:
        async def deafen():
            channel = _channel(code, up)
            left = [other for other in self._ears.get(channel, ()) if other != act]
            if left:
                self._ears[channel] = left
            elif self._ears.pop(channel, None):
                await self._talk.unsubscribe(channel)

        return self._do(deafen())

    def sweep(self) -> None:
        """Rooms whose time is over are gone by themselves."""

    empty = True

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._tasks.put_nowait, None)
        self._thread.join()

    # How it is done.

    async def _write(self, code, changes: dict, keep: int | None, items: list, said: bytes | None = None) -> None:
        name = NAMES + code
        async with self._redis.pipeline(transaction=True) as pipe:
            if changes:
                pipe.hset(name, mapping={key: json.dumps(value) for key, value in changes.items()})
            if keep is not None:
                pipe.ltrim(name + ":run", 0, keep - 1) if keep else pipe.delete(name + ":run")
            if items:
                pipe.rpush(name + ":run", *(encode(*item) for item in items))
            for key in _keys(code)[:2]:
                pipe.expire(key, int(IDLE))
            if said:
                pipe.publish(_channel(code, False), said)
            await pipe.execute()

    def _lasts(self, until) -> bool:
        return isinstance(until, (int, float)) and self.clock() < until

    def _do(self, task: Coroutine) -> Future:
        if self._waiting >= MOST_TASKS:
            task.close()
            found: Future = Future()
            found.set_exception(ValueError(_away()))
            return found
        self._waiting += 1
        found = Future()
        self._loop.call_soon_threadsafe(self._tasks.put_nowait, (task, found, bound(_away)))
        return found

    async def _live(self) -> None:
        listening = asyncio.ensure_future(self._listen())
        while (asked := await self._tasks.get()) is not None:
            task, found, away = asked
            self._waiting -= 1
            try:
                found.set_result(await task)
                self._away = False
            except Exception as error:  # it does not answer, or what it has is none of ours
                found.set_exception(ValueError(away()))
                self._warn(error)
            del asked, task, found, away  # or the last one's data would stay until the next
        listening.cancel()
        await self._redis.aclose()

    async def _listen(self) -> None:
        """Call those who hear; the whole life of it."""
        while True:
            try:
                await self._talk.subscribe(NAMES)  # by it the line stays open
                while True:
                    message = await self._talk.get_message(timeout=None)
                    if message and message["type"] == "message":
                        self._heard(message)
                    elif message and message["type"] == "subscribe":
                        self._listens(_text(message["channel"]))
            except Exception as error:
                self._warn(error)
                await asyncio.sleep(REST)

    def _warn(self, error: Exception) -> None:
        """Once, until it answers again."""
        if not self._away:
            log.warning("rooms: the Redis server of ASTRO_DASH_REDIS fails (%s)", type(error).__name__)
        self._away = True

    def _listens(self, channel: str) -> None:
        """It does, as was asked; or anew, after a break."""
        if confirmed := self._confirmed.pop(channel, None):
            confirmed.set()
        else:
            self._call(channel, {"missed": True}, None)

    def _heard(self, message: dict) -> None:
        try:
            header, chunk = decode(message["data"])
        except ValueError as error:
            return self._warn(error)
        self._call(_text(message["channel"]), header, chunk)

    def _call(self, channel: str, header: dict, chunk: bytes | None) -> None:
        for act in list(self._ears.get(channel, ())):
            act(header, chunk)


def _keys(code: str) -> tuple[str, str, str]:
    return NAMES + code, NAMES + code + ":run", NAMES + code + ":marks"


def _channel(code: str, up: bool) -> str:
    return f"{NAMES}{code}:{'up' if up else 'down'}"


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _texts(found: dict) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in found.items()}
