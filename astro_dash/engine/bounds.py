"""What theory says of recall, in closed form: decoders of several kinds, and scales of temperature and load."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from math import comb, erf, exp, expm1, inf, log, log1p, pi, sqrt

from .parameters import number
from .patterns.base import whole

MOST_NEURONS = 10_000  # the sum is of whole numbers of so many digits


def routing_temperature(n_neurons: int, n_patterns: int) -> float:
    """T_c = N / (2 ln K) of `astro`, infinite for K = 1: below it the score of one pattern, N/2, beats the entropy of
    K, and at it the target has about half of the gains. Recall ends elsewhere: with a fifth of the pixels flipped it
    was measured to fall to half at 1.2 T_c (N = 30, K = 100), 2.7 (N = 64, K = 100) and 3.4 (N = 30, K = 20), and with
    patterns that are alike below T_c.

    Raises ValueError for N, K < 1 or above what a float can count.
    """
    n_neurons, n_patterns = whole("n_neurons", n_neurons, 1, 2**53), whole("n_patterns", n_patterns, 1, 2**53)
    return n_neurons / (2 * log(n_patterns)) if n_patterns > 1 else inf


def ideal_accuracy(
    n_neurons: int, n_patterns: int, flips: int, *, mirrored: bool = False, copies: bool = False
) -> float:
    """Chance that the stored pattern nearest to a cue with n flips is its target, ties counted as a share.

    For independent random patterns: a rival is nearer with chance q = P(Bin(N, 1/2) < n) and as near with chance
    r = P(Bin(N, 1/2) = n), so the sum over ties is [(1-q)^K - (1-q-r)^K] / (K r). The nearest is the likeliest one
    where each pixel flips on its own, with a chance below 1/2 that nobody need know: of patterns that are stored once
    no rule is better on average over such flips. At one n it is no bound: who knows n is better (`knowing_accuracy`).

    `mirrored`: for a squared score, which meets the mirror images as well; this is what `astro` recalls at low
    temperature with fast gains. Up to N/2 flips at most one of a rival and its image is near, so that q and r double;
    beyond them the target's own image is nearer.
    `copies`: a rival that is the very pattern of the target, one in C(N, n) of those that tie, is right as well, as it
    is where memories are measured. Without, only the target's own place in the store is.

    Raises ValueError for N, K < 1, N above 10,000 or flips outside 0..N.
    """
    n, k = whole("n_neurons", n_neurons, 1, MOST_NEURONS), whole("n_patterns", n_patterns, 1, 2**53)
    flips = whole("flips", flips, 0, n)
    same = 1 / comb(n, flips) if copies else 0.0
    if mirrored and 2 * flips >= n:
        shares = (1 + 2 * (k - 1) * same) / (2 * k)
        return (comb(n, flips) / 2**n) ** (k - 1) * shares if 2 * flips == n else 0.0
    images, cues = 2 if mirrored else 1, 2**n
    binomial = list(accumulate(range(flips), lambda c, j: c * (n - j) // (j + 1), initial=1))  # C(N, 0) to C(N, flips)
    tied, nearer = images * binomial.pop(), images * sum(binomial)
    tied, farther = tied / cues, (cues - nearer - tied) / cues  # of whole numbers, so that nothing cancels
    if k * tied <= 1e-6 * farther:  # ties are too rare to matter, and the closed form would lose its digits
        alone = (farther + tied / 2) ** (k - 1)
    else:
        alone = min(((farther + tied) ** k - farther**k) / (k * tied), 1.0)
    return same * (farther + tied) ** (k - 1) + (1 - same) * alone


def knowing_accuracy(n_neurons: int, n_patterns: int, flips: int, *, copies: bool = False) -> float:
    """Chance that who knows the number n of flips names the target: of K independent random patterns only those at
    distance n come into question, each as likely as the other, so that it is E[1 / (1 + rivals there)]
    = [1 - (1-r)^K] / (K r), with r = P(Bin(N, 1/2) = n). `copies` as for `ideal_accuracy`.

    Of patterns that are stored once each no decoder is better. Raises ValueError as `ideal_accuracy`.
    """
    n, k = whole("n_neurons", n_neurons, 1, MOST_NEURONS), whole("n_patterns", n_patterns, 1, 2**53)
    flips = whole("flips", flips, 0, n)
    there, same = comb(n, flips) / 2**n, 1 / comb(n, flips) if copies else 0.0
    alone = -expm1(k * log1p(-there)) / (k * there) if k * there > 1e-12 else 1.0
    return same + (1 - same) * alone


def hopfield_overlap(load: float) -> float:
    """Overlap m of a retrieved pattern in the Hopfield model without self-coupling at zero temperature, as a function
    of the load alpha, replica-symmetric; 0 above `hopfield_capacity` (Amit, Gutfreund and Sompolinsky 1985).

    With y = m / sqrt(2 alpha r), m = erf y and sqrt(2 alpha) = erf(y)/y - (2/sqrt pi) exp(-y^2).
    """
    load = number("load", load, 0, closed=True, infinite=True)
    if load == 0:
        return 1.0
    capacity, low = _cliff()
    if load > capacity:
        return 0.0
    high = low + 1
    while _load(high) > load:
        high *= 2
    for _ in range(100):  # the load falls with y beyond the cliff
        middle = (low + high) / 2
        low, high = (middle, high) if _load(middle) > load else (low, middle)
    return erf(low)


def hopfield_capacity() -> float:
    """The load above which the Hopfield model without self-coupling, of many neurons at zero temperature, has no state
    near a pattern, 0.1379 (Amit, Gutfreund and Sompolinsky 1985). With its diagonal, as the paper writes it, it hands
    back nearly any cue unchanged at loads far above (alpha > 5), and so recalls one that is not damaged."""
    return _cliff()[0]


def _load(y: float) -> float:
    return (erf(y) / y - 2 / sqrt(pi) * exp(-y * y)) ** 2 / 2


@cache
def _cliff() -> tuple[float, float]:
    """The largest load and the y where it is reached, by golden-section search."""
    low, high, ratio = 0.5, 4.0, (sqrt(5) - 1) / 2
    for _ in range(100):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if _load(left) > _load(right) else (left, high)
    return _load((low + high) / 2), (low + high) / 2
