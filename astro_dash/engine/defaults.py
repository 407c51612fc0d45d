"""What holds where nothing is said: the one table, with the reason where two callers differ.

`retrieve` is for `retrieve` and `Parameters`; `page` for the pages, the link, the command line and sweeps, which give
the same numbers for the same choices; `explore` for the first map, `attention` for the first word, and `opening` for
the Live page whose address has no choices, each where it is not as the page. None: it follows from others.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Default(NamedTuple):
    """A default of each caller, and why they are not one."""

    retrieve: Any
    page: Any
    why: str = ""
    explore: Any = None
    attention: Any = None
    opening: Any = None


TABLE = {
    "system": Default(
        "astro", ("astro", "hopfield"), "a page shows a race, a word both scores; `retrieve` runs one system",
        attention=("attention", "astro", "hopfield", "ideal"),
    ),
    "patterns": Default(
        None, "digits",
        "a map needs patterns whose number and size are free, a word letters; a first visitor, what anybody can name: "
        "with 100 stored the gated memory recalls 50 of 50 cues (44 of digits), the classical one none",
        explore="random", attention="letters", opening="pictures",
    ),
    "load": Default(None, 100),
    "noise": Default(None, 0.2),
    "temperature": Default(0.01, 0.01, "of N = 64 pixels, at the √N of a transformer", attention=8.0),
    "target": Default(None, 0, "`retrieve` has no choice of a target: it is the pattern nearest to the cue"),
    "seed": Default(
        None,
        4,
        "a link is the same run for all, and `retrieve` draws a fresh seed; a first visitor sees a penguin, its rival "
        "a cup of tea, and with digits chosen a 7 against a 2",
        opening=652,
    ),
    "prime": Default("none", "none"),
    "prime_strength": Default(0.5, 0.5),
    "tau_x": Default(1.0, 1.0),
    "tau_p": Default(1.0, 0.03, "the paper's is 1; as fast as on the page, the gated memory recalls 100 digits"),
    "sigma": Default(5.0, 5.0),
    "beta": Default(1.0, 1.0),
    "jitter": Default(0.0, 0.0),
    "self_coupling": Default(1.0, 1.0),
    "correlation": Default(None, 0.0),
    "neurons": Default(None, 64),
    "dt": Default(
        0.05,
        0.002,
        "on a page it is that of chance, and of two systems; a map is of many runs, that nobody watches",
        explore=0.01,
    ),
    "dt_least": Default(1e-5, 1e-5),
    "dt_most": Default(0.04, 0.04),
    "integrator": Default("descent", "adaptive", "`retrieve` gives frames at equal times; a page, where much moves"),
    "cue": Default(None, ""),
    "own": Default(None, ""),
    "word": Default(None, "", "without one the seed alone says what is stored", attention="HOPFIELD"),
    "horizon": Default(10.0, 8.0, "the paper's is 10; what has not come to rest by 8 is seldom worth watching on"),
    "rest": Default(1e-6, 4e-3, "one of the 256 shades of an image: nothing moves any more that could be seen"),
    "draws": Default(None, 20, "a map is to be there soon, and can be made finer", explore=8),
}  # fmt: skip
RETRIEVE = {name: default.retrieve for name, default in TABLE.items()}
PAGE = {name: default.page for name, default in TABLE.items()}
OPENING = {name: default.opening for name, default in TABLE.items() if default.opening is not None}
EXPLORE = {name: default.page if default.explore is None else default.explore for name, default in TABLE.items()}
ATTENTION = {name: default.page if default.attention is None else default.attention for name, default in TABLE.items()}
