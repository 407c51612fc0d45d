"""The command line: what it prints, what it refuses, and that it is the same run as everywhere else."""

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
import xarray as xr

import astro_dash
from astro_dash.__main__ import main
from astro_dash.pages.explore.form import opened
from astro_dash.pages.explore.form import plan as plan_of_form
from astro_dash.pages.live.race import Race
from astro_dash.store import REST, Store, pixel_text
from astro_dash.store.kinds import write
from astro_dash.study import read
from astro_dash.study.batch import compute
from astro_dash.study.dataset import plan_of as plan_in
from astro_dash.study.ends import ends
from astro_dash.study.paper import FIGURES

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
    head, astro, hopfield = (re.split("  +", line.strip()) for line in done.stdout.splitlines())
    assert head == KEYS and not done.stderr
    assert astro[0] == "astro" and astro[KEYS.index("retrieved")] == "True" and astro[2] == "0"
    assert hopfield[0] == "hopfield" and hopfield[KEYS.index("retrieved")] == "False"
    name = Store(load=200, seed=0).drawn().name(0)
    assert astro[KEYS.index("winner")] == astro[KEYS.index("target")] == name and name.endswith(" #0")
    assert len({len(line) for line in done.stdout.splitlines()}) == 1


def test_json_has_the_numbers_that_retrieve_gives(run):
    outcomes = run(*EXAMPLE.split())
    assert [list(o) for o in outcomes] == [KEYS, KEYS] and [o["system"] for o in outcomes] == ["astro", "hopfield"]
    drawn = astro_dash.patterns["digits"].draw(200, seed=0)
    store = Store()
    store.set(load=200, noise=0.1, seed=0)
    cue = store.corrupted(drawn)
    assert (cue != drawn.patterns[0]).sum() == round(0.1 * 64)
    how = dict(temperature=0.01, tau_p=0.03, dt=store.dt, rest=REST, horizon=store.horizon, integrator="adaptive")
    for o in outcomes:
        r = astro_dash.retrieve(drawn.patterns, cue, o["system"], target=0, **how)
        assert o["soft_error"] == r.error[-1] and o["hard_error"] == r.hard_error and o["winner"] == r.winner
        assert o["overlap"] == r.overlap[-1, 0] and o["perplexity"] == r.perplexity[-1] and o["target"] == 0
        assert o["energy_first"] == r.energy[0] >= o["energy_last"] == r.energy[-1]
        assert o["retrieved"] is bool(r.retrieved) and o["time_to_rest"] == r.rest_time


@pytest.mark.parametrize(
    "options",
    [
        "--tau-p inf", "--tau-p 0", "--temperature 0", "--temperature inf", "--tau-x 0", "--load 1", "--jitter 0.1",
        "--horizon 0.01", "--system ideal,modern,attention,dense", "--patterns random --neurons 1 --load 3",
        "--integrator euler --dt 1", "--patterns letters --load 105 --target 104", "--noise 1", "--sigma 1000000",
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
                drawn.patterns, store.corrupted(drawn), o["system"], target=3, seed=8, rest=REST,
                horizon=store.horizon, integrator=store.integrator, **vars(store.parameters()),
            )  # fmt: skip
            assert (o["energy_last"], o["soft_error"], o["target"]) == (r.energy[-1], r.error[-1], 3)


LINKS = [
    "", "load=12&system=hopfield,modern,dense", "patterns=letters&noise=0.3&temperature=1&seed=7&target=4",
    "patterns=random&neurons=40&load=20&tau_p=0&dt=0.05&system=astro,naam", "system=hopfield-binary,ideal&load=30",
    "jitter=0.1&dt=0.05&load=9", "integrator=euler&tau_p=0.5&dt=0.01&temperature=0.1", "tau_x=inf&dt=0,1&load=5",
]  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_a_page_at_rest_and_the_command_have_the_same_numbers(run, link):
    store, problems = Store.from_link(link)
    race = Race(store)
    while not race.at_rest:
        arrays = race.advance(64)[1]
    given = [f"--{n.replace('_', '-')}={v}" for n, v in parse_qsl(link)]
    for outcome in run(*given):
        for name, shown in {"hard_error": "wrong", "soft_error": "error", "overlap": "overlap", "winner": "winner",
                            "perplexity": "perplexity"}.items():  # fmt: skip
            seen = float(arrays[f"{shown}:{outcome['system']}"][-1])
            assert outcome[name] == pytest.approx(seen, rel=1e-9, abs=1e-9), (outcome["system"], name)
    assert not problems


MAPS = [
    "x=load&x_from=2&x_to=20&x_count=3&y=noise&y_from=0,1&y_to=0.4&y_count=2&draws=3&system=astro&against=hopfield",
    "x=tau_p&x_from=0&x_to=inf&x_count=4&y=load&y_from=3&y_to=9&y_count=2&draws=2&patterns=digits&system=modern&against=",
    "x=temperature&x_from=0.01&x_to=10&x_count=2&y=tau_x&y_from=0.1&y_to=10&y_count=2&draws=2&load=9&jitter=0.01&dt=0.05",
]


@pytest.mark.slow
@pytest.mark.parametrize("link", MAPS)
def test_a_map_of_explore_and_sweep_have_the_same_numbers(tmp_path, link):
    form, problems = opened(link)
    plan = plan_of_form(form)
    given = {name: " ".join(map(write, values)) for name, values in plan.grid.items()} | {
        name: value for name, value in form.items() if name in Store.choices() and name not in (*plan.grid, "system")
    } | {"system": " ".join(plan.systems), "draws": form["draws"]}  # fmt: skip
    options = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in given.items() if value != "")
    main(["sweep", *options.split(), "--workers", "1", "--out", str(tmp_path / "map.nc")])
    found, ours = read(tmp_path / "map.nc"), compute(plan, list(range(plan.n_cells)))
    for name, values in ours.items():
        theirs = found[name].transpose("system", *plan.grid, "draw").values.reshape(values.shape)
        np.testing.assert_allclose(theirs, values, rtol=1e-9, atol=1e-9)
    assert plan_in(found) == plan and not problems


BAD = [
    ("--load 0", "load is 0"), ("--load 1751", "1750"), ("--load ten", "'ten'"), ("--load 2.5", "load is 2.5"),
    ("--temperature -1", "-1"), ("--temperature nan", "nan"), ("--temperature hot", "'hot'"), ("--noise 1.1", "1.1"),
    ("--system brain", "'brain'"), ("--system astro,astro", "astro,astro"), ("--patterns faces", "'faces'"),
    ("--target 100", "100"), ("--seed -1", "-1"), ("--dt 0", "dt is 0"), ("--sigma inf", "inf"),
    ("--cue AAAA", "'AAAA'"),
    ("--integrator rk4", "'rk4'"), ("--integrator euler --tau-x 0", "--tau-x is 0"), ("--horizon 0", "horizon is 0"),
    ("--horizon nan", "nan"), ("--horizon soon", "'soon'"), ("--horizon 1e308", "1e308"), ("--mood good", "--mood"),
    ("--load", "--load"), ("--jitter=", "''"), ("extra", "extra"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), BAD)
def test_a_bad_option_is_one_line_and_status_2(capsys, options, words):
    with pytest.raises(SystemExit) as end:
        main(["run", *options.split()])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out
    assert err.count("\n") == 1 and err.endswith("\n") and words in err and err.startswith("python -m astro_dash")


@pytest.mark.parametrize(
    "command",
    [[], ["fly"], ["run", "--system", "x"], ["serve", "--port", "x"], ["sweep", "--load", "1,2"], ["figure", "9"]],
)
def test_a_bad_command_shows_no_traceback(command):
    command = [sys.executable, "-m", "astro_dash", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["run"], ["serve"], ["sweep"], ["figure"]])
def test_help_names_every_option(capsys, command):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    out, err = capsys.readouterr()
    assert end.value.code == 0 and not err
    if command == ["run"]:
        assert all(f"--{name.replace('_', '-')}" in out for name in Store.choices())
        assert "ValueError" not in out  # words for a user
    if command == ["sweep"]:
        options = {*Store.choices(), "draws", "rest", "horizon", "out", "scheduler", "workers"} - Store.SINGLE
        assert all(f"--{name.replace('_', '-')}" in out for name in options) and "--cue" not in out


SWEEP = "--system astro,hopfield --load 5,20,100 --noise 0.1,0.3 --neurons 20 --patterns random --draws 20 --seed 3"


@pytest.mark.slow
def test_the_example_of_a_sweep_as_a_command(tmp_path):
    command = [sys.executable, "-m", "astro_dash", "sweep", *SWEEP.split(), "--dt", "0.02", "--out", "map.nc"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.stdout == "map.nc: 6 cells, 20 draws each, of astro, hopfield\n" and done.returncode == 0
    bars = [line for line in done.stderr.splitlines() if line]
    form = re.compile(r" *\d+ %\|.{10}\| [0-6] of 6 cells(, \d+ s left| *)")
    assert [bar for bar in bars if not form.fullmatch(bar)] == []
    assert "100 %" in bars[-1] and "left" not in bars[-1] and any("1 of 6 cells, " in bar for bar in bars)
    found = xr.open_dataset(tmp_path / "map.nc")
    assert dict(found.sizes) == {"system": 2, "load": 3, "noise": 2, "draw": 20}
    assert found.hard_error.dims == ("system", "load", "noise", "draw") and found.hard_error.notnull().all()
    assert found["load"].values.tolist() == [5, 20, 100] and found.noise.values.tolist() == [0.1, 0.3]
    assert found.system.values.tolist() == ["astro", "hopfield"] and found.attrs["seed"] == 3
    error = found.hard_error.mean("draw")
    assert (error.sel(noise=0.1) < error.sel(noise=0.3)).all()
    assert (error.sel(system="astro") < error.sel(system="hopfield", load=100)).sel(load=5).all()


def test_a_sweep_again_computes_nothing(tmp_path, capsys, monkeypatch):
    options = ["sweep", *SWEEP.replace("20,100", "8").split(), "--dt", "0.1", "--out", str(tmp_path / "map.nc")]
    main(options)
    first = (tmp_path / "map.nc").read_bytes()
    monkeypatch.setattr("astro_dash.study.batch.compute", None)
    main(options)
    assert (tmp_path / "map.nc").read_bytes() == first and capsys.readouterr().out.count("map.nc: 4 cells") == 2


TWO = {
    "patterns": "random,letters", "load": "2,4", "noise": "0,0.25", "temperature": "0.01,inf", "target": "0,1",
    "seed": "7,3", "tau_x": "1,inf", "tau_p": "0,∞", "sigma": "2 5", "beta": "1 3", "jitter": "0,0.1",
    "correlation": "0,0.5", "neurons": "6,9", "dt": "0.1,0.2", "integrator": "descent,euler",
    "prime": "target,rival", "prime_strength": "0.3,0.6", "dt_least": "0.001,0.01", "dt_most": "0.1,0.2",
    "self_coupling": "0,0.5",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in Store.choices() if name not in {"system", "horizon"} | Store.SINGLE])
def test_every_option_of_run_may_be_a_list_and_is_a_dimension(tmp_path, capsys, name):
    base = {"patterns": "random", "load": "3", "neurons": "8", "dt": "0.1", "tau_p": "1"} | {name: TWO[name]}
    options = [text for n, value in base.items() for text in (f"--{n.replace('_', '-')}", *value.split())]
    main(["sweep", *options, "--draws", "2", "--horizon", "1", "--workers", "1", "--out", str(tmp_path / "map.nc")])
    assert "2 cells, 2 draws each, of astro, hopfield" in capsys.readouterr().out
    found = read(tmp_path / "map.nc")
    assert found.hard_error.dims == ("system", name, "draw") and found.finished.all()
    assert found[name].values.tolist() == [Store.choices()[name].parse(value) for value in re.split("[ ,]", TWO[name])]


@pytest.mark.parametrize(
    "options",
    ["--load 2 5 --noise 0.1 0.3", "--load 2,5 --noise 0.1,0.3", "--load 2 5 --noise .1,.3 --system astro hopfield"],
)
def test_values_lie_between_spaces_or_commas(tmp_path, options):
    main(["sweep", *options.split(), *"--patterns random --neurons 8 --dt 0.1 --draws 1 --workers 1".split(),
          "--out", str(tmp_path / "map.nc")])  # fmt: skip
    found = read(tmp_path / "map.nc")
    assert found["load"].values.tolist() == [2, 5] and found.noise.values.tolist() == [0.1, 0.3]
    assert found.system.values.tolist() == ["astro", "hopfield"]


def test_a_decimal_comma_is_one_number_where_no_list_may_stand(run):
    one, other = run("--tau-p", "0,03", "--load", "9"), run("--tau-p", "0.03", "--load", "9")
    assert one == other


def test_a_single_value_is_a_setting_and_no_dimension(tmp_path, capsys):
    main(["sweep", *"--system ideal --load 3 --patterns random --neurons 8 --dt 0.1 --draws 1 --workers 1".split(),
          "--noise", "0.25", "--horizon", "2", "--rest", "0.01", "--out", str(tmp_path / "map.nc")])  # fmt: skip
    found = read(tmp_path / "map.nc")
    assert found.hard_error.dims == ("system", "draw") and found.attrs["load"] == 3 and found.attrs["noise"] == 0.25
    assert found.attrs["horizon"] == 2 and found.attrs["rest"] == 0.01
    assert "map.nc: 1 cell, 1 draw each, of ideal" in capsys.readouterr().out


BAD_SWEEPS = [
    ("--load 5,5", "load is [5, 5]"), ("--load 5,", "''"), ("--load 0,5", "load is 0"), ("--noise 0.1,2", "noise is 2"),
    ("--temperature 0.1,hot", "'hot'"), ("--system astro,brain", "'brain'"), ("--system astro,astro", "astro,astro"),
    ("--patterns letters --load 5,200", "load is 200"),
    ("--system naam --patterns random --neurons 9,1000", "neurons is 1000"),
    ("--patterns random,faces", "'faces'"), ("--draws 0", "draws is 0"), ("--draws 1e3", "'1e3'"),
    ("--horizon 0", "horizon is 0"), ("--horizon 1e308", "horizon is 1e308"), ("--rest 0", "rest is 0"),
    ("--tau-p nan,1", "nan"), ("--cue AAAA", "--cue"), ("--mood good", "--mood"), ("--scheduler cloud", "'cloud'"),
    ("--scheduler foo://x:1", "'foo://x:1'"), ("--workers 0", "workers is 0"), ("--workers x", "'x'"),
    ("--seed 1,-1", "seed is -1"), ("--integrator euler --tau-p 1 0", "--tau-p is 0"),
    ("--tau-x 0,03", "--tau-x is '0,03', which may be one number or several"), ("--noise 0,1,0,2", "'0,1,0,2'"),
    ("--seed 1,000", "'1,000'"), ("--load 1.000", "write 1000"), ("--tau-x 0.1 0,2", "'0,2'"),
    ("--horizon 1,000", "'1,000'"), ("--horizon 1 2", "2"),
    ("--load 1,2 --out no/map.nc", "no folder 'no'"), ("--out .", "."),
]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), BAD_SWEEPS)
def test_a_bad_option_of_a_sweep_is_one_sentence_and_status_2(tmp_path, capsys, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["sweep", "--draws", "1", "--out", "map.nc", *options.split()])
    out, err = capsys.readouterr()
    *bar, said = err.splitlines()
    assert end.value.code == 2 and not out and words in said and said.startswith("python -m astro_dash")
    assert all("cells" in line for line in bar if line) and not list(tmp_path.iterdir())


@pytest.mark.parametrize("options", ["sweep --load 1,2", "figure 1", "figure 6 --out map.nc", "figure --out map.nc"])
def test_what_is_missing_is_said(capsys, options):
    with pytest.raises(SystemExit) as end:
        main(options.split())
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out and err.count("\n") == 1


def test_a_figure_as_a_command(tmp_path, capsys, monkeypatch):
    """A small one, and nothing of it twice."""
    small = replace(FIGURES["4"], grid={"load": (2, 5), "noise": (0.0, 0.2)}, systems=("astro", "naam"))
    monkeypatch.setitem(FIGURES, "4", small)
    main(["figure", "4", "--workers", "1", "--out", str(tmp_path / "figure.nc")])
    out, err = capsys.readouterr()
    assert out.endswith("figure.nc: 4 cells, 50 draws each, of astro, naam\n") and "4 of 4 cells" in err
    found = read(tmp_path / "figure.nc")
    assert dict(found.sizes) == {"system": 2, "load": 2, "noise": 2, "draw": 50} and found.finished.all()
    shared = {"patterns": "random", "neurons": 20, "temperature": 0.01, "tau_x": 1.0, "tau_p": 1.0, "sigma": 5.0}
    assert {name: found.attrs[name] for name in shared} == shared and found.attrs["horizon"] == 10


def test_the_figure_that_is_ours_as_a_command(tmp_path, capsys, monkeypatch):
    """In what the runs end, as the page has it of its own sweep."""
    monkeypatch.setitem(FIGURES, "5", replace(FIGURES["5"], grid={"tau_p": (0.1, 10.0)}))
    main(["figure", "5", "--scheduler", "threads", "--out", str(tmp_path / "figure.nc")])
    out, err = capsys.readouterr()
    assert out.endswith("figure.nc: 2 cells, 100 draws each, of astro\n") and "2 of 2 cells" in err
    expected = ends(FIGURES["5"].plan(), [0, 1])
    with xr.open_dataset(tmp_path / "figure.nc", engine="h5netcdf") as found:
        assert found.sizes == {"system": 1, "tau_p": 2, "draw": 100} and found.attrs["seed"] == 0
        for name, values in expected.items():
            np.testing.assert_array_equal(found[name], values)


@pytest.mark.parametrize(("number", "axis"), [("1", "tau_p"), ("2", "tau_x"), ("3", "temperature")])
def test_the_figures_are_at_the_settings_of_the_paper(number, axis):
    plan = FIGURES[number].plan()
    assert list(plan.grid) == [axis] and plan.draws == 50 and plan.horizon == 10 and plan.systems == ("astro",)
    paper = {"neurons": 30, "load": 100, "noise": 0.2, "temperature": 0.01, "tau_x": 1, "tau_p": 1, "sigma": 5}
    assert {name: plan.values(0)[name] for name in paper if name != axis} == {
        n: v for n, v in paper.items() if n != axis
    }
    assert plan.store(0).flips(30) == 6 and FIGURES["4"].plan().shape == (24, 11)
