"""What files of a person's own memories, given on the command line, stand for."""

from __future__ import annotations

import sys
from pathlib import Path

from .engine.defaults import PAGE
from .engine.patterns import PATTERNS
from .engine.patterns.base import grid as grid_like
from .engine.patterns.own import duplicates
from .engine.quote import quoted
from .memories import of_path
from .store import Store, packed
from .store.own import FORM


def mine(patterns: str | None, own: str | None, grid: str | None) -> dict[str, str]:
    """The choices that files given as patterns, or as own memories beside a set, stand for; none where none is."""
    if patterns is not None and patterns not in Store.choices()["patterns"].objects:
        if own:
            raise ValueError(f"own is {quoted(own, 40)} beside a file of patterns, but must be beside a set.")
        return {"patterns": "own", "own": _packed("patterns", patterns, grid)}
    if own and not FORM.fullmatch(own):
        beside = PATTERNS.get(patterns or PAGE["patterns"])
        like = grid_like(beside.n_neurons) if beside and beside.n_neurons else None
        return {"own": _packed("own", own, grid or like)}
    if grid is not None:
        raise ValueError(f"grid is {quoted(grid, 40)}, but must be given with a file of patterns alone.")
    return {}


def _packed(name: str, path: str, grid) -> str:
    if not Path(path).exists():
        sets = f"one of {', '.join(Store.choices()['patterns'].objects)}"
        allowed = sets if name == "patterns" else "memories as a link has them"
        raise ValueError(f"{name} is {quoted(path)}, but must be {allowed}, or a file or folder that is there.")
    drawn = of_path(path, grid)
    if said := duplicates(drawn):
        print(said, file=sys.stderr)
    return packed(drawn)
