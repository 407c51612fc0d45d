"""Ports to listen on, and the end of a command that cannot have one."""

from __future__ import annotations

import errno
import sys
from socket import socket
from typing import NoReturn

from tornado.netutil import bind_sockets


def bound(port: int, address: str) -> list[socket]:
    """Sockets that listen there, all on one port; 0 is any free one. Ends the process where there is none."""
    check(port, address)
    try:
        return bind_sockets(port, address)
    except OSError as error:
        refuse(port, address, error)


def check(port: int, address: str) -> None:
    if not 0 <= port <= 65535:
        _end(port, address, "a port is a number from 0 to 65535")


def refuse(port: int, address: str, error: OSError) -> NoReturn:
    """Say that it cannot be had, and end with status 2."""
    _end(port, address, "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror)


def _end(port: int, address: str, why: str | None) -> NoReturn:
    print(f"Cannot serve on {address}:{port}: {why}", file=sys.stderr)
    sys.exit(2)


def shown(port: int, address: str) -> str:
    """The address for a browser of this machine."""
    seen = "127.0.0.1" if address in ("", "0.0.0.0", "::") else address
    return f"http://{seen}:{port}/"
