"""How a session hears its browser."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


class Listener:
    """Acts on the messages of one tab: one of type "set" is for the method `_on_set`, its other parts are arguments. A
    bad one is answered with a sentence, and all goes on. Has `send`, and `closed` once the tab is gone."""

    closed = False

    def receive(self, message) -> None:
        """Act on a message."""
        kind = message.get("type") if isinstance(message, dict) else None
        act = getattr(self, f"_on_{kind}", None) if isinstance(kind, str) else None
        if self.closed or (kind != "here" and self._ignores(kind)):
            return
        try:
            if act is None:
                raise ValueError(f"The message {str(message)!r:.60} is none that this page sends.")
            act(**{name: value for name, value in message.items() if name != "type"})
        except (ValueError, TypeError) as error:
            self._refuse(error)

    def _on_here(self) -> None:
        """The browser wonders whether anybody is there."""
        self.send({"here": True})

    def _ignores(self, kind) -> bool:
        """Whether a message comes too late, or too early, to mean anything."""
        return False

    def _refuse(self, error) -> None:
        if not isinstance(error, ValueError):
            log.warning("refused a message", exc_info=error)
            error = "The page sent something that the server does not understand."
        self.send({"notice": str(error)} | self._refused_with())

    def _refused_with(self) -> dict:
        """What a refusal carries along."""
        return {}
