"""What a system is: a rule from overlaps to pattern coefficients, and its energy."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from ...words import _
from ..adaptive import Adaptive
from ..descent import Descent
from ..euler import Euler
from ..measures import signs, soft_error
from ..parameters import Parameters
from .shares import joined, log_softmax, proportions


class State:
    """Buffers of one run (or of a batch of runs), written in place by the integrators.

    x, rate, drive        (..., N)  neuron state, phi(x), and the drive W(p) phi(x)
    overlap               (..., K)  o = Xi phi(x)
    logit, gain           (..., K)  theta and p = softmax(theta)
    inner                 (..., H)  what else a system needs to go on; H = 0 for most
    coefficient           (..., K)  scratch: c of the drive Xi c, then the scores
    peak                  (..., 1)  scratch: a maximum or a sum over patterns
    time, pace            (...)     where it is, and how far an adaptive step is to go next
    """

    def __init__(self, batch: tuple[int, ...], n_patterns: int, n_neurons: int, dtype, n_inner: int = 0):
        self.x, self.rate, self.drive = (np.zeros((*batch, n_neurons), dtype) for _ in range(3))
        self.overlap, self.logit, self.coefficient = (np.zeros((*batch, n_patterns), dtype) for _ in range(3))
        self.gain = np.full((*batch, n_patterns), 1 / n_patterns, dtype)
        self.inner = np.zeros((*batch, n_inner), dtype)
        self.peak = np.zeros((*batch, 1), dtype)
        self.time, self.pace = np.zeros(batch), np.full(batch, np.inf)

    def copied(self) -> State:
        state = copy(self)
        vars(state).update({name: a.copy() for name, a in vars(self).items()})
        return state

    @property
    def nbytes(self) -> int:
        return sum(a.nbytes for a in vars(self).values())


class Model:
    """A system without gains of its own. Subclasses give the rule and the energy; stepping and looping live elsewhere.

    All methods take arrays whose leading axes are free: a state, a batch of states, or a whole recorded block.
    """

    title = ""  # words for a selector
    gated = False  # has gains p that are stepped
    primed = False  # and that a prior may begin
    brake = 0.0  # kappa of a term -kappa phi(x) beside the drive: by as much the wiring's diagonal is smaller
    soft = False  # its gains are a softmax: their shares follow a replicator, and settled energies are a soft minimum
    has_energy = True  # one that its dynamics go down, or would without noise, heat and steps too long
    ordered = False  # it is a matter of which pattern comes after which
    noisy = True  # dynamical noise acts on its neurons
    most_neurons: int | None = None  # above which it is too slow to be live
    integrators: dict[str, Any] = {"descent": Descent, "adaptive": Adaptive, "euler": Euler}

    def __init__(self, patterns: np.ndarray, parameters: Parameters):
        """patterns: (K, N), shared by all cues, or (B, K, N), each cue its own."""
        self.patterns, self.parameters = patterns, parameters.held(patterns.dtype)
        self.n_patterns, self.n_neurons = patterns.shape[-2:]

    def among(self, cues) -> Model:
        """As this model, for some of the cues."""
        return type(self)(self.patterns[cues], self.parameters) if self.patterns.ndim == 3 else self

    # The two products of a step; W itself is never built (it would be N x N).

    def overlaps(self, rate, out=None):
        """o = Xi phi, (..., N) -> (..., K)."""
        if self.patterns.ndim == 3:
            return np.matmul(self.patterns, rate[..., None], out=None if out is None else out[..., None])[..., 0]
        if rate.ndim == 1:
            return np.dot(self.patterns, rate, out=out)
        return np.matmul(rate, self.patterns.T, out=out)

    def drive(self, coefficient, out=None):
        """Xi^T c, (..., K) -> (..., N)."""
        if self.patterns.ndim == 3:
            out = None if out is None else out[..., None, :]
            return np.matmul(coefficient[..., None, :], self.patterns, out=out)[..., 0, :]
        return np.matmul(coefficient, self.patterns, out=out)

    # The rule.

    def start(self, state: State, cue) -> None:
        """Put the state at the cue, (..., N), with gains of the logits that it has, 0 where nothing is primed; slaved
        ones are where the cue has them."""
        state.x[...] = cue
        self.refresh(state)

    def refresh(self, state: State) -> None:
        """Recompute what follows from x and theta: the rates, the overlaps, the gains."""
        self.phi(state.x, out=state.rate)
        self.overlaps(state.rate, out=state.overlap)
        self.simplex(state.logit - state.logit.max(-1, keepdims=True), out=state.gain, peak=state.peak)

    def simplex(self, logit, out=None, peak=None):
        """The gains p (..., K) that logits stand for whose largest is 0: softmax; `peak` is a buffer (..., 1)."""
        out = np.exp(logit, out=out)
        peak = np.add.reduce(out, axis=-1, keepdims=True, out=peak)
        return np.divide(out, peak, out=out)

    def logits(self, gain):
        """theta, (...), of gains that are above 0 and sum to 1, up to a constant for all."""
        return np.log(gain)

    def shared(self, logit, share):
        """Logits (..., K) in place of these with which the patterns have `share` of all gains, in their proportions."""
        return np.log(share) + log_softmax(logit)

    def phi(self, x, out=None):
        """Firing rate tanh(sigma x)."""
        out = np.multiply(x, self.parameters.sigma, out=out)
        return np.tanh(out, out=out)

    def braked(self, x, share) -> None:
        """Solve y + share kappa phi(y) = x for y, in place of x (..., N): the brake's part of a half-step, taken from
        where it ends, so that it never overshoots and the energy falls at any step. `share`: a number or (..., 1)."""
        pull, sigma, wanted = share * self.brake, self.parameters.sigma, np.abs(x)
        y = np.maximum(wanted - pull, wanted / (1 + pull * sigma))  # both below the root, to which Newton climbs
        for _again in range(60):  # some six are enough
            rate = np.tanh(sigma * y)
            y += (change := (wanted - y - pull * rate) / (1 + pull * sigma * (1 - rate * rate)))
            if (change <= np.finfo(x.dtype).eps * wanted).all():
                break
        np.copysign(y, x, out=x)

    def coefficients(self, overlap, gain, out=None):
        """c, (..., K): how strongly each pattern drives the neurons."""
        raise NotImplementedError

    # What is measured of it.

    def read(self, x):
        """What a state says of each pixel, (..., N)."""
        return signs(x)

    def wrong(self, x, gain, xi):
        """The pixels in which it differs from a pattern (Eq. 15), and from the nearer of that and its mirror image."""
        hard = soft_error(self.read(x), xi)
        return hard, np.minimum(hard, self.n_neurons - hard)

    def gains(self, overlap, logit):
        """Shares of the patterns, (..., K): of the drive, for a system without gains of its own."""
        return proportions(np.abs(self.coefficients(overlap, None)))

    def attention(self, overlap, gain):
        """What the gains converge to, (..., K); for a system without gains of its own, its shares."""
        return gain

    # What the drive's term of the energy is made of: each pattern's part, and how they come together.

    def parts(self, gain):
        """What each single energy counts in a sum of them, (..., K), or 1."""
        return 1.0

    @property
    def spread(self) -> float | None:
        """Of the soft minimum that they come together in (`joined`); None for their sum."""
        return None

    def single(self, overlap):
        """The energy that each pattern would have by itself, (..., K), from its own overlap alone."""
        raise NotImplementedError

    def interaction(self, overlap, gain):
        """The drive's term of the energy, (...); once the gains have settled, where they do."""
        return joined(self.parts(gain) * self.single(overlap), self.spread)

    def around(self, overlap, gain, pair):
        """How a sum follows the overlaps o of a pair (a, b), all others as they are: (weight, tilt, cross, rest) of
        weight . (single(o_a), single(o_b)) + tilt . (o_a, o_b) + cross o_a o_b + rest; weight and tilt (..., 2), the
        others (...)."""
        pair, parts = list(pair), np.broadcast_to(self.parts(gain), overlap.shape)
        rest = np.delete(parts * self.single(overlap), pair, axis=-1).sum(-1)
        return parts[..., pair], np.zeros((*rest.shape, 2)), np.zeros_like(rest), rest

    # Its wiring, as one can look at it.

    wires = (
        "It has no wiring: memories pull the neurons, whatever these do. What stands for one has each memory's pattern "
        "of couplings by its share of the pull."
    )

    def wiring(self, overlap, gain):
        """Shares of the patterns' outer products in what couples the neurons, (..., K): W ~ sum_mu w_mu xi xi^T."""
        return gain

    def terms(self, state, gain):
        """The drive's term of the energy of a state, or of recorded frames, in two parts, each (...): what is left once
        the gains have settled, and what they still have to give (0 for a system without gains of its own)."""
        energy = self.interaction(state.overlap, gain)
        return energy, np.zeros_like(energy)

    def neurons(self, x, rate):
        """Sum_i [x phi - (1/sigma) log cosh(sigma x)], (...): the neurons' term of the energy (Eq. 9)."""
        z = np.abs(self.parameters.sigma * x)
        log_cosh = z + np.log1p(np.exp(-2 * z)) - np.log(2)
        return (x * rate - log_cosh / self.parameters.sigma).sum(-1)

    @property
    def routing_temperature(self) -> float | None:
        """T_c, at which the best score that a pattern can have equals the entropy of K of them; None where nothing is
        routed: without gains, or with one pattern."""
        return None

    @property
    def critical_temperature(self) -> float | None:
        """The system's own scale of temperature, by which T is shown, where it has one."""
        return self.routing_temperature

    @staticmethod
    def n_inner(n_neurons: int) -> int:
        """H, how many numbers it needs beside x and the logits to go on."""
        return 0

    @staticmethod
    def work(n_patterns: int, n_neurons: int, dt: float) -> float:
        """What a recorded step costs, in neurons of patterns that are gone through."""
        return n_patterns * n_neurons

    @classmethod
    def paced(cls, integrator: str) -> bool:
        """Whether its steps are adaptive."""
        return cls.integrators[integrator] is Adaptive

    @classmethod
    def steps(cls, integrator: str, parameters: Parameters, horizon: float) -> float:
        """How many steps a run may take that does not come to rest."""
        if cls.paced(integrator) and not (cls.noisy and parameters.jitter > 0):
            return Adaptive.steps(parameters, horizon)
        return horizon / parameters.dt

    def rises(self, integrator: str) -> str:
        """Why its energy may rise, in a few words; empty if it never does (Law 2)."""
        if self.noisy and self.parameters.jitter > 0:
            return _("dynamical noise is on")
        return "" if integrator in ("descent", "adaptive") else _("the Euler step is not a descent")

    def noise(self, rng: np.random.Generator, first_step: int, n_steps: int, batch: tuple[int, ...], dtype):
        """What chance brings in steps `first_step` and on, (n_steps, ..., N) standard normal; None if nothing."""
        if self.noisy and self.parameters.jitter > 0:
            return rng.standard_normal((n_steps, *batch, self.n_neurons), dtype)
        return None

    def residual(self, state, rate, gain, below=np.inf):
        """Distance from rest of recorded frames, (S, ...): the larger of |phi(x) - phi(W phi)|_inf and
        |p - pi|_1; what is frozen, rests. Where the first is not `below`, the second is left out."""
        p = self.parameters
        apart = np.zeros(state.x.shape[:-1])
        if np.isfinite(p.tau_x):
            drive = self.drive(self.coefficients(state.overlap, gain)) - self.brake * rate
            apart = np.maximum(apart, np.abs(rate - self.phi(drive)).max(-1))
        near = apart < below
        if self.gated and np.isfinite(p.tau_p) and near.any():
            gain = gain[near]
            apart[near] = np.maximum(apart[near], np.abs(gain - self.attention(state.overlap[near], gain)).sum(-1))
        return apart
