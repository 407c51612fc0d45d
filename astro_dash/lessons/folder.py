"""A lesson found by its file being there, whose name says the lesson's and its language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ..words import _
from .faults import Broken, Fault
from .known import Known
from .lesson import MOST_BYTES, Lesson, parse

_NAME = re.compile(r"(?:\d+-)?([a-z][a-z0-9-]{0,39})(?:\.([a-z]{2,3}))?\.md")


class Found(NamedTuple):
    """One file: a lesson, or what is wrong with it."""

    name: str
    language: str
    lesson: Lesson | None
    faults: list[Fault]


def language_of(name: str) -> str:
    """The language that a file's name says, or none."""
    named = _NAME.fullmatch(name)
    return (named[2] or "") if named else ""


def found(file: Path, known: Known, usual: str = "") -> Found:
    """What is in a file; `usual` is the language of one whose name says none, if it is known."""
    named = _NAME.fullmatch(file.name)
    if not named:
        words = _("A lesson's file is called like overload.md, 02-overload.md or overload.es.md, in small letters.")
        return Found(file.name, "", None, [Fault(file.name, 1, words)])
    name, language = named[1], named[2] or ""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        return Found(name, language, parse(data, file.name, known, name, language or usual), [])
    except OSError as error:
        return Found(name, language, None, [Fault(file.name, 1, _(
            "The file cannot be read: {strerror}.",
            strerror=error.strerror,
        ))])
    except Broken as broken:
        return Found(name, language, None, broken.faults)
