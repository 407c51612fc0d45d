"""The component of the Explore page, and what the browser builds it from."""

from __future__ import annotations

from ...store import labelled
from ...words import _, cached
from ..component import Page
from ..declared import choice, declared, systems
from ..listener import MOST_UPLOAD
from ..scripts import scripts
from ..theme import BOUNDS, css_line
from .form import AXES, LIMITS, MEASURES, SETTINGS, VERSION
from .session import Explorer

MAIN = ("patterns", "load", "noise", "temperature", "seed")


@cached()
def spec() -> str:
    """The axes, the measures, the systems, and the other choices. Once a process and language."""
    choices = {name: choice(name) for name in SETTINGS}
    del choices["patterns"]["options"]["own"]  # a map is of what everybody can have
    return declared(
        "explore", choices=choices, main=MAIN,
        advanced=[name for name in SETTINGS if name not in MAIN],
        axes={name: {"label": labelled(name), "from": low, "to": high} for name, (low, high) in AXES.items()},
        measures={name: {"words": _(each[0]), "limits": LIMITS.get(name)} for name, each in MEASURES.items()},
        systems=systems(), bounds={key: css_line("var(--ink)", dash) for key, dash in BOUNDS.items()},
        most_upload=MOST_UPLOAD, version=VERSION,
    )  # fmt: skip


class Explore(Page):
    """The page of one tab, with the form of its address."""

    _esm = scripts("explore/index")
    _which = "explore"

    def __init__(self, query: str = "", **params):
        super().__init__(spec(), lambda *way: Explorer(query, *way), **params)

    def result(self):
        """The map on the page as `study.sweep` returns it, an xarray.Dataset; missing in cells that are not computed
        yet. Raises ValueError before there is one."""
        found = self._session.map
        if found is None:
            raise ValueError(_("There is no map yet: the page makes one when it is shown."))
        return found.dataset()
