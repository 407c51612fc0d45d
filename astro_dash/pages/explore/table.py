"""A map as a table: a line for each cell, and of each system the mean and the spread of each measure."""

from __future__ import annotations

import csv
import io
from itertools import product

import numpy as np

from ...engine.outcomes import MEASURES
from ...shipped import __version__
from ...store.kinds import write
from .map import Map


def table(found: Map) -> bytes:
    """The file, with what made the map in comments before the lines; cells that are not computed are empty."""
    plan, out = found.plan, io.StringIO()
    about = found.about(plan.systems[:2])
    out.write(f"# Astro Dash {__version__}: a map of {', '.join(about['titles'])}\n# {about['settings']}\n")
    out.write(f"# A run of it: ?{about['template']}\n")
    heads, columns = list(plan.grid), []
    for measure in MEASURES:
        values = found.values(measure)
        for system, mean, spread in zip(plan.systems, values.mean(-1), values.std(-1), strict=True):
            heads += [f"{measure} of {system}", f"spread of {measure} of {system}"]
            columns += [mean, spread]
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(heads)
    cells = product(*([write(value) for value in values] for values in plan.grid.values()))
    for cell, row in zip(cells, np.transpose(columns), strict=True):
        lines.writerow([*cell, *("" if np.isnan(value) else repr(float(value)) for value in row)])
    return out.getvalue().encode()
