"""The Live page: one component whose plots and controls live in the browser, and whose session lives here."""

from __future__ import annotations

from functools import partial
from io import TextIOBase
from threading import Lock

from ...engine import Result
from ...engine.check import check_choice
from ...engine.patterns.own import MOST_NAME
from ...receiving import MOST_FILES
from ...store import Store
from ...words import _, cached
from ..component import Page
from ..declared import choice, declared, systems
from ..listener import MOST_UPLOAD
from ..scripts import scripts
from .rivals import SHOWN
from .session import Session
from .shared import Shared
from .sight import focused
from .taken.making import made
from .taken.whole import whole
from .typical import DRAWS
from .verdicts import VERDICTS
from .views import VIEWS

MAIN = ("patterns", "load", "noise", "temperature", "target", "seed", "system")
ADVANCED = tuple(name for name in Store.choices() if name not in Store.SINGLE.union(MAIN))
_GRIDS = (30, 64, 100, 144, 256, 400, 576, 1024)
_OWN_GRIDS = ((8, 8), (12, 12), (16, 16), (24, 24), (28, 28), (32, 32))  # on which memories are drawn
_making = Lock()


@cached()
def spec() -> str:
    """What the browser builds the page from: the choices, the views, the looks. Once a process and language."""
    choices = {name: choice(name) for name in (*MAIN, *ADVANCED)}
    choices["neurons"]["options"] = {str(n): str(n) for n in _GRIDS}
    return declared(
        "live", choices=choices, main=MAIN, advanced=ADVANCED, systems=systems(), shown=SHOWN, cues=DRAWS,
        verdicts=[verdict._asdict() | {"words": _(verdict.words)} for verdict in VERDICTS],
        views=[view.item() for view in VIEWS.values()],
        own={"most_upload": MOST_UPLOAD, "most_files": MOST_FILES, "most_name": MOST_NAME, "grids": _OWN_GRIDS},
    )  # fmt: skip


class Live(Page):
    """The page of one tab. `store` has its choices, and `result()` what comes of them."""

    _esm = scripts("live/index")
    _which = "live"

    def __init__(self, store: Store | None = None, problems=(), shown: dict | None = None, **params):
        super().__init__(spec(), lambda *way: Session(store or Store(), *way, problems, shown), **params)
        self._session.whole = partial(whole, spec)

    @property
    def store(self) -> Shared:
        """The choices in force, to be watched, bound and set."""
        session = self._session
        with _making:
            if not session.shared:
                session.shared = Shared(session.store.values(), session.choose)
                session.act(lambda: None)  # after which it follows
        return session.shared

    def result(self, system: str | None = None) -> Result:
        """The run on the page as `astro_dash.retrieve` returns it: of the system in focus, or of another that races,
        from its cue to rest, or to where the page gives it up.

        It is computed anew, here and now, from the choices in force, as the page's link would run them: what was chosen
        in mid-run holds from the start, and knocks are left out. Raises ValueError for a system that does not race.
        """
        store = Store(**self.store.values())
        if system is None:
            return store.retrieved(focused(store.system, self._session.wished[0]))
        return store.retrieved(check_choice("system", system, store.system))

    def save(self, filename, **_):
        """Write one HTML file that plays the run on the page with all views, without a server or a network; to a name,
        or to an open file. Raises ValueError for what is no name of a file, and for a run that is too long for one."""
        from ...study.files import replace  # with xarray and Dask

        recipe = self._session.recipe()
        data = whole(spec, made("html", recipe), recipe)
        if hasattr(filename, "write"):
            filename.write(data.decode() if isinstance(filename, TextIOBase) else data)
        else:
            replace(filename, data)
