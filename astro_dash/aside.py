"""What is done beside the event loop of a server."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec
from math import inf
from multiprocessing import context, parent_process
from pathlib import Path
from weakref import WeakSet

from .metrics import computing
from .words import _, bound, number

log = logging.getLogger(__name__)
lines: WeakSet[Line] = WeakSet()

LIMIT = 60.0  # seconds that a job may take; the largest that the pages ask for take 3


class Line:
    """Jobs of all tabs, one at a time, each in a thread that no end of the process waits for.

    Of what a tab asks for of one kind only the newest waits, in the place of the one before it; with the tab it is
    gone. A job that takes longer than `limit` seconds fails, and the others go on: its thread is ended as soon as it
    comes back to Python. What the jobs `need`, names of modules, is loaded before the first of them, however long it
    takes: a module that is ended half-way can never be loaded again.
    """

    def __init__(self, name: str, limit: float = LIMIT, most: float = inf, need: tuple[str, ...] = ()):
        self.name, self.limit, self.most, self.need = name, limit, most, need
        self._waiting: dict[tuple, tuple[Future, Callable]] = {}
        self._changed, self._thread = threading.Condition(), None
        lines.add(self)

    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        return len(self._waiting)

    def submit(self, owner: Hashable, kind: Hashable, work: Callable) -> Future:
        """What `work()` returns or raises, once it is its turn; cancelled if it never is.

        Raises ValueError if too many wait.
        """
        future, key, work = Future(), (owner, kind), computing(self.name, bound(work))
        with self._changed:
            if key not in self._waiting and len(self._waiting) >= self.most:
                raise ValueError(_("{most} others are waiting for the same: try again in a minute.", most=self.most))
            former = self._waiting.get(key, (None, None))[0]
            self._waiting[key] = future, work
            if self._thread is None:
                thread = threading.Thread(target=self._serve, name=self.name, daemon=True)
                thread.start()
                self._thread = thread
            self._changed.notify()
        if former:
            former.cancel()
        return future

    def leave(self, owner: Hashable) -> None:
        """Drop what an owner waits for."""
        with self._changed:
            dropped = [self._waiting.pop(key)[0] for key in list(self._waiting) if key[0] is owner]
        for future in dropped:
            future.cancel()

    def _serve(self) -> None:
        """The thread that hands out; its whole life."""
        for module in self.need:
            with suppress(Exception):  # the job that needs it will say so
                import_module(module)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                future, work = self._waiting.pop(next(iter(self._waiting)))
            if not future.set_running_or_notify_cancel():
                continue
            thread = threading.Thread(target=_settle, args=(future, work), name=f"{self.name}, a job", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:  # the system has no more threads: the others may have better luck
                future.set_exception(error)
                continue
            thread.join(self.limit)
            if thread.is_alive():
                log.error("%s: a job was given up after %g s", self.name, self.limit)
                _settle(future, self._fail)
                _end(thread)
            del future, work  # or the last job's data would stay until the next

    def _fail(self):
        raise ValueError(
            _(
                "The server has given this up after {limit} s; it would have held up all others.",
                limit=number(self.limit, "g"),
            )
        )


# These are loaded by this line, and used by its jobs, alone: they are not made for several threads.
figures = Line("figures", need=("holoviews.plotting.bokeh", "xarray"))


def _settle(future: Future, work: Callable) -> None:
    try:
        result, error = work(), None
    except Exception as raised:
        result, error = None, raised
    except SystemExit:  # by `_end`, and then too late for the future
        result, error = None, RuntimeError("a job has ended itself")
    try:
        future.set_exception(error) if error else future.set_result(result)
    except InvalidStateError:  # it was given up, or has come after all
        pass


def _end(thread: threading.Thread) -> None:
    """Raise SystemExit in a thread, at its next step in Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def findable() -> None:
    """Let processes that are started from here find this package: they go by `sys.path`, and under `panel serve` from
    another folder it is not there."""
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.append(root)


class _Process(context.SpawnProcess):
    """A process that computes for us, and does not run its parent's main script again as others do: a script without a
    `__main__` guard would start its server or its sweep anew in each of them."""

    _one = threading.Lock()

    def start(self):
        main = sys.modules["__main__"]
        with self._one:
            kept = getattr(main, "__spec__", None)
            main.__spec__ = ModuleSpec("astro_dash.__main__", None)  # `python -m` leaves its main module out
            try:
                super().start()
            finally:
                main.__spec__ = kept


class _Apart(context.SpawnContext):
    Process = _Process


apart = _Apart()  # the context of all processes that are started from here
context._concrete_contexts["apart"] = apart  # Dask takes one by its name


def yield_cores() -> None:
    """In a process that only computes: leave the cores to those who answer."""
    if hasattr(os, "nice"):
        os.nice(10)


def stand_aside() -> None:
    """Leave the cores to the server, and end when it does."""

    def follow():
        parent_process().join()
        os._exit(0)

    yield_cores()
    threading.Thread(target=follow, daemon=True).start()
