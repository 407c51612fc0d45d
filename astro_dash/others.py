"""What the processes that serve behind one port know of each other: how many sockets each has, in all and of each
client, so that what is allowed is allowed to all of them together, and who has fewest takes the next."""

from __future__ import annotations

import hashlib
from collections.abc import MutableSequence

PLACES = 4096  # for clients, by a hash that nobody outside can aim; two in one place count as one
ROW = 1 + PLACES  # numbers of a process: of all its sockets, and by place
GONE = 2**32 - 1  # sockets of a process that is not there: it takes none


class Others:
    """`table` has a row of `ROW` numbers for each process; each writes its own, that of its `number`. Without, there is
    this process alone."""

    def __init__(self, number: int = 0, table: MutableSequence[int] | None = None, key: bytes = b""):
        self.number, self.table, self.key = number, table if table is not None else [0] * ROW, key
        self.rows = range(0, len(self.table), ROW)
        self.alone = len(self.rows) == 1
        self.table[number * ROW] = 0

    def count(self, client: str, more: int) -> None:
        """This process has a socket more of a client, or (-1) one less."""
        mine = self.number * ROW
        for place in (mine, mine + self._place(client)):
            self.table[place] += more

    def sockets(self, client: str = "") -> int:
        """How many the others have, in all or of a client."""
        place = self._place(client) if client else 0
        others = [row for row in self.rows if row != self.number * ROW and self.table[row] != GONE]
        return sum(self.table[row + place] for row in others)

    @property
    def have_fewer(self) -> bool:
        """Whether one of them has fewer sockets than this process."""
        return self.table[self.number * ROW] > min(self.table[row] for row in self.rows)

    def _place(self, client: str) -> int:
        hashed = hashlib.blake2b(client.encode(), digest_size=4, key=self.key).digest()
        return 1 + int.from_bytes(hashed, "big") % PLACES


_here = [Others()]


def others() -> Others:
    """Those of this process."""
    return _here[0]


def among(number: int, table: MutableSequence[int], key: bytes) -> None:
    """Be one of several from now on."""
    _here[:] = [Others(number, table, key)]
