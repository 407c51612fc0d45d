"""Prints one table: `python -m tests.bench [engine adaptive study open weight latency fps sessions profile room …]`.

The last two columns are times in those of two fixed pieces of work (reference.py), taken in the same run.
"""

import importlib
import signal
import sys
import time

from .reference import reference
from .table import HEAD, WIDTHS, line

PARTS = (
    "engine", "adaptive", "study", "open", "weight", "latency", "maps", "fps", "sessions", "profile", "room", "lesson",
    "stall", "plain", "overload", "processes", "leaks", "faults",
)  # fmt: skip


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"part is {unknown[0]!r}, but must be one of {', '.join(PARTS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what it has started is ended then, too
    start, measured = time.monotonic(), reference()
    print(line(HEAD), line("-" * width for width in WIDTHS), sep="\n")
    show(measured.rows(), measured)
    for name in names or PARTS:
        print(f"[{time.monotonic() - start:3.0f} s] {name} …", file=sys.stderr, flush=True)
        show(importlib.import_module(f".part_{name}", __package__).rows(), measured)


def show(rows, measured) -> None:
    """At once, so that they are there if it is ended early."""
    print(*(line(row.cells(measured)) for row in rows), sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
