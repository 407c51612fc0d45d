"""What is told of draws: a mean with its error, a median, where a curve crosses one half, and a typical draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

RESAMPLES = 200
SPAN = (16, 84)  # percent: as wide as one standard error to either side


def mean(values) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard error (cells,) over the draws; of shares, of 0 or n of n too, where it is that of one in n + 2
    (Agresti and Coull)."""
    values = np.asarray(values, float)
    n = values.shape[-1]
    error = values.std(-1, ddof=1) / np.sqrt(n)
    share = np.isin(values, (0, 1)).all(-1)
    p = np.clip((values.sum(-1) + 1) / (n + 2), 0, 1)
    return values.mean(-1), np.where(share, np.sqrt(p * (1 - p) / (n + 2)), error)


def resampled(values, statistic: Callable, seed: int = 0) -> tuple[float, float, float]:
    """statistic(values) of (cells, draws), and the span of it when each cell's draws are drawn again, with repeats."""
    values, rng = np.asarray(values, float), np.random.default_rng(seed)
    cells, n = values.shape
    found = []
    for _ in range(RESAMPLES):
        again = rng.integers(n, size=(cells, n))
        found.append(statistic(np.take_along_axis(values, again, axis=1)))
    low, high = np.nanpercentile(found, SPAN) if np.isfinite(found).any() else (np.nan, np.nan)
    return float(statistic(values)), float(low), float(high)


def crossing(x, y, level: float = 0.5) -> float:
    """Where y (P,), made to fall with x, passes a level, between two points on a straight line; NaN if it does not."""
    y = falling(y)
    if not len(y) or not (y[0] >= level > y[-1]):
        return np.nan
    i = int(np.argmax(y < level))
    return float(x[i - 1] + (x[i] - x[i - 1]) * (y[i - 1] - level) / (y[i - 1] - y[i]))


def falling(y) -> np.ndarray:
    """The nearest to y (P,), by least squares, that never rises: neighbours that rise are levelled."""
    blocks: list[list[float]] = []
    for value in np.asarray(y, float):
        blocks.append([value, 1])
        while len(blocks) > 1 and blocks[-1][0] > blocks[-2][0]:
            (a, n), (b, m) = blocks[-2:]
            blocks[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    return np.concatenate([np.full(int(n), value) for value, n in blocks]) if blocks else np.zeros(0)


def typical(values) -> np.ndarray:
    """The draw of each cell (cells,) whose value (cells, draws) is nearest to the median of those there are."""
    values = np.asarray(values, float)
    known = np.where(np.isnan(values), np.inf, values)
    middle = np.sort(known, axis=-1)[:, (values.shape[-1] - 1) // 2]
    middle = np.where(np.isfinite(middle), middle, np.nanmax(np.where(np.isnan(values), -np.inf, values), axis=-1))
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.abs(known - middle[:, None]), nan=np.inf).argmin(-1)
