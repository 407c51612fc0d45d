"""The Lessons page as a component."""

from __future__ import annotations

from ...lessons import MOST_BYTES
from ...words import cached
from ..component import Page
from ..declared import declared
from ..scripts import scripts
from .session import Session


@cached()
def spec() -> str:
    """What the browser builds the page from; the lessons come by themselves."""
    return declared("lessons", most_bytes=MOST_BYTES)


class Lessons(Page):
    """The page of one tab."""

    _esm = scripts("lessons/index")
    _which = "lessons"

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
