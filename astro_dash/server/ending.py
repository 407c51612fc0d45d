"""How a server ends: nobody comes in any more, the tabs are told, runs come to their ends, the sockets are closed."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time

from ..metrics import answers
from ..pages.listener import awaited, listeners
from .doors import sockets
from .readiness import state

log = logging.getLogger(__name__)

LOOK = 0.05  # seconds between two looks at what is under way
QUIET = 0.5  # so long nobody must have asked for more: a tab asks for the next piece of its run by itself
CLOSING = 1.0  # for the sockets
LEAVING = 5.0  # for what is left, threads and processes
RESTART = 1012  # the code with which sockets are closed


def run(server, grace: float) -> None:
    """Serve until Ctrl-C or SIGTERM, and end within so many seconds, and `CLOSING` and `LEAVING`; at once when told so
    again."""
    loop = asyncio.get_event_loop()

    def told(number: int) -> None:
        if state.ending:
            os._exit(128 + number)
        state.ending = True
        ends.append(loop.create_task(_end(server, grace)))

    ends: list[asyncio.Task] = []
    server._started or server.start()
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told, number)
    except NotImplementedError:  # Windows
        return server.run_until_shutdown()
    server.io_loop.start()
    server.stop(wait=False)
    _leave()


async def _end(server, grace: float) -> None:
    try:
        log.info("The server is to stop: runs have %g s to end in.", grace)
        for listener in list(listeners):
            listener.leave()
        await _quiet(time.monotonic() + grace)
        for socket in list(sockets):
            socket.close(RESTART, "the server is being restarted")
        end = time.monotonic() + CLOSING
        while sockets and time.monotonic() < end:
            await asyncio.sleep(LOOK)
    finally:
        server.io_loop.stop()


async def _quiet(end: float) -> None:
    """Wait until nothing is computed for a tab, and none has asked for a while; or until the end."""
    asked, since = -1, 0.0
    while (now := time.monotonic()) < end and (sockets or awaited or _maps()):
        if (count := sum(sum(each.counts) for each in list(answers.values()))) != asked or awaited or _maps():
            asked, since = count, now
        elif now - since >= QUIET:
            return
        await asyncio.sleep(LOOK)


def _maps() -> bool:
    """Whether maps are being computed."""
    desk = sys.modules.get("astro_dash.study.desk")
    return bool(desk and desk.desk.cache_info().currsize and desk.desk().jobs())


def _leave() -> None:
    """See to it that nothing holds up the end for long."""

    def cut():
        time.sleep(LEAVING)
        sys.stderr.flush()
        os._exit(0)

    threading.Thread(target=cut, daemon=True).start()
