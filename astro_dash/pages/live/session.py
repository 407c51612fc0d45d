"""One tab: choices in, runs computed ahead, chunks out. The only module with time in it, the only owner of callbacks.

The browser plays, and asks: each chunk it has taken in is answered by a wish for more until the run is at rest, so
at most one chunk is ever under way, and a tab that sleeps, pauses or stops reading costs nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from ...engine.check import check_choice
from ...engine.quote import quoted
from ...store import Store, in_words, parsed, pixel_text
from ...store.kinds import write
from ...words import _, both
from ..checks import whole
from ..cost import step_seconds
from ..dispatch import AHEAD, HAND
from .changes import given_shares, read, written
from .checks import indices
from .code import Codes
from .count import Count
from .following import Following
from .home import Home
from .kept import Kept
from .memories import Memories
from .piece import piece
from .race import Race
from .shared import Shared
from .sight import ON_SIGHT
from .teaching import Teaching
from .work import FIRST_STEPS, Work


class Session(Teaching, Following, Codes, Home, Kept, Memories):
    """Keeps one tab's store and race."""

    def __init__(
        self, store: Store, send: Callable[[dict], None], schedule: Callable, problems=(), shown=None, visitor=""
    ):
        super().__init__(send, schedule)
        self.store, self.problems, self.visitor = store, list(problems), visitor
        self.shown = dict(shown or {})  # how the page shows it, by the link
        self.invited = self.shown.pop("room", "")
        self.race: Race | None = None
        self.generation = 0  # raised by everything that makes what was computed before it stale
        self.wished = (*_wished(self.shown), ())  # of `Race.view`
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

    def _on_ready(self) -> None:
        self._told_own = ""
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
        """The line was cut. Frames that were sent meanwhile, and did not arrive, are computed again when the page asks
        for more; where a change did not, the run begins anew."""
        if self._class_leads():
            return
        known, self._told_own = whole("frames", frames), ""
        if whole("generation", generation) != self.generation or not 0 < known <= self.race.frames:
            return self._renew()
        if known < self.race.frames and not self.work.busy:
            self.race.back_to(known)
        self.send({"values": self._values()} | ({"chosen": True} if self._chosen else {}))

    def _on_reset(self) -> None:
        self._renew()

    def _on_new_seed(self) -> None:
        self.store.set(seed=secrets.randbelow(10_000))
        self._renew()

    def _on_flip(self, pixels: list, ink=None) -> None:
        """Sketch on the cue: turn pixels over, or set them to ink (True) or ground (False)."""
        if ink is not None and not isinstance(ink, bool):
            raise ValueError(
                _("ink is {ink}, but must be true, false, or null to turn pixels over.", ink=quoted(ink, 40))
            )
        cue = self.race.memory.cue.copy()
        index = indices(pixels, len(cue))
        cue[index] = -cue[index] if ink is None else (1 if ink else -1)
        self._sketch(cue)

    def _on_load_memory(self, pattern: int) -> None:
        patterns = self.race.memory.drawn.patterns
        self._sketch(patterns[indices([pattern], len(patterns))[0]])

    def _on_undraw(self) -> None:
        self.store.set(cue="")
        self._renew()

    def _on_perturb(self, system: str, pixels: list, frame: int) -> None:
        """Turn neurons of a running system over."""
        flips = (check_choice("system", system, self.race.tracks), indices(pixels, len(self.race.memory.cue)))
        self._branch(whole("frame", frame), parameters=self.store.parameters(), flips=flips)

    def _on_push(self, system: str, shares: list, frame: int) -> None:
        """Push the gains of a running system to where some patterns have these shares."""
        gated = [key for key, track in self.race.tracks.items() if track.run.model.gated]
        push = (check_choice("system", system, gated), given_shares(shares, self.store.load))
        self._branch(whole("frame", frame), parameters=self.store.parameters(), push=push)

    def _on_view(self, focus=None, corners=(None, None, None), rival=None, seen=()) -> None:
        """Choose whose gains and energy are shown, the corners of the triangle, the rival of the landscape; and say
        which views that cost something are seen."""
        if not isinstance(corners, (list, tuple)) or len(corners) != 3:
            raise ValueError(
                _(
                    "The corners are {corners}, but must be three, each a pattern or null for the usual one.",
                    corners=quoted(corners),
                )
            )
        if not isinstance(seen, (list, tuple)):
            places = {"seen": quoted(seen), "views": both(ON_SIGHT)}
            raise ValueError(_("What is seen is {seen}, but must be a list of {views}.", **places))
        focus = None if focus is None else check_choice("focus", focus, self.race.tracks)
        corners, rival = tuple(_pattern(c) for c in corners), _pattern(rival)
        seen = tuple(dict.fromkeys(check_choice("view", view, ON_SIGHT) for view in seen))
        self.wished = focus, corners, rival, ON_SIGHT if self.desk else seen  # each of a class sees another piece
        if self._outdated:
            self._renew()
        else:
            self.race.view(*self.wished)
            self.work.behind(self._show_again)

    # Computing ahead.

    def _sketch(self, cue) -> None:
        self.store.set(cue=pixel_text(cue))
        self._renew()

    def _renew(self, pending=None) -> None:
        """A new run of the store's choices; that of the link, if changes are `pending` in it, be they none."""
        store, wished = Store(**self.store.values()), self.wished  # a copy: the build may run beside the event loop

        def build():
            race = Race(store, *wished)
            return race, race.advance(FIRST_STEPS)

        self._outdated = True
        self._begin(build, self._cost(FIRST_STEPS), "reset", pending)

    def _branch(self, frame: int, **changes) -> None:
        """Replace the future after a frame."""
        self._go_on(partial(self.race.goes_on, frame, **changes), changes.keys() != {"parameters"})

    def _repeat(self, change, *others) -> None:
        """Change what the link says was changed."""
        self.store.set(**change.values)
        self._go_on(partial(self.race.repeat, change), True, others)

    def _go_on(self, act: Callable[[], None], lasts: bool, pending=None) -> None:
        """Act on the race; if it `lasts`, also where another is waiting by then."""
        race = self.race

        def build():
            act()
            return race, race.advance(FIRST_STEPS)

        self._begin(build, self._cost(2 * FIRST_STEPS), "branch", pending, lasts)

    def _begin(self, build, cost: float, mode: str, pending=None, lasts=False) -> None:
        self.linked, self.pending = pending is not None, pending or []
        self.generation += 1
        self._chosen = set()
        if self.race:
            self.problems = []  # what was refused before has been answered
        self.work.do(build, cost, partial(self._deliver, mode, self.generation), lasts=lasts, anew=mode == "reset")

    def _compute(self, n_steps: int) -> None:
        race = self.race
        deliver = partial(self._deliver, "more", self.generation)
        self.work.do(lambda: (race, race.advance(n_steps)), self._cost(n_steps), deliver, AHEAD)

    def _show_again(self, kind: str = HAND) -> None:
        """The arrays of the system in focus from the start, with the patterns and corners now chosen."""
        race, cost = self.race, self._cost(max(track.run.step for track in self.race.tracks.values()))
        if "landscape" not in race.seen:  # which is of all systems
            cost /= len(race.tracks)
        self.work.do(lambda: (race, race.again()), cost, partial(self._deliver, "again", self.generation), kind)

    def _deliver(self, mode: str, generation: int, built) -> None:
        if self.led or (generation != self.generation and mode in ("more", "again")):
            return
        self.race, (first, arrays) = built
        if mode == "reset" and not self.work.waiting:
            self._outdated = not self._chosen <= Store.LIVE
        chunk, message = piece(self.race, mode, self.generation, first, arrays, self.pending), {}
        if mode in ("reset", "branch"):
            link = self.race.store.link()
            moment = {"linked": self.linked, "link": link, "then": written([*self.race.changes, *self.pending])}
            message = {"values": self._values(), "link": link if self.linked else self.store.link(), "moment": moment}
            message["notice"] = " ".join(self.problems)
        self._show(message | {"chunk": chunk})
        if mode != "again":
            self.work.came(len(arrays.get("time", ())), mode != "more")
        if message:
            self._count.of(self.store)
        if self.race.outdated:
            self.work.behind(partial(self._show_again, AHEAD))

    def _cost(self, n_steps: int) -> float:
        """Seconds that so many steps may take."""
        return n_steps * step_seconds(self.store)

    def _values(self) -> dict[str, str]:
        return {name: write(value) for name, value in self.store.values().items() if name != "own"}


def _wished(shown: dict[str, str]) -> tuple:
    """Focus, corners and rival of a link, as `Race.view` takes them."""
    corners = shown.get("corners", ",,").split(",")
    return shown.get("focus"), tuple(int(c) if c else None for c in corners), _pattern(shown.get("rival"))


def _pattern(number) -> int | None:
    """A pattern by its number, or None."""
    return None if number is None else parsed("target", number)
