"""What the Live page was before a lesson, for when it is left."""

from __future__ import annotations

from ...engine.quote import quoted
from ...store import Store
from ...words import _
from ..taught import Taught


class Kept(Taught):
    """The part of a session that keeps it; where the tab was loaded meanwhile, its browser has it as a link."""

    store: Store
    _before: dict | None = None

    def _renew(self) -> None:
        raise NotImplementedError

    def _on_lesson_begins(self) -> None:
        if self._before is None:
            self._before = self.store.values()

    def _on_lesson_ends(self, link: str) -> None:
        if not isinstance(link, str):
            raise ValueError(_("The link is {link}, but must be a text.", link=quoted(link, 40)))
        before, self._before = self._before or Store.from_link(link)[0].values(), None
        self.store.set(**before)
        self._renew()
