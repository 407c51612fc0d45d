"""The Live page with each of its views left out in turn: under /energy the one without the energy."""

import sys

import panel as pn

from astro_dash.pages.live import page as live
from astro_dash.pages.live.views import VIEWS


def without(key: str):
    live.VIEWS = {other: view for other, view in VIEWS.items() if other != key}
    spec = live.spec.__wrapped__()

    def page():
        live.spec = lambda: spec
        return live.Live()

    return page


if __name__ == "__main__":
    pages = {key: without(key) for key in VIEWS}
    pn.serve(pages, port=int(sys.argv[-1]), address="127.0.0.1", show=False, title="Astro Dash")
