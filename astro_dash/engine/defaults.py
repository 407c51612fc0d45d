"""What holds where nothing is said: the one table, with the reason where two callers differ.

`retrieve` is for `retrieve` and `Parameters`; `page` for the pages, the link, the command line and sweeps, which give
the same numbers for the same choices; `explore` for the first map, where it is not as the page. None: it follows from
others.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Default(NamedTuple):
    """A default of each caller, and why they are not one."""

    retrieve: Any
    page: Any
    why: str = ""
    explore: Any = None


TABLE = {
    "system": Default("astro", ("astro", "hopfield"), "a page shows a race; `retrieve` runs one system"),
    "patterns": Default(None, "digits", "a map needs patterns whose number and size are free", explore="random"),
    "load": Default(None, 100),
    "noise": Default(None, 0.2),
    "temperature": Default(0.01, 0.01),
    "target": Default(None, 0, "`retrieve` has no choice of a target: it is the pattern nearest to the cue"),
    "seed": Default(None, 4, "a link is the same run for all; `retrieve` draws a fresh seed"),
    "tau_x": Default(1.0, 1.0),
    "tau_p": Default(1.0, 0.03, "the paper's is 1; as fast as on the page, the gated memory recalls 100 digits"),
    "sigma": Default(5.0, 5.0),
    "beta": Default(1.0, 1.0),
    "jitter": Default(0.0, 0.0),
    "correlation": Default(None, 0.0),
    "neurons": Default(None, 64),
    "dt": Default(0.05, 0.002, "a page shows every step; a map is of many runs, that nobody watches", explore=0.01),
    "dt_least": Default(1e-5, None, "a page takes equal steps"),
    "dt_most": Default(0.05, None, "a page takes equal steps"),
    "integrator": Default("descent", "descent"),
    "cue": Default(None, ""),
    "own": Default(None, ""),
    "horizon": Default(10.0, None, "the paper's is 10; a page ends with the last frame that it can hold"),
    "rest": Default(1e-6, 4e-3, "one of the 256 shades of an image: nothing moves any more that could be seen"),
    "draws": Default(None, 20, "a map is to be there soon, and can be made finer", explore=8),
}
RETRIEVE = {name: default.retrieve for name, default in TABLE.items()}
PAGE = {name: default.page for name, default in TABLE.items()}
EXPLORE = {name: default.page if default.explore is None else default.explore for name, default in TABLE.items()}
