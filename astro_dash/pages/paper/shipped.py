"""What is shipped of the figures: the data of their parts, and the facts that the page's words are made of."""

from __future__ import annotations

import json
from functools import lru_cache

from ...shipped import asset
from ...study.paper import OF_ENDS
from .facts import PARTS, of_figure

ASSETS = asset("paper")
FIGURES = tuple(PARTS)


def shipped(part: str):
    """A part of a figure as it was shipped: a dataset, or the arrays of `study.ends`."""
    if part in OF_ENDS:
        import numpy as np

        with np.load(ASSETS / f"figure-{part}.npz", allow_pickle=False) as file:
            return {name: file[name].astype(float) for name in ("end", "time")}
    from ...study import read

    return read(ASSETS / f"figure-{part}.nc")


def parts(number: str) -> dict:
    """All parts of a figure."""
    return {part: shipped(part) for part in PARTS[number]}


@lru_cache(1)
def facts() -> dict:
    """By figure, and of the runs of their own. Read once; nobody may change it."""
    return json.loads((ASSETS / "facts.json").read_text(encoding="utf-8"))


def facts_with(number: str, data: dict) -> dict:
    """The facts, with those of a figure from other data than were shipped."""
    return facts() | {number: of_figure(number, data)}
