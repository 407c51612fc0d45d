"""What may come over a page's socket: the frames of Bokeh's protocol, good, torn and in any order, into the page's own
document and session. A socket may be closed on who sends them, and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from unittest import mock

import panel as pn
from bokeh.document import Document
from bokeh.protocol import Protocol
from bokeh.protocol.receiver import Receiver

import astro_dash
from astro_dash.server import messages

from .judge import chosen
from .messages import LIVE, SMALL, nothing_long
from .plain import dumps, loads

PART = "PART"  # the name of the page's component
BOMB = "eJztwTEBAAAAwqD1T20ND6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHg2"


def _mapped(value, buffers: list):
    """As BokehJS writes plain values; bytes go beside."""
    if isinstance(value, dict):
        return {"type": "map", "entries": [[name, _mapped(one, buffers)] for name, one in value.items()]}
    if isinstance(value, list):
        return [_mapped(one, buffers) for one in value]
    if isinstance(value, bytes):
        buffers.append(value)
        return {"type": "bytes", "data": {"id": f"b{len(buffers)}"}}
    return value


def _message(kind: str, content, buffers=()) -> list:
    header = {"msgid": "9", "msgtype": kind} | ({"num_buffers": len(buffers)} if buffers else {})
    pairs = [part for i, data in enumerate(buffers, 1) for part in (json.dumps({"id": f"b{i}"}), data)]
    return [json.dumps(header), "{}", json.dumps(content), *pairs]


def _event(message: dict) -> list:
    buffers: list[bytes] = []
    values = {"type": "map", "entries": [["model", {"id": PART}], ["data", _mapped(message, buffers)]]}
    data = {"type": "event", "name": "data_event", "values": values}
    sent = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}
    return _message("PATCH-DOC", {"events": [sent]}, buffers)


@cache
def good() -> list[list]:
    ready = {"type": "event", "name": "document_ready", "values": {"type": "map"}}
    added = {"kind": "RootAdded", "model": {"type": "object", "name": "Div", "id": "x"}}
    bomb = {"kind": "MessageSent", "msg_type": "x", "msg_data": {"type": "bytes", "data": BOMB}}
    changed = {"kind": "ModelChanged", "model": {"id": PART}, "attr": "spec", "new": "x"}
    return [
        *map(_event, LIVE), _message("PULL-DOC-REQ", {}), _message("PATCH-DOC", {"events": [changed]}),
        _message("PATCH-DOC", {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": ready}]}),
        _message("SERVER-INFO-REQ", {}), _message("PUSH-DOC", {"doc": {"roots": []}}), _message("ACK", {}),
        _message("OK", {}),
        _message("PATCH-DOC", {"events": [added]}), _message("PATCH-DOC", {"events": [bomb]}),
    ]  # fmt: skip


def seeds() -> list[bytes]:
    return [dumps([[part for message in good() for part in message]][0])]


def make(mutator) -> bytes:
    parts = []
    for _ in range(mutator.randint(1, 3)):
        message = list(mutator.choice(good()))
        for _ in range(mutator.choice((0, 1, 1, 2))):
            i = mutator.randrange(len(message))
            message[i] = _torn(mutator, message[i])
        if mutator.random() < 0.2:
            message.insert(mutator.randrange(len(message) + 1), mutator.choice(mutator.choice(good())))
        if mutator.random() < 0.1:
            del message[mutator.randrange(len(message))]
        parts += message
    return dumps(parts)


WORDS = (
    b'"id"', b'"type"', b'"map"', b'"bytes"', b'"ndarray"', b'"slice"', b'"object"', b'"entries":', b"NaN", b"null",
    b"[" * 2000, b'{"a":' * 2000, b"9" * 5000, b"1e999", b'"num_buffers":1', b'"num_buffers":-1', b"[]", b"{}",
)  # fmt: skip


def _torn(mutator, part):
    if mutator.random() < 0.05:
        return part.encode(errors="replace") if isinstance(part, str) else part.decode(errors="replace")
    if isinstance(part, bytes):
        return mutator.torn([part])
    with suppress(ValueError, RecursionError):
        if mutator.random() < 0.5:  # what is still JSON
            return json.dumps(_json(mutator, json.loads(part)))
    errors = "surrogateescape" if mutator.random() < 0.1 else "replace"
    return mutator.torn([part.encode(errors="surrogatepass")], WORDS).decode(errors=errors)


def _json(mutator, value):
    value = mutator.changed(value, 5)
    return json.loads(json.dumps(value, default=lambda data: data.hex()))


class Socket:
    """Bokeh's handler of a socket, as far as messages go, of a page that plays."""

    def __init__(self):
        self.page, self.document, self.closed = astro_dash.page("live", **SMALL), Document(), False
        self.page.server_doc(self.document, location=False)
        (self.part,) = (model.id for model in self.document.models if type(model).__name__ == "ReactiveESM")
        self.page._session.schedule = self._schedule
        self.session = self.connection = self

    def _schedule(self, act, delay: float):
        return mock.Mock() if delay else self.page._schedule(act, 0)

    def close(self, code: int, reason: str) -> None:
        assert code == messages.POLICY
        self.closed = True

    async def _handle(self, message) -> None:
        if message.msgtype == "PATCH-DOC":
            message.apply_to_document(self.document, self)

    def end(self) -> None:
        self.page._session.close()
        for ref in self.page._models:
            pn.state._views.pop(ref, None)
        pn.state._stylesheets.pop(self.document, None)  # whose values hold it, as a session's end lets go


_open: list[Socket] = []
MOST_SAID = 100  # of one page, which costs more than what is said


def take(data: bytes) -> list[str]:
    """All is said to a page; what it answers is judged by what it logs."""
    parts = loads(data)
    if chosen(data, MOST_SAID):
        while _open:
            _open.pop().end()
    with nothing_long():
        if not _open:
            _open.append(Socket())
        socket = _open[0]
        socket.receiver, socket.closed = Receiver(Protocol()), False
        for part in parts:
            if socket.closed:
                break
            _through(messages._on_message(socket, part.replace(PART, socket.part) if isinstance(part, str) else part))
    return []


def _through(work) -> None:
    """To the end of a coroutine that waits for nobody."""
    try:
        while True:
            work.send(None)
    except StopIteration:
        pass
