"""Pattern sets of black and white images, read from the assets that `assets/patterns/make.py` made."""

from functools import cached_property

import numpy as np

from ...shipped import asset
from .base import Drawn, PatternSet, generator, grid, whole


class ImageSet(PatternSet):
    """Images in a seeded order, ink +1 and paper −1; `neurons` and `correlation` are ignored."""

    file = ""  # an asset: pixels (most, N / 8) uint8, an image row by row; names (most,)
    noun = ""  # before the names, none where they speak for themselves
    n_neurons: int = 64

    @cached_property
    def images(self) -> tuple[np.ndarray, np.ndarray]:
        """The whole set, (pixels, names) as in the file, read once and read-only."""
        with np.load(asset(self.file)) as arrays:
            images = arrays["pixels"], arrays["names"]
        for array in images:
            array.setflags(write=False)
        return images

    def draw(self, load: int, *, seed: int = 0, neurons: int = 64, correlation: float = 0.0) -> Drawn:
        """The first `load` images of the order that `seed` gives; errors as in `PatternSet.draw`."""
        load = whole("load", load, 1, self.most)
        pixels, names = self.images
        chosen = generator(seed, "images").permutation(len(pixels))[:load]
        patterns = 2.0 * np.unpackbits(pixels[chosen], axis=1) - 1.0  # (load, N)
        return Drawn(patterns, tuple(f"{self.noun} {name}".strip() for name in names[chosen]), grid(self.n_neurons))
