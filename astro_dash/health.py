"""Asking a server of this machine how it is, for whoever looks after containers: no curl is needed."""

from __future__ import annotations

import http.client
import sys

from .settings import setting

PATIENCE = 4  # seconds
ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # where who listens on every interface is found


def command(options) -> str:
    """What the server says, in a sentence. Raises ValueError for a bad option, and SystemExit (1) if it is not well."""
    address, port = setting("address", options.address), setting("port", options.port)
    well, words = asked(ANYWHERE.get(address, address), port, "/readiness" if options.ready else "/liveness")
    if not well:
        print(words, file=sys.stderr)
        sys.exit(1)
    return words


def asked(address: str, port: int, path: str) -> tuple[bool, str]:
    """Whether all is well, and what was said."""
    connection = http.client.HTTPConnection(address, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.read(1000).decode(errors="replace").strip()
        return answer.status == 200, said if path == "/readiness" else f"The server answers {answer.status}."
    except (OSError, http.client.HTTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        return False, f"No server answers at {address}:{port}: {why}."
    finally:
        connection.close()
