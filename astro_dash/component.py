"""What the pages have in common: a component in the browser, and a session here that hears what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import panel as pn
import param
from panel.custom import JSComponent
from panel.io.state import set_curdoc

from .shipped import asset

_HERE = Path(__file__).parent


def scripts(*names: str) -> str:
    """The scripts of `browser/` as one module."""
    return "\n".join((_HERE / "browser" / f"{name}.js").read_text(encoding="utf-8") for name in names)


class Page(JSComponent):
    """A page of one tab. `begin` gets `send` and `schedule`, as `session.Session` has them, and returns a session: it
    has `receive(message)` and `close()`."""

    _stylesheets = [asset("style.css").read_text(encoding="utf-8")]

    spec = param.String(constant=True, doc="What the page is built from; the same for all.")

    def __init__(self, spec: str, begin: Callable, **params):
        super().__init__(spec=spec, sizing_mode="stretch_width", **params)
        self._session = begin(self._send_msg, self._schedule)
        if pn.state.curdoc:
            pn.state.on_session_destroyed(lambda context: self._session.close())

    def _handle_msg(self, data) -> None:
        self._session.receive(data)

    def _process_bokeh_event(self, doc, event) -> None:
        # Panel counts every event of the process in `pn.state.busy`, for an indicator that this page has not: with
        # hundreds of sessions a quarter of all the server does.
        with set_curdoc(doc):
            self._process_event(event)

    def _schedule(self, function, delay: float):
        """Run a function on this tab's document, from any thread; or, after a delay in seconds, on the event loop,
        where it may not send. A delayed one can be cancelled by what is returned."""
        if delay:
            return asyncio.get_running_loop().call_later(delay, function)
        for ref in self._models.keys() & pn.state._views.keys():
            doc = pn.state._views[ref][2]
            if doc.session_context is None:  # a notebook
                function()
            else:
                doc.add_next_tick_callback(function)
            return None
