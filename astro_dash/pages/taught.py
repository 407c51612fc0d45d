"""What a session of any page does for a class and for a lesson: it follows or is followed, hands out the lessons that
there are, and reads what is opened."""

from __future__ import annotations

from functools import partial

from ..aside import Line
from ..engine.quote import quoted
from ..lessons import LIBRARY, MOST_BYTES, Broken, language_of, parse
from ..words import _
from .following import Following
from .teaching import Teaching

readers = Line("lessons", limit=30, most=300)
LONGEST_NAME = 200  # of a file


class Taught(Teaching, Following):
    """The part of a session that does so; lessons are read beside the event loop."""

    def _missed(self) -> None:
        super()._missed()
        if self.desk:
            self._called()

    def _forget(self) -> None:
        super()._forget()
        readers.leave(self)

    def _on_lesson(self, name: str) -> None:
        """Send a lesson by its name."""
        if not isinstance(name, str):
            raise ValueError(_("The lesson is {name}, but must be a name.", name=quoted(name, 40)))
        self.off(readers.submit(self, "lesson", partial(_told, name)), self._teach, self._not_taught)

    def _on_read_lesson(self, data: bytes, name: str) -> None:
        """Read a lesson that was opened from disk; it is this tab's alone."""
        if not isinstance(data, bytes) or len(data) > MOST_BYTES:
            size = len(data) if isinstance(data, bytes) else 0
            raise ValueError(
                _("The lesson has {size} bytes, but may be a text of at most {most} bytes.", size=size, most=MOST_BYTES)
            )
        if not isinstance(name, str) or len(name) > LONGEST_NAME:
            raise ValueError(_("The file's name is {name}, but must be a text.", name=quoted(name, 40)))
        read = partial(_read, data, name)
        self.off(readers.submit(self, "read_lesson", read), self._teach, self._not_taught)

    def _teach(self, told: dict) -> None:
        self.send({"lesson": told})

    def _not_taught(self, error: BaseException) -> None:
        if isinstance(error, Broken):
            self.send({"lesson": None, "faults": [str(fault) for fault in error.faults]})
        else:
            self.send({"lesson": None, "faults": []})
            self._refuse(error)


def _told(name: str) -> dict:
    return LIBRARY.one(name).told()


def _read(data: bytes, name: str) -> dict:
    return parse(data, name, LIBRARY.knows(), "own", language_of(name)).told()
