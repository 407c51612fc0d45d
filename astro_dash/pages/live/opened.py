"""A link that no address has room for: a page that is loaded anew brings its own memories along."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from ...engine.quote import quoted
from ...store import Store, packed, unpacked
from ...words import _
from ..listener import Listener
from .sight import wished

MOST_LINK, MOST_PARTS = 1_000_000, 100  # bytes of a link, and names in it


class Opened(Listener):
    """The part of a session that begins with it, in place of that of the address."""

    store: Store
    problems: list[str]
    shown: dict[str, str]
    wished: tuple

    def _open(self, link: bytes) -> None:
        """What cannot be taken of it is a problem; without what can, the page is that of its address."""
        from .shown import shown, split  # with all views

        try:
            choices, ways = split(_parts(link))
            if choices.get("own"):
                choices["own"] = packed(unpacked(choices["own"]))  # as their link is known
            store, problems = Store.from_link(urlencode(choices))
        except ValueError as error:
            self.problems = [str(error)]
            return
        self.store.set(**store.values())
        ways, wrong = shown(ways, store)
        ways.pop("room", None)  # which the address has
        self.shown, self.wished, self.problems = ways, (*wished(ways), ()), [*problems, *wrong]


def _parts(link: bytes) -> dict[str, str]:
    try:
        if isinstance(link, bytes) and len(link) <= MOST_LINK:
            return dict(parse_qsl(link.decode(), keep_blank_values=True, max_num_fields=MOST_PARTS))
    except ValueError:  # which says it in words of its own
        pass
    raise ValueError(_("The link is {link}, but must be that of a page.", link=quoted(link, 40)))
