"""What theory says of a map: the lines over it, on axes whose cells are counted from 0, and their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf, isfinite, log10, nan

import numpy as np

from ...engine.bounds import hopfield_capacity, ideal_accuracy, knowing_accuracy
from ...engine.models import MODELS
from ...engine.parameters import Parameters
from ...store import n_neurons
from ...words import _, number
from .form import SCALES

POINTS = 81  # of a curve
PREDICTED = "astro"  # by the mirrored form


@dataclass(frozen=True)
class Bound:
    """A line through the points x, y (NaN where it leaves the map); `key` is its style."""

    key: str
    words: str
    x: tuple
    y: tuple


class Axis:
    """Values to places: cell i reaches from i - 1/2 to i + 1/2."""

    def __init__(self, name: str, values: tuple):
        self.name, self.values, self.log = name, values, name in SCALES and SCALES[name].log
        known = [(self._along(v), i) for i, v in enumerate(values) if isfinite(self._along(v))]
        self.t, self.i = np.array(known, float).T if known else np.empty((2, 0))
        self.usable = len(known) > 1 and bool((np.diff(self.t) > 0).all())

    def _along(self, value) -> float:
        if not self.log:
            return float(value)
        return log10(value) if value > 0 else -inf

    def place(self, value: float) -> float:
        """NaN beyond the last cells."""
        t, (i, known) = self._along(value), (self.i, self.t)
        if not known[0] <= t <= known[-1]:
            end, step = (0, known[1] - known[0]) if t < known[0] else (-1, known[-1] - known[-2])
            place = i[end] + (t - known[end]) / step
            return place if abs(place - i[end]) <= 0.5 else nan
        return float(np.interp(t, known, i))

    def value(self, place: float) -> float:
        """Between the cells as `place` has it, and on to the ends of the outer ones."""
        i, known = self.i, self.t
        end, step = (0, known[1] - known[0]) if place < i[0] else (-1, known[-1] - known[-2])
        t = np.interp(place, i, known) if i[0] <= place <= i[-1] else known[end] + (place - i[end]) * step
        return float(10**t if self.log else t)

    def places(self) -> np.ndarray:
        return np.linspace(self.i[0] - 0.5, self.i[-1] + 0.5, POINTS)


def bounds(plan, systems: tuple[str, ...], measure: str) -> list[Bound]:
    """The bounds that mean something on these axes, for what is shown."""
    axes = [Axis(name, values) for name, values in plan.grid.items()]
    if not all(axis.usable for axis in axes):
        return []
    values = plan.values(0)
    free = {axis.name for axis in axes}
    random = values["patterns"] == "random" and not ({"patterns", "correlation"} & free) and not values["correlation"]
    random = random and "own" not in values
    found = []
    if random and free & {"load", "noise", "neurons"}:
        shares = (0.5, 0.9) if measure == "accuracy" else (0.5,)
        found += [_decoded(axes, values, "ideal" if share == 0.5 else "ideal-high", share) for share in shares]
        found += [_decoded(axes, values, "mirrored", 0.5)] if PREDICTED in systems else []
        found.append(_decoded(axes, values, "knowing", 0.5))
    if random and free & {"load", "neurons"}:
        words = _(
            "K = {capacity} N: beyond it Hopfield's network without self-coupling holds no memory (many neurons, "
            "zero temperature); with it, far beyond, the network hands back nearly any cue as it is",
            capacity=number(hopfield_capacity(), ".3f"),
        )  # fmt: skip
        found.append(_line(axes, values, "hopfield", words, {"load": _capacity, "neurons": _needed}))
    scales = [key for key in systems if _critical(key, values) > 0] if "temperature" in free else []
    for style, key in zip(("routing", "routing-too"), scales, strict=False):
        found.append(_line(axes, values, style, _scale(key), {"temperature": partial(_critical, key)}))
    return [bound for bound in found if np.isfinite(np.array(bound.x) + bound.y).any()]


def _scale(key: str) -> str:
    """What a system's own temperature marks."""
    title = _(MODELS[key].title)
    if not MODELS[key].gated:
        return _(
            "T = 1 of {title}: above it no memory is held, however few are stored (many neurons); with more of them it "
            "is lost sooner", title=title,
        )  # fmt: skip
    return _(
        "T_c of {title}: here a target that is matched has about half of the attention; recall may end below it or "
        "well above, as the colours show", title=title,
    )  # fmt: skip


def _capacity(values: dict) -> float:
    return hopfield_capacity() * n_neurons(values)


def _needed(values: dict) -> float:
    return values["load"] / hopfield_capacity()


def _critical(key: str, values: dict) -> float:
    size = max(1, round(values["load"])), max(1, round(n_neurons(values)))
    return MODELS[key](np.broadcast_to(1.0, size), Parameters()).critical_temperature or nan


DECODERS: dict[str, Callable[..., float]] = {
    "ideal": ideal_accuracy,
    "ideal-high": ideal_accuracy,
    "mirrored": partial(ideal_accuracy, mirrored=True),
    "knowing": knowing_accuracy,
}  # by the style of the line


def _decoded(axes, values, key: str, share: float) -> Bound:
    words = {
        "ideal": _(
            "Ideal observer, which names the nearest memory, the likeliest one where each pixel flips on its own: here "
            "it recalls half of the cues"
        ),
        "ideal-high": _("Ideal observer: here it recalls {percent} % of the cues", percent=f"{100 * share:.0f}"),
        "mirrored": _(
            "Prediction for {title} at low temperature with fast gains, no bound: half of the cues are nearest to "
            "their memory among all memories and their negatives", title=_(MODELS[PREDICTED].title),
        ),
        "knowing": _(
            "Who knows how many pixels are flipped recalls half of the cues here; of memories that are stored once, "
            "nobody recalls more"
        ),
    }[key]  # fmt: skip
    rules = {name: lambda v, name=name: _crossing(key, v, name, share) for name in ("noise", "load", "neurons")}
    return _line(axes, values, key, words, rules)


def _crossing(key: str, values: dict, name: str, share: float) -> float:
    """The value of a choice at which a decoder recalls that share of its cues, all the others as they are: of noise the
    first, for who knows it recalls more again where nearly all is flipped."""
    most = 0.5 if key == "knowing" else 1.0
    low, high = {"noise": (0.0, most), "load": (1.0, 2000.0), "neurons": (1.0, 1024.0)}[name]
    rises = name == "neurons"
    if (_recalled(key, values | {name: low}) > share) == (_recalled(key, values | {name: high}) > share):
        return nan
    for _again in range(24):
        middle = (low + high) / 2
        above = _recalled(key, values | {name: middle}) > share
        low, high = (middle, high) if above != rises else (low, middle)
    return (low + high) / 2


def _recalled(key: str, values: dict) -> float:
    """A decoder's share, between whole numbers of flips and of patterns as the line between them."""
    n = max(1, round(n_neurons(values)))
    k, more = divmod(max(1.0, values["load"]), 1)
    low, part = divmod(values["noise"] * n, 1)
    corners = [
        (weight * share, DECODERS[key](n, int(k) + i, min(int(low) + j, n), copies=True))
        for i, weight in ((0, 1 - more), (1, more))
        for j, share in ((0, 1 - part), (1, part))
        if weight * share
    ]
    return sum(weight * right for weight, right in corners)


def _line(axes, values, key, words, rules: dict[str, Callable[[dict], float]]) -> Bound:
    """The line on which a rule gives the value of its axis from the value of the other one."""
    solved = next(axis for name in rules for axis in axes if axis.name == name)
    other = axes[1] if solved is axes[0] else axes[0]
    along = other.places()
    across = []
    for place in along:
        found = rules[solved.name](values | {other.name: other.value(place)})
        across.append(solved.place(found) if isfinite(found) else nan)
    points = (along, across) if other is axes[0] else (across, along)
    return Bound(key, words, *(tuple(map(float, p)) for p in points))
