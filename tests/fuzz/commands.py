"""The command line: one sentence and status 2 for all that cannot be done. What would compute, serve or write is not
done."""

from __future__ import annotations

import io
import os
import socket
import sys
import tempfile
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from importlib import import_module
from unittest import mock

import panel as pn

from astro_dash import __main__ as command
from astro_dash import commands, export, logs
from astro_dash.store import Said, Store

from .plain import dumps, loads

GOOD = [
    ["run", "--system", "astro,hopfield", "--patterns", "digits", "--load", "200", "--noise", "0.1", "--seed", "0"],
    ["run", "--json"],
    ["run", "--patterns", "random", "--neurons", "16", "--load", "5", "--dt", "0.05", "--rest", "0.01", "--cue", "AA"],
    ["run", "--patterns", "nowhere.npz", "--grid", "16x16"], ["run", "--own", "2x2.ABCD.a,b", "--word", "ROTOR"],
    ["run", "-h"],
    ["attention", "--word", "HOPFIELD", "--noise", "0.2", "--temperature", "8", "--inverted", "1,2", "--json"],
    ["sweep", "--system", "astro", "--load", "5", "20", "--noise", "0.1,0.3", "--patterns", "random", "--draws", "2",
     "--seed", "3", "--out", "map.nc", "--scheduler", "threads", "--workers", "2"],
    ["figure", "4", "--out", "figure.nc"], ["law", "ties", "--out", "ties.nc"], ["lesson", "valley.md", "other.es.md"],
    ["export", "http://127.0.0.1/?v=1&load=200&noise=0.1", "--out", "run.nc"],
    ["export", "--patterns", "pictures", "--seed", "652", "--out", "run.html"], ["--version"], ["--help"], [],
    ["serve", "--port", "0", "--address", "127.0.0.1", "--host", "astro.example", "--sessions", "5", "--per-address",
     "2", "--frame", "https://school.example", "--proxied"],
    ["serve", "--lessons", "nowhere"],
]  # fmt: skip
OPTIONS = tuple(dict.fromkeys(part for line in GOOD for part in line if part.startswith("-")))


def seeds() -> list[bytes]:
    return [dumps(line) for line in GOOD]


def make(mutator) -> bytes:
    line = list(mutator.choice(GOOD))
    for _ in range(mutator.randint(1, 4)):
        i, kind = mutator.randrange(len(line) + 1), mutator.random()
        if kind < 0.1:
            line[i : i + 1] = []
        elif kind < 0.2:
            line.insert(i, mutator.choice(OPTIONS))
        elif kind < 0.3:
            line.insert(i, mutator.text())
        elif i < len(line) and kind < 0.7:
            parts = [part.encode(errors="surrogatepass") for part in (line[i], "1.5", "astro,hopfield")]
            line[i] = mutator.torn(parts).decode(errors="surrogateescape")
        elif i < len(line):
            line[i] = mutator.text()
    return dumps([part.replace("\0", "") for part in line])  # no system hands these over


server = import_module("astro_dash.server.serve")  # and not the function of its name


class Enough(SystemExit):
    """All was understood."""


def _enough(*args, **how):
    raise Enough(0)


def take(data: bytes) -> list[str]:
    """What stands on the standard error."""
    out, err, here = io.StringIO(), io.StringIO(), os.getcwd()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.chdir(folder)
        stack.callback(os.chdir, here)
        for thing, name, other in (
            (Store, "retrieved", _enough), (Said, "attended", _enough), (commands, "sweep", _enough),
            (commands, "measures", _enough), (export, "made", _enough), (pn.io.server, "get_server", _bound),
            (os, "environ", dict(os.environ)), (logs, "begin", str), (server, "tune", bool),
        ):  # fmt: skip
            stack.enter_context(mock.patch.object(thing, name, other))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            command.main(loads(data))
            status = 0
        except SystemExit as end:
            status = end.code
        assert not os.listdir(folder), f"a file is written: {os.listdir(folder)}"
    sys.stdout.flush()
    said = [line for line in err.getvalue().split("\n") if line]
    assert status in (0, 2), f"ends with {status!r}"
    assert status == 0 or said, "says nothing"
    return [line for line in said if status == 2]


def _bound(apps, port: int, address: str, **how):
    """As far as Bokeh's server goes with an address: it is taken if it is one of this machine."""
    try:
        found = socket.getaddrinfo(address or None, 0, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)
    except socket.gaierror:  # a name, which would be asked for elsewhere
        found = []
    assert port >= 0 and isinstance(found, list)
    raise Enough(0)
