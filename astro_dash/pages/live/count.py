"""How typical the run on the page is: counted over other cues once its choices have been still for a moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import cache, partial

from ...aside import apart, findable, stand_aside
from ...store import Store
from ..cost import run_seconds
from .typical import DRAWS, typical

STILL_SECONDS = 0.4
MOST_SECONDS = 110  # that it may take at worst to count other cues: those of all pictures, or of naam, are counted
MOST_KNOWN = 1000  # counts that are kept for who asks again

_known: dict[str, dict[str, int]] = {}


@cache
def counters() -> ProcessPoolExecutor:
    """Counts are made beside the server, so that they hold nobody up."""
    findable()
    return ProcessPoolExecutor(1, apart, stand_aside)


class Count:
    """Of 50 other cues, how many each system recalls, for the newest run of one tab.

    `later` and `off` are a `Listener`'s; `link()` gives the choices now in force, and `tell` takes the message.
    """

    def __init__(self, later: Callable, off: Callable, link: Callable[[], str], tell: Callable[[dict], None]):
        self._later, self._off, self._link, self._tell = later, off, link, tell
        self._counted, self._counting, self._timer = "", None, None

    def of(self, store: Store) -> None:
        """A run of these choices is on the page."""
        if self._timer:
            self._timer.cancel()
        self._timer = self._later(partial(self._begin, store, store.values()), STILL_SECONDS)

    def _begin(self, store: Store, values: dict) -> None:
        if values != store.values() or (link := self._link()) == self._counted:
            return
        self._counted = link
        if link in _known:
            self._later(partial(self._tell, {"typical": _known[link]}))
            return
        if run_seconds(store, store.load, DRAWS) > MOST_SECONDS:
            self._later(partial(self._tell, {"typical": None}))
            return
        if self._counting:
            self._counting.cancel()
        self._counting = _submitted(link)
        self._off(self._counting, partial(self._end, link, store.own), self._failed)

    def _end(self, link: str, own: str, counts: dict[str, int]) -> None:
        if not own:  # which is kept for that person's tab alone
            _known[link] = counts
            while len(_known) > MOST_KNOWN:
                _known.pop(next(iter(_known)))
        if link == self._link():
            self._tell({"typical": counts})

    def _failed(self, error: BaseException) -> None:
        self._counted = ""  # or it would not be tried again
        raise error


def _submitted(link: str) -> Future:
    try:
        return counters().submit(typical, link)
    except BrokenExecutor:  # somebody has ended the process
        counters.cache_clear()
        return counters().submit(typical, link)
