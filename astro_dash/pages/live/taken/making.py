"""A file of a run in the making, in a process of its own beside the server: it tells how far it is, has a limit of time
and memory, and can be stopped."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from ....confined import Confined, calling, spare
from ....words import _
from ..race import Race
from ..recipe import Recipe, replayed

log = logging.getLogger(__name__)

SECONDS = 60  # that it may take
MEMORY = 1_200_000_000  # bytes
MOST = 80_000_000  # bytes of a file
EVERY = 0.1  # seconds after which it tells again how far it is
_CODE = calling("pages.live.taken.making.answer")
Tell = Callable[[int, int], None]


class Kind(NamedTuple):
    """What a file is, in words; its ending; its type; and what makes it of a race."""

    words: str
    ending: str
    mime: str
    make: Callable[[Race, Tell], bytes] | None = None


def _numbers(how: str):
    def make(race: Race, tell: Tell) -> bytes:
        from . import dataset, formats

        return getattr(formats, how)(dataset.dataset(race))

    return make


def _film(how: str):
    def make(race: Race, tell: Tell) -> bytes:
        from . import film

        return getattr(film, how)(race, tell)

    return make


KINDS = {
    "csv": Kind("CSV", "csv", "text/csv", _numbers("table")),
    "npz": Kind("NPZ", "npz", "application/zip", _numbers("npz")),
    "netcdf": Kind("NetCDF", "nc", "application/x-netcdf", _numbers("netcdf")),
    "gif": Kind("GIF", "gif", "image/gif", _film("gif")),
    "webm": Kind("WebM", "webm", "video/webm", _film("webm")),
    "html": Kind("HTML", "html", "text/html"),  # of its recording
}


class Making(Confined):
    """One file in the making. `made()` may be asked for once, in any thread; `stop()` ends it from another."""

    seconds = SECONDS

    def __init__(self, kind: str, recipe: Recipe, tell: Tell = lambda done, of: None):
        asked = {"recipe": vars(recipe)}
        super().__init__(_CODE, json.dumps(asked).encode(), MOST, {"kind": kind})
        self._tell, self._refused = tell, ""

    def made(self) -> bytes:
        """The file. Raises ValueError, in one sentence, if it is too large, or takes more time or memory than it
        may."""
        data = self.exchange()
        if self._refused:
            raise ValueError(self._refused)
        if not data and not self._stopped:
            log.warning("a file of a run could not be made: its process ended with %s", self.ended)
            raise ValueError(
                _(
                    "The file takes more than {seconds} s, or more memory than it may: choose a shorter or smaller "
                    "run.",
                    seconds=SECONDS,
                )
            )
        return data

    def _answer(self, said) -> bytes:
        while (line := said.readline(1 << 16)) and line != b"=\n":
            told = json.loads(line)
            if "refused" in told:
                self._refused = told["refused"]
            else:
                self._tell(told["done"], told["of"])
        return said.read(self.most) if line else b""


def answer(kind: str) -> None:
    """In the process: make a file of the recipe that comes in."""
    spare(MEMORY, SECONDS)
    out, recipe, told = sys.stdout.buffer, Recipe(**json.loads(sys.stdin.buffer.read())["recipe"]), 0.0

    def say(**words) -> None:
        out.write(json.dumps(words).encode() + b"\n")
        out.flush()

    def tell(done: int, of: int) -> None:
        nonlocal told
        if (now := time.monotonic()) > told + EVERY or done == of:
            told = now
            say(done=done, of=of)

    try:
        data = made(kind, recipe, tell)
        out.write(b"=\n" + data)
    except ValueError as error:
        say(refused=str(error))
    out.flush()
    os._exit(0)


def made(kind: str, recipe: Recipe, tell: Tell = lambda done, of: None) -> bytes:
    """The file of a recipe, here and now; of "html", what is to be played in it."""
    if make := KINDS[kind].make:
        return make(replayed(recipe), tell)
    from .recording import recording

    pieces = recording(recipe)
    return json.dumps([len(one) for one in pieces]).encode() + b"\n" + b"".join(pieces)


def name(race: Race, kind: str) -> str:
    """What a file is called: it says what is in it."""
    store = race.store
    systems = "-".join(race.tracks)
    return f"astro-dash-{store.patterns}-K{store.load}-seed{store.seed}-{systems}.{KINDS[kind].ending}"
