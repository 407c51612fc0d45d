"""What a tab has computed, in its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...metrics import carried, computing
from ..dispatch import AHEAD, HAND, Dispatch, Due

FRAMES_A_SECOND = 30  # as the player has it
FIRST_STEPS = 16  # short, so that the answer to a slider is quick
CHUNK_SECONDS, MOST_STEPS = 0.02, 512  # of a chunk: most runs are two, since each costs some milliseconds by itself
DEAR_STEPS = 64  # of one whose steps are so dear that it is for the thread
MOST_WAITING = 20  # of one tab, whose hand is faster than the server


@dataclass(frozen=True)
class _Piece:
    build: Callable
    cost: float
    deliver: Callable
    kind: str
    lasts: bool  # it is built even if another comes before it is its turn


class Work:
    """Has one piece built at a time, when it is its turn: of those that wait the last, in the place of the first, and
    those that last.

    `off(future, then, failed)` is a `Listener`'s; `dispatch()` gives what decides whose turn it is; a piece is a
    function `build()`, and `deliver` gets what it returns.
    """

    def __init__(self, off: Callable, dispatch: Callable[[], Dispatch]):
        self._off, self._dispatch = off, dispatch
        self.busy = self.is_cut = False
        self.waiting: list[_Piece] = []  # until what is under way has come, or the line is there again
        self._piece: _Piece | None = None
        self._due: Due | None = None
        self._behind: Callable | None = None
        self._played = 0.0  # when the page will have played what it has, if it plays

    def do(self, build: Callable, cost: float, deliver: Callable, kind: str = HAND, lasts=False, anew=False) -> None:
        """Build what may take so many seconds; if `anew`, nothing that waits is wanted any more."""
        piece, former = _Piece(computing("runs", build), cost, carried(deliver), kind, lasts), self._due
        if anew:
            self.waiting.clear()
        stays = self._piece and self._piece.lasts and not anew
        if self.is_cut or (stays and self._due) or not self._take_back():
            self._wait(piece)
        else:
            self._begin(piece, former.wanted if former and former.kind == kind else None)

    def _wait(self, piece: _Piece) -> None:
        if self.waiting and (not self.waiting[-1].lasts or len(self.waiting) >= MOST_WAITING):
            self.waiting.pop()
        self.waiting.append(piece)
        self.busy = True

    def came(self, frames: int, anew: bool) -> None:
        """So many frames are on their way to the page, to be played at once, or after those before them."""
        now = self._dispatch().clock()
        self._played = (now if anew else max(now, self._played)) + frames / FRAMES_A_SECOND

    def steps(self, cost: float) -> int:
        """Of a chunk ahead of what is played, of which one takes so many seconds; half of them when time is short."""
        cheap = int(CHUNK_SECONDS / cost)
        n = min(cheap, MOST_STEPS) if cheap >= FIRST_STEPS else DEAR_STEPS
        return max(FIRST_STEPS, n // 2) if self._dispatch().tight else n

    def behind(self, act: Callable[[], None]) -> None:
        """Act once nothing is under way and nothing waits; of those who would, the last."""
        self._behind = act if self.busy else None
        if not self.busy:
            act()

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self.waiting.clear()
        self._behind = None
        self.busy = not self._take_back()

    def cut(self) -> None:
        """The line is. What waits for its turn leaves it to others; the answer to a hand until somebody is `back`."""
        self.is_cut = True
        if self.busy and self._take_back():
            if self._piece.kind == HAND:
                self.waiting.insert(0, self._piece)
            self.busy = bool(self.waiting)

    def back(self) -> None:
        """The line is there again."""
        self.is_cut = False
        if not self._due:
            self._go_on()

    def _take_back(self) -> bool:
        """Whether nothing is under way, now that what waits for its turn does not any more."""
        if self._due and self._due.future.cancel():
            self._due = None
        return not self._due

    def _begin(self, piece: _Piece, wanted: float | None = None) -> None:
        if piece.kind == AHEAD:
            wanted = self._played
        due = self._dispatch().add(piece.build, piece.kind, wanted, piece.cost)
        if due.future.done():
            self._end(lambda: piece.deliver(due.future.result()))
            return
        self._piece, self._due, self.busy = piece, due, True
        self._off(due.future, lambda built: self._end(lambda: piece.deliver(built)), self._failed)

    def _failed(self, error: BaseException) -> None:
        def end():
            raise error

        self._end(end)

    def _end(self, deliver: Callable[[], None]) -> None:
        """Deliver, and go on with what waits, whatever comes of it."""
        self._due = None
        self.busy = False
        try:
            deliver()
        finally:
            self._go_on()

    def _go_on(self) -> None:
        if self.is_cut:
            self.busy = bool(self.waiting)
        elif self.waiting:
            self._begin(self.waiting.pop(0))
        elif self._behind:
            self.behind(self._behind)
