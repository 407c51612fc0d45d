"""Several systems racing from one cue on one timeline: computed ahead in blocks, and gone back to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from ...engine import Frames, Run, Track
from ...engine.measures import CORNERS, Observed, observe, residual
from ...engine.models import MODELS
from ...engine.patterns import Drawn
from ...engine.triangle import grid, triangle
from ...store import MOST_FRAMES, REST, Store

SHOWN = 10  # patterns shown one by one
FIELD = grid()  # where the drift in the triangle is shown, (M, 3)
ARROW = 0.09  # length of its longest arrow; the triangle's side is 1
SETTLED = 1e-2  # residual below which a state is called by its name



class Verdict(NamedTuple):
    """What a state is: its key, its words, and the mark before them."""

    key: str
    words: str
    mark: str = ""


VERDICTS = (
    Verdict("moving", "still moving"), Verdict("recalled", "recalled", "✓"), Verdict("wrong", "wrong memory", "✗"),
    Verdict("mirror", "mirror image", "✗"), Verdict("mixture", "mixture", "✗"),
    Verdict("broken", "broke down: the Euler step is too large"),
)  # fmt: skip
MOVING, RECALLED, WRONG, MIRROR, MIXTURE, BROKEN = range(len(VERDICTS))


@dataclass(frozen=True)
class Memory:
    """What is stored and asked for: the patterns, the cue (N,) and the target."""

    drawn: Drawn
    cue: np.ndarray
    target: int

    @cached_property
    def n_flipped(self) -> int:
        return int((self.cue != self.drawn.patterns[self.target]).sum())


@lru_cache(maxsize=8)  # of up to 16 MB each
def _drawn(**choices) -> Drawn:
    """Patterns shared, read-only, by all that ask for the same."""
    return Store(**choices).drawn()


def remember(store: Store) -> Memory:
    """The memory that the store's choices describe."""
    names = ("patterns", "load", "seed", "neurons", "correlation")
    # What is a person's own is kept for that person's tab alone, and no longer than it.
    drawn = store.drawn() if store.own else _drawn(**{name: getattr(store, name) for name in names})
    return Memory(drawn, store.corrupted(drawn), store.target)


def focused(systems: tuple[str, ...], wished: str | None) -> str:
    """Whose gains and energy are shown: the one wished for, or the first with gains, or the first."""
    gated = [key for key in systems if MODELS[key].gated]
    return wished if wished in systems else (gated or systems)[0]


class Race:
    """All racing systems from one cue. `advance` gives the arrays of the next frames, those that a view may show."""

    def __init__(self, store: Store, focus: str | None = None, corners: tuple = (None, None, None)):
        self.memory, self.parameters = remember(store), store.parameters()
        self.tracks = {
            key: Track(
                Run(
                    self.memory.drawn.patterns, self.memory.cue, key, self.parameters,
                    integrator=store.integrator, seed=store.seed, rest=REST,
                )
            )
            for key in store.system
        }  # fmt: skip
        self.frames = 0
        self.strength, self.shown, self.outdated = np.zeros(len(self.memory.drawn.labels)), None, False
        self.view(focus, corners)

    @property
    def at_rest(self) -> bool:
        """Nothing more will come, unless something is changed."""
        return all(t.ended for t in self.tracks.values()) or self.frames >= MOST_FRAMES

    @property
    def noisy(self) -> bool:
        return self.parameters.jitter > 0

    def view(self, focus: str | None, corners: tuple) -> None:
        """Show the gains and the energy of the system asked for (`focused`), and the triangle of the corners asked for
        (None: target, strongest rival, all the others)."""
        self.focus = focused(tuple(self.tracks), focus)
        self.corners_wished = corners

    def goes_on(self, frame: int, parameters=None, flips=()) -> None:
        """Replace the future from a frame on, with other parameters or with `flips` = (system, neurons) turned over."""
        frame = min(max(frame, 0), self.frames - 1)
        self.parameters = parameters or self.parameters
        for key, track in self.tracks.items():
            turned = flips[1] if flips and flips[0] == key else ()
            self.tracks[key] = track.resumed(frame, self.parameters, turned)
        self.frames = frame
        self.strength[:], self.shown = 0, None

    def back_to(self, frames: int) -> None:
        """Forget all but so many frames: the next to come are the same once more."""
        for key, track in self.tracks.items():
            self.tracks[key] = track.resumed(frames - 1, self.parameters)
        self.frames = frames - 1

    def advance(self, n_frames: int) -> tuple[int, dict[str, np.ndarray]]:
        """Number of the first frame, and the arrays (S, ...) of the next frames by name, fewer than asked at rest."""
        n_frames = max(1, min(n_frames, MOST_FRAMES - self.frames))
        blocks = {key: track.advance(n_frames) for key, track in self.tracks.items()}
        seen = {key: observe(self.tracks[key].run.model, f, self.memory.target) for key, f in blocks.items()}
        winners = self._weigh(seen[self.focus])
        if self.shown is None:
            self._choose()
        self.outdated = bool(set(winners) - set(self.shown) & set(self._strongest()))
        first = self.frames
        length = max(len(f) for f in blocks.values()) if self.at_rest else n_frames
        self.frames += length
        arrays = {}
        for key in self.tracks:
            arrays |= {f"{name}:{key}": a for name, a in self._arrays(key, blocks[key], seen[key]).items()}
        arrays |= self._focused(self.tracks[self.focus].run.model, blocks[self.focus], seen[self.focus])
        return first, {name: _padded(a, length) for name, a in arrays.items()}

    def again(self) -> tuple[int, dict[str, np.ndarray]]:
        """The arrays of the system in focus once more, from frame 0 on: after a change of focus, corners or shown."""
        track, pieces = self.tracks[self.focus], []
        self.strength[:] = 0
        for model, frames in track.replay():
            seen = observe(model, frames, self.memory.target)
            self._weigh(seen)
            pieces.append((model, frames, seen))
        self._choose()
        self.outdated = False
        arrays = [self._focused(*piece) for piece in pieces]
        return 0, {name: _padded(np.concatenate([a[name] for a in arrays]), self.frames) for name in arrays[0]}

    def _weigh(self, seen: Observed) -> np.ndarray:
        """Keep how near each pattern has come to winning; returns the winners (S,)."""
        near = np.maximum(seen.gain, seen.attention).max(0) + 1e-9 * np.abs(seen.overlap).max(0)
        np.maximum(self.strength, near, out=self.strength)
        return seen.winner

    def _strongest(self) -> list[int]:
        """The patterns worth showing one by one: the target, the strongest rival, then the next strongest."""
        strength = self.strength.copy()
        strength[self.memory.target] = np.inf
        return [int(i) for i in np.argsort(-strength, kind="stable")[:SHOWN]]

    def _choose(self) -> None:
        """Settle which patterns are shown, and the corners of the triangle."""
        self.shown = self._strongest()
        a, b, c = self.corners_wished
        most, target, rival = len(self.strength), self.memory.target, self.shown[min(1, len(self.shown) - 1)]
        a, b = (target if a is None or a >= most else a), (rival if b is None or b >= most else b)
        self.corners = (a, b, None if c is None or c >= most else c)

    def _arrays(self, key: str, frames: Frames, seen: Observed) -> dict[str, np.ndarray]:
        """What is shown of each system."""
        return {
            "image": np.clip(np.rint(127.5 + 127.5 * np.nan_to_num(seen.rate)), 0, 255).astype(np.uint8),
            "overlap": seen.overlap[:, self.memory.target],
            "error": seen.soft_error,
            "wrong": seen.hard_error,
            "perplexity": seen.perplexity,
            "winner": seen.winner,
            "verdict": self._verdict(key, frames, seen),
        }

    def _verdict(self, key: str, frames: Frames, seen: Observed) -> np.ndarray:
        """What the state of each frame is, (S,): recalled as soon as it is; the rest once it has settled."""
        patterns, n = self.memory.drawn.patterns, self.memory.drawn.patterns.shape[1]
        apart = 0.5 * np.abs(patterns[seen.winner] - np.sign(frames.x)).sum(-1)
        verdict = np.where(apart == 0, WRONG, np.where(apart == n, MIRROR, MIXTURE))
        verdict = np.where(residual(self.tracks[key].run.model, frames, SETTLED) < SETTLED, verdict, MOVING)
        verdict = np.where(seen.retrieved, RECALLED, verdict)
        return np.where(np.isfinite(frames.x).all(-1), verdict, BROKEN)

    def _focused(self, model, frames: Frames, seen: Observed) -> dict[str, np.ndarray]:
        """What is shown of the system in focus: its energy, its gains, and the triangle."""
        score = model.score(frames.overlap) if model.gated else frames.overlap
        seen_in = triangle(seen.gain, seen.attention, score, model.parameters.temperature, self.corners, FIELD)
        gain, attention = (self._places(p) for p in (seen.gain, seen.attention))
        # Lengths as the square root of the speed, so that slow places show their direction too.
        speed = np.linalg.norm(seen_in.drift, axis=-1, keepdims=True)
        arrow = ARROW * seen_in.drift / np.sqrt(np.maximum(speed, 1e-12))
        arrays = {
            "energy": seen.energy, "free": seen.free, "gap": seen.gap, "neurons": seen.neurons,
            "gain": gain, "attention": attention, "now": seen_in.now, "aim": seen_in.aim, "rest": seen_in.rest,
            "tip": FIELD @ CORNERS + arrow, "heading": np.arctan2(arrow[..., 1], arrow[..., 0]) - np.pi / 2,
            "off": seen_in.off,
        }  # fmt: skip
        if not model.gated:  # its shares follow no replicator: nothing to chase, no drift
            arrays |= {name: np.full_like(arrays[name], np.nan) for name in ("attention", "aim", "rest", "tip")}
        return arrays

    def _places(self, shares: np.ndarray) -> np.ndarray:
        """Shares (S, K) of the shown patterns and, in the last of SHOWN + 1 places, of all the others together."""
        places = np.zeros((len(shares), SHOWN + 1))
        places[:, : len(self.shown)] = shares[:, self.shown]
        places[:, -1] = np.maximum(1 - places.sum(-1), 0) if shares.shape[1] > len(self.shown) else 0
        return places

    def describe(self) -> dict:
        """What does not change from frame to frame, in plain types."""
        drawn, shown = self.memory.drawn, self.shown or []
        n_patterns, n = drawn.patterns.shape
        return {
            "systems": list(self.tracks), "focus": self.focus, "gated": self.tracks[self.focus].run.model.gated,
            "grid": list(drawn.grid), "dt": self.parameters.dt, "target": self.memory.target,
            "shown": shown,
            "corners": list(self.corners), "load": n_patterns, "neurons": n, "alpha": n_patterns / n,
            "flipped": self.memory.n_flipped, "noisy": self.noisy,
            "routing": self.tracks[self.focus].run.model.routing_temperature,
            "never_rises": self._never_rises(),
        }  # fmt: skip

    def names(self, arrays: dict[str, np.ndarray]) -> dict[int, str]:
        """Names of the patterns that may be spoken of with these frames: those shown, and the winners."""
        spoken = {self.memory.target, *self.shown, *(c for c in self.corners if c is not None)}
        for name, winners in arrays.items():
            if name.startswith("winner:"):
                spoken.update(np.unique(winners).tolist())
        return {i: self.memory.drawn.name(i) for i in spoken}

    def _never_rises(self) -> str:
        """Why the energy cannot rise, or may."""
        run = self.tracks[self.focus].run
        why = run.model.rises(run.integrator)
        return f"may rise: {why}" if why else "never rises"

    def pictures(self) -> dict[str, np.ndarray]:
        """Target and cue (N,) and the shown patterns (M, N) as images, 0 to 255."""
        drawn = self.memory.drawn
        signs = {
            "target": drawn.patterns[self.memory.target],
            "cue": self.memory.cue,
            "shown": drawn.patterns[self.shown],
        }
        return {name: np.where(a > 0, 255, 0).astype(np.uint8) for name, a in signs.items()}


def _padded(array: np.ndarray, length: int) -> np.ndarray:
    """The first `length` frames; at rest the last one holds on."""
    if len(array) >= length:
        return array[:length]
    return np.concatenate([array, np.repeat(array[-1:], length - len(array), axis=0)])
