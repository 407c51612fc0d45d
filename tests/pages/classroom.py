"""A class without browsers: sessions that collect what they are sent, in halls whose clock is turned by hand."""

import contextlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

from astro_dash.pages.chunk import unpack
from astro_dash.pages.live.session import Session
from astro_dash.rooms.hall import Hall
from astro_dash.rooms.memory import Memory
from astro_dash.rooms.redis import Shared
from astro_dash.store import Store

BASE = "https://school.example/app"
SMALL = {"patterns": "random", "neurons": 16, "load": 5, "dt": 0.05}  # little enough to be computed at once
PATIENCE = 120  # seconds: a guard
NONE = "There is no redis-server on this machine: rooms over several processes are not tried."
ROOT = Path(__file__).parents[2]


class Clock:
    """Of a hall."""

    now = 1e9

    def __call__(self):
        return self.now


class Class:
    """Tabs, and the halls that they come into: of as many processes, as it were."""

    def __init__(self, clock, *halls):
        self.clock, self.halls, self.tabs = clock, halls, []

    def tab(self, hall=0, **how):
        self.tabs.append(Tab(self, self.halls[hall], **how))
        self.tabs[-1].say("ready")
        return self.tabs[-1]

    def elsewhere(self, begin, page, hall=0):
        """A tab on another page, whose session `begin(send, schedule)` makes."""
        self.tabs.append(Elsewhere(self, self.halls[hall], begin, page))
        self.tabs[-1].say("ready")
        return self.tabs[-1]

    def teacher(self, hall=0, **how):
        """With a room."""
        tab = self.tab(hall, **how)
        tab.say("room_open", base=BASE)
        return self.until(lambda: tab.told("room") and tab)

    def student(self, teacher, hall=0, member=None, **how):
        """Let in by the link, with all that there is."""
        tab = self.tab(hall, shown={"room": teacher.code}, **how)
        tab.say("room_join", code=teacher.code, member=member or f"member-{len(self.tabs)}")
        self.until(lambda: tab.told("room")["role"] == "student" and tab.chunks)
        return tab

    def settle(self):
        """Until no tab has anything to do, or computed elsewhere."""
        while sum(tab.step() for tab in self.tabs) or any(tab.busy for tab in self.tabs):
            time.sleep(0)

    def sweep(self):
        """As time passes: halls look after their rooms, and what was to be tried again is."""
        for hall in self.halls:
            hall.sweep()
        for hall in self.halls:
            hall.bus.keep("").exception()  # after all that it was asked for before
        for tab in self.tabs:
            tab.later = [(0, act) for _, act in tab.later]
        self.settle()

    def until(self, good):
        """What it gives, once it is good."""
        end = time.monotonic() + PATIENCE
        while not (found := good()):
            assert time.monotonic() < end
            self.settle()
            time.sleep(0.001)
        return found


class Tab:
    """Takes in at once what it is sent, unless it is `slow`."""

    def __init__(self, room, hall, shown=None, visitor="1.2.3.4", **values):
        store = Store()
        store.set(**(SMALL | values))
        self._begin(room, hall, lambda *way: Session(store, *way, (), shown, visitor))

    def _begin(self, room, hall, begin):
        self.room, self.sent, self.slow, self.later, self.took = room, [], False, [], 0
        self.session = begin(self._sent, lambda act, delay: self.later.append((delay, act)))
        self.session.hall = lambda: hall

    @property
    def busy(self):
        return self.session.work.busy

    def _sent(self, message):
        self.sent.append(message)
        self.took = message.get("took", self.took)
        if "took" in message and not self.slow:
            self.take()

    def take(self):
        n = self.took
        self.later.append((0, lambda: self.session.receive({"type": "room_took", "n": n})))

    def say(self, kind, **message):
        """What is sent until all is quiet."""
        before = len(self.sent)
        self.session.receive({"type": kind, **message})
        self.room.settle()
        return self.sent[before:]

    def step(self):
        now = [act for delay, act in self.later if not delay]
        self.later = [(delay, act) for delay, act in self.later if delay]
        for act in now:
            act()
        return bool(now)

    def told(self, part):
        """The last that was told of a part."""
        return next((message[part] for message in reversed(self.sent) if part in message), None)

    @property
    def code(self):
        return self.told("room")["code"]

    @property
    def chunks(self):
        return [message["chunk"] for message in self.sent if "chunk" in message]

    @property
    def head(self):
        return unpack(self.chunks[-1])[0]

    def more(self):
        return self.say("more", generation=self.head["generation"])

    def frames(self):
        """All frames of the run on the page, as the player puts them together."""
        count, arrays = 0, {}
        for header, came in map(unpack, self.chunks):
            first, again = header["first"], header["mode"] == "again"
            if header["mode"] == "reset":
                count, arrays = 0, {}
            for name, array in came.items():
                if not name.startswith("picture:"):
                    end = first + len(array)
                    before = arrays.get(name, [])
                    arrays[name] = [*before[:first], *array.tolist(), *(before[end:] if again else ())]
                    count = count if again else end
        return {name: repr(rows[:count]) for name, rows in arrays.items()}  # NaN is like itself there


class Elsewhere(Tab):
    """On a page that has no run."""

    busy = False

    def __init__(self, room, hall, begin, page):
        self._begin(room, hall, begin)
        self.session.page = page


class RedisServer:
    """A real one, which keeps nothing."""

    def __init__(self, program, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", str(folder),
        ]  # fmt: skip

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        _answers(self.process, self.port)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextlib.contextmanager
def redis_server(folder):
    """None where there is none on this machine."""
    program = shutil.which("redis-server")
    server = program and RedisServer(program, folder)
    if server:
        server.start()
    try:
        yield server
    finally:
        if server:
            server.stop()


def _answers(process, port):
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
            line.sendall(b"PING\r\n")
            if line.recv(7) == b"+PONG\r\n":
                return
        time.sleep(0.02)
    raise AssertionError("The Redis server does not answer.")


def in_memory():
    clock = Clock()
    return Class(clock, *[Hall(Memory(clock))] * 2)


@contextlib.contextmanager
def in_redis(port):
    """Two halls, each with a bus of its own, as two processes have them."""
    clock = Clock()
    clock.now = time.time()
    buses = [Shared(f"redis://127.0.0.1:{port}/0", clock) for _ in range(2)]
    yield Class(clock, *map(Hall, buses))
    for bus in buses:
        bus.close()


