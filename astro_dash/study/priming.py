"""How strong a prime must be to win, against the cue's overlap: measured by bisection, and in closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine import Parameters, Run
from ..engine.defaults import PAGE
from ..engine.descent import Weights
from ..engine.models.shares import softmax
from ..engine.outcomes import BLOCK
from ..engine.patterns import draw
from ..engine.prime import LEAST, MOST, primed
from ..store import Store, pixel_text

MOST_ODDS = 60.0  # log p_r/p_t that is tried: beyond it a prime does not win
HALVINGS = 12  # of that range: to 0.015
MOVE = 0.1  # of a rate or a gain, in a step of the mean field


@dataclass(frozen=True)
class Critical:
    """Of D draws, each a cue between two memories of K.

    target, rival (D,)  the cue's overlaps m_t and m_r with the two
    odds (D,)           log p_r/p_t at the start, all others as the target, at which the rival begins to win: 0 where it
                        wins without a prime, infinite where it does not win up to MOST_ODDS
    share (D,)          the same as the share of the gains that the rival has, which is what the page calls p(0)
    expected (D,)       odds by `expected`, and where the neurons are fast by `fast_neurons`, from m_t and m_r alone
    fast (D,)
    """

    target: np.ndarray
    rival: np.ndarray
    odds: np.ndarray
    share: np.ndarray
    expected: np.ndarray
    fast: np.ndarray


def critical(
    neurons: int, load: int, overlap: float, *, system="astro", draws=20, seed=0, horizon=PAGE["horizon"], **parameters
) -> Critical:  # fmt: skip
    """The critical prime of cues that have an `overlap` with their target, and where they differ from it the pixels of
    its rival, of the stored patterns the one that is the most like it: they lie between the two, midway at about 1/2.
    Patterns are random, each draw its own; `parameters` are those of `Parameters`, by default as on the page. Whose
    overlap is the larger in the end has won.

    Raises ValueError for parameters that are none.
    """
    p = Parameters(**{"tau_p": PAGE["tau_p"]} | parameters)
    patterns, rivals, cues = problems(neurons, load, overlap, draws, seed)
    odds = _halved(lambda odds: _rival_wins(patterns, rivals, cues, odds, system, p, horizon), draws)
    each = np.arange(draws)
    target, rival = ((patterns[each, which] * cues).mean(-1) for which in (0, rivals))
    told = expected(target, rival, neurons, load, p, horizon, system), fast_neurons(target, rival, system)
    return Critical(target, rival, odds, share(odds, load), *told)


def problems(neurons: int, load: int, overlap: float, draws: int, seed: int):
    """Patterns (D, K, N), of which the first is the target, the rivals (D,), and cues (D, N)."""
    patterns = np.stack([draw("random", load, seed=seed + i, neurons=neurons).patterns for i in range(draws)])
    cues, flips = patterns[:, 0].copy(), round((1 - overlap) / 2 * neurons)
    rivals = primed(patterns, cues, np.zeros(draws, int), "rival").argmax(-1)
    for i, (xi, cue, rival) in enumerate(zip(patterns, cues, rivals, strict=True)):
        differ = np.flatnonzero(xi[rival] != xi[0])
        turned = np.random.default_rng([seed + i, 1]).permutation(differ)[:flips]
        cue[turned] = xi[rival, turned]
    return patterns, rivals, cues


def linked(neurons: int, load: int, overlap: float, odds: float, *, system="astro", draw=0, seed=0, **choices) -> Store:
    """The run of one draw at some odds, for the Live page: the cue as if it were drawn by hand."""
    _, _, cues = problems(neurons, load, overlap, 1, seed + draw)
    strength = float(np.clip(share(odds, load), LEAST, MOST))
    store = Store()
    store.set(system=(system,), patterns="random", neurons=neurons, load=load, seed=seed + draw,
              cue=pixel_text(cues[0]), prime="rival", prime_strength=strength, **choices)  # fmt: skip
    return store


def fast_neurons(target, rival, system="astro"):
    """The critical odds from the cue's overlaps alone where the neurons are fast beside the gains: what pulls harder at
    the start wins, p_r m_r > p_t m_t, or with linear scores p_r > p_t."""
    with np.errstate(divide="ignore"):
        return np.zeros_like(target) if system == "attention" else np.log(target / np.abs(rival))


def expected(target, rival, neurons: int, load: int, parameters: Parameters, horizon: float, system="astro"):
    """The critical odds from the cue's overlaps alone, at any time constants: those of the mean field, in which all
    other memories are alike, and neither pull nor push but by holding each neuron where it is."""

    if parameters.tau_p == 0:  # the gains are where the cue has them, at once
        return np.where(np.abs(rival) > np.abs(target), 0.0, np.inf)

    def wins(odds):
        return _MeanField(target, rival, odds, neurons, load, parameters, system == "attention").ends(horizon)

    return _halved(wins, len(target))


class _MeanField:
    """Three kinds of neurons, with the target's signs as +1: those on which the two memories agree, +1 in both and in
    the cue, those where they differ and the cue is the target's, and those where it is the rival's. D cues at once."""

    RIVAL, CUE = np.array([[1.0], [-1.0], [-1.0]]), np.array([[1.0], [1.0], [-1.0]])

    def __init__(self, target, rival, odds, neurons, load, parameters, linear):
        differ = neurons * (1 - rival) / 2, neurons * (1 - target) / 2
        self.count = np.stack([neurons - differ[0] - differ[1], *differ])  # (3, D), of each kind
        self.x = np.broadcast_to(self.CUE, self.count.shape).copy()
        self.logit = np.stack([np.zeros_like(odds), odds, np.zeros_like(odds)])  # of the target, the rival, each other
        self.neurons, self.load, self.linear, self.p = neurons, load, linear, parameters
        self.many = np.array([1.0, 1.0, max(load - 2, 0)])[:, None]

    def ends(self, horizon: float) -> np.ndarray:
        """Whether the rival wins, (D,): whether it has the larger overlap once it has the larger gain, too, or neither;
        from there on each adds to the other."""
        time, weights, p = 0.0, Weights(self.p), self.p
        while True:
            rate, gain = np.tanh(p.sigma * self.x), self._gain()
            overlap, score = self._scored(rate)
            ahead = np.abs(overlap[1]) > np.abs(overlap[0])
            if time >= horizon or (ahead == (self.logit[1] > self.logit[0])).all():
                return ahead
            pull = self._pull(rate, gain, overlap) - self.x
            slopes = np.abs([score[1] - score[0], *(gain * self.many * (score - (gain * score * self.many).sum(0)))])
            speed = max(np.abs(pull).max() * weights.x_speed, slopes.max() * weights.p_speed, MOVE)
            a, b, rise = weights(float(MOVE / speed))
            self.x += a * pull
            score = self._scored(np.tanh(p.sigma * self.x))[1]
            self.logit += rise * (score - score.max(0)) - b * self.logit
            self.logit -= self.logit.max(0)
            time += MOVE / speed

    def _gain(self):
        weight = np.exp(self.logit - self.logit.max(0))
        return weight / (self.many * weight).sum(0)

    def _scored(self, rate):
        """Overlaps with the target and the rival, (2, D), and the scores of these and of any other, (3, D)."""
        overlap = np.stack([(self.count * rate).sum(0), (self.count * self.RIVAL * rate).sum(0)])
        if self.linear:
            return overlap, np.stack([*overlap, np.zeros_like(overlap[0])])
        squared = np.stack([*(overlap**2), (self.count * rate**2).sum(0)])
        return overlap, squared / (2 * self.neurons)

    def _pull(self, rate, gain, overlap):
        if self.linear:
            return gain[0] + gain[1] * self.RIVAL
        pull = gain[0] * overlap[0] + gain[1] * overlap[1] * self.RIVAL + self.many[2] * gain[2] * rate
        return self.load / self.neurons * pull


def share(odds, load: int):
    """The share of the gains that one memory of K has, the others alike, by its log odds against each of them."""
    return 1 / (1 + (load - 1) * np.exp(-np.asarray(odds, float)))


def _halved(wins, draws: int) -> np.ndarray:
    """Of `draws`, the odds at which they begin to be won, by halving; `wins` takes odds (D,)."""
    low, high = np.zeros(draws), np.full(draws, MOST_ODDS)
    none, most = wins(low), wins(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        won = wins(middle)
        low, high = np.where(won, low, middle), np.where(won, middle, high)
    return np.where(none, 0.0, np.where(most, (low + high) / 2, np.inf))


def _rival_wins(patterns, rivals, cues, odds, system, parameters, horizon) -> np.ndarray:
    logit, each = np.zeros(patterns.shape[:2]), np.arange(len(cues))
    logit[each, rivals] = odds
    run = Run(patterns, cues, system, parameters, integrator="adaptive", rest=PAGE["rest"], horizon=horizon,
              prior=softmax(logit))  # fmt: skip
    while not (run.at_rest or run.over):
        last = run.advance(BLOCK)
    ends = np.abs(last.overlap[-1])
    return ends[each, rivals] > ends[:, 0]
