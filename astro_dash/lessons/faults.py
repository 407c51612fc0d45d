"""What is wrong with a lesson: sentences, each with its line."""

from __future__ import annotations

from typing import NamedTuple

from ..engine.quote import readable
from ..words import _

MOST = 25  # that are told of one file


class Fault(NamedTuple):
    """A sentence about a line of a file."""

    file: str
    line: int
    words: str

    def __str__(self):
        return _("{file}, line {line}: {words}", file=readable(self.file, 80), line=self.line, words=self.words)


class Faults:
    """What has been found in one file, in the order of its lines."""

    def __init__(self, file: str):
        self.file, self._found = file, set()

    def add(self, line: int, words: str) -> None:
        self._found.add(Fault(self.file, line, words))

    def __bool__(self):
        return bool(self._found)

    @property
    def found(self) -> list[Fault]:
        return sorted(self._found, key=lambda fault: (fault.line, fault.words))[:MOST]


class Broken(ValueError):
    """A lesson that cannot be given; `faults` says why."""

    def __init__(self, faults: list[Fault]):
        super().__init__(str(faults[0]))
        self.faults = faults
