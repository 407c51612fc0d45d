"""A session is on its tab's event loop alone, and hears messages in the order they came, also on a server that calls on
threads: Panel has a pool with `--num-threads`, and Bokeh one from 3.10 on, if `tune` does not keep it from its use."""

import asyncio
import threading

import panel as pn
import pytest

from astro_dash.pages.component import Page
from tests.bench.client import Client

from .real import await_page, free_port, start, stop

pytestmark = pytest.mark.slow  # starts servers

MANY = 20


class Session:
    """Notes where it is as it hears, answers at once, after work on a thread, and after a while."""

    closed = False

    def __init__(self, send, schedule):
        self.send, self.schedule, self.heard, self.inside = send, schedule, [], 0

    def receive(self, number):
        self.inside += 1
        asyncio.get_running_loop()  # or a RuntimeError
        place = threading.get_ident(), self.inside
        self.heard.append(number)
        self.send([number, "heard", *place])
        work = threading.Thread(target=lambda: self.schedule(lambda: self.tell(number), 0))
        work.start()
        work.join()
        self.inside -= 1

    def tell(self, number):
        asyncio.get_running_loop()
        self.send([number, "told", threading.get_ident(), self.inside + 1])
        if number == MANY - 1:
            self.schedule(lambda: self.schedule(lambda: self.send(["end", self.heard, threading.get_ident()]), 0), 0.01)

    def close(self):
        pass


class Told(Page):
    _esm = "export function render() {}"


def serve(port):
    """A server as Panel has it."""
    pn.serve(lambda: Told("", Session), port=port, show=False, verbose=False)


@pytest.mark.parametrize("threads", ["", "4"])
def test_a_session_is_on_its_loop_and_hears_in_order(threads):
    async def talk(port):
        page, answers = Client(port), []
        await page.open()
        for number in range(MANY):
            page.send(number)
        async with asyncio.timeout(120):
            while not answers or answers[-1][0] != "end":
                answers.append(await page.read())
        page.close()
        return answers

    port = free_port()
    environment = {"PANEL_NUM_THREADS": threads} if threads else {}
    server = start("-c", f"from tests.server.test_threads import serve; serve({port})", **environment)
    try:
        await_page(f"http://127.0.0.1:{port}/")
        *answers, (_, heard, thread) = asyncio.run(talk(port))
    finally:
        stop(server)
    assert heard == list(range(MANY))
    for kind in ("heard", "told"):
        assert sorted(number for number, of, *_ in answers if of == kind) == heard
    assert {tuple(place) for _, _, *place in answers} == {(thread, 1)}
