"""Where the server's CPU goes while many pages play: seconds of CPU by part, a session and a run.

Twice: each page with runs of its own, as they come of new seeds; and all with the same few, as of a lesson's links.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from pathlib import Path

from .load import crowd
from .server import Server, cpu
from .table import Row

SESSIONS, ARRIVE, SETTLE, MEASURE = 60, 12, 20, 20
SEEDS = {"runs of their own": 10_000, "the same 10 runs": 10}


def rows() -> list[Row]:
    return [row for what, seeds in SEEDS.items() for row in playing(what, seeds)]


def playing(what: str, seeds: int, sessions: int = SESSIONS) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parts.json"
        with (
            Server("-m", "tests.bench.profiled", str(file)) as server,
            crowd(server.port, sessions, SETTLE + MEASURE, SETTLE, ARRIVE, seeds=seeds) as process,
        ):
            time.sleep(SETTLE + 2)
            parts(server, file)
            start, before, theirs = time.monotonic(), server.cpu(), cpu(process.pid)
            time.sleep(MEASURE - 4)
            used, theirs, passed = server.cpu() - before, cpu(process.pid) - theirs, time.monotonic() - start
            found = parts(server, file)
            seen = json.loads(process.communicate()[0])
    a_second = used / passed / sessions
    runs = seen["runs"] / MEASURE / sessions  # of a session in a second
    head = f"{sessions} sessions playing {what}: server CPU a session and second"
    begun = f"{seen['runs'] / MEASURE:.1f}, {seen['chunks'] / MEASURE:.1f}"
    made = [
        Row(head, f"{1e3 * a_second:.2f} ms", seconds=a_second),
        Row("… and a run, with all that its page does", f"{1e3 * a_second / max(runs, 1e-9):.1f} ms"),
        Row("… runs, and pieces of them, a second", begun),
        Row("… CPU of the clients, of all", f"{100 * theirs / passed:.0f} %"),
    ]
    total = sum(found.values())
    for part, seconds in sorted(found.items(), key=lambda item: -item[1]):
        share = seconds / total
        made.append(Row(f"… {part}", f"{100 * share:.1f} %, {1e3 * a_second * share:.3f} ms"))
    return made


def parts(server: Server, file: Path) -> dict[str, float]:
    """Seconds of CPU by part, since the last time."""
    file.unlink(missing_ok=True)
    os.kill(server.process.pid, signal.SIGUSR1)
    while not file.exists():
        time.sleep(0.05)
    return json.loads(file.read_text())
