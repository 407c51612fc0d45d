"""What every answer says beside what was asked for: who may run, load or frame what; errors that say nothing of the
inside; and a log that nobody can fill."""

from __future__ import annotations

import functools
import http
import logging
import secrets
import time

from bokeh.server.tornado import BokehTornado
from panel.io.server import DocHandler
from tornado.web import RequestHandler

from .allowed import allowed

# Scripts: files of this server, those written into the page, and the modules that Panel makes of components (blobs).
# Styles: BokehJS writes them into the page as it draws. Sockets: older Safaris take 'self' for HTTP alone.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: ws://{host} wss://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
)
SECONDS, LINES = 60, 20  # so many lines of one kind in so many seconds are written; the others are counted


def apply() -> None:
    """Change them for this process."""
    RequestHandler.set_default_headers = _only_here(RequestHandler.set_default_headers, _set_headers)
    RequestHandler.write_error = _only_here(RequestHandler.write_error, _write_error)
    DocHandler.write = _write_page
    quiet = Quiet()
    for handler in [*logging.root.handlers, *logging.getLogger("bokeh").handlers, logging.lastResort]:
        handler.addFilter(quiet)


def _only_here(plain, ours):
    """Dask's servers may be in this process, too."""

    @functools.wraps(plain)
    def method(self, *args, **kwargs):
        return (ours if isinstance(self.application, BokehTornado) else plain)(self, *args, **kwargs)

    return method


def _set_headers(self) -> None:
    self.clear_header("Server")
    self.set_header("X-Content-Type-Options", "nosniff")
    self.set_header("Referrer-Policy", "no-referrer")
    self.set_header("Content-Security-Policy", f"default-src 'none'; frame-ancestors {_frames()}")


def _frames() -> str:
    return " ".join(("'self'", *allowed().frames))


def _write_error(self, status_code: int, **_) -> None:
    self.set_header("Content-Type", "text/plain; charset=utf-8")
    try:
        words = http.HTTPStatus(status_code).phrase
    except ValueError:
        words = "Refused"
    self.finish(f"{words}.\n")


def _write_page(self, chunk) -> None:
    """The page, its own scripts marked as such."""
    nonce = secrets.token_urlsafe(16)
    self.set_header("Content-Security-Policy", POLICY.format(nonce=nonce, host=self.request.host, frames=_frames()))
    super(DocHandler, self).write(chunk.replace("<script", f'<script nonce="{nonce}"'))


class Quiet(logging.Filter):
    """Lets so many records of one kind through in a while, and then says how many there were beside."""

    def __init__(self):
        super().__init__()
        self.seen: dict[tuple, list] = {}  # by where a record was made: when its while began, and how many came

    def filter(self, record) -> bool:
        """Whether a record is written; to the first of a new while is added how many were not."""
        now, place = time.monotonic(), (record.name, record.pathname, record.lineno)
        since, count = self.seen.get(place, (now, 0))
        if now - since > SECONDS:
            left_out, since, count = max(0, count - LINES), now, 0
            if left_out:
                record.msg, record.args = f"{record.getMessage()} (and {left_out} more like it)", ()
        self.seen[place] = [since, count + 1]
        return count < LINES
