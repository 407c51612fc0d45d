"""One tab of the Lessons page: what there is, worksheets, and lessons of one's own."""

from __future__ import annotations

import re
from functools import partial

import segno

from ...engine.check import check_choice
from ...engine.quote import quoted
from ...lessons import LIBRARY
from ...words import LANGUAGES, _
from ..taught import Taught, readers

LONGEST_BASE = 300  # of a page's address, without its query
_BASE = re.compile(r"https?://[^\s?#\"'<>\\]+")


class Session(Taught):
    """Answers one tab."""

    reads = (*Taught.reads, "sheet")

    def _on_ready(self) -> None:
        self._missed()
        self.off(readers.submit(self, "list", _listed), self._listed)

    def _listed(self, cards: list[dict]) -> None:
        self.send({"lessons": cards, "notice": " ".join(self.problems)})

    def _on_sheet(self, name: str, base: str, lang: str = "") -> None:
        """A lesson for a worksheet, with the code of its link, for the address at which the browser has the page, and
        the language that it asks for, if any."""
        if not isinstance(name, str):
            raise ValueError(_("The lesson is {name}, but must be a name.", name=quoted(name, 40)))
        if not isinstance(base, str) or len(base) > LONGEST_BASE or not _BASE.fullmatch(base):
            words = _("The address is {base}, but must begin with http:// or https://.", base=quoted(base, 40))
            raise ValueError(words)
        if lang:
            check_choice("language", lang, LANGUAGES)
        made = readers.submit(self, "sheet", partial(_sheet, name, base, lang))
        self.off(made, lambda sheet: self.send({"sheet": sheet}))


def _listed() -> list[dict]:
    """A card of each lesson; and of each file that is broken, what is wrong with it."""
    return [
        found.lesson.card() if found.lesson
        else {"file": found.faults[0].file, "faults": [str(fault) for fault in found.faults]}
        for found in LIBRARY.listed()
    ]  # fmt: skip


def _sheet(name: str, base: str, lang: str) -> dict:
    link = f"{base}?lesson={name}" + (f"&lang={lang}" if lang else "")
    told = LIBRARY.one(name).told()
    matrix = segno.make(link, error="m", micro=False).matrix
    rows = ["".join(map(str, row)) for row in matrix]
    return {"lesson": told, "link": link, "code": rows}
