"""`serve` with little patience, so that hours pass in seconds: `python -m tests.bench.brief --port P`. A session is
forgotten a second after its tab, a tab that is silent after two to four, a room waits five for its teacher, maps'
processes end after ten, few runs are kept for others who ask for them, and anybody may open many rooms and mistype
their codes. `/probe` tells how many there are of all kinds of objects, once what nobody needs is collected, and those
runs too."""

from __future__ import annotations

import argparse
import gc
import sys
from collections import Counter
from functools import cache

from tornado.web import RequestHandler

from astro_dash import server
from astro_dash.pages.live import session
from astro_dash.pages.live.stage import Common, Shelf
from astro_dash.rooms import hall, memory
from astro_dash.server import defaults, doors
from astro_dash.study import desk

IDLE = 10.0  # seconds
KEPT = 200_000  # bytes of runs, which the first visits fill


class Probe(RequestHandler):
    def get(self):
        let_go(session.shelf)
        gc.collect()
        kinds = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
        self.write({"objects": dict(kinds.most_common(3000)), "kept": len(memory_of_rooms())})


def let_go(shelf: Shelf) -> None:
    """Of the runs that are kept for others."""
    most, shelf.most = shelf.most, 0
    shelf.grown(Common(shelf), 0)
    shelf.most = most


def memory_of_rooms() -> dict:
    return hall.hall().bus._rooms


def main(port: int) -> None:
    hall.OWN_NEW = hall.ALL_NEW = hall.OWN_WRONG = hall.ALL_WRONG = 10**9
    hall.SWEEP, memory.IDLE, memory.MOST_ROOMS = 1.0, 5.0, 1000
    defaults.PING, session.shelf.most = 2, KEPT
    desk.desk = cache(lambda: desk.Desk(IDLE))
    doors.HANDLERS += (Probe,)
    server.serve(
        port=port, extra_patterns=[("/probe", Probe)], unused_session_lifetime_milliseconds=1000,
        check_unused_sessions_milliseconds=500,
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    sys.exit(main(parser.parse_args().port))
