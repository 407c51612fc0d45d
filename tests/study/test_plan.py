"""Plans: what is refused, the order of the cells, and seeds that follow from the cell's problem alone."""

import math
import pickle

import numpy as np
import pytest

from astro_dash.engine import MODELS
from astro_dash.store import Store
from astro_dash.study import Plan
from astro_dash.study.plan import AXES, PROBLEM

SMALL = dict(patterns="random", neurons=12, dt=0.05)
WRONG = [  # grid, options, words of the sentence
    ({"mood": [1]}, {}, ["axis", "'mood'", "load"]),
    ({"system": ["astro"]}, {}, ["axis", "'system'"]),
    ({"cue": ["AAAA"]}, {}, ["axis", "'cue'"]),
    ({"load": []}, {}, ["load is []", "one or more different"]),
    ({"load": [5, 5]}, {}, ["load is [5, 5]", "different"]),
    ({"load": [5, "5"]}, {}, ["load is [5, 5]", "different"]),
    ({"noise": [0.1, 1.5]}, {}, ["noise is 1.5"]),
    ({"noise": [math.nan]}, {}, ["noise is nan"]),
    ({"noise": np.array([0.1, math.nan])}, {}, ["noise is nan"]),
    ({"tau_p": [-1]}, {}, ["tau_p is -1"]),
    ({"load": [0, 5]}, {}, ["load is 0"]),
    ({"load": [2.5]}, {}, ["load is 2.5"]),
    ({"load": [True]}, {}, ["load is True"]),
    ({"load": [5, 1751]}, {"patterns": "digits"}, ["load is 1751", "1750 for digits"]),
    ({"patterns": ["random", "letters"], "load": [50, 200]}, {}, ["load is 200", "letters"]),
    ({"patterns": ["random", "faces"]}, {}, ["'faces'"]),
    ({"load": [5]}, {"mood": 1}, ["setting", "'mood'"]),
    ({"load": [5]}, {"load": 5}, ["setting", "'load'"]),
    ({"load": [5]}, {"neurons": 0}, ["neurons is 0"]),
    ({"load": [3, 9]}, {"target": 3}, ["target is 3", "0 to 2"]),
    ({"load": [9], "target": [3, 9]}, {}, ["target is 9", "0 to 8"]),
    ({"load": [5]}, {"systems": ()}, ["system is ''"]),
    ({"load": [5]}, {"systems": ("astro", "brain")}, ["'brain'"]),
    ({"load": [5]}, {"systems": ("astro", "astro")}, ["'astro,astro'", "different"]),
    ({"neurons": [16, 1024]}, {"systems": ("astro", "naam")}, ["neurons is 1024", "Neuron–astrocyte", "too slow"]),
    ({"tau_p": [0.1, 0]}, {"integrator": "euler"}, ["tau_p is 0"]),
    ({"temperature": [0.1, math.inf], "integrator": ["descent", "euler"]}, {}, ["temperature is inf"]),
    ({"load": [5]}, {"draws": 0}, ["draws is 0"]),
    ({"load": [5]}, {"draws": 10_001}, ["draws is 10001"]),
    ({"load": [5]}, {"draws": 2.5}, ["draws is 2.5"]),
    ({"load": [5]}, {"horizon": 0}, ["horizon is 0"]),
    ({"load": [5]}, {"horizon": math.inf}, ["horizon is inf"]),
    ({"load": [5]}, {"horizon": 1e308}, ["horizon is 1e+308", "at most 1000000"]),
    ({"dt": [1, 1e-9]}, {"horizon": 10.0}, ["horizon is 10.0", "dt = 1e-09"]),
    ({"load": [5]}, {"rest": math.nan}, ["rest is nan"]),
    ({"load": range(1, 1001), "seed": range(1001)}, {}, ["1001000 cells", "1000000"]),
    ({"load": range(1, 1001), "seed": range(30)}, {"draws": 1000}, ["30000000 runs", "20000000"]),
]  # fmt: skip


@pytest.mark.parametrize(("grid", "options", "words"), WRONG)
def test_what_cannot_be_is_refused_in_a_sentence(grid, options, words):
    with pytest.raises(ValueError) as refusal:
        Plan.of(grid, **({"patterns": "random"} if "patterns" not in grid else {}) | options)
    said = str(refusal.value)
    assert all(word in said for word in words) and "\n" not in said and said.endswith(".") and len(said) < 250


@pytest.mark.parametrize("system", ["astro", "naam"])
@pytest.mark.parametrize("integrator", ["descent", "euler"])
def test_a_plan_is_taken_just_if_each_of_its_cells_can_be(system, integrator):
    """Axes are checked together as far as one can forbid another."""
    ends = {
        "patterns": ["random", "letters"], "load": [1, 104, 300], "noise": [0, 1], "temperature": [0, math.inf],
        "target": [0, 103], "seed": [0, 7], "prime": ["none", "rival"], "prime_strength": [1e-4, 0.9],
        "tau_x": [0, 1], "tau_p": [0, math.inf], "sigma": [1e-3, 1e6],
        "beta": [1e-3, 1e6], "jitter": [0, 1], "self_coupling": [0, 1], "correlation": [0, 0.99],
        "neurons": [1, 1024], "dt": [0.01, 1],
        "dt_least": [1e-9, 10], "dt_most": [1e-9, 10],
        "integrator": ["descent", "euler"],
    }  # fmt: skip
    assert set(ends) == set(AXES)
    taken = 0
    for a in AXES:
        for b in AXES[: AXES.index(a)]:
            grid = {a: ends[a], b: ends[b]}
            settings = {n: v for n, v in {"patterns": "random", "integrator": integrator}.items() if n not in grid}

            def possible(values, settings=settings):
                try:
                    Store().set(system=system, **settings, **values)
                except ValueError:
                    return False
                return True

            each = [possible({a: v, b: w}) for v in ends[a] for w in ends[b]]
            try:
                Plan.of(grid, system, 1, horizon=10, **settings)
            except ValueError:
                assert not all(each), grid
            else:
                assert all(each), grid
                taken += 1
    assert taken > 20


def test_cells_are_counted_with_the_last_axis_fastest():
    plan = Plan.of({"load": [3, 5], "noise": [0.1, 0.2, 0.3], "tau_p": ["inf", 1]}, **SMALL)
    assert plan.shape == (2, 3, 2) and plan.n_cells == 12 and list(plan.grid) == ["load", "noise", "tau_p"]
    assert plan.cells[1] == {"load": 3, "noise": 0.1, "tau_p": 1.0}
    assert plan.cells[7] == {"load": 5, "noise": 0.1, "tau_p": 1.0}
    for cell in range(12):
        where = np.unravel_index(cell, plan.shape)
        assert list(plan.cells[cell].values()) == [v[i] for v, i in zip(plan.grid.values(), where, strict=True)]


def test_values_are_read_as_the_command_line_has_them():
    plan = Plan.of(
        {"load": ["3", 5.0], "noise": np.array([0, 0.5]), "tau_p": "∞"}, "astro", neurons="12", patterns="random"
    )
    assert plan.grid == {"load": (3, 5), "noise": (0.0, 0.5), "tau_p": (math.inf,)} and plan.systems == ("astro",)
    assert all(type(v) is int for v in plan.grid["load"]) and all(type(v) is float for v in plan.grid["noise"])
    assert plan.settings["neurons"] == 12 and plan.settings["sigma"] == Store().sigma
    assert plan == Plan.of({"load": [3, 5], "noise": [0, 0.5], "tau_p": [math.inf]}, neurons=12, patterns="random")
    assert set(plan.grid) | set(plan.settings) == set(AXES) and pickle.loads(pickle.dumps(plan)) == plan


def test_a_plan_without_axes_is_one_cell():
    plan = Plan.of({}, "astro", 3, load=5, **SMALL)
    assert plan.n_cells == 1 and plan.shape == () and plan.cells == [{}] and len(plan.seeds(0)) == 3


def test_seeds_differ_between_draws_and_cells_and_are_seeds():
    plan = Plan.of({"load": range(2, 22), "noise": np.linspace(0, 0.5, 20)}, draws=50, **SMALL)
    seeds = np.array([plan.seeds(cell) for cell in range(plan.n_cells)])
    assert len(np.unique(seeds)) > 0.9999 * seeds.size  # of 2^31, a chance in ten that two are the same
    assert seeds.min() >= 0 and seeds.max() < 2**31 and abs(seeds.mean() / 2**30 - 1) < 0.05
    assert plan.seeds(7) == plan.seeds(7) and plan.seeds(7)[:3] == Plan.of(plan.grid, draws=3, **SMALL).seeds(7)


def test_seeds_are_those_of_the_problem_whatever_else_there_is():
    one = Plan.of({"load": [5], "noise": [0.25]}, "astro", 4, **SMALL).seeds(0)
    many = Plan.of({"noise": [0, 0.25], "tau_p": [1, 2], "load": [9, 5]}, ("naam", "hopfield"), 9, **SMALL)
    same = [cell for cell in range(8) if many.cells[cell]["noise"] == 0.25 and many.cells[cell]["load"] == 5]
    assert len(same) == 2 and all(many.seeds(cell)[:4] == one for cell in same)
    assert Plan.of({}, tuple(MODELS)[:2], 4, load=5, noise=0.25, **SMALL).seeds(0) == one


@pytest.mark.parametrize("name", AXES)
def test_only_the_problem_decides_the_seeds(name):
    other = {
        "patterns": "letters", "integrator": "euler", "load": 9, "target": 1, "seed": 5, "neurons": 13, "noise": 0.3,
        "correlation": 0.5, "prime": "rival",
    }.get(name, 0.4)  # fmt: skip
    base = SMALL | {"load": 5, "noise": 0.25, "seed": 3, "tau_p": 1}
    seeds, others = (Plan.of({}, draws=5, **values).seeds(0) for values in (base, base | {name: other}))
    assert (len(set(seeds) & set(others)) == 0) if name in PROBLEM else (seeds == others)


def test_the_seeds_stay_the_same_from_version_to_version():
    """Files and links of today are to mean the same runs tomorrow."""
    plan = Plan.of({"load": [5, 20]}, draws=2, patterns="random", neurons=20, noise=0.1, seed=3)
    assert [plan.seeds(cell) for cell in range(2)] == [[1654936221, 800874773], [1604852437, 2103027856]]


def test_the_choices_of_a_draw_go_through_a_link():
    grid = {"load": [3, 9], "tau_p": [0, math.inf], "noise": [1 / 3], "patterns": ["random", "letters"]}
    plan = Plan.of(grid, ("astro", "ideal"), 3, temperature=math.inf, target=2, jitter=0.1, neurons=15)
    for cell in range(plan.n_cells):
        for draw in range(3):
            store = plan.store(cell, draw=draw)
            read, problems = Store.from_link(store.link())
            assert not problems and read.values() == store.values() and read.system == ("astro", "ideal")
            assert {n: read.values()[n] for n in AXES} == plan.values(cell) | {"seed": plan.seeds(cell)[draw]}
        assert plan.store(cell, "ideal").system == ("ideal",) and plan.store(cell).seed == plan.settings["seed"]


def test_work_grows_with_what_is_to_be_done():
    def work(systems="astro", draws=2, horizon=10.0, **settings):
        return Plan.of({}, systems, draws, horizon=horizon, **SMALL | {"load": 40} | settings).work(0)

    assert work(draws=20) == pytest.approx(10 * work())
    assert work(horizon=100, jitter=1) == pytest.approx(10 * work(jitter=1)) and work(horizon=100) > 2 * work()
    assert work(load=80) > work() and work(neurons=24) > work()
    assert work(dt=0.01, jitter=1) == pytest.approx(5 * work(jitter=1))
    assert work(dt=0.01, integrator="descent") == pytest.approx(5 * work(integrator="descent"))
    assert work(dt=0.01) == work() < work(dt_most=0.01)
    assert work(("astro", "hopfield")) == pytest.approx(work() + work("hopfield")) and work("naam") > work()
    assert all(math.isfinite(work(key, dt=1e-4, horizon=1e4)) for key in MODELS)
