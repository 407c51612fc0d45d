"""Random patterns of any number of neurons."""

from numbers import Real

import numpy as np

from ...words import _
from ..check import plain
from ..quote import quoted
from .base import Drawn, PatternSet, generator, grid, whole

MOST_PATTERNS = 10**6
MOST_ENTRIES = 2**28  # of all patterns: 2 GB


class Random(PatternSet):
    """Random ±1 patterns that agree with one seeded prototype, entry by entry, with probability (1 + √c)/2.

    So E[ξ_μ ξ_ν] = c for every pair: c = 0 gives independent fair entries. The uniform numbers behind the entries are
    the same for every c, so moving c changes few entries at a time. Small N and large c repeat patterns.
    """

    title = "Random patterns"
    takes = ("neurons", "correlation")

    def draw(self, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0) -> Drawn:
        """Draw `load` patterns of `neurons` entries with pairwise `correlation` c, each labelled "pattern".

        Raises ValueError as `PatternSet.draw`, for neurons < 1, for a correlation outside [0, 1), and for more than
        MOST_PATTERNS or MOST_ENTRIES.
        """
        load = whole("load", load, 1, MOST_PATTERNS)
        neurons = whole("neurons", neurons, 1, MOST_ENTRIES // load)
        share = plain(correlation)
        if isinstance(share, bool) or not (isinstance(share, Real) and 0 <= share < 1):  # type: ignore[operator]
            raise ValueError(
                _(
                    "correlation is {correlation}, but must be a number from 0 to below 1.",
                    correlation=quoted(correlation, 40),
                )
            )
        prototype = 2.0 * generator(seed, "prototype").integers(2, size=neurons) - 1.0  # (N,)
        agree = generator(seed, "agreement").random((load, neurons)) < (1 + np.sqrt(float(share))) / 2
        return Drawn(np.where(agree, prototype, -prototype), ("pattern",) * load, grid(neurons))
