"""A real server and two tabs: what one of them sends holds up neither the other nor the end of the process."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from astro_dash.pages.explore import form

from .bench.client import Client

ROOT = Path(__file__).parents[1]
SMALL = form.START | {"x_count": "3", "y_count": "2", "draws": "2", "neurons": "20", "dt": "0.05"}
LARGE = form.START | {"x_count": "50", "y_count": "50", "draws": "5", "neurons": "20", "dt": "0.05"}
# A server whose reading process, and whose figure of accuracy, never come to an end.
HANGS = """
import sys, time
import astro_dash.pages.explore.figure, astro_dash.study.desk  # which would count as the first job
from astro_dash import aside
from astro_dash import reading
from astro_dash.pages.explore import session
from astro_dash.server import serve

def figure(plan, measure, of, plain=session._figure):
    if measure == "accuracy" and plan.draws == 3:
        time.sleep(600)
    return plain(plan, measure, of)

if __name__ == "__main__":
    reading._CODE = "import time; time.sleep(600)"
    session._figure = figure
    aside.figures.limit = 15.0
    serve(int(sys.argv[1]))
"""


class Tab(Client):
    """On the Explore page, with files."""

    def __init__(self, port):
        super().__init__(port, "?page=explore")

    def upload(self, data: bytes) -> None:
        values = {"type": "map", "entries": [["type", "open"], ["data", {"type": "bytes", "data": {"id": "b1"}}]]}
        event = {"type": "event", "name": "data_event"}
        event["values"] = {"type": "map", "entries": [["model", {"id": self.component}], ["data", values]]}
        content = {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}]}
        header = {"msgid": str(next(self.ids)), "msgtype": "PATCH-DOC", "num_buffers": 1}
        for part in (json.dumps(header), "{}", json.dumps(content), json.dumps({"id": "b1"})):
            self.socket.write_message(part)
        self.socket.write_message(data, binary=True)

    async def until(self, good, seconds=90):
        """The first message that is good."""

        async def first():
            while not good(message := await self.read()):
                pass
            return message

        return await asyncio.wait_for(first(), seconds)

    async def begun(self):
        await self.open()
        self.send({"type": "ready"})
        await self.until(lambda message: "map" in message)
        return self


@pytest.fixture
def server(tmp_path):
    (tmp_path / "hangs.py").write_text(HANGS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "hangs.py", str(port)], cwd=tmp_path, stdout=subprocess.PIPE, stderr=log, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), "DASK_SCHEDULER_ADDRESS": "threads"},
        )  # fmt: skip
        try:
            assert process.stdout.readline().startswith("Astro Dash: ")
            process.port, process.log = port, tmp_path / "log"
            yield process
        finally:
            process.kill()
            process.communicate()


def reading(server) -> list[psutil.Process]:
    return [p for p in psutil.Process(server.pid).children() if "sleep(600)" in " ".join(p.cmdline())]


async def awaited(true, seconds=60):
    end = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    return value


def draws(n):
    return lambda message: message.get("map", {}).get("draws") == n


@pytest.mark.slow
def test_files_and_floods_of_one_tab_leave_the_others_and_the_end_alone(server):
    async def two_tabs():
        rude, other = await Tab(server.port).begun(), await Tab(server.port).begun()
        rude.upload(b"a file")
        (first,) = await awaited(lambda: reading(server))
        for i in range(150):
            rude.send({"type": "compute", "form": LARGE | {"seed": str(i)}})
        for n in (5, 6):
            other.send({"type": "compute", "form": SMALL | {"draws": str(n)}})
            await other.until(draws(n))
        other.send({"type": "cell", "cell": 1})
        assert (await other.until(lambda message: "cell" in message))["cell"]["cell"] == 1
        rude.send({"type": "compute", "form": SMALL | {"draws": "3"}})  # the figure that hangs
        other.send({"type": "compute", "form": SMALL | {"draws": "7"}})
        await other.until(draws(7))
        told = await rude.until(lambda message: "given this up" in message.get("notice", ""))
        assert told["notice"].endswith(".")
        rude.send({"type": "compute", "form": SMALL | {"draws": "3", "seed": "8"}})
        return first

    first = asyncio.run(two_tabs())
    server.send_signal(signal.SIGTERM)
    server.wait(30)  # and not the 600 s of what hangs
    assert "Traceback" not in server.log.read_text()
    first.wait(30)
