"""What a sweep computes: a grid of settings, the systems, the draws, and the seed of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import islice, product
from math import prod

import numpy as np

from ..engine.check import check_choice, plain
from ..engine.defaults import PAGE, RETRIEVE
from ..engine.models import MODELS
from ..engine.parameters import Parameters, number
from ..engine.patterns import corrupt, draw
from ..engine.patterns.base import whole
from ..engine.prime import prior
from ..engine.quote import quoted
from ..engine.result import MOST_STEPS
from ..store import REST, Store, n_neurons, parsed
from ..store.kinds import write
from ..store.own import short, unpacked
from ..words import _

AXES = tuple(name for name in Store.choices() if name not in {"system", "horizon"} | Store.SINGLE)
PROBLEM = ("patterns", "load", "noise", "neurons", "correlation", "target", "seed")  # what decides patterns and cue
MOST_DRAWS = 10_000
MOST_CELLS = 1_000_000
MOST_RUNS = 20_000_000  # of all systems: a gigabyte of outcomes
_NARROWED = {"temperature", "tau_x", "tau_p"}  # by the integrator euler
# Choices that go with any others.
_ALONE = {"noise", "seed", "correlation"} | Store.PRIME | Store.STEPS - {"integrator"} | Store.LIVE - _NARROWED


@dataclass(frozen=True)
class Plan:
    """A grid of settings, the systems and the draws of each cell.

    grid      values of each axis by name, any of `AXES`; cells are counted with the last axis fastest
    systems   keys of MODELS
    draws     runs of each system in each cell
    settings  the value of every other choice, by name
    horizon   time at which a run that is not at rest ends; rest: the tolerance that counts as rest
    """

    grid: dict[str, tuple]
    systems: tuple[str, ...]
    draws: int
    settings: dict
    horizon: float
    rest: float

    @staticmethod
    def of(grid, systems=(RETRIEVE["system"],), draws=PAGE["draws"], *, horizon=None, rest=REST, **settings) -> Plan:
        """A checked plan; what is not in `grid` or `settings` is as `Store` has it, and a run that does not come to
        rest ends where the Live page ends it.

        Raises ValueError, quoting the value, for an unknown name, a value out of range, an axis without values or with
        the same twice, and for two that do not go together, such as a load above what a pattern set has.
        """
        keys = _several("system", systems, len(MODELS))
        systems = tuple(check_choice("system", key, MODELS) for key in keys)
        if not systems or len(set(systems)) < len(systems):
            shown = quoted(",".join(systems))
            raise ValueError(
                _("system is {shown}, but must be different ones of {models}.", shown=shown, models=", ".join(MODELS))
            )
        if not isinstance(grid, Mapping):
            raise ValueError(_("grid is {grid}, but must be a dict of axes with their values.", grid=quoted(grid)))
        checked = {}
        for axis, values in grid.items():
            name = check_choice("axis", axis, AXES)
            checked[name] = tuple(parsed(name, plain(value)) for value in _several(name, values, MOST_CELLS))
            if not checked[name] or len(set(checked[name])) < len(checked[name]):
                shown = ", ".join([*map(write, checked[name][:12]), *["..."] * (len(checked[name]) > 12)])
                raise ValueError(
                    _("{name} is [{shown}], but must be one or more different values.", name=name, shown=shown)
                )
        rest_of = {name: value for name, value in Store().values().items() if name in AXES and name not in checked}
        for name, value in settings.items():
            check_choice("setting", name, [*rest_of, "own"])
            rest_of[name] = parsed(name, plain(value))
        if not rest_of.get("own"):  # a plan without any tells of none
            rest_of.pop("own", None)
        horizon = PAGE["horizon"] if horizon is None else parsed("horizon", plain(horizon))
        rest = number("rest", rest, 0, closed=False)
        plan = Plan(checked, systems, whole("draws", draws, 1, MOST_DRAWS), rest_of, horizon, rest)
        if plan.n_cells > MOST_CELLS:
            raise ValueError(
                _(
                    "The grid has {cells} cells, but may have at most {most}.",
                    cells=plan.n_cells, most=MOST_CELLS,
                )
            )
        runs = plan.n_cells * plan.draws * len(systems)
        if runs > MOST_RUNS:
            raise ValueError(
                _("The grid has {runs} runs, but may have at most {most}.", runs=runs, most=MOST_RUNS)
            )
        dt = min(checked.get("dt") or (rest_of["dt"],))
        if horizon / dt > MOST_STEPS:
            raise ValueError(
                _(
                    "horizon is {horizon}, but must be at most {most} steps of dt = {dt}.",
                    horizon=repr(horizon), most=MOST_STEPS, dt=dt,
                )
            )
        plan._check_together()
        return plan

    def _check_together(self) -> None:
        """Raise a ValueError if in any cell two choices do not go together; cells that differ in choices that go with
        any others are not asked one by one, which would take seconds."""
        euler = "euler" in self.grid.get("integrator", (self.settings.get("integrator"),))
        alone = _ALONE if euler else _ALONE | _NARROWED
        asked = set()
        for cell, values in enumerate(self.cells):
            together = tuple(value for name, value in values.items() if name not in alone)
            if together not in asked:
                asked.add(together)
                for key in self.systems:
                    self.store(cell, key)

    def told(self) -> Plan:
        """As a file tells of it: own memories that are too many are only known by their digest."""
        own = {name: short(text) for name, text in self.settings.items() if name == "own"}
        return replace(self, settings=self.settings | own)

    def __hash__(self):
        return hash(repr(self))

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return tuple(len(values) for values in self.grid.values())

    @property
    def n_cells(self) -> int:
        return prod(self.shape)

    @cached_property
    def cells(self) -> list[dict]:
        """The values of the axes in each cell."""
        return [dict(zip(self.grid, values, strict=True)) for values in product(*self.grid.values())]

    def values(self, cell: int) -> dict:
        """All choices in a cell but the systems; `seed` is the one that the draws' seeds come from."""
        return self.settings | self.cells[cell]

    def store(self, cell: int, *systems: str, draw: int | None = None) -> Store:
        """The choices of a cell, ready to run or to be linked to; with `draw`, of exactly that run."""
        store, values = Store(), self.values(cell)
        if draw is not None:
            values = values | {"seed": self.seeds(cell, draw + 1)[draw]}
        store.set(system=systems or self.systems, horizon=self.horizon, **values)
        return store

    def parameters(self, cell: int) -> Parameters:
        """What the engine needs to know of a cell."""
        values = self.values(cell)
        return Parameters.among(values)

    def seeds(self, cell: int, most: int | None = None) -> list[int]:
        """Seeds of the draws of a cell, or of the first of them: they follow from what is stored and asked there, so
        that all systems, and all dynamics, meet the same problems, and a cell computed alone is the same cell."""
        values = self.values(cell)
        text = " ".join(f"{name}={write(values[name])}" for name in PROBLEM)
        text += f" own={short(values['own'])}" if "own" in values else ""
        draws = range(min(self.draws, most or self.draws))
        digests = (sha256(f"{text} draw={draw}".encode()).digest() for draw in draws)
        return [int.from_bytes(digest[:4], "big") >> 1 for digest in digests]

    def problem(self, cell: int, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
        """Patterns (K, N), cue (N,) and target of a draw, as `store` has them at ten times the cost."""
        values = self.values(cell)
        drawn = {name: values[name] for name in ("load", "neurons", "correlation")}
        own = _unpacked(values["own"]) if "own" in values else None
        patterns, target = draw(values["patterns"], seed=seed, own=own, **drawn).patterns, values["target"]
        return patterns, corrupt(patterns[target], round(values["noise"] * patterns.shape[1]), seed), target

    def prior(self, cell: int, patterns, cue, target) -> np.ndarray:
        """Gains at the start, (..., K), of problems of a cell."""
        values = self.values(cell)
        return prior(patterns, cue, target, values["prime"], values["prime_strength"])

    def work(self, cell: int) -> float:
        """What a cell may cost, in neurons of patterns gone through (`Model.work`), if no run is at rest before its
        end."""
        values = self.values(cell)
        size = values["load"], n_neurons(values), values["dt"]
        how = values["integrator"], self.parameters(cell), self.horizon
        each = (min(MODELS[key].steps(*how), 1e9) * (MODELS[key].work(*size) + 2000) for key in self.systems)
        return self.draws * sum(each)


_unpacked = lru_cache(2)(unpacked)  # every draw of a cell asks for the same


def _several(name: str, values, most: int) -> list:
    """The values of an axis, or the one that stands for a list of one."""
    if isinstance(values, (str, bytes)) or getattr(values, "ndim", None) == 0 or not isinstance(values, Iterable):
        return [values]
    try:
        found = list(islice(values, most + 1))
    except Exception:  # what others' arrays raise
        raise ValueError(
            _(
                "{name} is {values}, but must be one or more different values.",
                name=name, values=f"{values!r:.60}",
            )
        ) from None
    if len(found) > most:
        raise ValueError(_("{name} has more than {most} values, but may have at most so many.", name=name, most=most))
    return found
