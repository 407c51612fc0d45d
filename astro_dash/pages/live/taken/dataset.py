"""A run as an xarray Dataset: all racing systems on one axis of time, with all that made it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from ....engine import Frames
from ....engine.measures import Observed
from ....shipped import __version__
from ....store.kinds import write
from ....words import _, number
from ..race import Race
from ..recipe import plain
from ..verdicts import VERDICTS, verdicts

if TYPE_CHECKING:
    import xarray as xr

MOST_VALUES = 8_000_000  # 64 MB, unpacked
# Of each system in time: what an `Observed` calls it, its other dimensions, its unit, and what it is.
MEASURES = {
    "energy": ("energy", (), "", "energy, the sum of the next three"),
    "free": ("free", (), "", "of the energy, what is left once the gains have settled (-KT log Z)"),
    "gap": ("gap", (), "", "of the energy, what the gains have to give yet (KT KL(p||pi))"),
    "neurons": ("neurons", (), "", "of the energy, the neurons' term"),
    "soft_error": ("soft_error", (), "pixel", "half the distance of the rates from the target (Eq. 13)"),
    "hard_error": ("hard_error", (), "pixel", "pixels that differ from the target, by the sign of x (Eq. 15)"),
    "perplexity": ("perplexity", (), "", "exp H(p), how many patterns share the gains (Eq. 14)"),
    "winner": ("winner", (), "", "memory with the largest gain"),
    "tied": ("tied", (), "", "memories with the largest gain: 1, but for a tie"),
    "verdict": ("verdict", (), "", "what the state is called: a number of verdict_word"),
    "overlap": ("overlap", ("pattern",), "", "overlap m = o/N with each pattern"),
    "gain": ("gain", ("pattern",), "", "gain p of each pattern; its share of the drive, where there are no gains"),
    "attention": ("attention", ("pattern",), "", "what the gains converge to, softmax(f/T)"),
    "rate": ("rate", ("neuron",), "", "firing rate phi(x)"),
}


def dataset(race: Race) -> xr.Dataset:
    """The numbers of a race: `MEASURES` over system and time, and what is stored and asked for. Raises ValueError if
    they are too many."""
    import xarray as xr

    drawn = race.memory.drawn
    (k, n), times = drawn.patterns.shape, np.array(race.moments.times)
    values = len(race.tracks) * len(times) * (3 * k + n + len(MEASURES))
    if values > MOST_VALUES:
        raise ValueError(
            _(
                "The run is of {values} million numbers, but a file may have {most} million: store fewer "
                "memories, or race fewer systems.",
                values=number(values / 1e6, ".0f"), most=number(MOST_VALUES / 1e6, ".0f"),
            )
        )
    found = [_measured(race, key, times) for key in race.tracks]
    variables = {
        name: (("system", "time", *along), np.stack([one[name] for one in found]), _attributes(unit, words))
        for name, (_of, along, unit, words) in MEASURES.items()
    }
    variables |= {
        "rest_time": ("system", [float(t.run.rest_time) for t in race.tracks.values()], _attributes("tau", _REST)),
        "verdict_word": ("verdict_number", [one.words for one in VERDICTS]),
        "patterns": (("pattern", "neuron"), drawn.patterns.astype(np.int8), {"long_name": "stored patterns, of +-1"}),
        "cue": ("neuron", race.memory.cue.astype(np.int8), {"long_name": "cue, of +-1"}),
        "pattern_name": ("pattern", [drawn.name(i) for i in range(k)]),
    }
    time = ("time", times, _attributes("tau", "time since the cue"))
    return xr.Dataset(variables, {"system": list(race.tracks), "time": time}, attributes(race))


_REST = "time at which the run came to rest; missing if it did not"


def attributes(race: Race) -> dict:
    """All that made a run, in texts and numbers: its choices by their names, its link, what was done in mid-run."""
    store, drawn = race.store, race.memory.drawn
    settings = {name: write(value) for name, value in store.values().items() if name != "own"}
    return {
        "title": "A run of Astro Dash", "source": f"Astro Dash {__version__}", "link": "?" + store.link(),
        "target": race.memory.target, "grid": list(drawn.grid),
        "changes": json.dumps(plain(race.changes)),
        "changes_are": "in mid-run: [time, parameters, system, neurons turned over, [[pattern, share of gains], ...]]",
        **{f"setting_{name}": value for name, value in settings.items()},
    }  # fmt: skip


def _attributes(unit: str, words: str) -> dict:
    return {"long_name": words} | ({"units": unit} if unit else {})


def _measured(race: Race, key: str, times: np.ndarray) -> dict[str, np.ndarray]:
    """The measures of a system at the times of the race, (T, ...)."""

    def show(model, frames: Frames, seen: Observed) -> dict[str, np.ndarray]:
        arrays = {name: getattr(seen, of) for name, (of, *_rest) in MEASURES.items() if name != "verdict"}
        return arrays | {"verdict": verdicts(model, frames, seen)}

    return race.whole(key, race.replayed(key), show)
