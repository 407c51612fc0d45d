"""A server that samples itself: `python -m tests.bench.profiled FILE --port P`. At SIGUSR1 it writes there how many
seconds of CPU went into each part since the last time.

A thread looks at all others each 2 ms: what one has used since goes to what it is at, innermost first.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import Counter

from astro_dash.__main__ import main

SECONDS = 0.002
# By the end of the file's name, and perhaps the function; the first that fits a frame, innermost frames first.
PARTS = (
    ("astro_dash/engine/run.py", "_until_rest", "residuals, verdicts"),
    ("astro_dash/engine/measures.py", "residual", "residuals, verdicts"),
    ("pages/live/verdicts.py", "", "residuals, verdicts"),
    ("astro_dash/engine/models/base.py", "residual", "residuals, verdicts"),
    ("astro_dash/engine/run.py", "__init__", "a run's beginning: memory, cue, race"),
    ("astro_dash/engine/run.py", "", "engine steps"),
    ("astro_dash/engine/adaptive.py", "step", "engine steps"),
    ("astro_dash/engine/track.py", "", "engine steps"),
    ("astro_dash/engine/measures.py", "", "observing frames"),
    ("astro_dash/engine/winners.py", "", "observing frames"),
    ("astro_dash/engine/triangle.py", "", "arranging frames"),
    ("astro_dash/engine/placed.py", "", "arranging frames"),
    ("pages/live/moments.py", "", "arranging frames"),
    ("pages/live/rivals.py", "", "arranging frames"),
    ("pages/live/memory.py", "", "a run's beginning: memory, cue, race"),
    ("pages/live/race.py", "__init__", "a run's beginning: memory, cue, race"),
    ("pages/live/race.py", "", "arranging frames"),
    ("pages/live/piece.py", "", "packing"),
    ("pages/chunk.py", "", "packing"),
    ("astro_dash/store/", "", "choices: store, param"),
    ("param/", "", "choices: store, param"),
    ("logging/", "", "logging"),
    ("tornado/websocket.py", "", "websocket"),
    ("tornado/iostream.py", "", "websocket"),
    ("astro_dash/server/messages.py", "", "messages in"),
    ("astro_dash/pages/listener.py", "", "messages in"),
    ("bokeh/", "", "Bokeh's protocol"),
    ("panel/", "", "Panel"),
    ("astro_dash/pages/component.py", "", "Panel"),
    ("tornado/", "", "event loop"),
    ("asyncio/", "", "event loop"),
    ("astro_dash/pages/", "", "session"),
)  # fmt: skip


def part(frame) -> str:
    """Of the innermost frame that is in a part."""
    while frame is not None:
        name, function = frame.f_code.co_filename, frame.f_code.co_name
        for file, only, part in PARTS:
            if file in name and only in ("", function):
                return part
        frame = frame.f_back
    return "the rest"


def sampled(file: str) -> None:
    """Serve, and watch."""
    used: Counter[str] = Counter()
    known: dict[int, float] = {}

    def watch():
        mine = threading.get_ident()
        while True:
            time.sleep(SECONDS)
            for thread, frame in sys._current_frames().items():
                try:
                    now = time.clock_gettime(time.pthread_getcpuclockid(thread))
                except OSError:  # it has ended
                    continue
                spent, known[thread] = now - known.get(thread, now), now
                if spent > 0:
                    used["the profile itself" if thread == mine else part(frame)] += spent

    def write(*_):
        with open(f"{file}.new", "w", encoding="utf-8") as out:
            json.dump(used, out)
        os.replace(f"{file}.new", file)
        used.clear()

    signal.signal(signal.SIGUSR1, write)
    threading.Thread(target=watch, daemon=True).start()
    sys.setswitchinterval(SECONDS / 20)  # or it would see the others where they let go of the interpreter alone
    main(["serve", *sys.argv[2:]])


if __name__ == "__main__":
    sampled(sys.argv[1])
