"""The numbers of a run as files: NetCDF, NPZ, CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import numpy as np

from ..verdicts import VERDICTS

if TYPE_CHECKING:
    import xarray as xr

COLUMNS = "energy", "soft_error", "hard_error", "perplexity"  # of each system in CSV, beside its overlap and its words


def netcdf(run: xr.Dataset) -> bytes:
    """A NetCDF-4 file."""
    how = {name: {"zlib": True} for name, array in run.items() if array.dtype.kind in "fi" and array.ndim > 1}
    return bytes(run.to_netcdf(engine="h5netcdf", encoding=how))


def npz(run: xr.Dataset) -> bytes:
    """A file of numpy's arrays by their names, without pickles; `attributes` is a text of JSON."""
    arrays = {str(name): np.asarray(run[name].values) for name in run.variables}
    texts = {name: array.astype(str) for name, array in arrays.items() if array.dtype.kind in "OUS"}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays | texts, attributes=np.array(json.dumps(run.attrs)))
    return file.getvalue()


def table(run: xr.Dataset) -> bytes:
    """A line for each time, a few columns for each system; what made the run stands in comments before them."""
    target, names = run.attrs["target"], [plain_cell(str(name)) for name in run.pattern_name.values]
    columns, headings = [run.time.values.tolist()], ["time"]
    for system in run.system.values:
        one = run.sel(system=system)
        columns += [one.overlap[:, target].values.tolist(), *(one[name].values.tolist() for name in COLUMNS)]
        winners = zip(one.winner.values, one.tied.values, strict=True)
        columns += [["a tie" if n > 1 else names[i] for i, n in winners]]
        columns += [[VERDICTS[i].words for i in one.verdict.values]]
        headings += [f"{name} of {system}" for name in ("overlap", *COLUMNS, "winner", "verdict")]
    out = io.StringIO()
    for name, value in run.attrs.items():
        out.write(f"# {name}: {' '.join(str(value).split())}\n")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(headings)
    lines.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def plain_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@|") or text[:1] in "\t\r\n" else text
