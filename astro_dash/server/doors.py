"""Which requests are answered at all. Every request to a server passes `_find_handler`, whoever made its routes; what
is not allowed there meets `Refusal`: one sentence, and nothing of it is built, decoded or kept."""

from __future__ import annotations

import functools
import ipaddress
import random
import secrets
import time
from collections import Counter
from urllib.parse import urlsplit

from bokeh.server.tornado import BokehTornado
from bokeh.server.util import check_allowlist
from bokeh.server.views.ico_handler import IcoHandler
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from bokeh.server.views.ws import WSHandler
from bokeh.settings import settings
from bokeh.util.token import check_token_signature, get_token_payload
from panel.io.liveness import LivenessHandler
from panel.io.server import DocHandler, RootHandler
from panel.io.server import WSHandler as PanelWSHandler
from tornado.web import RequestHandler

from .. import metrics
from ..others import others
from ..pages.dispatch import here, turn
from ..pages.visitor import client, unmapped
from ..settings import setting
from ..words import _, both, speaking, spoken
from . import readiness
from .allowed import allowed

HANDLERS = (DocHandler, PanelWSHandler, StaticHandler, MultiRootStaticHandler, LivenessHandler, IcoHandler, RootHandler)
"""What answers; any other route that Bokeh or Panel has, or will have, is none of ours."""

METHODS = ("GET", "HEAD")
OURS = ("bokeh-session-id", "bokeh-token")  # arguments by which Bokeh would take a session from anybody
AGAIN = 8, 16  # seconds after which one for whom there is no time asks again; not all at once
_SECRET = secrets.token_bytes(32)  # signs sessions where neither BOKEH_SECRET_KEY nor ASTRO_DASH_SECRET does

sockets: set[WSHandler] = set()
"""Those that are open, of all servers of this process."""


def apply() -> None:
    """Shut them for this process."""
    # Two people could be made to share a session whose id one of them chose.
    BokehTornado.sign_sessions = property(lambda self: True)
    ours = (setting("secret") or "").encode() or _SECRET
    BokehTornado.secret_key = property(lambda self: self._secret_key or ours)
    plain = BokehTornado.find_handler

    @functools.wraps(plain)
    def find_handler(self, request, **kwargs):
        found = plain(self, request, **kwargs)
        asks = request.path == self.prefix + readiness.PATH
        with speaking(spoken(_last(request, "lang"), request.headers.get("Accept-Language"))):
            why = _why_not(self, request, Refusal if asks else getattr(found, "handler_class", None))
            why = why or (_readiness(self) if asks else None)
        if why and not asks:
            metrics.refuse(why["status"])
        return self.get_handler_delegate(request, Refusal, why) if why else found

    BokehTornado.find_handler = find_handler
    _count_sockets()
    _open_in_turn()


class Refusal(RequestHandler):
    """Says in a sentence why a request is not answered; or how the server is."""

    def initialize(self, status: int, words: str, headers: dict | None = None):
        self.status, self.words, self.headers = status, words, headers or {}

    def prepare(self):
        self.set_status(self.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        for name, value in self.headers.items():
            self.set_header(name, value)
        self.finish(self.words + "\n")


def _last(request, name: str) -> str | None:
    """The last of an argument's values, or None."""
    values = request.query_arguments.get(name)
    return values[-1].decode(errors="replace") if values else None


def _no(status: int, words: str, **headers: str) -> dict:
    return {"status": status, "words": words, "headers": {k.replace("_", "-"): v for k, v in headers.items()}}


def _why_not(app, request, handler) -> dict | None:
    """What `Refusal` says, or None where all is well. The cheapest questions come first."""
    if not _known_host(app, request):
        return _no(
            403,
            _(
                "This server does not answer to the name {host}. If it should, start it with --host {name} or name it "
                "in BOKEH_ALLOW_WS_ORIGIN.",
                host=repr(request.host[:80]), name=_name(request.host)[:80],
            ),
        )
    if handler not in (*HANDLERS, Refusal):
        return _no(404, _("There is nothing at this address."))
    if request.method not in METHODS:
        return _no(405, _("This address takes {methods} alone.", methods=both(METHODS)), Allow=", ".join(METHODS))
    if any(name in request.query_arguments for name in OURS) or "Bokeh-Session-Id" in request.headers:
        return _no(400, _("A page has its session from the server, and takes none from its address."))
    if handler in (LivenessHandler, Refusal) and request.query_arguments:
        return _no(400, _("This address takes no arguments."))  # Panel would build a page for one of them
    if handler in (DocHandler, PanelWSHandler) and readiness.state.ending:
        return _no(503, readiness.restarting(), Retry_After="5")
    if handler is DocHandler:
        return _crowded(_sessions(app), request) or _late()
    if handler is PanelWSHandler:
        return _why_no_socket(app, request)
    return None


def _readiness(app) -> dict:
    why = readiness.why_not(sum(len(each.sessions) for each in app.applications.values()))
    return _no(503 if why else 200, why or _("The server takes visitors."))


# Hosts.


def _known_host(app, request) -> bool:
    """A name that is on the list, or the very address that was dialled: a name that its owner has turned to this
    machine is neither. Tornado takes any Origin that equals Host, so that Host is what must be right."""
    allowed = set(settings.allowed_ws_origin() or app.websocket_origins)
    return check_allowlist(request.host.lower(), allowed) or _dialled(request)


def _dialled(request) -> bool:
    """Whether Host is the address and port at which the connection arrived."""
    try:
        address, port = request.connection.stream.socket.getsockname()[:2]
        host = urlsplit(f"//{request.host}")
        return ipaddress.ip_address(host.hostname) == unmapped(address) and (host.port or 80) == port
    except (AttributeError, OSError, ValueError):  # closed by now, a socket file, a name
        return False


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or host
    except ValueError:
        return host


# Sessions and sockets.


def _sessions(app) -> Counter:
    """How many sessions each client has, with a socket or not yet."""
    contexts = (session.document.session_context for each in app.applications.values() for session in each.sessions)
    return Counter(client(context.request) for context in contexts if context and context.request)


def _crowded(having: Counter, request) -> dict | None:
    """Whether there is no more room, here or for this client, in all processes together."""
    most, who = allowed(), client(request)
    own = max(having[who], others().sockets(who))
    if max(having.total(), others().sockets()) >= most.sessions:
        words = _("All {n} places of this server are taken: try again in a minute.", n=most.sessions)
        return _no(503, words, Retry_After="60")
    if own >= most.per_address:
        return _no(
            429,
            _(
                "{n} pages are open from your address, and this server allows {most}: close some, and try again in a "
                "minute.",
                n=own, most=most.per_address,
            ),
            Retry_After="60",
        )  # fmt: skip
    return None


def _late() -> dict | None:
    """Whether those inside need all that can be done. Who is in stays in: a socket comes with a page."""
    if not here().full:
        return None
    again = random.randrange(*AGAIN)
    words = _(
        "This server is full: {n} pages are open, and more would make it late for all of them. This page tries again "
        "by itself, in {seconds} seconds.",
        n=len(sockets), seconds=again,
    )  # fmt: skip
    return _no(503, words, Retry_After=str(again), Refresh=str(again))


def _why_no_socket(app, request) -> dict | None:
    """A socket is for a page of this server that is not too old."""
    named = [part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    if len(named) != 2 or named[0] != "bokeh":
        return _no(400, _("This address is for the pages of this server."))
    try:
        signed = check_token_signature(named[1], secret_key=app.secret_key, signed=True)
        good = signed and time.time() < get_token_payload(named[1])["session_expiry"]
    except Exception:  # whatever there may be wrong with what a stranger made
        good = False
    if not good:
        return _no(403, _("This page is not of this server, or too old: reload it."))
    return _crowded(Counter(client(socket.request) for socket in sockets), request)


def _open_in_turn() -> None:
    """A page is built after the hands of those inside, and they are answered between two."""
    plain = DocHandler.get

    @functools.wraps(plain)
    async def get(self, *args, **kwargs):
        await turn()
        await plain(self, *args, **kwargs)

    DocHandler.get = get


def _count_sockets() -> None:
    plain_open, plain_close = WSHandler.open, WSHandler.on_close

    @functools.wraps(plain_open)
    def open(self, *args, **kwargs):
        sockets.add(self)
        others().count(client(self.request), 1)
        return plain_open(self, *args, **kwargs)

    @functools.wraps(plain_close)
    def on_close(self):
        if self in sockets:
            sockets.remove(self)
            others().count(client(self.request), -1)
        return plain_close(self)

    WSHandler.open, WSHandler.on_close = open, on_close
