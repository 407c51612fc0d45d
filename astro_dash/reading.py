"""An uploaded file, read in a process of its own: HDF5 is a large program in C, and the file comes from anybody.

The process gets the file's bytes, and answers with plain arrays whose types and sizes are checked here. It has little
memory and time, can open no file, knows nothing of the server's environment, and is killed when its time is up or its
tab gone. Time is bounded everywhere; where Python has no `resource` (Windows), or the system does not keep to it
(memory, on macOS), the rest is bounded by what `netcdf` checks alone.
"""

from __future__ import annotations

import atexit
import codecs
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
from math import prod
from pathlib import Path

import numpy as np

from .aside import yield_cores
from .netcdf import TEXT, TYPES, Variables, contents

log = logging.getLogger(__name__)

SECONDS, CPU_SECONDS = 30, 10  # until it is killed; a large map takes two
MEMORY = 400_000_000  # bytes of address space, beside those of Python and HDF5
_HEAD = 1 << 20  # bytes of an answer that are not values
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "LANG")
_CODE = "import sys, json; asked = json.loads(sys.argv[1]); sys.path[:] = asked.pop('path'); " + (
    "from astro_dash.reading import answer; answer(**asked)"
)

_running: set[subprocess.Popen] = set()


@atexit.register
def _end() -> None:
    for process in list(_running):
        process.kill()


class Reading:
    """One file that is read. `contents()`, as `netcdf.contents` has it, may be asked for once, in any thread; `stop()`
    ends it from another one."""

    def __init__(self, data: bytes, most: int):
        self.data, self.most = data, most
        self._lock, self._process, self._stopped = threading.Lock(), None, False

    def contents(self) -> tuple[dict, Variables]:
        """Raises ValueError, in one sentence, for what is no map, or takes more memory or time than one may."""
        asked = {"path": [str(Path(__file__).parents[1]), *sys.path], "most": self.most}
        answered = self._exchange([sys.executable, "-I", "-c", _CODE, json.dumps(asked)])
        try:
            refused, attributes, variables = _unpack(answered)
        except Exception:  # it died, or does not speak as it should
            ended = self._process and self._process.returncode
            log.warning("a file could not be read: its process ended with %s, without an answer", ended)
            raise ValueError("The file is no map: it takes more memory or time to read than a map may.") from None
        if refused:
            raise ValueError(refused)
        return attributes, variables

    def stop(self) -> None:
        """Kill the process, if there is one, or have none started."""
        with self._lock:
            self._stopped = True
            if self._process:
                self._process.kill()

    def _exchange(self, command: list[str]) -> bytes:
        """What a process answers to the data; less, or nothing, if it ends before."""
        data, self.data = self.data, b""
        with self._lock:
            if self._stopped:
                return b""
            self._process = process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip
        _running.add(process)
        end = threading.Timer(SECONDS, process.kill)
        end.daemon = True
        end.start()
        try:
            with process.stdin as way:
                way.write(data)
        except OSError:  # it has ended
            pass
        try:
            return process.stdout.read(self.most + _HEAD)
        finally:
            end.cancel()
            process.kill()
            process.stdout.close()
            process.wait()
            _running.discard(process)


def answer(most: int) -> None:
    """In the process: read the file that comes in, and write what is in it."""
    _limit()
    data = sys.stdin.buffer.read()
    head, values = {"refused": "", "attributes": {}, "variables": {}}, []
    try:
        head["attributes"], variables = contents(data, most)
        for name, (dims, attributes, array) in variables.items():
            texts = array.ravel().tolist() if TYPES[name] == TEXT else None
            head["variables"][name] = dims, attributes, array.shape, texts
            values += [] if TYPES[name] == TEXT else [array]
    except ValueError as error:
        head["refused"] = str(error)
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack("<Q", len(text)) + text)
    for array in values:
        sys.stdout.buffer.write(array.data)
    sys.stdout.buffer.flush()
    os._exit(0)  # whatever the file has left behind


def _limit() -> None:
    """Give up memory, time, files and processes."""
    yield_cores()
    if hasattr(signal, "alarm"):
        signal.alarm(SECONDS)  # should the server be gone by then
    codecs.lookup("ascii")  # loaded when it is first used, which will be too late
    try:
        import resource
    except ImportError:
        return
    bounds = {
        "RLIMIT_AS": _size() + MEMORY, "RLIMIT_CPU": CPU_SECONDS, "RLIMIT_NOFILE": 3, "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0, "RLIMIT_CORE": 0,
    }  # fmt: skip
    for name, most in bounds.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):  # a system that has not this one
            pass


def _size() -> int:
    """Bytes of address space that this process has, where that can be known."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return MEMORY


def _unpack(data: bytes) -> tuple[str, dict, Variables]:
    """An answer, taken for what it is and no more. Raises all kinds of exceptions if it is none."""
    (length,) = struct.unpack_from("<Q", data)
    head, at, variables = json.loads(data[8 : 8 + length]), 8 + length, {}
    for name, (dims, attributes, shape, texts) in head["variables"].items():
        if TYPES[name] == TEXT:
            values = np.array([str(text) for text in texts], object).reshape(shape)
        else:
            count = prod(shape)
            values = np.frombuffer(data, TYPES[name], count, at).reshape(shape).copy()  # a negative count is refused
            at += values.nbytes
        variables[name] = [str(dim) for dim in dims], dict(attributes), values
    return str(head["refused"]), dict(head["attributes"]), variables
