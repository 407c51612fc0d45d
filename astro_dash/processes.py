"""The page served by several processes behind one port: started together, started anew where one ends, and ended
together. They share what they listen on, the secret that signs sessions, a count of sockets, and a cluster for maps, so
that any of them can take up any page."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from socket import socket, socketpair

from . import logs
from .aside import apart, findable
from .others import GONE, ROW
from .ports import bound, check, shown
from .settings import PROCESS, settings

log = logging.getLogger(__name__)

GRACE = 20.0  # seconds to end in, after those that runs have, for those that are told to
WAITS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before one that ends again and again is started anew
TRIES = 3  # to have a cluster
WELL = 60.0  # seconds after which one that ends has been well
NO_ROOMS = (
    "No class can meet here: {n} processes need a Redis server for their rooms (ASTRO_DASH_REDIS=redis://host:6379/0)."
)


def serve(**options) -> None:
    """As `server.serve`, which takes the options, by as many `processes` as they or the environment say. Raises
    ValueError for what `settings` and each of them refuses; one that ends before all have answered ends all, with
    status 1."""
    port, address = options.get("port"), options.get("address")
    if isinstance(port, int):
        check(port, address or "")
    chosen = settings(**options)
    processes = chosen["processes"]
    if processes == 1:
        from .server import serve as by_itself

        return by_itself(**{name: value for name, value in options.items() if name != "processes"})
    if sys.platform == "win32":
        raise ValueError(f"processes is {processes}, but must be 1 on Windows.")
    logs.begin(chosen["log"])
    sockets = bound(chosen["port"], address := chosen["address"])
    port = sockets[0].getsockname()[1]
    findable()
    secret = chosen["secret"] or secrets.token_urlsafe(48)
    os.environ.setdefault("BOKEH_SECRET_KEY", secret)  # for those that are started from here
    # What it says at the end of what one that was killed has left, which is nothing: the system takes all of it.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
    if not chosen["redis"]:
        log.warning(NO_ROOMS.format(n=processes))

    def ready():
        logs.say(f"Astro Dash: {shown(port, address)}", chosen["log"])
        if chosen["show"]:
            webbrowser.open(shown(port, address))

    options = {name: value for name, value in options.items() if name != "processes"}
    options |= {"port": port, "address": address, "show": False}
    Supervisor(processes, sockets, options, ready, chosen["grace"]).run()


class Apart:
    """A process, and the line to it, which its `main(line, *arguments)` has the other end of."""

    def __init__(self, main: Callable, *arguments):
        self.line, theirs = apart.Pipe()
        self.process = apart.Process(target=main, args=(theirs, *arguments))
        with _unheard(signal.SIGINT):  # Ctrl-C is for who has started it
            self.process.start()
        theirs.close()
        self.born, self.answers = time.monotonic(), False

    def say(self, what) -> None:
        with suppress(OSError):
            self.line.send(what)

    def heard(self):
        """What it says next; None at its end."""
        try:
            return self.line.recv()
        except (EOFError, OSError):
            return None


class Supervisor:
    """Keeps so many processes until SIGTERM or SIGINT, of which a second one is not patient; `ready` is called once all
    answer."""

    def __init__(self, n: int, sockets: list[socket], options: dict, ready: Callable[[], None], grace: float):
        self.sockets, self.options, self.ready, self.grace = sockets, options, ready, grace
        self.table = apart.RawArray("I", n * ROW)
        self.running: dict[int, Apart] = {}
        self.due = dict.fromkeys(range(n), 0.0)  # when those that do not run are to be started
        self.falls = [0] * n  # how often each has ended soon
        self.maps = Maps()
        self.signals, self.begun = 0, False

    def run(self) -> None:
        with self._signalled() as wakes:
            try:
                while not self.signals:
                    self._start()
                    self._hear(wakes)
            finally:
                self._end(wakes)

    @contextmanager
    def _signalled(self) -> Iterator[socket]:
        """What can be read once a signal has come."""
        heard, said = socketpair()
        for end in (heard, said):
            end.setblocking(False)

        def count(*_):
            self.signals += 1

        before = {one: signal.signal(one, count) for one in (signal.SIGTERM, signal.SIGINT)}
        woken = signal.set_wakeup_fd(said.fileno())
        try:
            yield heard
        finally:
            signal.set_wakeup_fd(woken)
            for one, act in before.items():
                signal.signal(one, act)

    def _start(self) -> None:
        for number in [number for number, due in self.due.items() if due <= time.monotonic()]:
            del self.due[number]
            self.table[number * ROW : (number + 1) * ROW] = [GONE] + [0] * (ROW - 1)
            self.running[number] = Apart(_serve, number, self.sockets, self.table, self.options)

    def _hear(self, wakes: socket) -> None:
        """Act on what comes next."""
        lines = {one.line: number for number, one in self.running.items()}
        ends = {one.process.sentinel: number for number, one in self.running.items()}
        soon = min(self.due.values(), default=None)
        found = wait(
            [*lines, *ends, *self.maps.ends(), wakes], soon if soon is None else max(0.0, soon - time.monotonic())
        )
        for number in [lines[one] for one in found if one in lines]:
            self._heard(number, self.running[number].heard())
        self.maps.look(found)
        for number in [ends[one] for one in found if one in ends]:
            self._fell(number)

    def _heard(self, number: int, said) -> None:
        one = self.running[number]
        what, value = said or ("", None)
        if what == "refused":
            raise ValueError(value)
        if what == "maps":
            self.maps.use(number, one, value)
        if what == "ready":
            one.answers = True
            if not self.begun and not self.due and all(each.answers for each in self.running.values()):
                self.begun = True
                self.ready()

    def _fell(self, number: int) -> None:
        one = self.running[number]
        while one.line.poll() and (said := one.heard()):  # why, it may have said at last
            self._heard(number, said)
        del self.running[number]
        one.line.close()
        self.maps.use(number, one, False)
        self.table[number * ROW] = GONE
        one.process.join()
        how = f"process {number} has ended by itself, with status {one.process.exitcode}"
        if not self.begun:
            print(f"Astro Dash cannot serve: {how} before it answered.", file=sys.stderr)
            sys.exit(1)
        self.falls[number] = self.falls[number] + 1 if time.monotonic() - one.born < WELL else 0
        wait = WAITS[min(self.falls[number], len(WAITS) - 1)]
        log.warning("%s; another is started in %g s", how, wait)
        self.due[number] = time.monotonic() + wait

    def _end(self, wakes: socket) -> None:
        """End all that runs, soon."""
        for each in self.sockets:
            each.close()
        for one in self.running.values():
            one.process.terminate()
        until, asked = time.monotonic() + self.grace + GRACE, self.signals
        while (left := [one for one in self.running.values() if one.process.is_alive()]) and self.signals == asked:
            if time.monotonic() > until:
                break
            wait([*(one.process.sentinel for one in left), wakes], 1.0)
            with suppress(OSError):
                wakes.recv(100)
        for one in self.running.values():
            one.process.kill()
            one.process.join()
        self.maps.end()


class Maps:
    """The process that has the cluster, as long as one of the others uses it."""

    def __init__(self) -> None:
        self.one: Apart | None = None
        self.address: str | None = None
        self.vain = 0  # how often it has ended before it told
        self.users: dict[int, Apart] = {}
        self.waiting: set[int] = set()  # those that have not been told the address

    def ends(self) -> list[Connection]:
        return [self.one.line] if self.one else []

    def use(self, number: int, user: Apart, uses: bool) -> None:
        if uses:
            self.users[number] = user
            self.waiting.add(number)
            if not self.one:
                self.one, self.vain = Apart(_compute), 0
            self._tell()
        else:
            self.users.pop(number, None)
            self.waiting.discard(number)
            if not self.users:
                self.end()

    def look(self, found: list) -> None:
        """Hear where it is; or that it is gone, which those that use it notice for themselves. One that has not come to
        tell is started anew, for a few times."""
        if self.one and self.one.line in found:
            self.address = self.one.heard()
            self.vain = 0 if self.address else self.vain + 1
            if not self.address:
                self.end()
                if self.waiting and self.vain < TRIES:
                    self.one = Apart(_compute)
            self._tell()

    def _tell(self) -> None:
        if self.address or not self.one:
            for number in self.waiting:
                self.users[number].say(self.address)
            self.waiting.clear()

    def end(self) -> None:
        one, self.one, self.address = self.one, None, None
        if one:
            one.line.close()
            one.process.join(GRACE)
            one.process.kill()


@contextmanager
def _unheard(which: signal.Signals) -> Iterator[None]:
    """What is started meanwhile does not hear this signal."""
    before = signal.signal(which, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(which, before)


def _serve(line: Connection, number: int, sockets: list[socket], table, options: dict) -> None:
    """The life of one that serves."""
    os.environ[PROCESS] = str(number)  # before anything of it is loaded
    from .server.sibling import run

    run(number, line, sockets, table, options)
    threading._shutdown()  # ends the executors, before `multiprocessing` waits for the end of their processes


def _compute(line: Connection) -> None:
    """The life of the one that computes."""
    from .study.shared import hold

    hold(line)
