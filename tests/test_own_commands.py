"""Files of own memories on the command line: the same runs as everywhere else, and maps of them."""

import json
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest
from PIL import Image

import astro_dash
from astro_dash.__main__ import main
from astro_dash.engine.patterns import corrupt, given
from astro_dash.netcdf import contents
from astro_dash.pages.explore import form
from astro_dash.pages.explore.map import Map
from astro_dash.store import REST, Store, packed
from astro_dash.study import Plan, read

RNG = np.random.default_rng(6)
BITS = RNG.choice([-1, 1], (6, 64))
SWEEP = "--noise 0.1 0.3 --tau-p 0.03 1 --draws 3 --dt 0.05 --workers 1".split()


@pytest.fixture
def run(capsys):
    """Outcomes of `run --json` with options, and what is said beside."""

    def outcomes(*options):
        main(["run", *map(str, options), "--dt", "0.05", "--json"])
        out, err = capsys.readouterr()
        return json.loads(out), err

    return outcomes


@pytest.fixture
def folder(tmp_path):
    """The same patterns as a file of each kind, and as pictures."""
    np.save(tmp_path / "a.npy", BITS)
    np.savez(tmp_path / "a.npz", BITS)
    np.savetxt(tmp_path / "a.csv", BITS > 0, fmt="%d", delimiter=",")
    (tmp_path / "pictures").mkdir()
    for i, row in enumerate(BITS):
        shades = np.where(row > 0, 0, 255).astype(np.uint8).reshape(8, 8)
        Image.fromarray(shades).resize((80, 80), Image.Resampling.NEAREST).save(tmp_path / f"pictures/{i}.png")
    return tmp_path


def test_a_file_of_any_kind_gives_the_numbers_that_retrieve_gives(run, folder):
    found = [run("--patterns", folder / name, "--target", 2)[0] for name in ("a.npy", "a.npz", "a.csv")]
    found.append(run("--patterns", folder / "pictures", "--grid", "8x8", "--target", 2)[0])
    assert all(one == found[0] for one in found)
    store, cue = Store(), corrupt(BITS[2].astype(float), 13, Store().seed)
    store.set(dt=0.05)
    for one in found[0]:
        result = astro_dash.retrieve(
            BITS, cue, one["system"], target=2, integrator=store.integrator, seed=store.seed, rest=REST,
            horizon=store.horizon, **vars(store.parameters()),
        )  # fmt: skip
        assert (one["energy_last"], one["winner"]) == (result.energy[-1], result.winner)
        assert (one["retrieved"], one["hard_error"]) == (bool(result.retrieved), result.hard_error)


def test_a_link_with_own_memories_turned_into_options_is_the_same_run(run):
    store = Store()
    store.set(own=packed(given(BITS)), patterns="digits", load=20, target=3, dt=0.05)
    options = [
        text for name, value in parse_qsl(store.link(), keep_blank_values=True) if name not in ("v", "dt")
        for text in (f"--{name.replace('_', '-')}", value)
    ]  # fmt: skip
    found, _ = run(*options)
    assert [one["energy_last"] for one in found] == [store.retrieved(key).energy[-1] for key in store.system]


def test_beside_a_set_pictures_are_fitted_to_its_grid(run, folder):
    found, _ = run("--own", folder / "pictures", "--load", 20, "--target", 5, "--system", "astro")
    same, _ = run("--patterns", "digits", "--own", folder / "a.npy", "--load", 20, "--target", 5, "--system", "astro")
    assert found == same and found[0]["target"] == 5


def test_that_two_are_the_same_is_said_and_they_are_one(run, folder):
    np.save(folder / "twice.npy", BITS[[0, 1, 0]])
    found, said = run("--patterns", folder / "twice.npy", "--target", 2, "--noise", 0, "--system", "astro")
    assert "memory #0 and memory #2" in said and found[0]["retrieved"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--patterns nothing.npy", "--patterns is 'nothing.npy', but must be one of digits, .*, or a file or folder"),
        ("--own nothing.npy", "--own is 'nothing.npy', but must be memories as a link has them, or a file"),
        ("--patterns own", "--patterns is 'own', but there are no memories"),
        ("--patterns {}/a.npy --own {}/a.npy", "--own is .* beside a file of patterns"),
        ("--patterns {}/pictures --grid 9", "grid is '9', but must be rows x columns"),
        ("--grid 9x9", "--grid is '9x9', but must be given with a file"),
        ("--patterns {}/a.npy --load 7", "--load is 7, but must be a whole number from 1 to 6 for own"),
        ("--patterns letters --own {}/large.npy", "--own is of 16x16 pixels, but must be of 8x8 beside letters"),
        ("--patterns {}/large.npy --system naam", "256 pixels, but may be of at most 144 for Neuron–astrocyte"),
        ("--patterns {}/readme.txt", "'readme.txt': has the entry 'words'"),
    ],
)
@pytest.mark.parametrize("command", ["run", "sweep"])
def test_what_cannot_be_is_one_sentence_and_status_2(capsys, folder, command, options, words):
    (folder / "readme.txt").write_text("words")
    np.save(folder / "large.npy", np.ones((2, 256)))
    more = ["--out", str(folder / "map.nc")] if command == "sweep" else []
    with pytest.raises(SystemExit) as end:
        main([command, *options.format(folder, folder).split(), *more])
    out, err = capsys.readouterr()
    assert end.value.code == 2 and not out and err.endswith(".\n") and "Traceback" not in err
    assert re.search(words, err), err


@pytest.mark.parametrize("many", [6, 200])
def test_a_sweep_of_a_file_is_its_runs_goes_on_and_opens_as_a_map(run, folder, capsys, many, monkeypatch):
    patterns = RNG.choice([-1, 1], (many, 256))
    np.save(folder / "mine.npy", patterns)
    command = ["sweep", "--patterns", str(folder / "mine.npy"), *SWEEP, "--out", str(folder / "map.nc")]
    main(command)
    capsys.readouterr()
    found = read(folder / "map.nc")
    for draw, seed in enumerate(found.draw_seed.values[1, 0]):
        options = "--noise", 0.3, "--tau-p", 0.03, "--seed", seed, "--system", "astro"  # which nothing makes marginal
        ((one,), _), there = run("--patterns", folder / "mine.npy", *options), found.isel(noise=1, tau_p=0, draw=draw)
        assert there.hard_error.sel(system="astro") == one["hard_error"]
        assert there.accuracy.sel(system="astro") == one["retrieved"]
    with monkeypatch.context() as patch:
        patch.setattr("astro_dash.study.batch.compute", None)
        main(command)  # computes nothing
    np.save(folder / "mine.npy", -patterns[::-1])
    with pytest.raises(SystemExit):
        main(command)
    assert "holds another sweep" in capsys.readouterr().err
    data = (folder / "map.nc").read_bytes()
    opened = Map.of(*contents(data, 10**9))
    link = opened.detail(0, "accuracy", ("astro", "hopfield"))["draws"][0]["link"]
    store, problems = Store.from_link(link)
    plan = opened.plan
    if many == 6:
        assert not problems and np.array_equal(store.drawn().patterns, patterns)
    else:
        assert len(problems) == 1 and "200 memories that were too many for a link" in problems[0]
    assert f"Own memories: 16x16x{many}" in opened.about(("astro", "hopfield"))["settings"]
    assert form.of_plan(plan, form.START)["patterns"] == "own"


def test_draws_have_seeds_of_their_own_for_other_memories():
    seeds = [Plan.of({}, own=packed(given(bits)), patterns="own", load=6).seeds(0, 5) for bits in (BITS, BITS, -BITS)]
    assert seeds[0] == seeds[1] != seeds[2]


def test_a_map_of_the_page_is_of_what_everybody_can_have():
    with pytest.raises(ValueError, match=r"patterns is 'own', which no map here is of: `sweep --patterns FILE`"):
        form.check(form.START | {"patterns": "own"})
    assert "own" not in form.SETTINGS
