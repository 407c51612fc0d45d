"""How often something may be tried by one visitor, and by all."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable


class Limit:
    """Of the last `seconds`, at most `own` tries of a visitor and `most` of all; `clock()` is in seconds. Visitors are
    known by their addresses, which are forgotten with their tries."""

    def __init__(self, own: int, most: int, seconds: float, words: Callable[[], str], clock: Callable[[], float]):
        self.own, self.most, self.seconds, self.words, self.clock = own, most, seconds, words, clock
        self._tries: deque[tuple[float, str]] = deque()
        self._of: Counter[str] = Counter()
        self._lock = threading.Lock()

    def count(self, visitor: str, known: bool = False) -> None:
        """One more try. Raises ValueError if it is one too many; those of visitors that are known to be good are not
        held up by what all others do."""
        with self._lock:
            while self._tries and self._tries[0][0] <= self.clock() - self.seconds:
                self._drop(0)
            if self._of[visitor] >= self.own or (len(self._tries) >= self.most and not known):
                raise ValueError(self.words())
            self._tries.append((self.clock(), visitor))
            self._of[visitor] += 1

    def forgive(self, visitor: str) -> None:
        """The last try of a visitor was a good one."""
        with self._lock:
            for i in range(len(self._tries) - 1, -1, -1):
                if self._tries[i][1] == visitor:
                    return self._drop(i)

    def _drop(self, i: int) -> None:
        visitor = self._tries[i][1]
        del self._tries[i]
        self._of[visitor] -= 1
        self._of += Counter()  # without those that have none
