"""Wait against load, as a picture that is readable in the light and in the dark."""

from __future__ import annotations

from math import log10
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 620, 300, 64, 150, 42, 46
LINES = ("median", "99 of 100", "worst")  # of `hands`
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #333 } .title { font-weight: 600 }
    .grid { stroke: #ddd } path { fill: none; stroke-width: 2.5 } circle { stroke: none }
    .l0 { stroke: #1b6ca8; fill: #1b6ca8 } .l1 { stroke: #b26a00; fill: #b26a00 } .l2 { stroke: #b3261e; fill: #b3261e }
    path.l0, path.l1, path.l2 { fill: none } text.l0, text.l1, text.l2 { stroke: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #ddd } .grid { stroke: #444 }
      .l0 { stroke: #7cc0f0; fill: #7cc0f0 } .l1 { stroke: #f0b060; fill: #f0b060 }
      .l2 { stroke: #ff8a80; fill: #ff8a80 }
    }
"""


def overload(path: Path, seen: dict) -> None:
    """Draw what push.py has found: of each multiple of the capacity, how long hands waited."""
    pushed, waits = seen["pushed"], [wait for each in seen["pushed"] for wait in each["hands"]]
    low, high = _decade(min(waits)), _decade(max(waits)) + 1

    def x(i: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * i / max(1, len(pushed) - 1)

    def y(wait: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (log10(max(wait, 1e-3)) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img"><title>{_words(seen)}</title><style>{STYLE}</style>',
        f'<text class="title" x="{LEFT}" y="22">Wait for the answer to a hand</text>',
    ]
    for power in range(low, high + 1):
        parts += [
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(10**power):.1f}" y2="{y(10**power):.1f}"/>',
            f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:g} s</text>',
        ]
    for i, each in enumerate(pushed):
        told = f"{each['times']:g}×"
        parts.append(f'<text x="{x(i):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{told}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">of the capacity asked for</text>')
    ends = [y(pushed[-1]["hands"][k]) for k in range(len(LINES))]
    for k in reversed(range(len(LINES))):
        points = [(x(i), y(each["hands"][k])) for i, each in enumerate(pushed)]
        parts.append(f'<path class="l{k}" d="M{" L".join(f"{a:.1f} {b:.1f}" for a, b in points)}"/>')
        parts += [f'<circle class="l{k}" cx="{a:.1f}" cy="{b:.1f}" r="3.5"/>' for a, b in points]
        if k < len(LINES) - 1:  # words do not cover each other: the worst is the highest
            ends[k] = max(ends[k], ends[k + 1] + 16)
    for k, end in enumerate(ends):
        told = f"{LINES[k]}, {pushed[-1]['hands'][k]:.2g} s"
        parts.append(f'<text class="l{k}" x="{WIDTH - RIGHT + 12}" y="{end + 4:.1f}">{told}</text>')
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _decade(wait: float) -> int:
    return int(log10(max(wait, 1e-3)) // 1)


def _words(seen: dict) -> str:
    told = "; ".join(
        f"{each['times']:g} times the capacity: {each['hands'][0]:.2g} s, {each['hands'][2]:.2g} s at worst"
        for each in seen["pushed"]
    )
    return f"Wait for the answer to a hand. {told}."
