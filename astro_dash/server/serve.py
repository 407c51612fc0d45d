"""Starting a server of the page."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket

import bokeh.server.server
import panel as pn
from bokeh.server.util import create_hosts_allowlist
from jinja2 import Template

from .. import logs
from ..cited import NAME
from ..lessons import LIBRARY
from ..ports import check, refuse, shown
from ..rooms.hall import hall
from ..settings import PROCESS, settings, unknown
from ..words import _, speaking, spoken
from . import ending, readiness
from .allowed import allow
from .connections import harden, raise_descriptors
from .shell import same_for_all
from .tune import tune

logger = logging.getLogger(__name__)


def serve(
    port: int | None = None,
    address: str | None = None,
    show: bool | None = None,
    hosts: tuple[str, ...] | None = None,
    proxied: bool | None = None,
    sessions: int | None = None,
    per_address: int | None = None,
    frames: tuple[str, ...] | None = None,
    lessons: str | None = None,
    metrics: str | int | None = None,
    log: str | None = None,
    grace: float | None = None,
    sockets: list[socket] | None = None,
    ready: Callable[[], None] | None = None,
    **options,
) -> None:
    """Serve the page at `/` and `/app` (where `panel serve app.py` has it) until Ctrl-C or SIGTERM; `ending` has how
    that goes.

    `/liveness` answers 200 while the process is well, and `/readiness` while it takes visitors, neither by building a
    page. A port that cannot be had ends the process with one sentence and status 2. What is None is what the
    environment says, or the default (see `settings`). Raises ValueError for what `settings` and `Allowed` refuse, for a
    folder of lessons that is none, and for an ASTRO_DASH_REDIS that is none.

    Parameters
    ----------
    port, address : where to listen; 0.0.0.0 is every interface, port 0 any free one
    show : open a browser
    hosts : names, with or without a port, under which browsers reach the server besides localhost and `address`.
        The environment variable BOKEH_ALLOW_WS_ORIGIN (names separated by commas) replaces the whole list. The very
        address at which a connection arrives is always good.
    proxied : a proxy stands before the server, and says who asks (X-Real-Ip or X-Forwarded-For)
    sessions, per_address, frames : see `Allowed`
    lessons : a folder of lessons, listed beside those shipped
    metrics : port, or address and port, of a page of numbers for Prometheus; of several processes each has the next
    log : "plain" or "json"
    grace : seconds that runs have to end in, once the server is to stop
    sockets : that listen already, at `port` and `address`, for this process and others
    ready : called once it answers, in place of printing its address
    options : anything else that `panel.io.server.get_server` takes
    """
    if isinstance(port, int):
        check(port, address or "")
    chosen = settings(
        port=port, address=address, show=show, hosts=hosts, proxied=proxied, sessions=sessions,
        per_address=per_address, frames=frames, lessons=lessons, metrics=metrics, log=log, grace=grace,
    )  # fmt: skip
    port, address, hosts = chosen["port"], chosen["address"], chosen["hosts"]
    logs.begin(chosen["log"])
    for name in unknown():
        logger.warning("The environment has %s, which is no setting.", name)
    allow(**{name: chosen[name] for name in ("sessions", "per_address", "frames")})
    if chosen["scheduler"]:
        os.environ.setdefault("DASK_SCHEDULER_ADDRESS", chosen["scheduler"])
    LIBRARY.open(chosen["lessons"])
    hall()  # or the first teacher would be told of a wrong address
    readiness.state.broken = not _builds()
    tune()
    raise_descriptors()
    bokeh = {
        "title": NAME,
        "location": False,  # the page knows its address better; Panel's fails on one with two question marks
        "websocket_origin": _origins(port, address, hosts),
        "liveness": True,
        # A closed tab is forgotten after 30 to 35 s, a dead one 25 s later; a shorter break can be survived.
        "unused_session_lifetime_milliseconds": 30_000,
        "check_unused_sessions_milliseconds": 5_000,
        # The page's token is asked for again when a lost connection comes back, and lasts 5 minutes by default.
        "session_token_expiration": 24 * 3600,
        # What else a page needs none of, and every token would carry.
        "include_headers": ["Accept-Language"],
        "include_cookies": [],
        "http_server_kwargs": {"xheaders": chosen["proxied"]},
    }
    try:
        with _listening(sockets):
            server = pn.io.server.get_server(
                dict.fromkeys(("/", "/app"), _page), port=port, address=address, show=chosen["show"], **bokeh | options
            )
    except OSError as error:
        if error.filename:  # a missing file is a mistake of ours, not of the address
            raise
        refuse(port, address, error)
    harden(server._http)
    for application in server._tornado.applications.values():
        same_for_all(application)
    server._tornado._websocket_origins |= set(create_hosts_allowlist(_origins(server.port, address, hosts), None))
    if chosen["metrics"]:
        from .metrics import show_metrics  # with a library of its own

        where, first = chosen["metrics"]
        port = first + int(os.environ.get(PROCESS, 0))
        try:
            show_metrics(server, where, port)
        except OSError as error:
            refuse(port, where, error)
    if ready:
        ready()
    else:
        logs.say(f"Astro Dash: {shown(server.port, address)}", chosen["log"])
    ending.run(server, chosen["grace"])


def _builds() -> bool:
    """Build a page that nobody sees, and say whether that can be done: the first visitor need not wait for what it
    loads."""
    try:
        from ..pages import page

        if session := getattr(page(), "_session", None):
            session.close()
        return True
    except Exception:
        logger.exception("a page cannot be built")
        return False


def _page():
    """The page; if it cannot be built, Panel would show the visitor why, in full."""
    try:
        from ..pages import page

        return page()
    except Exception:
        logger.exception("a page cannot be built")
        asked = (pn.state.session_args or {}).get("lang", [b""])[-1].decode(errors="replace")
        with speaking(spoken(asked, (pn.state.headers or {}).get("Accept-Language"))):
            words = _("This page cannot be shown.")
        pn.state.curdoc.template = Template(f"<!doctype html><title>Astro Dash</title><p>{words}")
        return pn.Spacer()


@contextmanager
def _listening(sockets: list[socket] | None) -> Iterator[None]:
    """What a server listens on that is made meanwhile."""
    plain = bokeh.server.server.bind_sockets
    if sockets:
        bokeh.server.server.bind_sockets = lambda address, port: (sockets, port)
    try:
        yield
    finally:
        bokeh.server.server.bind_sockets = plain


def _origins(port: int, address: str, hosts: tuple[str, ...]) -> list[str]:
    """What a browser may give as its Origin; Bokeh takes a name without a port for port 80."""
    origins = [f"{host}:{port}" for host in ("localhost", "127.0.0.1", address) if host and ":" not in host]
    for host in hosts:
        origins += [host] if ":" in host or host == "*" else [host, f"{host}:{port}"]
    return origins
