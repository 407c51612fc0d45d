"""Figure 5: in what runs end, and when, by how much slower the gains are than the neurons."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from ...study.ends import MIRROR, MIXTURE, RIVAL, TARGET, UNFINISHED
from ...study.paper import FIGURES, OF_ENDS
from ...words import _, number
from .claim import percent
from .drawn import item, level
from .ended import as_one, ended_words, swept_words
from .facts import ratios

DRAWN = 12  # draws of each ratio and sweep that are drawn as points
# In this order from below: Okabe and Ito's colours, as everywhere; the figure's numbers have them in words.
COLOURS = {TARGET: "#009E73", RIVAL: "#D55E00", MIRROR: "#CC79A7", MIXTURE: "#0072B2", UNFINISHED: "#888888"}
MARKERS = ("circle", "triangle")


def raced(data: dict) -> tuple[list, list]:
    """Panels: when and in what runs of either sweep end, and the shares of the ends in each; the keys of the "
      "colours."""
    keys = [{"colour": colour, "words": ended_words()[end]} for end, colour in COLOURS.items()]
    parts = list(zip(OF_ENDS, swept_words(), strict=True))
    return [_times(data), *(_shares(data[part]["end"][0], words) for part, words in parts)], keys


def _axes(**options) -> dict:
    x = ratios()
    return {
        "logx": True, "xlabel": _("gain time over neuron time, τ_p/τ_x"), "default_tools": [], "show_legend": False,
        "show_grid": True, "xlim": (x[0] / 1.3, x[-1] * 1.3),
    } | options  # fmt: skip


def _times(data: dict) -> dict:
    horizon, x = FIGURES["5"].plan().horizon, np.array(ratios())
    title, marks, said = _("When they rest, and in what"), [level(horizon)], []
    for part, marker, shift in zip(OF_ENDS, MARKERS, (0.96, 1.04), strict=True):
        end, time = as_one(data[part]["end"][0][:, :DRAWN]), data[part]["time"][0][:, :DRAWN]
        place = np.broadcast_to(shift * x[:, None], end.shape)
        when = np.where(np.isnan(time), 1.25 * horizon, np.maximum(time, 0.05))
        for kind, colour in COLOURS.items():
            which = end == kind
            dots = hv.Points((place[which], when[which]), ["x", "y"])
            marks.append(dots.opts(color=colour, marker=marker, size=4, alpha=0.7, line_alpha=0))
    for i in (0, len(x) // 2, len(x) - 3):
        if np.isfinite(data["5"]["time"][0][i]).any():
            median = number(round(float(np.nanmedian(data["5"]["time"][0][i])), 2), "g")
            said.append(_("{value} at {place}", value=median, place=f"τ_p/τ_x = {number(x[i], 'g')}"))
    plot = hv.Overlay(marks).opts(**_axes(logy=True, ylabel=_("time to rest / τ_x"), ylim=(0.04, 1.6 * horizon)))
    return item(plot, title, _("{title}: median {values}.", title=title, values="; ".join(said)))


def _shares(end: np.ndarray, title: str) -> dict:
    """Shares of the ends, one on top of the other."""
    done = np.isfinite(end).all(-1)
    x, kinds = np.array(ratios())[done], as_one(end[done])
    below, areas = np.zeros(len(x)), []
    for kind, colour in COLOURS.items():
        above = below + (kinds == kind).mean(-1) if len(x) else below
        areas.append(hv.Area((x, below, above), "ratio", ["low", "high"]).opts(color=colour, alpha=0.85, line_alpha=0))
        below = above
    said = [
        _("{share} in {end}", share=percent((kinds[i] == kind).mean()), end=words) + f" ({number(x[i], 'g')})"
        for i in sorted({0, max(len(x) - 3, 0)}) if len(x)
        for kind, words in ended_words().items() if (kinds[i] == kind).any()
    ]  # fmt: skip
    plot = hv.Overlay(areas).opts(**_axes(ylabel=_("share of the draws"), ylim=(0, 1)))
    return item(plot, title, _("{title}: {values}.", title=title, values="; ".join(said)))
