"""Sweeps: each number is that of its run alone, whatever is computed beside it, in which order and by whom."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from astro_dash import retrieve
from astro_dash.__main__ import main
from astro_dash.engine import MODELS
from astro_dash.engine.outcomes import MEASURES
from astro_dash.engine.patterns import corrupt
from astro_dash.engine.patterns import draw as draw_patterns
from astro_dash.study import Plan, sweep
from astro_dash.study.batch import compute
from astro_dash.study.sweep import blocks

MODULE = sys.modules["astro_dash.study.sweep"]  # its name in the package is that of the function
SETTINGS = dict(patterns="random", neurons=14, dt=0.05, tau_p=0.5, horizon=6, rest=1e-4)
GRID = {"load": [2, 7], "noise": [0.1, 0.4]}
VARIANTS = {
    "as it is": {},
    "shaken": {"jitter": 0.1, "horizon": 1.5},
    "hot": {"temperature": 1.5, "horizon": 3},
    "euler": {"integrator": "euler", "temperature": 0.2},
    "cut off": {"horizon": 0.6},
    "another target": {"target": 1, "correlation": 0.5, "sigma": 2.0, "beta": 0.7},
}


def alone(plan, cell, system, draw) -> dict:
    """What comes of one run."""
    v, seed = plan.values(cell), plan.seeds(cell)[draw]
    xi = draw_patterns(v["patterns"], v["load"], seed=seed, neurons=v["neurons"], correlation=v["correlation"]).patterns
    cue = corrupt(xi[v["target"]], round(v["noise"] * xi.shape[1]), seed)
    names = ("temperature", "tau_x", "tau_p", "sigma", "beta", "jitter", "dt", "integrator", "target")
    run = retrieve(
        xi, cue, system, seed=seed, horizon=plan.horizon, rest=plan.rest, **{name: v[name] for name in names}
    )
    return {
        "hard_error": run.hard_error, "mirror_error": run.mirror_error, "soft_error": run.error[-1],
        "accuracy": run.gain[v["target"]] if system == "ideal" else run.retrieved, "perplexity": run.perplexity[-1],
        "overlap": run.overlap[-1, v["target"]], "rest_time": run.rest_time,
    }  # fmt: skip


def assert_alone(plan, cells, found):
    """The measures (systems, cells, draws) are those of the runs alone."""
    assert set(found) == set(MEASURES)
    for i, key in enumerate(plan.systems):
        for j, cell in enumerate(cells):
            for draw in range(plan.draws):
                for name, value in alone(plan, cell, key, draw).items():
                    has, place = found[name][i, j, draw], (name, key, plan.cells[cell], draw)
                    if name in ("hard_error", "mirror_error", "accuracy", "rest_time"):
                        assert has == value or (np.isnan(has) and np.isnan(value)), place
                    else:
                        assert has == pytest.approx(value, rel=1e-8, abs=1e-8, nan_ok=True), place


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("system", MODELS)
def test_every_number_is_that_of_its_run_alone(system, variant):
    plan = Plan.of(GRID, system, 4, **SETTINGS | VARIANTS[variant])
    cells = [2, 0, 3, 1]
    found = compute(plan, cells)
    assert_alone(plan, cells, found)
    rested = np.isfinite(found["rest_time"])
    if variant == "cut off" and system in ("astro", "attention", "hopfield", "naam"):
        assert not rested.any()
    if variant == "as it is" and system not in ("naam", "modern", "sequence"):  # which take longer
        assert rested.mean() > 0.2 and len(np.unique(found["rest_time"][rested])) > (system != "ideal")
    if variant == "shaken" and MODELS[system].noisy:
        assert not rested.any()


def test_noise_of_each_draw_is_its_own():
    """Binary Hopfield at T > 0 and neurons that are shaken: the draws differ though the problem hardly does."""
    for options in ({"systems": "hopfield-binary", "temperature": 1.0}, {"systems": "astro", "jitter": 0.5}):
        plan = Plan.of({}, draws=12, load=1, noise=0, **SETTINGS | options)
        assert len(np.unique(compute(plan, [0])["soft_error"])) > 3


def test_all_systems_at_once_and_images():
    plan = Plan.of({"patterns": ["digits", "letters", "random"], "load": [3, 20]}, ("astro", "hopfield", "ideal"), 2,
                   **{n: v for n, v in SETTINGS.items() if n != "patterns"}, noise=0.2)  # fmt: skip
    assert_alone(plan, range(6), compute(plan, list(range(6))))


@pytest.mark.parametrize("system", ["astro", "hopfield-binary", "naam", "modern"])
def test_a_cell_alone_is_the_cell_in_a_large_grid(system):
    settings = SETTINGS | {"jitter": 0.05, "temperature": 0.5, "horizon": 2}
    del settings["tau_p"]
    large = Plan.of({"tau_p": [0.1, 1], "load": range(2, 8), "noise": [0, 0.2, 0.4]}, system, 6, **settings)
    found = compute(large, list(range(large.n_cells)))
    for cell in (0, 17, 30):
        small = Plan.of({}, system, 6, **large.settings | large.cells[cell], horizon=2, rest=1e-4)
        one, same = compute(small, [0]), compute(large, [cell])
        for name in MEASURES:
            np.testing.assert_array_equal(one[name], same[name], err_msg=name)
            exact = name in ("hard_error", "mirror_error", "accuracy", "rest_time")
            # what is computed beside it can change the last digit
            np.testing.assert_allclose(
                found[name][:, [cell]], one[name], rtol=0 if exact else 1e-9, atol=0 if exact else 1e-9, err_msg=name
            )


def test_large_batches_are_cut_and_stay_the_same(monkeypatch):
    plan = Plan.of({"noise": [0, 0.2, 0.4]}, ("astro", "naam"), 5, load=4, **SETTINGS)
    whole = compute(plan, [0, 1, 2])
    monkeypatch.setattr("astro_dash.study.batch._NUMBERS", 4 * (4 * 14 + 16 * 14 * 14))  # four runs at once
    for name, values in compute(plan, [0, 1, 2]).items():
        np.testing.assert_allclose(values, whole[name], rtol=1e-9, atol=1e-9)


@pytest.fixture(scope="module")
def plan():
    return Plan.of({"load": [2, 5, 9], "noise": [0, 0.2, 0.4]}, ("astro", "hopfield-binary"), 3, **SETTINGS, jitter=0.1)


@pytest.fixture(scope="module")
def expected(plan):
    return sweep(plan, scheduler="threads", workers=1)


@pytest.mark.slow
@pytest.mark.parametrize(("scheduler", "workers"), [("threads", 2), ("threads", 3), ("processes", 2)])
def test_it_does_not_matter_who_computes(plan, expected, scheduler, workers):
    xr.testing.assert_identical(sweep(plan, scheduler=scheduler, workers=workers), expected)


def test_the_order_of_the_blocks_does_not_matter(plan, expected, monkeypatch):
    for key in (lambda block: block, lambda block: [-cell for cell in block], lambda block: block[0] * 7 % 5):
        monkeypatch.setattr(MODULE, "blocks", lambda *a, key=key: sorted(blocks(*a), key=key))
        xr.testing.assert_allclose(sweep(plan, workers=1), expected, rtol=1e-9)


def test_blocks_hold_every_cell_once_and_cost_about_the_same():
    plan = Plan.of({"load": range(1, 41), "noise": np.arange(11) / 20}, ("astro", "naam"), 5, **SETTINGS)
    todo = list(range(3, plan.n_cells))
    made = blocks(plan, todo)
    assert sorted(cell for block in made for cell in block) == todo
    work = [sum(map(plan.work, block)) for block in made]
    assert len(made) >= 48 and work == sorted(work, reverse=True) and max(work) <= 1.1 * sum(work) / 48
    assert blocks(plan, [5]) == [[5]] and len(blocks(plan, todo, max(work) / 8)) > 300


def test_progress_rises_to_all_cells_and_ends_with_no_time_left(plan):
    told = []
    sweep(plan, workers=1, progress=lambda *now: told.append(now))
    done, of, left = zip(*told, strict=True)
    assert list(done) == sorted(set(done)) and done[-1] == 9 and set(of) == {9}
    assert min(left) >= 0 and left[0] > 0 and left[-1] == pytest.approx(0, abs=1e-6)


def test_a_cell_of_a_map_opens_as_the_same_run(capsys):
    """With the link's settings, the command line prints what the map has."""
    grid = {"load": [5, 20], "noise": [0.1, 0.3], "tau_p": [0.05, "inf"]}
    plan = Plan.of(grid, ("astro", "hopfield-binary"), 2, patterns="random", neurons=18, dt=0.02, horizon=4)
    found = sweep(plan, workers=1)
    for cell in range(plan.n_cells):
        values = plan.store(cell, draw=1).values()
        options = [f"--{n.replace('_', '-')}={','.join(v) if n == 'system' else v}" for n, v in values.items()]
        main(["run", "--json", "--horizon", "4", *options])
        here = found.sel(plan.cells[cell]).isel(draw=1)
        for o in json.loads(capsys.readouterr().out):
            has = here.sel(system=o["system"])
            assert o["hard_error"] == has.hard_error and o["retrieved"] == bool(has.accuracy)
            assert o["soft_error"] == pytest.approx(float(has.soft_error)) and int(here.draw_seed) == values["seed"]
            assert (o["time_to_rest"] is None) if np.isnan(has.rest_time) else (o["time_to_rest"] == has.rest_time)


def test_the_seconds_left_are_never_below_0():
    """Though a sum in another order may be a bit more than the whole: 0.1 + 0.2 + 0.3 > 0.3 + 0.2 + 0.1."""
    plan, seen = SimpleNamespace(n_cells=3, work=[0.1, 0.2, 0.3].__getitem__), []
    count = MODULE._Count(plan, [2, 1, 0], lambda done, every, left: seen.append(f"{left:.0f}"))
    count.add([0, 1, 2])
    assert seen == ["0"]
