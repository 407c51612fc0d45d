"""The page, for a server and for a notebook."""

from __future__ import annotations

from urllib.parse import urlencode

import panel as pn

from .live import Live
from .store import Store


def page() -> Live:
    """The dashboard of one tab, in the state of its address; in a notebook, in the default state."""
    arguments = pn.state.session_args or {}
    query = urlencode({name: values[-1].decode(errors="replace") for name, values in arguments.items()})
    pn.config.reconnect = True  # a break of the line does not end the session
    return Live(*Store.from_link(query))
