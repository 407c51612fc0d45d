"""What a browser may say on its socket. Whatever else Bokeh's protocol could carry is refused before it is decoded:
bytes in the text, which Bokeh would inflate on the event loop, whole documents, models, arrays."""

from __future__ import annotations

import logging

from bokeh.server.views.ws import WSHandler

from ..engine.check import check_choice

log = logging.getLogger(__name__)

MOST_TEXT = 65_536  # characters; the longest is a form, or the pixels of a stroke
MOST_BYTES = 12_100_000  # a map that is opened, see `explore.session.MOST_UPLOAD`
DEEPEST = 8  # lists in lists; the deepest that a page sends has four
# By the part of a message that Bokeh's `Receiver` waits for: the largest that is read.
PARTS = {"_HEADER": 500, "_METADATA": 500, "_CONTENT": MOST_TEXT, "_BUFFER_HEADER": 500, "_BUFFER_PAYLOAD": MOST_BYTES}
EVENTS = ("document_ready", "data_event")
POLICY = 1008  # the code with which a socket is closed on who breaks the rules
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
    except Exception as error:  # whatever a stranger has thought of
        words = str(error) if isinstance(error, Foreign) else "it cannot be read"
        log.warning("A socket is closed, for a message that no page sends: %s", words)
        self.close(POLICY, "no page of this server sends such a message")
        return
    if message and (work := await self._handle(message)):
        await self._schedule(work)


async def _received(receiver, fragment):
    """The message that this fragment completes, if it does. Raises anything, but reads nothing that is not ours."""
    if receiver is None:
        raise Foreign("it came before the session was there")
    part = receiver._current_consumer.__name__
    if len(fragment) > PARTS[part]:
        raise Foreign(f"its part {part.strip('_').lower()} has {len(fragment)} bytes, but may have {PARTS[part]}")
    message = await receiver.consume(fragment)
    if part == "_CONTENT":
        _check(receiver._partial or message)
    return message


def _check(message) -> None:
    """Raise `Foreign` unless it is a request for the document, or events of ours with one buffer at most."""
    header, content = message.header, message.content
    buffers = header.get("num_buffers", 0)
    if message.msgtype == "PULL-DOC-REQ" and not content and not buffers:
        return
    if message.msgtype != "PATCH-DOC" or set(content) != {"events"} or not isinstance(buffers, int) or buffers > 1:
        raise Foreign("it is neither a request for the document nor a change of it")
    for event in content["events"]:
        if event["kind"] == "ModelChanged":
            _check_change(event)
        elif event["kind"] == "MessageSent":
            _check_event(event["msg_data"])
        else:
            raise Foreign("it changes the document")


def _check_change(event) -> None:
    """What Panel asks of every browser: its language, its window, its address."""
    if not isinstance(event["new"], _PLAIN) or not isinstance(event["attr"], str) or set(event["model"]) != {"id"}:
        raise Foreign("it changes a model to what is no plain value")


def _check_event(data) -> None:
    """An event without values, or with values of plain types."""
    check_choice("event", data["name"], EVENTS)
    if set(data) != {"type", "name", "values"} or data["type"] != "event" or data["values"]["type"] != "map":
        raise Foreign("it is no event")
    _check_plain(data["values"], DEEPEST)


def _check_plain(value, left: int) -> None:
    """Only what JSON has, maps, numbers that JSON has not, and bytes that came in a buffer; not too deep."""
    if isinstance(value, _PLAIN):
        return
    if not left:
        raise Foreign("it is too deep")
    if isinstance(value, list):
        inside = value
    elif value.get("type") == "map" and set(value) <= {"type", "entries"}:
        inside = value.get("entries", [])
    elif value.get("type") == "number" and set(value) == {"type", "value"}:
        inside = [value["value"]]
    elif value.get("type") == "bytes" and set(value) == {"type", "data"} and isinstance(value["data"], dict):
        inside = [value["data"]]
    elif set(value) == {"id"}:
        inside = [value["id"]]
    else:
        raise Foreign("it holds what no page sends")
    for each in inside:
        _check_plain(each, left - 1)
