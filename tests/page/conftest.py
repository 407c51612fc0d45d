import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = "chromium", "chromium-browser", "google-chrome"
# No sandbox, since root in a container cannot have one; the rest is what a browser does unasked
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(f"No browser: install one of {', '.join(BROWSERS)}, or set CHROMIUM to its path")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of the real server, in a process of its own from the first test that asks to the last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("server") / "log.txt"  # a file: a pipe that nobody reads would fill and block
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "astro_dash", "serve", "--port", str(port)], cwd=ROOT, stdout=out, stderr=out
        )
    try:
        wait(process, address, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(process, address, log, seconds=60):
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            pytest.fail(f"The server answers {error}:\n{log.read_text()}")
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not answer within {seconds} s:\n{log.read_text()}")
