"""Serves the page: `OPENBLAS_NUM_THREADS=1 panel serve app.py --warm`. Runs once for each browser tab.

With --warm it runs once before anybody can connect, and shuts the server's doors. `python -m astro_dash serve` does the
same with settings of its own, and needs no such care."""

import panel as pn

from astro_dash.pages import page
from astro_dash.server import asked_again, tune

if __name__ == "__main__":
    raise SystemExit("This file is for `panel serve app.py --warm`; start the page with `python -m astro_dash serve`.")
tune()
pn.extension()
if not asked_again():
    page().servable(title="Astro Dash", location=False)
