import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from astro_dash.store import Store

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds until what should come is given up: a guard, which no busy machine meets
WINDOW = {"viewport": {"width": 1440, "height": 900}}
BROWSERS = "chromium", "chromium-browser", "google-chrome"
# No sandbox, since root in a container cannot have one; the rest is what a browser does unasked
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(f"No browser: install one of {', '.join(BROWSERS)}, or set CHROMIUM to its path")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


class Server:
    """The real server, in a process of its own: `python -m astro_dash serve`, or another command."""

    def __init__(self, log, command=("-m", "astro_dash", "serve"), path=""):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}{path}"
        self.log, self.command, self.options = log, command, []

    def start(self):
        with self.log.open("w") as out:  # a file: a pipe that nobody reads would fill and block
            self.process = subprocess.Popen(
                [sys.executable, *self.command, "--port", str(self.port), *self.options],
                cwd=ROOT, stdout=out, stderr=out,
            )  # fmt: skip
        wait(self.process, self.address, self.log)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a server that is there from the first test that asks to the last."""
    server = Server(tmp_path_factory.mktemp("server") / "log.txt")
    try:
        yield server.start().address
    finally:
        server.stop()


def wait(process, address, log, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            return
        except urllib.error.HTTPError as error:
            pytest.fail(f"The server answers {error}:\n{log.read_text()}")
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not answer within {seconds} s:\n{log.read_text()}")


expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture
def new_context(new_context):
    """Another person's browser."""

    def made(**options):
        context = new_context(**options)
        context.set_default_timeout(1000 * PATIENCE)
        return context

    return made


def eventually(page, read, good, seconds=PATIENCE):
    """Read until it is good."""
    end = time.monotonic() + seconds
    while not good(value := read()):
        assert time.monotonic() < end, f"after {seconds} s it is still {value!r}"
        page.wait_for_timeout(20)
    return value


# Of an 8 x 8 picture: which cells are dark at their centre, row by row
INK = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  const at = (i, size) => Math.floor(((i + 0.5) / 8) * size)
  const index = (row, column) => 4 * (at(row, canvas.height) * canvas.width + at(column, canvas.width))
  return Array.from({length: 64}, (_, i) => data[index(i >> 3, i % 8)] < 128)
}"""

# What the server says comes `late` milliseconds later
LATE = """Object.defineProperty(WebSocket.prototype, "onmessage", {
  set(act) {
    this.addEventListener("message", (event) => window.late ? setTimeout(act, window.late, event) : act(event))
  },
})"""


class Live:
    """The Live page, as a person uses it; `faults` gathers what must not happen, `messages` what the wire carries."""

    def __init__(self, context, address, query=""):
        self.page = page = context.new_page()
        self.host, self.faults, self.messages = urlsplit(address).netloc, [], []
        page.add_init_script(LATE)
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.stays(request.url))
        page.on("websocket", self.listen)
        page.goto(f"{address}/?{query}", wait_until="commit")
        self.status = page.locator(".status")
        self.alert = page.get_by_role("alert")
        self.timeline = page.get_by_role("slider", name="Timeline")
        self.clock = page.locator(".clock")
        self.marks = page.locator(".ticks i")
        expect(self.status).to_contain_text("t = ")
        self.eventually(lambda: self.page.locator(".picture:visible canvas").count(), lambda n: n >= 6)

    def listen(self, socket):
        self.stays(socket.url)
        socket.on("framesent", lambda message: self.messages.append(message))
        socket.on("framereceived", lambda message: self.messages.append(message))

    def stays(self, url):
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.faults.append(f"asked another host: {url}")

    def eventually(self, read, good):
        return eventually(self.page, read, good)

    def paint(self, n=20):
        """Let n frames of the screen pass."""
        self.page.evaluate("async n => { while (n--) await new Promise(requestAnimationFrame) }", n)

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    # Choices, by their names in the address

    def slider(self, name):
        return self.page.get_by_role("slider", name=Store.choices()[name].label, exact=True)

    def field(self, name):
        return self.page.locator(f"[data-control={name}]").get_by_role("textbox")

    def type(self, name, text):
        self.field(name).fill(text)
        self.field(name).press("Enter")

    def drag(self, slider, *shares):
        """Press the mouse at the first share of a slider's length, move over the others, let go."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        points = [(box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in shares]
        self.stroke(points)

    def stroke(self, points):
        mouse = self.page.mouse
        mouse.move(*points[0])
        mouse.down()
        for point in points[1:]:
            mouse.move(*point, steps=8)
        mouse.up()

    def system(self, key):
        return self.page.locator(f"[data-control=system] input[value={key}]")

    @property
    def query(self):
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    def addressed(self, name, good=bool):
        """The value in the address, once it is good."""
        return self.eventually(lambda: self.query.get(name), good)

    # Time

    @property
    def frame(self):
        return int(self.timeline.input_value())

    def scrub(self, frame):
        self.eventually(lambda: int(self.timeline.get_attribute("max")), lambda last: last >= frame)
        self.timeline.fill(str(frame))

    def pause(self):
        self.button("Pause").click()
        return self.frame

    def finish(self):
        """Jump to the end, once all is computed; returns what the status then says."""
        jump = self.button("Jump to the end")
        return self.eventually(lambda: jump.click() or self.status.text_content(), lambda text: "at rest" in text)

    # Pictures: "Target", "Cue", or the title of a system

    def picture(self, name):
        return self.page.get_by_role("img", name=re.compile(f"^{re.escape(name)}"))

    def image(self, name):
        return self.picture(name).locator("canvas").first.evaluate("canvas => canvas.toDataURL()")

    def ink(self, name):
        return self.picture(name).locator("canvas").first.evaluate(INK)

    def shows(self, name, ink):
        return self.eventually(lambda: self.ink(name), lambda seen: seen == ink)

    def cell(self, name, row, column):
        """Where a cell of a picture is on the page."""
        self.picture(name).scroll_into_view_if_needed()
        box = self.picture(name).bounding_box()
        return box["x"] + (column + 0.5) / 8 * box["width"], box["y"] + (row + 0.5) / 8 * box["height"]


@pytest.fixture(scope="session")
def window(browser):
    """A window that stays open: a tab in it costs a third of a window with scripts to compile."""
    context = browser.new_context(**WINDOW)
    context.set_default_timeout(PATIENCE * 1000)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def visit(new_context, window, server):
    """Opens the page, from the second time on and with options as another person; at the end none of them may have met
    a fault."""
    pages = []

    def visit(query="", **options):
        context = new_context(**WINDOW | options) if options or pages else window
        pages.append(Live(context, server, query))
        return pages[-1]

    yield visit
    for live in pages:
        live.page.close()
    assert [live.faults for live in pages] == [[]] * len(pages)


@pytest.fixture
def live(visit):
    return visit()
