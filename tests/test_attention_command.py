"""`attention` of the command line: tables for people, JSON for programs, and one sentence for a bad word."""

import json
import re

import numpy as np
import pytest

from astro_dash.__main__ import main
from astro_dash.engine import MODELS
from astro_dash.engine.attend import apart
from astro_dash.store import Said
from astro_dash.store.said import GATED


def refuse(constant):
    raise AssertionError(f"{constant} is not JSON")


@pytest.fixture
def attention(capsys):
    """What `attention` prints with options."""

    def attention(*options):
        main(["attention", *options])
        out, err = capsys.readouterr()
        assert not err
        return out

    return attention


def test_json_has_the_matrices_that_the_page_shows(attention):
    found = json.loads(attention(*"--word HOPFIELD --noise 0.2 --dt 0.02 --json".split()), parse_constant=refuse)
    said = Said.of({"word": "HOPFIELD", "noise": 0.2, "dt": 0.02})
    plain = said.one_pass()
    assert found["one_pass"]["attention"] == plain.tolist() and found["tokens"] == said.places
    assert found["keys"] == [f"letter {letter} #{i}" for i, letter in enumerate("HOPFIELD")]
    assert (found["neurons"], found["flipped"], found["sqrt_n"], found["temperature"]) == (64, 13, 8, 8)
    assert list(found["systems"]) == list(said.store.system)
    for key, each in found["systems"].items():
        attended = said.attended(key)
        read = said.read(attended.x)
        assert [i if i is not None else -1 for i in each["read"]] == read.key.tolist()
        assert each["right"] == read.right.tolist() and each["share_right"] == read.right.mean()
        assert ("gain" in each) == MODELS[key].gated
        if key in GATED:
            assert each["gain"] == attended.gain[-1].tolist() and each["attention"] == attended.attention[-1].tolist()
            assert each["from_one_pass"] == apart(attended.gain[-1], plain)
            assert each["on_right"] == said.on_right(attended.gain[-1])
    assert found["systems"]["attention"]["routing_temperature"] == pytest.approx(64 / np.log(8))


@pytest.mark.parametrize("options", [
    "--temperature inf", "--temperature 0 --tau-p 0 --tau-x 0", "--tau-p inf --tau-x inf", "--noise 1", "--word A",
    "--word ROTOR --inverted 1,2,3,4,5", "--patterns digits --word 3,1,3", "--patterns random --neurons 1 --word 0,1",
    "--system modern,dense,hopfield-binary,astro", "--system attention naam --word AB", "--horizon 0.01",
    "--integrator euler --tau-p 1 --dt 0.001", "--jitter 0.1",
])  # fmt: skip
def test_the_ends_of_every_range_are_valid_json(attention, options):
    quick = ["--dt", "0.05", *(["--horizon", "2"] if "horizon" not in options else [])]
    found = json.loads(attention(*quick, *options.split(), "--json"), parse_constant=refuse)
    for key in GATED:
        for share in np.sum(found["systems"].get(key, {}).get("gain", [[1]]), axis=1):
            assert share == pytest.approx(1)
    attention(*quick, *options.split())


def test_a_table_reads_the_word_back(attention):
    out = attention(*"--word HOPFIELD --inverted 2 --noise 0 --temperature 4 --dt 0.02".split())
    head, table, *grids, note = out.strip().split("\n\n")
    assert "8 tokens, 8 keys" in head and "T = 4, √N = 8, T_c of attention = 30.8, T_c of astro = 15.4" in head
    rows = [re.split("  +", line.strip()) for line in table.splitlines()]
    assert rows[0] == ["token", "one pass", "attention", "astro", "hopfield", "ideal"]
    assert rows[1][:4] == ["H", "H ✓", "H ✓", "H ✓"] and rows[2][0] == "−O" and rows[2][3] == "−O ✓"
    assert rows[2][2].endswith("✗") and rows[9][:4] == ["right", "7 of 8", "7 of 8", "8 of 8"]
    assert len({len(line) for line in table.splitlines()}) == 1 and note.startswith("Shares in %")
    assert [grid.splitlines()[0] for grid in grids] == [
        "one pass, softmax(q·k/T)", "attention, gains at rest", "astro, gains at rest",
    ]  # fmt: skip
    assert all(sum(map(int, line.split()[1:])) in range(94, 107) for line in grids[0].splitlines()[2:])


def test_the_same_command_is_the_same_word(attention):
    options = "--word HOP --seed 9 --dt 0.05 --json".split()
    assert attention(*options) == attention(*options)


@pytest.mark.parametrize(("options", "words"), [
    (["--word", "HOPFI3LD"], "--word is 'HOPFI3LD', but must be of the letters A–Z, a–z, .*: '3' is none."),
    (["--word", ""], "--word is '', of 0 tokens, but must be of 1 to 24."),
    (["--word", "two words"], "' ' is none."), (["--word", "A" * 25], "of 25 tokens, but must be of 1 to 24."),
    (["--patterns", "digits", "--word", "HOP"], "numbers of patterns from 0 to 1749"),
    (["--patterns", "digits", "--word", "1750"], "'1750' is none"), (["--inverted", "9"], "--inverted is '9'"),
    (["--noise", "2"], "--noise is 2"), (["--temperature", "-1"], "--temperature is -1"),
    (["--system", "hopfield"], "--system is 'hopfield'"), (["--system", "brain"], "'brain'"),
    (["--load", "5"], "--load"), (["--horizon", "0"], "horizon is 0"), (["--horizon", "1e9"], "at most 1000000"),
    (["--integrator", "euler", "--dt", "0.05"], "--dt is 0.05, but must be smaller: attention broke down"),
    (["--rest", "0"], "rest is 0"), (["--tau-p", "fast"], "'fast'"),
])  # fmt: skip
def test_what_is_wrong_gets_one_sentence(capsys, options, words):
    with pytest.raises(SystemExit) as end, np.errstate(all="ignore"):
        main(["attention", *options])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out and err.count("\n") == 1 and re.search(words, err), err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit):
        main(["attention", "--help"])
    out, _ = capsys.readouterr()
    for name in ("word", "noise", "temperature", "tau-p", "inverted", "patterns", "system", "json"):
        assert f"--{name}" in out
    assert "--load" not in out and "(HOPFIELD)" in out
