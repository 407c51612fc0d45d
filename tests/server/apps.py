"""Servers to look at from outside: `python apps.py plain PORT` has the defaults of Bokeh and Panel, `tuned` is `serve`,
both with a small page of their own, and with an address that tells what cannot be seen from outside; `tight` is
`tuned` with little room and little patience."""

import gc
import socket
import sys
import threading
import types

import panel as pn
from panel.custom import JSComponent
from tornado.web import RequestHandler

from astro_dash import server
from astro_dash.server import connections, defaults, doors

HOST = "astro.example.org"
PING = 0.7  # seconds, so that nobody waits for 10


class Player(JSComponent):
    """Answers what the browser says."""

    _esm = """
    export function render({ model }) {
      window.ask = () => new Promise((done) => {
        const answer = () => { model.off("msg:custom", answer); done() }
        model.on("msg:custom", answer)
        model.send_msg({})
      })
      return document.createElement("p")
    }"""

    heard_on = None  # a thread

    def _handle_msg(self, _):
        Player.heard_on = threading.current_thread()
        self._send_msg({})


def page():
    return Player()


class Probe(RequestHandler):
    """What cannot be seen from outside."""

    def get(self):
        open_now = [each._socket.ws_connection for each in self.application._clients if each._socket.ws_connection]
        clients = [each.stream.socket for each in open_now]
        self.write(
            {
                "nodelay": [bool(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for each in clients],
                "bundles": self.application.resources().components,
                "on_the_loop": Player.heard_on is threading.main_thread(),
                "frozen": gc.get_freeze_count(),
                "switch": sys.getswitchinterval(),
                "routes": sorted(filter(None, {route(rule) for rule in self.application.wildcard_router.rules})),
            }
        )


def route(rule) -> str | None:
    """An address with what answers there, if it is let through."""
    return f"{rule.matcher.regex.pattern} {rule.target.__name__}" if rule.target in doors.HANDLERS else None


def main(kind: str, port: str):
    probe = [("/probe", Probe)]
    defaults.PING = PING
    if kind == "plain":
        pn.serve(page, port=int(port), show=False, extra_patterns=probe, verbose=False)
    else:
        if kind == "tight":
            connections.MOST_CONNECTIONS, connections.HEADER_SECONDS, connections.BODY_SECONDS = 20, 1, 1
        doors.HANDLERS += (Probe,)
        sys.modules["astro_dash.pages"] = types.SimpleNamespace(page=page)
        server.serve(port=int(port), hosts=(HOST,), extra_patterns=probe)


if __name__ == "__main__":
    main(*sys.argv[1:])
