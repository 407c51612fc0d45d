"""What a lesson may name of the pages: their choices, views and parts."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

from ..engine.models import MODELS
from ..lessons import Driven, Known
from ..store import Said, Store, parsed
from ..store.kinds import write
from ..store.said import FOLLOWS, GATED, NONE, OWN
from .attention.page import ADVANCED, MAIN
from .explore import form
from .live.shown import PARTS
from .live.verdicts import VERDICTS
from .live.views import VIEWS
from .theme import TITLES

_WAYS = tuple(f"page-{key}" for key in TITLES)


def _copied(store: Store, choices: dict) -> Store:
    copy = Store(**store.values())
    copy.set(**choices)
    return copy


def _texts(store: Store) -> dict[str, str]:
    return {name: write(value) for name, value in store.values().items()}


def _spoken(said: Said) -> dict[str, str]:
    return {name: text for name, text in said.values().items() if name not in (*FOLLOWS, *NONE)}


def _said(name: str, value):
    return write(value) if name in OWN else parsed(name, value)


def _filled(fields: dict, choices: dict) -> dict:
    given = fields | {name: write(value) for name, value in choices.items()}
    form.of(given)
    return given


@cache
def known() -> Known:
    """Once a process."""
    live = Driven(
        Store, _copied, _texts, Store.link, parsed, choices=tuple(Store.choices()),
        parts=(*VIEWS, *PARTS, *_WAYS), views=tuple(VIEWS),
    )  # fmt: skip
    attention = Driven(
        lambda: Said.of({}), lambda said, choices: Said.of(choices, said), _spoken, Said.link, _said,
        choices=(*MAIN, *ADVANCED, "word", *OWN), parts=_WAYS,
    )  # fmt: skip
    explore = Driven(
        dict, _filled, form.of, lambda given: "page=explore&" + urlencode({"v": form.VERSION, **form.of(given)}),
        lambda name, value: form.checked(form.START, name, write(value)), choices=tuple(form.START), parts=_WAYS,
    )  # fmt: skip
    return Known(
        pages={"live": live, "attention": attention, "explore": explore}, systems=tuple(MODELS), gated=GATED,
        verdicts=tuple(verdict.key for verdict in VERDICTS),
    )  # fmt: skip
