"""The Laws page as a component: questions at first, points once they are looked at."""

from __future__ import annotations

from ...laws import LAWS
from ...laws.base import FAILS, HOLDS, IN_PART
from ...words import _, cached
from ..component import Page
from ..declared import declared
from ..scripts import scripts
from .session import Session

INTRO = (
    "What holds for memories of any size: each plot has points that this page's engine has measured, with their "
    "errors, and, where there is one, a line that theory draws without a free parameter.",
    "Captions and verdicts follow from the points. Each point opens one of its runs on the Live page, and each plot "
    "can be computed here anew.",
)
MARKS = {HOLDS: "✓", IN_PART: "◐", FAILS: "✗"}


@cached()
def spec() -> str:
    """The questions. Once a process and language."""
    laws = {
        key: {name: _(getattr(law, name)) for name in ("title", "question", "claim", "bars")}
        for key, law in LAWS.items()
    }
    verdicts = {key: {"mark": mark, "words": _(key)} for key, mark in MARKS.items()}
    return declared("laws", intro=[_(words) for words in INTRO], laws=laws, verdicts=verdicts)


class Laws(Page):
    """The page of one tab."""

    _esm = scripts("laws/index")
    _which = "laws"

    def __init__(self, **params):
        super().__init__(spec(), Session, **params)
