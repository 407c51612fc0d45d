"""What is taken home of a run: its recipe, its numbers, its film, the lines that make it again, and who asks."""

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from PIL import Image

import astro_dash
from astro_dash.__main__ import main
from astro_dash.engine.patterns import given
from astro_dash.memories import saved
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.recipe import Recipe, replayed
from astro_dash.pages.live.sight import ON_SIGHT
from astro_dash.pages.live.taken import beats, dataset, film, formats, lines, making, recording
from astro_dash.pages.live.verdicts import VERDICTS
from astro_dash.pages.scripts import BROWSER
from astro_dash.store import Store, packed, pixel_text
from astro_dash.store.own import MOST_LINKED

from .test_session import Page

RNG = np.random.default_rng(7)
HOSTILE = ["=1+1", "<script>alert(1)</script>", 'b"\'😀', "-x"]
FEW = packed(given(RNG.choice([-1, 1], (4, 64)), HOSTILE, (8, 8)))
MANY = given(RNG.choice([-1, 1], (60, 1024)), None, (32, 32))
CUE = pixel_text(np.where(np.arange(64) < 6, 1, RNG.choice([-1, 1], 64)))
HEATED = [[0.03, {"temperature": 30.0}], [0.1, {"tau_x": 0.5, "tau_p": float("inf")}, "astro", [1, 2, 9]]]


def wholly(page):
    """All frames of a page that has been played, by name, as the browser has put them together."""
    found = {}
    for header, arrays in page.chunks():
        if header["mode"] == "again":
            continue
        for name, array in arrays.items():
            if not name.startswith("picture:"):
                before = found.get(name, array[:0])[: header["first"]]
                found[name] = np.concatenate([before, array])
    return {name: array for name, array in found.items() if ":" in name or name == "time"}


def meddled(**values):
    """A page on which much has been done: heated, gone back, knocked twice at one moment, cooled."""
    page = Page(**values)
    page.more()
    page.say("set", values={"temperature": "40"}, frame=10)
    page.more()
    page.say("set", values={"temperature": "41"}, frame=10)  # of a drag the last
    page.say("set", values={"tau_p": "0.3"}, frame=16)  # gone with what follows
    page.say("perturb", system="astro", pixels=[3, 4, 5], frame=13)
    page.say("perturb", system="hopfield", pixels=[9], frame=13)
    page.more()
    page.say("push", system="astro", shares=[[4, 0.7], [0, 0.1]], frame=15)
    page.more()
    page.say("set", values={"temperature": "0.02"}, frame=17)
    page.play()
    return page


WAYS = [{}, {"integrator": "descent", "dt": 0.01}, {"jitter": 0.2, "horizon": 2}, {"cue": CUE, "seed": 9}]


@pytest.mark.parametrize("values", WAYS, ids=str)
def test_a_run_is_done_again_with_all_that_was_done_to_it(values):
    page = meddled(**values)
    recipe = Recipe.of(page.session.race)
    assert [bool(system) for _, _, system, *_ in recipe.changes].count(True) == 3 and len(recipe.changes) == 5
    assert Recipe(**json.loads(json.dumps(vars(recipe)))) == recipe
    again = replayed(recipe)
    assert again.moments.times == page.session.race.moments.times and Recipe.of(again) == recipe
    pieces = [unpack(piece) for piece in recording.recording(recipe)]
    assert [header["mode"] for header, _ in pieces if header["mode"] != "more"][:2] == ["reset", "branch"]
    put = Page(ready=False)
    put.sent = [{"chunk": piece} for piece in recording.recording(recipe)]
    shown = wholly(put)
    for name, array in wholly(page).items():
        np.testing.assert_array_equal(shown[name], array, name)


def test_a_file_that_plays_a_run_has_what_every_view_needs_to_its_end():
    pieces = [unpack(piece) for piece in recording.recording(Recipe({"load": "20"}))]
    header, arrays = pieces[-1]
    assert header["mode"] == "again" and header["at_rest"] and set(header["seen"]) == set(ON_SIGHT)
    assert {"energy", "wiring", "place:astro", "terrain:hopfield"} <= set(arrays)
    assert [header["generation"] for header, _ in pieces] == [1] * len(pieces)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ("x", "list"), ([1], "a time"), ([[0, 1]], "a time"), ([[-1, {}]], "from 0 on"), ([[True, {}]], "from 0 on"),
        ([["0", {}]], "from 0 on"), ([[float("nan"), {}]], "from 0 on"), ([[0.2, {}], [0.1, {}]], "no earlier"),
        ([[0, {"load": 3}]], "'load'"), ([[0, {"temperature": -1}]], "-1"), ([[0, {}, "none", [1]]], "'none'"),
        ([[0, {}, "astro", [64]]], "64"), ([[0, {}, "astro", [1.5]]], "1.5"), ([[99, {"temperature": 1}]], "ends at"),
        ([[0, {}]] * 201, "200"), ([[0, {}, "", [1], 2, 3]], "a time"),
        ([[0, {}, "astro", [], 2]], "are pushed to 2"), ([[0, {}, "astro", [], []]], "pushed to"),
        ([[0, {}, "astro", [], [[20, 0.5]]]], "20"), ([[0, {}, "hopfield", [], [[2, 0.5]]]], "'hopfield'"),
        ([[0, {}, "astro", [], [[1, 0.6], [2, 0.6]]]], "add up"), ([[0, {}, "", [], [[1, 0.6]]]], "''"),
    ],
)  # fmt: skip
def test_changes_that_are_none_are_refused_in_a_sentence(changes, word):
    with pytest.raises(ValueError, match=word) as refused:
        replayed(Recipe({"load": "20"}, changes))
    assert str(refused.value).endswith(".") and len(str(refused.value)) < 300


# The numbers.


def test_the_numbers_are_those_of_retrieve_at_every_end():
    race = replayed(Recipe({"load": "30", "system": "astro,hopfield-binary,dense,ideal", "noise": "0.3"}))
    run = dataset.dataset(race)
    for system in race.tracks:
        result, end = race.store.retrieved(system), run.sel(system=system).isel(time=-1)
        assert (float(end.energy), int(end.winner)) == (result.energy[-1], int(result.winner))
        assert (float(end.hard_error), float(end.perplexity)) == (float(result.hard_error), result.perplexity[-1])
        np.testing.assert_array_equal(end.gain, result.gain)
        np.testing.assert_array_equal(end.overlap, result.overlap[-1])
        np.testing.assert_equal(float(end.rest_time), float(result.rest_time))
    np.testing.assert_allclose(run.energy, run.free + run.gap + run.neurons)
    assert run.attrs["setting_noise"] == "0.3" and Store.from_link(run.attrs["link"])[0].values() == race.store.values()


def test_the_files_hold_the_run_what_made_it_and_no_formula():
    race = replayed(Recipe({"own": FEW, "load": "12", "target": "0"}, HEATED))
    run = dataset.dataset(race)
    back = xr.load_dataset(io.BytesIO(formats.netcdf(run)), engine="h5netcdf")
    assert back.equals(run) and json.loads(back.attrs["changes"]) == Recipe.of(race).changes
    with np.load(io.BytesIO(formats.npz(run)), allow_pickle=False) as file:
        np.testing.assert_array_equal(file["gain"], run.gain)
        assert json.loads(str(file["attributes"]))["link"] == run.attrs["link"]
        assert [name.partition(" #")[0] for name in file["pattern_name"][:4]] == HOSTILE
    text = formats.table(run).decode()
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) == 1 + run.sizes["time"] and "setting_load: 12" in text and ",=1+1" not in text
    assert float(rows[-1].split(",")[2]) == float(run.energy.sel(system="astro")[-1])


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "|x", "\rx"])
def test_no_cell_is_a_formula(text):
    assert formats.plain_cell(text) == "'" + text and formats.plain_cell("digit " + text) == "digit " + text


def test_a_run_of_too_many_numbers_is_refused(monkeypatch):
    monkeypatch.setattr(dataset, "MOST_VALUES", 1000)
    with pytest.raises(ValueError, match=r"numbers, but a file may have .* million: store fewer"):
        dataset.dataset(replayed(Recipe({"load": "20"})))
    monkeypatch.setattr(recording, "MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="a file that plays it may have"):
        recording.recording(Recipe({"load": "20"}))


# The lines.


STATES = {
    "usual": ({}, []),
    "many": ({"system": "astro,hopfield-binary,naam,ideal", "load": 20, "jitter": 0.1, "horizon": 0.5, "seed": 11}, []),
    "word": ({"patterns": "letters", "word": "HELLO", "temperature": 8, "tau_p": "inf", "target": 3}, []),
    "drawn": ({"cue": "-" + CUE[1:], "integrator": "descent", "dt": 0.01}, []),
    "own": ({"own": FEW, "patterns": "own", "load": 4, "target": 2}, []),
    "beside": ({"own": FEW, "load": 40, "target": 1}, []),
    "file": ({"own": packed(MANY), "patterns": "own", "load": 60}, []),
    "file beside": ({"own": packed(MANY), "patterns": "pictures", "load": 70}, []),
    "file, heated": ({"own": packed(MANY), "patterns": "own", "load": 60}, [[0.02, {"temperature": 30.0}]]),
    "heated": ({"load": 50}, HEATED),
    "cut short": ({"load": 20, "jitter": 0.5, "horizon": 10000, "dt": 0.05, "system": "astro"}, []),
}


@pytest.fixture
def away(tmp_path, monkeypatch):
    """A folder with the file of own memories, as the page saves it."""
    (tmp_path / lines.FILE).write_bytes(saved(MANY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def states(*names):
    return pytest.mark.parametrize("state", names or [name for name in STATES if name != "cut short"])


def agrees(outcomes, end):
    """The command's objects have the last numbers of a run."""
    for one in outcomes:
        there = end.sel(system=one["system"])
        told = one["hard_error"], one["energy_last"], one["perplexity"], one["winner"], one["soft_error"]
        names = "hard_error", "energy", "perplexity", "winner", "soft_error"
        assert told == tuple(there[name].item() for name in names)
        assert one["time_to_rest"] == (there.rest_time.item() if np.isfinite(there.rest_time) else None)
    assert len(outcomes) == end.sizes["system"]


@states()
def test_the_lines_give_the_numbers_of_the_page(state, away, capsys):
    race = replayed(Recipe.of(replayed(Recipe(*STATES[state]))))
    end = dataset.dataset(race).isel(time=-1)
    command, python = lines.command(race), lines.python(race)
    if race.changes:
        assert "From t = 0" in command and "changes=" in python
    else:
        main([*shlex.split(command.splitlines()[-1])[1:], "--json"])
        agrees(json.loads(capsys.readouterr().out), end)
    names = {}
    exec(python, names)
    if race.changes:
        assert names["run"].isel(time=-1).identical(end)
    else:
        assert names["result"].energy[-1] == end.energy[-1].item() and (names["result"].gain == end.gain[-1]).all()
    assert ("memories.npz" in command and "memories.npz" in python) == state.startswith("file")


@pytest.mark.slow
@states("word", "heated")
def test_they_do_so_in_a_shell_of_their_own(state, away):
    race = replayed(Recipe(*STATES[state]))
    end = dataset.dataset(race).isel(time=-1)
    env = {"PYTHONPATH": str(Path(astro_dash.__file__).parents[1]), "PATH": ""}
    if not race.changes:
        words = [sys.executable, "-m", "astro_dash", *shlex.split(lines.command(race), comments=True)[1:], "--json"]
        agrees(json.loads(subprocess.run(words, check=True, capture_output=True, env=env).stdout), end)
    code = lines.python(race)
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=env, text=True).stdout
    for system in race.tracks:
        error, energy = end.hard_error.sel(system=system).item(), end.energy.sel(system=system).item()
        (line,) = [line for line in said.splitlines() if line.split() and line.split()[0] == system]
        assert float(line.split()[1]) == error and float(line.split()[2]) == pytest.approx(energy, rel=1e-5)


def test_where_the_page_ends_a_run_early_the_lines_say_so(monkeypatch):
    monkeypatch.setattr("astro_dash.pages.live.race.MOST_FRAMES", 50)
    race = replayed(Recipe(*STATES["cut short"]))
    assert "The page ends a run at" in lines.command(race) and "astro_dash.replay(" in lines.python(race)
    names = {}
    exec(lines.python(race).partition("end =")[0], names)
    assert names["run"].identical(dataset.dataset(race))


def test_what_is_done_again_may_be_a_link_or_choices():
    one = astro_dash.replay("http://somewhere/?page=live&load=9&patterns=letters&hide=own", [[0, {"temperature": 3}]])
    assert one.identical(astro_dash.replay({"load": 9, "patterns": "letters"}, [(0.0, {"temperature": 3.0})]))
    moment = astro_dash.replay("?load=9&patterns=letters&then=0,temperature,3&at=0.2&play=0")
    assert moment.identical(one.assign_attrs(link=moment.attrs["link"]))
    for link in ("?page=explore&x=load", "load", "?load=zz", {"page": "paper"}, {"nothing": 3}, "?v=9&load=3"):
        with pytest.raises(ValueError):
            astro_dash.replay(link)


# The film.


def test_a_film_keeps_the_pace_of_the_page():
    pace = (BROWSER / "pace.js").read_text(encoding="utf-8") + (BROWSER / "player.js").read_text(encoding="utf-8")
    for name in ("HOLD_S", "DECISION_S", "REST_S", "SLOWEST", "ONE_CHANGE"):
        assert re.search(rf"const {name} = {getattr(beats, name)}\b", pace)
    verdict = np.r_[np.zeros(200), np.ones(101)]
    shown = beats.beats([verdict], [], 300, 20)
    assert shown[:20] == [0] * 20 and shown == sorted(shown)
    decided = next(i for i, frame in enumerate(shown) if frame >= 200)
    assert abs(decided - 20 - 4 * 20) <= 2 and abs(shown.index(300) - decided - 2 * 20) <= 2
    assert shown[-30:] == [300] * 30 and beats.beats([verdict[:1]], [], 0, 20) == [0] * 50
    assert beats.marked([10, 12, 15, 40]) == [15, 40]


def test_a_gif_goes_round_and_shows_what_the_page_shows():
    race = replayed(Recipe({"load": "20", "system": "astro,hopfield,ideal"}, HEATED[:1]))
    told = []
    image = Image.open(io.BytesIO(film.gif(race, lambda *done: told.append(done))))
    shown = film.Film(race).shown
    assert image.info["loop"] == 0 and image.n_frames > 10 and told[-1] == (len(shown), len(shown))
    length = sum(image.seek(i) or image.info["duration"] for i in range(image.n_frames))
    assert length == len(shown) * 1000 // film.EACH_SECOND
    last = np.array(image.convert("L"))
    cell = film.SIDE // 8
    for i, signs in enumerate([race.memory.drawn.patterns[0], race.memory.cue]):
        left, top = film.EDGE + i * (film.SIDE + film.GAP) + cell // 2, film.HEAD + cell // 2
        seen = last[top : top + 8 * cell : cell, left : left + 8 * cell : cell]
        np.testing.assert_array_equal(seen < 128, signs.reshape(8, 8) > 0)


def test_a_webm_is_a_film_of_the_same_length():
    av = pytest.importorskip("av")
    race = replayed(Recipe({"load": "20", "patterns": "pictures"}))
    with av.open(io.BytesIO(film.webm(race, lambda done, of: None))) as file:
        frames = [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]
    assert len(frames) == len(film.Film(race).shown)
    base = np.array(film.Film(race).picture(0).convert("L"))
    assert np.abs(frames[0].astype(float) - base).mean() < 12


def test_a_film_that_is_too_long_or_too_large_is_refused(monkeypatch):
    race = replayed(Recipe({"load": "20"}))
    monkeypatch.setattr(film, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match=r"The film is .* MB, but may have"):
        film.gif(race, lambda done, of: None)
    monkeypatch.setattr(film, "MOST_SECONDS", 2)
    with pytest.raises(ValueError, match=r"would take \d+ s, but may take 2"):
        film.Film(race)


# Asked for by a page.


def take(page, **parts):
    """What is answered at once to one who asks for a file."""
    before = len(page.sent)
    page.session.receive({"type": "take", **parts})
    return page.sent[before:]


def taken(page, kind):
    """What is sent until it is there, or refused."""
    before = len(page.sent)
    take(page, kind=kind)
    page.wait(lambda: any(m.get("making", 0) is None for m in page.sent[before:]))
    page.wait(lambda: not any(not delay for delay, _ in page.later))
    return page.sent[before:]


@pytest.mark.slow
def test_a_page_is_handed_files_made_beside_it():
    page = meddled()
    take(page, kind="webm")  # replaced by the next
    said = taken(page, "gif")
    (file,) = [message for message in said if "taken" in message]
    assert file["name"] == "astro-dash-digits-K20-seed4-astro-hopfield.gif" and file["mime"] == "image/gif"
    assert Image.open(io.BytesIO(file["taken"])).n_frames > 10
    steps = [m["making"] for m in said if m.get("making")]
    assert steps[0] == {"kind": "gif", "done": 0, "of": 0} and steps[-1]["done"] == steps[-1]["of"] > 0
    (file,) = [message for message in taken(page, "csv") if "taken" in message]
    assert file["taken"].startswith(b"# title") and b'"temperature": 41.0' in file["taken"]
    assert page.works()


def test_what_is_no_file_or_place_is_refused_and_nothing_is_made():
    page = Page()
    places = [{"kind": "csv", "at": at} for at in ("javascript:alert(1)", 3, None, "x", "http:// x")]
    for wrong in ({"kind": "exe"}, {"kind": ["csv"]}, *places):
        (message,) = take(page, **wrong)
        assert message["notice"].endswith(".") and page.session._making is None
    assert "kind" in take(page)[0]["notice"]
    assert page.say("untake") == [{"making": None}] and page.works()


def test_a_tab_that_is_gone_takes_its_file_along():
    page = Page()
    take(page, kind="webm")
    making_of_it = page.session._making
    page.session.close()
    assert making_of_it._stopped and page.session._making is None
    assert making_of_it.made() == b""


def test_a_process_that_dies_is_a_sentence(monkeypatch):
    monkeypatch.setattr(making, "_CODE", "raise SystemExit(3)")
    with pytest.raises(ValueError, match=r"more than 60 s, or more memory"):
        making.Making("csv", Recipe({})).made()


def test_what_a_process_refuses_is_said_as_it_says_it():
    with pytest.raises(ValueError, match="A change is at 99"):
        making.Making("csv", Recipe({"load": "5"}, [[99, {"temperature": 1.0}]])).made()


def test_the_lines_are_told_when_they_are_asked_for():
    page = meddled()
    (message,) = page.say("lines")
    assert message["lines"] == {
        "command": lines.command(page.session.race), "python": lines.python(page.session.race)
    }  # fmt: skip


def test_a_name_says_what_is_in_a_file_and_nothing_else():
    race = replayed(Recipe({"own": FEW, "patterns": "own", "load": "4"}))
    for kind in making.KINDS:
        assert re.fullmatch(r"astro-dash-own-K4-seed4-astro-hopfield\.\w+", making.name(race, kind))
    assert len(FEW) < MOST_LINKED < len(packed(MANY)) and VERDICTS
