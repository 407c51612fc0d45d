"""How a figure of the page is dressed, and handed to the browser."""

from __future__ import annotations

import holoviews as hv
import holoviews.plotting.bokeh  # registers the backend
from bokeh.core.properties import value
from bokeh.embed import json_item
from bokeh.models import GlyphRenderer, Text

from ..rendered import rendered
from ..style import dressed
from ..theme import EM, FONT, NEUTRAL

hv.Store.set_current_backend("bokeh")


def item(plot, title: str, alt: str) -> dict:
    return {"title": title, "alt": alt, "item": json_item(_dressed(rendered(plot)))}


def _dressed(fig):
    """In the house style, text in the page's ink."""
    dressed(fig).title = None
    fig.min_border_left = 56
    for renderer in fig.select(GlyphRenderer):
        if isinstance(renderer.glyph, Text):
            renderer.name, renderer.glyph.text_font = "ink", value(FONT)
    return fig


def words(x, y, said, **options):
    """A text in the plot."""
    options = {"text_align": "left", "text_baseline": "bottom"} | options
    return hv.Labels([(x, y, said)]).opts(text_font_size=EM, **options)


def level(y):
    return hv.HLine(y).opts(color=NEUTRAL, line_dash="dashed", line_width=1)
