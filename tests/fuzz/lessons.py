"""Lessons: the Markdown files of strangers, read beside the event loop but with the interpreter's lock."""

from __future__ import annotations

from functools import cache

from astro_dash import pages  # noqa: F401  which knows what a lesson may name
from astro_dash.lessons import LIBRARY, MOST_BYTES, Broken, parse
from astro_dash.shipped import asset

WORDS = tuple(
    text.encode()
    for text in (
        "~~~show\n", "~~~guess\n", "~~~task\n", "~~~reveal\n", "~~~facts\n", "~~~\n", "---\n", "## ", "# ", "> ", "- ",
        "1. ", "$E$", "$$x^2$$", "$\\frac{a}{b}$", "\\sum", "\\left(", "{" * 50, "[" * 50, "*" * 50, "`", "[a](b)",
        "![a](b)", "<div>", "state: {load: 5}\n", "when: {rest: yes}\n", "&a [*a]", "*a", "!!python/object:os.system x",
        "? ", ": ", "{a: {a: {a: {a: 1}}}}", "hide: [load]\n", "page: explore\n",
        "number: {low: 0, high: 1, right: 0, within: 0, why: x}\n", "<<: *a", "1e999", "0o7", "2001-01-01", "\u2028",
        "|\n  ", ">\n  ", "!!binary AAAA", "!!set {a}", "%TAG ! x\n", "...\n",
    )
)  # fmt: skip


@cache
def seeds() -> list[bytes]:
    files = sorted(asset("lessons").glob("*.md"))
    return [file.read_bytes() for file in files] + [_short(file.read_bytes()) for file in files]


def _short(data: bytes) -> bytes:
    """Its first step."""
    return b"\n## ".join(data.split(b"\n## ")[:2])


def make(mutator) -> bytes:
    return mutator.torn(seeds(), WORDS, 4)[: MOST_BYTES + 9]


def take(data: bytes) -> list[str]:
    try:
        parse(data, "valley.md", LIBRARY.knows(), "own", "").told()
    except Broken as broken:
        return [str(fault) for fault in broken.faults]
    return []
