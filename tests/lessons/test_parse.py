"""A lesson's file: what is in it, and one sentence with the line for each thing that is wrong."""

from pathlib import Path

import pytest

from astro_dash import pages  # noqa: F401  it knows what a lesson may name
from astro_dash.lessons import LIBRARY, MOST_BYTES, Broken, found, parse
from astro_dash.lessons.faults import Faults
from astro_dash.lessons.lined import lined

SOURCE = (Path(__file__).parent / "valley.md").read_text(encoding="utf-8")


def read(source: str | bytes):
    return parse(source.encode() if isinstance(source, str) else source, "a.md", LIBRARY.knows())


def faults(source) -> list[tuple[int, str]]:
    with pytest.raises(Broken) as broken:
        read(source)
    return [(fault.line, fault.words) for fault in broken.value.faults]


def line_of(source: str, text: str) -> int:
    return source[: source.index(text)].count("\n") + 1


def test_what_is_read():
    lesson = read(SOURCE)
    first, draw, word, back = lesson.steps
    assert (lesson.name, lesson.minutes, len(lesson.teacher["ask"])) == ("a", 5, 3)
    assert first["values"]["load"] == "3" and first["values"]["system"] == "astro,hopfield" and not first["play"]
    assert first["hide"] == ["connectivity", "page-paper"] and first["lock"] == ["temperature"]
    assert [kind for kind, _ in first["parts"]] == ["prose", "guess", "task", "reveal"]
    assert ["math", {"display": False}, "\\eta N"] in first["parts"][0][1][0]
    assert first["parts"][2][1]["when"] == [
        {"what": "rest"}, {"what": "verdict", "system": "astro", "test": {"op": "in", "value": ["recalled"]}},
    ]  # fmt: skip
    assert draw["values"] == first["values"] and draw["play"] and draw["hide"] == []  # choices stay, the rest does not
    assert draw["parts"][0][1][0][2] == ["drawing", {"name": "schematic"}, "Neurons, synapses and the astrocyte"]
    assert word["page"] == "attention" and word["values"]["word"] == "HOPF" and "page=attention" in word["query"]
    assert back["page"] == "live" and back["values"] == first["values"]
    assert lesson.told()["typeset"]


# What stands in the file, what stands there instead, the text on whose line the mistake is, and words of the sentence.
WRONG = [
    ("load: 3", "lode: 3", "state: {patterns", "'lode'"),
    ("load: 3", "load: 300", "state: {patterns", "load is 300"),
    ("[astro, hopfield]", "[astro, hopfeld]", "state: {patterns", "'hopfeld'"),
    ("patterns: letters", "patterns: runes", "state: {patterns", "'runes'"),
    ("noise: 0.2", "noise: much", "state: {patterns", "noise is 'much'"),
    ("[connectivity,", "[conectivity,", "hide: [con", "'conectivity'"),
    ("page-paper", "page-papers", "hide: [con", "'page-papers'"),
    ("lock: [temperature]", "lock: [temprature]", "lock: [tempr", "'temprature'"),
    ("play: no", "play: maybe", "play: maybe", "play is 'maybe'"),
    ("play: no", "focus: modern", "focus: modern", "focus is 'modern'"),
    ("play: no", "plays: no", "plays: no", "'plays'"),
    ("page: attention", "page: atention", "page: atention", "'atention'"),
    ("word: HOPF", "word: H?PF", "state: {word", "'?'"),
    ("temperature: 4}", "inverted: 9}", "state: {word", "inverted is 9"),
    ("{rest: yes,", "{rests: yes,", "when: {rests", "'rests'"),
    ("{rest: yes,", "{rest: no,", "when: {rest", "rest is no"),
    ("astro: recalled", "astro: remembered", "when: {rest", "'remembered'"),
    ("verdict: {astro:", "verdict: {astra:", "when: {rest", "'astra'"),
    ('drawn: ">= 3"', "drawn: some", "when: {drawn", "drawn is 'some'"),
    ('noise: ">= 0.3"', "noise: lots", "when: {noise", "noise is 'lots'"),
    ('noise: ">= 0.3"', 'seen: moon', "when: {seen", "seen is 'moon'"),
    ("lock: [patterns]", "lock: [temperature]", "when: {temperature", "locks it"),
    ("    right: yes\n", "", "options:", "None of the options is right"),
    ("right: 12", "right: 50", "number: {low", "right is 50"),
    ("low: 1,", "low: 41,", "number: {low", "high is 40"),
    ("step: 1,", "step: tiny,", "number: {low", "step is 'tiny'"),
    ("number: {", "numbers: {", "numbers: {", "'numbers'"),
    ("do: Run it", "todo: Run it", "todo: Run it", "'todo'"),
    ("title: A valley to fall into\n", "", "question: What will a", "no 'title'"),
    ("minutes: 5", "minutes: five", "minutes: five", "minutes is 'five'"),
    ("minutes: 5", "minutes: 500", "minutes: 500", "minutes is 500"),
    ("  offline: Show it on the projector.\n", "", "teacher:", "no 'offline'"),
    ("ask: [What moves?, What stays?, Where does it stop?]", "ask: What?", "ask: What?", "list of questions"),
    ("minutes: 5", "minutes: [5", "minutes: [5", "no YAML"),
    ("minutes: 5", "minutes: &a 5", "minutes: &a", "anchor or alias"),
    ("minutes: 5", "minutes: !!python/object/apply:os.system [ls]", "minutes: !!", "tag"),
    ("minutes: 5", "minutes: 5\nminutes: 6", "minutes: 6", "said twice"),
    ("minutes: 5", "minutes: [[[[[[[[[5]]]]]]]]]", "minutes: [[", "deeper"),
    ("```task\ndo: Run it", "```taks\ndo: Run it", "```taks", "'taks'"),
    ("(?load=5)", "(javascript:alert(1))", "- another", "'javascript:alert(1)'"),
    ("(?load=5)", "(data:text/html,x)", "- another", "'data:text/html,x'"),
    ("(?load=5)", "(//evil.example)", "- another", "'//evil.example'"),
    ("- one thing", "<b>one</b>", "<b>one", "is HTML"),
    ("- one thing", "- <img src=x onerror=y>", "- <img", "is HTML"),
    ("\\eta N", "\\eta {N", "\\eta {N", "braces"),
    ("\\eta N", "\\etta N", "\\etta", "\\etta"),
    ("\\eta N", "\\href{javascript:1}{N}", "\\href", "\\href"),
    ("$\\eta N$", "$\\eta N", "$\\eta N of", "a $ that begins no equation"),
    ("(schematic)", "(http://evil.example/a.png)", "![Neurons", "http://evil"),
    ("## Three letters", "### Three letters", "### Three", "before the first step"),
    ("## Draw", "# Draw", "# Draw", "third rank"),
    ("Energy goes *downhill*", "~~~task\n~~~\nEnergy goes", "~~~task", "within a reveal"),
]  # fmt: skip


@pytest.mark.parametrize(("there", "instead", "at", "words"), WRONG, ids=[instead[:30] for _, instead, *_ in WRONG])
def test_each_mistake_has_its_line(there, instead, at, words):
    assert SOURCE.count(there) >= 1
    source = SOURCE.replace(there, instead, 1)
    told = faults(source)
    assert (line_of(source, at), True) in [(line, words in sentence) for line, sentence in told], told
    for _, sentence in told:
        assert sentence[0].isupper() or sentence.split()[0].isidentifier()
        assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 1500


def test_mistakes_are_all_told_at_once():
    source = SOURCE.replace("load: 3", "load: x").replace("play: no", "play: x").replace("drawn:", "drown:")
    assert [line for line, _ in faults(source)] == sorted(
        line_of(source, at) for at in ("state: {patterns", "play: x", "when: {drown")
    )


def test_what_is_no_lesson():
    assert faults("") == faults("# No\nfront matter")
    assert "front matter" in faults("")[0][1]
    front = SOURCE[: SOURCE.index("## Three")]
    assert "There is no step" in faults(front)[0][1]
    assert "UTF-8" in faults(SOURCE.encode().replace(b"damaged:", b"damaged\xff:"))[0][1]
    assert faults(SOURCE.encode().replace(b"damaged:", b"damaged\xff:"))[0][0] == line_of(SOURCE, "damaged:")
    assert "zero byte" in faults(SOURCE + "\0")[0][1]
    assert "bytes" in faults(b"a" * (MOST_BYTES + 1))[0][1]
    assert "characters" in faults(SOURCE + "a" * 5000)[0][1]
    assert "empty line" in faults(SOURCE + "\n".join(["[" * 3000] * 3))[0][1]
    assert "lines" in faults(SOURCE + "\n" * 5000)[0][1]
    assert "steps" in faults(front + "## One\n\nProse.\n\n" * 41)[0][1]
    assert "second show" in faults(SOURCE + "\n```show\nplay: no\n```\n\n```show\nplay: no\n```\n")[0][1]
    assert read(SOURCE.replace("\n", "\r\n")).steps == read(b"\xef\xbb\xbf" + SOURCE.encode()).steps


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 100_000, "{" * 50_000, "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]", "- " * 60_000, "? " * 30_000,
     "a: !!timestamp 2020-01-01", "%TAG ! x:\n---\n!a b", "a: 'open", "\t- a", "---\na: 1\n---\nb: 2", "[a]: b: c"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_yaml_gets_one_sentence(text):
    noted = Faults("a.md")
    assert lined(text, 1, noted) is None
    assert len(noted.found) == 1


def test_values_are_plain():
    noted = Faults("a.md")
    assert lined("{on: 1, 2: 3, ~: 4}", 1, noted).plain() == {"on": 1, "2": 3, "~": 4}
    place = lined("{a: 2020-01-01, b: '5', c: 5, d: 1e-3, e: yes, f: .inf, g: ~, h: 1:30, i: 0x1F}", 3, noted)
    assert place.plain() == {
        "a": "2020-01-01", "b": "5", "c": 5, "d": "1e-3", "e": True, "f": float("inf"), "g": None, "h": "1:30",
        "i": "0x1F",
    }  # fmt: skip
    assert place.value["a"].line == 3 and not noted


@pytest.mark.parametrize("mark", "[(*_`$<!", ids=str)
def test_hostile_markdown_ends(mark):
    source = SOURCE + ("\n\n" + mark * 3900) * 40
    try:
        read(source)
    except Broken as broken:
        assert len(broken.faults) <= 25


def test_names_of_files(tmp_path):
    for name in ("02-valley.md", "valley.es.md", "Valley.md"):
        (tmp_path / name).write_text(SOURCE, encoding="utf-8")
    read = [found(tmp_path / name, LIBRARY.knows()) for name in ("02-valley.md", "valley.es.md", "Valley.md")]
    assert [(one.name, one.language) for one in read[:2]] == [("valley", ""), ("valley", "es")]
    assert all(one.lesson for one in read[:2]) and "called like" in str(read[2].faults[0])
    assert "cannot be read" in str(found(tmp_path / "gone.md", LIBRARY.knows()).faults[0])
