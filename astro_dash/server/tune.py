"""All changes that the sessions of a process share, made once."""

from functools import cache

import panel as pn
from jinja2 import Template

from .. import logs
from . import connections, corked, defaults, doors, messages, replies, shell, static


@cache
def tune() -> None:
    """Change what all servers of this process share; once, however often it is called.

    Call it when the app is imported, after its other imports: what is loaded by then is left out of later garbage
    collections.
    """
    for part in (defaults, static, doors, connections, messages, replies, shell, corked, logs):
        part.apply()


def asked_again() -> bool:
    """Whether the page being built was asked for before `tune`, as the first one of `panel serve` is; then it becomes
    one that asks for itself again, since its session is unsigned and its answer without our headers."""
    doc = pn.state.curdoc
    context = doc and doc.session_context
    if not context or "." in context.id:  # no server, or signed
        return False
    doc.template = Template('<!doctype html><title>Astro Dash</title><meta http-equiv="refresh" content="0">')
    return True
