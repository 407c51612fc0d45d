"""A run as a film of its pictures: target, cue and the state of each racing system, with their names."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ....engine.models import MODELS
from ....words import _, number
from ...theme import COLOURS
from ..race import Race
from ..verdicts import VERDICTS, verdicts
from .beats import beats, marked

EACH_SECOND = 20  # pictures
MOST_SECONDS, MOST_BYTES = 60, 20_000_000
SIDE, GAP, EDGE = 160, 24, 16  # pixels of a picture, at least, between two, and around all
GREYS = 240  # of a palette; the colours of the systems stand behind them
INK, MUTED, PAPER = 27, 100, GREYS - 1
TITLE, SMALL = 15, 13  # of the texts
HEAD, FOOT = 34, 52  # over the pictures and under them

Tell = Callable[[int, int], None]


def gif(race: Race, tell: Tell) -> bytes:
    """A GIF that begins anew at its end. Raises ValueError for what would be too long or too large."""
    film = Film(race)
    pictures, lengths, done = [], [], 0
    for frame, same in groupby(film.shown):
        lengths.append(1000 // EACH_SECOND * (n := len(list(same))))
        pictures.append(film.picture(frame))
        tell(done := done + n, len(film.shown))
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], duration=lengths, loop=0, optimize=False)
    return _small(file)


def webm(race: Race, tell: Tell) -> bytes:
    """A WebM. Raises ValueError as `gif`."""
    import av

    film, file = Film(race), io.BytesIO()
    with av.open(file, "w", format="webm") as out:
        stream = out.add_stream("libvpx-vp9", rate=EACH_SECOND)
        stream.width, stream.height, stream.pix_fmt = *film.size, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.options = {"deadline": "realtime", "cpu-used": "6", "crf": "20", "b": "0"}
        for i, image in enumerate(film):
            one = av.VideoFrame.from_image(image.convert("RGB"))
            one.pts, one.time_base = i, Fraction(1, EACH_SECOND)
            out.mux(stream.encode(one))
            tell(i + 1, len(film.shown))
        out.mux(stream.encode())
    return _small(file)


def _small(file: io.BytesIO) -> bytes:
    data = file.getvalue()
    if len(data) > MOST_BYTES:
        raise ValueError(_(
            "The film is {size} MB, but may have {most} MB.",
            size=number(len(data) / 1e6, ".0f"), most=number(MOST_BYTES / 1e6, ".0f"),
        ))
    return data


class Film:
    """The pictures of a race, in palette colours; `shown` has the frame of each."""

    def __init__(self, race: Race):
        times = np.array(race.moments.times)
        self.times = times
        found = {key: race.whole(key, race.replayed(key), _seen) for key in race.tracks}
        self.states = {key: _shades(one["rate"]) for key, one in found.items()}
        self.verdicts = {key: one["verdict"] for key, one in found.items()}
        marks = marked(int(np.searchsorted(times, change.time)) for change in race.changes)
        self.shown = beats(self.verdicts.values(), marks, len(times) - 1, EACH_SECOND)
        if len(self.shown) > MOST_SECONDS * EACH_SECOND:
            raise ValueError(_(
                "The film would take {seconds} s, but may take {most}: every change in mid-run takes its time.",
                seconds=number(len(self.shown) / EACH_SECOND, ".0f"), most=MOST_SECONDS,
            ))
        self.rows, self.columns = race.memory.drawn.grid
        self.cell = max(1, -(-SIDE // max(self.rows, self.columns)))
        high, wide = self.rows * self.cell, self.columns * self.cell
        self.step = max(wide, SIDE) + GAP
        width, height = EDGE * 2 + self.step * (2 + len(found)) - GAP, HEAD + high + FOOT
        self.size = width + width % 2, height + height % 2  # as films have it
        self.colours = [COLOURS[key] for key in found]
        drawn = race.memory.drawn
        self.titles = {_("Target"): drawn.patterns[race.memory.target], _("Cue"): race.memory.cue}
        self.fonts = [ImageFont.load_default(size) for size in (TITLE, SMALL)]
        self.base = self._base()

    def __iter__(self) -> Iterator[Image.Image]:
        for frame, same in groupby(self.shown):
            image = self.picture(frame)
            yield from (image for _ in same)

    def picture(self, frame: int) -> Image.Image:
        """That of a frame."""
        image = self.base.copy()
        draw = ImageDraw.Draw(image)
        for i, key in enumerate(self.states, 2):
            self._paste(image, i, self.states[key][frame])
            words = _(VERDICTS[int(self.verdicts[key][frame])].words).partition(":")[0]
            draw.text((self._left(i), self._under + 6), words, INK, self.fonts[1])
        draw.text((EDGE, self._under + 28), "t = " + number(self.times[frame], ".3f"), INK, self.fonts[1])
        along = (self.size[0] - 2 * EDGE) * frame // max(1, len(self.times) - 1)
        draw.rectangle((EDGE, self.size[1] - 5, EDGE + along, self.size[1] - 4), MUTED)
        data = np.array(image)
        for i in range(len(self.colours)):  # a line of its colour under each title
            left = self._left(i + 2)
            data[HEAD - 6 : HEAD - 3, left : left + self.columns * self.cell] = GREYS + i
        coloured = Image.fromarray(data).convert("L")
        coloured = Image.frombytes("P", coloured.size, coloured.tobytes())
        coloured.putpalette(self._palette())
        return coloured

    def _base(self) -> Image.Image:
        """What stays: titles, target and cue."""
        image = Image.new("L", self.size, PAPER)
        draw = ImageDraw.Draw(image)
        for i, title in enumerate([*self.titles, *(MODELS[key].title for key in self.states)]):
            draw.text((self._left(i), 6), title, INK, self.fonts[0])
        for i, signs in enumerate(self.titles.values()):
            self._paste(image, i, np.where(signs > 0, 0, PAPER).astype(np.uint8))
        return image

    @property
    def _under(self) -> int:
        return HEAD + self.rows * self.cell

    def _left(self, i: int) -> int:
        return EDGE + i * self.step

    def _paste(self, image: Image.Image, i: int, shades: np.ndarray) -> None:
        cells = np.kron(shades.reshape(self.rows, self.columns), np.ones((self.cell, self.cell), np.uint8))
        left, (high, wide) = self._left(i), cells.shape
        image.paste(Image.fromarray(cells), (left, HEAD))
        ImageDraw.Draw(image).rectangle((left - 1, HEAD - 1, left + wide, HEAD + high), outline=MUTED)

    def _palette(self) -> list[int]:
        greys = [round(255 * i / (GREYS - 1)) for i in range(GREYS) for _ in range(3)]
        return greys + [int(colour[i : i + 2], 16) for colour in self.colours for i in (1, 3, 5)]


def _seen(model, frames, seen) -> dict[str, np.ndarray]:
    return {"rate": seen.rate, "verdict": verdicts(model, frames, seen)}


def _shades(rates: np.ndarray) -> np.ndarray:
    """Rates from -1 to 1 as greys: ink is dark."""
    return np.clip(np.rint((1 - np.nan_to_num(rates)) / 2 * PAPER), 0, PAPER).astype(np.uint8)
