"""The document of a page without a session behind it: it is the same for all but for its token, and Bokeh makes the
session from that, once a socket comes with it. What only looks at the page costs nothing and takes no place."""

from __future__ import annotations

import functools
from html import escape
from weakref import WeakKeyDictionary

import panel as pn
from bokeh.server.auth_provider import NullAuth
from bokeh.util.token import generate_jwt_token, generate_session_id
from panel.io.server import DocHandler

from ..pages import PAGES
from ..pages.component import preview
from ..words import spoken

Shell = tuple[str, str, str]  # a document, and the token and the address of the picture that stand in it

_shells: WeakKeyDictionary = WeakKeyDictionary()  # of applications, by page and language


def apply() -> None:
    """Answer so in this process, for the applications that are `same_for_all`."""
    DocHandler.get = _answering(DocHandler.get)


def same_for_all(application) -> None:
    """Its document says nothing but which page it is, in which language. A context of Bokeh's applications."""
    _shells[application] = {}


def _answering(plain):
    @functools.wraps(plain)
    async def get(self, *args, **kwargs):
        shells, key = _shells.get(self.application_context), _key(self)
        if shells is None or not _open_to_all(self):
            return await plain(self, *args, **kwargs)
        if key in shells:
            self.set_header("Cache-Control", "no-store")
            self.set_header("Content-Type", "text/html")
            self.write(_filled(shells[key], _token(self), preview(self.request)))
            return None
        written, write = [], self.write
        self.write = lambda page: (written.append(page), write(page))[1]
        await plain(self, *args, **kwargs)
        if shell := _shell(self, "".join(map(str, written))):
            shells[key] = shell

    return get


def _open_to_all(handler) -> bool:
    """Whether nobody is asked who he is, and nothing is shared or moved."""
    asks = pn.config.authorize_callback or not isinstance(handler.application.auth_provider, NullAuth)
    moved = pn.config.reuse_sessions or handler.application.prefix
    return not asks and not moved and hasattr(handler, "_generate_token_payload")


def _key(handler) -> tuple[str, str]:
    asked = {name: values[-1].decode(errors="replace") for name, values in handler.request.query_arguments.items()}
    page = asked.get("page", "live")
    return page if page in PAGES else "live", spoken(asked.get("lang"), handler.request.headers.get("Accept-Language"))


def _shell(handler, page: str) -> Shell | None:
    """Of a document that was written with a session; None where it is none of a page, such as one that says why."""
    token, picture = page.partition('"token":"')[2].partition('"')[0], escape(preview(handler.request))
    good = "data-astro-dash" in page and token and page.count(token) == 1 and picture in page
    return (page, token, picture) if good else None


def _filled(shell: Shell, token: str, picture: str) -> str:
    page, old, where = shell
    return page.replace(old, token).replace(where, escape(picture))


def _token(handler) -> str:
    """As `DocHandler.get_session` signs it."""
    app = handler.application
    signing = {"secret_key": app.secret_key, "signed": app.sign_sessions}
    payload = handler._generate_token_payload()
    return generate_jwt_token(
        generate_session_id(**signing), **signing, expiration=app.session_token_expiration, extra_payload=payload
    )
