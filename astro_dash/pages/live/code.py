"""A link as a QR code: made beside the event loop, of a link that is the page's own, and as short as can be."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...aside import Line
from ...engine.quote import quoted
from ...store import VERSION, Store
from ...store.kinds import write
from ...words import _
from ..listener import Listener

MOST_BYTES = 2953  # that a code holds
SAFE = ",~"  # as they are in a link
codes = Line("codes", limit=20, most=60)


class Codes(Listener):
    """The part of a session that hands them out."""

    def _forget(self) -> None:
        super()._forget()
        codes.leave(self)

    def _on_code(self, place: str, choices: str, shown: str = "") -> None:
        """The code of a link: where the page is, what is run, and how that is shown."""
        query = shortest(choices, _ways(shown))
        link = f"{_place(place)}?{query}"
        if len(link.encode()) > MOST_BYTES:
            raise ValueError(
                _(
                    "The link has {n} characters, but a code holds {most}: leave out what was drawn or changed in "
                    "mid-run (Reset), or memories of your own; Copy link has no limit.",
                    n=len(link), most=MOST_BYTES,
                )
            )  # fmt: skip
        self.off(codes.submit(self, "code", partial(modules, link)), partial(self._coded, query))

    def _coded(self, query: str, rows: list[str]) -> None:
        self.send({"code": {"rows": rows, "query": query}})


def shortest(choices: str, ways: dict[str, str]) -> str:
    """A complete link without what this version takes by itself. Raises ValueError for choices that are none."""
    store = Store.of(dict(parse_qsl(choices, keep_blank_values=True)) if isinstance(choices, str) else {"v": choices})
    usual = Store().values()
    differs = {name: value for name, value in store.values().items() if value != usual[name]}
    kept = differs or {"patterns": store.patterns}  # without any choice it would be a first visit
    if Store.of(kept).values() != store.values():
        kept = store.values()
    return urlencode({"v": VERSION} | {name: write(value) for name, value in kept.items()} | ways, safe=SAFE)


def _ways(text: str) -> dict[str, str]:
    """How it is shown, as it stands in a link. Raises ValueError."""
    from .shown import shown, split  # with the views, and they with Bokeh

    if not isinstance(text, str):
        raise ValueError(_("The link is shown as {way}, but that must be a text.", way=quoted(text)))
    others, ways = split(dict(parse_qsl(text)))
    if others:
        name = quoted(next(iter(others)), 40)
        raise ValueError(_("The link has {name}, which is no part of a link of this page.", name=name))
    found, problems = shown(ways)
    if problems:
        raise ValueError(problems[0])
    return found


def _place(text: str) -> str:
    """Scheme, host and path of a page. Raises ValueError."""
    try:
        parts = urlsplit(text) if isinstance(text, str) and text.isprintable() else None
        good = parts and parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good or "@" in text or " " in text:
        place = quoted(text)
        raise ValueError(
            _("The page is at {place}, but must be at an address such as https://school.example/.", place=place)
        )
    return text


def modules(link: str) -> list[str]:
    """The code of a text: rows of dark modules, 1, and light ones, 0."""
    import segno  # where a code is wanted

    return ["".join("01"[bit] for bit in row) for row in segno.make_qr(link, error="l", boost_error=True).matrix]
