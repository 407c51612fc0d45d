"""A Firefox over WebDriver BiDi: enough of it for a look at each page."""

import asyncio
import json
import re
import shutil
import subprocess
import threading
import time

from tornado.websocket import websocket_connect

NAMES = "firefox-esr", "firefox"
# What a browser does unasked
QUIET = {
    "app.normandy.enabled": False, "app.update.enabled": False, "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False, "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,", "toolkit.telemetry.server": "",
}  # fmt: skip


def found() -> str | None:
    """The path of a Firefox of this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One window; `faults` gathers what its console has had to say, and which other hosts were asked."""

    def __init__(self, folder, patience: float):
        self.patience, self.faults, self._ids, self._host = patience, [], 0, None
        self._loop = asyncio.new_event_loop()  # in a thread: in this one Playwright's may be running
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._log = folder / "firefox.txt"
        prefs = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in QUIET.items()]
        (folder / "user.js").write_text("\n".join(prefs))
        options = "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"
        with self._log.open("w") as out:
            self._process = subprocess.Popen([found(), *options], stdout=out, stderr=out)
        address = self._until(lambda: re.search(r"BiDi listening on (ws://\S+)", self._log.read_text()))[1]
        self._socket = self._done(_connected(address + "/session"))
        self("session.new", capabilities={})
        self("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._window = self("browsingContext.getTree")["contexts"][0]["context"]

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._process.terminate()
        self._process.wait()

    def _done(self, work):
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, self.patience), self._loop).result()

    def _until(self, read):
        end = time.monotonic() + self.patience
        while not (value := read()):
            assert time.monotonic() < end and self._process.poll() is None, self._log.read_text()
            time.sleep(0.05)
        return value

    def __call__(self, method: str, **params) -> dict:
        """Give a command, and wait for its result."""
        self._ids += 1
        self._done(_said(self._socket, json.dumps({"id": self._ids, "method": method, "params": params})))
        while True:
            message = json.loads(self._done(_heard(self._socket)))
            if message.get("id") == self._ids:
                assert message["type"] == "success", message
                return message["result"]
            self._happened(message.get("method"), message.get("params", {}))

    def _happened(self, event, params):
        if event == "log.entryAdded" and params["level"] == "error":
            self.faults.append(params["text"])
        elif event == "network.beforeRequestSent":
            url = params["request"]["url"]
            if not url.startswith((self._host, "data:", "blob:")):
                self.faults.append(f"asked another host: {url}")

    def open(self, address: str) -> None:
        """Go to an address."""
        self._host = re.match(r"\w+://[^/]+", address)[0]
        self("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def read(self, expression: str):
        """The plain value of an expression in the page; `all(selector)` finds elements in every shadow, `one` the
        first of them, and `around` what an element is in."""
        code = f"(() => {{{_FIND}; return {expression}}})()"
        target = {"context": self._window}
        done = self("script.evaluate", expression=code, target=target, awaitPromise=True, userActivation=True)
        assert done["type"] == "success", done
        return done["result"].get("value")

    def wait(self, expression: str):
        """Until it is true; returns its value."""
        return self._until(lambda: self.read(expression))


async def _connected(address):
    return await websocket_connect(address, max_message_size=1 << 27)


async def _said(socket, text):
    await socket.write_message(text)


async def _heard(socket):
    return await socket.read_message()


_FIND = """
const under = (root) => [...root.querySelectorAll("*")].flatMap((e) => e.shadowRoot ? [e, ...under(e.shadowRoot)] : [e])
const all = (selector) => under(document).filter((e) => e.matches(selector))
const one = (selector) => all(selector)[0]
const around = (e, selector) => e && (e.closest(selector) ?? around(e.getRootNode().host, selector))
"""
