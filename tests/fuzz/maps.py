"""Maps that are opened, as the process that reads them does: NetCDF, that is HDF5."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from astro_dash.netcdf import contents
from astro_dash.pages.explore.map import MOST_BYTES, Map
from astro_dash.reading import Reading
from astro_dash.study import sweep

SECONDS = 5  # beside the server, in a process of its own that may take 30
APART = True


@cache
def seeds() -> list[bytes]:
    grids = {"load": [2, 3], "noise": [0.1, 0.2]}, {"temperature": [0.1, 1.0], "patterns": ["random", "letters"]}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for i, grid in enumerate(grids):
            out = Path(folder) / f"{i}.nc"
            sweep(grid, ["astro"], 1, out=out, dt=0.1, horizon=1, integrator="descent")
            found.append(out.read_bytes())
    return found


WORDS = (
    b"OHDR", b"TREE", b"SNOD", b"HEAP", b"FRHP", b"BTHD", b"EFL", b"load", b"noise", b"finished", b"draw_seed",
    b"units", b"/dev/zero", b"\x89HDF\r\n\x1a\n", b"\xff" * 8,
)  # fmt: skip


def make(mutator) -> bytes:
    return mutator.torn(seeds(), WORDS)


def take(data: bytes) -> list[str]:
    try:
        attributes, variables = contents(data, MOST_BYTES)
        found = Map.of(attributes, variables)
    except ValueError as error:
        return [str(error)]
    assert found.plan.n_cells == found.finished.size and np.isin(found.finished, (0, 1)).all(), "it is no map"
    return []


def refused_beside(data: bytes) -> bool:
    """Whether the server says that it is no map, whatever becomes of the process that reads it."""
    try:
        Reading(data, MOST_BYTES).contents()
    except ValueError:
        return True
    return False
