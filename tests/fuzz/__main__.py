"""Runs the entries: `python -m tests.fuzz [ENTRY …] [--inputs 100000] [--seed 0]`; what is found is put into the
corpus."""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import sys
import time
from collections import Counter
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from astro_dash.pages.live import session
from tests.bench.server import memory as memory_of

from . import ENTRIES
from .judge import HANGS, judged, watched
from .mutation import Mutator

CORPUS = Path(__file__).parent / "corpus"
KEPT = 200_000  # bytes of runs that others may ask for, which are soon there: they are no growth
GROWTH = 40  # MB that a process may grow by from a fifth of its inputs to the last
PIECE = 5000  # inputs of a process, of an entry that may end it
FOUND = 50  # of an entry, when it is given up


def main(arguments=None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("entries", nargs="*", metavar="ENTRY", help=f"of {', '.join(ENTRIES)} (all)")
    parser.add_argument("--inputs", type=int, default=100_000, help="of each (100000)")
    parser.add_argument("--seed", type=int, default=0, help="(0)")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.entries if name not in ENTRIES]:
        parser.error(f"ENTRY is {unknown[0]!r}, but must be one of {', '.join(ENTRIES)}.")
    session.shelf.most = KEPT
    found = sum(tried(name, options.inputs, options.seed) for name in options.entries or ENTRIES)
    sys.exit(1 if found else 0)


def tried(name: str, inputs: int, seed: int) -> int:
    """The faults of an entry, each with its input in the corpus."""
    start, entry = time.monotonic(), import_module(f".{name}", __package__)
    found = (apart if getattr(entry, "APART", False) else here)(name, inputs, seed)
    for kind, many in found.items():
        print(f"{name}: {many} times {kind}", flush=True)
    print(f"{name}: {inputs} inputs, {len(found)} kinds of faults, {time.monotonic() - start:.0f} s", flush=True)
    return len(found)


def here(name: str, inputs: int, seed: int, first: int = 0, told=lambda i: None) -> Counter:
    """Those from `first` on, in this process."""
    entry, found, before, worst = import_module(f".{name}", __package__), Counter(), 0.0, 0.0
    measured = getattr(entry, "memory", memory)
    with watched() as log:
        for data in entry.seeds():  # which loads what is loaded once
            entry.take(data)
        for i in range(first, inputs):
            told(i)
            data = entry.make(Mutator(f"{name} {seed} {i}"))
            since = time.thread_time()
            if fault := judged(entry, data, log):
                kept(name, data, fault, found)
                if len(found) >= FOUND:
                    break
            worst = max(worst, time.thread_time() - since)
            if i == first + (inputs - first) // 5:
                before = measured()
    grown = measured() - before
    print(f"{name}: + {grown:.1f} MB of {before:.0f}, the worst took {worst:.2f} s", flush=True)
    if inputs - first >= PIECE and grown > GROWTH:
        found[f"grows by {grown:.0f} MB from the fifth to the last of {inputs - first} inputs"] += 1
    return found


def apart(name: str, inputs: int, seed: int) -> Counter:
    """The same in processes of few inputs each; one that ends one, or hangs in it, is a fault of its own, unless the
    server, which has such inputs read beside it, answers with a sentence."""
    entry, found, first = import_module(f".{name}", __package__), Counter(), 0
    while first < inputs:
        ours, theirs = get_context("fork").Pipe(duplex=False)
        piece = name, min(first + PIECE, inputs), seed, first, theirs
        process = get_context("fork").Process(target=_piece, args=piece)
        process.start()
        theirs.close()
        at = first
        with suppress(EOFError):
            while ours.poll(2 * HANGS):
                said = ours.recv()
                if isinstance(said, Counter):
                    found += said
                else:
                    at = said
            process.kill()  # it is in a library, where no signal is heard
        process.join()
        if process.exitcode:
            data = entry.make(Mutator(f"{name} {seed} {at}"))
            fault = f"ends its process with {process.exitcode}"
            if hasattr(entry, "refused_beside") and entry.refused_beside(data):
                print(f"{name}: input {at} {fault}, and is refused", flush=True)
            else:
                kept(name, data, fault, found)
            first = at + 1
        else:
            first += PIECE
    return found


def _piece(name, inputs, seed, first, way) -> None:
    way.send(here(name, inputs, seed, first, way.send))


def kept(name: str, data: bytes, fault: str, found: Counter) -> None:
    """Counted by what it is; the first of its kind goes into the corpus."""
    kind = fault.strip().splitlines()[-1][:160] if "Traceback" in fault else fault[:160]
    found[kind] += 1
    if found[kind] == 1:
        path = CORPUS / name / hashlib.sha256(data).hexdigest()[:16]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name}: {path.name}: {data[:300]!r}\n{fault}\n", file=sys.stderr, flush=True)


def memory() -> float:
    """MB that this process has."""
    gc.collect()
    return memory_of(os.getpid())


if __name__ == "__main__":
    main()
