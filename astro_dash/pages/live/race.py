"""Several systems racing from one cue on one timeline: computed ahead in blocks, and gone back to."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np

from ...engine import Frames, Run, Track
from ...engine.landscape import agreement
from ...engine.measures import CORNERS, Observed, observe
from ...engine.placed import Placed
from ...engine.triangle import grid, triangle
from ...store import MOST_FRAMES, REST, Store
from ...store.kinds import write
from ...words import _
from .changes import Change, added, between, in_force
from .memory import remember
from .moments import Ahead, Moments, put
from .rivals import cornered, in_places, near, opposed, strongest, together
from .sight import focused, landscape, shades, single, wired, wiring
from .verdicts import named, verdicts

FIELD = grid()  # where the drift in the triangle is shown, (M, 3)
ARROW = 0.09  # length of its longest arrow; the triangle's side is 1
MOST_STEPS = 10_000  # of a system: what one page may have the server take, and keep


class Race:
    """All racing systems from one cue, looked at as `view` has it. `advance` gives the arrays of the next frames."""

    def __init__(self, store: Store, *view, **views):
        self.store, self.changes = store, list[Change]()  # what it began with, and what was changed since
        self.memory, self.parameters = remember(store), store.parameters()
        self.tracks = {
            key: Track(
                Run(
                    self.memory.drawn.patterns, self.memory.cue, key, self.parameters,
                    integrator=store.integrator, seed=store.seed, rest=REST, horizon=store.horizon,
                    prior=self.memory.prior,
                )
            )
            for key in store.system
        }  # fmt: skip
        self.horizon = store.horizon
        self._begin()
        self.strength, self.shown, self.outdated = np.zeros(len(self.memory.drawn.labels)), None, False
        self.changed: Change | None = None  # what began the stretch that is computed
        self.view(*view, **views)

    @property
    def at_rest(self) -> bool:
        """Nothing more will come, unless something is changed."""
        tracks = self.tracks.values()
        steps = max(track.run.step for track in tracks)
        return all(t.ended for t in tracks) or self.frames >= MOST_FRAMES or steps >= MOST_STEPS

    @property
    def unsettled(self) -> bool:
        """It ends where it still moves."""
        return self.at_rest and not all(track.run.at_rest for track in self.tracks.values())

    @property
    def frames(self) -> int:
        """How many there are."""
        return len(self.moments.times)

    def fork(self) -> Race:
        """One that goes its own way from here, while this one stays as it is."""
        race = copy(self)
        race.tracks = {key: track.copied() for key, track in self.tracks.items()}
        race.ahead = {key: copy(ahead) for key, ahead in self.ahead.items()}
        race.moments = Moments(self.moments.tau, self.moments.start, self.moments.times)
        race.strength = self.strength.copy()
        return race

    @cached_property
    def begun(self) -> tuple[dict, dict[str, str], str]:
        """The choices that it began with, and their texts and link, written once."""
        values = self.store.values()
        return values, {name: write(value) for name, value in values.items() if name != "own"}, self.store.link()

    @property
    def nbytes(self) -> int:
        """What it keeps of its own in memory, about."""
        return sum(track.nbytes for track in self.tracks.values()) + 8 * self.frames

    def view(self, focus: str | None = None, corners=(None, None, None), rival: int | None = None, seen=()) -> None:
        """Show the gains and the energy of the system asked for (`focused`), the triangle of the corners asked for
        (None: target, strongest rival, all the others), the landscape with the rival asked for (None: the strongest),
        and of the views `ON_SIGHT` those that are seen."""
        self.focus = focused(tuple(self.tracks), focus)
        self.corners_wished, self.rival_wished, self.seen = corners, rival, seen

    def goes_on(self, frame: int, parameters=None, flips=(), push=()) -> None:
        """Replace the future from a frame on, with other parameters, with `flips` = (system, neurons) turned over, or
        with a `push` = (system, shares) of its gains."""
        frame = min(max(frame, 0), self.frames - 1)
        self._goes_on(frame, self.moments.times[frame], parameters, flips, push)

    def knows(self, time: float) -> bool:
        """Whether all is computed up to a time, or as far as it ever is."""
        return self.at_rest or self._known(self.tracks) >= time

    def repeat(self, change: Change) -> None:
        """Make a change that a race has kept once more, at its time, which this one `knows`."""
        most = self.moments.times[-1] if self.at_rest else np.inf
        flips = (change.system, np.array(change.pixels, int)) if change.pixels else ()
        push = (change.system, change.shares) if change.shares else ()
        new = replace(self.parameters, **change.values)
        self._goes_on(*self.moments.place(min(change.time, most)), new, flips, push)

    def _goes_on(self, frame: int, time: float, parameters, flips, push) -> None:
        before, self.parameters = self.parameters, parameters or self.parameters
        for key, track in self.tracks.items():
            turned = flips[1] if flips and flips[0] == key else ()
            shares = push[1] if push and push[0] == key else ()
            self.tracks[key] = track.resumed(time, self.parameters, turned, shares)
        slow = min(before.tau_x, before.tau_p) > 0  # else each setting moves the state at once
        there = in_force(self.store.parameters(), self.changes, time)  # before a change that is undone, without it
        self.changes = added(self.changes, between(time, there, self.parameters, flips, push), merges=slow)
        self.changed = between(time, before, self.parameters, flips, push)
        self._begin(frame, time)
        if frame == 0:  # else the frames before it are shown as they were
            self.strength[:], self.shown = 0, None

    def back_to(self, frames: int) -> None:
        """Forget all but so many frames: the next to come are the same once more."""
        for key, track in self.tracks.items():
            self.tracks[key] = track.back_to(self.moments.times[frames - 1])
        self._begin(frames - 1, self.moments.times[frames - 1])

    def _begin(self, frame: int = 0, time: float = 0.0) -> None:
        """All runs are at the time of a frame, which is the next to be shown."""
        tau = self.parameters.tau_x if 0 < self.parameters.tau_x < np.inf else 1.0
        self.moments = Moments(tau, time, self.moments.times[:frame] if frame else ())
        self.ahead = {key: Ahead(track.run.paced) for key, track in self.tracks.items()}

    def advance(self, n_steps: int) -> tuple[int, dict[str, np.ndarray]]:
        """Number of the first frame, and the arrays (S, ...) of the next frames by name: of so many steps of each
        system that is behind the others, those in which something has moved, if there are any."""
        first = self.frames
        times = np.array(self._further(n_steps))
        if not len(times):
            return first, {}
        blocks = {key: ahead.until(times) for key, ahead in self.ahead.items()}
        seen = {key: observe(self.tracks[key].run.model, f, self.memory.target) for key, (f, _) in blocks.items()}
        winners = self._weigh(seen[self.focus])
        if self.shown is None:
            self._choose()
        self.outdated = bool(set(winners) - set(self.shown) & set(strongest(self.strength, self.memory)))
        arrays = {"time": times}
        for key, (frames, placed) in blocks.items():
            of = self._arrays(key, frames, seen[key])
            if key == self.focus:
                arrays |= put(placed, self._focused(self.tracks[key].run.model, frames, seen[key]))
            arrays |= put(placed, {f"{name}:{key}": a for name, a in of.items()})
            arrays[f"image:{key}"] = shades(arrays[f"image:{key}"])
        return first, arrays

    def _further(self, n_steps: int) -> list[float]:
        """Times of the next frames, so many steps later of those that are behind, or are so then."""
        left = {key: track for key, track in self.tracks.items() if not (track.ended and self.ahead[key].frames)}
        known = self._known(key for key, ahead in self.ahead.items() if ahead.frames)
        while behind := [key for key, track in left.items() if not self.ahead[key].frames or track.time <= known]:
            for key in behind:
                track = left.pop(key)
                self.ahead[key].take(track.run.model, track.advance(n_steps))
            known = self._known(self.tracks)
        ends = {track.time for track in self.tracks.values() if track.ended}
        return self.moments.add(self.ahead, self._known(self.tracks), ends, MOST_FRAMES - self.frames)

    def _known(self, keys) -> float:
        """The time up to which all of these are known."""
        return min((self.tracks[key].time for key in keys if not self.tracks[key].ended), default=np.inf)

    def again(self) -> tuple[int, dict[str, np.ndarray]]:
        """The arrays of the system in focus, and the landscapes, once more, from frame 0 on: after a change of focus,
        corners, rival or shown."""
        pieces = self.replayed(self.focus)
        self.strength[:] = 0
        for _model, _frames, seen in pieces:
            self._weigh(seen)
        self._choose()
        self.outdated = False
        arrays = self.whole(self.focus, pieces, self._focused)
        if "landscape" in self.seen:
            for key in self.tracks:
                again = pieces if key == self.focus else self.replayed(key)
                whole = self.whole(key, again, lambda model, f, s: landscape(model, f, s.gain, self.pair))
                arrays |= {f"{name}:{key}": a for name, a in whole.items()}
        return 0, arrays

    def replayed(self, key: str) -> list:
        """The models, frames and measures of a system since the start."""
        return [(model, f, observe(model, f, self.memory.target)) for model, f in self.tracks[key].replay()]

    def whole(self, key: str, pieces, show) -> dict[str, np.ndarray]:
        """What is shown of the stretches of a system, at the times of the frames."""
        arrays, own = [show(*piece) for piece in pieces], np.concatenate([f.time for _, f, _ in pieces])
        placed = Placed.of(own, np.array(self.moments.times), self.tracks[key].run.paced)
        return put(placed, {name: np.concatenate([a[name] for a in arrays]) for name in arrays[0]})

    def _weigh(self, seen: Observed) -> np.ndarray:
        """Keep how near each pattern has come to winning; returns the winners (S,)."""
        np.maximum(self.strength, near(seen), out=self.strength)
        return self.memory.places[seen.winner]

    def _choose(self) -> None:
        """Settle which patterns are shown, the corners of the triangle and the rival of the landscape."""
        self.shown = strongest(self.strength, self.memory)
        self.corners = cornered(self.corners_wished, self.shown, self.memory)
        self.rival = opposed(self.rival_wished, self.shown, self.memory)

    def _arrays(self, key: str, frames: Frames, seen: Observed) -> dict[str, np.ndarray]:
        """What is shown of each system."""
        model = self.tracks[key].run.model
        verdict = verdicts(model, frames, seen)
        return {
            "image": np.nan_to_num(seen.rate),
            "overlap": seen.overlap[:, self.memory.target],
            "error": seen.soft_error,
            "wrong": seen.hard_error,
            "perplexity": seen.perplexity,
            "winner": self.memory.places[named(model, frames, seen, verdict)],
            "tied": (seen.tied > 1).astype(np.uint8),
            "verdict": verdict,
        } | (landscape(model, frames, seen.gain, self.pair) if "landscape" in self.seen else {})

    @property
    def pair(self) -> tuple[int, int]:
        """Of the landscape: the target and its rival, which is the target where there is no other pattern."""
        return self.memory.target, self.rival

    def _focused(self, model, frames: Frames, seen: Observed) -> dict[str, np.ndarray]:
        """What is shown of the system in focus: its energy, its gains, and the triangle."""
        score = model.score(frames.overlap) if model.gated else frames.overlap
        heat = model.parameters.temperature
        shares = together(self.memory, seen.gain, seen.attention, score, heat)
        seen_in = triangle(*shares, heat, self.corners, FIELD)
        gain, attention = (in_places(p, self.shown) for p in shares[:2])
        # Lengths as the square root of the speed, so that slow places show their direction too.
        speed = np.linalg.norm(seen_in.drift, axis=-1, keepdims=True)
        arrow = ARROW * seen_in.drift / np.sqrt(np.maximum(speed, 1e-12))
        arrays = {
            "energy": seen.energy, "free": seen.free, "gap": seen.gap, "neurons": seen.neurons,
            "gain": gain, "attention": attention, "now": seen_in.now, "aim": seen_in.aim, "rest": seen_in.rest,
            "tip": FIELD @ CORNERS + arrow, "heading": np.arctan2(arrow[..., 1], arrow[..., 0]) - np.pi / 2,
            "off": seen_in.off, "support": np.count_nonzero(seen.gain, axis=-1),
        }  # fmt: skip
        # Where its shares follow no replicator there is no drift; without gains, nothing to chase.
        without = () if model.soft else ("rest", "tip") if model.gated else ("rest", "tip", "attention", "aim")
        arrays |= {name: np.full_like(arrays[name], np.nan) for name in without}
        if "connectivity" in self.seen:
            arrays["wiring"] = wiring(model, frames.overlap, seen.gain)
        return arrays

    def describe(self) -> dict:
        """What does not change from frame to frame, in plain types."""
        drawn, shown, model = self.memory.drawn, self.shown or [], self.tracks[self.focus].run.model
        n_patterns, n = drawn.patterns.shape
        return {
            "systems": list(self.tracks), "focus": self.focus, "gated": model.gated, "drifts": model.soft,
            "ruled": model.has_energy, "primed": self.memory.primed,
            "grid": list(drawn.grid), "horizon": self.horizon, "target": self.memory.target, "shown": shown,
            "corners": list(self.corners), "load": n_patterns, "neurons": n, "alpha": n_patterns / n,
            "flipped": self.memory.n_flipped, "noisy": self.parameters.jitter > 0,
            "routing": model.critical_temperature,
            "rises": {key: t.run.model.rises(t.run.integrator) for key, t in self.tracks.items()},
            "changed": self.changed.in_words() if self.changed else "",
            "seen": list(self.seen), "rival": self.rival, "agree": agreement(drawn.patterns, self.pair),
            "wires": _(model.wires),
        }  # fmt: skip

    def spoken(self, arrays: dict[str, np.ndarray]) -> set[int]:
        """The patterns that may be spoken of with these frames: those shown, and the winners."""
        spoken = {*self.pair, *self.shown, *(c for c in self.corners if c is not None)}
        return spoken.union(*(a.tolist() for name, a in arrays.items() if name.startswith("winner:")))

    def names(self, spoken: set[int]) -> dict[int, str]:
        """Names of some patterns."""
        return {i: self.memory.drawn.name(i) for i in spoken}

    def pictures(self) -> dict[str, np.ndarray]:
        """Target and cue (N,) and the shown patterns (M, N) as images, 0 to 255; and what stays of the views seen."""
        drawn = self.memory.drawn
        signs = {
            "target": drawn.patterns[self.memory.target],
            "cue": self.memory.cue,
            "shown": drawn.patterns[self.shown],
        }
        pictures = {name: np.where(a > 0, 255, 0).astype(np.uint8) for name, a in signs.items()}
        if "connectivity" in self.seen:
            pictures["wired"] = wired(drawn.patterns, self.memory.target)
        if "landscape" in self.seen:
            pictures |= {f"single:{key}": single(track.run.model) for key, track in self.tracks.items()}
        return pictures
