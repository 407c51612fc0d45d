"""One of several processes that serve behind one port, as `astro_dash.processes` starts them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from socket import socket

from ..others import among
from ..study.desk import Desk
from .serve import serve

PATIENCE = 120.0  # seconds for the cluster that computes maps


def run(number: int, line: Connection, sockets: list[socket], table: MutableSequence[int], options: dict) -> None:
    """Serve until told to end. What keeps it from serving is told to the parent, and is not raised."""
    parent = Parent(line)
    try:
        among(number, table, os.environ["BOKEH_SECRET_KEY"].encode()[:64])
        if not os.environ.get("DASK_SCHEDULER_ADDRESS"):
            Desk.where = staticmethod(parent.maps)
        serve(sockets=sockets, ready=lambda: parent.say("ready", True), **options)
    except (ValueError, OSError) as error:
        parent.say("refused", str(error))


class Parent:
    """The process that has started this one. Where it is gone, this one ends, too."""

    def __init__(self, line: Connection):
        self._line, self._lock, self._told = line, threading.Lock(), SimpleQueue[str | None]()
        threading.Thread(target=self._hear, name="parent", daemon=True).start()

    def say(self, what: str, value) -> None:
        with self._lock:
            self._line.send((what, value))

    def _hear(self) -> None:
        try:
            while True:
                self._told.put(self._line.recv())
        except (EOFError, OSError):
            os.kill(os.getpid(), signal.SIGTERM)

    @contextmanager
    def maps(self) -> Iterator[str]:
        """The address of the cluster that computes the maps of all, which is kept until the end of the block."""
        self.say("maps", True)
        try:
            if (address := self._told.get(timeout=PATIENCE)) is None:
                raise OSError("the processes that compute maps cannot be started.")
            yield address
        except Empty:
            raise OSError(f"the processes that compute maps were not there within {PATIENCE:.0f} s.") from None
        finally:
            self.say("maps", False)
