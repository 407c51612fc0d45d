"""The Paper page as a component: its words are shipped, its figures come when they are looked at."""

from __future__ import annotations

import json

from ...words import _, cached
from ..component import Page
from ..declared import declared
from ..scripts import scripts
from .session import ASSETS, Session

CLAIMS = ASSETS / "claims.json"
KEYS = ("key", "verdict", "figure", "query")  # of its texts those that are no words
MARKS = {"holds": "✓", "holds in part": "◐", "does not hold": "✗"}  # of the verdicts in claims.py


@cached()
def spec() -> str:
    """The claims, and the words around the figures. Once a process and language."""
    verdicts = {key: {"mark": mark, "words": _(key)} for key, mark in MARKS.items()}
    return declared("paper", verdicts=verdicts, **translated(json.loads(CLAIMS.read_text(encoding="utf-8"))))


def translated(found, key: str = ""):
    """What was written of the claims and the figures, each text but the keys in the language of now."""
    if isinstance(found, dict):
        return {name: translated(value, name) for name, value in found.items()}
    if isinstance(found, list):
        return [translated(value, key) for value in found]
    return _(found) if isinstance(found, str) and key not in KEYS else found


class Paper(Page):
    """The page of one tab."""

    _esm = scripts("paper/index")
    _which = "paper"

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
