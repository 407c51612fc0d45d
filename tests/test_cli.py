"""The command line: what it prints, what it refuses, and that it is the same run as everywhere else."""

import json
import math
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

import astro_dash
from astro_dash.__main__ import main
from astro_dash.store import Store, pixel_text

EXAMPLE = "--system astro,hopfield --patterns digits --load 200 --noise 0.1 --temperature 0.01 --tau-p 0.03 --seed 0"
KEYS = [
    "system", "soft_error", "hard_error", "overlap", "perplexity", "winner", "target", "retrieved", "time_to_rest",
    "energy_first", "energy_last",
]  # fmt: skip


def refuse(constant):
    raise AssertionError(f"{constant} is not JSON")


@pytest.fixture
def run(capsys):
    """Outcomes of `run --json` with options."""

    def outcomes(*options):
        main(["run", *options, "--json"])
        out, err = capsys.readouterr()
        assert not err
        return json.loads(out, parse_constant=refuse)

    return outcomes


def test_the_example_as_a_command_prints_a_table():
    command = [sys.executable, "-m", "astro_dash", "run", *EXAMPLE.split()]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=True)
    head, astro, hopfield = (line.split() for line in done.stdout.splitlines())
    assert head == KEYS and not done.stderr
    assert astro[0] == "astro" and astro[KEYS.index("retrieved")] == "True" and astro[2] == "0"
    assert hopfield[0] == "hopfield" and hopfield[KEYS.index("retrieved")] == "False"
    assert len({len(line) for line in done.stdout.splitlines()}) == 1


def test_json_has_the_numbers_that_retrieve_gives(run):
    outcomes = run(*EXAMPLE.split())
    assert [list(o) for o in outcomes] == [KEYS, KEYS] and [o["system"] for o in outcomes] == ["astro", "hopfield"]
    drawn = astro_dash.patterns["digits"].draw(200, seed=0)
    store = Store()
    store.set(load=200, noise=0.1, seed=0)
    cue = store.corrupted(drawn)
    assert (cue != drawn.patterns[0]).sum() == round(0.1 * 64)
    for o in outcomes:
        r = astro_dash.retrieve(drawn.patterns, cue, o["system"], target=0, temperature=0.01, tau_p=0.03, dt=store.dt)
        assert o["soft_error"] == r.error[-1] and o["hard_error"] == r.hard_error and o["winner"] == r.winner
        assert o["overlap"] == r.overlap[-1, 0] and o["perplexity"] == r.perplexity[-1] and o["target"] == 0
        assert o["energy_first"] == r.energy[0] >= o["energy_last"] == r.energy[-1]
        assert o["retrieved"] is bool(r.retrieved) and o["time_to_rest"] == r.rest_time


@pytest.mark.parametrize(
    "options",
    [
        "--tau-p inf", "--tau-p 0", "--temperature 0", "--temperature inf", "--tau-x 0", "--load 1", "--jitter 0.1",
        "--horizon 0.01", "--system ideal,modern,attention,dense", "--patterns random --neurons 1 --load 3",
        "--integrator euler --dt 10", "--patterns letters --load 105 --target 104", "--noise 1", "--sigma 1000000",
    ],
)  # fmt: skip
def test_the_ends_of_every_range_are_valid_json(run, options):
    for o in run("--dt", "0.05", "--horizon", "2", *options.split()):
        assert list(o) == KEYS and isinstance(o["retrieved"], bool) and isinstance(o["winner"], int)
        for name in KEYS[1:5] + KEYS[8:]:
            assert o[name] is None or isinstance(o[name], float)
        if "euler" not in options:
            assert None not in [o[name] for name in KEYS if name != "time_to_rest"]


def test_frozen_gains_are_hopfields(run):
    astro, hopfield = run(*"--load 20 --tau-p inf --dt 0.05".split())
    assert astro["perplexity"] == pytest.approx(20) and astro["hard_error"] == hopfield["hard_error"]


def test_a_link_turned_into_options_is_the_same_run(run):
    store = Store()
    store.set(
        system="astro,dense", patterns="random", neurons=36, load=20, target=3, noise=1 / 3, seed=8,
        temperature=math.inf, tau_p=0.125, jitter=0.01, dt=0.02,
    )  # fmt: skip
    for cue in ("", pixel_text(-store.drawn().patterns[0])):
        store.set(cue=cue)
        given = [(n, v) for n, v in parse_qsl(store.link(), keep_blank_values=True) if n != "v"]
        outcomes = run(*(f"--{name.replace('_', '-')}={value}" for name, value in given))
        drawn = store.drawn()
        for o in outcomes:
            r = astro_dash.retrieve(
                drawn.patterns, store.corrupted(drawn), o["system"], target=3, seed=8, **vars(store.parameters())
            )
            assert (o["energy_last"], o["soft_error"], o["target"]) == (r.energy[-1], r.error[-1], 3)


BAD = [
    ("--load 0", "load is 0"), ("--load 1751", "1750"), ("--load ten", "'ten'"), ("--load 2.5", "'2.5'"),
    ("--temperature -1", "-1"), ("--temperature nan", "nan"), ("--temperature hot", "'hot'"), ("--noise 1.1", "1.1"),
    ("--system brain", "'brain'"), ("--system astro,astro", "astro,astro"), ("--patterns faces", "'faces'"),
    ("--target 100", "100"), ("--seed -1", "-1"), ("--dt 0", "dt is 0"), ("--sigma inf", "inf"),
    ("--cue AAAA", "'AAAA'"),
    ("--integrator rk4", "'rk4'"), ("--integrator euler --tau-x 0", "tau_x is 0"), ("--horizon 0", "horizon is 0"),
    ("--horizon nan", "nan"), ("--horizon soon", "'soon'"), ("--horizon 1e308", "1e+308"), ("--mood good", "--mood"),
    ("--load", "--load"), ("--jitter=", "''"), ("extra", "extra"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), BAD)
def test_a_bad_option_is_one_line_and_status_2(capsys, options, words):
    with pytest.raises(SystemExit) as end:
        main(["run", *options.split()])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out
    assert err.count("\n") == 1 and err.endswith("\n") and words in err and err.startswith("python -m astro_dash")


@pytest.mark.parametrize("command", [[], ["fly"], ["run", "--system", "x"], ["serve", "--port", "x"]])
def test_a_bad_command_shows_no_traceback(command):
    command = [sys.executable, "-m", "astro_dash", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["run"], ["serve"]])
def test_help_names_every_option(capsys, command):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    out, err = capsys.readouterr()
    assert end.value.code == 0 and not err
    if command == ["run"]:
        assert all(f"--{name.replace('_', '-')}" in out for name in Store.choices())
        assert "ValueError" not in out  # words for a user
