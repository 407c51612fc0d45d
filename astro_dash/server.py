"""Starting the page's server, and the one place where defaults of Bokeh's, Panel's and Tornado's server are changed.

`tune` changes what a whole process shares, and reaches servers that run already, so that `panel serve app.py` (where
the first page imports the app) gets the same as `serve`. What only a starting server can set is in `serve`. Every
change has a test which fails when an upgrade makes it needless.

Set OPENBLAS_NUM_THREADS=1 before numpy is loaded, or the products of one tab take all cores from the others.
`python -m astro_dash` can do so itself at the top of `__main__`, as long as `astro_dash/__init__` loads no numpy. In
`app.py` it is too late, because `panel serve` has loaded numpy by then: it belongs in the environment
(`OPENBLAS_NUM_THREADS=1 panel serve app.py`).
"""

import asyncio
import errno
import functools
import gc
import gzip
import hashlib
import os
import re
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import panel as pn
from bokeh.server.tornado import BokehTornado
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from bokeh.server.views.ws import WSHandler
from panel.reactive import Syncable
from tornado.web import StaticFileHandler

PING = 20
"""Seconds between two pings, and for the answer to one."""

UNUSED_BUNDLES = ("bokeh-gl", "bokeh-mathjax")
"""Parts of BokehJS that no page of ours needs. Panel's own script does not load without widgets and tables."""

COMPRESSIBLE = (".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt")


@functools.cache
def tune() -> None:
    """Change the defaults that all sessions of this process share; once, however often it is called.

    Call it when the app is imported, after its other imports: what is loaded by then is left out of later garbage
    collections.
    """
    _send_at_once()
    _notice_dead_clients()
    _compress_static_files()
    _leave_out_bundles()
    _answer_widgets_at_once()
    _keep_modules_from_the_collector()


def serve(
    port: int = 5006, address: str = "127.0.0.1", show: bool = False, hosts: tuple[str, ...] = (), **options
) -> None:
    """Serve the page at `/` and `/app` (where `panel serve app.py` has it) until Ctrl-C or SIGTERM.

    `/liveness` answers 200 while the process is well, without building a page. A port that cannot be had ends the
    process with one sentence and status 2.

    Parameters
    ----------
    port, address : where to listen; 0.0.0.0 is every interface, port 0 any free one
    show : open a browser
    hosts : names, with or without a port, under which browsers reach the server besides localhost and `address`.
        The environment variable BOKEH_ALLOW_WS_ORIGIN (names separated by commas) replaces the whole list.
    options : anything else that `panel.io.server.get_server` takes
    """
    if not 0 <= port <= 65535:
        _refuse(port, address, "a port is a number from 0 to 65535")
    from .pages import page

    tune()
    settings = {
        "title": "Astro Dash",
        "websocket_origin": _origins(port, address, hosts),
        "liveness": True,
        # A closed tab is forgotten after 30 to 35 s, a dead one 25 s later; a shorter break can be survived.
        "unused_session_lifetime_milliseconds": 30_000,
        "check_unused_sessions_milliseconds": 5_000,
        # The page's token is asked for again when a lost connection comes back, and lasts 5 minutes by default.
        "session_token_expiration": 24 * 3600,
    }
    try:
        server = pn.io.server.get_server(
            {"/": page, "/app": page}, port=port, address=address, show=show, **settings | options
        )
    except OSError as error:
        if error.filename:  # a missing file is a mistake of ours, not of the address
            raise
        _refuse(port, address, "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror)
    seen = "127.0.0.1" if address in ("", "0.0.0.0", "::") else address
    print(f"Astro Dash: http://{seen}:{server.port}/", flush=True)
    server.run_until_shutdown()


def _refuse(port: int, address: str, why: str) -> NoReturn:
    print(f"Cannot serve on {address}:{port}: {why}", file=sys.stderr)
    sys.exit(2)


def _origins(port: int, address: str, hosts: tuple[str, ...]) -> list[str]:
    """What a browser may give as its Origin; Bokeh takes a name without a port for port 80."""
    origins = [f"{host}:{port}" for host in ("localhost", "127.0.0.1", address) if host and ":" not in host]
    for host in hosts:
        origins += [host] if ":" in host or host == "*" else [host, f"{host}:{port}"]
    return origins


def _send_at_once() -> None:
    # A message is three frames or more. With Nagle's algorithm the second waits until the browser has acknowledged the
    # first, which it delays by 40 ms.
    plain = WSHandler.open

    @functools.wraps(plain)
    def open(self, *args, **kwargs):
        self.set_nodelay(True)
        return plain(self, *args, **kwargs)

    WSHandler.open = open


def _notice_dead_clients() -> None:
    # Bokeh pings and never looks at the answer: a laptop that was shut keeps its session until TCP gives up.
    WSHandler.ping_interval = property(lambda self: self.settings.get("websocket_ping_interval", PING))


def _leave_out_bundles() -> None:
    # Bokeh's server cannot know what a page will use, and sends all.
    plain = BokehTornado.resources

    @functools.wraps(plain)
    def resources(self, *args, **kwargs):
        needed = plain(self, *args, **kwargs)
        needed.components = [name for name in needed.components if name not in UNUSED_BUNDLES]
        return needed

    BokehTornado.resources = resources


def _answer_widgets_at_once() -> None:
    # Panel waits 50 ms for more changes of a widget or component (not for messages), but ours are cheap to answer one
    # by one. Not 0: the answer would meet Bokeh's receipt on its way out, and Panel waits 10 ms when the way is taken.
    Syncable._debounce = 1


def _keep_modules_from_the_collector() -> None:
    # Panel collects garbage when sessions end: 0.1 s in which nobody gets an answer, nearly all of it spent on the
    # objects of loaded modules, which live as long as the process.
    gc.collect()
    gc.freeze()


def _compress_static_files() -> None:
    # Neither Bokeh nor Tornado compress a file other than again for every request, on the event loop. And both let
    # the browser keep a file for ten years on any `?v=`, but Panel puts its own version on everybody's style sheets.
    def headers(self, path: str) -> None:
        self.set_header("Vary", "Accept-Encoding")
        hashed = re.search(r"\b[0-9a-f]{32}", self.request.query)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if hashed else "public, max-age=600")
        self.clear_header("Expires")

    StaticFileHandler.set_extra_headers = headers
    # From Bokeh 3.10 on its handlers have a `get` of their own.
    for handler in {_owner(cls, "get") for cls in (StaticFileHandler, StaticHandler, MultiRootStaticHandler)}:
        handler.get = _compressing(handler.get)


def _owner(cls: type, name: str) -> type:
    return next(base for base in cls.__mro__ if name in vars(base))


def _compressing(plain):
    """A `StaticFileHandler.get` that answers from a compressed copy where the client and the file allow it."""

    @functools.wraps(plain)
    async def get(self, path, include_body=True):
        asked = self.request.headers
        if "gzip" not in asked.get("Accept-Encoding", "") or "Range" in asked or not path.endswith(COMPRESSIBLE):
            return await plain(self, path, include_body)
        self.path = self.parse_url_path(path)
        self.absolute_path = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if self.absolute_path is None:  # the handler has redirected
            return
        copy, etag = await asyncio.wrap_future(_compressed(self.absolute_path))
        self.compute_etag = lambda: etag
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Content-Encoding", "gzip")
        if self.should_return_304():
            self.set_status(304)
            return
        self.set_header("Content-Length", len(copy))
        if include_body:
            self.write(copy)

    return get


_copies: dict[str, tuple[tuple[int, int], Future]] = {}
_compressor = ThreadPoolExecutor(1, "compress")


def _compressed(path: str) -> Future:
    """The compressed file and its ETag; made once, in a thread, and again when the file has changed."""
    stat = os.stat(path)
    stamp = stat.st_mtime_ns, stat.st_size
    if path not in _copies or _copies[path][0] != stamp:
        made = _compressor.submit(_compress, path)
        _copies[path] = stamp, made
        made.add_done_callback(lambda made: made.exception() and _copies.pop(path, None))
    return _copies[path][1]


def _compress(path: str) -> tuple[bytes, str]:
    copy = gzip.compress(Path(path).read_bytes(), 6, mtime=0)
    return copy, f'"{hashlib.sha256(copy).hexdigest()}"'
