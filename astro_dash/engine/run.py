"""A run: one cue (or a batch of cues) in one system, computed ahead in blocks."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import floor

import numpy as np

from . import measures
from .adaptive import NOISE_STEPS
from .check import check_choice
from .descent import spread
from .models import MODELS, Model, State
from .parameters import Parameters

_RECORDED = "x", "overlap", "logit", "inner"  # of a state, at every frame
SAME = 1e-6  # of a step: a time so near to a multiple of it is meant to be one
REST_FRAMES = 3  # frames in a row below the tolerance
_NOISE_BLOCKS = 8  # kept: cues at their own pace are not all in one


@dataclass(frozen=True)
class Frames:
    """S recorded states of a run, enough to continue from any of them. B is the batch's axis, absent for a single cue.

    step     (S,)         number of the step
    time     (S,), or (S, B) where each cue goes at its own pace
    x        (S, B, N)    neuron state
    overlap  (S, B, K)    o = Xi phi(x)
    logit    (S, B, K)    theta
    inner    (S, B, H)    what else the system needs to go on; H = 0 for most
    pace     (S, B)       of adaptive steps, the next
    """

    step: np.ndarray
    time: np.ndarray
    x: np.ndarray
    overlap: np.ndarray
    logit: np.ndarray
    inner: np.ndarray
    pace: np.ndarray

    def __len__(self):
        return len(self.step)

    def __getitem__(self, index) -> Frames:
        return Frames(*(a[index] for a in vars(self).values()))

    @staticmethod
    def joined(*several: Frames) -> Frames:
        """Frames one after another."""
        if len(several) == 1:
            return several[0]
        return Frames(*(np.concatenate(parts) for parts in zip(*(vars(f).values() for f in several), strict=True)))

    @property
    def nbytes(self) -> int:
        return sum(a.nbytes for a in vars(self).values())

    def of(self, at, cues) -> Frames:
        """Frames of some cues (C,), each at its own places `at` (S, C), which have no step and no time in common."""
        own = (a[at, cues] for a in (self.x, self.overlap, self.logit, self.inner, self.pace))
        return Frames(self.step[: len(at)], self.time[: len(at)], *own)

    def copied(self) -> Frames:
        """A copy that does not keep the whole block in memory of which these are part."""
        return Frames(*(a.copy() for a in vars(self).values()))


class Run:
    """Steps one system from a cue, records frames, and notices rest.

    patterns  (K, N) shared or (B, K, N), entries +-1; cue (N,) or (B, N)
    every     a frame is recorded each `every` steps (frame 0 is the start)
    rest      tolerance below which a cue is at rest (`Model.residual`), or None to never stop
    horizon   time at which it ends: adaptive steps to the last digit, fixed ones with the last frame before it
    prior     (K,) or (B, K) gains at the start, above 0 and in any proportion; all alike if None, and no matter to a
              system without gains
    seed      of the dynamical noise, one for all cues or (B,), each cue its own; a run is a matter of its cue and seed
    """

    def __init__(
        self, patterns, cue, system="astro", parameters=None, *, integrator="descent", every=1, rest=1e-6, seed=0,
        horizon=np.inf, prior=None,
    ) -> None:  # fmt: skip
        parameters = parameters or Parameters()
        self.system = check_choice("system", system, MODELS)
        self.model: Model = MODELS[self.system](patterns, parameters)
        self.integrator = check_choice("integrator", integrator, self.model.integrators)
        self.every, self.rest, self.seed = every, rest, seed
        self.paced = self.model.paced(self.integrator)
        self.horizon = horizon
        self._step = self._stepping()
        self.end = np.inf  # the last step that fixed steps may record
        if not self.paced and horizon < np.inf:
            self.end = floor(horizon / self.model.parameters.dt + SAME) // every * every
        self.step = self.next = 0  # of the state, and of the next frame
        batch = np.shape(cue)[:-1]
        k, n = self.model.n_patterns, self.model.n_neurons
        self.state = State(batch, k, n, patterns.dtype, self.model.n_inner(n))
        if self.model.primed and prior is not None:
            logit = self.model.logits(np.asarray(prior, patterns.dtype))
            self.state.logit[...] = logit - logit.max(-1, keepdims=True)
        self.model.start(self.state, cue)
        self.still = np.zeros(batch, int)  # frames in a row below the tolerance
        self.still_time = np.zeros(batch)  # time of the first of them
        self.rest_step = np.full(batch, -1)  # its step, once there are REST_FRAMES
        self.rest_time = np.full(batch, np.nan)
        self._noise: dict[int, np.ndarray | None] = {}  # by block

    def _stepping(self):
        """What takes its steps, with buffers of its own."""
        shakes = self.paced and self.model.noisy and self.model.parameters.jitter > 0
        paced = {"shake": self._shake if shakes else None, "end": self.horizon} if self.paced else {}
        return self.model.integrators[self.integrator](self.model, **paced).step

    def copied(self) -> Run:
        """One that goes on from here by itself, just as this one would."""
        run = copy(self)
        run.model = MODELS[self.system](self.model.patterns, self.model.parameters)  # it may have buffers, too
        run.state, run._noise = self.state.copied(), dict(self._noise)
        run._step = run._stepping()
        return run

    @property
    def at_rest(self) -> bool:
        """All cues have come to rest."""
        return bool((self.rest_step >= 0).all())

    @property
    def rests(self) -> bool:
        """Its cues may come to rest: there is a tolerance, and nothing shakes them for ever."""
        return self.rest is not None and not (self.model.parameters.jitter and self.model.noisy)

    @property
    def over(self) -> bool:
        """It has come to the horizon, with all cues."""
        return bool((self.state.time >= self.horizon).all()) if self.paced else self.next > self.end

    @property
    def soonest(self) -> int:
        """How many frames it takes at the least until all cues are at rest; many, if they never are."""
        if self.rests:
            return REST_FRAMES - int(self.still[self.rest_step < 0].min(initial=REST_FRAMES - 1))
        return NOISE_STEPS

    def resume(self, frame: Frames, parameters: Parameters, horizon: float | None = None) -> Run:
        """A new run that goes on from a recorded frame (of length 1) with other parameters, at the same time, to the
        same horizon or to another."""
        run = Run(
            self.model.patterns, frame.x[0], self.system, parameters,
            integrator=self.integrator, every=self.every, rest=self.rest, seed=self.seed,
            horizon=self.horizon if horizon is None else horizon,
        )  # fmt: skip
        run.step = run.next = int(frame.step[0])
        run.state.time[...], run.state.pace[...] = frame.time[0], frame.pace[0]
        run.state.x[...], run.state.logit[...], run.state.inner[...] = frame.x[0], frame.logit[0], frame.inner[0]
        run.model.refresh(run.state)
        return run

    def among(self, cues: np.ndarray) -> Run:
        """A run that goes on with some of the cues of a batch, given by their indices; for the noise to stay theirs,
        each must have its own seed."""
        run = Run(
            self.model.among(cues).patterns, self.state.x[cues], self.system, self.model.parameters,
            integrator=self.integrator, every=self.every, rest=self.rest,
            seed=self.seed if np.ndim(self.seed) == 0 else self.seed[cues], horizon=self.horizon,
        )  # fmt: skip
        for name, values in vars(self.state).items():
            getattr(run.state, name)[...] = values[cues]
        run.step, run.next = self.step, self.next
        for name in ("still", "still_time", "rest_step", "rest_time"):
            setattr(run, name, getattr(self, name)[cues])
        return run

    def advance(self, n_frames: int) -> Frames:
        """The next `n_frames`, fewer when it comes to rest or to the horizon, beyond which there are none: the first
        call begins with the start. No step is taken beyond the last of them."""
        if self.end < np.inf:
            n_frames = min(n_frames, (int(self.end) - self.next) // self.every + 1)
        s, steps = self.state, self.next + self.every * np.arange(n_frames)
        time = np.empty((n_frames, *s.time.shape)) if self.paced else steps * self.model.parameters.dt
        made = {name: np.empty((n_frames, *a.shape), a.dtype) for name, a in vars(s).items() if name in _RECORDED}
        frames = Frames(step=steps, time=time, pace=np.zeros((n_frames, *s.pace.shape)), **made)
        for i in range(n_frames):
            for _ in range(self.next - self.step):
                if self._stays():
                    break
                self._step(s, None if self.paced else self._chance())
                self.step += 1
            self.step = self.next
            frames.x[i], frames.overlap[i], frames.logit[i], frames.inner[i] = s.x, s.overlap, s.logit, s.inner
            if self.paced:
                time[i], frames.pace[i] = s.time, s.pace
            self.next += self.every
            if self._stays():
                frames = frames[: i + 1]
                break
        return self._until_rest(frames)

    def _stays(self) -> bool:
        """No adaptive step would move any cue: all are at the horizon."""
        return self.paced and self.state.time.flat[0] >= self.horizon and self.over

    def _chance(self):
        """What chance brings in this step (`Model.noise`), or None; the same whatever came before."""
        block, row = divmod(self.step, NOISE_STEPS)
        noise = self._block(block)
        return None if noise is None else noise[row]

    def _block(self, block: int):
        """The noise of a block of steps, (steps, ...); the last few are kept."""
        if block not in self._noise:
            for old in sorted(self._noise)[:-_NOISE_BLOCKS]:
                del self._noise[old]
            self._noise[block] = self._noise_of(block)
        return self._noise[block]

    def _shake(self, time, dt):
        """What the noise adds to x (..., N) in a step from `time` (...) to `time + dt`, both whole numbers of the
        parameter dt: the increments of those steps, each decayed to the end, which is exact however they are cut."""
        p, added = self.model.parameters, np.zeros_like(self.state.x)
        one, tau = spread(p, p.dt), p.tau_x if p.tau_x > 0 else np.finfo(float).tiny
        for cue in np.ndindex(time.shape):
            first, count = (round(float(np.asarray(t)[cue]) / p.dt) for t in (time, dt))
            steps = np.arange(first, first + count)
            decay = one * np.exp((steps - first - count + 1) * p.dt / tau)
            for block in np.unique(steps // NOISE_STEPS):
                here = steps // NOISE_STEPS == block
                added[cue] += decay[here] @ self._block(block)[(steps[here] % NOISE_STEPS, *cue)]
        return added

    def _noise_of(self, block: int):
        """The noise of a block of steps, (steps, ...)."""

        def noise(seed, batch):
            rng = np.random.default_rng([seed, block])
            return self.model.noise(rng, block * NOISE_STEPS, NOISE_STEPS, batch, self.state.x.dtype)

        batch = self.state.x.shape[:-1]
        if np.ndim(self.seed) == 0:
            return noise(self.seed, batch)
        first = noise(self.seed[0], ())
        return None if first is None else np.stack([first, *(noise(seed, ()) for seed in self.seed[1:])], axis=1)

    def _low(self, frames: Frames) -> np.ndarray:
        """Which frames (S, ...) are below the tolerance, as far as rest depends on it: as many in a row as make it have
        among them one of the last, the third last but it, and so on. Where such a one is, or was before, all are
        looked at."""
        low = np.zeros((len(frames), *self.still.shape), bool)
        some = slice((len(low) - 1) % REST_FRAMES, None, REST_FRAMES)
        low[some] = self._below(self.model, frames[some])
        going = low.any(0) | (self.still > 0)
        if not going.any():
            return low
        others = np.delete(np.arange(len(low)), some)
        if going.all():
            low[others] = self._below(self.model, frames[others])
        else:
            cues = np.flatnonzero(going)
            low[others[:, None], cues] = self._below(self.model.among(cues), frames.of(others[:, None], cues))
        return low

    def _below(self, model: Model, frames: Frames) -> np.ndarray:
        tolerance = max(self.rest, 100 * np.finfo(frames.x.dtype).eps)
        return measures.residual(model, frames, tolerance) < tolerance

    def _until_rest(self, frames: Frames) -> Frames:
        """Count the frames at rest; cut the block after the frame at which the last cue has come to rest."""
        if not self.rests:
            return frames
        low = self._low(frames)
        if self.paced:  # at the horizon a cue waits for the others
            low[1:] &= frames.time[1:] > frames.time[:-1]
        if not (low.any() or self.still.any()):
            return frames
        frame = np.arange(len(low)).reshape(-1, *[1] * self.still.ndim)
        time = np.broadcast_to(frames.time if self.paced else frames.time[frame], low.shape)
        last = np.maximum.accumulate(np.where(low, -1, frame))  # frame that moved; -1, it was before these
        count = np.where(last < 0, self.still, 0) + frame - last
        began = np.take_along_axis(time, np.minimum(last + 1, len(low) - 1), 0)
        began = np.where((last < 0) & (self.still > 0), self.still_time, began)
        came = count >= REST_FRAMES
        now, first = came.any(0) & (self.rest_step < 0), came.argmax(0)
        self.rest_step = np.where(now, frames.step[first] - (REST_FRAMES - 1) * self.every, self.rest_step)
        self.rest_time = np.where(now, np.take_along_axis(began, first[None], 0)[0], self.rest_time)
        self.still, self.still_time = count[-1], began[-1]
        return frames[: np.where(now, first, 0).max() + 1] if self.at_rest else frames
