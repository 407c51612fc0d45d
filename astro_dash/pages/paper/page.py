"""The Paper page as a component: its words are shipped, its figures come when they are looked at."""

from __future__ import annotations

import json
from functools import cache

from ..chunk import packed
from ..component import Page, scripts
from .session import ASSETS, Session


@cache
def spec() -> str:
    """What the browser builds the page from, once a process: the claims, and the words around the figures."""
    return packed(json.loads((ASSETS / "claims.json").read_text(encoding="utf-8")))


class Paper(Page):
    """The page of one tab."""

    _esm = scripts("plots", "controls", "banner", "line", "head", "sheet", "paper")

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
