"""The maps of all tabs of a process, served in turn: each gets a block of cells computed, then the next."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from queue import Empty, SimpleQueue

from distributed import wait
from distributed.client import ClosedClientError

from ..aside import cores
from ..words import _
from .circle import Circle
from .job import Job, Share
from .plan import Plan
from .survey import Survey
from .workers import client

MOST_CELLS = 2500
MOST_DRAWS = 200
MOST_JOBS = 100
MOST_KEPT = 20_000_000  # bytes of finished maps
MOST_WORK = 1e12  # of a map, if none of its runs came to rest: half an hour of a core, mostly far less
MOST_CELL = 5e10  # of one cell, which is computed in one piece
TRIES = 3  # clusters that go before they have computed anything
IDLE = 120.0  # seconds without a map, after which the processes are ended


class Lost(Exception):
    """A cluster is gone, after so many blocks, and another may do."""

    def __init__(self, settled: int):
        self.settled = settled


@contextmanager
def own_cluster() -> Iterator[str]:
    """Where the maps of a process by itself are computed, as `client` takes it."""
    yield os.environ.get("DASK_SCHEDULER_ADDRESS") or "processes"


class Desk:
    """Takes maps and has them computed by processes of low priority, one core less than there are, or by the cluster
    that DASK_SCHEDULER_ADDRESS names, or by one of several servers (`where`). They are started with the first map, and
    end after a while without one."""

    where: Callable[[], AbstractContextManager[str]] = staticmethod(own_cluster)

    def __init__(self, idle: float = IDLE):
        self.idle = idle
        self._jobs: list[Job] = []  # the next to be served comes first
        self._done: list[Job] = []  # of the last, for who asks for the same
        self._lock = threading.Lock()
        self._events: SimpleQueue = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = False
        # Dask needs executors to end its processes, and at `atexit` they are shut down already.
        getattr(threading, "_register_atexit", atexit.register)(self.close)

    def begin(
        self, owner: Hashable, plan: Plan | Survey, tell: Callable[[dict], None], compute: Callable | None = None
    ) -> Share:  # fmt: skip
        """Start to compute a map, or share in the same one; one that the owner still has is cancelled. What is no map,
        such as a `Survey`, has a `compute(plan, cells)` of its own.

        Raises ValueError, with what is allowed, for a map that is too large.
        """
        check(plan)
        self.leave(owner)
        with self._lock:
            alike = [job for job in (*self._jobs, *self._done) if (job.plan, job.compute) == (plan, compute)]
        for job in alike:
            if job.joins(owner, tell):
                return Share(job, owner)
        job = Job(plan, Circle(owner, tell), compute)
        with self._lock:
            if len(self._jobs) >= MOST_JOBS:
                raise ValueError(
                    _("{most} maps are being computed for others: try again in a minute.", most=MOST_JOBS)
                )
            if self._thread is None:
                thread = threading.Thread(target=self._serve, name="maps", daemon=True)
                thread.start()  # which waits for the lock
                self._thread = thread
            self._jobs.append(job)
        self._events.put(None)
        return Share(job, owner)

    def jobs(self) -> int:
        """How many maps are being computed."""
        return sum(not job.over for job in list(self._jobs))

    def leave(self, owner: Hashable) -> None:
        """Cancel what an owner has."""
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            job.leave(owner)
        self._events.put(None)

    def close(self) -> None:
        """End all maps and the processes."""
        self._closing, thread = True, self._thread
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            job.cancel()
        self._events.put(None)
        if thread:
            thread.join(30)

    def _serve(self) -> None:
        """Hand out blocks as long as there are any; the thread's whole life."""
        try:
            vain = 0
            while not self._closing:
                try:
                    with self.where() as scheduler, client(scheduler, max(1, cores() - 1), aside=True) as made:
                        self._hand_out(made)
                except Lost as lost:
                    vain = 0 if lost.settled else vain + 1
                    if vain == TRIES:
                        raise OSError(_("what computes is gone.")) from None
                    continue
                with self._lock:
                    if not self._jobs:  # or one has come while the processes ended
                        self._thread = None
                        return
        except Exception as error:  # no cluster to be had, or it is gone: those who wait must hear of it
            with self._lock:
                jobs, self._jobs, self._thread = self._jobs, [], None
            for job in jobs:
                job._fail(error)

    def _hand_out(self, made) -> None:
        """Until there has been nothing to do for a while. Raises `Lost`, with all blocks given back, if the cluster is
        gone."""
        under_way: dict[str, tuple] = {}
        places = max(1, sum(made.ncores().values()))
        settled = 0
        while not self._closing:
            while len(under_way) <= places and (job := self._next()):  # one more than places: none waits for its next
                cells = job._take()
                try:
                    future = made.submit(job.call, cells, pure=False)
                except ClosedClientError:
                    under_way[""] = job, cells, None
                    self._give_back(under_way, settled)
                under_way[future.key] = job, cells, future
                made.loop.add_callback(self._follow, future)
            try:
                key = self._events.get(timeout=None if under_way else self.idle)
            except Empty:
                return
            if key in under_way:
                if not self._settle(*under_way[key]):
                    self._give_back(under_way, settled)
                del under_way[key]
                settled += 1

    @staticmethod
    def _give_back(under_way: dict, settled: int) -> None:
        for job, cells, _future in under_way.values():
            job._give_back(cells)
        raise Lost(settled)

    async def _follow(self, future) -> None:
        """Tell the thread when a block is done."""
        try:
            await wait(future)
        except Exception:  # it was cancelled, or the cluster is gone
            pass
        finally:
            self._events.put(future.key)

    @staticmethod
    def _settle(job: Job, cells, future) -> bool:
        """Tell the owner what came of a block; False where nothing did, since its cluster is gone."""
        if job.over:
            job.under_way -= 1
            return True
        try:
            job._finished(cells, *future.result())
        except CancelledError:
            return False
        except Exception as error:  # whatever happened in another process, the others go on
            job._fail(error)
        return True

    def _next(self) -> Job | None:
        """The job whose turn it is, which then waits for all the others."""
        with self._lock:
            self._keep([job for job in self._jobs if job.finished])
            self._jobs = [job for job in self._jobs if not job.over]
            ready = [job for job in self._jobs if job.todo]
            if not ready:
                return None
            self._jobs.remove(ready[0])
            self._jobs.append(ready[0])
            others = len(self._jobs) - 1
        ready[0]._together(others)
        return ready[0]

    def _keep(self, finished: list[Job]) -> None:
        """The last that are not too large together."""
        self._done += finished
        while sum(job.circle.size for job in self._done) > MOST_KEPT:
            del self._done[0]


def check(plan: Plan | Survey) -> None:
    """Raise a ValueError for a map that one tab may not ask for."""
    if plan.n_cells > MOST_CELLS:
        raise ValueError(
            _(
                "The map has {cells} cells, but may have at most {most}.",
                cells=plan.n_cells, most=MOST_CELLS,
            )
        )
    if plan.draws > MOST_DRAWS:
        raise ValueError(
            _("draws is {draws}, but may be at most {most} in a cell.", draws=plan.draws, most=MOST_DRAWS)
        )
    work = [plan.work(cell) for cell in range(plan.n_cells)]
    most = int(plan.draws * min(MOST_CELL / max(work), MOST_WORK / sum(work)))
    if plan.draws > most:
        if not most:
            raise ValueError(
                _("The map is too large: take fewer draws, cells, patterns or neurons, or a larger dt.")
            )
        raise ValueError(
            _(
                "draws is {draws}, but may be at most {most} in so large a map: take fewer draws, cells, patterns or "
                "neurons, or a larger dt.",
                draws=plan.draws, most=most,
            )
        )


@cache
def desk() -> Desk:
    """The desk of this process."""
    return Desk()
