"""What the processes that serve behind one port know of each other: how many sockets each has, in all and of each
client, so that what is allowed is allowed to all of them together, and who has fewer takes the next."""

from __future__ import annotations

import hashlib
from collections.abc import MutableSequence

PLACES = 65_536  # for clients, by a hash that nobody outside can aim; two in one place count as one
ROW = 1 + PLACES  # numbers of a process: of all its sockets, and by place
GONE = 2**32 - 1  # sockets of a process that is not there: it takes none


class Others:
    """`table` has a row of `ROW` numbers for each process; each writes its own, that of its `number`. Without, there is
    this process alone, and nothing is counted."""

    def __init__(self, number: int = 0, table: MutableSequence[int] | None = None, key: bytes = b""):
        self.alone, self.table, self.key = table is None, [0] if table is None else table, key
        self.mine, self.rows = number * ROW, range(0, len(self.table), ROW)
        self.table[self.mine] = 0

    def count(self, client: str, more: int) -> None:
        """This process has a socket more of a client, or (-1) one less."""
        for place in () if self.alone else (self.mine, self.mine + self._place(client)):
            self.table[place] += more

    def sockets(self, client: str = "") -> int:
        """How many all have together, in all or of a client."""
        place = self._place(client) if client and not self.alone else 0
        return sum(self.table[row + place] for row in self.rows if self.table[row] != GONE)

    @property
    def have_fewer(self) -> bool:
        """Whether another has fewer sockets than this process."""
        return self.table[self.mine] > min(self.table[row] for row in self.rows)

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
