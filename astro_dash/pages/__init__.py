"""The pages, for a server and for a notebook. A new one is a folder and a line in `PAGES`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..engine.check import check_choice
from ..engine.quote import quoted

if TYPE_CHECKING:  # Panel is loaded where there is a page
    from .component import Page


def _live(query: str, problems=()) -> Page:
    from ..store import Store
    from .live import Live

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
    import panel as pn

    arguments = {name: values[-1].decode(errors="replace") for name, values in (pn.state.session_args or {}).items()}
    asked = arguments.pop("page", "live")
    which, query = asked if which is None else check_choice("page", which, PAGES), urlencode(arguments)
    if which in PAGES:
        return PAGES[which](query)
    return _live(query, [f"There is no page {quoted(which, 40)}; the pages are {', '.join(PAGES)}."])
