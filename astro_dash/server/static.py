"""Static files, compressed once and kept by the browser as long as their address says what is in them."""

import asyncio
import functools
import gzip
import hashlib
import os
import re
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from bokeh.embed.bundle import extension_dirs
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from tornado.web import StaticFileHandler

from ..pages.component import Page
from ..shipped import PUBLIC, asset

COMPRESSIBLE = (".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt")


def apply() -> None:
    """Change them for this process."""
    # Neither Bokeh nor Tornado compress a file other than again for every request, on the event loop. And both let
    # the browser keep a file for ten years on any `?v=`, but Panel puts its own version on everybody's style sheets.
    StaticFileHandler.set_extra_headers = _headers
    # From Bokeh 3.10 on its handlers have a `get` of their own.
    Page.hand_out = staticmethod(handed_out)
    extension_dirs[PUBLIC] = asset("public")  # of the folders that Bokeh looks into for each request
    for handler in {_owner(cls, "get") for cls in (StaticFileHandler, StaticHandler, MultiRootStaticHandler)}:
        handler.get = _compressing(handler.get)


def _headers(self, path: str) -> None:
    self.set_header("Vary", "Accept-Encoding")
    hashed = re.search(r"\b[0-9a-f]{32}", self.request.query)
    self.set_header("Cache-Control", "public, max-age=31536000, immutable" if hashed else "public, max-age=600")
    self.clear_header("Expires")


def _owner(cls: type, name: str) -> type:
    return next(base for base in cls.__mro__ if name in vars(base))


def _compressing(plain):
    """A `StaticFileHandler.get` that answers from a compressed copy where the client and the file allow it."""

    @functools.wraps(plain)
    async def get(self, path, include_body=True):
        asked = self.request.headers
        if path in _scripts:
            return _hand_out(self, *_scripts[path], include_body)
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


_scripts: dict[str, tuple[bytes, bytes]] = {}  # by path: compressed, and not


@functools.cache
def handed_out(name: str, text: str) -> str:
    """The address of a script that is no file."""
    data = text.encode()
    path = f"{PUBLIC}/{name}.js"
    version = hashlib.sha256(data).hexdigest()
    _scripts[path] = gzip.compress(data, 9, mtime=0), data
    return f"./static/extensions/{path}?v={version}"


def _hand_out(handler, copy: bytes, data: bytes, include_body: bool) -> None:
    body = copy if (zipped := "gzip" in handler.request.headers.get("Accept-Encoding", "")) else data
    handler.compute_etag = lambda: f'"{zlib.crc32(body):08x}"'
    handler.set_header("Content-Type", "text/javascript; charset=utf-8")
    _headers(handler, "")
    if zipped:
        handler.set_header("Content-Encoding", "gzip")
    if include_body:
        handler.write(body)
    else:
        handler.set_header("Content-Length", len(body))


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
