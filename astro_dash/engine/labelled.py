"""A result with named axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..shipped import __version__

if TYPE_CHECKING:
    import xarray as xr

    from .result import Result

# Of each part of a result: its axes beside time and cue, whether it is over time, its unit, and what it is.
PARTS = {
    "energy": ((), True, "", "energy (Eq. 9)"),
    "error": ((), True, "pixel", "half the distance of the rates from the target (Eq. 13)"),
    "perplexity": ((), True, "", "exp H(p), how many patterns share the gains (Eq. 14)"),
    "overlap": (("pattern",), True, "", "overlap m = o/N with each pattern"),
    "gains": (("pattern",), True, "", "gain p of each pattern; its share of the drive, where there are no gains"),
    "x": (("neuron",), False, "", "state of the neurons in the end"),
    "attention": (("pattern",), False, "", "what the gains converge to, softmax(f/T), in the end"),
    "winner": ((), False, "", "pattern with the largest gain in the end"),
    "tied": ((), False, "", "memories with the largest gain in the end: 1, but for a tie"),
    "target": ((), False, "", "pattern that errors are counted against"),
    "hard_error": ((), False, "pixel", "pixels that differ from the target in the end (Eq. 15)"),
    "mirror_error": ((), False, "pixel", "pixels that differ from the nearer of the target and its mirror image"),
    "retrieved": ((), False, "", "the target was recalled exactly"),
    "rest_time": ((), False, "tau", "time at which the run came to rest; missing if it did not"),
}


def labelled(result: Result) -> xr.Dataset:
    """A result as an xarray Dataset."""
    import xarray as xr

    cue = ("cue",) if result.energy.ndim > 1 else ()
    own = result.time.ndim > 1  # times of each cue
    axis = "frame" if own else "time"
    variables = {}
    for name, (along, over, unit, words) in PARTS.items():
        attributes = {"long_name": words} | ({"units": unit} if unit else {})
        variables[name] = ((axis,) * over + cue + along, getattr(result, name), attributes)
    time = ((axis, *cue) if own else axis, result.time, {"long_name": "time since the cue", "units": "tau"})
    return xr.Dataset(variables, {"time": time}, {"system": result.system, "source": f"Astro Dash {__version__}"})
