"""Handwritten digits."""

from .images import ImageSet


class Digits(ImageSet):
    """The 1,797 test images of the UCI optical recognition data, ink where a pixel is at least half dark (8 of 16).

    At that threshold most strokes stay in one piece and most holes stay open. 47 exact duplicates are left out, the
    first of each kept, which leaves 1,750; no image is the negative of another.

    Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, doi 10.24432/C50P49, CC BY 4.0; here binarised and without the duplicates.
    """

    title = "Handwritten digits"
    most = 1750
    file = "patterns/digits.npz"
    noun = "digit"
