"""The Live page: one component whose plots and controls live in the browser, and whose session lives here."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from functools import cache
from pathlib import Path

import panel as pn
import param
from panel.custom import JSComponent
from panel.io.state import set_curdoc

from .engine.models import MODELS
from .engine.patterns import PATTERNS
from .race import SHOWN
from .session import Session
from .store import MOST_SYSTEMS, Store
from .theme import COLOURS
from .views import VIEWS

_HERE = Path(__file__).parent
_SCRIPTS = ("frames", "plots", "player", "controls", "pictures", "page")

MAIN = ("patterns", "load", "noise", "temperature", "target", "seed", "system")
ADVANCED = ("tau_x", "tau_p", "sigma", "beta", "jitter", "correlation", "neurons", "dt", "integrator")
_GRIDS = (30, 64, 100, 144, 256, 400, 576, 1024)


@cache
def spec() -> str:
    """What the browser builds the page from: the choices, the views, the colours. Once a process.

    JSON, compressed 15 times (its figures repeat themselves) and in base64, as each page that opens gets it.
    """
    options = {
        "patterns": {key: patterns.title for key, patterns in PATTERNS.items()},
        "integrator": {"descent": "descent (ours)", "euler": "Euler (the paper's)"},
        "neurons": {str(n): str(n) for n in _GRIDS},
    }
    choices = {}
    for name, choice in Store.choices().items():
        scale = Store.SCALES.get(name)
        choices[name] = {"label": choice.label, "doc": choice.doc, "symbol": choice.doc.split(",")[0]}
        if scale:
            choices[name]["scale"] = vars(scale)
        elif name in options:
            choices[name]["options"] = options[name]
        elif name == "system":
            choices[name] |= {"many": {key: model.title for key, model in MODELS.items()}, "most": MOST_SYSTEMS}
    text = json.dumps({
        "choices": choices, "main": MAIN, "advanced": ADVANCED, "colours": COLOURS, "shown": SHOWN,
        "views": [view.item() for view in VIEWS.values()],
    })  # fmt: skip
    return base64.b64encode(gzip.compress(text.encode())).decode()


class Live(JSComponent):
    """The page of one tab."""

    _esm = "\n".join((_HERE / "browser" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    _stylesheets = [(_HERE.parent / "assets" / "style.css").read_text(encoding="utf-8")]

    spec = param.String(constant=True, doc="What the page is built from; the same for all.")

    def __init__(self, store: Store | None = None, problems=(), **params):
        super().__init__(spec=spec(), sizing_mode="stretch_width", **params)
        self._session = Session(store or Store(), self._send_msg, self._schedule, problems)
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
