"""The textbook Hopfield network (Hopfield 1982): neurons of two states, one at a time."""

from math import ceil, floor

import numpy as np

from ...words import _
from .hopfield import Hopfield


class _Glauber:
    """Asks single neurons, in random order, to take the state that their field wants; N of them in a unit of time."""

    def __init__(self, model):
        self.model = model
        # (N, K) or (B, N, K): the patterns' entries of one neuron lie together.
        self.entries = np.ascontiguousarray(np.swapaxes(model.patterns, -1, -2))

    def step(self, state, noise) -> None:
        """One step; `noise` (..., U, 2) as `HopfieldBinary.noise` gives it."""
        model = self.model
        batch = np.arange(state.x[..., 0].size)
        x, overlap = (a.reshape(len(batch), -1) for a in (state.x, state.overlap))  # views (B, N) and (B, K)
        own = self.entries if self.entries.ndim == 3 else None
        for which, chance in noise.reshape(len(batch), -1, 2).transpose(1, 2, 0):
            if which[0] < 0:
                break
            i = (which * model.n_neurons).astype(int)
            entries = self.entries[i] if own is None else own[batch, i]  # (B, K)
            old = x[batch, i]
            field = (np.einsum("bk,bk->b", entries, overlap) - model.n_patterns * old) / model.n_neurons
            new = model.answer(field, old, chance)
            x[batch, i] = new
            overlap += entries * (new - old)[:, None]
        state.rate[...] = state.x


class HopfieldBinary(Hopfield):
    """States s = +-1, W = (1/N) sum_mu xi_mu xi_mu^T with a zero diagonal; a neuron with field h = (W s)_i becomes +1
    with probability 1 / (1 + exp(-2h/T)), at T = 0 the sign of its field (unchanged where that is 0). Energy
    -s^T W s / 2, which never rises at T = 0. A unit of time is N single-neuron updates; T is Glauber's temperature.
    """

    title = "Binary Hopfield"
    noisy = False
    brake = 0.0
    integrators = dict.fromkeys(Hopfield.integrators, _Glauber)

    @staticmethod
    def work(n_patterns, n_neurons, dt):
        return n_neurons * (n_patterns + 16_000 * dt)  # asking one neuron takes some 20 microseconds

    def phi(self, x, out=None):
        return np.multiply(x, 1.0, out=out)

    def noise(self, rng, first_step, n_steps, batch, dtype):
        """Which neuron is asked and what chance it takes, (n_steps, ..., U, 2), uniform below 1; -1 for none."""
        dt, n = self.parameters.dt, self.n_neurons
        noise = rng.random((n_steps, *batch, ceil(dt * n), 2))
        for i in range(n_steps):
            done, todo = (floor((first_step + j) * dt * n + 1e-9) for j in (i, i + 1))
            noise[i, ..., todo - done :, :] = -1
        return noise

    def answer(self, field, old, chance):
        """The new states (B,) of neurons with these fields."""
        temperature = self.parameters.temperature
        if temperature == 0:
            return np.where(field == 0, old, np.sign(field))
        # tanh cannot overflow: P(+1) = (1 + tanh(h/T)) / 2
        return np.where(2 * chance - 1 < np.tanh(field / temperature), 1.0, -1.0)

    @property
    def critical_temperature(self):
        """1, Glauber's: above it no memory is retrieved, however few are stored, and below it the fewer the hotter."""
        return 1.0

    wires = (
        "Its wiring is fixed: all memories in equal parts, the Hebbian sum, from start to end. No neuron is wired to "
        "itself."
    )

    def single(self, overlap):
        return super().single(overlap) + 0.5  # without its diagonal

    def neurons(self, x, rate):
        return np.zeros(x.shape[:-1])

    def rises(self, integrator):
        return _("its temperature is above 0") if self.parameters.temperature > 0 else ""

    def residual(self, state, rate, gain, below=np.inf):
        """The largest |s_i - <s_i>|: at rest chance changes nothing any more."""
        # From whole numbers, as in a step: a field of 0 must be 0.
        field = (self.drive(state.overlap) - self.n_patterns * state.x) / self.n_neurons
        temperature = self.parameters.temperature
        mean = self.answer(field, state.x, 0.5) if temperature == 0 else np.tanh(field / temperature)
        return np.abs(state.x - mean).max(-1)
