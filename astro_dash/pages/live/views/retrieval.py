"""Target, cue, and the state of each racing system as images."""

import numpy as np
from bokeh.models import LinearColorMapper, Range1d

from ....engine.models import MODELS
from ....words import _
from ...style import plain
from .base import Plot, View

GREYS = [f"#{i:02x}{i:02x}{i:02x}" for i in range(255, -1, -1)]  # the browser turns them over on a dark ground


def _image(kind: str, array: str, **words) -> Plot:
    fig = plain(x_range=Range1d(0, 1), y_range=Range1d(0, 1), min_border=0)
    fig.update(min_width=16, min_height=16)  # a phone has four beside each other
    fig.axis.visible = False
    fig.grid.visible = False
    plot = Plot(fig, **words)
    source = plot.source(image=[np.zeros((1, 1), np.uint8)])
    mapper = LinearColorMapper(palette=GREYS, low=0, high=255, name="greys")
    fig.image("image", x=0, y=0, dw=1, dh=1, source=source, color_mapper=mapper)
    plot.feed(kind, source, array=array)
    return plot


def plots() -> list[Plot]:
    return [
        _image("picture", "picture:target", heading=_("Target")),
        _image("picture", "picture:cue", heading=_("Cue"), role="cue"),
        *(_image("image", f"image:{key}", heading=_(MODELS[key].title), system=key, role=key) for key in MODELS),
    ]


VIEW = View(
    "retrieval", "Which memory comes back?",
    "Each memory starts from the same damaged cue and tries to restore the target. Click or drag on the cue to flip "
    "its pixels; click a running memory to knock it.",
    plots,
)  # fmt: skip
