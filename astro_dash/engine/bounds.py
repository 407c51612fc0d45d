"""What limits any memory, in closed form."""

from __future__ import annotations

from math import inf, log


def routing_temperature(n_neurons: int, n_patterns: int) -> float:
    """T_c = N / (2 ln K): below it the score of one pattern, N/2, beats the entropy of K; infinite for K = 1."""
    return n_neurons / (2 * log(n_patterns)) if n_patterns > 1 else inf
