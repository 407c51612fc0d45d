"""What is taken home from a page: files of its run, made beside the server, and the lines that make the run again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from ...aside import Line
from ...engine.check import check_choice
from ...engine.quote import quoted
from ...store import Store
from ...words import _
from ..listener import Listener
from .race import Race
from .recipe import Recipe
from .taken.lines import command, python
from .taken.making import KINDS, SECONDS, Making, name

makings = Line("files of runs", limit=SECONDS + 30, most=20)  # one at a time: nobody's page is slowed by them

PLACE = re.compile(r"https?://[^\s?#]+")


class Home(Listener):
    """The part of a session that hands out its run."""

    store: Store
    race: Race | None
    whole: Callable[[bytes, Recipe, str], bytes] | None = None  # a file that plays what was recorded, if there is a way
    _making: Making | None = None

    def _forget(self) -> None:
        super()._forget()
        self._untake()

    def recipe(self) -> Recipe:
        """What the run on the page is made of, and what was done to it; of other choices, made in Python, their run."""
        race = self.race
        if race and Store(**race.store.values() | vars(race.parameters)).values() == self.store.values():
            return Recipe.of(race)
        return Recipe.begun(self.store)

    # What the browser may say.

    def _on_lines(self) -> None:
        """Tell the command and the lines of Python."""
        self.send({"lines": {"command": command(self._run), "python": python(self._run)}})

    def _on_take(self, kind: str, at: str = "") -> None:
        """Make a file of the run; `at` is where the page is, for a file that plays it."""
        kind, at = check_choice("kind", kind, KINDS), _place(at)
        self._untake()
        recipe, called = Recipe.of(self._run), name(self._run, kind)
        making = Making(kind, recipe, partial(self._told, kind))

        def make() -> bytes:
            data = making.made()
            return self.whole(data, recipe, at) if kind == "html" and data and self.whole else data

        done, failed = partial(self._taken, making, kind, called), partial(self._not_taken, making)
        self.off(makings.submit(self, "take", make), done, failed)
        self._making = making
        self.send({"making": {"kind": kind, "done": 0, "of": 0}})

    def _on_untake(self) -> None:
        """The file is not wanted any more."""
        self._untake()
        self.send({"making": None})

    # What comes of it.

    @property
    def _run(self) -> Race:
        assert self.race is not None, "nothing is on the page yet"
        return self.race

    def _untake(self) -> None:
        makings.leave(self)
        if self._making:
            self._making.stop()
        self._making = None

    def _told(self, kind: str, done: int, of: int) -> None:
        self.later(partial(self.send, {"making": {"kind": kind, "done": done, "of": of}}))

    def _taken(self, making: Making, kind: str, called: str, data: bytes) -> None:
        if making is self._making:
            self._making = None
            self.send({"making": None, "taken": data, "name": called, "mime": KINDS[kind].mime})

    def _not_taken(self, making: Making, error: BaseException) -> None:
        if making is self._making:
            self._making = None
            self.send({"making": None})
            raise error


def _place(at) -> str:
    """An address of a page, or none."""
    if not isinstance(at, str) or (at and not PLACE.fullmatch(at)):
        raise ValueError(_("at is {at}, but must be the address of the page.", at=quoted(at, 40)))
    return at
