"""The pages, for a server and for a notebook."""

from __future__ import annotations

from urllib.parse import urlencode

import panel as pn

from .component import Page
from .engine.check import check_choice
from .engine.quote import quoted
from .live import Live
from .store import Store


def _live(query: str, problems=()) -> Page:
    store, found = Store.from_link(query)
    return Live(store, [*problems, *found])


def _explore(query: str) -> Page:
    from .explore import Explore  # with xarray and Dask, for those who want a map

    return Explore(query)


def _paper(query: str) -> Page:
    from .paper import Paper

    return Paper()


PAGES = {"live": _live, "explore": _explore, "paper": _paper}


def page(which: str | None = None) -> Page:
    """A page of one tab, "live", "explore" or "paper", in the state of its address; in a notebook, as it starts.

    Raises ValueError for another name.
    """
    arguments = {name: values[-1].decode(errors="replace") for name, values in (pn.state.session_args or {}).items()}
    asked = arguments.pop("page", "live")
    which, query = asked if which is None else check_choice("page", which, PAGES), urlencode(arguments)
    if which in PAGES:
        return PAGES[which](query)
    return _live(query, [f"There is no page {quoted(which, 40)}; the pages are {', '.join(PAGES)}."])
