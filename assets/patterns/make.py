"""Make digits.npz and letters.npz, the images behind two of the pattern sets: python assets/patterns/make.py

Needs `pip install scikit-learn unscii==0.1.1`, here only; running it again gives the same files byte for byte.

digits.npz, from scikit-learn's digits.csv.gz: the test set of E. Alpaydin and C. Kaynak (1998), Optical Recognition of
    Handwritten Digits, UCI Machine Learning Repository, doi 10.24432/C50P49. Licence: Creative Commons Attribution 4.0
    International. Changed here: binarised at half of full ink, exact duplicates left out.
letters.npz, from unscii/raw_unscii/unscii_8.py of the package unscii 0.1.1: the glyphs of the font unscii-8 by Viznut.
    Its page, http://viznut.fi/unscii/, says: '"unscii-16-full" falls under GPL because of how Unifont is licensed; the
    other variants are in the Public Domain.' The package around the glyphs is by Grant T. Olson, BSD 3-clause; none
    of its code is used here. Left out: Greek and Cyrillic letters that look like another letter at this size.

Each file holds pixels (K, 8) uint8, one byte a row of an image, ink 1, leftmost pixel in the high bit, and names (K,),
one character each.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from unscii.raw_unscii.unscii_8 import unscii_8_bytes

HERE = Path(__file__).resolve().parent
INK = 8  # of 16
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzΔΘΞΠΣΦΨΩαβγδεμπςστφψБДЖЗИЙЛПУЦЧШЫЬЭЮЯбвджзимнфцчшыьюя"


def digits() -> tuple[np.ndarray, np.ndarray]:
    source = load_digits()
    pixels = np.packbits(source.images >= INK, axis=2)[..., 0]  # (1797, 8)
    kept = np.sort(np.unique(pixels, axis=0, return_index=True)[1])
    return pixels[kept], source.target[kept].astype("U1")


def letters() -> tuple[np.ndarray, np.ndarray]:
    return np.array([unscii_8_bytes[ord(letter)] for letter in LETTERS], dtype=np.uint8), np.array(list(LETTERS))


def save(name: str, pixels: np.ndarray, names: np.ndarray) -> None:
    different = {image.tobytes() for image in np.concatenate([pixels, ~pixels])}
    assert len(different) == 2 * len(pixels), "an image is there twice, or beside its negative"
    np.savez(HERE / name, pixels=pixels, names=names)
    print(f"{name}: {len(pixels)} images")


if __name__ == "__main__":
    save("digits.npz", *digits())
    save("letters.npz", *letters())
