"""Documents of different tabs do not mix, whatever goes wrong in one and whatever is drawn beside."""

import subprocess
import sys

import pytest
from bokeh.io import doc

from .real import ROOT

# A context of its own is what each thread has, each task and each callback of the event loop
CODE = """
import contextvars
from concurrent.futures import ThreadPoolExecutor
from bokeh.document import Document
from bokeh.io import curdoc
from bokeh.io.doc import patch_curdoc
{tune}
usual, one, two = curdoc(), Document(), Document()

def fails():
    with patch_curdoc(one):
        raise ValueError

def now():
    try:
        return {{id(usual): "usual", id(one): "one", id(two): "two"}}[id(curdoc())]
    except RuntimeError:
        return "gone"

first, second, context = patch_curdoc(one), patch_curdoc(two), contextvars.copy_context()
first.__enter__()
thread = ThreadPoolExecutor(1).submit(now).result()
context.run(second.__enter__)
first.__exit__(None, None, None)
turns = context.run(now)
context.run(second.__exit__, None, None, None)
try:
    contextvars.copy_context().run(fails)
except ValueError:
    pass
print(thread, turns, now())
"""


PLAIN = "one one one" if isinstance(doc._PATCHED_CURDOCS, list) else "usual two usual"  # of Bokeh from 3.10 on


@pytest.mark.parametrize(
    ("tune", "found"), [("", PLAIN), ("from astro_dash.server import tune; tune()", "usual two usual")],
    ids=["plain", "tuned"],
)  # fmt: skip
def test_threads_and_tasks_have_their_own(tune, found):
    """A thread has none, of two that take turns each has its own to the end, and an error leaves none behind."""
    code = CODE.format(tune=tune)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == found


def test_a_figure_is_drawn_in_no_visitors_document():
    """Nor is it kept by the one that a process has always."""
    import holoviews as hv
    from bokeh.document import Document
    from bokeh.io import curdoc
    from bokeh.io.doc import patch_curdoc

    from astro_dash.pages.rendered import rendered

    visitors = Document()
    theme, kept = visitors.theme, len(curdoc().session_destroyed_callbacks)
    with patch_curdoc(visitors):
        rendered(hv.Curve([1, 2, 3]))
    rendered(hv.Curve([1, 2, 3]))
    assert visitors.theme is theme and not visitors.session_destroyed_callbacks
    assert len(curdoc().session_destroyed_callbacks) == kept
