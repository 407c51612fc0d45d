"""A server in a process of its own, and what it takes of the machine (from /proc, so Linux only)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int) -> float:
    """Resident memory of a process in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6


class Server:
    """`with Server() as server`: answers at 127.0.0.1:server.port, and is ended at the end."""

    def __init__(self, *command: str):
        self.command = command or ("-m", "astro_dash", "serve")

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process = subprocess.Popen(
            [sys.executable, *self.command, "--port", str(self.port)], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self, seconds: float = 60):
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            try:
                urllib.request.urlopen(self.address, timeout=60).close()
                return
            except OSError:  # refused, or it listens and does not answer yet
                time.sleep(0.1)
        raise RuntimeError(f"{' '.join(self.command)} does not answer at {self.address}.")

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        return cpu(self.process.pid)

    def memory(self) -> float:
        """Resident memory in MB."""
        return memory(self.process.pid)
