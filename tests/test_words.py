"""Every word through one catalogue: it is complete, up to date, and nothing is said outside it."""

import ast
import base64
import gzip
import importlib.util
import json
import re
import threading
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from astro_dash import words
from astro_dash.aside import Line
from astro_dash.engine.patterns import PATTERNS, draw, given
from astro_dash.pages.attention.session import Session
from astro_dash.pages.explore.session import Explorer
from astro_dash.pages.scripts import BROWSER
from astro_dash.reading import Reading
from astro_dash.receiving import Files
from astro_dash.store import Said, Store, in_words
from astro_dash.words import LANGUAGES, _, many, number, speaking, spoken, told

ROOT = Path(__file__).parents[1]
HERE = ROOT / "assets" / "locale"
OTHERS = [language for language in LANGUAGES if language != "en"]
HOUSE = ROOT / "astro_dash"


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make_locale", HERE / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pot(make):
    return make.template()


def catalogue(language):
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


# The catalogue.


def test_the_template_is_what_the_code_says(make, pot):
    assert (HERE / "astro_dash.pot").read_text(encoding="utf-8") == make.text(pot), "run assets/locale/make.py"


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_is_complete(make, pot, language):
    told = make.text(make.updated(language, pot))
    assert (HERE / f"{language}.po").read_text(encoding="utf-8") == told, "run assets/locale/make.py"
    found = {message.id: message for message in catalogue(language) if message.id}
    assert set(found) == {message.id for message in pot if message.id}
    assert [key for key, m in found.items() if m.fuzzy or not m.string or not all(m.string)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_same_places_in_every_language(language):
    for message in catalogue(language):
        ids, strings = (m if isinstance(m, tuple) else (m,) for m in (message.id, message.string))
        for said in strings if message.id else ():
            assert set(re.findall(r"{\w*}", said)) == set(re.findall(r"{\w*}", ids[-1])), said
            assert said == said.strip() or ids[0] != ids[0].strip(), said


# Languages.


@pytest.mark.parametrize(
    ("asked", "accepted", "found"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "es-ES,es;q=0.9,en;q=0.8", "es"),
        (None, "fr, de;q=0.3, en;q=0.5", "en"),
        (None, "fr-CH, fr;q=0.9, de-AT;q=0.7, *;q=0.5", "de"),
        (None, "DE", "de"),
        (None, "de;q=0, es;q=0.001", "es"),
        (None, "en-GB, de", "en"),
        (None, "*", "en"),
        (None, "; ,,es;q=x, de;q=2", "en"),
        (None, ",".join(["fr"] * 10_000) + ",es", "en"),
        ("es", "de", "es"),
        ("xx", "de", "de"),
        ("ES", None, "en"),
    ],
)
def test_who_is_asked_for_what_language(asked, accepted, found):
    assert spoken(asked, accepted) == found


def test_languages_do_not_mix_between_threads():
    line, found = Line("test"), []
    for language in ("es", "de", "en"):
        with speaking(language):
            found.append(line.submit(object(), "kind", lambda: (_("Cancel"), threading.current_thread().name)))
    assert [future.result(60)[0] for future in found] == ["Cancelar", "Abbrechen", "Cancel"]
    assert _("Cancel") == "Cancel"


def test_numbers_are_written_as_the_language_has_them():
    for language, written in (("en", ["0.5", "25,000,000", "2.50"]), ("es", ["0,5", "25.000.000", "2,50"])):
        with speaking(language):
            assert [number(0.5), number(25_000_000, ","), number(2.5, ".2f")] == written
    with speaking("de"):
        assert many("{n} pixel", "{n} pixels", 1) == "1 Pixel" and _("{size} MB", size=0.5) == "0,5 MB"


def test_what_is_missing_is_said_in_english(monkeypatch):
    found = words.catalogue("es")
    forms = found.forms | {"{n} of {all}": ("{n} de {todos}",), "{n} pixel": ("{n} píxel", "{n} píxeles")}
    monkeypatch.setattr(words, "catalogue", lambda language: found._replace(forms=forms))
    with speaking("es"):
        assert _("{n} is not there", n=1) == "1 is not there"
        assert _("{n} of {all}", n=1, all=2) == "1 of 2"
        assert [many("{n} pixel", "{n} pixels", n) for n in (0, 1, 2)] == ["0 píxeles", "1 píxel", "2 píxeles"]
        assert [many("{n} such", "{n} suches", n) for n in (1, 2)] == ["1 such", "2 suches"]


def test_a_place_may_hold_anything():
    text = "{0.__class__}{x}%s"
    for language in LANGUAGES:
        with speaking(language):
            assert text in _("There is no page {which}; the pages are {pages}.", which=text, pages="")


# What is said.


@pytest.mark.parametrize("language", OTHERS)
def test_a_refusal_begins_with_the_words_of_its_choice(language):
    with speaking(language):
        for name, text in (("load", "0"), ("temperature", "x"), ("patterns", "own"), ("word", "?")):
            (problem,) = Store.from_link(f"{name}={text}" + "&patterns=letters" * (name == "word"))[1]
            label = _(Store.choices()[name].label)
            assert problem.startswith(label) and problem.endswith(".") and "but must" not in problem
        assert in_words("Nothing: 5") == "Nothing: 5"


def test_a_tab_is_answered_in_its_language():
    with speaking("es"):
        said = []
        session = Session(Said.of({}), said.append, lambda function, delay: function() if not delay else None)
        map_ = Explorer("load=0", said.append, lambda function, delay: function() if not delay else None)
    session.receive({"type": "set", "values": {"noise": "2"}})
    assert said[-1]["notice"] == "Ruido η: 2 no vale; debe ser un número de 0 a 1."
    session.receive({"type": "nonsense"})
    assert "no es ninguno que envíe esta página" in said[-1]["notice"]
    assert "Carga de memoria K" in map_.problems[0]
    session.close()
    map_.close()


PAGES = ("live", "explore", "paper", "laws", "attention", "lessons")


def spec(which: str) -> dict:
    page = importlib.import_module(f"astro_dash.pages.{which}.page")
    return json.loads(gzip.decompress(base64.b64decode(page.spec())))


@pytest.fixture
def pseudo(monkeypatch, pot):
    """A language in which every text of the catalogue stands in brackets."""

    ids = [message.id if isinstance(message.id, tuple) else (message.id,) for message in pot if message.id]
    found = words.catalogue("es")._replace(forms={forms[0]: tuple(f"⟦{form}⟧" for form in forms) for forms in ids})
    monkeypatch.setattr(words, "catalogue", lambda language: found)
    monkeypatch.setitem(LANGUAGES, "xx", "⟦⟧")


# Of what a page is built from, what is no word: keys, looks, drawings, links.
PLAIN = {
    "words", "only_for", "main", "advanced", "scale", "picture", "colour", "mark", "line", "bounds", "query", "key",
    "figure", "verdict", "item", "feeds", "links", "licence", "version", "name", "paper", "symbol", "axes", "system",
    "role", "limits", "facts",
}  # fmt: skip
NAMES = re.compile(r"Astro Dash|Vivet|Arnau|Arenas|Alex|arXiv|Emergent Self-Attention.*Dynamics")


def texts(found, key=""):
    """Texts that are read."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name == "words" and isinstance(value, str):
                yield value
            elif name == "forms" and isinstance(value, list):
                yield "|".join(value)
            elif name == "axes":
                yield from (axis["label"] for axis in value.values())
            elif name not in PLAIN:
                yield from texts(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value, key)
    elif isinstance(found, str):
        yield found


@pytest.mark.parametrize("which", PAGES)
def test_a_page_is_built_from_words_of_the_catalogue(which, pseudo):
    with speaking("xx"):
        found = spec(which)
        assert found["words"]["language"] == "xx"
    outside = {text for text in texts(found) if re.search(r"[^\W\d_]{3,}", NAMES.sub("", re.sub("⟦.*⟧", "", text)))}
    assert outside == set()


def test_the_browser_gets_the_words_of_its_page_alone():
    with speaking("de"):
        page = told(("", "paper"))["forms"]
        assert page["Recompute"] == ("Neu berechnen",) and page["Cancel"] == ("Abbrechen",) and "Compute" not in page
    assert told(("", "paper")) == {"language": "en", "languages": LANGUAGES, "forms": {}}
    said = {folder.name for folder in BROWSER.iterdir() if folder.is_dir()}
    assert said == {"lesson", "room", *PAGES}


# Nothing outside it, in Python: two words with a space between are of the catalogue, or of what nobody reads on a page.

# Words that only Python, the command line, the log, files and whoever reads the code meet; markup.
ELSEWHERE = {
    "__init__.py", "__main__.py", "attention.py", "aside.py", "commands.py", "confined.py", "mine.py", "ports.py",
    "processes.py", "streams.py",
    "shipped.py", "words.py", "engine/check.py", "engine/defaults.py", "engine/quote.py", "engine/result.py",
    "engine/labelled.py", "engine/run.py", "engine/track.py", "export.py", "laws/data.py", "plots.py",
    "pages/explore/table.py",
    "pages/chunk.py", "pages/component.py",
    "pages/live/taken/dataset.py", "pages/live/taken/lines.py", "pages/paper/__main__.py",
    "pages/scripts.py", "pages/theme.py", "rooms/frame.py", "rooms/redis.py", "server/allowed.py",
    "server/connections.py", "server/messages.py", "server/replies.py", "server/serve.py", "server/sibling.py",
    "server/static.py", "server/ending.py", "server/metrics.py", "server/tune.py", "logs.py", "health.py",
    "settings.py", "study/dataset.py", "study/files.py", "study/paper.py", "study/sweep.py", "study/workers.py",
}  # fmt: skip
SAID = {"_", "many", "Way", "debug", "info", "warning", "error", "exception"}
CODE = re.compile(
    r"^href url |^the pages have not said|^files of runs$|^nothing is on the page|^<"
    r"|^text/plain|^module |arXiv|Dynamics$|</?\w+>"
)


def unsaid(node, ids):
    """Words of a module that are not handed to the catalogue, nor in it: (line, words)."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAID:
        return
    if isinstance(node, ast.Assert) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return  # a docstring
    if isinstance(node, (ast.Constant, ast.JoinedStr)):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "0".join(part.value for part in parts if isinstance(getattr(part, "value", None), str))
        if re.search(r"[a-z]{2,}[,:;]? [a-z]{2,}", text) and text not in ids and not CODE.search(text):
            yield node.lineno, text
        return
    for child in ast.iter_child_nodes(node):
        yield from unsaid(child, ids)


def test_words_in_python_are_of_the_catalogue(pot):
    ids, found = {message.id for message in pot}, []
    for module in HOUSE.rglob("*.py"):
        name = module.relative_to(HOUSE).as_posix()
        if name not in ELSEWHERE:
            found += [(name, *each) for each in unsaid(ast.parse(module.read_text(encoding="utf-8")), ids)]
    assert found == []


def test_no_function_takes_the_name_of_the_catalogue():
    """`_` is often a name for what is not wanted."""
    for module in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                uses = {type(n.ctx) for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == "_"}
                assert len(uses) < 2, f"{module.name}: {node.name}"


def test_places_are_filled_where_they_are_said():
    """The names in a sentence are those that it is given."""
    for module in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args):
                continue
            given, keys = node.args[0], [keyword.arg for keyword in node.keywords]
            if isinstance(given, ast.Constant) and keys and None not in keys:
                assert set(re.findall(r"{(\w+)}", given.value)) == set(keys), f"{module.name}: {given.value}"


def test_patterns_have_names_in_every_language_but_a_persons_own():
    own = given([[1, -1, 1, -1]], ["cat"])
    with speaking("es"):
        assert draw("digits", 2, seed=1).said(0) == _("digit {name}", name=draw("digits", 2, seed=1).labels[0][-1])
        assert draw("letters", 2, word="Ha").name(1) == "letra a #1"
        assert draw("random", 2).name(1) == "patrón #1" and own.name(0) == "cat #0"
        pictures = draw("pictures", 486)
        assert pictures.said(pictures.labels.index("cat")) == "gato"
        both = draw("random", 2, own=own)
        assert [both.name(i) for i in (0, 1)] == ["cat #0", "patrón #1"]
    assert draw("letters", 2, word="Ha").name(1) == "letter a #1"


def test_a_word_of_a_picture_is_no_other(pot):
    """One text may mean two things: a bat flies, or hits."""
    names = set(PATTERNS["pictures"].images[1].tolist())
    found = {m.id: {file for file, _line in m.locations} for m in pot if m.id in names}
    assert set(found) == names and set().union(*found.values()) == {"astro_dash/engine/patterns"}


# Elsewhere: other processes, refusals at the door, and pages made in Python.


def test_a_process_that_reads_files_speaks_as_well():
    with speaking("de"):
        files = Files(b"\x80abc", [4], ["mine.npy"], (8, 8))
        reading = Reading(b"no map", 1000)
    assert files.found() == ["'mine.npy': ist ein Pickle, das alles Mögliche ausführen könnte und nie gelesen wird."]
    with pytest.raises(ValueError, match="Die Datei ist keine Karte: Sie lässt sich nicht lesen"):
        reading.contents()


def test_a_page_of_a_notebook_has_the_language_that_it_is_given():
    import astro_dash

    assert '"language": "en"' in unpacked(astro_dash.page("attention"))
    assert '"language": "de"' in unpacked(astro_dash.page("attention", language="de", noise=0.1))
    assert '"language": "es"' in unpacked(astro_dash.page("?page=attention&lang=es&noise=0.1"))
    assert '"language": "de"' in unpacked(astro_dash.page("?page=attention&lang=es", language="de"))
    for wrong in ("xx", "", 3):
        with pytest.raises(ValueError, match=r"^language is "):
            astro_dash.page("attention", language=wrong)
    with pytest.raises(ValueError, match=r"^noise: 2 geht nicht"):
        astro_dash.page("attention", language="de", noise=2)


def unpacked(page) -> str:
    return gzip.decompress(base64.b64decode(page.spec)).decode()
