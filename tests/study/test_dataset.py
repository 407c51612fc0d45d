"""Maps as datasets and files: labelled, complete, the same after reading, and refused in a sentence if none."""

import math
import subprocess
import sys

import numpy as np
import pytest
import xarray as xr

from astro_dash.engine.outcomes import MEASURES
from astro_dash.store import REST, Store
from astro_dash.study import Plan, bytes_of, read, save, sweep
from astro_dash.study.dataset import empty, fill, plan_of
from astro_dash.study.plan import AXES

SMALL = {"patterns": "random", "load": 4, "neurons": 10, "dt": 0.1, "horizon": 1}
INF = math.inf
VALUES = {
    "patterns": ["random", "letters"], "load": [2, 5], "noise": [0, 1 / 3], "temperature": [0, 0.1, INF],
    "target": [0, 3], "seed": [5, 1], "tau_x": [0, 1, INF], "tau_p": [0.1, INF], "sigma": [1, 5], "beta": [0.5, 2],
    "jitter": [0, 0.1], "self_coupling": [0, 0.5], "correlation": [0, 0.5], "neurons": [8, 12], "dt": [0.1, 0.2],
    "dt_least": [0.001, 0.01], "dt_most": [0.1, 0.2],
    "integrator": ["descent", "euler"], "prime": ["none", "target", "rival"], "prime_strength": [0.1, 0.9],
}  # fmt: skip


def small(grid, systems=("astro", "hopfield"), draws=2, **settings):
    return Plan.of(
        grid, systems, draws, **{n: v for n, v in SMALL.items() if n not in grid and n not in settings} | settings
    )


@pytest.fixture(scope="module")
def found():
    """A finished map of two axes."""
    return sweep(small({"load": [2, 5, 9], "tau_p": [0.1, INF]}, draws=4, temperature=INF), workers=1)


def test_dimensions_coordinates_and_what_each_variable_is(found):
    assert dict(found.sizes) == {"system": 2, "load": 3, "tau_p": 2, "draw": 4}
    assert found["load"].values.tolist() == [2, 5, 9] and found.tau_p.values.tolist() == [0.1, INF]
    assert found.system.values.tolist() == ["astro", "hopfield"] and found.draw.values.tolist() == [0, 1, 2, 3]
    assert set(found.data_vars) == {*MEASURES, "draw_seed", "finished"}
    for name in MEASURES:
        assert found[name].dims == ("system", "load", "tau_p", "draw") and found[name].dtype == float
    assert found.draw_seed.dims == ("load", "tau_p", "draw") and found.finished.dims == ("load", "tau_p")
    for name in found.variables:
        assert found[name].attrs["units"] and found[name].attrs["long_name"], name
    assert found.hard_error.units == "pixel" and found.tau_p.units == found.rest_time.units == "tau"
    assert found["load"].long_name == Store.choices()["load"].doc
    assert found.finished.all() and found.hard_error.notnull().all()


def test_all_settings_are_attributes(found):
    plan = plan_of(found)
    assert {n: found.attrs[n] for n in AXES if n not in ("load", "tau_p")} == plan.settings
    assert found.attrs["horizon"] == 1 and found.attrs["rest"] == REST and found.attrs["temperature"] == INF
    assert not {"load", "tau_p"} & set(found.attrs) and "load and tau_p" in found.attrs["title"]
    seeds = np.array([plan.seeds(cell) for cell in range(6)]).reshape(3, 2, 4)
    np.testing.assert_array_equal(found.draw_seed, seeds)


def test_reading_gives_what_was_saved(found, tmp_path):
    path = tmp_path / "map.nc"
    save(found, path)
    for again in (read(path), read(str(path)), read(path.read_bytes()), read(bytes_of(found))):
        xr.testing.assert_identical(again, found)
        assert plan_of(again) == plan_of(found) and again.finished.dtype == bool
    assert [p.name for p in tmp_path.iterdir()] == ["map.nc"]


def test_a_file_opens_without_our_code(found, tmp_path):
    save(found, tmp_path / "map.nc")
    code = """import sys, xarray
d = xarray.open_dataset(sys.argv[1])
print(*d.hard_error.mean("draw").dims, float(d.sel(load=5).tau_p[1]), d.attrs["patterns"], d.sizes["draw"])
assert "astro_dash" not in sys.modules"""
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "map.nc"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stdout == "system load tau_p inf random 4\n" and not done.stderr


@pytest.mark.parametrize("name", AXES)
def test_every_choice_may_be_an_axis(name):
    plan = small({name: VALUES[name]}, **({"tau_p": 1} if name == "integrator" else {}))
    found = sweep(plan, workers=1)
    again = read(bytes_of(found))
    xr.testing.assert_identical(again, found)
    assert again.hard_error.dims == ("system", name, "draw") and again[name].values.tolist() == VALUES[name]
    assert plan_of(again) == plan and again.finished.all() and again.hard_error.notnull().all()


def test_three_axes_at_once_each_in_its_place():
    grid = {"patterns": ["random", "digits"], "load": [2, 6, 4], "temperature": [INF, 0.01]}
    found = sweep(small(grid, draws=3), workers=1)
    assert found.hard_error.dims == ("system", "patterns", "load", "temperature", "draw")
    xr.testing.assert_identical(read(bytes_of(found)), found)
    for patterns in grid["patterns"]:
        one = sweep(small({"load": [4]}, draws=3, patterns=patterns, temperature=0.01), workers=1)
        part = found.sel(patterns=patterns, load=4, temperature=0.01)
        for name in (*MEASURES, "draw_seed"):
            np.testing.assert_allclose(part[name], one[name].sel(load=4), rtol=1e-9, atol=1e-9)


def test_a_map_without_axes():
    found = sweep(small({}), workers=1)
    assert found.hard_error.dims == ("system", "draw") and bool(found.finished)
    xr.testing.assert_identical(read(bytes_of(found)), found)


def test_cells_are_filled_where_they_belong():
    dataset = empty(small({"load": [2, 5, 9], "noise": [0, 0.1]}))
    assert not dataset.finished.any() and dataset.hard_error.isnull().all()
    cells = [5, 0, 3]
    values = np.arange(12.0).reshape(2, 3, 2)  # systems, cells, draws
    fill(dataset, cells, {"hard_error": values})
    for j, cell in enumerate(cells):
        np.testing.assert_array_equal(dataset.hard_error[:, cell // 2, cell % 2], values[:, j])
    assert dataset.finished.values.ravel().nonzero()[0].tolist() == [0, 3, 5]
    assert dataset.hard_error.notnull().sum() == 12 and dataset.soft_error.isnull().all()


def changed(dataset, change):
    """The bytes of a file after a change to a copy."""
    made = change(dataset.copy(deep=True))
    return bytes(made.to_netcdf(engine="h5netcdf"))


def without(name):
    """A file that lacks one attribute."""

    def change(d):
        del d.attrs[name]
        return d

    return change


def attribute(name, value):
    """A file in which one attribute is another."""

    def change(d):
        d.attrs[name] = value
        return d

    return change


CHANGES = {
    "a later version": attribute("astro_dash_map", 2),
    "a version of many": attribute("astro_dash_map", [1, 1]),
    "no version": lambda d: d.drop_attrs(deep=False),
    "not its axes": attribute("axes", "load"),
    "an axis that is none": attribute("axes", "load,mood"),
    "an axis twice": attribute("axes", "load,load"),
    "axes the other way": attribute("axes", "tau_p,load"),
    "a strange choice": attribute("patterns", "faces"),
    "a choice of many": attribute("neurons", [10, 11]),
    "a choice out of range": attribute("sigma", -1.0),
    "no rest": lambda d: d.assign_attrs(rest="none"),
    "no horizon": without("horizon"),
    "no axes": without("axes"),
    "a system that is none": lambda d: d.assign_coords(system=["astro", "brain"]),
    "a system twice": lambda d: d.assign_coords(system=["astro", "astro"]),
    "no systems": lambda d: d.drop_vars("system"),
    "no draws": lambda d: d.isel(draw=0),
    "a measure gone": lambda d: d.drop_vars("soft_error"),
    "a measure of another shape": lambda d: d.assign(soft_error=d.soft_error.isel(draw=0)),
    "a measure turned over": lambda d: d.assign(soft_error=d.soft_error.transpose()),
    "a measure of words": lambda d: d.assign(soft_error=d.soft_error.astype(str)),
    "finished in numbers": lambda d: d.assign(finished=d.finished.astype(float)),
    "values out of range": lambda d: d.assign_coords(load=[-2, 5, 9]),
    "values of words": lambda d: d.assign_coords(load=["two", "five", "nine"]),
    "values missing": lambda d: d.assign_coords(tau_p=[0.1, np.nan]),
    "values twice": lambda d: d.assign_coords(load=[5, 5, 5]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_was_tampered_with_is_refused_in_a_sentence(found, change):
    with pytest.raises(ValueError) as refusal:
        read(changed(found, CHANGES[change]))
    said = str(refusal.value)
    assert "\n" not in said and said.endswith(".") and 15 < len(said) < 300 and "ambiguous" not in said


@pytest.mark.parametrize("kind", ["nothing", "words", "a picture", "cut short", "cut to a head", "another NetCDF"])
def test_what_is_no_map_is_refused_in_a_sentence(found, tmp_path, kind):
    data = {
        "nothing": b"", "words": b"a map, honestly\n" * 50, "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "cut short": bytes_of(found)[:-2000], "cut to a head": bytes_of(found)[:64],
        "another NetCDF": bytes(xr.Dataset({"t": ("x", [1.0])}).to_netcdf(engine="h5netcdf")),
    }[kind]  # fmt: skip
    path = tmp_path / "map.nc"
    path.write_bytes(data)
    for source, name in ((data, "The "), (path, "map")):
        with pytest.raises(ValueError, match=name) as refusal:
            read(source)
        assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 300
    assert path.read_bytes() == data


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "map.nc")


def test_a_save_that_fails_leaves_what_was_there(found, tmp_path, monkeypatch):
    path = tmp_path / "map.nc"
    save(found, path)
    before = path.read_bytes()

    def fail(self, target):
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        save(empty(plan_of(found)), path)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["map.nc"]
