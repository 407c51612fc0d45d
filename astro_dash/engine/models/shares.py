"""Logits, amounts and energies of patterns: as shares of them all, or as one."""

import numpy as np


def softmax(logit, out=None, peak=None):
    """softmax over the last axis; `peak` is a buffer (..., 1)."""
    peak = np.maximum.reduce(logit, axis=-1, keepdims=True, out=peak)
    out = np.subtract(logit, peak, out=out)
    np.exp(out, out=out)
    peak = np.add.reduce(out, axis=-1, keepdims=True, out=peak)
    return np.divide(out, peak, out=out)


def proportions(amount):
    """Amounts (..., K) as shares of their sum; equal ones where there is nothing."""
    total = amount.sum(-1, keepdims=True)
    return np.where(total > 0, amount / np.where(total > 0, total, 1), 1 / amount.shape[-1])


def joined(energy, spread):
    """Energies (..., K) as one, (...): their sum; or, given a spread, -spread log sum exp(-energy / spread), which is
    the least at 0. At infinity, where it diverges by a constant, their mean."""
    if spread is None:
        return energy.sum(-1)
    if np.isinf(spread):
        return energy.mean(-1)
    least = energy.min(-1)
    if spread == 0:
        return least
    return least - spread * np.log(np.exp((least[..., None] - energy) / spread).sum(-1))


def log_softmax(logit):
    """log softmax over the last axis."""
    shifted = logit - logit.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
