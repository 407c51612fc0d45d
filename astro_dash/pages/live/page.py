"""The Live page: one component whose plots and controls live in the browser, and whose session lives here."""

from __future__ import annotations

from functools import cache

from ...store import Store
from ..component import Page
from ..declared import choice, declared, systems
from ..scripts import scripts
from .race import SHOWN, VERDICTS
from .session import Session
from .typical import DRAWS
from .views import VIEWS

MAIN = ("patterns", "load", "noise", "temperature", "target", "seed", "system")
ADVANCED = tuple(name for name in Store.choices() if name not in (*MAIN, "cue"))
_GRIDS = (30, 64, 100, 144, 256, 400, 576, 1024)


@cache
def spec() -> str:
    """What the browser builds the page from: the choices, the views, the looks. Once a process."""
    choices = {name: choice(name) for name in (*MAIN, *ADVANCED)}
    choices["neurons"]["options"] = {str(n): str(n) for n in _GRIDS}
    return declared(
        choices=choices, main=MAIN, advanced=ADVANCED, systems=systems(), shown=SHOWN, cues=DRAWS,
        verdicts=[verdict._asdict() for verdict in VERDICTS], views=[view.item() for view in VIEWS.values()],
    )  # fmt: skip


class Live(Page):
    """The page of one tab."""

    _esm = scripts("live/index")

    def __init__(self, store: Store | None = None, problems=(), **params):
        super().__init__(spec(), lambda *way: Session(store or Store(), *way, problems), **params)
