"""One HTML file that plays a run with all views, without a server or a network.

What it says may come from anybody: all of it is compressed and in base64, in which no markup can stand. A policy in its
head lets the two scripts run that are in it, by their digests, and lets nothing be fetched.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import bokeh

from ....cited import ABOUT, NAME
from ....shipped import asset
from ....store import Store
from ....words import _, language, number
from ...chunk import packed
from ...scripts import scripts
from ..recipe import Recipe

MOST_BYTES = 20_000_000
_BOKEH = Path(bokeh.__file__).parent / "server/static/js/bokeh.min.js"
_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" data-recorded>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {digests}; \
style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{about}">
<title>{name}</title>
<style>
html {{ background: #ffffff; color: #1b1f23; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }}
@media screen and (prefers-color-scheme: dark) {{ html {{ background: #111418; color: #e8ebee; }} }}
body {{ margin: 0; display: flow-root; }}
noscript {{ font: 0.9375rem/1.4 system-ui, sans-serif; }}
</style>
</head>
<body>
<div id="page"></div>
<noscript><p>{noscript}</p></noscript>
<script type="text/plain" id="told">{told}</script>
<script type="text/plain" id="spec">{spec}</script>
<script type="text/plain" id="pieces">{pieces}</script>
<script>{bokeh}</script>
<script type="module">{module}</script>
</body>
</html>
"""


def whole(spec: Callable[[], str], data: bytes, recipe: Recipe, at: str = "") -> bytes:
    """The file of what was recorded of a recipe (`making.made` of "html"), on a page of that `spec`; `at` is where the
    live page is, if there is one. Raises ValueError if it is too large."""
    sizes, pieces = data.partition(b"\n")[::2]
    values = {name: value for name, value in recipe.choices.items() if name != "own"}
    told = {"sizes": json.loads(sizes), "at": at, "query": Store.of(recipe.choices).link(), "values": values}
    told["style"] = asset("style.css").read_text(encoding="utf-8")
    bokehs, module = _scripts()
    document = _DOCUMENT.format(
        digests=" ".join(map(_digest, (bokehs, module))), about=escape(_(ABOUT)), name=NAME, language=language(),
        noscript=escape(_("This file is a program that runs in the browser, and JavaScript is off here.")),
        told=packed(told), spec=spec(), bokeh=bokehs, module=module,
        pieces=base64.b64encode(gzip.compress(pieces)).decode(),
    ).encode()  # fmt: skip
    if len(document) > MOST_BYTES:
        raise ValueError(
            _(
                "The file would have {size} MB, but may have {most}: store fewer memories, or race fewer systems.",
                size=number(len(document) / 1e6, ".0f"), most=number(MOST_BYTES / 1e6, ".0f"),
            )
        )
    return document


@cache
def _scripts() -> tuple[str, str]:
    """BokehJS, and the page; neither has an end of a script in it."""
    return _inline(_BOKEH.read_text(encoding="utf-8")), _inline(scripts("live/recorded"))


def _inline(script: str) -> str:
    """A script that may stand in a document: of what would end it, in its texts, the letter is written otherwise."""
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
