import os
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
PATIENCE = 300  # seconds until what should come is given up: a guard, which no busy machine meets
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


def hosted(folder, app: str):
    """For a fixture: a server of somebody's own app, under their address."""
    (folder / "own.py").write_text(app.format(root=str(ROOT)))
    server = Server(folder / "log.txt", ("-m", "panel", "serve", str(folder / "own.py")), "/own")
    try:
        yield server.start()
    finally:
        server.stop()


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


# What the server says comes `late` milliseconds later, and in order
LATE = """Object.defineProperty(WebSocket.prototype, "onmessage", {
  set(act) {
    let last = Promise.resolve(), waiting = 0
    this.addEventListener("message", (event) => {
      if (!window.late && !waiting) return act(event)
      const due = new Promise((go) => setTimeout(go, window.late))
      waiting += 1
      last = Promise.all([last, due]).then(() => { waiting -= 1; act(event) })
    })
  },
})"""

# Ten frames a second, of which a page at play takes half a core and not all of one; all of them while `calm` is false
CALM = """window.calm = true
{
  const next = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (act) => window.calm ? setTimeout(() => act(performance.now()), 100) : next(act)
}"""


def prepared(context):
    context.set_default_timeout(1000 * PATIENCE)
    for script in LATE, CALM:
        context.add_init_script(script)
    return context


@pytest.fixture(scope="session")
def window(browser):
    """A window that stays open, where scripts are compiled once."""
    context = prepared(browser.new_context(**WINDOW))
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(window):
    """The window's first tab, empty: to load a page there costs a third of one in a window of its own."""
    page = window.pages[0]
    yield page
    for other in window.pages[1:]:
        other.close()
    page.unroute_all(behavior="ignoreErrors")
    page.goto("about:blank")
    page.set_viewport_size(WINDOW["viewport"])
    page.emulate_media(
        color_scheme="light", media="null", contrast="null", forced_colors="null", reduced_motion="null"
    )
    window.clear_permissions()


@pytest.fixture
def new_context(new_context):
    """Another person's browser."""
    return lambda **options: prepared(new_context(**WINDOW | options))


@pytest.fixture(scope="session")
def people(browser):
    """The windows of other people, which stay open as one's own does, by their number and what their browsers are."""
    windows = {}
    yield windows
    for window in windows.values():
        window.close()


@pytest.fixture
def tab(page, browser, people):
    """Tabs for pages as wide, and as dark, as asked for: the window's, and from the second on, or for a phone, one of
    another person."""
    given = []

    def another(**options):
        who = (len(given), *sorted(options.items()))
        if who not in people:
            people[who] = prepared(browser.new_context(**WINDOW | options))
        return people[who].new_page()

    def tab(color_scheme="light", viewport=WINDOW["viewport"], **options):
        given.append(another(**options) if given or options else page)
        given[-1].set_viewport_size(viewport)
        given[-1].emulate_media(color_scheme=color_scheme)
        return given[-1]

    yield tab
    for window in people.values():
        for other in window.pages:
            other.close()
        window.clear_permissions()


def mostly_thorough(cases, few):
    """Cases as parameters, all but a few of which are for `make thorough`."""
    return [case if case in few else pytest.param(case, marks=pytest.mark.thorough) for case in cases]


def eventually(page, read, good, seconds=PATIENCE, what="it"):
    """Read until it is good: what a page shows follows some frames after what it was told."""
    end = time.monotonic() + seconds
    while not good(value := read()):
        assert time.monotonic() < end, f"after {seconds} s {what} is still {value!r}"
        page.wait_for_timeout(50)
    return value


def fits(page, what="it"):
    """Nothing sticks out of the window, or soon nothing will."""
    wider = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    eventually(page, lambda: page.evaluate(wider), lambda by: by <= 0, what=what)


def unfold(page):
    """Show what a small screen folds away."""
    folded = page.locator(".fold[aria-expanded=false]:visible")
    while folded.count():
        folded.first.click()


# Of an 8 x 8 picture: which cells are dark at their centre, row by row
INK = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  const at = (i, size) => Math.floor(((i + 0.5) / 8) * size)
  const index = (row, column) => 4 * (at(row, canvas.height) * canvas.width + at(column, canvas.width))
  return Array.from({length: 64}, (_, i) => data[index(i >> 3, i % 8)] < 128)
}"""


class Watched:
    """A page, as a person uses it; `faults` gathers what must not happen on it and on those that it opens, `messages`
    what its wire carries."""

    FAULTY = "error", "warning"  # of what is said on the console

    def __init__(self, page, address):
        self.page, self.context, self.host = page, page.context, urlsplit(address).netloc
        self.faults, self.messages, self.heard = [], [], []
        self.hear(self.context, "page", self.watch)
        self.watch(page)

    def hear(self, source, event, act):
        source.on(event, act)
        self.heard.append((source, event, act))

    def watch(self, page):
        self.hear(page, "console", lambda said: said.type in self.FAULTY and self.faults.append(said.text))
        self.hear(page, "pageerror", lambda error: self.faults.append(str(error)))
        self.hear(page, "request", lambda request: self.stays(request.url))
        self.hear(page, "websocket", self.listen)

    def listen(self, socket):
        self.stays(socket.url)
        socket.on("framesent", lambda message: self.messages.append(message))
        socket.on("framereceived", lambda message: self.messages.append(message))

    def stays(self, url):
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.faults.append(f"asked another host: {url}")

    def leave(self):
        """Watch no more; returns the faults."""
        for source, event, act in self.heard:
            source.remove_listener(event, act)
        return self.faults

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)


class Live(Watched):
    """The Live page; by itself with the digits of a link, not the pictures of a first visit."""

    FAULTY = ("error",)

    def __init__(self, page, address, query="patterns=digits"):
        super().__init__(page, address)
        page.goto(f"{address}/?{query}", wait_until="commit")
        self.status = page.locator(".status")
        self.alert = page.get_by_role("alert")
        self.timeline = page.get_by_role("slider", name="Timeline")
        self.clock = page.locator(".clock")
        self.marks = page.locator(".ticks i")
        expect(self.status).to_contain_text("t = ")
        self.eventually(lambda: self.page.locator(".picture:visible canvas").count(), lambda n: n >= 6)

    def eventually(self, read, good):
        return eventually(self.page, read, good)

    def paint(self, n=3):
        """Let n frames pass."""
        self.page.evaluate("async n => { while (n--) await new Promise(requestAnimationFrame) }", n)

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
        self.paint()

    def pause(self):
        """Returns the frame, once it is drawn."""
        self.button("Pause").click()
        self.paint(5)
        return self.frame

    def finish(self):
        """Jump to the end, once all is computed and drawn; returns what the status then says."""
        jump = self.button("Jump to the end")
        said = self.eventually(lambda: jump.click() or self.status.text_content(), lambda text: "at rest" in text)
        self.paint()
        return said

    # Pictures: "Target", "Cue", or the title of a system

    def picture(self, name):
        return self.page.locator(f'.picture[aria-label^="{name}"]:visible')

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


@pytest.fixture
def visit(tab, server):
    """Opens the page; at the end no fault may have been met."""
    pages = []

    def visit(query="patterns=digits", **options):
        pages.append(Live(tab(**options), server, query))
        return pages[-1]

    yield visit
    assert [live.leave() for live in pages] == [[]] * len(pages)


@pytest.fixture
def live(visit):
    return visit()
