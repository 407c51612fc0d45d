"""Servers in processes of their own, and what is asked of them over the wire."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(*command: str, **environment: str) -> subprocess.Popen:
    paths = str(ROOT)
    return subprocess.Popen(
        [sys.executable, *command], env=os.environ | {"PYTHONPATH": paths} | environment, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def stop(process: subprocess.Popen) -> tuple[str, str]:
    """What it had to say, at the end."""
    process.terminate()
    try:
        return process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def get(url: str, method="GET", data=None, **headers):
    """Status, headers and body as they were on the wire."""
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    request = urllib.request.Request(url, data, named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def await_page(url: str) -> str:
    """The page, once there is one to talk to."""
    for _ in range(600):
        try:
            if 'http-equiv="refresh"' not in (page := get(url)[2].decode()):
                return page
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(url)


def token(url: str) -> str:
    return await_page(url).split('"token":"')[1].split('"')[0]


def probe(url: str) -> dict:
    return json.loads(get(url + "/probe")[2])


class Real:
    """`python -m astro_dash serve`, with the options and the environment given; or a script that serves."""

    def __init__(self, *options: str, script: str = "", **environment: str):
        command = ("-c", script) if script else ("-m", "astro_dash", "serve", "--port", "0", *options)
        self.process = start(*command, **environment)
        self.url = re.search(r"http://\S+[0-9]", self.process.stdout.readline())[0]
        self.port = int(self.url.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            stop(self.process)

    def ends(self) -> str:
        """What its log holds, at the end."""
        return stop(self.process)[1]

    def memory(self) -> int:
        """Bytes of the process."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) * 1024
