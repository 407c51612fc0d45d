"""The plain way, to compare with: a periodic callback that puts each frame into ColumnDataSources.

The same engine and the same 8x8 digits, on four plots (trajectory, energy, two images). Served by
`python -m tests.bench.plain --port P`.
"""

from __future__ import annotations

import argparse

import numpy as np
from bokeh.layouts import column, gridplot
from bokeh.models import ColumnDataSource, Slider
from bokeh.plotting import figure
from bokeh.server.server import Server

from astro_dash.engine import Parameters, Run
from astro_dash.engine.measures import observe
from astro_dash.engine.patterns import corrupt, draw

MILLISECONDS = 33


class Plain:
    """One tab."""

    def __init__(self, document):
        self.load = Slider(start=1, end=400, value=100, title="Memory load", name="load")
        self.load.on_change("value", lambda attr, old, new: self.begin())
        self.line = ColumnDataSource({"time": [], "overlap": [], "energy": []}, name="line")
        self.image = ColumnDataSource({"cue": [np.zeros((8, 8))], "state": [np.zeros((8, 8))]}, name="image")
        plots = [figure(width=350, height=250) for _ in range(4)]
        plots[0].line("time", "overlap", source=self.line)
        plots[1].line("time", "energy", source=self.line)
        plots[2].image("cue", 0, 0, 1, 1, source=self.image)
        plots[3].image("state", 0, 0, 1, 1, source=self.image)
        document.add_root(column(self.load, gridplot(plots, ncols=2)))
        self.begin()
        document.add_periodic_callback(self.frame, MILLISECONDS)

    def begin(self):
        patterns = draw("digits", self.load.value, seed=4).patterns
        self.cue = corrupt(patterns[0], 13, 4)
        self.run = Run(patterns, self.cue, "astro", Parameters(tau_p=0.03, dt=0.002), rest=None)
        self.line.data = {"time": [], "overlap": [], "energy": []}

    def frame(self):
        if self.run.step > 300:
            self.begin()
        seen = observe(self.run.model, self.run.advance(1), 0)
        self.line.stream({"time": seen.time, "overlap": seen.overlap[:, 0], "energy": seen.energy})
        self.image.data = {"cue": [self.cue.reshape(8, 8)], "state": [seen.rate[0].reshape(8, 8)]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    server = Server({"/": Plain}, port=parser.parse_args().port)
    server.run_until_shutdown()
