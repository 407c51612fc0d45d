"""Words: which patterns of a set come first, by the letters or the numbers that they have."""

from __future__ import annotations

import unicodedata

from ...words import _
from ..quote import quoted
from .base import Drawn, PatternSet

MOST_TOKENS = 24
MOST_NUMBER = 200  # of patterns of a set without an end


def written(word: str) -> str:
    """A word as it is kept: accents in one piece with their letters, no space around it."""
    return unicodedata.normalize("NFC", word.strip())


def tokens(patterns: PatternSet, word: str) -> tuple[str | int, ...]:
    """The tokens of a word: the letters of a set of letters; of any other set, numbers of patterns with commas between.

    Raises ValueError for a word of none or of more than MOST_TOKENS, and for one that the set has not.
    """
    found: tuple[str | int, ...]
    if letters := patterns.alphabet:
        found, kind = tuple(word), _("the letters {letters}", letters=_(patterns.letters))
        wrong = next((letter for letter in word if letter not in letters), None)
    else:
        parts, last = [part.strip() for part in word.split(",")] if word else [], (patterns.most or MOST_NUMBER) - 1
        kind = _("numbers of patterns from 0 to {last}, with commas between", last=last)
        wrong = next((part for part in parts if not _number(part, last)), None)
        found = () if wrong is not None else tuple(map(int, parts))
    if wrong is not None:
        raise ValueError(
            _(
                "word is {word}, but must be of {kind}: {wrong} is none.",
                word=quoted(word, 40), kind=kind, wrong=quoted(wrong, 20),
            )
        )
    if not 1 <= len(found) <= MOST_TOKENS:
        raise ValueError(
            _(
                "word is {word}, of {n} tokens, but must be of 1 to {most}.",
                word=quoted(word, 40), n=len(found), most=MOST_TOKENS,
            )
        )
    return found


def _number(part: str, last: int) -> bool:
    return part.isdecimal() and len(part) <= len(str(last)) and int(part) <= last


def places(patterns: PatternSet, word: str) -> list[int]:
    """Of each token, its place among the different ones, in the order in which they are said: those of "ROTOR" are
    0, 1, 2, 1, 0. Equal tokens are one memory."""
    said = tokens(patterns, word)
    order = list(dict.fromkeys(said))
    return [order.index(token) for token in said]


def worded(patterns: PatternSet, word: str, load: int, *, seed: int, **choices) -> Drawn:
    """`load` patterns, those that the word names first; with more load others come, as the seed has them."""
    different = tuple(dict.fromkeys(tokens(patterns, word)))
    if patterns.alphabet:
        drawn = patterns.draw(len(patterns.alphabet), seed=seed, **choices)
        letters = [label[-1] for label in drawn.labels]
        first = [letters.index(str(letter)) for letter in different]
    else:
        first = [int(number) for number in different]
        drawn = patterns.draw(max(load, max(first) + 1), seed=seed, **choices)
    order = list(dict.fromkeys([*first, *range(len(drawn.labels))]))[:load]
    return Drawn(drawn.patterns[order], tuple(drawn.labels[i] for i in order), drawn.grid)
