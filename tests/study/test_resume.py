"""Sweeps that are killed, stopped or run twice: what is finished is kept, and computed once."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xarray as xr

from astro_dash.__main__ import main
from astro_dash.study import Plan, read, save, sweep
from astro_dash.study.batch import compute
from astro_dash.study.dataset import empty

MODULE = sys.modules["astro_dash.study.sweep"]  # its name in the package is that of the function
ROOT = Path(__file__).parents[2]
OPTIONS = "--system astro,hopfield --patterns random --neurons 12 --dt 0.1 --horizon 1 --draws 3 --tau-p 0.5"
AXES = "--load 2,3,4,5 --noise 0,0.1,0.2,0.3,0.4"
PLAN = Plan.of(
    {"load": [2, 3, 4, 5], "noise": [0, 0.1, 0.2, 0.3, 0.4]}, ("astro", "hopfield"), 3,
    patterns="random", neurons=12, dt=0.1, horizon=1, tau_p=0.5,
)  # fmt: skip
# A sweep that writes down what it computes, keeps each block at once, and after ten of 20 waits for the file "go".
SLOW = """
import importlib, os, signal, sys, time
module, log = importlib.import_module("astro_dash.study.sweep"), sys.argv[1]

def slow(plan, cells, compute=module.compute, log=log):
    with open(log, "a") as out:
        out.write(" ".join(map(str, cells)) + "\\n")
    while len(open(log).readlines()) > 10 and not os.path.exists("go"):
        time.sleep(0.02)
    return compute(plan, cells)

if __name__ == "__main__":
    module.compute = slow
    keep = module._Keeper.keep
    module._Keeper.keep = lambda self, dataset, now=False: keep(self, dataset, True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
    from astro_dash.__main__ import main
    main(["sweep", *sys.argv[2:]])
"""


@pytest.fixture(scope="module")
def expected():
    return sweep(PLAN, workers=1)


@pytest.fixture
def computed(monkeypatch):
    """Cells as they are computed for this process."""
    cells, fill = [], MODULE.fill
    monkeypatch.setattr(
        MODULE, "fill", lambda dataset, block, *rest: cells.extend(block) or fill(dataset, block, *rest)
    )
    return cells


def finished(path) -> int:
    """How many cells a file has, which may not be there yet."""
    return int(read(path)["finished"].sum()) if path.exists() else 0


def started(folder, *options):
    """A slow sweep in a process of its own group."""
    (folder / "slow.py").write_text(SLOW)
    command = [sys.executable, "slow.py", "log", *f"{OPTIONS} {AXES} --out map.nc".split(), *options]
    pipes = dict(stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, **pipes)


def until(process, path, n_cells):
    """Wait for some cells; the file is whole whenever it is looked at."""
    end = time.monotonic() + 120
    while finished(path) < n_cells:
        assert process.poll() is None and time.monotonic() < end, process.communicate()
        time.sleep(0.02)


@pytest.mark.slow
def test_a_sweep_killed_outright_goes_on_from_its_finished_cells(tmp_path, expected, computed):
    process, path = started(tmp_path, "--workers", "1"), tmp_path / "map.nc"
    try:
        until(process, path, 4)
    finally:
        process.kill()
        process.communicate()
    kept = read(path)
    has = set(kept["finished"].values.ravel().nonzero()[0].tolist())
    assert 4 <= len(has) < 20 and has <= {int(c) for c in (tmp_path / "log").read_text().split()}
    part = kept["finished"]
    for name in ("hard_error", "soft_error"):
        assert kept[name].where(part).equals(expected[name].where(part)) and kept[name].where(~part).isnull().all()
    found = sweep(PLAN, out=path, workers=1)
    assert sorted(computed) == sorted(set(range(20)) - has)
    xr.testing.assert_identical(found, expected)
    xr.testing.assert_identical(read(path), expected)
    computed.clear()
    xr.testing.assert_identical(sweep(PLAN, out=path, workers=1), expected)
    assert not computed


@pytest.mark.slow
@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_ctrl_c_keeps_what_is_finished(tmp_path, expected, computed, scheduler):
    """The terminal tells all processes of the command."""
    process, path = started(tmp_path, "--workers", "1", "--scheduler", scheduler), tmp_path / "map.nc"
    until(process, path, 10)  # it waits: an interrupt in a callback of a weak reference would be lost
    os.killpg(process.pid, signal.SIGINT)
    (tmp_path / "go").touch()
    out, err = process.communicate(timeout=120)
    done = finished(path)
    assert process.returncode == 130 and not out and "Traceback" not in err, err
    assert err.splitlines()[-1] == f"map.nc has {done} of 20 cells; the same command goes on from there."
    assert 10 <= done < 20
    assert "20 cells" in err and "s left" in err and "Error" not in err and "WARNING" not in err
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".py") == ["go", "log", "map.nc"]
    xr.testing.assert_identical(sweep(PLAN, out=path, workers=1), expected)
    assert len(computed) == 20 - done


def test_ctrl_c_before_the_first_cell(tmp_path, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("astro_dash.commands.sweep", lambda *_, **__: interrupted())
    path = tmp_path / "map.nc"
    for done in (0, 20):  # nothing there, and a finished file
        with pytest.raises(SystemExit) as end:
            main(["sweep", *f"{OPTIONS} {AXES} --out {path}".split()])
        assert end.value.code == 130 and f"map.nc has {done} of 20 cells" in capsys.readouterr().err
        sweep(PLAN, out=path, workers=1)


def test_a_computation_that_fails_keeps_what_is_finished(tmp_path, monkeypatch):
    (tmp_path / "kept").mkdir()
    path, some, fill = tmp_path / "kept" / "map.nc", tmp_path / "some", MODULE.fill

    def fails(plan, cells):
        if 7 in cells:
            while not some.exists():
                time.sleep(0.02)
            raise RuntimeError("a broken cell")
        return compute(plan, cells)

    monkeypatch.setattr(MODULE, "compute", fails)
    monkeypatch.setattr(MODULE, "fill", lambda *a: fill(*a) or some.touch())
    with pytest.raises(RuntimeError, match="a broken cell"):
        sweep(PLAN, out=path, workers=2)
    kept = read(path)["finished"].values.ravel()
    assert kept.any() and not kept[7] and [p.name for p in path.parent.iterdir()] == ["map.nc"]


OTHERS = {
    "another axis": dict(grid={"load": [2, 3, 4, 5], "noise": [0, 0.1, 0.2, 0.3, 0.5]}),
    "another setting": dict(tau_p=0.25),
    "other systems": dict(systems=("hopfield", "astro")),
    "other draws": dict(draws=4),
    "another horizon": dict(horizon=2),
    "another rest": dict(rest=1e-3),
    "another seed": dict(seed=9),
}


@pytest.mark.parametrize("other", OTHERS)
def test_the_file_of_another_sweep_is_refused_and_stays(tmp_path, computed, other):
    path = tmp_path / "map.nc"
    save(empty(PLAN), path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    options = dict(grid=PLAN.grid, systems=PLAN.systems, draws=3, horizon=1, **PLAN.settings) | OTHERS[other]
    with pytest.raises(ValueError, match=r"holds another sweep, and is left as it is: name another file") as refusal:
        sweep(**options, out=path, workers=1)
    assert str(path) in str(refusal.value) and not computed
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before and len(list(tmp_path.iterdir())) == 1


def test_what_is_no_map_is_refused_and_stays(tmp_path, capsys):
    path = tmp_path / "map.nc"
    path.write_text("my thesis")
    with pytest.raises(SystemExit) as end:
        main(["sweep", *f"{OPTIONS} {AXES} --out {path}".split()])
    err = capsys.readouterr().err
    assert end.value.code == 2 and re.search(r"map\.nc is no map: ", err) and "Traceback" not in err
    assert path.read_text() == "my thesis" and len(list(tmp_path.iterdir())) == 1


def test_the_file_is_not_written_more_than_a_tenth_of_the_time(tmp_path, monkeypatch):
    """Save as often as one likes, large files would take longer than the runs."""
    saved = []
    monkeypatch.setattr(MODULE, "save", lambda *a: time.sleep(0.02) or saved.append(time.monotonic()) or save(*a))
    start = time.monotonic()
    sweep(PLAN, out=tmp_path / "map.nc", workers=1)
    assert len(saved) >= 2 and (len(saved) - 2) * 0.2 <= time.monotonic() - start
    assert finished(tmp_path / "map.nc") == 20
