"""What HoloViews makes of a plot, in a document of its own. It would take the one that Bokeh is at just then: beside
the event loop that is any visitor's, whose theme it would set, and which would keep the plot."""

from __future__ import annotations

import holoviews as hv
import holoviews.plotting.bokeh  # registers the backend

_renderer = hv.renderer("bokeh").instance()
_renderer.notebook_context = True  # where it takes a document of its own


def rendered(plot):
    """Bokeh's figure of a plot."""
    return _renderer.get_plot_state(plot)
