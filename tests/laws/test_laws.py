"""The laws: shipped data are those of the engine, verdicts follow from them, and lines are what they are said to be."""

import numpy as np
import pytest

from astro_dash.engine.bounds import ideal_accuracy
from astro_dash.laws import ASSETS, LAWS, Data, basins, capacity, compared, heat, priming, read, save, shipped, ties
from astro_dash.laws.base import FAILS, HOLDS
from astro_dash.laws.data import TOLERANCE
from astro_dash.store import Store
from astro_dash.study.survey import measures


@pytest.fixture(scope="module")
def data():
    return {name: shipped(name) for name in LAWS}


def changed(data, **measures):
    """The same with some measures made by these functions of the data."""
    other = data.copied()
    for name, change in measures.items():
        other.measures[name] = np.asarray(change(data), "float32")
    return other


# The data


def test_all_laws_are_shipped_and_small():
    assert {path.stem for path in ASSETS.iterdir()} == set(LAWS)
    assert sum(path.stat().st_size for path in ASSETS.iterdir()) < 500_000


@pytest.mark.parametrize("name", LAWS)
def test_a_cell_computed_again_is_the_shipped_one(data, name):
    """But for draws on an edge, of which there may be one in ten."""
    survey, law = data[name].survey, data[name]
    assert law.finished.all()
    cell = min(range(survey.n_cells), key=survey.work)
    again = measures(survey, [cell])
    same = [
        np.isclose(again[measure][0], law[measure][cell], rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
        for measure in law.measures
    ]
    assert np.all(same, axis=0).mean() >= 0.9


def test_a_file_is_of_its_law_and_its_runs_alone(data, tmp_path):
    few = data["ties"]
    save(few, "ties", tmp_path / "ties.nc")
    again = read(tmp_path / "ties.nc", "ties", few.survey)
    assert compared(again, few) == f"All {few.survey.n_cells * few.survey.draws} runs came out as shipped."
    for law, survey in (("heat", few.survey), ("ties", LAWS["heat"].survey())):
        with pytest.raises(ValueError, match=r"^ties\.nc holds other runs"):
            read(tmp_path / "ties.nc", law, survey)
    other = changed(few, time=lambda data: data["time"] + 0.1 * (np.arange(data.survey.n_cells) == 3)[:, None])
    draws = few.survey.draws
    assert compared(other, few).endswith(f"as shipped, {draws} otherwise.")


# What they say


@pytest.mark.parametrize("name", LAWS)
def test_what_is_found_is_computed(data, name):
    found = LAWS[name].found(data[name])
    assert found.verdict == HOLDS and all(any(letter.isdigit() for letter in each) for each in found.says)
    for panel in found.panels:
        for points in panel.points:
            assert len({len(getattr(points, part)) for part in ("x", "y", "low", "high", "cell", "draw")}) == 1
            assert (points.low <= points.y).all() and (points.y <= points.high).all() and np.isfinite(points.y).all()
            assert ((points.draw >= 0) & (points.draw < data[name].survey.draws)).all()


def wrong(data, right):
    """Accuracy of the gated memory as a rule has it, of the others as it was."""
    rows = np.isin(np.arange(data.survey.n_cells), data.where(system="astro"))
    return np.where(rows[:, None], right(data)[:, None], data["accuracy"])


CHANGES = {
    "capacity": {"accuracy": lambda data: wrong(data, lambda d: d.of("load", range(d.survey.n_cells)) < 20)},
    "basins": {"accuracy": lambda data: wrong(data, lambda d: d.of("noise", range(d.survey.n_cells)) < 0.12)},
    "commits": {"kind": lambda data: np.where(data.of("tau_x", range(33))[:, None] > 1, 1, data["kind"])},
    "ties": {"time": lambda data: data.of("jitter", range(40))[:, None] ** -0.1 * np.ones(data["time"].shape)},
    "priming": {"won": lambda data: 1 - data["won"]},
    "heat": {"accuracy": lambda data: data["share"] > 0.5},
}


@pytest.mark.parametrize("name", LAWS)
def test_other_data_have_another_verdict(data, name):
    other = changed(data[name], **CHANGES[name])
    law, was = LAWS[name], LAWS[name].found(data[name])
    found = law.found(other)
    assert found.verdict != HOLDS and found.says != was.says
    if name in ("capacity", "basins", "priming"):
        assert found.verdict == FAILS


@pytest.mark.parametrize("name", LAWS)
def test_while_it_grows_a_law_is_told_of_what_there_is(data, name):
    whole, n = data[name], data[name].survey.n_cells
    for cells in ([0], [n - 1], range(n // 3), range(0, n, 2)):
        some = Data(whole.survey)
        cells = list(cells)
        some.fill(cells, {measure: values[cells] for measure, values in whole.measures.items()})
        found = LAWS[name].found(some)
        told = {int(cell) for panel in found.panels for points in panel.points for cell in points.cell}
        assert told <= set(cells)


@pytest.mark.parametrize("name", LAWS)
def test_a_point_opens_the_very_run(data, name):
    law = data[name]
    points = LAWS[name].found(law).panels[0].points[0]
    cell, draw = int(points.cell[0]), int(points.draw[0])
    store, problems = Store.from_link(law.survey.store(cell, draw).link())
    assert not problems and store.seed == law.survey.seeds(cell)[draw]
    run = store.retrieved(law.survey.plans[cell].systems[0], law.survey.plans[cell].rest)
    if "accuracy" in law.measures:
        assert run.retrieved == law["accuracy"][cell, draw]
    if "kind" in law.measures:
        assert (run.hard_error == 0) == (law["kind"][cell, draw] == 0)
    if "winner" in law.measures:
        broken = int(np.argmax(run.gains.max(-1) >= ties.BROKEN))
        assert run.time[broken] == pytest.approx(law["time"][cell, draw])
        assert run.gains[broken].argmax() == law["winner"][cell, draw]
    if "won" in law.measures:
        assert (run.gain.argmax() == 1) == law["won"][cell, draw]


# The lines


def test_the_lines_of_capacity_and_basins_are_where_the_nearest_is_right_in_half():
    for mirrored in (False, True):
        k = capacity.half(20, mirrored)
        loads = int(0.98 * k), int(k) + 3
        below, above = (ideal_accuracy(20, load, 4, mirrored=mirrored, copies=True) for load in loads)
        assert below > 0.5 > above
    flips = int(40 * basins._half(20, True))
    low, high = (ideal_accuracy(40, 20, n, mirrored=True, copies=True) for n in (flips, flips + 1))
    assert low >= 0.5 >= high


def test_at_T_c_a_whole_memory_has_half_of_the_gains():
    for n, k in ((64, 20), (128, 400), (1000, 1000)):
        share = heat.settled_share(n, k, np.array([0.2, 1.0, 5.0]))
        assert share[0] > 0.99 and 0.45 < share[1] < 0.51 and share[2] < 0.2


def test_a_tie_lasts_longer_by_the_same_for_each_factor_in_the_noise():
    rates = (0.5,), 1.0, 1.0, 5.0, 64, 0.01
    times = np.array([ties.breaking(jitter, *rates)[0] for jitter in (1e-12, 1e-14, 1e-16)])
    m, c, g, leak = 5 - 1, 0.5, 2 * 0.25 * 64 * 5, 0.01  # of y and q, once x is 0
    rate = np.linalg.eigvals([[m, c], [g, -leak]]).real.max()
    assert np.diff(times) == pytest.approx(np.log(100) / (2 * rate), rel=0.1)


def test_a_prime_must_be_the_stronger_the_farther_the_cue():
    odds = priming.needed((0.05, 0.2, 0.4), 3.0)
    assert (np.diff(odds) > 0).all() and (priming.needed((0.2,), 1.0) > odds[1]).all()
