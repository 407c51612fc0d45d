"""Scripts of a user's own, without a `__main__` guard: what computes for them does not run them again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SWEEP = """
from astro_dash.study import sweep

found = sweep(
    {"load": [2, 5]}, ["astro"], draws=1, patterns="random", neurons=10, dt=0.1, horizon=1,
    scheduler="processes", workers=2,
)
print(int(found.finished.sum()), "cells")
"""
COUNTS = """
import astro_dash.pages.live.session
from astro_dash.store import Store
from astro_dash.pages.live.typical import typical

store = Store()
store.set(system="ideal", load=2, noise=0, dt=0.1)
print(astro_dash.pages.live.count.counters().submit(typical, store.link(), 7).result())
"""
SERVE = """
import astro_dash, panel

server = panel.serve(astro_dash.page, port=0, address="127.0.0.1", show=False, start=False)
"""
MAP = """
from queue import SimpleQueue
from astro_dash.study import Plan
from astro_dash.study.desk import Desk

heard, desk = SimpleQueue(), Desk()
plan = Plan.of({"load": [2, 5]}, ["astro"], draws=1, patterns="random", neurons=10, dt=0.1, horizon=1)
desk.begin("me", plan, heard.put)
while "ended" not in (event := heard.get(timeout=120)):
    assert "failed" not in event, event
print(event)
desk.close()
"""
SCRIPTS = {
    "a sweep by processes": (SWEEP, "2 cells"),
    "a page's counts": (SERVE + COUNTS, "{'ideal': 7}"),
    "a page's maps": (SERVE + MAP, "{'ended': 'finished'}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SCRIPTS)
def test_a_script_without_a_guard_runs_once_and_gets_its_answer(tmp_path, kind):
    code, answer = SCRIPTS[kind]
    before = 'import os, sys\nkept = __spec__\nprint("run as", __name__)\n'
    after = "assert __spec__ is kept\n"
    (tmp_path / "mine.py").write_text(before + code + after)
    done = subprocess.run(
        [sys.executable, "mine.py"], capture_output=True, text=True, cwd=tmp_path, timeout=240,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    said = [line for line in done.stdout.splitlines() if not line.startswith("Launching")]
    assert said == ["run as __main__", answer] and done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
