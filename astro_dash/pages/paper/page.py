"""The Paper page as a component: its words are made of shipped facts, its figures come when they are looked at."""

from __future__ import annotations

from ...words import _, cached
from ..component import Page
from ..declared import declared
from ..scripts import scripts
from .captions import SWITCHES, caption
from .claims import intro, said, slips
from .of_plane import measured
from .session import Session
from .shipped import FIGURES, facts

MARKS = {"holds": "✓", "holds in part": "◐", "does not hold": "✗"}  # of the verdicts in claim.py


@cached()
def spec() -> str:
    """The claims, and the words around the figures. Once a process and language."""
    found = facts()
    verdicts = {key: {"mark": mark, "words": _(key)} for key, mark in MARKS.items()}
    return declared(
        "paper", verdicts=verdicts, intro=intro(), claims=said(found), slips=slips(found), switches=switches(),
        figures={number: caption(number, found[number]) for number in FIGURES},
    )  # fmt: skip


def switches() -> dict:
    """Of figure 4: by name, its label and the words of each choice."""
    diagonals = {"kept": _("kept, as the paper writes it"), "zero": _("zero, as textbooks do")}
    return {
        "measure": {"label": _("Measure"), "options": {each: measured(each) for each in SWITCHES["measure"]}},
        "diagonal": {"label": _("Hopfield's diagonal"), "options": diagonals},
    }


class Paper(Page):
    """The page of one tab."""

    _esm = scripts("paper/index")
    _which = "paper"

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
