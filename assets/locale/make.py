"""Make astro_dash.pot from all that the pages say, and bring es.po and de.po up to it: python assets/locale/make.py

What a translator then finds empty, or marked fuzzy because its English has changed, is said in English until it is
written. Words come from

_("…"), many("one", "other", n) in Python and page.html, and t("…"), tn("one", "other", n) in the browser's modules;
the registries, where things are named once: choices, systems, pattern sets, views, verdicts, measures, laws, the
glossary.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

KEYWORDS = {"_": None, "many": (1, 2), "t": None, "tn": (1, 2)}
# By the ending of a file.
METHODS = {".py": "python", ".js": "javascript", ".html": "jinja2.ext:babel_extract"}
# Lines of a file that say nothing, or change from one day to the next.
NOTHING = (
    '"Project-Id', '"Report-', '"POT-Creation', '"PO-Revision', '"Last-Translator', '"Language-Team', '"Generated-By',
    "#, python-brace-format",
)  # fmt: skip


def written() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Words in the code: of which file, and the English."""
    house = ROOT / "astro_dash"
    for file in sorted(file for file in house.rglob("*") if file.suffix in METHODS):
        text = BytesIO(file.read_bytes())
        options = {"encoding": "utf-8", "parse_template_string": "false"}
        found = extract(METHODS[file.suffix], text, KEYWORDS, (), options)
        for _, words, *_ in found:
            yield file.relative_to(ROOT).as_posix(), words


def registered() -> Iterator[tuple[str, str]]:
    """Words of the registries."""
    from astro_dash import cited
    from astro_dash.engine.models import MODELS
    from astro_dash.engine.patterns import PATTERNS
    from astro_dash.engine.patterns.own import TITLE
    from astro_dash.laws import LAWS, commits
    from astro_dash.pages.explore import form, map
    from astro_dash.pages.glossary import GLOSSARY
    from astro_dash.pages.laws.page import INTRO
    from astro_dash.pages.live.verdicts import VERDICTS
    from astro_dash.pages.live.views import VIEWS
    from astro_dash.pages.paper import summary
    from astro_dash.pages.paper.page import MARKS
    from astro_dash.pages.theme import TITLES
    from astro_dash.store import Store
    from astro_dash.store.kinds import Count, Quantity

    yield "astro_dash/cited.py", cited.ABOUT
    for model in MODELS.values():
        yield from (("astro_dash/engine/models", words) for words in (model.title, model.wires))
    for patterns in PATTERNS.values():
        yield from (("astro_dash/engine/patterns", words) for words in (patterns.title, patterns.letters))
    names = [TITLE, "pattern", *(f"{PATTERNS[key].noun} {{name}}" for key in ("digits", "letters"))]
    for words in (*names, *sorted(PATTERNS["pictures"].images[1].tolist())):
        yield "astro_dash/engine/patterns", words
    for choice in Store.choices().values():
        each = (choice.label, choice.doc, *getattr(choice, "objects", {}).values())
        yield from (("astro_dash/store/choices.py", words) for words in each)
    for name in sorted(Store.LIVE):  # within a sentence
        yield "astro_dash/store/choices.py", Store.choices()[name].label.lower()
    for kind in (Count, Quantity):
        yield "astro_dash/store/kinds.py", kind.kind
    for title in TITLES.values():
        yield "astro_dash/pages/theme.py", title
    for term in GLOSSARY:
        yield from (("astro_dash/pages/glossary.py", words) for words in (term.forms, term.sentence))
    for verdict in VERDICTS:
        yield "astro_dash/pages/live/verdicts.py", verdict.words
    for law in LAWS.values():
        yield from (("astro_dash/laws", words) for words in (law.title, law.question, law.claim, law.bars))
    yield from (("astro_dash/laws", words) for words in commits.WORDS.values())
    yield from (("astro_dash/pages/laws/page.py", words) for words in INTRO)
    for view in VIEWS.values():
        words = [view.title, view.caption, *(view.without or ()), *sum(view.others.values(), ())]
        yield from (("astro_dash/pages/live/views", each) for each in words)
    each = [*form.WORDS.values(), *(part for words in form.MEASURES.values() for part in words[:2])]
    yield from (("astro_dash/pages/explore/form.py", words) for words in each)
    yield from (("astro_dash/pages/explore/map.py", sentence) for _, sentence in map.BETTER.values())
    each = [*summary.UNITS.values(), *(part for words in summary.PANELS.values() for part in words)]
    yield from (("astro_dash/pages/paper/summary.py", words) for words in each)
    yield from (("astro_dash/pages/paper/page.py", verdict) for verdict in MARKS)


def template() -> Catalog:
    """All words, each with the files that say it."""
    pot = Catalog(project="Astro Dash", charset="utf-8", header_comment="# The words of Astro Dash.")
    for file, words in (*written(), *registered()):
        if words and words[0]:
            pot.add(words if isinstance(words, str) else tuple(words), locations=[(file, None)])
    return pot


def text(catalog: Catalog) -> str:
    """The file of a catalogue, without what says nothing, or changes from one day to the next."""
    file = BytesIO()
    write_po(file, catalog, width=120, include_lineno=False, ignore_obsolete=True)
    lines = file.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(NOTHING)) + "\n"


def updated(language: str, pot: Catalog) -> Catalog:
    """The catalogue of a language, with what is new in the template and without what is gone."""
    with (HERE / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language)
    found.update(pot, update_creation_date=False)
    return found


if __name__ == "__main__":
    pot = template()
    (HERE / "astro_dash.pot").write_text(text(pot), encoding="utf-8")
    for language in sorted(file.stem for file in HERE.glob("*.po")):
        found = updated(language, pot)
        (HERE / f"{language}.po").write_text(text(found), encoding="utf-8")
        todo = [message for message in found if message.id and (message.fuzzy or not all(message.string or [""]))]
        print(language, len(todo), "to do")
