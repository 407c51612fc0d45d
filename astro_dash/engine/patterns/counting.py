"""Handwritten digits in the order in which one counts."""

import numpy as np

from .base import Drawn, generator, grid, whole
from .digits import Digits


class Counting(Digits):
    """0 to 9, then 0 to 9 in another hand, and so on: of each digit the images of `Digits` in a seeded order, as long
    as there is one of each. A memory of sequences counts with them."""

    title = "Digits from 0 to 9"
    most = 1570

    def draw(self, load, *, seed=0, neurons=64, correlation=0.0):
        load = whole("load", load, 1, self.most)
        pixels, names = self.images
        order = generator(seed, "images").permutation(len(pixels))
        rows = [order[names[order] == name][: self.most // 10] for name in "0123456789"]  # (10, most / 10)
        chosen = np.transpose(rows).ravel()[:load]
        patterns = 2.0 * np.unpackbits(pixels[chosen], axis=1) - 1.0
        return Drawn(patterns, tuple(f"{self.noun} {name}" for name in names[chosen]), grid(self.n_neurons))
