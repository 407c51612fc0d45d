"""Races: the same however they are cut, gone back to, and called by their right names."""

from math import comb

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from astro_dash.engine import MODELS
from astro_dash.pages.live import race as module
from astro_dash.pages.live.memory import remember
from astro_dash.pages.live.moments import MOST_BETWEEN
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.rivals import SHOWN
from astro_dash.pages.live.typical import typical
from astro_dash.pages.live.verdicts import BROKEN, MIRROR, MIXTURE, MOVING, RECALLED, WRONG
from astro_dash.store import Store, pixel_text

SYSTEMS = [
    ("astro", "hopfield"),
    ("attention", "dense"),
    ("ideal", "modern"),
    ("hopfield",),
    ("naam", "hopfield-binary"),
]
FOCUSED = ("energy", "free", "gap", "neurons", "now", "aim", "rest", "tip", "off")
BETWEEN = 12  # shades: what is shown between two steps lies on a straight line
few = settings(max_examples=12, phases=(Phase.generate,))  # a race is too long to be shrunk


def store(**values) -> Store:
    """A small random memory, moving slowly enough for rest to be some hundred frames away."""
    made = Store()
    made.set(**({"patterns": "random", "neurons": 24, "load": 15, "noise": 0.25, "dt": 0.05, "tau_p": 0.5} | values))
    return made


def finished(race, frames=64) -> dict:
    """All arrays of a race to its end, computed in chunks."""
    chunks = [race.advance(frames)[1]]
    while not race.at_rest:
        chunks.append(race.advance(frames)[1])
    return joined(chunks)


def joined(chunks) -> dict:
    """Chunks one after another; in some nothing may have moved."""
    return {name: np.concatenate([c[name] for c in chunks if c]) for name in chunks[0]}


@pytest.mark.parametrize("system", SYSTEMS)
@few
@given(cuts=st.lists(st.integers(1, 40), min_size=1, max_size=8), jitter=st.sampled_from([0.0, 0.2]))
def test_a_race_is_the_same_however_it_is_cut(system, cuts, jitter):
    whole, cut = (Race(store(system=system, jitter=jitter), corners=(0, 1, 2)) for _ in range(2))
    expected = whole.advance(200)
    assert expected[0] == 0
    pieces = []
    while not cut.at_rest and cut.frames < whole.frames:
        pieces.append(cut.advance(cuts[len(pieces) % len(cuts)]))
    assert [p[0] for p in pieces] == list(np.cumsum([0, *(len(p[1].get("energy", ())) for p in pieces[:-1])]))
    assert cut.frames <= whole.frames == len(expected[1]["energy"]) or not whole.at_rest
    n = min(cut.frames, whole.frames)
    assert n == whole.frames or not cut.at_rest
    for name, array in expected[1].items():
        if name not in ("gain", "attention"):  # of the shown patterns, which the first chunk settles
            np.testing.assert_array_equal(joined([p[1] for p in pieces])[name][:n], array[:n], err_msg=name)


def test_every_array_has_its_frames_and_a_race_comes_to_rest():
    for system in SYSTEMS:
        race = Race(store(system=system))
        arrays = finished(race)
        assert {len(a) for a in arrays.values()} == {race.frames} and race.frames < module.MOST_FRAMES
        for key in system:
            assert arrays[f"image:{key}"].dtype == np.uint8 and arrays[f"image:{key}"].shape[1] == 24
            assert arrays[f"verdict:{key}"][-1] != MOVING
        assert arrays["gain"].shape[1] == SHOWN + 1


changes = st.fixed_dictionaries({
    "at": st.floats(0, 1), "length": st.integers(1, 70), "temperature": st.sampled_from([0.01, 1.0, 30.0]),
    "tau_p": st.sampled_from([0.05, 5.0]), "flips": st.lists(st.integers(0, 23), max_size=5, unique=True),
})  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_one_long_chunk_is_the_rest_of_a_race(system):
    """Also of the system that was ahead of the others when it began."""
    race = Race(store(system=system))
    race.advance(16)
    assert not race.at_rest
    race.advance(100_000)
    assert race.at_rest


@pytest.mark.parametrize("systems", [("astro", "hopfield"), ("naam", "hopfield-binary"), ("hopfield-binary", "naam")])
@pytest.mark.parametrize("jitter", [0.0, 0.1])
@few
@given(start=st.sampled_from([5, 40, 300]), moves=st.lists(changes, min_size=1, max_size=4))
def test_it_goes_on_from_exactly_the_state_that_was_there(systems, jitter, start, moves):
    """After any number of changes, before rest or after it, and nothing that was shown before is changed by it."""
    knocked, other = systems
    choices = store(jitter=jitter, system=systems)
    race = Race(choices, corners=(0, 1, None))
    _, shown = race.advance(start)
    shown = {name: list(a) for name, a in shown.items()}
    for move in moves:
        frame = int(move["at"] * (race.frames - 1))
        choices.set(temperature=move["temperature"], tau_p=move["tau_p"])
        race.goes_on(frame, choices.parameters(), (knocked, move["flips"]))
        first, arrays = race.advance(move["length"])
        assert first == frame
        expected = np.array(shown[f"image:{knocked}"][frame])
        expected[move["flips"]] = 255 - expected[move["flips"]]
        assert np.abs(arrays[f"image:{knocked}"][0].astype(int) - expected).max() <= BETWEEN
        beside = arrays[f"image:{other}"][0].astype(int) - shown[f"image:{other}"][frame]
        assert np.abs(beside).max() <= BETWEEN
        shown = {name: a[:frame] + list(arrays[name]) for name, a in shown.items()}
    assert race.frames == len(shown["energy"])
    first, again = race.again()
    assert first == 0
    for name in ("energy", "free", "neurons", "now"):  # where it had rested, to what counts as rest
        np.testing.assert_allclose(again[name], shown[name], rtol=1e-2, atol=1e-2, err_msg=name)


@few
@given(frame=st.integers(0, 400), system=st.sampled_from(SYSTEMS), jitter=st.sampled_from([0.0, 0.1]))
def test_going_on_without_a_change_changes_nothing(frame, system, jitter):
    race = Race(store(system=system, jitter=jitter))
    _, whole = race.advance(200)
    length = race.frames
    race.goes_on(frame)
    first, arrays = race.advance(30)
    assert first == min(frame, length - 1)
    for key in system:
        before, after = whole[f"image:{key}"][first].astype(int), arrays[f"image:{key}"][0]
        assert np.abs(after - before).max() <= BETWEEN
        ends = [r.tracks[key].run for r in (race, Race(store(system=system, jitter=jitter)))]
        [ends[i].advance(4000) for i in (0, 1) if not (ends[i].at_rest or ends[i].over)]
        assert jitter or (np.sign(ends[0].state.x) == np.sign(ends[1].state.x)).all()


@pytest.mark.parametrize("key", MODELS)
@pytest.mark.parametrize("jitter", [0.0, 0.1])
def test_again_gives_what_was_given(key, jitter):
    race = Race(store(system=key, load=8, jitter=jitter), corners=(0, 1, None))
    chunks = [race.advance(n)[1] for n in (16, 50, 7)]
    given_shown = race.shown
    first, again = race.again()
    chunks = [c for c in chunks if c]
    assert first == 0 and not race.outdated and sorted(race.shown) == sorted(given_shown)
    for name in FOCUSED:
        np.testing.assert_allclose(again[name], np.concatenate([c[name] for c in chunks]), rtol=1e-6, atol=1e-6)
    order = [given_shown.index(i) for i in race.shown]
    for name in ("gain", "attention"):
        before = np.concatenate([c[name] for c in chunks])
        np.testing.assert_allclose(again[name][:, :8], before[:, order], atol=1e-6)
    assert (race.advance(5)[0] == sum(len(c["energy"]) for c in chunks)) or race.at_rest


def test_another_focus_gives_its_own_energy():
    both, other = (Race(store(system="astro,hopfield"), focus) for focus in ("astro", "hopfield"))
    both.advance(30), both.view("hopfield", (None, None, None))
    np.testing.assert_allclose(both.again()[1]["energy"], other.advance(30)[1]["energy"], rtol=1e-9)
    for unknown in ("ideal", None, "brain"):
        both.view(unknown, (None, None, None))
        assert both.focus == "astro"


@given(load=st.integers(1, 40), more=st.integers(0, 30), noise=st.floats(0, 0.5), louder=st.floats(0, 0.5))
@few
def test_more_load_and_more_noise_add_to_what_was_there(load, more, noise, louder):
    one = remember(store(load=load, noise=noise))
    larger = remember(store(load=load + more, noise=noise))
    np.testing.assert_array_equal(larger.drawn.patterns[:load], one.drawn.patterns)
    np.testing.assert_array_equal(larger.cue, one.cue)
    other = remember(store(load=load, noise=noise + louder))
    flipped, there = (m.cue != m.drawn.patterns[0] for m in (other, one))
    assert (flipped | there == flipped).all() and flipped.sum() == round((noise + louder) * 24)
    assert one.n_flipped == round(noise * 24)
    assert not one.drawn.patterns.flags.writeable  # all sessions share it


@pytest.mark.parametrize("key", [key for key in MODELS if not MODELS[key].ordered])
def test_a_clean_cue_is_recalled_at_once_and_a_single_pattern_too(key):
    for choices in (
        store(noise=0, load=3, system=key),
        store(load=1, system=key),
        store(load=1, neurons=1, system=key),
    ):
        arrays = finished(Race(choices))
        assert arrays[f"verdict:{key}"][-1] == RECALLED and arrays[f"wrong:{key}"][-1] == 0
    assert finished(Race(store(noise=0, load=3, system=key)))[f"verdict:{key}"][0] == RECALLED


def verdicts(system, cue=None, **values):
    """How each system ends from a drawn cue."""
    choices = store(system=system, load=3, neurons=60, **values)
    patterns = choices.drawn().patterns
    if cue is not None:
        choices.set(cue=pixel_text(cue(patterns)))
    arrays = finished(Race(choices))
    return [(int(arrays[f"verdict:{key}"][-1]), int(arrays[f"winner:{key}"][-1])) for key in choices.system]


def test_states_are_called_by_their_names():
    four = "astro,hopfield,dense,modern"
    assert verdicts(four) == [(RECALLED, 0)] * 4
    assert verdicts(four, lambda xi: xi[2]) == [(WRONG, 2)] * 4
    assert verdicts("astro,hopfield,dense", lambda xi: -xi[0]) == [(MIRROR, 0)] * 3
    assert verdicts("modern,attention", lambda xi: -xi[0])[0][0] != MIRROR
    assert verdicts("hopfield", lambda xi: np.sign(xi.sum(0)))[0][0] == MIXTURE
    wild = store(integrator="euler", dt=1, temperature=100, system="astro")
    assert finished(Race(wild))["verdict:astro"][-1] == BROKEN


@pytest.mark.parametrize("load", [1, 2, 5, 60])
@pytest.mark.parametrize("target", ["first", "last"])
def test_the_target_is_shown_first_and_the_winner_with_it(load, target):
    for seed in range(6):
        race = Race(store(load=load, target=0 if target == "first" else load - 1, seed=seed, noise=0.4))
        while not race.at_rest:
            _, arrays = race.advance(16)
            if race.outdated:  # as the session does
                race.again()
        assert race.shown[0] == race.memory.target == race.describe()["target"]
        assert int(arrays[f"winner:{race.focus}"][-1]) in race.shown
        assert len(set(race.shown)) == len(race.shown) == min(SHOWN, load)
        assert {*race.shown, *arrays[f"winner:{race.focus}"].tolist()} <= race.spoken(arrays)
        assert race.pictures()["shown"].shape == (len(race.shown), 24)


def test_equal_patterns_are_one_memory():
    """Of four neurons there are 16 patterns, of which 40 are stored: each is shown once, with all its gains."""
    for seed in range(4):
        race = Race(store(neurons=4, load=40, noise=0.25, seed=seed, target=39, system="astro"))
        arrays = finished(race)
        patterns, places = race.memory.drawn.patterns, race.memory.places
        shown = patterns[race.shown]
        assert race.shown[0] == 39 and len(np.unique(shown, axis=0)) == len(shown)
        assert race.rival == race.corners[1] and (patterns[race.rival] != patterns[39]).any()
        assert (places[arrays["winner:astro"]] == arrays["winner:astro"]).all()
        seen = race.replayed("astro")[0][-1]
        alike = (patterns == patterns[39]).all(-1)
        assert alike.sum() > 1
        start, told = seen.gain[0, alike].sum(), arrays["gain"][0]
        assert told[0] == pytest.approx(start) and np.nansum(told) == pytest.approx(1)
        first = int(np.flatnonzero(alike)[0])
        race.view("astro", corners=(first, None, None), rival=first)
        race.again()
        assert race.corners[0] == 39 and race.rival != 39


def test_a_tie_is_told():
    """So that a lesson gives it to nobody."""
    told = set()
    for seed in range(30):
        race = Race(store(system="ideal", load=4, neurons=6, noise=1 / 3, seed=seed))
        overlap = race.memory.drawn.patterns @ race.memory.cue
        nearest = np.unique(race.memory.drawn.patterns[overlap == overlap.max()], axis=0)
        arrays = finished(race)
        tied, verdict = int(arrays["tied:ideal"][-1]), int(arrays["verdict:ideal"][-1])
        assert tied == (len(nearest) > 1)
        assert not tied or verdict == MIXTURE
        told.add(tied)
    assert told == {0, 1}


def test_a_winner_that_is_not_shown_makes_what_is_shown_outdated():
    race = Race(store(load=30, noise=0, target=3))
    race.advance(16)
    assert not race.outdated
    race.shown.remove(3)
    race.advance(4)
    assert race.outdated
    race.again()
    assert not race.outdated and race.shown[0] == 3


def test_noise_never_rests_and_the_number_of_frames_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_FRAMES", 60)
    race = Race(store(jitter=0.5, system="astro,ideal", horizon=100))
    while race.frames < 60:
        assert not race.at_rest
        race.advance(64)
    assert race.at_rest and race.frames == 60
    race.goes_on(40)
    assert not race.at_rest and race.advance(500)[0] == 40 and race.frames == 60


@pytest.mark.parametrize(
    "tiny", [{"integrator": "descent", "dt": 1e-9}, {"dt_least": 1e-9, "dt_most": 1e-9}, {"jitter": 1, "dt": 1e-7}]
)
def test_steps_that_go_nowhere_end_and_are_not_kept(tiny, monkeypatch):
    """However short they are and long the run may be, what a race has in memory is bounded."""
    monkeypatch.setattr(module, "MOST_STEPS", 2000)
    race = Race(store(system="astro,hopfield", horizon=1e6, **{"dt": 0.05} | tiny))
    while not race.at_rest:
        race.advance(64)
        assert all(len(ahead.frames) <= MOST_BETWEEN + 64 for ahead in race.ahead.values())
    assert race.unsettled and race.frames > 5
    assert all(track.run.step < 2000 + 64 for track in race.tracks.values())


def test_a_race_that_ends_where_it_moves_says_so():
    rested, short = Race(store(system="astro")), Race(store(system="astro", horizon=0.01))
    for race in (rested, short):
        assert not race.unsettled
        finished(race)
    assert (rested.unsettled, short.unsettled) == (False, True)


def test_a_track_keeps_snapshots_only():
    race = Race(store(jitter=0.5, horizon=100, dt_most=0.01))
    for _ in range(10):
        race.advance(64)
    track = race.tracks["astro"]
    assert len(track.snapshots) == 40 and [int(f.step[0]) for f, _ in track.snapshots] == list(range(0, 640, 16))
    frame = race.frames // 2
    before = sum(f.time[0] < race.moments.times[frame] for f, _ in track.snapshots)
    for _ in range(40):  # a slider that is dragged
        race.goes_on(frame, race.parameters)
        race.advance(16)
    track = race.tracks["astro"]
    assert before > 10 and len(track.snapshots) <= before + 2
    for frame in [track.last, *(f for f, _ in track.snapshots)]:
        assert all(len(a) == 1 and a.base is None for a in (frame.step, frame.x, frame.overlap, frame.logit))


def test_other_cues_are_counted():
    easy = store(neurons=100, load=4, noise=0.1, system="astro,hopfield,modern,ideal")
    assert typical(easy.link()) == dict.fromkeys(easy.system, 50)
    totals = dict.fromkeys(("ideal", "astro", "attention", "hopfield"), 0)
    for seed in range(4):  # of the random patterns; a tie is a share to the ideal observer, and luck to the others
        counts = typical(store(neurons=32, load=60, noise=0.25, seed=seed, system=",".join(totals)).link())
        totals = {key: totals[key] + counts[key] for key in totals}
    nearer, level = (sum(comb(32, d) for d in distances) / 2**32 for distances in (range(8), [8]))
    expected = 200 * ((1 - nearer) ** 60 - (1 - nearer - level) ** 60) / (60 * level)
    assert totals["ideal"] == pytest.approx(expected, abs=20) and totals["ideal"] + 5 > max(totals.values())


def test_other_cues_get_the_time_that_the_race_has():
    """Where gains are slow and steps short, as many come home as in the races themselves."""
    slow = store(neurons=64, load=20, noise=0.2, tau_p=1.0, dt=0.002, system="astro")
    assert typical(slow.link()) == typical(store(**(slow.values() | {"dt": 0.02})).link())
