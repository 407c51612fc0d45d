"""What stands between a browser and a server, and does not always do its part."""

import contextlib
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Relay:
    """A cable to a port of this machine: `cut` ends its connections and lets no other through until `mend`; `mute`
    keeps the WebSockets there are, and lets nothing through them any more; `tear` cuts in the next long message."""

    def __init__(self, to: int):
        self.to, self.whole, self.torn, self.ends, self.sockets = to, True, False, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _ = self.listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.to)) if self.whole else None
                except OSError:
                    far = None
                if far is None:
                    near.close()
                    continue
                muted = threading.Event()
                self.ends += near, far
                for ends in (near, far), (far, near):
                    threading.Thread(target=self._pass, args=(*ends, muted), daemon=True).start()

    def _pass(self, come, go, muted):
        with contextlib.suppress(OSError):
            while data := come.recv(1 << 16):
                if b"Upgrade: websocket" in data:
                    self.sockets.append(muted)
                if self.torn and len(data) > 2000:
                    go.sendall(data[: len(data) // 2])
                    self.torn = False
                    return self.cut()
                if not muted.is_set():
                    go.sendall(data)
        for end in come, go:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.whole = False
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def tear(self):
        self.torn = True

    def mend(self):
        self.whole = True

    def mute(self):
        for muted in self.sockets:
            muted.set()

    def close(self):
        self.listener.close()
        self.cut()


@contextlib.contextmanager
def without_upgrade(server: str):
    """The address of a proxy that passes pages on, and no WebSockets."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if "Upgrade" in self.headers:
                return self.send_error(400)
            with urllib.request.urlopen(server + self.path) as answer:
                self.send_response(200)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.end_headers()
                self.wfile.write(answer.read())

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_port}"
        proxy.shutdown()
