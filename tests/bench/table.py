"""One row for each thing that was measured, and the plain table of them."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = "what", "measured", "goal", "held?", "÷ product", "÷ loop"
WIDTHS = 92, 20, 18, 5, 9, 7
SECONDS = {"s": 1.0, "ms": 1e-3}


@dataclass(frozen=True)
class Row:
    """held: None where there is no goal, only a number to compare with. seconds: None for what is no time."""

    what: str
    measured: str
    goal: str = ""
    held: bool | None = None
    seconds: float | None = None

    def cells(self, reference) -> tuple[str, ...]:
        """With the time, if it is one, in those of the two references."""
        verdict = {None: "", True: "yes", False: "NO"}[self.held]
        ratios = ("", "")
        if self.seconds is not None:
            ratios = (self.seconds / one for one in (reference.product, reference.loop))
            ratios = tuple(f"{ratio:.0f}" if ratio >= 1000 else f"{ratio:.3g}" for ratio in ratios)
        return self.what, self.measured, self.goal, verdict, *ratios


def below(what: str, value: float, limit: float, unit: str, digits: int = 1, seconds: float | None = None) -> Row:
    """A row whose goal is to stay below a limit."""
    seconds = value * SECONDS[unit] if unit in SECONDS else seconds
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"< {limit:g} {unit}".strip(), value < limit, seconds)


def at_least(what: str, value: float, limit: float, unit: str, digits: int = 0, seconds: float | None = None) -> Row:
    """A row whose goal is to reach a limit."""
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"≥ {limit:g} {unit}".strip(), value >= limit, seconds)


def line(cells) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
