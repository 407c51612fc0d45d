"""Those for whom one map is computed: a class that looks at the same one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable

from ..words import bound

log = logging.getLogger(__name__)
Tell = Callable[[dict], None]


class Circle:
    """Tells all of them what there is to tell of it; who comes late hears first what the others have heard. One that
    cannot be told is left out, and the others go on."""

    def __init__(self, owner: Hashable, tell: Tell):
        self._tells: dict[Hashable, Tell] = {owner: bound(tell)}
        self._heard: list[dict] = []
        self._lock = threading.RLock()

    def __call__(self, event: dict) -> None:
        with self._lock:
            if "waiting" not in event:
                self._heard.append(event)
            for owner in list(self._tells):
                self._say(owner, event)
            self._clear()

    def _clear(self) -> None:
        """After the end nobody is kept."""
        if self._heard and ("ended" in self._heard[-1] or "failed" in self._heard[-1]):
            self._tells.clear()

    def join(self, owner: Hashable, tell: Tell) -> None:
        with self._lock:
            self._tells[owner] = bound(tell)
            for event in list(self._heard):
                if owner in self._tells:
                    self._say(owner, event)
            self._clear()

    def leave(self, owner: Hashable, event: dict) -> bool:
        """Without one, who is told so; whether nobody is left."""
        with self._lock:
            self._say(owner, event)
            self._tells.pop(owner, None)
            return not self._tells

    def __contains__(self, owner: Hashable) -> bool:
        return owner in self._tells

    def __len__(self) -> int:
        return len(self._tells)

    @property
    def size(self) -> int:
        """Bytes of what was heard."""
        return sum(part.nbytes for event in self._heard for part in event.get("measures", {}).values())

    def _say(self, owner: Hashable, event: dict) -> None:
        try:
            self._tells[owner](event)
        except Exception:
            self._tells.pop(owner, None)
            log.exception("a tab could not be told of its map")
