"""What is written to a socket in one go is sent in one go. A message of Bokeh's is three to five frames, each a system
call, at each of which a thread that computes may take the interpreter, and keeps it for 5 ms."""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress

from bokeh.server.views.ws import WSHandler
from tornado.concurrent import Future
from tornado.iostream import IOStream, StreamClosedError

SMALL = 4096  # bytes that wait until all that runs now has been written


def apply() -> None:
    """Cork the sockets of this process."""
    plain = WSHandler.open

    @functools.wraps(plain)
    def open(self, *args, **kwargs):
        stream = getattr(self.ws_connection, "stream", None)
        if isinstance(stream, IOStream):
            stream.write = Cork(stream).write
        return plain(self, *args, **kwargs)

    WSHandler.open = open


class Cork:
    """In place of a stream's `write`: what is small waits for what comes after it, until the loop goes round."""

    def __init__(self, stream: IOStream):
        self._plain, self._writing, self._waiting = stream.write, stream.writing, []
        self._taken: Future = Future()
        self._taken.set_result(None)

    def write(self, data: bytes) -> Future:
        """Once it is on its way, or, if it is small and nothing is held up, at once."""
        self._waiting.append(data)
        if len(data) > SMALL or self._writing():
            return self._send()
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._late)
        return self._taken

    def _send(self) -> Future:
        data, self._waiting = b"".join(self._waiting), []
        return self._plain(data)

    def _late(self) -> None:
        if self._waiting:
            with suppress(StreamClosedError):  # as who reads from it is told
                self._send()
