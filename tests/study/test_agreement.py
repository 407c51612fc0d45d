"""What two machines agree on; here, two kernels of one machine.

Run as a script, this file computes a little of everything and writes it down: `python test_agreement.py FILE`.
"""

import json
import os
import platform
import subprocess
import sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import numpy as np
import pytest

from astro_dash.__main__ import main
from astro_dash.engine import MODELS
from astro_dash.pages.explore import form
from astro_dash.pages.live.race import Race
from astro_dash.pages.paper.claims import said as claimed
from astro_dash.pages.paper.shipped import facts, shipped
from astro_dash.pages.paper.summary import compared
from astro_dash.store import Store
from astro_dash.study import Plan
from astro_dash.study.agreement import MEASURES, TOLERANCE, agreement, apart, marginal
from astro_dash.study.batch import compute
from astro_dash.study.paper import FIGURES

ROOT = Path(__file__).parents[2]
# Some of the figures' 26 and 264 cells, the dearest not among them; and of figure 4 some with two patterns, where a cue
# may be as near to one as to the other
EDGE = [5, 7, 9, 10]
CELLS = {"1": [0, 15, 25], "2": [0, 14, 25], "3": [3, 17, 24], "4": [*EDGE, 17, 60, 113, 130]}
MAP = form.plan(form.START | {"x_count": "3", "y_count": "2", "draws": "3", "x_to": "30", "dt": "0.05"})
COMMANDS = [f"run --json --seed 3 --system {key} --load 12 --dt 0.05 --noise 0.3" for key in MODELS]

pytestmark = pytest.mark.slow  # computes much, and twice


def links() -> list[str]:
    """All that the Paper page ships."""
    return [link["query"] for claim in claimed(facts()) for link in claim["links"]]


def lived(store: Store) -> dict[str, np.ndarray]:
    """What Live says of a run: from frame to frame, and the winner at the end."""
    race, pieces = Race(store), []
    while not race.at_rest:
        pieces += filter(None, [race.advance(500)[1]])
    names = [f"{name}:{key}" for name in ("verdict", "wrong", "overlap", "error", "perplexity") for key in store.system]
    found = {name: np.concatenate([piece[name] for piece in pieces]) for name in names}
    return found | {f"winner:{key}": pieces[-1][f"winner:{key}"][-1] for key in store.system}


def said(command: str) -> dict[str, float]:
    with redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")) as out:
        main(command.split())
    out.seek(0)
    (outcome,) = json.loads(out.read())
    return {n: np.nan if v is None else v for n, v in outcome.items() if v is None or isinstance(v, int | float)}


def everything() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    found = {"product": rng.standard_normal((40, 30)) @ rng.standard_normal((30, 50))}
    for number, cells in CELLS.items():
        found |= {f"figure {number} {name}": v for name, v in compute(FIGURES[number].plan(), cells).items()}
    found |= {f"map {name}": v for name, v in compute(MAP, list(range(MAP.n_cells))).items()}
    for i, query in enumerate(links()):
        found |= {f"link {i} {name}": v for name, v in lived(Store.from_link(query)[0]).items()}
    for cell, draw in np.ndindex(MAP.n_cells, MAP.draws):
        found |= {f"run {cell} {draw} {name}": v for name, v in lived(MAP.store(cell, draw=draw)).items()}
    for i, command in enumerate(COMMANDS):
        found |= {f"command {i} {name}": v for name, v in said(command).items()}
    return found


def kernels() -> list[dict[str, str]]:
    """Two environments that give other last bits: the plainest that a processor of this kind has, and its own."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        pytest.skip(f"no two kernels are known of {platform.machine()}")
    plainest = {"OPENBLAS_CORETYPE": "Prescott"}
    fast = " ".join(np.show_config("dicts")["SIMD Extensions"]["found"])
    return [plainest, {}] if not fast else [plainest | {"NPY_DISABLE_CPU_FEATURES": fast}, {}]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Everything, by either kernel."""
    folder = tmp_path_factory.mktemp("kernels")
    ours = {n: v for n, v in os.environ.items() if n not in ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")}
    running = [
        subprocess.Popen(
            [sys.executable, __file__, folder / f"{i}.npz"], stderr=subprocess.PIPE, text=True,
            env=ours | kernel | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        )
        for i, kernel in enumerate(kernels())
    ]  # fmt: skip
    for process in running:
        _, err = process.communicate()
        assert process.returncode == 0, err
    one, other = (dict(np.load(folder / f"{i}.npz")) for i in range(2))
    if (one["product"] == other["product"]).all():
        pytest.skip("this numpy has one kernel, whatever it is asked for")
    return one, other


def part(found: dict, name: str) -> dict[str, np.ndarray]:
    return {key.removeprefix(f"{name} "): value for key, value in found.items() if key.startswith(f"{name} ")}


def whole(plan: Plan, cells, measures: dict) -> dict[str, np.ndarray]:
    """Measures of some cells among all, the others missing."""
    all_cells = {name: np.full((len(plan.systems), plan.n_cells, plan.draws), np.nan) for name in measures}
    for name, values in measures.items():
        all_cells[name][:, cells] = values
    return all_cells


# By two kernels


def test_last_bits_differ(two):
    """Or nothing is tried here."""
    one, other = (part(found, "figure 4")["perplexity"] for found in two)
    assert (one != other).any()


@pytest.mark.parametrize("number", CELLS)
def test_figures_agree(two, number):
    plan, cells = FIGURES[number].plan(), CELLS[number]
    one, other = (whole(plan, cells, part(found, f"figure {number}")) for found in two)
    found = agreement(plan, one, other)
    assert (found.broken, found.wrong) == (0, 0) and found.most <= TOLERANCE
    assert found.marginal == 0 or number == "4"


@pytest.mark.parametrize("number", CELLS)
def test_shipped_figures_are_what_either_computes(two, number):
    plan, cells, dataset = FIGURES[number].plan(), CELLS[number], shipped(number)
    shape = len(plan.systems), plan.n_cells, plan.draws
    kept = whole(plan, cells, {name: dataset[name].values.reshape(shape)[:, cells] for name in MEASURES})
    for found in two:
        told = agreement(plan, whole(plan, cells, part(found, f"figure {number}")), kept)
        assert told.broken <= 1e-4 * told.runs  # some that are marginal are not found to be


def test_a_map_agrees_and_each_of_its_runs_with_what_live_shows_elsewhere(two):
    one, other = two
    assert agreement(MAP, part(one, "map"), part(other, "map")).broken == 0
    wrong = part(one, "map")["hard_error"]
    for cell, draw in np.ndindex(MAP.n_cells, MAP.draws):
        seen = part(other, f"run {cell} {draw}")
        for i, key in enumerate(MAP.systems):
            assert seen[f"wrong:{key}"][-1] == wrong[i, cell, draw] or marginal(MAP, key, cell, [draw]).all()


@pytest.mark.parametrize("number", range(len(links())))
def test_a_link_opens_the_same_run_on_both(two, number):
    """To the frame: no run that the Paper page shows is marginal."""
    one, other = (part(found, f"link {number}") for found in two)
    assert {name: len(np.atleast_1d(v)) for name, v in one.items()} == {
        name: len(np.atleast_1d(v)) for name, v in other.items()
    }
    for name in one:
        assert apart({name: one[name]}, {name: other[name]}).max() <= TOLERANCE, name


@pytest.mark.parametrize("number", range(len(COMMANDS)))
def test_a_command_says_the_same_on_both(two, number):
    one, other = (part(found, f"command {number}") for found in two)
    assert len(one) > 5 and one.keys() == other.keys() and apart(one, other) <= TOLERANCE


# The promise itself


def test_with_two_patterns_the_marginal_cues_are_those_as_near_to_one_as_to_the_other():
    plan = FIGURES["4"].plan()
    for cell in EDGE:
        products = [patterns @ cue for patterns, cue, _ in (plan.problem(cell, seed) for seed in plan.seeds(cell))]
        ties = np.array([abs(a) == abs(b) for a, b in products])
        np.testing.assert_array_equal(marginal(plan, "astro", cell, range(plan.draws)), ties)
        assert 0 < ties.sum() < plan.draws / 2


def test_runs_of_whole_numbers_are_never_marginal():
    """Though a field is often exactly 0 here."""
    plan = Plan.of(
        {}, ("ideal", "hopfield-binary"), 20, patterns="random", neurons=8, load=2, noise=0.5, temperature=0
    )
    for key in plan.systems:
        assert not marginal(plan, key, 0, range(20)).any()


def test_how_far_is_relative_to_large_values_and_infinite_for_what_one_lacks():
    one = {"a": [1e6, 0.5, np.nan, np.inf, np.nan], "b": [0.0, 0, 0, 0, 0]}
    other = {"a": [1e6 + 1, 0.75, np.nan, np.inf, 1], "b": [0.0, 0, 1e-3, 0, 0]}
    np.testing.assert_allclose(apart(one, other), [1e-6, 0.25, 1e-3, 0, np.inf], rtol=1e-5)
    np.testing.assert_array_equal(apart(one, other), apart(other, one))


def changed(dataset, name: str, *places, by) -> str:
    """What is said of a dataset in which some numbers are others."""
    other = dataset.copy(deep=True)
    for place in places:
        other[name].values[place] += by
    return compared(other, dataset)


def test_in_words():
    line, plane = shipped("1"), shipped("4")
    assert compared(line, line) == "All 1300 runs came out as shipped, number for number."
    near = changed(line, "perplexity", (0, 4, 0), by=2.3e-12 * line["perplexity"].values[0, 4, 0])
    assert near == "The same wrong pixels in all 1300 runs, numbers to 3e-12."
    assert changed(line, "perplexity", (0, 4, 0), (0, 9, 3), by=1e-6) == (
        "2 of 1300 runs differ from the shipped data by more than rounding, 0 of them in the pixels that are wrong."
    )
    plan = FIGURES["4"].plan()
    edge = np.flatnonzero(marginal(plan, "astro", 9, range(plan.draws)))
    place = [(0, 0, 9, draw) for draw in edge]  # the first load, and so the cells of the first row
    n = len(edge)
    assert changed(plane, "hard_error", *place, by=2) == (
        f"The same wrong pixels in {39600 - n} of 39600 runs, numbers the same. The other {n} are marginal: so near an "
        "edge that rounding decides what comes of them."
    )
    safe = np.setdiff1d(range(plan.draws), edge)[0]
    assert changed(plane, "hard_error", *place, (0, 0, 9, safe), by=2).startswith("1 of 39600 runs differ")
    assert changed(plane, "rest_time", (0, 0, 9, safe), by=0.05).startswith("1 of 39600 runs differ")
    assert changed(plane, "overlap", (slice(None),), by=1e-3).startswith("39600 of 39600 runs differ")


if __name__ == "__main__":
    np.savez(sys.argv[1], **everything())
