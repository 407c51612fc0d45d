"""All lessons that this process has: those shipped, and those of a folder that whoever serves has named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from ..engine.quote import quoted
from ..shipped import asset
from ..words import ENGLISH, _, language
from .faults import Fault
from .folder import Found, found
from .known import Known
from .lesson import Lesson

SHIPPED = "lessons"  # of the assets
MOST_FILES = 200  # of a folder
ENVIRONMENT = "ASTRO_DASH_LESSONS"


class Library:
    """Files are read when they are asked for, and again once they have changed; from any thread."""

    def __init__(self):
        self.known: Callable[[], Known] | None = None  # told by the pages, which alone know what there is
        self._own = os.environ.get(ENVIRONMENT, "")
        self._kept: dict[Path, tuple[tuple, Found]] = {}
        self._lock = Lock()

    def open(self, folder: str | None = None) -> None:
        """Have the lessons of a folder, too: None is what the environment says. Raises ValueError where it is none."""
        own = os.environ.get(ENVIRONMENT, "") if folder is None else folder
        if own and not Path(own).is_dir():
            raise ValueError(_("lessons is {own}, but must be a folder of Markdown files.", own=quoted(own)))
        self._own = own

    @property
    def folders(self) -> list[Path]:
        return [asset(SHIPPED), *([Path(self._own)] if self._own else [])]

    def all(self) -> list[Found]:
        """Every file, ours first; of two with one name and language the second is broken."""
        with self._lock:
            listed, taken = [], set()
            for folder in self.folders:
                files = sorted(file for file in folder.glob("*.md") if file.is_file()) if folder.is_dir() else []
                for one in map(self._read, files[:MOST_FILES]):
                    if one.lesson and (one.name, one.language) in taken:
                        words = _("There is a lesson {name} already: call this file otherwise.", name=repr(one.name))
                        one = one._replace(lesson=None, faults=[Fault(f"{one.name}.md", 1, words)])
                    taken.add((one.name, one.language))
                    listed.append(one)
            return listed

    def _read(self, file: Path) -> Found:
        stat = file.stat()
        stamp = stat.st_mtime_ns, stat.st_size
        kept, read = self._kept.get(file, ((), None))
        if read is None or kept[:2] != stamp or (read.faults and kept[2] != language()):
            read = found(file, self.knows(), ENGLISH if file.parent == self.folders[0] else "")
            self._kept[file] = (*stamp, language()), read
        return read

    def listed(self) -> list[Found]:
        """Of each name its lesson, in the language of now if it is there; and every broken file."""
        names: dict[str, list[Found]] = {}
        for one in self.all():
            names.setdefault(one.name if one.lesson else str(one.faults), []).append(one)
        return [_best(same) for same in names.values()]

    def knows(self) -> Known:
        if self.known is None:
            raise RuntimeError("the pages have not said what a lesson may name")
        return self.known()

    def one(self, name: str) -> Lesson:
        """A lesson by its name, in the language of now if it is there. Raises ValueError for one that is not there or
        broken."""
        there = [one for one in self.all() if one.name == name]
        if good := [one for one in there if one.lesson]:
            return _best(good).lesson
        if there:
            raise ValueError(_(
                "The lesson {name} has a mistake: {fault}",
                name=quoted(name, 40), fault=there[0].faults[0],
            ))
        names = dict.fromkeys(one.name for one in self.all() if one.lesson)
        raise ValueError(_(
            "There is no lesson {name}; the lessons are {names}.",
            name=quoted(name, 40), names=", ".join(names) or _("none"),
        ))


def _best(same: list[Found]) -> Found:
    """Of files of one lesson that of the language of now; or the one whose name says none; or the first."""
    given = {one.language: one for one in reversed(same)}
    return given.get(language()) or given.get("") or same[0]


LIBRARY = Library()
