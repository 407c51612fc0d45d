"""Neuron-astrocyte associative memory (Kozachkov, Slotine and Krotov 2025, PNAS, arXiv 2311.08135)."""

from math import ceil

import numpy as np

from .base import Model
from .dense import Dense

LONGEST_STEP = 0.05  # the authors'
_CLIP = 1 - 1e-6  # largest argument of artanh at the start


class _Euler:
    """Explicit Euler, all equations from the old state; a dt above the authors' is cut into equal parts."""

    def __init__(self, model):
        self.model, dt = model, model.parameters.dt
        self.parts = _parts(dt)
        self.part = dt / self.parts
        self.spread = (2 * model.parameters.jitter * dt) ** 0.5
        self.buffers = None

    def step(self, state, noise=None) -> None:
        """One step; `noise` (..., N) is standard normal, or None."""
        if self.buffers is None:
            xi = self.model.patterns
            through = np.empty((*state.x.shape[:-1], *xi.shape[-2:]), xi.dtype)  # (..., K, N)
            pair = (np.empty(self.model.inside(state).shape, xi.dtype) for _ in range(2))
            self.buffers = (np.empty_like(state.x), *pair, through)
        for _ in range(self.parts):
            self._part(state, *self.buffers)
        if noise is not None:
            state.x += self.spread * noise
            self.model.phi(state.x, out=state.rate)
        self.model.overlaps(state.rate, out=state.overlap)

    def _part(self, state, dx, rates, change, through) -> None:
        """x, S and P a part of dt on; `rates` are g and psi, `change` is that of S and P, each (..., 2, N, N)."""
        model, h, inner = self.model, state.rate, self.model.inside(state)
        model.phi(inner, out=rates)
        np.matmul(rates[..., 0, :, :], h[..., None], out=dx[..., None])
        np.multiply(h[..., :, None], h[..., None, :], out=change[..., 0, :, :])
        model.transport(rates[..., 1, :, :], through, out=change[..., 1, :, :])
        change += rates[..., ::-1, :, :]
        for value, rise in ((state.x, dx), (inner, change)):
            rise -= value
            rise *= self.part
            value += rise
        model.phi(state.x, out=h)


class Naam(Model):
    """Neurons x, synapses S and astrocyte processes P, symmetric (N, N), all time constants 1. With h = tanh(beta x),
    g = tanh(beta S), psi = tanh(beta P), beta = `sigma` (5, as its authors take it):

        dx/dt = -x + g h,    dS/dt = -S + h h^T + psi,    dP/dt = -P + T psi + g,
        T psi = N^-3 Xi^T diag(xi_mu^T psi xi_mu) Xi

    Energy: sum [x h - L(x)] + 1/2 sum [S g - L(S)] + 1/2 sum [P psi - L(P)] - h^T g h / 2 - sum g psi / 2
    - sum psi (T psi) / 4, with L(z) = (1/beta) log cosh(beta z). The equations go down it, but their coupling is not
    always concave, so that a step may raise it. A step costs O(N^2 K), and a frame holds 2 N^2 numbers: with more than
    `most_neurons` (the first frames take 20 to 40 ms at N = 144, 60 to 130 ms at 256) a slider would no longer seem to
    act at once.
    """

    title = "Neuron–astrocyte"
    most_neurons = 144
    integrators = dict.fromkeys(Model.integrators, _Euler)
    wires = (
        "Its synapses move along. What stands for them is its limit of many neurons, in which a memory counts by the "
        "square of its overlap."
    )
    single, wiring = Dense.single, Dense.wiring  # of that limit: its own energy is no function of the overlaps

    @staticmethod
    def n_inner(n_neurons):
        return 2 * n_neurons**2

    @staticmethod
    def work(n_patterns, n_neurons, dt):
        return n_neurons**2 * (n_patterns + 100) / 2 * _parts(dt)

    def inside(self, state):
        """S and P as a view, (..., 2, N, N)."""
        return state.inner.reshape(*state.inner.shape[:-1], 2, self.n_neurons, self.n_neurons)

    def synapses(self, state):
        """S and P as views, each (..., N, N)."""
        both = self.inside(state)
        return both[..., 0, :, :], both[..., 1, :, :]

    def start(self, state, cue):
        """psi = -h h^T; S and P where their equations put them for it."""
        super().start(state, cue)
        synapse, process = self.synapses(state)
        psi = -_outer(state.rate)
        beta = self.parameters.sigma
        process[...] = np.arctanh(np.clip(psi, -_CLIP, _CLIP)) / beta
        synapse[...] = np.arctanh(np.clip(-self.transport(psi), -_CLIP, _CLIP)) / beta

    def transport(self, psi, through=None, out=None):
        """T psi, (..., N, N): what the processes exchange; `through` (..., K, N) is scratch. T itself, (N, N, N, N), is
        never built."""
        xi = self.patterns
        through = np.matmul(xi, psi, out=through)
        strength = np.einsum("...kn,...kn->...k", through, xi)  # xi_mu^T psi xi_mu
        strength *= float(self.n_neurons) ** -3
        np.multiply(xi, strength[..., None], out=through)
        return np.matmul(np.swapaxes(xi, -1, -2), through, out=out)

    def coefficients(self, overlap, gain, out=None):
        """The drive of its many-neuron reduction, `dense`: what its shares are shown by."""
        out = np.multiply(overlap, overlap, out=out)
        out *= overlap
        out *= float(self.n_neurons) ** -3
        return out

    def terms(self, state, gain):
        synapse, process = self.synapses(state)
        h, g, psi = self.phi(state.x), self.phi(synapse), self.phi(process)
        drive = np.matmul(g, h[..., None])[..., 0]
        energy = -0.5 * (h * drive).sum(-1)
        energy -= (0.5 * g * psi + 0.25 * psi * self.transport(psi)).sum((-1, -2))
        for value, rate in ((synapse, g), (process, psi)):
            energy += 0.5 * self.neurons(value, rate).sum(-1)
        return energy, np.zeros_like(energy)

    def rises(self, integrator):
        return super().rises("euler")

    def residual(self, state, rate, gain, below=np.inf):
        """The largest change that any rate, of neurons, synapses or processes, has still to make. What costs more is
        left out where what costs less is not `below`."""
        synapse, process = self.synapses(state)
        g = self.phi(synapse)
        apart = np.abs(rate - self.phi(np.matmul(g, rate[..., None])[..., 0])).max(-1)
        near = self._near(apart, below)
        g, psi, most = g[near], self.phi(process[near]), apart[near]
        most = np.maximum(most, self._apart(g, _outer(rate[near]) + psi))
        left = self._near(most, below)
        aim = self.among(near[-1][left[-1]]).transport(psi[left]) + g[left]
        most[left] = np.maximum(most[left], self._apart(psi[left], aim))
        apart[near] = most
        return apart

    def _near(self, apart, below):
        """Where there may be rest, as an index; of cues with patterns of their own all frames, so that those are taken
        out but once."""
        near = apart < below
        return np.nonzero(near) if self.patterns.ndim == 2 else (slice(None), np.flatnonzero(near.any(0)))

    def _apart(self, now, aim):
        """The largest change that rates (..., N, N) have still to make, (...)."""
        change = self.phi(aim, out=aim)
        change -= now
        return np.abs(change, out=change).max((-1, -2))


def _parts(dt):
    """Into how many steps a step is cut."""
    return max(1, ceil(dt / LONGEST_STEP - 1e-9))


def _outer(h):
    """h h^T, (..., N, N)."""
    return h[..., :, None] * h[..., None, :]
