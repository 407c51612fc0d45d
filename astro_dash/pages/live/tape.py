"""What shows a run, as it has become so far, to a page that comes late: the messages that showed it to the others,
without what has been replaced since."""

from __future__ import annotations

from typing import NamedTuple

from ..chunk import pack, unpack

MOST_BYTES = 8_000_000  # of a run; a longer one cannot be come into


class Piece(NamedTuple):
    """A message with its chunk; where its frames begin, and how many they are."""

    mode: str
    first: int
    frames: int
    item: tuple[dict, bytes | None]

    @property
    def end(self) -> int:
        return self.first + self.frames

    def until(self, frame: int) -> Piece:
        """Without the frames from one on, and without the pictures that a later piece has anew."""
        header, arrays = unpack(self.item[1])
        mode, frames = header["mode"], max(frame - self.first, mode_least(header["mode"]))
        kept = {
            name: array if name.startswith("picture:") else array[:frames]
            for name, array in arrays.items()
            if mode == "reset" or not name.startswith("picture:")
        }
        return self._replace(frames=frames, item=(self.item[0], pack(header, kept)))


def mode_least(mode: str) -> int:
    return int(mode == "reset")  # it has at least a frame, whatever replaces it


class Tape:
    """Of one run. Too long a one is `long`, and has no items until the next begins."""

    def __init__(self):
        self.pieces: list[Piece] = []
        self.long = False

    @property
    def items(self) -> list[tuple[dict, bytes | None]]:
        return [piece.item for piece in self.pieces]

    def take(self, message: dict, chunk: bytes | None) -> str:
        """One more message; the mode of its chunk."""
        if chunk is None:
            if not self.long:
                self.pieces.append(Piece("", 0, 0, ({"run": message}, None)))
            return ""
        header, arrays = unpack(chunk)
        mode, first, frames = header["mode"], header["first"], len(arrays.get("time", ()))
        if mode == "reset":
            self.pieces, self.long = [], False
        elif mode == "branch":
            self._branch(first)
        elif mode == "again":  # which has all frames of what it has
            self.pieces = [piece for piece in self.pieces if piece.mode != "again"]
        self.pieces.append(Piece(mode, first, frames, ({"run": message, "mode": mode}, chunk)))
        if self.long or sum(len(piece.item[1] or b"") for piece in self.pieces) > MOST_BYTES:
            self.pieces, self.long = [], True
        return mode

    def _branch(self, first: int) -> None:
        """All that comes after a frame is replaced."""
        kept = []
        for piece in self.pieces:
            if piece.mode in ("", "again") or piece.end <= first:
                kept.append(piece)
            elif piece.mode == "reset" or piece.first < first:
                kept.append(piece.until(first))
        self.pieces = kept
