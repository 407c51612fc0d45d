"""One row for each thing that was measured, and the plain table of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """held: None where there is no goal, only a number to compare with."""

    what: str
    measured: str
    goal: str = ""
    held: bool | None = None

    @property
    def verdict(self) -> str:
        return {None: "", True: "yes", False: "NO"}[self.held]


def below(what: str, value: float, limit: float, unit: str, digits: int = 1) -> Row:
    """A row whose goal is to stay below a limit."""
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"< {limit:g} {unit}".strip(), value < limit)


def at_least(what: str, value: float, limit: float, unit: str, digits: int = 0) -> Row:
    """A row whose goal is to reach a limit."""
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"≥ {limit:g} {unit}".strip(), value >= limit)


def show(rows: list[Row]) -> str:
    """All rows under one head."""
    cells = [("what", "measured", "goal", "held?")] + [(r.what, r.measured, r.goal, r.verdict) for r in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
