"""Pictures that anybody names at a glance."""

from .images import ImageSet


class Pictures(ImageSet):
    """486 glyphs of animals, plants, food and things, 32×32, each with its name; no two have one.

    Chosen by hand: no flags, signs, letters, faces, or variants of another. Near duplicates are left out: for any two,
    |overlap| ≤ 0.7, so that at least 154 of the 1,024 pixels tell them, and either from the other's negative, apart.

    Source: the font Noto Emoji, copyright 2013 Google LLC, SIL Open Font License 1.1; here drawn as bitmaps.
    """

    title = "Pictures"
    most = 486
    n_neurons = 1024
    file = "patterns/pictures.npz"
