"""How a session hears its browser."""

from __future__ import annotations

import inspect
import logging

from ..engine.quote import quoted

log = logging.getLogger(__name__)

MOST_PARTS, MOST_DEPTH, LONGEST = 3000, 4, 4000  # of a message: values in all, and characters of a text
MOST_UPLOAD = 12_000_000  # bytes of a file
LARGEST = 2**63  # no number of a page is larger


class Listener:
    """Acts on the messages of one tab: one of type "set" is for the method `_on_set`, its other parts are arguments. A
    bad one is answered with a sentence, and all goes on. Has `send`, and `closed` once the tab is gone."""

    closed = False

    def receive(self, message) -> None:
        """Act on a message."""
        kind = message.get("type") if isinstance(message, dict) else None
        if self.closed or (kind != "here" and self._ignores(kind)):
            return
        try:
            check_plain(message)
            act = getattr(self, f"_on_{kind}", None) if isinstance(kind, str) else None
            if act is None:
                raise ValueError(f"The message {quoted(message)} is none that this page sends.")
            parts = {name: value for name, value in message.items() if name != "type"}
            _check_parts(act, kind, parts)
            act(**parts)
        except Exception as error:
            self._refuse(error)

    def _on_here(self) -> None:
        """The browser wonders whether anybody is there."""
        self.send({"here": True})

    def _ignores(self, kind) -> bool:
        """Whether a message comes too late, or too early, to mean anything."""
        return False

    def _refuse(self, error: Exception) -> str:
        """Answer with a sentence, and return it."""
        if not isinstance(error, ValueError):  # a mistake of ours
            log.error("a message could not be acted on", exc_info=error)
            error = "The server could not do this; its log says why."
        sentence = self._in_words(str(error))
        self.send({"notice": sentence} | self._refused_with())
        return sentence

    def _in_words(self, sentence: str) -> str:
        """The sentence with the words of the page."""
        return sentence

    def _refused_with(self) -> dict:
        """What a refusal carries along."""
        return {}


def check_plain(message) -> None:
    """Raise a ValueError for what is larger, deeper, or of other kinds than anything that a page sends. Bytes may be of
    any size."""
    todo, parts = [(message, 0)], 0
    while todo:
        value, depth = todo.pop()
        inside = [*value, *value.values()] if isinstance(value, dict) and len(value) <= MOST_PARTS else value
        if isinstance(inside, (list, tuple, dict)):
            parts += len(inside)
            if parts > MOST_PARTS or depth == MOST_DEPTH:
                raise ValueError(f"The message {quoted(message)} is larger or deeper than any that this page sends.")
            todo += [(v, depth + 1) for v in inside]
        elif isinstance(value, str) and len(value) > LONGEST:
            raise ValueError(f"A text of {len(value)} characters is longer than any that this page sends.")
        elif isinstance(value, int) and abs(value) > LARGEST:
            raise ValueError(f"The number is {quoted(value)}, which is larger than any that this page sends.")
        elif not isinstance(value, (str, int, float, bytes, type(None))):
            raise ValueError(f"The message has {quoted(value)}, which no page sends.")


def _check_parts(act, kind: str, parts: dict) -> None:
    """Raise a ValueError for parts that a message of this type does not have, or for those that it lacks."""
    known = inspect.signature(act).parameters
    unknown = [name for name in parts if name not in known]
    missing = [name for name, p in known.items() if p.default is p.empty and name not in parts]
    if unknown or missing:
        wrong = f"has {quoted(unknown[0])}, which it may not have" if unknown else f"has no {missing[0]!r}"
        raise ValueError(f"The message {kind!r} {wrong}.")
