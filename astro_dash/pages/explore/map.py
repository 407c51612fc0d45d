"""A map: its plan, and what has been computed of it."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ...engine.models import MODELS
from ...store import MOST_SYSTEMS, Store, labelled
from ...store.kinds import write
from ...words import _, number
from .form import MEASURES

if TYPE_CHECKING:
    from ...study import Plan

SHOWN_DRAWS = 50
# Of a map that is opened; the largest that is computed here has 2500 and a million.
MOST_CELLS, MOST_RUNS = 10_000, 1_000_000
MOST_BYTES = 10 * MOST_RUNS * 8  # unpacked
# Which sign of a difference is better, and what the better one then does
BETTER = {
    "hard_error": (-1, "{first} leaves fewer pixels wrong than {second} in {n} of {all} cells"),
    "accuracy": (1, "{first} recalls more than {second} in {n} of {all} cells"),
    "perplexity": (-1, "{first} is more certain than {second} in {n} of {all} cells"),
    "rest_time": (-1, "{first} rests sooner than {second} in {n} of {all} cells"),
}  # fmt: skip


class Map:
    """Measures (systems, cells, draws) of a plan with two axes; a cell is x times the length of y, plus y."""

    def __init__(self, plan: Plan):
        if len(plan.grid) != 2:
            raise ValueError(
                _(
                    "The map has {n} axes ({grid}), but must have two.",
                    n=len(plan.grid), grid=", ".join(plan.grid),
                )
            )
        self.plan = plan
        self.seeds = [plan.seeds(cell, most=1)[0] for cell in range(plan.n_cells)]  # of the first draws
        self.finished = np.zeros(plan.n_cells, bool)
        self.measures: dict[str, np.ndarray] = {}
        self.progress: dict = {"state": "computing"}
        self.first = False  # of a first visit, to be kept for the next

    @staticmethod
    def of(attributes: dict, variables: dict) -> Map:
        """From what was in a file, as `netcdf.contents` has it. Raises ValueError."""
        from ...study.dataset import MEASURES, dataset_of, plan_of

        dataset = dataset_of(attributes, variables)
        lengths = {name: max(1, n) for name, n in dataset.sizes.items()}
        runs = prod(lengths.values())
        cells = runs // (lengths.get("system", 1) * lengths.get("draw", 1))
        if cells > MOST_CELLS or runs > MOST_RUNS:
            raise ValueError(
                _(
                    "The map has {cells} cells and {runs} runs, but may have at most {most_cells} and {most_runs} to "
                    "be shown here.",
                    cells=cells, runs=runs, most_cells=MOST_CELLS, most_runs=MOST_RUNS,
                )
            )
        plan = plan_of(dataset)
        found, shape = Map(plan), (len(plan.systems), plan.n_cells, plan.draws)
        done = np.flatnonzero(dataset["finished"].values)
        found.fill(done, {name: dataset[name].values.reshape(shape)[:, done] for name in MEASURES})
        return found

    def dataset(self):
        """As `study.sweep` returns it, missing where nothing is computed yet."""
        from ...study.dataset import empty, fill

        dataset, done = empty(self.plan), np.flatnonzero(self.finished)
        fill(dataset, done, {name: values[:, done] for name, values in self.measures.items()})
        return dataset

    def bytes(self) -> bytes:
        """As a file."""
        from ...study import bytes_of

        return bytes_of(self.dataset())

    def fill(self, cells, measures: dict[str, np.ndarray]) -> None:
        """Take in the measures of some cells."""
        shape = len(self.plan.systems), self.plan.n_cells, self.plan.draws
        for name, values in measures.items():
            if name not in self.measures:
                self.measures[name] = np.full(shape, np.nan)
            self.measures[name][:, cells] = values
        self.finished[cells] = True

    def values(self, measure: str, cells=slice(None)) -> np.ndarray:
        """A measure (systems, cells, draws), missing where nothing is computed; a run that never came to rest counts
        with all the time for which it was watched."""
        if measure not in self.measures:
            return np.full((len(self.plan.systems), len(self.finished), self.plan.draws), np.nan)[:, cells]
        values = self.measures[measure][:, cells]
        if measure != "rest_time":
            return values
        return np.where(np.isnan(values) & self.finished[cells][:, None], self.plan.horizon, values)

    def means(self, measure: str, cells=slice(None)) -> np.ndarray:
        """Over the draws, (systems, cells)."""
        return self.values(measure, cells).mean(-1)

    def shown(self, measure: str, of: tuple[str, ...]) -> np.ndarray:
        """What a map of one system, or of the difference of two, shows: (cells,)."""
        means = self.means(measure)
        places = [self.plan.systems.index(key) for key in of]
        return means[places[0]] - means[places[1]] if len(of) == 2 else means[places[0]]

    def says(self, measure: str, of: tuple[str, ...]) -> str:
        """What is to be seen, in a sentence."""
        words, unit = map(_, MEASURES[measure][:2])
        names = [_(MODELS[key].title) for key in of]
        values = self.shown(measure, of)[self.finished]
        if not len(values):
            if len(of) == 2:
                return _("{words}: {first} minus {second}", words=words, first=names[0], second=names[1])
            return f"{words}: {names[0]}"
        if len(of) == 2:
            sign, sentence = BETTER[measure]
            ahead = int((sign * values > 0).sum()), int((sign * values < 0).sum())
            first = 0 if ahead[0] >= ahead[1] else 1
            return _(sentence, first=names[first], second=names[1 - first], n=ahead[first], all=len(values))
        if measure == "accuracy":
            return _(
                "{name} recalls more than half of its cues in {n} of {all} cells",
                name=names[0], n=int((values > 0.5).sum()), all=len(values),
            )
        low, high = number(float(values.min()), ".3g"), number(float(values.max()), ".3g")
        return _(
            "{words} of {name}: from {low} to {high} {unit}",
            words=words, name=names[0], low=low, high=high, unit=unit,
        )

    def linked(self, of: tuple[str, ...]) -> tuple[str, ...]:
        """The systems that race in a run that is opened: those shown, and as many others as the Live page takes."""
        return tuple(dict.fromkeys((*of, *self.plan.systems)))[:MOST_SYSTEMS]

    def detail(self, cell: int, measure: str, of: tuple[str, ...]) -> dict:
        """A cell: mean and spread of each system, and its draws with the links that open them."""
        plan, values = self.plan, self.values(measure, [cell])[:, 0]
        link, draws = plan.store(cell, *self.linked(of), draw=0).link(), []
        for draw, seed in enumerate(plan.seeds(cell, SHOWN_DRAWS)):
            draws.append({"link": re.sub(r"&seed=\d+", f"&seed={seed}", link), "values": _plain(values[:, draw])})
        return {
            "cell": cell, "finished": bool(self.finished[cell]), "mean": _plain(values.mean(-1)),
            "spread": _plain(values.std(-1)), "draws": draws, "more": plan.draws - len(draws), "measure": measure,
        }  # fmt: skip

    def about(self, of: tuple[str, ...]) -> dict:
        """What does not change as cells are finished, in plain types."""
        plan, choices = self.plan, Store.choices()
        axes = []
        for name, values in plan.grid.items():
            axes.append({"name": name, "label": labelled(name), "values": [write(value) for value in values]})
        settings = " · ".join(
            f"{_(choices[name].label)}: {_said(name, value)}"
            for name, value in plan.settings.items()
            if name != "seed"
        )
        watched = _(
            "{draws} draws a cell from seed {seed}; each watched until at rest ({rest}), at most to t = {horizon}.",
            draws=plan.draws, seed=plan.values(0)["seed"], rest=number(plan.rest, "g"),
            horizon=number(plan.horizon, ".4g"),
        )
        return {
            "axes": axes, "systems": list(plan.systems), "titles": [_(MODELS[key].title) for key in plan.systems],
            "draws": plan.draws, "template": plan.store(0, *self.linked(of), draw=0).link(),
            "settings": f"{watched} {settings}.",
        }  # fmt: skip


def _said(name: str, value) -> str:
    """The value of a setting in words."""
    words = getattr(Store.choices()[name], "objects", {}).get(value)
    return _(words) if words else re.split("[.~]", value)[0] if name == "own" else number(write(value))


def _plain(values: np.ndarray) -> list:
    return [None if np.isnan(v) else float(v) for v in values]
