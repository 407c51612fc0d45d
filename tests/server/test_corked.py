"""What is written to a socket in one go is sent in one go, in order, and nothing is kept back."""

import asyncio
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tornado.iostream import IOStream, StreamClosedError

from astro_dash.server.corked import SMALL, Cork


class Counted(IOStream):
    """Counts what goes to the system."""

    sends = 0

    def write_to_fd(self, data):
        self.sends += 1
        return super().write_to_fd(data)


async def corked():
    """A stream, its cork, and the other end."""
    here, there = socket.socketpair()
    stream = Counted(here)
    return stream, Cork(stream), IOStream(there)


def test_a_message_is_one_system_call():
    async def sends(*sizes):
        stream, cork, other = await corked()
        futures = [cork.write(bytes([i]) * size) for i, size in enumerate(sizes)]
        assert await other.read_bytes(sum(sizes)) == b"".join(bytes([i]) * size for i, size in enumerate(sizes))
        await asyncio.gather(*futures)
        other.close(), stream.close()
        return stream.sends

    assert asyncio.run(sends(90, 2, 300)) == 1
    assert asyncio.run(sends(90, 2, 300, 40, 50_000)) == 1
    assert asyncio.run(sends(50_000, 90)) == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 100, SMALL + 1, 400_000]), st.booleans()), max_size=12))
def test_all_comes_in_order_however_slowly_it_is_read(writes):
    async def check():
        stream, cork, other = await corked()
        for i, (size, pause) in enumerate(writes):
            cork.write(bytes([i]) * size)
            if pause:
                await asyncio.sleep(0)
        for i, (size, _) in enumerate(writes):
            assert await other.read_bytes(size) == bytes([i]) * size
        other.close(), stream.close()

    asyncio.run(check())


def test_what_is_held_up_is_waited_for():
    async def check():
        stream, cork, other = await corked()
        large = cork.write(b"a" * 20_000_000)
        small = cork.write(b"b")
        assert not large.done() and not small.done()
        await other.read_bytes(20_000_001)
        await asyncio.gather(large, small)
        other.close(), stream.close()

    asyncio.run(check())


def test_a_stream_that_is_closed_says_so_to_who_reads_alone():
    async def check():
        stream, cork, _ = await corked()
        cork.write(b"a")
        stream.close()
        await asyncio.sleep(0.01)
        with pytest.raises(StreamClosedError):
            cork.write(b"a" * (SMALL + 1))

    asyncio.run(check())
