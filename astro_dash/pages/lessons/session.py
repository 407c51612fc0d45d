"""One tab of the Lessons page: what there is, worksheets, and lessons of one's own."""

from __future__ import annotations

import re
from functools import partial

import segno

from ...engine.quote import quoted
from ...lessons import LIBRARY
from ..taught import Taught, readers

LONGEST_BASE = 300  # of a page's address, without its query
_BASE = re.compile(r"https?://[^\s?#\"'<>\\]+")


class Session(Taught):
    """Answers one tab."""

    def _on_ready(self) -> None:
        self.off(readers.submit(self, "list", _listed), lambda cards: self.send({"lessons": cards, "notice": ""}))

    def _on_sheet(self, name: str, base: str) -> None:
        """A lesson for a worksheet, with the code of its link, for the address at which the browser has the page."""
        if not isinstance(name, str):
            raise ValueError(f"The lesson is {quoted(name, 40)}, but must be a name.")
        if not isinstance(base, str) or len(base) > LONGEST_BASE or not _BASE.fullmatch(base):
            raise ValueError(f"The address is {quoted(base, 40)}, but must begin with http:// or https://.")
        self.off(readers.submit(self, "sheet", partial(_sheet, name, base)), lambda sheet: self.send({"sheet": sheet}))


def _listed() -> list[dict]:
    """A card of each lesson, in its first language; and of each file that is broken, what is wrong with it."""
    cards: dict[str, dict] = {}
    for found in LIBRARY.all():
        if found.lesson:
            cards.setdefault(found.name, found.lesson.card())
        else:
            file = found.faults[0].file
            cards[file] = {"file": file, "faults": [str(fault) for fault in found.faults]}
    return list(cards.values())


def _sheet(name: str, base: str) -> dict:
    link = f"{base}?lesson={name}"
    told = LIBRARY.one(name).told()
    matrix = segno.make(link, error="m", micro=False).matrix
    rows = ["".join(map(str, row)) for row in matrix]
    return {"lesson": told, "link": link, "code": rows}
