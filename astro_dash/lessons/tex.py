"""Equations, as far as they can be checked without typesetting them, which the browser does, by KaTeX as Panel ships
it."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..engine.quote import quoted
from ..words import _

KATEX = "bundled/katex/katex@0.16.22/dist/katex.min.js"  # of Panel's `dist`
LONGEST = 600  # characters
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_FORBIDDEN = frozenset(
    "href url includegraphics htmlClass htmlId htmlStyle htmlData def gdef edef xdef newcommand renewcommand "
    "providecommand let futurelet global long char".split()
)


@cache
def commands() -> frozenset[str]:
    """The commands that KaTeX has; none where Panel does not ship it."""
    package = find_spec("panel")
    script = Path(package.origin).parent / "dist" / KATEX if package and package.origin else Path()
    if not script.is_file():
        return frozenset()
    return frozenset(re.findall(r'["\']\\\\([A-Za-z]+)["\']', script.read_text(encoding="utf-8")))


def wrong(tex: str) -> str:
    """What is wrong with an equation, in a sentence; or nothing."""
    shown = quoted(tex, 40)
    if len(tex) > LONGEST:
        return _(
            "The equation {shown} has {n} characters, but may have {most}.",
            shown=shown, n=len(tex), most=LONGEST,
        )
    if not tex.strip():
        return _("The equation is empty.")
    depth = 0
    for mark in re.findall(r"[{}]", re.sub(r"\\.", "", tex, flags=re.DOTALL)):
        depth += 1 if mark == "{" else -1
        if depth < 0:
            break
    if depth:
        return _("The equation {shown} has braces that do not match.", shown=shown)
    named = [name for name in _COMMAND.findall(tex) if name.isalpha()]
    known = commands()
    for name in named:
        if name in _FORBIDDEN or (known and name not in known):
            return _("The equation {shown} has \\{name}, which is no command of its own here.", shown=shown, name=name)
    for opens, closes in (("left", "right"), ("begin", "end")):
        if named.count(opens) != named.count(closes):
            return _(
                "The equation {shown} has \\{opens} without its \\{closes}.",
                shown=shown, opens=opens, closes=closes,
            )
    return ""
