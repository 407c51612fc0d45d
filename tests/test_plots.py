"""Results with named axes, and what can be drawn of them."""

import re
from pathlib import Path

import numpy as np
import pytest

import astro_dash
from astro_dash import plots
from astro_dash.pages.theme import COLOURS
from astro_dash.study import sweep

DRAWN = astro_dash.patterns["letters"].draw(20, seed=0)
CUE = DRAWN.patterns[3] * np.where(np.arange(64) < 9, -1, 1)
ONE, OTHER = (astro_dash.retrieve(DRAWN.patterns, CUE, system, target=3) for system in ("astro", "hopfield"))


def test_a_result_has_named_axes():
    run = ONE.to_xarray()
    assert run.overlap.dims == run.gains.dims == ("time", "pattern") and run.x.dims == ("neuron",)
    assert run.winner.item() == 3 and run.attrs["system"] == "astro" and run.time.attrs["units"] == "tau"
    np.testing.assert_array_equal(run.energy, ONE.energy)
    np.testing.assert_array_equal(run.gains[-1], ONE.gain)
    assert set(run.variables) == set(vars(ONE)) - {"system", "gain"}


@pytest.mark.parametrize("integrator", ["descent", "adaptive"])
def test_so_has_one_of_many_cues(integrator):
    result = astro_dash.retrieve(DRAWN.patterns, DRAWN.patterns[:4], "astro", integrator=integrator, horizon=2)
    run = result.to_xarray()
    axis = "time" if integrator == "descent" else "frame"
    assert run.overlap.dims == (axis, "cue", "pattern") and run.rest_time.dims == ("cue",)
    assert run.time.dims == (("time",) if integrator == "descent" else ("frame", "cue"))
    np.testing.assert_array_equal(run.error, result.error)


def test_plots_show_the_results_in_the_colours_of_the_page():
    for plot, values in ((plots.energy(ONE, OTHER), ONE.energy), (plots.overlaps(ONE, OTHER), ONE.overlap[:, 3])):
        first, second = plot
        np.testing.assert_array_equal(first.dimension_values(1), values)
        assert [one.opts["color"] for one in (first, second)] == [COLOURS["astro"], COLOURS["hopfield"]]
    _, path, end, *_, words = plots.triangle(ONE, OTHER)
    assert len(path) == len(ONE.time)
    np.testing.assert_allclose(path.array()[0], [(1 / 20) + 0.5 * 18 / 20, 18 / 20 * 3**0.5 / 2])
    np.testing.assert_allclose(end.array()[0], [0, 0], atol=1e-3)  # the target's corner
    assert words.dimension_values("corner")[0] == "target #3"


def test_a_map_is_the_mean_of_its_draws():
    found = sweep({"load": [2, 5], "noise": [0.1, 0.2, 0.3]}, ["astro"], draws=2, patterns="random", neurons=20)
    mesh = plots.map(found, "overlap")
    mean = found.overlap.mean("draw").sel(system="astro")
    np.testing.assert_array_equal(mesh.dimension_values(2, flat=False), mean)
    assert [str(axis) for axis in mesh.kdims] == ["noise", "load"]
    named = sweep({"patterns": ["letters", "digits"], "load": [2, 5]}, ["astro"], draws=1)
    assert len(plots.map(named)) == 4
    for wrong in ({"measure": "beauty"}, {"system": "dense"}):
        with pytest.raises(ValueError, match="must be one of"):
            plots.map(found, **wrong)
    with pytest.raises(ValueError, match="must have two for a map"):
        plots.map(found.isel(load=[0]).squeeze("load"))


@pytest.mark.parametrize("wrong", [(), (3,), (ONE, "x")])
def test_what_is_no_result_is_a_sentence(wrong):
    for plot in (plots.energy, plots.overlaps, plots.triangle):
        with pytest.raises(ValueError, match="retrieve"):
            plot(*wrong)
    many = astro_dash.retrieve(DRAWN.patterns, DRAWN.patterns[:2], horizon=1)
    with pytest.raises(ValueError, match="of 2 cues"):
        plots.energy(many)


def test_what_the_readme_draws_can_be_drawn():
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.DOTALL)
    first, then = (next(block for block in blocks if word in block) for word in ("retrieve(", "plots.energy"))
    names = {}
    exec(first + then.replace("plots.energy", "drawn = plots.energy"), names)
    assert len(names["drawn"]) == 3
