"""The words of pages and messages, in the language of whoever reads them.

English sentences, whole, with named places, are the keys of one catalogue, `assets/locale/<language>.po` (gettext);
what it has not is said in English. Which language is read is known in each turn of a tab (`speaking`); where nothing is
said, as on the command line, it is English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, reduce, wraps
from gettext import c2py
from typing import NamedTuple, TypeVar

from .shipped import asset

ENGLISH = "en"
LANGUAGES = {"en": "English", "es": "español", "de": "Deutsch"}  # each in its own words
FOLDER = asset("locale")
LONGEST = 400  # characters of Accept-Language that are read
_WISH = re.compile(r"\s*([a-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE | re.ASCII)

_now: ContextVar[str] = ContextVar("language", default=ENGLISH)
F = TypeVar("F", bound=Callable)


class Catalogue(NamedTuple):
    """What a language has for an English sentence: its forms, one, or by number; for whom, files of the house; and how
    it writes numbers: `plural` picks a form, `marks` are its decimal mark and that of thousands."""

    forms: dict[str, tuple[str, ...]]
    files: dict[str, frozenset[str]]
    plural: Callable[[int], int]
    marks: tuple[str, str]


@lru_cache(len(LANGUAGES))
def catalogue(language: str) -> Catalogue:
    """That of a language; read once."""
    from babel import Locale
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language)
    forms, files = {}, {}
    for message in found:
        key = message.id if isinstance(message.id, str) else message.id[0]
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if key and all(said) and not message.fuzzy:
            forms[key] = said
            files[key] = frozenset(file for file, _ in message.locations)
    symbols = Locale(language).number_symbols["latn"]
    return Catalogue(forms, files, c2py(found.plural_expr), (symbols["decimal"], symbols["group"]))


def ready(language: str) -> None:
    """Read what a language needs now, where no file can be opened later."""
    if language != ENGLISH:
        catalogue(language)


def language() -> str:
    """That of the present turn."""
    return _now.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say all in a language, one of `LANGUAGES`, as long as the block."""
    before = _now.set(language)
    try:
        yield
    finally:
        _now.reset(before)


def bound(function: Callable) -> Callable:
    """A function that says, wherever it is called, what it says in the language of now."""
    now = language()

    def said(*arguments, **named):
        with speaking(now):
            return function(*arguments, **named)

    return said


def cached(most: int | None = None) -> Callable[[F], F]:
    """`functools.lru_cache` of what has words in it: for each language."""

    def keeping(function):
        kept = lru_cache(most)(lambda _, *arguments: function(*arguments))
        return wraps(function)(lambda *arguments: kept(language(), *arguments))

    return keeping


def _(sentence: str, /, **places) -> str:
    """A sentence in the language of now, with what stands in its places: numbers as `number` writes them."""
    return _filled(sentence, sentence if language() == ENGLISH else _forms(sentence, sentence)[0], places)


def many(one: str, other: str, n: int, /, **places) -> str:
    """The same of n things, for which a language may have several forms; `n` is a place, too."""
    form = one if n == 1 else other
    if language() != ENGLISH and (forms := _forms(one, "")) != ("",):
        form = forms[min(catalogue(language()).plural(n), len(forms) - 1)]
    return _filled(one if n == 1 else other, form, {"n": n, **places})


def _forms(sentence: str, otherwise: str) -> tuple[str, ...]:
    return catalogue(language()).forms.get(sentence, (otherwise,))


def _filled(english: str, said: str, places: dict) -> str:
    if not places:
        return said
    written = {name: number(value) if isinstance(value, float) else value for name, value in places.items()}
    try:
        return said.format(**written)
    except (LookupError, ValueError):  # places that the English has not
        return english.format(**written)


def number(value, how: str = "") -> str:
    """A number as the language writes it; `how` as `format` has it."""
    text = format(value, how or ("g" if isinstance(value, float) else ""))
    if language() == ENGLISH:
        return text
    decimal, group = catalogue(language()).marks
    return text.translate({ord("."): decimal, ord(","): group})


def spoken(asked: str | None, accepted: str | None = None) -> str:
    """The language that is asked for; or else that of ours which a browser would have first (its Accept-Language); or
    else English."""
    if asked in LANGUAGES:
        return str(asked)
    wishes = [match for part in (accepted or "")[:LONGEST].split(",") if (match := _WISH.fullmatch(part))]
    ours = [(float(wish[2] or 1), wish[1].lower()) for wish in wishes if wish[1].lower() in LANGUAGES]
    weight, best = max(ours, key=lambda wish: wish[0], default=(0, ENGLISH))
    return best if weight > 0 else ENGLISH


def told(folders: tuple[str, ...]) -> dict:
    """What the browser needs of the language: its name and those of all, and the forms of the sentences of the files in
    some folders of `astro_dash/browser`."""
    forms = {}
    if language() != ENGLISH:
        found = catalogue(language())
        ours = {key for key, files in found.files.items() if any(_in(file, folders) for file in files)}
        forms = {key: found.forms[key] for key in sorted(ours)}
    return {"language": language(), "languages": LANGUAGES, "forms": forms}


def _in(file: str, folders: tuple[str, ...]) -> bool:
    folder, browser, rest = file.partition("astro_dash/browser/")
    return bool(browser) and not folder and rest.rpartition("/")[0] in folders


def both(parts: Iterable[str]) -> str:
    """Some, and all of them."""
    return reduce(lambda one, other: _("{one} and {other}", one=one, other=other), parts)


def either(parts: Iterable[str]) -> str:
    """Some, and any of them."""
    return reduce(lambda one, other: _("{one} or {other}", one=one, other=other), parts)
