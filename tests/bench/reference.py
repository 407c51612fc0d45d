"""Two fixed pieces of work: by how long a machine takes for them, its other times can be compared with another's."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from .table import Row

SIZE, ROUNDS = 512, 300_000


@dataclass(frozen=True)
class Reference:
    """Seconds that the two take."""

    product: float
    loop: float

    def rows(self) -> list[Row]:
        product = f"reference: a product of two {SIZE} × {SIZE} matrices, float64, on one thread"
        return [
            Row(product, f"{1e3 * self.product:.2f} ms", seconds=self.product),
            Row(f"reference: {ROUNDS:,} rounds of a Python loop", f"{1e3 * self.loop:.2f} ms", seconds=self.loop),
        ]


def best(function, repeat: int, inner: int = 1) -> float:
    """Seconds of one call."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        for _ in range(inner):
            function()
        times.append((perf_counter() - start) / inner)
    return min(times)


def reference() -> Reference:
    one = np.random.default_rng(0).standard_normal((SIZE, SIZE))
    out = np.empty_like(one)
    return Reference(best(lambda: np.matmul(one, one, out=out), 20), best(loop, 20))


def loop() -> int:
    total = 0
    for i in range(ROUNDS):
        total += i & 7
    return total
