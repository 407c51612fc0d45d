"""One module of the many in browser/: each file once, after what it needs; what cannot be one is refused by name."""

import re

import pytest

from astro_dash.pages.attention import Attention
from astro_dash.pages.explore import Explore
from astro_dash.pages.laws import Laws
from astro_dash.pages.lessons import Lessons
from astro_dash.pages.live import Live
from astro_dash.pages.paper import Paper
from astro_dash.pages.scripts import BROWSER, scripts


@pytest.fixture
def made(tmp_path):
    """The module of some files, from the last."""

    def made(**files):
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return scripts(name.replace("__", "/"), tmp_path)

    return made


def test_each_file_is_there_once_and_after_what_it_needs(made):
    text = made(
        a="export const a = 1\n",
        b='import {a} from "./a.js"\n\nexport function b() {}\n',
        c='import {a} from "./a.js"\nimport {\n  b,\n} from "./b.js"\nexport class c {}\nexport const render = b\n',
    )
    assert re.findall(r"^(export )?(\w+) (\w+)", text, re.MULTILINE) == [
        ("", "const", "a"), ("", "function", "b"), ("export ", "class", "c"), ("export ", "const", "render"),
    ]  # fmt: skip
    assert "import" not in text


def test_folders_reach_each_other(made):
    text = made(a="export const a = 1\n", up__b='import {a} from "../a.js"\nexport const b = a\n')
    assert text.index("const a") < text.index("const b")


def test_words_about_types_are_no_imports(made):
    text = made(a='/** @import {b} from "./b.js" */\n// import {b} from "./b.js"\nexport const a = 1\n')
    assert text == "export const a = 1\n"


def test_comments_stay_at_home(made):
    code = 'export function a() {\n  // why\n  const b = "//x" // here\n  return /** @type {any} */ (b)\n}\n'
    text = made(a="// A file.\n/**\n * What * it is.\n * @param {string} c\n */\n" + code)
    assert text == code.replace("  // why\n", "")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a": 'import {b} from "./b.js"\n'}, r"a\.js needs .*b\.js, but there is no such file"),
        ({"a": 'import {b} from "./b.js"\nexport const a = 1\n', "b": 'import {a} from "./a.js"\nexport const b = 1\n'},
         r"b\.js imports a\.js imports b\.js, but imports may not go in a circle"),
        ({"a": 'import {a} from "./a.js"\n'}, r"a\.js imports a\.js, but"),
        ({"a": "const one = 1\nexport const a = 1\n", "b": 'import {a} from "./a.js"\nasync function one() {}\n'},
         r"b\.js and a\.js both have 'one' at their top"),
        ({"a": "const a = 1\n", "b": 'import {a} from "./a.js"\n'},
         r"b\.js imports 'a' from a\.js, which does not export it"),
        ({"a": "export const a = 1\n", "b": 'import {\n  a,\n  c,\n} from "./a.js"\n'},
         r"b\.js imports 'c' from a\.js, which"),
    ],
    ids=["missing", "circle", "itself", "twice", "not exported", "one of two"],
)  # fmt: skip
def test_what_cannot_be_one_module_is_refused_by_the_names_of_its_files(made, files, words):
    with pytest.raises(ValueError, match=words):
        made(**files)


def test_no_file_is_left_out_of_every_page():
    top = re.compile(r"^(?:export )?(?:async )?(?:class|const|function) (\w+)", re.MULTILINE)
    pages = [page._esm for page in (Live, Explore, Paper, Laws, Attention, Lessons)]
    there = {name for module in [*pages, scripts("live/recorded")] for name in top.findall(module)}
    for file in BROWSER.rglob("*.js"):
        assert set(top.findall(file.read_text(encoding="utf-8"))) & there, f"no page needs {file}"


def test_a_page_has_no_script_that_it_does_not_need():
    assert "class Player" in Live._esm and "class Player" not in Explore._esm + Paper._esm
    assert "class Chart" in Explore._esm and "class Chart" not in Live._esm + Paper._esm
    assert "class Matrix " in Attention._esm and "class Matrix " not in Live._esm and "class View" not in Attention._esm
    for page in (Live, Explore, Paper, Laws, Attention, Lessons):
        assert page._esm.count("class Line ") == page._esm.count("export const render = ") == 1
