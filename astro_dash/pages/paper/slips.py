"""Slips of the pen in the paper's formulas, each held beside what the dynamics do: how far a formula is from finite
differences of a short run or of the energy, as it is printed and as it must be.

All that is compared is computed here with plain sums, for the problem of `Case`, and relative to its size.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ...engine import Parameters, Run

SMALL = 1e-5  # of finite differences


class Case:
    """A state of N = 12 neurons, and gains, of K = 7 memories; patterns (K, N)."""

    def __init__(self, seed: int = 1):
        rng = np.random.default_rng(seed)
        self.k, self.n, self.sigma, self.temperature = 7, 12, 1.3, 0.6
        self.tau_x, self.tau_p = 0.7, 1.9
        self.xi = rng.choice([-1.0, 1.0], (self.k, self.n))
        self.x, self.p = rng.normal(0, 0.8, self.n), rng.dirichlet(np.full(self.k, 3.0))

    def phi(self, x):
        return np.tanh(self.sigma * x)

    def score(self, x):
        return (self.xi @ self.phi(x)) ** 2 / (2 * self.n)

    @cached_property
    def wiring(self):
        """W(p) (N, N), Eq. 5."""
        return self.k / self.n * np.einsum("m,mi,mj->ij", self.p, self.xi, self.xi)

    def fitness(self):
        return self.score(self.x) - self.temperature * np.log(self.p)

    def energy(self, x, p):
        """Eq. 9."""
        neurons = (x * self.phi(x) - np.log(np.cosh(self.sigma * x)) / self.sigma).sum()
        return -self.k * p @ self.score(x) + self.k * self.temperature * p @ np.log(p) + neurons

    def pace(self, **limits) -> tuple[np.ndarray, np.ndarray]:
        """How fast x (N,) and the logits (K,) move from here in the engine, by one short step."""
        each = {"tau_x": self.tau_x, "tau_p": self.tau_p} | limits
        parameters = Parameters(temperature=self.temperature, sigma=self.sigma, dt=1e-7, **each)
        run = Run(self.xi, np.ones(self.n), parameters=parameters, rest=None)
        run.state.x[...], run.state.logit[...] = self.x, np.log(self.p)
        run.model.refresh(run.state)
        x, logit = run.state.x.copy(), run.state.logit.copy()
        run._step(run.state, None)
        return (run.state.x - x) / 1e-7, (run.state.logit - logit) / 1e-7


def apart(one, other) -> float:
    """The distance of two arrays, relative to the first."""
    return float(np.linalg.norm(np.subtract(one, other)) / np.linalg.norm(one))


def slope(function, at) -> np.ndarray:
    """The gradient of a function by central differences."""
    steps = SMALL * np.eye(len(at))
    return np.array([(function(at + step) - function(at - step)) / (2 * SMALL) for step in steps])


def by_rate(case: Case) -> np.ndarray:
    """The slope of the energy by each neuron's rate, (N,)."""
    rates = case.sigma * (1 - case.phi(case.x) ** 2)
    return slope(lambda x: case.energy(x, case.p), case.x) / rates


def signs(case: Case) -> tuple[float, float]:
    """Eq. 17-19: the slope of the energy is against the motion, -tau_x dx/dt by rates."""
    motion = case.wiring @ case.phi(case.x) - case.x
    return apart(by_rate(case), -motion), apart(by_rate(case), motion)


def inverse_load(case: Case) -> tuple[float, float]:
    """Eq. 34: alpha = K/N stands before the sum over memories in the motion of the neurons, not 1/alpha."""
    motion, overlap = case.tau_x * case.pace()[0] + case.x, case.xi @ case.phi(case.x)
    drive = (case.p * overlap) @ case.xi
    return apart(motion, case.k / case.n * drive), apart(motion, case.n / case.k * drive)


def stray_term(case: Case) -> tuple[float, float]:
    """Eq. 33: the leak is -x; there is no other -alpha x."""
    motion, right = case.tau_x * case.pace()[0], case.wiring @ case.phi(case.x) - case.x
    return apart(motion, right), apart(motion, right - case.k / case.n * case.x)


def fast_gains(case: Case) -> tuple[float, float]:
    """The appendix on tau_p -> 0: what drives the neurons has K/N before it."""
    pi = np.exp(case.score(case.x) / case.temperature)
    pi /= pi.sum()
    drive = (pi * (case.xi @ case.phi(case.x))) @ case.xi

    def settled(x):
        """The energy once the gains have settled, whose slope by the rates is x less the drive."""
        free = -case.k * case.temperature * np.log(np.exp(case.score(x) / case.temperature).sum())
        return free + (x * case.phi(x) - np.log(np.cosh(case.sigma * x)) / case.sigma).sum()

    slopes = slope(settled, case.x) / (case.sigma * (1 - case.phi(case.x) ** 2))
    motion = case.x - slopes
    return apart(motion, case.k / case.n * drive), apart(motion, drive)


def fast_neurons(case: Case) -> tuple[float, float]:
    """The appendix on tau_x -> 0: the gains follow the fitness, not 1/T times it."""
    pace = case.tau_p * case.pace(tau_x=np.inf)[1]
    moved, right = pace - pace.mean(), case.fitness() - case.fitness().mean()
    return apart(moved, right), apart(moved, right / case.temperature)


def transposed(case: Case) -> tuple[float, float]:
    """W(p), with the patterns in columns, is Xi diag(p) Xi^T, (N, N); the other order is a matrix (K, K)."""
    columns = case.xi.T
    right, printed = columns @ np.diag(case.p) @ columns.T, columns.T @ columns
    motion = case.tau_x * case.pace()[0] + case.x
    fits = printed.shape == (case.n, case.n)
    return apart(motion, case.k / case.n * right @ case.phi(case.x)), 0.0 if fits else 1.0


def gain_letter(case: Case) -> tuple[float, float]:
    """The neuronal gain is sigma in Eq. 9 as in phi: with it the neurons' term has the slope x by the rates; with
    another k, it has not."""

    def slopes(k):
        def term(x):
            return (x * case.phi(x) - np.log(np.cosh(k * x)) / k).sum()

        return slope(term, case.x) / (case.sigma * (1 - case.phi(case.x) ** 2))

    return apart(case.x, slopes(case.sigma)), apart(case.x, slopes(2 * case.sigma))


# By key, in the order of the page: what is printed is wrong, and what is right, each to be checked.
SLIPS = {
    "signs": signs, "inverse_load": inverse_load, "stray_term": stray_term, "fast_gains": fast_gains,
    "fast_neurons": fast_neurons, "transposed": transposed, "gain_letter": gain_letter,
}  # fmt: skip


def checked() -> dict[str, list[float]]:
    """Of each slip, how far what is right and what is printed are from the dynamics."""
    case = Case()
    return {key: list(check(case)) for key, check in SLIPS.items()}
