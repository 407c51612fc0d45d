"""What may be set is one table: options, environment and README say the same."""

import argparse
from pathlib import Path

import pytest

from astro_dash.__main__ import main
from astro_dash.settings import PREFIX, SETTINGS, add_options, settings, table, unknown

ROOT = Path(__file__).parents[1]
GOOD = {
    "port": ("80", 80), "address": ("0.0.0.0", "0.0.0.0"),
    "hosts": ("a.example, b.example:81", ("a.example", "b.example:81")),
    "proxied": ("Yes", True), "processes": ("2", 2), "sessions": ("5", 5), "per_address": ("1", 1),
    "frames": ("https://a.example,b.example:*", ("https://a.example", "b.example:*")), "lessons": ("tests", "tests"),
    "metrics": ("0.0.0.0:9100", ("0.0.0.0", 9100)), "log": ("json", "json"), "grace": ("2.5", 2.5),
    "show": ("0", False),
    "redis": ("redis://r:6379/0", "redis://r:6379/0"), "scheduler": ("tcp://dask:8786", "tcp://dask:8786"),
    "secret": ("x" * 16, "x" * 16),
}  # fmt: skip
BAD = {
    "port": ("65536", "-1", "x", "1e3", " "), "hosts": ("a b", "a,,b", "http://a"), "proxied": ("maybe",),
    "processes": ("0", "65"),
    "sessions": ("0", "1.5", "٣"), "per_address": ("-1",), "frames": ("a b", "javascript:x"), "lessons": ("README.md",),
    "metrics": ("x", "1.2.3.4", "a.example:1", "70000", "::9100:"), "log": ("JSON", "xml"),
    "grace": ("-1", "inf", "1e9"),
    "show": ("?",), "scheduler": ("dask", "tcp://dask"), "secret": ("short",),
}  # fmt: skip


def variable(name: str) -> str:
    return PREFIX + name.upper()


def parsed(*options: str) -> dict:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return vars(parser.parse_args(options))


def test_without_anything_all_have_their_defaults():
    assert settings({}) == {setting.name: setting.default for setting in SETTINGS}
    assert set(parsed().values()) == {None}


@pytest.mark.parametrize("name", GOOD)
def test_the_environment_says_what_an_option_does(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    text, value = GOOD[name]
    assert GOOD.keys() == {setting.name for setting in SETTINGS}
    assert settings({variable(name): text})[name] == value
    assert settings({variable(name): ""})[name] == settings({})[name]


def test_the_command_line_beats_the_environment():
    environment = {variable(name): text for name, (text, _) in GOOD.items() if name != "lessons"}
    hosts = ("--host", "c.example", "--host", "d.example,e.example")
    options = parsed("--port", "7", "--no-proxied", *hosts, "--grace", "0")
    found = settings(environment, **options)
    assert (found["port"], found["proxied"], found["grace"], found["log"]) == (7, False, 0.0, "json")
    assert found["hosts"] == ("c.example", "d.example", "e.example") and found["address"] == "0.0.0.0"


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a_bad_value_is_one_sentence_that_names_the_variable(name, text, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(variable(name), text)
    with pytest.raises(SystemExit) as end:
        main(["serve", "--address", "127.0.0.1"])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out and err.count("\n") == 1
    assert f"{variable(name)}: {name} is " in err and ", but must be " in err
    assert name == "secret" or repr(text.strip()) in err
    assert name != "secret" or text not in err


@pytest.mark.parametrize("options", ["--port x", "--metrics 99999", "--log xml", "--grace soon", "--sessions 0"])
def test_a_bad_option_is_one_sentence_that_names_it(options, capsys):
    option, text = options.split()
    with pytest.raises(SystemExit) as end:
        main(["serve", option, text])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out and err.count("\n") == 1 and f"{option} is '{text}', but must be " in err


def test_what_nothing_reads_is_named():
    assert unknown({"ASTRO_DASH_PORT": "1", "ASTRO_DASH_PROT": "1", "PATH": ""}) == ["ASTRO_DASH_PROT"]


def test_the_readme_has_the_table():
    assert table() in (ROOT / "README.md").read_text(encoding="utf-8")
