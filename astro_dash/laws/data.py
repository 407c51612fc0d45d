"""The runs of a law as arrays, and as a file with their settings in it, from which the seeds follow."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np

from ..store import Store
from ..study.files import replace
from ..study.survey import Survey
from ..words import _

VERSION = 1
TOLERANCE = 1e-5  # relative, of a number that is kept in single precision


class Data:
    """Measures (cells, draws) of a survey by name, missing where nothing is computed yet."""

    def __init__(self, survey: Survey, measures: dict[str, np.ndarray] | None = None):
        self.survey = survey
        self.finished = np.full(survey.n_cells, measures is not None)
        self.measures = {name: np.asarray(values, "float32") for name, values in (measures or {}).items()}

    def fill(self, cells, measures: dict[str, np.ndarray]) -> None:
        """Take in the measures (cells, draws) of some cells."""
        for name, values in measures.items():
            if name not in self.measures:
                self.measures[name] = np.full((self.survey.n_cells, self.survey.draws), np.nan, "float32")
            self.measures[name][cells] = values
        self.finished[cells] = True

    def copied(self) -> Data:
        """As it is now, for another thread."""
        made = Data(self.survey)
        made.measures = {name: values.copy() for name, values in self.measures.items()}
        made.finished = self.finished.copy()
        return made

    def __getitem__(self, name: str) -> np.ndarray:
        """A measure (cells, draws), in double precision."""
        return self.measures[name].astype(float)

    def where(self, **choices) -> np.ndarray:
        """The finished cells that have these values, in order."""
        plans = self.survey.plans
        cells = [i for i, plan in enumerate(plans) if choices.items() <= _settings(plan).items()]
        return np.array([i for i in cells if self.finished[i]], int)

    def of(self, name: str, cells) -> np.ndarray:
        """A choice in each of some cells."""
        return np.array([_settings(self.survey.plans[i])[name] for i in cells])


def _settings(plan) -> dict:
    return {"system": plan.systems[0], **plan.settings, "horizon": plan.horizon, "rest": plan.rest}


def save(data: Data, law: str, path) -> None:
    """Write a NetCDF-4 file; one that is there is replaced at once."""
    import xarray as xr

    survey = data.survey
    each = [_settings(plan) for plan in survey.plans]
    shared = {name: value for name, value in each[0].items() if all(one[name] == value for one in each)}
    coords = {name: ("cell", [one[name] for one in each]) for name in each[0] if name not in shared}
    variables = {name: (("cell", "draw"), values) for name, values in data.measures.items()}
    seeds = np.array([survey.seeds(cell)[0] for cell in range(survey.n_cells)], "int64")
    dataset = xr.Dataset(
        variables | {"first_seed": ("cell", seeds)}, coords,
        {"title": f"Astro Dash: the law {law}", "astro_dash_law": law, "version": VERSION} | shared,
    )  # fmt: skip
    encoding = {name: {"zlib": True, "complevel": 9} for name in dataset.data_vars}
    replace(Path(path), bytes(dataset.to_netcdf(engine="h5netcdf", encoding=encoding)))


def read(source, law: str, survey: Survey) -> Data:
    """The data of a law from a file of ours. Raises ValueError if they are of other runs than the survey's."""
    import xarray as xr

    with xr.open_dataset(BytesIO(Path(source).read_bytes()), engine="h5netcdf") as dataset:
        seeds = [survey.seeds(cell)[0] for cell in range(survey.n_cells)]
        usual = Store().values()  # of what was no choice when the file was made
        same = dataset.attrs.get("astro_dash_law") == law and dataset["first_seed"].values.tolist() == seeds
        for i, plan in enumerate(survey.plans if same else ()):
            for name, value in _settings(plan).items():
                kept = dataset[name].values[i] if name in dataset.coords else dataset.attrs.get(name, usual.get(name))
                same &= bool(kept == value)
        if not same:
            raise ValueError(_("{file} holds other runs than those of this law.", file=Path(source).name))
        return Data(survey, {name: dataset[name].values for name in dataset.data_vars if name != "first_seed"})


def compared(one: Data, other: Data | None) -> str:
    """How many runs of a computation came out as in the shipped one, in a sentence."""
    if other is None:
        return _("No data of this law are shipped.")
    same = np.ones((one.survey.n_cells, one.survey.draws), bool)
    for name in other.measures:
        same &= np.isclose(one[name], other[name], rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    n, runs = int(same.sum()), same.size
    if n == runs:
        return _("All {runs} runs came out as shipped.", runs=runs)
    return _("{n} of {runs} runs came out as shipped, {others} otherwise.", n=n, runs=runs, others=runs - n)
