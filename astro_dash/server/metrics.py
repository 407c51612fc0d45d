"""What the process counts of itself, for Prometheus: on a port of its own, since visitors have no business there."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

from .. import aside, metrics
from ..pages.dispatch import AHEAD, DOOR, HAND, here
from ..pages.listener import awaited, listeners
from ..pages.theme import TITLES
from ..rooms.hall import hall
from .allowed import allowed
from .doors import sockets
from .readiness import state

BEAT = 0.5  # seconds between two looks at how late the event loop is


def show_metrics(server, address: str, port: int) -> None:
    """Serve `/metrics` there, as long as the server is there. Raises OSError if the port cannot be had."""
    registry = CollectorRegistry()
    registry.register(Numbers(server))
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    app = Application([("/metrics", Shown, {"registry": registry})], log_function=lambda _: None)
    HTTPServer(app, max_body_size=0).listen(port, address)
    _beat(IOLoop.current())


class Shown(RequestHandler):
    """All numbers, as text, in the version that who asks can read."""

    def initialize(self, registry: CollectorRegistry):
        self.registry = registry

    def get(self):
        encode, kind = choose_encoder(self.request.headers.get("Accept", ""))
        self.set_header("Content-Type", kind)
        self.finish(encode(self.registry))


class Numbers:
    """Collects them when they are asked for, on the event loop."""

    def __init__(self, server):
        self.server = server

    def collect(self) -> Iterator:
        yield _gauge("sessions", "Pages that are open, with a socket or not yet", len(self.server.get_sessions()))
        yield _gauge("sessions_allowed", "How many may be", allowed().sessions)
        yield _gauge("sockets", "Sockets that are open", len(sockets))
        pages = Counter(listener.page if listener.page in TITLES else "other" for listener in list(listeners))
        yield _gauge("pages", "Pages that are open, by which", pages, "page")
        yield _histogram("answer_seconds", "From a message to its answer", metrics.answers, "kind")
        yield _counter("computing_seconds", "Processor time of runs and jobs", metrics.computed, "by")
        yield _gauge("waiting", "Jobs that wait for their turn", _waiting(), "for")
        yield _gauge("awaited", "Answers that are computed off the event loop", len(awaited))
        yield _counter("refused", "Requests and sockets that were refused, by status", metrics.refused, "status")
        yield _gauge("rooms", "Rooms taught here", len(hall().desks))
        yield _gauge("members", "Members of rooms here", sum(map(len, hall().seats.values())))
        yield _histogram("late_seconds", "How late the event loop comes to a timer", {"loop": metrics.late}, "what")
        yield _gauge("ending", "Whether the server is to stop", int(state.ending))


def _waiting() -> dict[str, int]:
    desk = sys.modules.get("astro_dash.study.desk")
    maps = desk.desk().jobs() if desk and desk.desk.cache_info().currsize else 0
    lengths = here().lengths
    runs = {kind: lengths[kind] for kind in (HAND, AHEAD, DOOR)}
    return {line.name: line.waiting() for line in list(aside.lines)} | runs | {"maps": maps}


def _gauge(name: str, words: str, value: float | dict, label: str = "") -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"astro_dash_{name}", words, labels=[label] if label else None)
    for each, number in value.items() if label else [("", value)]:
        family.add_metric([each] if label else [], number)
    return family


def _counter(name: str, words: str, values: dict, label: str) -> CounterMetricFamily:
    family = CounterMetricFamily(f"astro_dash_{name}", words, labels=[label])
    for each, number in dict(values).items():
        family.add_metric([each], number)
    return family


def _histogram(name: str, words: str, values: dict, label: str) -> HistogramMetricFamily:
    family = HistogramMetricFamily(f"astro_dash_{name}", words, labels=[label])
    bounds = [*(f"{bound:g}" for bound in metrics.BOUNDS), "+Inf"]
    for each, found in dict(values).items():
        counts = list(accumulate(found.counts))
        family.add_metric([each], list(zip(bounds, counts, strict=True)), found.total)
    return family


def _beat(loop: IOLoop) -> None:
    due = loop.time() + BEAT

    def come():
        metrics.late.add(max(0.0, loop.time() - due))
        _beat(loop)

    loop.call_at(due, come)
