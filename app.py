"""Serves the page: `panel serve app.py`, or `python -m astro_dash serve`. Runs once for each browser tab."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: sessions share the cores, products are small

import panel as pn

from astro_dash.page import page
from astro_dash.server import tune

tune()
pn.extension()
page().servable(title="Astro Dash")
