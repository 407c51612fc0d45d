"""Serves the page: `OPENBLAS_NUM_THREADS=1 panel serve app.py`. Runs once for each browser tab.

`python -m astro_dash serve` does the same with settings of its own, and needs no such care."""

import panel as pn

from astro_dash.pages import page
from astro_dash.server import tune

tune()
pn.extension()
page().servable(title="Astro Dash")
