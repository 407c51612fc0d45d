"""One tab: choices in, runs computed ahead, chunks out. The only module with time in it, the only owner of callbacks.

The browser plays, and asks: each chunk it has taken in is answered by a wish for more until the run is at rest, so
at most one chunk is ever under way, and a tab that sleeps, pauses or stops reading costs nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache, partial

import numpy as np

from ...aside import apart, findable, stand_aside
from ...engine.check import check_choice
from ...engine.models import MODELS
from ...engine.quote import quoted
from ...store import Store, in_words, n_neurons, pixel_text, read
from ...store.kinds import write
from ..chunk import pack
from ..listener import Listener
from .race import Race
from .typical import typical

FIRST_FRAMES = 16  # short, so that the answer to a slider is quick
INLINE_SECONDS = 0.004  # what may be computed on the event loop
STEP_SECONDS, PAIR_SECONDS = 18e-6, 1.2e-9  # cost of a frame: each system, and each neuron of each pattern in it
TYPICAL_PAIRS = 150_000  # largest N K for which other cues are counted

# Long runs of all sessions; the other core is the event loop's.
_runs = ThreadPoolExecutor(1, "runs")


@cache
def _counts() -> ProcessPoolExecutor:
    """Counts over other cues are made beside the server, so that they hold nobody up."""
    findable()
    return ProcessPoolExecutor(1, apart, stand_aside)


class Session(Listener):
    """Keeps one tab's store and race.

    send      takes a message for the browser: a dict of plain values, with bytes under "chunk"
    schedule  runs a function later where it may send; or, after a delay in seconds, where it may not, and returns
              something with `cancel`
    """

    def __init__(self, store: Store, send: Callable[[dict], None], schedule: Callable, problems=()):
        self.store, self.send, self.schedule = store, send, schedule
        self.problems = list(problems)
        self.race: Race | None = None
        self.generation = 0  # raised by everything that makes what was computed before it stale
        self.focus, self.corners = None, (None, None, None)
        self._busy, self._waiting, self._again = False, None, False
        self._outdated = False  # a new run is being built: the one on the page is on its way out
        self._counted, self._counting, self._timer = "", None, None

    def close(self) -> None:
        """Forget the tab; callbacks may still come."""
        self.closed, self.race, self._waiting = True, None, None

    def _ignores(self, kind) -> bool:
        if self.race is None:
            return kind != "ready"  # nothing is on the page yet
        # Or it speaks of a run that is on its way out.
        return self._outdated and kind in ("more", "flip", "load_memory", "perturb")

    def _refuse(self, error) -> str:
        self.problems = [super()._refuse(error)]  # said again with a run that is on its way
        return self.problems[0]

    def _in_words(self, sentence: str) -> str:
        return in_words(sentence)

    def _refused_with(self) -> dict:
        return {"values": self._values()}

    # What the browser may say.

    def _on_ready(self) -> None:
        self._renew()

    def _on_set(self, values: dict, frame: int = 0) -> None:
        """Take choices; those that act live continue from the frame shown, the others start a new run."""
        if not isinstance(values, dict):
            raise ValueError(f"The choices are {quoted(values)}, but must be names with values.")
        frame = _whole("frame", frame)
        changed = self.store.set(**values)
        if not changed:
            self.problems = []
            self.send({"values": self._values(), "notice": ""})
        elif changed <= Store.LIVE and not self._outdated:
            self._branch(frame, parameters=self.store.parameters())
        else:
            self._renew()

    def _on_more(self, generation: int) -> None:
        if _whole("generation", generation) == self.generation and not self._busy and not self.race.at_rest:
            self._compute(self._affordable())

    def _on_resume(self, generation: int, frames: int) -> None:
        """The line was cut: where what was sent meanwhile is missing on the page, the run begins anew."""
        if generation == self.generation and (self._busy or frames == self.race.frames):
            self.send({"values": self._values()})
        else:
            self._renew()

    def _on_reset(self) -> None:
        self._renew()

    def _on_new_seed(self) -> None:
        self.store.set(seed=secrets.randbelow(10_000))
        self._renew()

    def _on_flip(self, pixels: list, ink=None) -> None:
        """Draw on the cue: turn pixels over, or set them to ink (True) or ground (False)."""
        if ink is not None and not isinstance(ink, bool):
            raise ValueError(f"ink is {quoted(ink, 40)}, but must be true, false, or null to turn pixels over.")
        cue = self.race.memory.cue.copy()
        index = _pixels(pixels, len(cue))
        cue[index] = -cue[index] if ink is None else (1 if ink else -1)
        self._draw(cue)

    def _on_load_memory(self, pattern: int) -> None:
        patterns = self.race.memory.drawn.patterns
        self._draw(patterns[_pixels([pattern], len(patterns))[0]])

    def _on_undraw(self) -> None:
        self.store.set(cue="")
        self._renew()

    def _on_perturb(self, system: str, pixels: list, frame: int) -> None:
        """Turn neurons of a running system over."""
        flips = (check_choice("system", system, self.race.tracks), _pixels(pixels, len(self.race.memory.cue)))
        self._branch(_whole("frame", frame), parameters=self.store.parameters(), flips=flips)

    def _on_view(self, focus=None, corners=(None, None, None)) -> None:
        """Choose whose gains and energy are shown, and the corners of the triangle."""
        if not isinstance(corners, (list, tuple)) or len(corners) != 3:
            raise ValueError(
                f"The corners are {quoted(corners)}, but must be three, each a pattern or null for the usual one."
            )
        focus = None if focus is None else check_choice("focus", focus, self.race.tracks)
        self.focus, self.corners = focus, tuple(None if c is None else read("target", c) for c in corners)
        if self._outdated:
            self._renew()
        else:
            self.race.view(self.focus, self.corners)
            self._show_again()

    # Computing ahead.

    def _draw(self, cue) -> None:
        self.store.set(cue=pixel_text(cue))
        self._renew()

    def _renew(self) -> None:
        """A new run of the store's choices."""

        store = Store(**self.store.values())  # a copy: the build may run beside the event loop

        def build():
            race = Race(store, self.focus, self.corners)
            return race, race.advance(FIRST_FRAMES)

        self._outdated = True
        self._begin(build, self._cost(FIRST_FRAMES), "reset")

    def _branch(self, frame: int, **changes) -> None:
        """Replace the future after a frame."""
        race = self.race

        def build():
            race.goes_on(frame, **changes)
            return race, race.advance(FIRST_FRAMES)

        self._begin(build, self._cost(2 * FIRST_FRAMES), "branch")

    def _begin(self, build, cost: float, mode: str) -> None:
        self.generation += 1
        if self.race:
            self.problems = []  # what was refused before has been answered
        self._work(build, cost, partial(self._deliver, mode))

    def _compute(self, n_frames: int) -> None:
        race = self.race
        self._work(lambda: (race, race.advance(n_frames)), self._cost(n_frames), partial(self._deliver, "more"))

    def _show_again(self) -> None:
        """The arrays of the system in focus from the start, with the patterns and corners now chosen."""
        race, self._again = self.race, self._busy  # behind what is under way
        if self._busy:
            return
        self._work(
            lambda: (race, race.again()), self._cost(race.frames) / len(race.tracks), partial(self._deliver, "again")
        )

    def _work(self, build, cost: float, deliver) -> None:
        """Build at once if that is cheap, otherwise off the event loop, one at a time: of those that wait, the last."""
        if self._busy:
            self._waiting = (build, deliver)
        elif cost <= INLINE_SECONDS:
            deliver(self.generation, build())
        else:
            self._busy, generation = True, self.generation
            future = _runs.submit(build)
            future.add_done_callback(lambda f: self.schedule(lambda: self._finish(f, generation, deliver), 0))

    def _finish(self, future, generation: int, deliver) -> None:
        self._busy = False
        if self.closed:
            return
        try:
            deliver(generation, future.result())
        except (ValueError, MemoryError) as error:
            self._refuse(ValueError(str(error)))
        waiting, self._waiting = self._waiting, None
        if waiting:
            self._work(waiting[0], INLINE_SECONDS + 1, waiting[1])
        elif self._again:
            self._show_again()

    def _deliver(self, mode: str, generation: int, built) -> None:
        if generation != self.generation and mode in ("more", "again"):
            return
        self.race, (first, arrays) = built
        if mode == "reset" and self._waiting is None:
            self._outdated = False
        header = {"mode": mode, "generation": self.generation, "first": first, "at_rest": self.race.at_rest}
        header["names"] = self.race.names(arrays)
        message = {}
        if mode != "more":
            header |= self.race.describe()
            arrays = arrays | {f"picture:{name}": a for name, a in self.race.pictures().items()}
        if mode in ("reset", "branch"):
            message = {"values": self._values(), "link": self.store.link(), "notice": " ".join(self.problems)}
            if self._timer:
                self._timer.cancel()
            self._timer = self.schedule(partial(self._count, self.store.link()), 0.4)
        self.send(message | {"chunk": pack(header, arrays)})
        if self.race.outdated:
            self._show_again()

    def _cost(self, n_frames: int) -> float:
        """Seconds that so many frames may take."""
        size = self.store.load, n_neurons(self.store.values())
        pairs = sum(MODELS[key].work(*size, self.store.dt) for key in self.store.system)
        return n_frames * (len(self.store.system) * STEP_SECONDS + PAIR_SECONDS * pairs)

    def _affordable(self) -> int:
        """Frames of the next chunk: what is cheap, or a good piece off the event loop."""
        cheap = int(INLINE_SECONDS / self._cost(1))
        return min(cheap, 128) if cheap >= FIRST_FRAMES else 64

    # How typical a run is.

    def _count(self, link: str) -> None:
        """Once the choices have been still for a moment: of 50 other cues, how many each system recalls."""
        if self.closed or link != self.store.link() or link == self._counted:
            return
        self._counted = link
        memory = self.race.memory.drawn.patterns
        if memory.size > TYPICAL_PAIRS:
            self.schedule(partial(self.send, {"typical": None}), 0)
            return
        if self._counting:
            self._counting.cancel()
        try:
            self._counting = _counts().submit(typical, link)
        except BrokenExecutor:  # somebody has ended the process: the next count starts another
            _counts.cache_clear()
            return
        self._counting.add_done_callback(lambda f: self.schedule(lambda: self._tell_typical(link, f), 0))

    def _tell_typical(self, link: str, future) -> None:
        if not (self.closed or future.cancelled() or future.exception()) and link == self.store.link():
            self.send({"typical": future.result()})

    def _values(self) -> dict[str, str]:
        return {name: write(value) for name, value in self.store.values().items()}


def _whole(name: str, value) -> int:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) <= 2**31:
        raise ValueError(f"{name} is {quoted(value, 40)}, but must be a whole number.")
    return int(value)


def _pixels(values, n: int) -> np.ndarray:
    """Checked indices below n."""
    good = isinstance(values, (list, tuple)) and all(type(v) is int and 0 <= v < n for v in values)
    if not good or len(values) > n:
        raise ValueError(f"The index {quoted(values)} is out of range: allowed are whole numbers from 0 to {n - 1}.")
    return np.array(sorted(set(values)), int)
