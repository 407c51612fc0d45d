"""A page without a browser: says over the websocket what BokehJS and the player would say."""

from __future__ import annotations

import json
import re
import struct
from itertools import count

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

AsyncHTTPClient.configure("tornado.simple_httpclient.SimpleAsyncHTTPClient", max_clients=1000)
# What Panel tells the server of each browser.
_BROWSER = {
    "dark_mode": False, "device_pixel_ratio": 1, "language": "en-US", "webdriver": False, "timezone": "UTC",
    "timezone_offset": 0, "webgl": True,
}  # fmt: skip


class Client:
    """`await open()`, then `send` messages of the page and `await read()` the server's."""

    def __init__(self, port: int, query: str = ""):
        self.host, self.query, self.ids, self.received = f"127.0.0.1:{port}", query, count(1), 0

    async def open(self) -> None:
        """Get the page and its document, as far as BokehJS does before anything of ours runs."""
        page = await AsyncHTTPClient().fetch(f"http://{self.host}/{self.query}")
        self.token = re.search(r'"token":"([^"]+)"', page.body.decode())[1]
        await self.connect()
        self._write("PULL-DOC-REQ", "{}")
        text = ""
        while '"roots"' not in text:
            text = (await self._message())[1]
        self.document = json.loads(text)["doc"]
        self.component = _id(text, "panel.models.esm.ReactiveESM")
        browser = _id(text, "panel.models.browser.BrowserInfo")
        for name, value in _BROWSER.items() if browser else ():
            self.change(browser, name, value)
        self._event("document_ready", {})

    async def connect(self) -> None:
        """A websocket to the session of the token; again, after a break."""
        request = HTTPRequest(f"ws://{self.host}/ws", connect_timeout=60, request_timeout=60)
        self.socket = await websocket_connect(request, subprotocols=["bokeh", self.token])
        self.socket.protocol.set_nodelay(True)  # as browsers do
        await self._message()  # ACK

    async def start(self) -> dict:
        """Open, and have the first chunk."""
        await self.open()
        self.send({"type": "ready"})
        return await self.chunk()

    def send(self, message: dict) -> None:
        """A message of the page's component."""
        self._event("data_event", {"model": {"id": self.component}, "data": message})

    def change(self, model: str, name: str, value) -> None:
        """Set a property of a model."""
        self._patch({"kind": "ModelChanged", "model": {"id": model}, "attr": name, "new": value})

    async def read(self) -> dict:
        """The next message for the component; chunks as their header, with `frames` counted."""
        while True:
            header, content, buffers = await self._message()
            if header["msgtype"] != "PATCH-DOC":
                continue
            for event in json.loads(content)["events"]:
                if event.get("msg_type") == "bokeh_event" and event["msg_data"]["name"] == "esm_event":
                    return _plain(event["msg_data"]["values"], buffers)["data"]

    async def chunk(self) -> dict:
        """The header of the next chunk."""
        while "chunk" not in (message := await self.read()):
            pass
        return message["chunk"]

    def close(self) -> None:
        self.socket.close()

    def _event(self, name: str, values: dict) -> None:
        data = {"type": "event", "name": name, "values": _map(values)}
        self._patch({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data})

    def _patch(self, event: dict) -> None:
        self._write("PATCH-DOC", json.dumps({"events": [event]}))

    def _write(self, kind: str, content: str) -> None:
        for part in (json.dumps({"msgid": str(next(self.ids)), "msgtype": kind}), "{}", content):
            self.socket.write_message(part)

    async def _message(self):
        header, _, content = [await self._frame() for _ in range(3)]
        header, buffers = json.loads(header), {}
        for _ in range(header.get("num_buffers", 0)):
            name = json.loads(await self._frame())["id"]
            buffers[name] = await self._frame()
        return header, content, buffers

    async def _frame(self):
        frame = await self.socket.read_message()
        if frame is None:
            raise ConnectionError("the server has closed the websocket")
        self.received += len(frame)
        return frame


def _id(text: str, name: str) -> str:
    found = re.search(rf'"name":"{re.escape(name)}","id":"(\w+)"', text)
    return found and found[1]


def _map(value):
    """As BokehJS writes plain objects; references to models stay as they are."""
    if not isinstance(value, dict) or set(value) == {"id"}:
        return value
    return {"type": "map", "entries": [[name, _map(v)] for name, v in value.items()]}


def _plain(value, buffers):
    if isinstance(value, dict) and value.get("type") == "map":
        return {name: _plain(v, buffers) for name, v in value.get("entries", ())}
    if isinstance(value, dict) and value.get("type") == "bytes":
        return _header(buffers[value["data"]["id"]])
    return value


def _header(data: bytes) -> dict:
    """What a chunk says of itself (chunk.py); its arrays are left alone."""
    _, length = struct.unpack_from("<II", data)
    header = json.loads(data[8 : 8 + length])
    frames = [shape[0] for name, _, shape, _ in header.pop("arrays") if not name.startswith("picture:")]
    return header | {"frames": frames[0] if frames else 0}
