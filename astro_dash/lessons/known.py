"""What a lesson may name, as whoever has the pages tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Driven(NamedTuple):
    """A page that a lesson drives.

    start()            its state before a lesson
    after(state, of)   another state, after choices by the names of its link; raises ValueError
    values(state)      all choices, as texts
    query(state)       its link, without a page's name where it is the first
    parse(name, value) of a choice, a value that it may have; raises ValueError
    choices            the names that can be conditions, hidden and locked
    parts              what else can be hidden and locked: views and parts of the page
    views              those of the parts that are views
    """

    start: Callable[[], Any]
    after: Callable[[Any, dict], Any]
    values: Callable[[Any], dict[str, str]]
    query: Callable[[Any], str]
    parse: Callable[[str, Any], Any]
    choices: tuple[str, ...]
    parts: tuple[str, ...] = ()
    views: tuple[str, ...] = ()


class Known(NamedTuple):
    """pages      those that lessons drive; the first is the usual one
    systems    keys of all systems, and of those with gains
    verdicts   keys of what a state can be
    """

    pages: Mapping[str, Driven]
    systems: tuple[str, ...]
    gated: tuple[str, ...]
    verdicts: tuple[str, ...]
