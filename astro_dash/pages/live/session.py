"""One tab: choices in, runs computed ahead, chunks out. The only module with time in it, the only owner of callbacks.

The browser plays, and asks: each chunk it has taken in is answered by a wish for more until the run is at rest, so
at most one chunk is ever under way, and a tab that sleeps, pauses or stops reading costs nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from ...engine.quote import quoted
from ...store import Store, in_words
from ...store.kinds import write
from ...words import _
from ..checks import whole
from ..cost import step_seconds
from ..dispatch import AHEAD, HAND
from .changes import read, written
from .code import Codes
from .count import Count
from .following import Following
from .home import Home
from .kept import Kept
from .memories import Memories
from .opened import Opened
from .race import Race
from .shared import Shared
from .sight import ON_SIGHT, viewed, wished
from .stage import Stage, shelf
from .teaching import Teaching
from .touch import Touch
from .work import FIRST_STEPS, Work


class Session(Teaching, Following, Codes, Home, Kept, Opened, Memories, Touch):
    """Keeps one tab's store and race."""

    def __init__(
        self, store: Store, send: Callable[[dict], None], schedule: Callable, problems=(), shown=None, visitor=""
    ):
        super().__init__(send, schedule)
        self.store, self.problems, self.visitor = store, list(problems), visitor
        self.shown = dict(shown or {})  # how the page shows it, by the link
        self.invited = self.shown.pop("room", "")
        self.stage: Stage | None = None  # what the page has been sent
        self.generation = 0  # raised by everything that makes what was computed before it stale
        self.wished = (*wished(self.shown), ())  # of `Race.view`
        self.linked = False  # the run on the page is the one of the link it was opened with, changes in it included
        self.pending = []  # of those the ones that are still to come
        self.work = Work(self.off, lambda: self.dispatch)
        self._outdated = False  # a new run is being built: the one on the page is on its way out
        self._chosen: set[str] = set()  # in Python, and not in the run on the page yet
        self.shared: Shared | None = None  # the choices for whoever builds on the page
        self._count = Count(later=self.later, off=self.off, link=partial(store.link, whole=True), tell=self._show)

    def _afterwards(self) -> None:
        super()._afterwards()
        if self.shared:
            self.shared.follow(self.store.values())

    @property
    def race(self) -> Race | None:
        return self.stage and self.stage.race

    def choose(self, values: dict) -> None:
        """Take choices from Python, from any thread. The browser, which alone knows the frame shown, is asked to have
        them acted on: it answers as fast as it can."""
        self.act(partial(self._choose, values))

    def _choose(self, values: dict) -> None:
        changed = self.store.set(**values)
        if self.race:
            if changed and not self._chosen:
                self.send({"chosen": True})
            self._chosen |= changed
            self._outdated = self._outdated or not changed <= Store.LIVE
        elif self.work.busy:  # the first run is being built, of what was chosen before
            self._renew()

    def _ignores(self, kind) -> bool:
        if (kept_out := self._kept_out(kind)) is not None:
            return kept_out
        if self.race is None:
            return kind not in ("ready", "lesson", "read_lesson")  # nothing is on the page yet
        # Or it speaks of a run that is on its way out.
        return self._outdated and kind in ("more", "flip", "load_memory", "perturb", "push")

    def _refuse(self, error) -> str:
        self.problems = [super()._refuse(error)]  # said again with a run that is on its way
        return self.problems[0]

    def _in_words(self, sentence: str) -> str:
        return in_words(sentence)

    def _refused_with(self) -> dict:
        return {"values": self.seat.values if self.led and self.seat else self._values()}

    # What the browser may say.

    def _on_ready(self, link: bytes = b"") -> None:
        self._told_own = ""
        if link:
            self._open(link)
        if self.shown:
            self.send({"shown": self.shown})
        if not self._class_leads():
            self._renew(read(self.shown["then"]) if "then" in self.shown else [])

    def _on_set(self, values: dict, frame: int = 0, anew: bool = False) -> None:
        """Take choices, beside those made in Python; those that act live continue from the frame shown, the others
        start a new run, as all do `anew`."""
        if not isinstance(values, dict):
            raise ValueError(_("The choices are {values}, but must be names with values.", values=quoted(values)))
        frame = whole("frame", frame)
        changed = self.store.set(**values) | self._chosen
        if anew is True:
            self._renew()
        elif not changed:
            self.problems = []
            self.send({"values": self._values(), "notice": ""})
        elif changed <= Store.LIVE and not self._outdated:
            self._branch(frame, parameters=self.store.parameters())
        else:
            self._renew()

    def _on_more(self, generation: int) -> None:
        if whole("generation", generation) != self.generation or self.work.busy:
            return
        if self.pending and self.race.knows(self.pending[0].time):
            self._repeat(*self.pending)
        elif not self.race.at_rest:
            self._compute(self.work.steps(self._cost(1)))

    def _on_resume(self, generation: int, frames: int) -> None:
        """The line was cut. Frames that were sent meanwhile, and did not arrive, are computed again; where a change did
        not, the run begins anew."""
        if self._class_leads():
            return
        known, self._told_own = whole("frames", frames), ""
        if whole("generation", generation) != self.generation or not 0 < known <= self.race.frames:
            return self._renew()
        self.send({"values": self._values()} | ({"chosen": True} if self._chosen else {}))
        if known < self.race.frames and not self.work.busy:
            self._compute(self.work.steps(self._cost(1)), known)

    def _on_reset(self) -> None:
        self._renew()

    def _on_new_seed(self) -> None:
        self.store.set(seed=secrets.randbelow(10_000))
        self._renew()

    def _on_view(self, focus=None, corners=(None, None, None), rival=None, seen=()) -> None:
        """Choose whose gains and energy are shown, the corners of the triangle, the rival of the landscape; and say
        which views that cost something are seen."""
        *looked, seen = viewed(self.race.tracks, focus, corners, rival, seen)
        self.wished = (*looked, ON_SIGHT if self.desk else seen)  # each of a class sees another piece
        if self._outdated:
            self._renew()
        else:
            self.work.behind(self._show_again)

    # Computing ahead.

    def _renew(self, pending=None) -> None:
        """A new run of the store's choices; that of the link, if changes are `pending` in it, be they none."""
        values, wished = self.store.values(), self.wished  # as they are now: the build may run beside the event loop
        # What is a person's own is kept for that person's tab alone.
        common = None if self.store.own else shelf.run((*values.values(), *wished))

        def begin():
            return Race(Store(**values), *wished)

        def build():
            return common.begun(begin, _first) if common else Stage(race := begin(), "reset", _first(race))

        self._outdated = True
        cost = 0 if common and common.first else self._cost(FIRST_STEPS)
        self._begin(build, cost, "reset", pending)

    def _branch(self, frame: int, **changes) -> None:
        """Replace the future after a frame."""
        wished = self.wished

        def act(race):
            race.view(*wished)
            race.goes_on(frame, **changes)

        self._change(act, changes.keys() != {"parameters"})

    def _repeat(self, change, *others) -> None:
        """Change what the link says was changed."""
        self.store.set(**change.values)
        self._change(lambda race: race.repeat(change), True, written([change]), others)

    def _change(self, act: Callable[[Race], None], lasts: bool, key=None, pending=None) -> None:
        """Act on the race, with a key as others do; if it `lasts`, also where another is waiting by then."""

        def change(race):
            act(race)
            return _first(race)

        cost = 0 if self.stage.knows(key) else self._cost(2 * FIRST_STEPS)
        # From the stage that has come by then
        self._begin(lambda: self.stage.then("branch", change, key), cost, "branch", pending, lasts)

    def _begin(self, build, cost: float, mode: str, pending=None, lasts=False) -> None:
        self.linked, self.pending = pending is not None, pending or []
        self.generation += 1
        self._chosen = set()
        if self.race:
            self.problems = []  # what was refused before has been answered
        self.work.do(build, cost, partial(self._deliver, mode, self.generation), lasts=lasts, anew=mode == "reset")

    def _compute(self, n_steps: int, known: int | None = None) -> None:
        """The next frames; those after the ones that are `known`, if the others were lost."""

        def act(race):
            if known is not None:
                race.back_to(known)
            return race.advance(n_steps)

        self._go_on("more", act, self._cost(n_steps), "more" if known is None else None, AHEAD)

    def _show_again(self, kind: str = HAND) -> None:
        """The arrays of the system in focus from the start, with the patterns and corners now chosen."""
        wished, cost = self.wished, self._cost(max(track.run.step for track in self.race.tracks.values()))
        if "landscape" not in wished[3]:  # which is of all systems
            cost /= len(self.race.tracks)

        def act(race):
            race.view(*wished)
            return race.again()

        self._go_on("again", act, cost, wished, kind)

    def _go_on(self, mode: str, act, cost: float, key, kind: str) -> None:
        stage = self.stage
        deliver = partial(self._deliver, mode, self.generation)
        self.work.do(lambda: stage.then(mode, act, key), 0 if stage.knows(key) else cost, deliver, kind)

    def _deliver(self, mode: str, generation: int, stage: Stage) -> None:
        if self.led or (generation != self.generation and mode in ("more", "again")):
            return
        self.stage = stage
        if mode == "reset" and not self.work.waiting:
            self._outdated = not self._chosen <= Store.LIVE
        chunk, message = stage.packed.message(self.generation, self.pending), {}
        if mode in ("reset", "branch"):
            begun, texts, link = self.race.begun
            moment = {"linked": self.linked, "link": link, "then": written([*self.race.changes, *self.pending])}
            same = self.store.values() == begun
            message = {"values": dict(texts) if same else self._values(), "moment": moment}
            message["link"] = link if self.linked or same else self.store.link()
            message["notice"] = " ".join(self.problems)
        self._show(message | {"chunk": chunk})
        if mode != "again":
            self.work.came(stage.packed.frames, mode != "more")
        if message:
            self._count.of(self.store)
        if self.race.outdated:
            self.work.behind(partial(self._show_again, AHEAD))

    def _cost(self, n_steps: int) -> float:
        """Seconds that so many steps may take."""
        return n_steps * step_seconds(self.store)

    def _values(self) -> dict[str, str]:
        return {name: write(value) for name, value in self.store.values().items() if name != "own"}


def _first(race: Race):
    return race.advance(FIRST_STEPS)
