"""The web server of the page: every default of Bokeh's, Panel's and Tornado's server that is changed, and every door
that is shut, with the reason.

`tune` changes what a whole process shares, and reaches servers that run already, so that `panel serve app.py` (where
the first page imports the app) gets the same as `serve`. It is for a process that serves this page: another app in it
is held to the same. What only a starting server can set is in `serve`.

defaults     what is faster, smaller or sooner than Bokeh and Panel have it; static: compressed files
allowed      how many, and in whose frames
doors        which requests are answered at all: hosts, addresses, methods, sessions, and how many
connections  what a client may keep open, and for how long
messages     what a browser may say on its socket
replies      headers, errors, and how much is written to the log; logs: how, and without what
readiness    whether it takes visitors; metrics: what it has counted; ending: how it stops

Set OPENBLAS_NUM_THREADS=1 before numpy is loaded, or the products of one tab take all cores from the others.
`python -m astro_dash` can do so itself at the top of `__main__`, as long as `astro_dash/__init__` loads no numpy. In
`app.py` it is too late, because `panel serve` has loaded numpy by then: it belongs in the environment
(`OPENBLAS_NUM_THREADS=1 panel serve app.py`).
"""

from .serve import serve
from .tune import asked_again, tune

__all__ = ["asked_again", "serve", "tune"]
