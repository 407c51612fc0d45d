"""Twice and four times as much as there is: who waits, who is told that it is full, and how soon all is as before.

The server has one core and the pages (push.py) another, where there are two. `assets/overload.svg` is drawn of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from .picture import overload
from .push import RENEW, SECONDS
from .server import ROOT, Server
from .table import Row, below

PLENTY = ("--sessions", "5000", "--per-address", "5000")
STARVED, RECOVERED = 5, 2  # the longest wait in medians at twice the capacity, seconds until all is as before


def rows() -> list[Row]:
    cores = sorted(os.sched_getaffinity(0))
    with Server("-m", "astro_dash", "serve", *PLENTY) as server:
        for task in os.listdir(f"/proc/{server.process.pid}/task"):
            os.sched_setaffinity(int(task), cores[:1])
        seen = pushed(server.port, cores[-1:])
    overload(ROOT / "assets" / "overload.svg", seen)
    capacity = f"{seen['capacity']} ({seen['capacity'] / RENEW:.0f} runs a second)"
    found = [Row(f"sessions that play and start a run every {RENEW:.0f} s, on one core", capacity)]
    for each in seen["pushed"]:
        found += at(each)
    return found


def pushed(port: int, cores: list[int]) -> dict:
    command = [sys.executable, "-m", "tests.bench.push", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        os.sched_setaffinity(process.pid, cores)
        return json.loads(process.communicate()[0])
    finally:
        process.terminate()
        process.wait()


def at(seen: dict) -> list[Row]:
    median, late, worst = seen["hands"]
    least, usual = seen["runs"]
    fair = seen["times"] == 2
    return [
        Row(
            f"{seen['times']:g} times as many, {SECONDS:.0f} s: wait for a hand's answer: median, 99 of 100, worst",
            f"{median:.2f}, {late:.2f}, {worst:.2f} s", f"worst ≤ {STARVED} medians" if fair else "",
            worst <= STARVED * median if fair else None,
        ),
        Row("… runs that a session had: fewest, median", f"{least:g}, {usual:g}"),
        Row("… gaps in what is played (sessions with one)", f"{seen['gaps']} ({seen['gapped']})"),
        Row("… visitors who were told that it is full", f"{seen['full']} of {seen['visitors']}"),
        below("… answers are quick again after", seen["back"], RECOVERED, "s"),
        below("… visitors are let in again after", seen["open"], RECOVERED, "s"),
    ]  # fmt: skip
