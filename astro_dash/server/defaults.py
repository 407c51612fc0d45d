"""Defaults of Bokeh's and Panel's server that cost time, memory or bytes. Every change has a test which fails when an
upgrade makes it needless."""

import functools
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import Barrier

import numpy as np
import panel as pn
from bokeh.io import doc
from bokeh.server import session
from bokeh.server.contexts import ApplicationContext
from bokeh.server.tornado import BokehTornado
from bokeh.server.views.ws import WSHandler

PING = 20
"""Seconds between two pings, and for the answer to one."""

SWITCH = 0.001
"""Seconds that one thread may keep from the others. The loop gives its turn away at every socket it reads or writes,
and with Python's 5 ms, beside a thread that draws a figure or packs a file, each message takes half as long again."""

PRODUCTS = 4
"""Threads that compute at once: the event loop's, long runs, words, figures."""

UNUSED_BUNDLES = ("bokeh-gl", "bokeh-mathjax")
"""Parts of BokehJS that no page of ours needs. Panel's own script does not load without widgets and tables."""


def apply() -> None:
    """Change them for this process."""
    _keep_documents_apart()
    _stay_on_the_loop()
    _send_at_once()
    _notice_dead_clients()
    _leave_out_bundles()
    _have_room_for_products()
    _keep_modules_from_the_collector()
    sys.setswitchinterval(SWITCH)
    pn.config.browser_info = False  # a model and seven messages a page, of which nothing is used


def _keep_documents_apart() -> None:
    # Before 3.10 Bokeh has one stack of documents that are acted on. A thread that draws meanwhile would draw into a
    # visitor's; of two requests that take turns each ends with the other's; and an error leaves its own there for ever,
    # so that once its session is gone no figure of the process can be drawn any more.
    if isinstance(doc._PATCHED_CURDOCS, list):
        doc._PATCHED_CURDOCS = _Stack()


class _Stack:
    """As much of a list as Bokeh uses, for each thread and task its own."""

    _now: ContextVar[tuple] = ContextVar("documents", default=())

    def append(self, document) -> None:
        self._now.set((*self._now.get(), document))

    def pop(self) -> None:
        self._now.set(self._now.get()[:-1])

    def __len__(self) -> int:
        return len(self._now.get())

    def __getitem__(self, place: int):
        return self._now.get()[place]


def _stay_on_the_loop() -> None:
    # From 3.10 on Bokeh takes each message, callback and new document to a thread of a pool: two changes of thread for
    # what takes less than one, and ten visitors at once make ten times what is made once a process. The page would be
    # right there as well, since it takes what it hears back to the loop.
    async def here(function, *args, **kwargs):
        return function(*args, **kwargs)

    session._run_in_executor = here
    ApplicationContext._can_initialize_document_in_worker = lambda self: False


def _send_at_once() -> None:
    # A message is three frames or more. With Nagle's algorithm the second waits until the browser has acknowledged the
    # first, which it delays by 40 ms.
    plain = WSHandler.open

    @functools.wraps(plain)
    def open(self, *args, **kwargs):
        self.set_nodelay(True)
        return plain(self, *args, **kwargs)

    WSHandler.open = open


def _notice_dead_clients() -> None:
    # Bokeh pings and never looks at the answer: a laptop that was shut keeps its session until TCP gives up.
    WSHandler.ping_interval = property(lambda self: self.settings.get("websocket_ping_interval", PING))


def _leave_out_bundles() -> None:
    # Bokeh's server cannot know what a page will use, and sends all.
    plain = BokehTornado.resources

    @functools.wraps(plain)
    def resources(self, *args, **kwargs):
        needed = plain(self, *args, **kwargs)
        needed.components = [name for name in needed.components if name not in UNUSED_BUNDLES]
        return needed

    BokehTornado.resources = resources


def _have_room_for_products() -> None:
    # Where memory has come to its end OpenBLAS ends the process, if one thread more than ever before has a product
    # made: it keeps a buffer for each of those that there were at once.
    square, ready = np.ones((512, 512)), Barrier(PRODUCTS)

    def multiply(_) -> None:
        ready.wait()
        for _ in range(3):
            square @ square

    with ThreadPoolExecutor(PRODUCTS) as threads:
        list(threads.map(multiply, range(PRODUCTS)))


def _keep_modules_from_the_collector() -> None:
    # Panel collects garbage when sessions end: 0.1 s in which nobody gets an answer, nearly all of it spent on the
    # objects of loaded modules, which live as long as the process.
    gc.collect()
    gc.freeze()
