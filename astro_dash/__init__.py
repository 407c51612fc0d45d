"""Astro Dash: watch an astrocyte-gated associative memory turn itself into self-attention.

retrieve(patterns, cue, system)   a run, without a page
systems, patterns                 what there is to choose from, by name
page()                            the dashboard, in a notebook or a server
replay(link, changes)             a run of the dashboard done again, as an xarray.Dataset
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: the products are small, and sessions share the cores
os.environ.setdefault("PANEL_INLINE", "true")  # before pn.extension(): scripts in a notebook come from no other host

from .engine import retrieve
from .engine.models import MODELS as systems
from .engine.patterns import PATTERNS as patterns
from .shipped import __version__

__all__ = ["__version__", "page", "patterns", "replay", "retrieve", "systems"]


def __getattr__(name):
    if name == "page":  # Panel is only loaded where there is a page
        from .pages import page

        return page
    if name == "replay":
        from .pages import replay

        return replay
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
