"""How a session hears its browser."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache, partial
from weakref import WeakSet

from .. import metrics
from ..engine.quote import quoted
from ..words import _, language, speaking
from .dispatch import AT_ONCE
from .turns import Turns

log = logging.getLogger(__name__)
listeners: WeakSet[Listener] = WeakSet()  # of the tabs that are open
awaited: set[Future] = set()  # what is computed for them off the event loop

MOST_PARTS, MOST_DEPTH, LONGEST = 3000, 4, 4000  # of a message: values in all, and characters of a text
MOST_UPLOAD = 12_000_000  # bytes of a file
LARGEST = 2**63  # no number of a page is larger


class Listener:
    """Acts on the messages of one tab: one of type "set" is for the method `_on_set`, its other parts are arguments.

    send      takes a message for the browser: a dict of plain values, and bytes
    schedule  runs a function later where it may send; or, after a delay in seconds, where it may not, and returns
              something with `cancel`

    Messages, and what comes back from elsewhere, may come from any thread: they are acted on one at a time. Whatever
    goes wrong, the person hears a sentence, the log has what is no fault of theirs, and all goes on.
    """

    closed = False  # once the tab is gone
    page = ""  # its name
    visitor = ""  # whose tab it is, by address
    dispatch = AT_ONCE  # what decides when something is computed for it

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        self._send, self.schedule, self._turn, self.language = send, schedule, Turns(), language()
        self.problems: list[str] = []  # with the link, until they are said
        listeners.add(self)

    def send(self, message: dict) -> None:
        """Tell the browser."""
        self._send(message)
        metrics.sent(self)

    def receive(self, message) -> None:
        """Act on a message."""
        self.act(partial(self._hear, message))

    def act(self, act: Callable[[], None]) -> None:
        """Act in this tab's turn: at once, unless another act is under way."""
        self._turn(partial(self._try, act))

    def cut(self) -> None:
        """Nobody is on the line, for now or for ever."""

    def close(self) -> None:
        """Forget the tab; callbacks may still come."""
        self.closed = True
        listeners.discard(self)
        self._turn(partial(self._try, self._forget, closed=True))

    def leave(self) -> None:
        """Tell the browser that the server stops for a moment."""
        self.later(lambda: self.send({"leaving": True}))

    def _forget(self) -> None:
        """Let go of what was kept for the tab."""

    def later(self, act: Callable[[], None], delay: float = 0):
        """Act in this tab's turn, from any thread: soon; or after a delay in seconds, where nothing may be sent."""
        return self.schedule(lambda: self._turn(partial(self._try, act, away=bool(delay))), delay)

    def off(self, future: Future, then: Callable, failed: Callable | None = None) -> None:
        """Once it is there, act on what is computed off the event loop: `then(result)`, unless it was cancelled. An
        error is for `failed(error)`, or is answered as that of a message."""

        @metrics.carried
        def arrived():
            error = future.exception()
            (failed or self._refuse)(error) if error else then(future.result())

        awaited.add(future)
        future.add_done_callback(awaited.discard)
        future.add_done_callback(lambda future: future.cancelled() or self.later(arrived))

    def _try(self, act: Callable[[], None], away: bool = False, closed: bool = False) -> None:
        """Act, in the tab's language, unless the tab is gone."""
        with speaking(self.language):
            self._act(act, away, closed)

    def _act(self, act: Callable[[], None], away: bool, closed: bool) -> None:
        for step in (act, self._afterwards):
            try:
                if closed or not self.closed:
                    step()
            except Exception as error:
                if self.closed:
                    log.error("a tab that is gone could not be forgotten", exc_info=error)
                elif away:
                    self.later(partial(self._refuse, error))
                else:
                    self._tell_of(error)

    def _tell_of(self, error: Exception) -> None:
        try:
            self._refuse(error)
        except Exception:
            log.exception("a tab could not be told that something went wrong")

    def _hear(self, message) -> None:
        kind = message.get("type") if isinstance(message, dict) else None
        if kind != "here" and self._ignores(kind):
            return
        act = getattr(self, f"_on_{kind}", None) if isinstance(kind, str) else None
        with metrics.Asked(self, kind if act else "unknown"):
            self._answer(message, kind, act)

    def _answer(self, message, kind, act: Callable | None) -> None:
        check_plain(message)
        if act is None:
            raise ValueError(_("The message {message} is none that this page sends.", message=quoted(message)))
        parts = {name: value for name, value in message.items() if name != "type"}
        _check_parts(act, kind, parts)
        act(**parts)

    def _on_here(self) -> None:
        """The browser wonders whether anybody is there."""
        self.send({"here": True})

    def _ignores(self, kind) -> bool:
        """Whether a message comes too late, or too early, to mean anything."""
        return False

    def _afterwards(self) -> None:
        """What is due after each turn."""

    def _refuse(self, error: BaseException) -> str:
        """Answer with a sentence, and return it."""
        sentence = self._in_words(in_a_sentence(error))
        self.send({"notice": sentence} | self._refused_with())
        return sentence

    def _in_words(self, sentence: str) -> str:
        """The sentence with the words of the page."""
        return sentence

    def _refused_with(self) -> dict:
        """What a refusal carries along."""
        return {}


def in_a_sentence(error: BaseException) -> str:
    """What a person is told of an error; one that is no ValueError is a mistake of ours, and is logged."""
    if isinstance(error, ValueError) and str(error):
        return str(error)
    log.error("something could not be done for a page", exc_info=error)
    if isinstance(error, MemoryError):
        return _("The server has no memory left for this: choose less of it, or try again in a minute.")
    return _("The server could not do this; its log says why.")


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
                raise ValueError(
                    _(
                        "The message {message} is larger or deeper than any that this page sends.",
                        message=quoted(message),
                    )
                )
            todo += [(v, depth + 1) for v in inside]
        elif isinstance(value, str) and len(value) > LONGEST:
            raise ValueError(
                _("A text of {n} characters is longer than any that this page sends.", n=len(value))
            )
        elif isinstance(value, int) and abs(value) > LARGEST:
            raise ValueError(
                _("The number is {value}, which is larger than any that this page sends.", value=quoted(value))
            )
        elif not isinstance(value, (str, int, float, bytes, type(None))):
            raise ValueError(_("The message has {value}, which no page sends.", value=quoted(value)))


@cache
def _parameters(method) -> dict[str, inspect.Parameter]:
    """Of a method, without the first."""
    return dict(list(inspect.signature(method).parameters.items())[1:])


def _check_parts(act, kind: str, parts: dict) -> None:
    """Raise a ValueError for parts that a message of this type does not have, or for those that it lacks."""
    known = _parameters(act.__func__)
    unknown = [name for name in parts if name not in known]
    missing = [name for name, p in known.items() if p.default is p.empty and name not in parts]
    if unknown or missing:
        if missing:
            raise ValueError(_("The message {kind} has no {part}.", kind=repr(kind), part=repr(missing[0])))
        part = quoted(unknown[0])
        raise ValueError(_("The message {kind} has {part}, which it may not have.", kind=repr(kind), part=part))
