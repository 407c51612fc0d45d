"""What a browser may say on its socket. Whatever else Bokeh's protocol could carry is refused before it is decoded:
bytes in the text, which Bokeh would inflate on the event loop, whole documents, models, arrays."""

from __future__ import annotations

import asyncio
import json
import logging

from bokeh.server.views.ws import WSHandler

from .. import metrics
from ..pages.listener import MOST_UPLOAD

log = logging.getLogger(__name__)

MOST_TEXT = 65_536  # characters; the longest is a form, or the pixels of a stroke
MOST_BYTES = MOST_UPLOAD + 100_000  # of a buffer: what is slightly too large is refused by the page, in a sentence
DEEPEST = 8  # lists in lists; the deepest that a page sends has four
# By the part of a message that Bokeh's `Receiver` waits for: the largest that is read.
PARTS = {"_HEADER": 500, "_METADATA": 500, "_CONTENT": MOST_TEXT, "_BUFFER_HEADER": 500, "_BUFFER_PAYLOAD": MOST_BYTES}
NUMBERS = [{"type": "number", "value": name} for name in ("nan", "+inf", "-inf")]
POLICY = 1008  # the code with which a socket is closed on who breaks the rules
OF_DOCUMENTS = ("document_ready", "client_reconnected")
_PLAIN = (str, int, float, bool, type(None))


class Foreign(ValueError):
    """A message that no page of ours sends."""


def apply() -> None:
    """Refuse them in this process."""
    WSHandler.max_message_size = property(lambda self: MOST_BYTES)
    WSHandler.on_message = _on_message


async def _on_message(self, fragment) -> None:
    """Bokeh's, which reads before it looks and logs all that it cannot read."""
    try:
        message = await _received(self.receiver, fragment)
        ours = message and _ours(message, self.connection.session.document)
    except Exception as error:  # whatever a stranger has thought of
        words = str(error) if isinstance(error, Foreign) else "it cannot be read"
        log.warning("A socket is closed, for a message that no page sends: %s", words)
        metrics.refuse(POLICY)
        self.close(POLICY, "no page of this server sends such a message")
        return
    if ours and (work := await self._handle(message)):
        if work.msgtype != "OK":  # for which no page waits
            await self._schedule(work)
        await asyncio.sleep(0)  # others come in between, however many are waiting here


async def _received(receiver, fragment):
    """The message that this fragment completes, if it does. Raises anything, and reads nothing that is too long."""
    if receiver is None:
        raise Foreign("it came before the session was there")
    part = receiver._current_consumer.__name__
    if len(fragment) > PARTS[part]:
        raise Foreign(f"its part {part.strip('_').lower()} has {len(fragment)} bytes, but may have {PARTS[part]}")
    if part == "_HEADER" and "msgtype" not in json.loads(fragment):  # Bokeh would write it into the log
        raise Foreign("its header has no type")
    message = await receiver.consume(fragment)
    buffers = (message or receiver._partial).header.get("num_buffers", 0) if part == "_CONTENT" else 0
    if buffers not in (0, 1):
        raise Foreign("it has more than one buffer")
    return message


def _ours(message, document) -> bool:
    """Whether there is anything to be done: a request for the document, or an event. What a browser tells of itself, or
    would have changed, is left: no page needs it. Raises anything for what no page sends."""
    content = message.content
    if message.msgtype == "PULL-DOC-REQ" and content == {} and not message.buffers:
        return True
    if message.msgtype != "PATCH-DOC" or set(content) != {"events"}:
        raise Foreign("it is neither a request for the document nor an event")
    content["events"] = [event for event in content["events"] if event["kind"] != "ModelChanged"]
    for event in content["events"]:
        known = set(event) == {"kind", "msg_type", "msg_data"}
        if not known or (event["kind"], event["msg_type"]) != ("MessageSent", "bokeh_event"):
            raise Foreign("it changes the document")
        _check_event(event["msg_data"], document, [buffer.id for buffer in message.buffers])
    return bool(content["events"])


def _check_event(data, document, buffers) -> None:
    """The document is there, or a component is told something."""
    if set(data) != {"type", "name", "values"} or data["type"] != "event" or data["values"]["type"] != "map":
        raise Foreign("it is no event")
    values = _entries(data["values"])
    if data["name"] in OF_DOCUMENTS and not values:
        return
    if data["name"] != "data_event" or set(values) != {"model", "data"} or set(values["model"]) != {"id"}:
        raise Foreign("it is another event")
    if document.get_model_by_id(values["model"]["id"]) is None:
        raise Foreign("it is for a component that is not there")
    _check_plain(values["data"], DEEPEST, buffers)


def _entries(value) -> dict:
    """Those of a map. Bokeh reads all, of two of a name the first as well."""
    pairs = value.get("entries", ())
    if len(entries := dict(pairs)) < len(pairs):
        raise Foreign("it has a name twice")
    return entries


def _check_plain(value, left: int, buffers) -> None:
    """Only what JSON has, maps, numbers that JSON has not, and bytes that came in a buffer; not too deep."""
    if isinstance(value, _PLAIN):
        return
    if not left:
        raise Foreign("it is too deep")
    if isinstance(value, list):
        inside = value
    elif set(value) <= {"type", "entries"} and value["type"] == "map":
        entries = _entries(value)
        if not all(isinstance(name, str) for name in entries):
            raise Foreign("it has a name that is no text")
        inside = entries.values()
    elif value in NUMBERS or value in [{"type": "bytes", "data": {"id": buffer}} for buffer in buffers]:
        return
    else:
        raise Foreign("it holds what no page sends")
    for each in inside:
        _check_plain(each, left - 1, buffers)
