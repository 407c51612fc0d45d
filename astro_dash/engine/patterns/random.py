"""Random patterns of any number of neurons."""

from numbers import Real

import numpy as np

from .base import Drawn, PatternSet, generator, grid, whole


class Random(PatternSet):
    """Random ±1 patterns that agree with one seeded prototype, entry by entry, with probability (1 + √c)/2.

    So E[ξ_μ ξ_ν] = c for every pair: c = 0 gives independent fair entries. The uniform numbers behind the entries are
    the same for every c, so moving c changes few entries at a time. Small N and large c repeat patterns.
    """

    title = "Random patterns"

    def draw(self, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0) -> Drawn:
        """Draw `load` patterns of `neurons` entries with pairwise `correlation` c, each labelled "pattern".

        Raises ValueError as `PatternSet.draw`, and for neurons < 1 and for a correlation outside [0, 1).
        """
        load, neurons = whole("load", load, 1), whole("neurons", neurons, 1)
        if not (isinstance(correlation, Real) and 0 <= correlation < 1):
            raise ValueError(f"correlation is {correlation!r}, but must be a number from 0 to below 1.")
        prototype = 2.0 * generator(seed, "prototype").integers(2, size=neurons) - 1.0  # (N,)
        agree = generator(seed, "agreement").random((load, neurons)) < (1 + np.sqrt(correlation)) / 2
        return Drawn(np.where(agree, prototype, -prototype), ("pattern",) * load, grid(neurons))
