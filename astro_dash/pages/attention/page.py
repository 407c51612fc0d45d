"""The component of the Attention page, and what the browser builds it from."""

from __future__ import annotations

from ...engine.attend import Attended
from ...engine.models import MODELS
from ...engine.patterns import MOST_TOKENS
from ...store import Said, Store
from ...store.kinds import Text
from ...store.said import FOLLOWS, GATED
from ...words import _, cached
from ..component import Page
from ..declared import choice, declared, systems
from ..scripts import scripts
from .session import Session

MAIN = ("patterns", "noise", "temperature", "tau_p", "seed", "system")
ADVANCED = tuple(
    name for name, each in Store.choices().items() if name not in (*MAIN, *FOLLOWS) and not isinstance(each, Text)
)


@cached()
def spec() -> str:
    """The choices, and the systems. Once a process and language."""
    choices = {name: choice(name) for name in (*MAIN, *ADVANCED)}
    del choices["patterns"]["options"]["own"]  # a word is of a set's patterns
    gated = {key: _(MODELS[key].title) for key in GATED}
    return declared(
        "attention", choices=choices, main=MAIN, advanced=ADVANCED, systems=systems(), gated=gated, most=MOST_TOKENS
    )  # fmt: skip


class Attention(Page):
    """The page of one tab."""

    _esm = scripts("attention/index")
    _which = "attention"

    def __init__(self, said: Said, problems=(), **params):
        super().__init__(spec(), lambda *way: Session(said, *way, problems), **params)

    def result(self) -> dict[str, Attended]:
        """What becomes of the word on the page in each of its systems, computed here and now."""
        said = self._session.said
        return {key: said.attended(key) for key in said.store.system}
