"""Printed letters."""

from .images import ImageSet


class Letters(ImageSet):
    """105 letters in strokes two pixels wide: Latin A–Z and a–z, 20 Greek, 33 Cyrillic.

    Greek and Cyrillic letters that look like another letter at this size are left out; the nearest two kept, b and h,
    differ in 3 pixels. No image is there twice or is the negative of another.

    Source: the font unscii-8 by Viznut, http://viznut.fi/unscii/, in the public domain.
    """

    title = "Printed letters"
    most = 105
    file = "patterns/letters.npz"
    noun = "letter"
    letters = "A–Z, a–z, and Greek and Cyrillic ones that look like no other"

    @property
    def alphabet(self):
        return "".join(self.images[1])
