"""What happens to a server, and to nobody's run: its clock jumps, its memory ends."""

import asyncio
import resource
import signal
import sys

import pytest

from tests.bench.client import Client
from tests.bench.visits import follows, until

from .real import Real

pytestmark = [
    pytest.mark.slow,  # starts servers
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits another process as Linux does"),
]
CLOCK = """
import signal, time
plain, off = time.time, [0.0]
time.time = lambda: plain() + off[0]
for name, hours in ("SIGUSR1", 5), ("SIGUSR2", -5):
    signal.signal(getattr(signal, name), lambda *_, hours=hours: off.__setitem__(0, hours * 3600.0))
from astro_dash.server import serve
serve(port=0)
"""


def test_a_clock_that_jumps():
    """Rooms, sockets and pages go by what has passed: five hours ahead, and ten back."""

    async def jumps(server: Real) -> None:
        teacher, student = Client(server.port, "?patterns=random&neurons=16&load=5"), None
        await teacher.start()
        teacher.send({"type": "room_open", "base": server.url})
        code = (await until(teacher, "room"))["code"]
        student = Client(server.port, f"?room={code}")
        await follows(student, code, 1)
        for number, jump in enumerate((signal.SIGUSR1, signal.SIGUSR2), 1):
            server.process.send_signal(jump)
            teacher.send({"type": "room_ask", "question": f"{number}?", "options": ["a", "b"]})
            while not (told := await until(student, "room"))["question"] or told["question"]["n"] != number:
                pass
            student.send({"type": "room_answer", "question": number, "round": 0, "option": 1})
            while (await until(teacher, "class"))["tally"] != [[0, 1]]:
                pass
            another = Client(server.port)
            await another.start()
            another.close()

    with Real(script=CLOCK) as server:
        asyncio.run(asyncio.wait_for(jumps(server), 120))
        assert "Traceback" not in server.ends()


def test_a_server_that_runs_out_of_memory():
    """What does not fit is told in a sentence; who plays beside plays on, and so does who asked, with less."""

    async def grows(server: Real) -> None:
        beside, large = Client(server.port), Client(server.port)
        await beside.start()
        await large.start()
        await asyncio.to_thread(_limit, server)
        many = {"patterns": "random", "neurons": "1024", "load": "2000", "system": "pseudo-inverse,astro,dense,modern"}
        large.send({"type": "set", "values": many})
        while not (said := await until(large, "notice")):
            pass
        assert "no memory left" in said
        less = {"patterns": "random", "neurons": "16", "load": "5", "system": "astro"}
        for page in beside, large:
            page.send({"type": "set", "values": less})
            while (await page.chunk())["load"] != 5:
                pass

    with Real() as server:
        asyncio.run(asyncio.wait_for(grows(server), 120))
        server.ends()


def _limit(server: Real) -> None:
    """Little more than it has."""
    size = int(open(f"/proc/{server.process.pid}/statm").read().split()[0]) * resource.getpagesize()
    resource.prlimit(server.process.pid, resource.RLIMIT_AS, (size + 30_000_000, -1))
