"""The house style of Bokeh figures."""

from bokeh.plotting import figure

from .theme import EM, FONT, NEUTRAL


def plain(**options) -> figure:
    """An empty figure in the house style."""
    return dressed(figure(tools="", **options))


def dressed(fig: figure) -> figure:
    """The figure in the house style: see-through, as large as its box, no toolbar, no gridlines but faint ones. The
    page gives the texts its colours."""
    fig.update(
        sizing_mode="stretch_both", width=None, height=None, min_width=80, min_height=60, toolbar_location=None,
        background_fill_alpha=0, border_fill_alpha=0, outline_line_color=None,
    )  # fmt: skip
    fig.grid.grid_line_color = NEUTRAL
    fig.grid.grid_line_alpha = 0.18
    for axis in fig.axis:
        axis.axis_line_color = axis.major_tick_line_color = NEUTRAL
        axis.minor_tick_line_color = None
        axis.major_label_text_font = axis.axis_label_text_font = FONT
        axis.major_label_text_font_size = axis.axis_label_text_font_size = EM
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_standoff = 4
    return fig
