"""A sweep as an xarray Dataset with labelled axes, units and all settings, and as a NetCDF file."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ..engine.outcomes import MEASURES
from ..engine.quote import quoted
from ..netcdf import Variables, contents
from ..store import Store
from ..words import _
from .files import replace
from .plan import MOST_RUNS, Plan

VERSION = 1
_UNITS = {"tau_x": "tau", "tau_p": "tau", "dt": "tau", "rest_time": "tau", "hard_error": "pixel", "soft_error": "pixel",
          "mirror_error": "pixel"}  # fmt: skip
_WORDS = {
    "hard_error": "pixels that differ from the target, by the sign of x (Eq. 15)",
    "soft_error": "half the distance of the rates from the target (Eq. 13)",
    "mirror_error": "pixels that differ from the nearer of the target and its mirror image",
    "accuracy": "1 if the target was recalled exactly; for the ideal observer its share of a tie",
    "perplexity": "exp H(p), how many patterns share the gains (Eq. 14)",
    "overlap": "overlap m = xi phi / N with the target",
    "rest_time": "time at which the run came to rest; missing if it did not",
    "draw_seed": "seed of the draw: patterns, cue and noise; the same for all systems",
    "finished": "the cell was computed",
    "system": "memory",
    "draw": "number of the draw",
}
MOST_BYTES = 10 * MOST_RUNS * 8  # of a file, unpacked: the measures and the seeds of the largest plan


def _parts(axes: tuple[str, ...]) -> dict[str, tuple]:
    """Dimensions and type of each variable."""
    measures = dict.fromkeys(MEASURES, (("system", *axes, "draw"), "float64"))
    return measures | {"draw_seed": ((*axes, "draw"), "int64"), "finished": (axes, "bool")}


def empty(plan: Plan) -> xr.Dataset:
    """A dataset of a plan with no cell finished: each measure (system, axes..., draw), missing."""
    axes = tuple(plan.grid)
    shape = (len(plan.systems), *plan.shape, plan.draws)
    seeds = [plan.seeds(cell) for cell in range(plan.n_cells)]
    variables = {name: (("system", *axes, "draw"), np.full(shape, np.nan)) for name in MEASURES}
    variables["draw_seed"] = ((*axes, "draw"), np.array(seeds, "int64").reshape(shape[1:]))
    variables["finished"] = (axes, np.zeros(plan.shape, bool))
    coords = {"system": list(plan.systems), **{n: list(v) for n, v in plan.grid.items()}, "draw": np.arange(plan.draws)}
    attrs = {
        "title": "Astro Dash: runs over " + " and ".join(axes or ("draws",)),
        "Conventions": "CF-1.11", "astro_dash_map": VERSION, "axes": ",".join(axes),
        "horizon": plan.horizon, "rest": plan.rest, **plan.told().settings,
    }  # fmt: skip
    dataset = xr.Dataset(variables, coords, attrs)
    choices = Store.choices()
    for name in [*dataset.data_vars, *dataset.coords]:
        words = _WORDS.get(name) or choices[name].doc
        dataset[name].attrs |= {"units": _UNITS.get(name, "1"), "long_name": words}
    return dataset


def fill(dataset: xr.Dataset, cells: list[int], measures: dict[str, np.ndarray]) -> None:
    """Put in the measures (systems, cells, draws) of some cells."""
    shape = dataset["finished"].shape
    where: tuple = np.unravel_index(cells, shape) if shape else ()
    for name, values in measures.items():
        # The axes' indices together are one axis, which stays where it was.
        dataset[name].values[(slice(None), *where)] = values if shape else values[:, 0]
    dataset["finished"].values[where] = True


def plan_of(dataset: xr.Dataset) -> Plan:
    """The plan that a dataset was made from. Raises ValueError if it is none of ours, or holds what is not allowed."""
    attrs = {n: value.tolist() if hasattr(value, "tolist") else value for n, value in dataset.attrs.items()}
    if attrs.get("astro_dash_map") != VERSION:
        raise ValueError(
            _(
                "The map is of version {value}, but must be of version {ours}.",
                value=quoted(attrs.get("astro_dash_map"), 20), ours=VERSION,
            )
        )
    axes = [name for name in str(attrs.get("axes", "")).split(",") if name]
    try:
        grid = {name: tuple(dataset[name].values.tolist()) for name in axes}
        systems = [str(key) for key in dataset["system"].values]
        settings = {n: attrs[n] for n in Store.choices() if n in attrs and n != "horizon"}
        plan = Plan.of(grid, systems, dataset.sizes["draw"], horizon=attrs["horizon"], rest=attrs["rest"], **settings)
        lengths = {"system": len(systems), "draw": plan.draws, **dict(zip(plan.grid, plan.shape, strict=True))}
        fits = all((dataset[name].dims, dataset[name].dtype) == form for name, form in _parts(tuple(grid)).items())
        fits &= all(dataset.sizes[name] == n for name, n in lengths.items())
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(_("The map has no {error}, which it must have.", error=quoted(str(error), 40))) from None
    if not fits:
        raise ValueError(_("The map's measures do not have the shape of its axes."))
    return plan


def save(dataset: xr.Dataset, path) -> None:
    """Write a NetCDF-4 file; one that is there is replaced at once, and never seen half written."""
    replace(path, bytes_of(dataset))


def bytes_of(dataset: xr.Dataset) -> bytes:
    """The NetCDF-4 file of a dataset."""
    packed = {name: {"zlib": True, "complevel": 4} for name, values in dataset.data_vars.items() if values.ndim}
    return bytes(dataset.to_netcdf(engine="h5netcdf", encoding=packed))


def read(source) -> xr.Dataset:
    """A dataset from a path or from the bytes of a file. Raises ValueError, in one sentence, for what is no map."""
    dataset = dataset_of(*contents(source, MOST_BYTES))
    plan_of(dataset)
    return dataset


def dataset_of(attributes: dict, variables: Variables) -> xr.Dataset:
    """A dataset of what was in a file, if its parts go together; whether it is a map is for `plan_of` to say. Raises
    ValueError."""
    try:
        dataset = xr.Dataset({name: (dims, values, attrs) for name, (dims, attrs, values) in variables.items()})
    except ValueError as error:  # two lengths of one dimension
        raise ValueError(_("The map's parts do not fit together ({error}).", error=quoted(str(error)))) from None
    dataset.attrs = attributes
    return dataset
