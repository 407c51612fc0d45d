"""What a client may keep open, and for how long: no request without an end, no body that nobody reads, and no more
connections than there are descriptors."""

from __future__ import annotations

import functools
import logging

from bokeh.server.tornado import BokehTornado
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from ..others import others
from .doors import sockets

try:
    import resource
except ImportError:  # Windows
    resource = None

log = logging.getLogger(__name__)

HEADER_SECONDS = 20  # for the head of a request, and between two requests
BODY_SECONDS, MOST_BODY = 10, 16_384  # nothing here has a body: what is more is not even read
MOST_CONNECTIONS = 2000  # beside the sockets of pages
SPARE_DESCRIPTORS = 64  # for files, and for the processes that are started
REST = 0.5  # seconds without accepting, when there was no descriptor to accept with
MOST_DESCRIPTORS = 16_384
BACKLOG = 128  # accepted in one go, where no other process listens
WAITS = 0.003  # seconds in which a process with fewer sockets may accept what this one would


def apply() -> None:
    """Bound them for this process, the servers that run already included."""
    plain = HTTPServer.handle_stream

    @functools.wraps(plain)
    def handle_stream(self, stream, address):
        ours = isinstance(self.request_callback, BokehTornado)
        if ours and not isinstance(self._connections, _InOrder):
            harden(self)
        plain(self, stream, address)
        if ours and len(self._connections) > _room():
            next(iter(self._connections)).stream.close()  # the oldest: most likely it does not mean to go on

    HTTPServer.handle_stream = handle_stream


class _InOrder(dict):
    """Tornado's set of connections, the oldest first; sockets leave it as they are opened."""

    def add(self, connection) -> None:
        self[connection] = None

    def remove(self, connection) -> None:
        self.pop(connection, None)


def harden(server: HTTPServer) -> None:
    """Bound a server that listens already."""
    server._connections, open_already = _InOrder(), server._connections
    for connection in open_already:
        server._connections.add(connection)
    bounds = server.conn_params
    bounds.header_timeout, bounds.body_timeout, bounds.max_body_size = HEADER_SECONDS, BODY_SECONDS, MOST_BODY
    for descriptor, listening in server._sockets.items():
        server._handlers[descriptor]()
        server._handlers[descriptor] = _listen(listening, server._handle_connection)


def _listen(listening, callback):
    """Tornado's `add_accept_handler`, which would come back at once, and log, for ever, when descriptors are out."""
    loop, state = IOLoop.current(), {"stopped": False, "waited": False}

    def accept(_, __):
        state["waited"] = not state["waited"] and others().have_fewer
        if state["waited"]:
            loop.remove_handler(listening)
            loop.call_later(WAITS, begin)
            return
        for _ in range(BACKLOG if others().alone else 1):
            if state["stopped"]:
                return
            try:
                connection, address = listening.accept()
            except BlockingIOError:
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                log.warning("No connection can be accepted: %s", error.strerror)
                loop.remove_handler(listening)
                loop.call_later(REST, begin)
                return
            callback(connection, address)

    def begin():
        if not state["stopped"]:
            loop.add_handler(listening, accept, IOLoop.READ)

    def stop():
        state["stopped"] = True
        loop.remove_handler(listening)

    begin()
    return stop


def _room() -> int:
    """How many connections there may be beside the sockets that there are."""
    return max(1, min(MOST_CONNECTIONS, descriptors() - SPARE_DESCRIPTORS - len(sockets)))


def descriptors() -> int:
    """How many this process may have open."""
    if resource is None:
        return 512
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_DESCRIPTORS if soft == resource.RLIM_INFINITY else soft


def raise_descriptors() -> None:
    """Ask for `MOST_DESCRIPTORS`, or as many as the system gives."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(MOST_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wished:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))
