"""Starting a server of the page."""

from __future__ import annotations

import errno
import logging
import sys
from typing import NoReturn

import panel as pn
from bokeh.server.util import create_hosts_allowlist
from jinja2 import Template

from ..cited import NAME
from ..lessons import LIBRARY
from ..rooms.hall import hall
from ..words import _, speaking, spoken
from .allowed import allow
from .connections import harden, raise_descriptors
from .shell import same_for_all
from .tune import tune

log = logging.getLogger(__name__)


def serve(
    port: int = 5006,
    address: str = "127.0.0.1",
    show: bool = False,
    hosts: tuple[str, ...] = (),
    proxied: bool = False,
    sessions: int | None = None,
    per_address: int | None = None,
    frames: tuple[str, ...] | None = None,
    lessons: str | None = None,
    **options,
) -> None:
    """Serve the page at `/` and `/app` (where `panel serve app.py` has it) until Ctrl-C or SIGTERM.

    `/liveness` answers 200 while the process is well, without building a page. A port that cannot be had ends the
    process with one sentence and status 2. Raises ValueError for what `Allowed` refuses, for a folder of lessons that
    is none, and for an ASTRO_DASH_REDIS that is none.

    Parameters
    ----------
    port, address : where to listen; 0.0.0.0 is every interface, port 0 any free one
    show : open a browser
    hosts : names, with or without a port, under which browsers reach the server besides localhost and `address`.
        The environment variable BOKEH_ALLOW_WS_ORIGIN (names separated by commas) replaces the whole list. The very
        address at which a connection arrives is always good.
    proxied : a proxy stands before the server, and says who asks (X-Real-Ip or X-Forwarded-For)
    sessions, per_address, frames : see `Allowed`; None is what the environment says, or its default
    lessons : a folder of lessons, listed beside those shipped; None is what ASTRO_DASH_LESSONS says
    options : anything else that `panel.io.server.get_server` takes
    """
    if not 0 <= port <= 65535:
        _refuse(port, address, "a port is a number from 0 to 65535")
    allow(sessions=sessions, per_address=per_address, frames=frames)
    LIBRARY.open(lessons)
    hall()  # or the first teacher would be told of a wrong address
    tune()
    raise_descriptors()
    settings = {
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
        "http_server_kwargs": {"xheaders": proxied},
    }
    try:
        server = pn.io.server.get_server(
            dict.fromkeys(("/", "/app"), _page), port=port, address=address, show=show, **settings | options
        )
    except OSError as error:
        if error.filename:  # a missing file is a mistake of ours, not of the address
            raise
        _refuse(port, address, "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror)
    harden(server._http)
    for application in server._tornado.applications.values():
        same_for_all(application)
    server._tornado._websocket_origins |= set(create_hosts_allowlist(_origins(server.port, address, hosts), None))
    seen = "127.0.0.1" if address in ("", "0.0.0.0", "::") else address
    print(f"Astro Dash: http://{seen}:{server.port}/", flush=True)
    server.run_until_shutdown()


def _page():
    """The page; if it cannot be built, Panel would show the visitor why, in full."""
    try:
        from ..pages import page

        return page()
    except Exception:
        log.exception("a page cannot be built")
        asked = (pn.state.session_args or {}).get("lang", [b""])[-1].decode(errors="replace")
        with speaking(spoken(asked, (pn.state.headers or {}).get("Accept-Language"))):
            words = _("This page cannot be shown.")
        pn.state.curdoc.template = Template(f"<!doctype html><title>Astro Dash</title><p>{words}")
        return pn.Spacer()


def _refuse(port: int, address: str, why: str) -> NoReturn:
    print(f"Cannot serve on {address}:{port}: {why}", file=sys.stderr)
    sys.exit(2)


def _origins(port: int, address: str, hosts: tuple[str, ...]) -> list[str]:
    """What a browser may give as its Origin; Bokeh takes a name without a port for port 80."""
    origins = [f"{host}:{port}" for host in ("localhost", "127.0.0.1", address) if host and ":" not in host]
    for host in hosts:
        origins += [host] if ":" in host or host == "*" else [host, f"{host}:{port}"]
    return origins
