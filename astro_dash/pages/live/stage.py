"""Runs as far as they are computed. One that many ask for is computed and packed once, and each goes its own way from
it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock

import numpy as np

from .piece import Packed
from .race import Race

MOST_BYTES = 128_000_000  # of what is kept of runs that were asked for more than once
MOST_ASKED = 4096  # choices of which it is known that they were asked for once

Act = Callable[[Race], tuple[int, dict[str, np.ndarray]]]
"""Does something to a race, and gives the number of the first frame and the arrays that come of it."""


class Stage:
    """A race, and the frames that came last. That of a run that is `common` never changes: what is done to it is done
    to a copy."""

    def __init__(self, race: Race, mode: str, made: tuple[int, dict], common: Common | None = None):
        self.race, self.packed, self.common = race, Packed(race, mode, *made), common
        self._next: dict[Hashable, Stage] = {}

    @property
    def nbytes(self) -> int:
        return len(self.packed.body) + self.race.nbytes

    def knows(self, key: Hashable) -> bool:
        """Whether it costs nothing to go on so."""
        return key in self._next

    def then(self, mode: str, act: Act, key: Hashable = None) -> Stage:
        """The stage after an act. One with a key others will ask for, too."""
        if self.common is None:
            return Stage(self.race, mode, act(self.race))
        if key is None:
            return self._apart(mode, act, None)
        with self.common.lock:
            if key not in self._next:
                stage = self._apart(mode, act, self.common)
                if not self.common.keeps(stage):
                    stage.common = None
                    return stage
                self._next[key] = stage
            return self._next[key]

    def _apart(self, mode: str, act: Act, common: Common | None) -> Stage:
        race = self.race.fork()
        return Stage(race, mode, act(race), common)


class Common:
    """A run that many ask for."""

    def __init__(self, shelf: Shelf):
        self.lock, self.first, self.nbytes, self.kept, self._shelf = RLock(), None, 0, True, shelf

    def begun(self, begin: Callable[[], Race], act: Act) -> Stage:
        """Its first stage."""
        with self.lock:
            if self.first is None:
                race = begin()
                first = Stage(race, "reset", act(race), self)
                self.keeps(first, race.memory.drawn.patterns.nbytes)
                self.first = first
            return self.first

    def keeps(self, stage: Stage, more: int = 0) -> bool:
        """Whether a stage is kept with it: not if it is on the shelf no more."""
        return self._shelf.grown(self, stage.nbytes + more)


class Shelf:
    """Keeps the runs that were asked for last, as many as so many bytes hold."""

    def __init__(self, most: int = MOST_BYTES):
        self.most, self.nbytes, self._lock = most, 0, RLock()
        self._runs: OrderedDict[Hashable, Common] = OrderedDict()
        self._asked: OrderedDict[Hashable, None] = OrderedDict()

    def run(self, key: Hashable) -> Common | None:
        """That of a key; None for one that has not been asked for before, since most are never asked for again."""
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key]
            if key in self._asked:
                del self._asked[key]
                return self._runs.setdefault(key, Common(self))
            self._asked[key] = None
            if len(self._asked) > MOST_ASKED:
                self._asked.popitem(last=False)
            return None

    def grown(self, run: Common, nbytes: int) -> bool:
        """Count what a run has more; whether it is still there then."""
        with self._lock:
            if run.kept:
                run.nbytes += nbytes
                self.nbytes += nbytes
            while self.nbytes > self.most:
                _, oldest = self._runs.popitem(last=False)
                oldest.kept = False
                self.nbytes -= oldest.nbytes
            return run.kept


shelf = Shelf()
"""Of this process."""
