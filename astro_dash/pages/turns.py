"""The calls of one tab, brought into one row."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class Turns:
    """Makes calls one at a time, in the order in which they come, from whatever threads. None waits for another: who
    comes while a call is made, from within it too, leaves his own behind, and it is made when that one is done."""

    def __init__(self):
        self._calls: deque[Callable[[], None]] = deque()
        self._taken = threading.Lock()

    def __call__(self, call: Callable[[], None]) -> None:
        """Make a call, which must not raise, when it is its turn."""
        self._calls.append(call)
        # Looked at again after the release: one that has come just before it found the lock taken.
        while self._calls and self._taken.acquire(blocking=False):
            try:
                while self._calls:
                    self._calls.popleft()()
            finally:
                self._taken.release()
