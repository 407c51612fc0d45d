"""The glossary: words that a page shows dotted, wherever it writes them, and what opens under them. A new one is an
entry here. A picture is drawn in a field of 160 by 64: `ink` is the text's colour, `lit` what is looked at, `faint` the
rest."""

from __future__ import annotations

from typing import NamedTuple

from ..words import _


class Term(NamedTuple):
    """The forms in which a text may have it, the first its name, with bars between; one sentence; and the inside of an
    SVG."""

    forms: str
    sentence: str
    picture: str


def _bars(*shares: float, lit: int = 0) -> str:
    """Shares, up to 1, as bars."""
    return "".join(
        f'<path class="{"lit" if i == lit else "faint"}" d="M{8 + 18 * i} {60 - 56 * share:.1f}h12V60h-12z"/>'
        for i, share in enumerate(shares)
    )


GLOSSARY = (
    Term(
        "gain|gains",
        "How strongly one stored pattern is turned up, p; the gains of all patterns are positive and add up to 1, so "
        "that one can only win what others lose.",
        _bars(0.75, 0.05, 0.08, 0.03, 0.05, 0.02, 0.01, 0.01) + '<path class="ink" d="M4 60H156"/>',
    ),
    Term(
        "primed|prime",
        "Favoured before it is asked for: at the start one memory has more of the gains than the others, which biases "
        "what is recalled though no coupling has been learnt.",
        _bars(0.2, 0.7, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, lit=1) + '<path class="ink" d="M4 60H156"/>',
    ),
    Term(
        "simplex",
        "All ways to share 1 among the patterns: of three it is a triangle, whose corners are one pattern alone and "
        "whose middle is all alike.",
        '<path class="ink" d="M80 4 120 60H40z"/><path class="ink" d="M80 41 Q70 52 48 57"/>'
        '<circle class="faint" cx="80" cy="41" r="3"/><circle class="lit" cx="47" cy="57" r="5"/>',
    ),
    Term(
        "attention|self-attention",
        "Compare what is asked, q, with every key k, and share 1 among the keys by softmax(q·k/T): how a transformer "
        "chooses what to look at.",
        '<path class="lit" d="M18 24h16v16H18z"/><path class="ink" d="M38 32 92 12M38 32 92 32M38 32 92 52"/>'
        '<path class="faint" d="M96 6h12v12H96zM96 46h12v12H96zM114 8h6v8h-6zM114 48h9v8h-9z"/>'
        '<path class="lit" d="M96 26h12v12H96zM114 28h40v8h-40z"/>',
    ),
    Term(
        "perplexity",
        "How many patterns share the gains, as if all that do had equal parts: 1 when one has them all, K when none is "
        "preferred.",
        _bars(0.95, 0.03, 0.03, 0.03) + '<g transform="translate(80)">' + _bars(0.3, 0.3, 0.3, 0.3, lit=-1) + "</g>"
        '<path class="ink" d="M4 60H72M84 60H156"/>',
    ),
    Term(
        "overlap|overlaps",
        "How alike two pictures are, from pixel to pixel: 1 where all agree, 0 where half do, −1 for the negative.",
        "".join(
            f'<path class="{"lit" if same else "faint"}" d="M{x + 12 * (i % 4)} {8 + 12 * (i // 4)}h11v11h-11z"/>'
            for x in (26, 86)
            for i, same in enumerate(
                (1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1)
                if x == 26
                else (1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1)
            )
        ),
    ),
    Term(
        "energy",
        "A height ℒ that belongs to every state: left to itself, without noise, a memory rolls downhill, and what it "
        "remembers is the bottom of a valley.",
        '<path class="ink" d="M4 14C30 14 34 56 56 56S76 28 92 28 108 46 122 46 140 12 156 12"/>'
        '<circle class="lit" cx="56" cy="50" r="6"/><circle class="faint" cx="24" cy="14" r="6"/>',
    ),
    Term(
        "T_c",
        "A memory's own scale of temperature: with gains it is where a perfect match has about half of the attention, "
        "while recall may end below it or well above; in the binary Hopfield network it is 1, above which nothing is "
        "held.",
        '<path class="ink" d="M4 60H156"/><path class="lit" d="M6 8C60 8 66 10 76 32"/>'
        '<path class="faint line" d="M76 32C86 54 92 56 154 56"/><path class="ink dashed" d="M76 4V60"/>',
    ),
    Term(
        "load",
        "How many patterns the network has to hold, K; for each of its N neurons that is α = K/N, and the more there "
        "are, the more they get in each other's way.",
        "".join(
            f'<path class="{"lit" if i == 0 else "faint"} cut" d="M{20 + 12 * i} {4 + 3 * i}h32v32H{20 + 12 * i}z"/>'
            for i in reversed(range(8))
        ),
    ),
)


def glossary() -> list[dict]:
    """The entries in plain types."""
    return [
        {"forms": _(term.forms).split("|"), "sentence": _(term.sentence), "picture": term.picture} for term in GLOSSARY
    ]
