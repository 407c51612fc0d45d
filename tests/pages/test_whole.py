"""One HTML file that plays a run: nothing in it is anybody's markup, nothing is fetched, and it is written whole."""

import base64
import gzip
import hashlib
import io
import json
import re

import pytest

import astro_dash
from astro_dash.__main__ import main
from astro_dash.engine.patterns import given
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.page import spec
from astro_dash.pages.live.recipe import Recipe
from astro_dash.pages.live.taken import whole
from astro_dash.pages.live.taken.making import made
from astro_dash.store import packed

END = "</script><img src=x onerror=alert(1)>"
OWN = packed(given([[1, -1, 1, -1]] * 2, [END, "<!--"], (2, 2)))


def written(recipe, at=""):
    return whole.whole(spec, made("html", recipe), recipe, at).decode()


def part(document, name):
    (text,) = re.findall(rf'<script type="text/plain" id="{name}">([^<]*)</script>', document)
    return gzip.decompress(base64.b64decode(text, validate=True))


def test_what_anybody_wrote_is_in_no_markup():
    document = written(Recipe({"own": OWN, "patterns": "own", "load": "2"}), "http://here/live")
    assert END not in document and "onerror=alert" not in document and "here/live" not in document
    told = json.loads(part(document, "told"))
    assert told["at"] == "http://here/live" and "patterns=own" in told["query"] and ":host" in told["style"]
    pieces, names = part(document, "pieces"), {}
    for size in told["sizes"]:
        names |= unpack(pieces[:size])[0]["names"]
        pieces = pieces[size:]
    assert not pieces and names["0"] == f"{END[:40]} #0"[: len(names["0"])]
    assert part(document, "spec").startswith(b"{") and document.count("<script") == document.count("</script>") == 5


def test_its_policy_lets_its_own_scripts_run_and_nothing_be_fetched():
    document = written(Recipe({"load": "5"}))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', document)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", document, re.DOTALL)
    digests = [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts]
    assert rules["script-src"].split() == digests and len(digests) == 2 and rules["default-src"] == "'none'"
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", document.replace(scripts[0], ""))


def test_a_script_that_would_end_itself_does_not():
    tricky = 'a = "</SCRIPT>"; b = "<!-- <script>"'
    inline = whole._inline(tricky)
    assert not re.search("</?script|<!--", inline, re.IGNORECASE)
    assert inline.replace("\\x3c", "<") == tricky


def test_one_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(whole, "MOST_BYTES", 1000)
    with pytest.raises(ValueError, match=r"would have .* MB, but may have"):
        written(Recipe({"load": "5"}))


def test_a_page_is_saved_as_it_is(tmp_path):
    page = astro_dash.page(load=9, patterns="letters")
    page.save(tmp_path / "run.html")
    first = (tmp_path / "run.html").read_text()
    assert json.loads(part(first, "told"))["values"]["load"] == "9"
    page._session.receive({"type": "ready"})
    page._session.receive({"type": "set", "values": {"temperature": "5"}, "frame": 8})
    out = io.StringIO()
    page.save(out)
    sizes = json.loads(part(out.getvalue(), "told"))["sizes"]
    modes, pieces = [], part(out.getvalue(), "pieces")
    for size in sizes:
        modes.append(unpack(pieces[:size])[0]["mode"])
        pieces = pieces[size:]
    assert "branch" in modes and modes[0] == "reset"
    page.store.param.update(load=4)  # chosen in Python, where no browser has acted on it yet
    page.save(out := io.BytesIO())
    assert json.loads(part(out.getvalue().decode(), "told"))["values"]["load"] == "4"
    with pytest.raises(ValueError, match="there is no folder"):
        page.save(tmp_path / "none" / "run.html")


def exported(*options):
    main(["export", *map(str, options)])


def test_the_command_line_writes_every_kind(tmp_path, capsys):
    link = "http://x/?load=5&patterns=letters&horizon=1&page=live&hide=own"
    for name, start in (("a.csv", b"# title"), ("b.gif", b"GIF89a"), ("c.HTML", b"<!DOCTYPE html>")):
        exported(link, "--out", tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
        assert capsys.readouterr().out.startswith(str(tmp_path / name))
    exported("--load", 5, "--patterns", "letters", "--horizon", 1, "--out", tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "x.txt"], "'x.txt', but must end in one of .csv"), (["--out", "none/x.csv"], "there is no folder"),
        (["?load=5", "--load", "6", "--out", "x.csv"], "beside --load"), (["load", "--out", "x.csv"], "a link"),
        (["?load=0", "--out", "x.csv"], "--load is 0"), (["?page=paper", "--out", "x.csv"], "'paper'"), ([], "--out"),
    ],
)  # fmt: skip
def test_what_it_cannot_write_is_a_sentence(options, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        exported(*options)
    said = capsys.readouterr().err
    assert ended.value.code == 2 and words in said and said.count("\n") == 1 and not list(tmp_path.iterdir())
