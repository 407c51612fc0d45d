"""What a browser may say on its socket: anything else ends that socket, at once and without a trace of it in the log,
and nobody else notices."""

import asyncio
import base64
import gzip
import json
import random

import pytest
from tornado.websocket import WebSocketClosedError

from tests.bench.client import Client

from .real import Real

pytestmark = pytest.mark.slow  # starts servers

BOMB = base64.b64encode(gzip.compress(bytes(50_000_000))).decode()  # 65 kB for 50 MB
BYTES = {"type": "bytes", "data": BOMB[:60_000]}
ARRAY = {"type": "ndarray", "array": [1], "dtype": "int8", "shape": [10**9], "order": "little"}
MODEL = {"type": "object", "name": "Range1d", "id": "p9"}
COMPONENT = "the component"  # its id is put in as the message is sent
NEST = "[" * 30_000 + "]" * 30_000


def event(data, name="data_event", **more):
    """A message of a page whose component is told `data`."""
    values = {"type": "map", "entries": [["model", {"id": COMPONENT}], ["data", data]]}
    return {
        "kind": "MessageSent",
        "msg_type": "bokeh_event",
        "msg_data": {"type": "event", "name": name, "values": values} | more,
    }


def patch(*events) -> str:
    return json.dumps({"events": events})


def mapped(**values) -> dict:
    return {"type": "map", "entries": [list(pair) for pair in values.items()]}


def change(new, attr="language", model=None) -> dict:
    return {"kind": "ModelChanged", "model": {"id": "p1"} if model is None else model, "attr": attr, "new": new}


def buffered(count) -> str:
    return json.dumps({"msgid": "1", "msgtype": "PATCH-DOC", "num_buffers": count})


def deep(levels: int):
    return [deep(levels - 1)] if levels else 1


FOREIGN = {
    "bytes in the text": ("PATCH-DOC", patch(event(mapped(type="open", data=BYTES)))),
    "bytes in a list": ("PATCH-DOC", patch(event([[{"type": "bytes", "data": "AAAA"}]]))),
    "an array": ("PATCH-DOC", patch(event(ARRAY))),
    "a typed array": ("PATCH-DOC", patch(event(ARRAY | {"type": "typed_array"}))),
    "a slice": ("PATCH-DOC", patch(event({"type": "slice", "start": 0, "stop": 1, "step": 1}))),
    "a set": ("PATCH-DOC", patch(event({"type": "set", "entries": [1]}))),
    "a model in a message": ("PATCH-DOC", patch(event(MODEL))),
    "a symbol": ("PATCH-DOC", patch(event({"type": "symbol", "name": "x"}))),
    "a component that is not there": ("PATCH-DOC", patch(event(1)).replace(COMPONENT, "p0")),
    "bytes that did not come": ("PATCH-DOC", patch(event({"type": "bytes", "data": {"id": "b"}}))),
    "a number that is none": ("PATCH-DOC", patch(event({"type": "number", "value": "one"}))),
    "a name that is a list": ("PATCH-DOC", patch(event({"type": "map", "entries": [[[1], 2]]}))),
    "a name that is a number": ("PATCH-DOC", patch(event({"type": "map", "entries": [[1, 2]]}))),
    "entries that are no pairs": ("PATCH-DOC", patch(event({"type": "map", "entries": [[1, 2, 3]]}))),
    "a name twice": ("PATCH-DOC", patch(event({"type": "map", "entries": [["a", ARRAY], ["a", 1]]}))),
    "data twice": ("PATCH-DOC", patch(event(1)).replace('["data", 1]', f'["data", {json.dumps(MODEL)}], ["data", 1]')),
    "a plain object": ("PATCH-DOC", patch(event({"a": 1}))),
    "a ready document with values": ("PATCH-DOC", patch(event(1, name="document_ready"))),
    "another event": ("PATCH-DOC", patch(event(1, name="button_click"))),
    "a message of another type": ("PATCH-DOC", patch({"kind": "MessageSent", "msg_type": "x", "msg_data": {}})),
    "a root": ("PATCH-DOC", patch({"kind": "RootAdded", "model": {"id": "p1"}})),
    "a title": ("PATCH-DOC", patch({"kind": "TitleChanged", "title": "x"})),
    "a column": ("PATCH-DOC", patch({"kind": "ColumnDataChanged", "model": {"id": "p1"}, "attr": "data", "data": {}})),
    "deep lists": ("PATCH-DOC", patch(event(deep(40)))),
    "very deep lists": ("PATCH-DOC", f'{{"events": {NEST}}}'),
    "deep header": ("PATCH-DOC", "{}", NEST[:400]),
    "a whole document": ("PUSH-DOC", '{"doc": {"roots": []}}'),
    "a question": ("SERVER-INFO-REQ", "{}"),
    "an unknown type": ("NONE", "{}"),
    "no JSON": ("PATCH-DOC", "{"),
    "a list": ("PATCH-DOC", "[]"),
    "a number": ("PULL-DOC-REQ", "1"),
    "nothing": ("PATCH-DOC", ""),
    "no events": ("PATCH-DOC", "{}"),
    "events that are none": ("PATCH-DOC", '{"events": {"kind": 1}}'),
    "an empty event": ("PATCH-DOC", '{"events": [{}]}'),
    "more than events": ("PATCH-DOC", '{"events": [], "buffers": []}'),
    "a long text": ("PATCH-DOC", patch(event("x" * 10_000_000))),
    "a long type": ("PATCH-DOC", patch(event(mapped(type="x" * 10_000_000)))),
    "a long number": ("PATCH-DOC", '{"events": [%s]}' % ("1" * 60_000)),
    "many buffers": ("PATCH-DOC", patch(event(1)), buffered(1000)),
    "buffers that are no number": ("PATCH-DOC", patch(event(1)), buffered("9")),
    "negative buffers": ("PATCH-DOC", patch(event(1)), buffered(-1)),
    "a header that is a list": ("PATCH-DOC", "{}", "[]"),
    "a header that is null": ("PATCH-DOC", "{}", "null"),
    "a long header": ("PATCH-DOC", "{}", " " * 5000 + "{}"),
    "bytes for a header": ("PATCH-DOC", "{}", b"\x00\xff"),
}  # fmt: skip


@pytest.fixture(scope="module")
def real():
    """A server of its own, for its log."""
    with Real() as server:
        yield server
        log = server.ends()
    assert "Traceback" not in log and "Error" not in log
    assert len(log) < 20_000, "a stranger can fill it"


async def said(server: Real, kind: str, content: str, header=None) -> bool:
    """Whether the server ends the socket on which this is said."""
    page = Client(server.port)
    await page.start()
    try:
        for part in (
            header or json.dumps({"msgid": "9", "msgtype": kind}),
            "{}",
            content.replace(COMPONENT, page.component),
        ):
            await page.socket.write_message(part, binary=isinstance(part, bytes))
        page.send({"type": "reset"})  # which is answered, if anything is
        while "chunk" not in await page.read():
            pass
        return False
    except (ConnectionError, WebSocketClosedError):
        return True
    finally:
        page.close()


@pytest.mark.parametrize("what", FOREIGN)
def test_what_no_page_sends_ends_its_socket(real, what):
    assert asyncio.run(said(real, *FOREIGN[what]))


def test_what_pages_send_is_heard(real):
    """What it tells of itself is heard, and left."""
    for content in (
        patch(change("de")), patch(change(1.5), change("x", attr="esm")),
        patch(change({"type": "bytes", "data": BOMB[:999]})), patch(event(mapped(type="new_seed"))),
        patch(event(mapped(type="perturb", system="astro", pixels=[1, 2], frame=3))),
        patch(event(mapped(type="set", values=mapped(load="5"), frame={"type": "number", "value": "nan"}))),
    ):  # fmt: skip
        assert not asyncio.run(said(real, "PATCH-DOC", content))
    for name in ("document_ready", "client_reconnected"):
        of_document = event(1, name=name)
        of_document["msg_data"]["values"] = {"type": "map"}
        assert not asyncio.run(said(real, "PATCH-DOC", patch(of_document)))
    assert not asyncio.run(said(real, "PULL-DOC-REQ", "{}"))


def test_nothing_is_inflated(real):
    """Twenty bombs of 50 MB cost the server no memory."""
    before = real.memory()

    async def bombs():
        content = patch(event(mapped(type="open", data={"type": "bytes", "data": BOMB})))
        await asyncio.gather(*(said(real, "PATCH-DOC", content) for _ in range(20)))

    asyncio.run(bombs())
    assert real.memory() - before < 100_000_000


def test_a_buffer_is_bounded(real):
    """The upload of a map comes as bytes beside the text: of one buffer, of 12 MB."""

    async def upload(size: int, kind=True) -> bool:
        page = Client(real.port)
        await page.start()
        data = mapped(type="open", data={"type": "bytes", "data": {"id": "b"}})
        try:
            for part in (
                json.dumps({"msgid": "9", "msgtype": "PATCH-DOC", "num_buffers": 1}),
                "{}",
                patch(event(data)).replace(COMPONENT, page.component),
            ):
                await page.socket.write_message(part)
            await page.socket.write_message('{"id": "b"}')
            await page.socket.write_message(bytes(size) if kind else "x" * size, binary=kind)
            page.send({"type": "reset"})
            while "chunk" not in await page.read():
                pass
            return True
        except (ConnectionError, WebSocketClosedError):
            return False
        finally:
            page.close()

    assert asyncio.run(upload(1000)) and asyncio.run(upload(12_000_000))
    assert not asyncio.run(upload(12_200_000)) and not asyncio.run(upload(10, kind=False))


def test_random_messages(real):
    """Good messages, torn and mixed: a socket may end, the server goes on and logs no traceback."""
    rng = random.Random(7)
    good = [
        patch(change("de")),
        patch(event(mapped(type="set", values=mapped(load="5")))),
        patch(event(mapped(type="more", generation=1))),
    ]

    def torn() -> str:
        text = rng.choice(good)
        for _ in range(rng.randint(1, 6)):
            i, j = sorted(rng.randrange(len(text)) for _ in range(2))
            text = rng.choice(
                [
                    text[:i] + text[j:],
                    text[:i] + text[i:j] * 2 + text[j:],
                    text[:i] + rng.choice('[]{}",:0a\\') + text[i:],
                ]
            )
        return text

    async def all_of_them():
        for _ in range(6):
            await asyncio.gather(*(said(real, "PATCH-DOC", torn()) for _ in range(10)))
        page = Client(real.port)
        await page.start()
        page.close()

    asyncio.run(all_of_them())
