"""The pages, for a server and for a notebook. A new one is a folder and a line in `PAGES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..engine.check import check_choice
from ..engine.quote import quoted
from ..lessons import LIBRARY, Known
from ..words import LANGUAGES, _, speaking, spoken
from .teaching import Teaching

if TYPE_CHECKING:  # Panel is loaded where there is a page
    import xarray as xr

    from .component import Page


def _live(choices: dict, problems: list | None) -> Page:
    from ..engine.defaults import OPENING
    from ..store import Store
    from ..store.kinds import write
    from .live import Live
    from .live.shown import shown, split

    choices, ways = split(choices)
    if problems is None:
        store = Store.of(choices)
        ways, wrong = shown({name: write(value) for name, value in ways.items()}, store)
        if wrong:
            raise ValueError(wrong[0])
        return Live(store, shown=ways)
    first = {} if "lesson" in ways or choices.keys() & Store.choices().keys() else OPENING
    store, found = Store.from_link(urlencode(first | choices))
    ways, wrong = shown(ways, store)
    return Live(store, [*problems, *wrong, *found], ways)


def _explore(choices: dict, problems: list | None) -> Page:
    from .explore import Explore  # with xarray and Dask, for those who want a map
    from .explore.form import of

    return Explore(urlencode(of(choices) if problems is None else choices))


def _without(page: str, choices: dict) -> str:
    given = quoted(next(iter(choices)), 40)
    return _("The page {page} has no choices, but is given {choices}.", page=repr(page), choices=given)


def _paper(choices: dict, problems: list | None) -> Page:
    from .paper import Paper

    if choices and problems is None:
        raise ValueError(_without("paper", choices))
    return Paper()


def _laws(choices: dict, problems: list | None) -> Page:
    from .laws import Laws

    if choices and problems is None:
        raise ValueError(_without("laws", choices))
    return Laws()


def _attention(choices: dict, problems: list | None) -> Page:
    from ..store import Said
    from .attention import Attention

    if problems is None:
        return Attention(Said.linked(choices))
    said, found = Said.opened(urlencode(choices))
    return Attention(said, [*problems, *found])


_GUISE = ("hide", "lock", "lesson", "step", "room")  # what a link says of any page that shows something


def _guised(make: Callable) -> Callable:
    """A page of which parts are hidden or locked, or that a lesson drives, if its link says so."""

    def made(choices: dict, problems: list | None) -> Page:
        if not choices.keys() & set(_GUISE):
            return make(choices, problems)
        from .live.shown import shown, split

        choices, ways = split(choices, _GUISE)
        guise, wrong = shown(ways)
        if wrong and problems is None:
            raise ValueError(wrong[0])
        page = make(choices, problems)
        page.guise = guise
        page._session.problems.extend(wrong)
        return page

    return made


def _lessons(choices: dict, problems: list | None) -> Page:
    from .lessons import Lessons

    if choices and problems is None:
        raise ValueError(_without("lessons", choices))
    return Lessons()


# Each with choices of which a wrong one raises a ValueError; or, beside a list of problems, is said on the page.
PAGES = {
    "live": _live, "explore": _guised(_explore), "paper": _guised(_paper), "laws": _guised(_laws),
    "attention": _guised(_attention), "lessons": _guised(_lessons),
}  # fmt: skip


def _known() -> Known:
    from .known import known  # with all views

    return known()


def _checked(given: dict[str, str]) -> tuple[dict, list[str]]:
    from .live.shown import shown

    return shown(given)


LIBRARY.known = _known
Teaching.checked = staticmethod(_checked)  # which knows all that can be shown


def page(which: str | None = None, *, language: str | None = None, **choices) -> Page:
    """A page of one tab, to be shown in a notebook or a server, alone or as a part of your own app.

    which     "live", "explore", "paper", "laws", "attention" or "lessons"; or a link of one, a whole address or its
              query
    language  "en", "es" or "de"; by default that of the link, of the tab's address or its browser, or else English
    choices   what it opens with, by the names of its link: `load=200, noise=0.1`

    With neither link nor choices it opens in the state of the tab's address; in a notebook, as a first visit.
    Raises ValueError, in one sentence that quotes it, for a name or a value that is not allowed. `Live` and `Explore`
    say what else can be done with a page.
    """
    if which is None or which in tuple(PAGES):
        with speaking(_asked(language) or _of_the_tab()):
            return PAGES[which or "live"](choices, None) if choices else _of_the_address(which)
    linked = _linked(which)
    lang = linked.pop("lang", None)
    with speaking(_asked(lang if language is None else language) or _of_the_tab()):
        return PAGES[check_choice("page", linked.pop("page", "live"), PAGES)](linked | choices, None)


def _asked(language: str | None) -> str | None:
    """A language, if there is one. Raises ValueError."""
    return None if language is None else check_choice("language", language, LANGUAGES)


def _of_the_tab() -> str:
    """The language that the tab's address asks for, or its browser."""
    import panel as pn

    accepted = (pn.state.headers or {}).get("Accept-Language")
    return spoken(_arguments().get("lang"), accepted if isinstance(accepted, str) else None)


def _arguments() -> dict[str, str]:
    """What stands in the tab's address."""
    import panel as pn

    return {name: values[-1].decode(errors="replace") for name, values in (pn.state.session_args or {}).items()}


def replay(run, changes=(), own=None) -> xr.Dataset:
    """A run of the Live page done again, as the page does it: all racing systems on one axis of time, to where it ends.

    run      a link of the Live page, with what it says was changed in mid-run; or choices by the names of its link
    changes  what was done in mid-run, each [time, parameters], {"temperature": 20}; or [time, parameters, system,
             neurons], those turned over by a knock. It is done at the last moment of the run at or before its time
    own      a file of your own memories, where they are too many for a link

    The Dataset is that of the page's NetCDF file. Raises ValueError for what is not allowed, in one sentence.
    """
    from ..mine import mine
    from .live.recipe import Recipe, replayed
    from .live.taken.dataset import dataset

    choices, known = (dict(run), []) if isinstance(run, Mapping) else linked(run)
    if own is not None:
        patterns = choices.get("patterns")
        choices |= mine(own, None, None) if patterns == "own" else mine(patterns, own, None)
    return dataset(replayed(Recipe(choices, list(changes) or known)))


def linked(link) -> tuple[dict[str, str], list]:
    """The choices of the run that a link of the Live page is of, and what it says was changed in mid-run, as `replay`
    takes it. Raises ValueError for what is none."""
    from .live.changes import read
    from .live.recipe import plain
    from .live.shown import shown, split

    choices = _linked(link)
    check_choice("page", choices.pop("page", "live"), ("live",))
    choices, ways = split(choices)
    ways, problems = shown(ways)
    if problems:
        raise ValueError(problems[0])
    return choices, plain(read(ways["then"])) if "then" in ways else []


def _linked(link) -> dict[str, str]:
    """The choices of a link, and its page. Raises ValueError for what is none."""
    if not isinstance(link, str) or not any(mark in link for mark in ("=", "?", "://")):
        raise ValueError(
            _(
                "page is {link}, but must be one of {pages}, or a link of one of them.",
                link=quoted(link), pages=", ".join(PAGES),
            )
        )
    found = urlsplit(link)
    query = found.query if found.scheme or "?" in link else link
    return dict(parse_qsl(query, keep_blank_values=True))


def _of_the_address(which: str | None) -> Page:
    """A page in the state of the tab's address."""
    arguments, problems = _arguments(), []
    asked, lang = arguments.pop("page", "live"), arguments.pop("lang", None)
    which = which or asked
    if lang is not None and lang not in LANGUAGES:
        there = ", ".join(LANGUAGES)
        problems.append(_("There is no language {lang}; there are {there}.", lang=quoted(lang, 20), there=there))
    if which in PAGES:
        return PAGES[which](arguments, problems)
    pages = ", ".join(PAGES)
    missing = _("There is no page {which}; the pages are {pages}.", which=quoted(which, 40), pages=pages)
    return _live(arguments, [*problems, missing])
