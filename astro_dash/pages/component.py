"""What the pages have in common: a component in the browser, and a session here that hears what it says."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urljoin
from zlib import crc32

import panel as pn
import param
from jinja2 import Environment, FileSystemLoader
from panel.custom import JSComponent
from panel.io.resources import LOCAL_DIST, patch_model_css
from panel.io.state import set_curdoc

from ..cited import ABOUT, NAME
from ..shipped import PREVIEW, asset
from ..words import _, bound, language, speaking
from .dispatch import here
from .theme import TITLES
from .visitor import visitor

_HERE = Path(__file__).parent
_DOCUMENT = Environment(loader=FileSystemLoader(_HERE)).get_template("page.html")


class Page(JSComponent):
    """A page of one tab. `begin` gets `send` and `schedule`, as `listener.Listener` has them, and returns a session:
    it has `receive(message)` and `close()`."""

    _stylesheets = [asset(name).read_text(encoding="utf-8") for name in ("style.css", "lesson.css")]

    _which = ""  # of `TITLES`, if it is one of them
    _whole = False  # all there is in its document
    hand_out: Callable[[str, str], str] | None = None  # a script of a name, at an address; where a server has a way
    guise: dict[str, str] | None = None  # how its link says that it is shown, if its session has not that to say

    spec = param.String(constant=True, doc="What the page is built from; the same for all.")
    instance = param.String(constant=True, doc="Tells a browser that comes back whether this is the page it knows.")

    def __init__(self, spec: str, begin: Callable, **params):
        super().__init__(spec=spec, instance=secrets.token_hex(8), sizing_mode="stretch_width", **params)
        self._language = language()
        self._loop = _loop_here()  # a notebook's; a server's document knows its own
        self._session = begin(self._send_msg, self._schedule)
        self._session.page, self._session.visitor = self._which, visitor()
        if pn.state.curdoc:
            pn.state.on_session_destroyed(lambda context: self._session.close())
            self._serve(pn.state.curdoc)

    def _serve(self, doc) -> None:
        """Others are served beside it."""
        if (context := doc.session_context) and self._loop:
            self._session.dispatch = here()
            doc.on_event("connection_lost", lambda event: self._lost(context.session))

    def _lost(self, served) -> None:
        """One of its sockets is closing; a browser that has come back already has another."""
        if served.connection_count <= 1:
            self._session.cut()

    def server_doc(self, doc=None, title=None, location=True):
        self._whole = True
        with speaking(self._language):
            say = bound(_)
        names = filter(None, (say(TITLES.get(self._which, "")), title or NAME))
        doc = super().server_doc(doc, " · ".join(names), location)
        for root in doc.roots:  # which Panel does for a page that is asked for, not for one that comes with its socket
            patch_model_css(root, dist_url=LOCAL_DIST)
        doc.template, picture = _DOCUMENT, preview(doc.session_context and doc.session_context.request)
        doc.template_variables.update(about=say(ABOUT), preview=picture, script=self.script, _=say)
        doc.template_variables["language"] = self._language
        return doc

    def _get_model(self, doc, root=None, parent=None, comm=None):
        if doc.session_context and not self._whole:
            self._session.problems = []  # with an address that is another's
        return super()._get_model(doc, root, parent, comm)

    def save(self, *args, **kwargs):
        """Raises NotImplementedError: a file has nothing behind it that computes. A run of the Live page can be played
        from one."""
        raise NotImplementedError(
            "This page cannot be saved as a file, since a server or a notebook computes what it shows; the Live page "
            "can. Send its link, or save numbers with `python -m astro_dash sweep --out` or `figure --out`."
        )

    def _get_properties(self, doc) -> dict:
        # It is plain ES: each browser would translate it from TypeScript first, unless it has a name as a bundle.
        bundle = {"bundle": f"{self._which}-{crc32(self._esm.encode()):08x}"}
        if self._whole and self.hand_out:  # compressed, and kept by the browser
            bundle = {"bundle": "url", "esm": self.script}
        return super()._get_properties(doc) | bundle

    @property
    def script(self) -> str:
        """Where the page's script is, if there is a way to hand it out."""
        return self.hand_out(self._which, self._esm) if self.hand_out else ""

    def _handle_msg(self, data) -> None:
        if self.guise:  # once, before the room or the lesson of the link says more
            self._send_msg({"shown": self.guise})
            self.guise = None
        self._session.receive(data)

    def _server_event(self, doc, event) -> None:
        # Panel would hand it to one of its threads, if it has any (`--num-threads`), which keep no order, and count it
        # in `pn.state.busy`, for an indicator that this page has not: with hundreds of sessions a quarter of all the
        # server does. From 3.10 on Bokeh itself calls on threads, though one after the other.
        hear = partial(self._process_event, event)
        if _loop_here():
            with set_curdoc(doc):
                hear()
        else:
            self._on_loop(doc, hear)

    _comm_event = _process_bokeh_event = _server_event

    def _schedule(self, function, delay: float):
        """Run a function on this tab's event loop, with its document, from any thread; or, on the loop and after a
        delay in seconds, where it may not send. A delayed one can be cancelled by what is returned."""
        if delay:
            return asyncio.get_running_loop().call_later(delay, function)
        for ref in self._models.keys() & pn.state._views.keys():
            self._on_loop(pn.state._views[ref][2], function)
            return None

    def _on_loop(self, doc, function: Callable) -> None:
        if doc.session_context:

            async def call():  # on the loop, which other callbacks of a document need not be
                with set_curdoc(doc):
                    function()

            doc.add_next_tick_callback(call)
        elif self._loop:
            self._loop.call_soon_threadsafe(function)
        else:
            function()


def preview(request) -> str:
    """The address of the picture for those who are sent a link, whole where there is a request, since whoever shows
    links wants no other. Its host is the one asked for, which `server.doors` has found on the list of names."""
    base = f"{request.protocol}://{request.host}{request.path.rstrip('/')}" if request else ""
    return urljoin(base, PREVIEW)


def _loop_here() -> asyncio.AbstractEventLoop | None:
    """The event loop that this runs on, if it does."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
