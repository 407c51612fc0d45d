"""A tab's own memories: what is drawn or opened there becomes a choice of its store, which no other tab sees, and goes
with the tab."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...aside import Line
from ...engine.defaults import PAGE
from ...engine.patterns import Drawn, given
from ...engine.patterns.own import MOST_NAME, check_grid, duplicates, named
from ...engine.quote import quoted
from ...memories import Picture, joined, saved
from ...receiving import MOST_FILES, Files
from ...store import Store, packed, unpacked
from ...store.own import short
from ...words import _, number
from ..checks import whole
from ..chunk import pack
from ..listener import MOST_UPLOAD, Listener

files = Line("memories", limit=60, most=8)  # which may hold as many files


class Memories(Listener):
    """The part of a session that keeps them."""

    store: Store
    _told_own = ""  # what the browser knows
    _reading: Files | None = None

    def _renew(self) -> None:
        raise NotImplementedError

    def _forget(self) -> None:
        files.leave(self)
        if self._reading:
            self._reading.stop()

    def _afterwards(self) -> None:
        if self.store.own != self._told_own:
            self._told_own = self.store.own
            self.send({"own": self._own()})

    # What the browser may say.

    def _on_keep(self, data: bytes, names: list, rows: int, columns: int, instead: bool = False) -> None:
        """Store what was drawn: bytes of 1 and 0, a pattern after the other, each with its name."""
        grid = check_grid((whole("rows", rows), whole("columns", columns)))
        count = len(_texts(names))
        if not isinstance(data, bytes) or not 0 < len(data) == count * grid[0] * grid[1]:
            raise ValueError(
                _("The drawing has {size}, but must have a byte for each pixel of each memory.", size=_size(data))
            )
        self._keep(given(np.frombuffer(data, np.uint8).reshape(count, *grid), names), instead)

    def _on_open(self, data: bytes, sizes: list, names: list, rows: int, columns: int, instead: bool = False) -> None:
        """Read files, which stand in `data` one after the other: patterns are stored, pictures shown on the grid."""
        grid = check_grid((whole("rows", rows), whole("columns", columns)))
        if not isinstance(data, bytes) or len(data) > MOST_UPLOAD:
            most = round(MOST_UPLOAD / 1e6)
            raise ValueError(_("The files have {size}, but may have {most} MB together.", size=_size(data), most=most))
        lengths = [whole("size", size) for size in sizes] if isinstance(sizes, list) else []
        if not 0 < len(lengths) == len(_texts(names)) or min(lengths) < 0 or sum(lengths) != len(data):
            raise ValueError(
                _("The files are {names}, but must be one or more, each with its size.", names=quoted(names))
            )
        if len(names) > MOST_FILES:
            raise ValueError(_("The files are {n}, but may be {most} at once.", n=len(names), most=MOST_FILES))

        def read():
            self._reading = reading = Files(data, lengths, names, grid)
            if self.closed:
                reading.stop()
            return reading.found()

        self.off(files.submit(self, "open", read), partial(self._opened, instead), self._not_opened)

    def _on_rename(self, memory: int, name: str) -> None:
        own = self._given(memory)
        labels = list(own.labels)
        labels[memory] = named(_texts([name])[0][: 4 * MOST_NAME])
        self._store(Drawn(own.patterns, tuple(labels), own.grid), cue=self.store.cue)

    def _on_remove(self, memory: int | None = None) -> None:
        """Remove one, or all."""
        own, target = self._given(0 if memory is None else memory), self.store.target
        left = [] if memory is None else [i for i in range(len(own.labels)) if i != memory]
        if not left:
            alone = {"patterns": PAGE["patterns"], "load": PAGE["load"]} if self.store.patterns == "own" else {}
            self.store.set(own="", target=0, **alone)
            return self._renew()
        target = max(target - (target >= memory), 0)
        self._store(given(own.patterns[left], [own.labels[i] for i in left], own.grid), target=target)

    def _on_save(self) -> None:
        """Hand them out as a file."""
        self._given(0)
        work = partial(_file, self.store.own)
        self.off(files.submit(self, "save", work), lambda file: self.send({"file": file, "name": "memories.npz"}))

    # What comes of it.

    def _opened(self, instead: bool, found: list) -> None:
        sentences = [one for one in found if isinstance(one, str)]
        tray = [one for one in found if isinstance(one, Picture)]
        sets = [one for one in found if isinstance(one, Drawn)]
        header = {"names": [one.name for one in tray], "thresholds": [one.threshold for one in tray]}
        grey = np.array([one.grey for one in tray], np.uint8)
        self.send({"tray": pack(header, {"grey": grey})})
        if sets:
            self._keep(joined(sets), instead)
        if sentences:
            more = [_("And {n} more.", n=n)] if (n := len(sentences) - 3) > 0 else []
            raise ValueError(" ".join(sentences[:3] + more))

    def _not_opened(self, error: BaseException) -> None:
        self.send({"tray": None})
        raise error

    def _keep(self, new: Drawn, instead: bool) -> None:
        """Store more memories, after those that are there, or in place of all; the first of them is asked for."""
        before = unpacked(self.store.own) if self.store.own and not instead else None
        own = joined([before, new]) if before else new
        count, alone = len(own.labels), instead or self.store.patterns == "own"
        store = {"patterns": "own", "load": count} if alone else {"load": max(self.store.load, count)}
        self._store(own, target=count - len(new.labels), **store)

    def _store(self, own: Drawn, **values) -> None:
        if self.store.patterns == "own" and "load" not in values:
            values["load"] = min(self.store.load, len(own.labels))
        self.store.set(own=packed(own), **values)
        self._renew()

    def _given(self, memory: int) -> Drawn:
        """Those that are there. Raises ValueError where there is none of that number."""
        own = unpacked(self.store.own) if self.store.own else None
        if own is None or type(memory) is not int or not 0 <= memory < len(own.labels):
            number = quoted(memory, 40)
            if own is None:
                raise ValueError(_("The memory is {number}, but your own are none.", number=number))
            last = len(own.labels) - 1
            raise ValueError(_("The memory is {number}, but your own are 0 to {last}.", number=number, last=last))
        return own

    def _own(self) -> bytes:
        """What the browser shows of them: names, grid, a sentence on those that are the same, and their pixels."""
        text = self.store.own
        if not text:
            return pack({"names": [], "grid": [1, 1], "said": "", "linked": True}, {"bits": np.zeros((0, 1), np.uint8)})
        own = unpacked(text)
        header = {"names": own.labels, "grid": own.grid, "said": duplicates(own), "linked": short(text) == text}
        return pack(header, {"bits": np.packbits(own.patterns > 0, axis=1)})


def _file(text: str) -> bytes:
    return saved(unpacked(text))


def _texts(names) -> list[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(_("The names are {names}, but must be a list of texts.", names=quoted(names)))
    return names


def _size(data) -> str:
    return _("{size} MB", size=number(len(data) / 1e6, ".1f")) if isinstance(data, bytes) else _("no bytes")
