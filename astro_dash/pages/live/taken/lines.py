"""The command, and the lines of Python, that give the numbers of a run once more."""

from __future__ import annotations

import json
import math
import shlex

from ....shipped import __version__
from ....store import MOST_FRAMES, Store
from ....store.kinds import write
from ....store.own import short
from ....words import _
from ..race import Race
from ..recipe import plain

_VERSION = f"# Astro Dash {__version__}\n"
FILE = "memories.npz"  # as a person's own are saved
MAIN = "system", "patterns", "load", "noise", "temperature", "target", "seed"
_RETRIEVED = """\
{imports}from astro_dash.store import Store

store = Store.of({choices})
for system in store.system:
    result = store.retrieved(system)  # {about}
    print(system, result.hard_error, result.energy[-1], result.perplexity[-1], result.rest_time)
"""
_REPLAYED = """\
import astro_dash

run = astro_dash.replay({choices}{changes}{own})
end = run.isel(time=-1)  # {about}
print(end[["hard_error", "energy", "perplexity", "rest_time"]].to_dataframe())
"""


def command(race: Race) -> str:
    """The command, with a comment before it where it does not give all."""
    store = race.store
    words = ["astro-dash", "run"]
    for name, value in said(store).items():
        text = FILE if name == "own" and _far(store) else write(value)
        option = f"--{name.replace('_', '-')}"
        words += [f"{option}={text}"] if text.startswith("-") else [option, text]
    comment = _VERSION + (_apart() if _far(store) else "")
    if race.changes:
        comment += _said(
            _("From t = 0: no option says what was changed in mid-run. The lines of Python do all of it.")
        )
    elif _bounded(race):
        comment += _said(
            _(
                "The page ends a run at {most} frames, before it is at rest: this goes on, to the horizon. The lines "
                "of Python end where the page does.",
                most=MOST_FRAMES,
            )
        )
    return comment + shlex.join(words)


def python(race: Race) -> str:
    """The lines of Python."""
    store = race.store
    far = _far(store)
    comment = _VERSION + (_apart() if far else "")
    choices = {name: _plain(value) for name, value in said(store).items() if name != "own" or not far}
    if race.changes or _bounded(race):
        changes = plain(race.changes)
        lines = _REPLAYED.format(
            about=_("of an xarray.Dataset: all systems, on one axis of time"), choices=_written(choices),
            changes=f",\n    changes={_written(changes)}" if changes else "",
            own=f',\n    own="{FILE}"' if far else "",
        )  # fmt: skip
        return comment + lines
    where = f'"{FILE}", None' if store.patterns == "own" else f'"{store.patterns}", "{FILE}"'
    more, imports = (f" | mine({where}, None)", "from astro_dash.mine import mine\n") if far else ("", "")
    return comment + _RETRIEVED.format(
        about=_("what astro_dash.retrieve returns"), imports=imports, choices=_written(choices) + more
    )


def _said(words: str) -> str:
    return f"# {words}\n"


def _apart() -> str:
    words = _("Your own memories are too many for a line: {file} is their file, as the page saves it.", file=FILE)
    return _said(words)


def said(store: Store) -> dict:
    """The choices that are asked about first, and those that are not as they are where nothing is said."""
    usual = Store().values()
    return {name: value for name, value in store.values().items() if name in MAIN or value != usual[name]}


def _far(store: Store) -> bool:
    return short(store.own) != store.own


def _bounded(race: Race) -> bool:
    """Whether the page ends it before it has come to rest or to its horizon."""
    return race.at_rest and not all(track.ended for track in race.tracks.values())


def _plain(value):
    """A number, or the text that a link has."""
    return value if isinstance(value, int | float) and math.isfinite(value) else write(value)


def _written(value) -> str:
    """A value as a line of Python has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(k)}: {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
