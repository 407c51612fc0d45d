"""The Paper page as a component: its words are shipped, its figures come when they are looked at."""

from __future__ import annotations

import json
from functools import cache

from ..component import Page
from ..declared import declared
from ..scripts import scripts
from .session import ASSETS, Session

MARKS = {"holds": "✓", "holds in part": "◐", "does not hold": "✗"}  # of the verdicts in claims.py


@cache
def spec() -> str:
    """What the browser builds the page from, once a process: the claims, and the words around the figures."""
    return declared(verdicts=MARKS, **json.loads((ASSETS / "claims.json").read_text(encoding="utf-8")))


class Paper(Page):
    """The page of one tab."""

    _esm = scripts("paper/index")
    _which = "paper"

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
