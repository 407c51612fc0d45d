"""Figure 4: the plane of load and noise."""

from __future__ import annotations

from collections.abc import Callable

import holoviews as hv
import numpy as np
from bokeh.palettes import Cividis256

from ...engine.models import MODELS
from ...words import _, number
from ..theme import COLOURS
from .claim import percent
from .drawn import item
from .of_plane import named
from .plane import CUE, HOPFIELD, lead, values

SHADES = 64
GREY = "#666666"  # of doing nothing


def planes(data: dict, switches: dict) -> tuple[list, list]:
    """A measure of each memory and of the cue itself, and how much better the gated memory is than each other; the
    scales of their colours."""
    measure, hopfield = switches["measure"], HOPFIELD[switches["diagonal"]]
    whole, others = data["4"], (hopfield, "naam", CUE)
    exact = measure == "accuracy"
    means = {key: values(data, key, measure).mean(-1) for key in ("astro", *others)}
    most = 1.0 if exact else float(np.ceil(max(np.nanmax(mean, initial=1.0) for mean in means.values())))
    said = _share if exact else _wrong
    panels = [_plane(whole, _titled(key), mean, Cividis256, (0, most), said) for key, mean in means.items()]
    high = (
        _("all recalled, of {draws} draws", draws=whole.sizes["draw"]) if exact
        else _("{most} pixels wrong, mean of {draws} draws", most=number(most, "g"), draws=whole.sizes["draw"])
    )  # fmt: skip
    scales = [{"low": "0", "high": high, "colours": list(Cividis256[::16]), "after": len(panels)}]
    leads = {key: (1 if exact else -1) * lead(data, key, measure).mean(-1) for key in others}  # in what is measured
    seen = [np.abs(d[np.isfinite(d)]) for d in leads.values()]
    most = 1.0 if exact else float(np.ceil(max(np.percentile(d, 99) if d.size else 1.0 for d in seen)))  # few go beyond
    last = len(panels) + len(leads)
    for key, less in leads.items():
        colour = GREY if key == CUE else COLOURS[key.removesuffix("-zero")]
        title, shades = f"{_titled('astro')} − {_titled(key)}", _between(COLOURS["astro"], colour)
        drawn = shades[::-1] if exact else shades
        panels.append(_plane(whole, title, less, drawn, (-most, most), _less if exact else _more))
        ends = {"low": _("{title} is better: {most} and more", title=_titled("astro"), most=number(most, "g")),
                "high": _("{most} and more: {title} is better", title=_titled(key), most=number(most, "g"))}
        scales.append(ends | {"colours": shades, "after": last})
    return panels, scales


def _titled(key: str) -> str:
    return _(MODELS[key].title) if key == "astro" else capital(named(key))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _plane(dataset, title: str, values, palette, limits, said: Callable[[float], str]) -> dict:
    loads = dataset["load"].values
    flips = np.rint(dataset["noise"].values * dataset.attrs["neurons"])
    unit = _("recalled") if said in (_share, _less) else _("pixels")
    mesh = hv.QuadMesh((loads, flips, values.T), ["K", "n"], "value").opts(
        cmap=list(palette), clim=limits, colorbar=False, line_alpha=0, tools=["hover"], default_tools=[],
        hover_tooltips=[("K", "@K"), ("n", "@n"), (unit, "@value{0.00}")], show_grid=False,
        xlabel=_("memory load K"), ylabel=_("flipped pixels n"), yticks=[0, 2, 4, 6, 8, 10],
    )  # fmt: skip
    at = [
        _("{value} at {place}", value=said(values[k, n]), place=f"K = {loads[k]}, n = {flips[n]:g}")
        for k in (3, 14, 23)
        for n in (2, 7)
        if np.isfinite(values[k, n])
    ]
    return item(mesh, title, f"{title}: {'; '.join(at)}.")


def _wrong(value: float) -> str:
    return _("{value} pixels wrong", value=number(value, ".1f"))


def _more(value: float) -> str:
    return _("{value} pixels", value=number(round(value, 1) + 0.0, "+.1f"))


def _share(value: float) -> str:
    return _("{share} recalled", share=percent(value))


def _less(value: float) -> str:
    return _("{share} recalled", share=f"{100 * round(value, 2) + 0.0:+.0f} %")


def _between(one: str, other: str) -> list[str]:
    """Shades from one colour to the other, by way of none."""
    half = [f"{round(255 * (1 - (i + 0.5) / (SHADES / 2))):02x}" for i in range(SHADES // 2)]
    return [one + alpha for alpha in half] + [other + alpha for alpha in reversed(half)]
