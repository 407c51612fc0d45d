"""Prints one table: `python -m tests.bench [engine study open latency maps fps sessions stall plain]`."""

import importlib
import signal
import sys
import time

from .table import show

PARTS = ("engine", "study", "open", "latency", "maps", "fps", "sessions", "stall", "plain")


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"part is {unknown[0]!r}, but must be one of {', '.join(PARTS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what it has started is ended then, too
    rows, start = [], time.monotonic()
    for name in names or PARTS:
        print(f"[{time.monotonic() - start:3.0f} s] {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f".part_{name}", __package__).rows()
        print(show(rows), file=sys.stderr)  # what there is, if it is ended early
    print(show(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
