"""The file of a sweep: one writer at a time, links followed, modes kept, and what becomes of a disk that is full."""

import logging
import os
import re
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
import xarray as xr

from astro_dash.__main__ import main
from astro_dash.study import Plan, read, save, sweep
from astro_dash.study.dataset import empty
from astro_dash.study.files import alone, replace

MODULE = sys.modules["astro_dash.study.sweep"]  # its name in the package is that of the function
ROOT = Path(__file__).parents[2]
PLAN = Plan.of({"load": [2, 3, 4], "noise": [0.1, 0.3]}, draws=2, patterns="random", neurons=9, dt=0.1, horizon=1)
OPTIONS = "--system astro --load 2,3,4 --noise 0.1,0.3 --draws 2 --patterns random --neurons 9 --dt 0.1 --horizon 1"


@pytest.fixture(scope="module")
def expected():
    return sweep(PLAN, workers=1)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def state(path):
    seen = os.lstat(path)
    return seen.st_mode, seen.st_ino, seen.st_size, seen.st_mtime_ns


def command(capsys, path, *more):
    """Status, output and the last line of the errors of `sweep`."""
    try:
        main(["sweep", *OPTIONS.split(), "--workers", "1", "--out", str(path), *more])
        status = 0
    except SystemExit as end:
        status = end.code
    out, err = capsys.readouterr()
    return status, out, err.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("absolute", [False, True])
def test_a_symbolic_link_is_followed_and_stays(tmp_path, expected, there, absolute):
    disk, here = tmp_path / "disk", tmp_path / "here"
    disk.mkdir()
    here.mkdir()
    if there:
        save(empty(PLAN), disk / "map.nc")
    (here / "one.nc").symlink_to(disk / "map.nc" if absolute else "../disk/map.nc")
    (here / "two.nc").symlink_to("one.nc")
    xr.testing.assert_identical(sweep(PLAN, out=here / "two.nc", workers=1), expected)
    xr.testing.assert_identical(read(disk / "map.nc"), expected)
    assert names(disk) == ["map.nc"] and names(here) == ["one.nc", "two.nc"] and (here / "one.nc").is_symlink()


def test_the_mode_of_a_file_is_kept_and_that_of_a_new_one_is_as_usual(tmp_path):
    before = os.umask(0o027)
    try:
        sweep(PLAN, out=tmp_path / "new.nc", workers=1)
        assert stat.S_IMODE((tmp_path / "new.nc").stat().st_mode) == 0o640
        for mode in (0o600, 0o664):
            save(empty(PLAN), tmp_path / "old.nc")
            (tmp_path / "old.nc").chmod(mode)
            sweep(PLAN, out=tmp_path / "old.nc", workers=1)
            assert stat.S_IMODE((tmp_path / "old.nc").stat().st_mode) == mode
    finally:
        os.umask(before)


NO_FILE = {
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "a pipe": (os.mkfifo, "no plain file"),
    "a link to a folder": (lambda path: path.symlink_to("."), "is a folder"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "must be the name of a file"),
    "a link into nowhere": (lambda path: path.symlink_to("no/map.nc"), "there is no folder"),
    "a device": (lambda path: path.symlink_to(os.devnull), "no plain file"),
    "words": (lambda path: path.write_text("my thesis"), "is no map"),
    "another sweep": (lambda path: save(empty(Plan.of({}, load=2)), path), "holds another sweep"),
}


@pytest.mark.parametrize("kind", NO_FILE)
def test_what_is_no_file_of_ours_is_refused_and_stays(tmp_path, capsys, kind):
    make, words = NO_FILE[kind]
    make(tmp_path / "map.nc")
    before = state(tmp_path / "map.nc")
    status, out, said = command(capsys, tmp_path / "map.nc")
    assert status == 2 and not out and words in said and said.startswith("python -m astro_dash sweep: ")
    assert state(tmp_path / "map.nc") == before and names(tmp_path) == ["map.nc"]


@pytest.mark.parametrize("out", ["", "no/map.nc", "map\0.nc", "x" * 300, 7, b"map.nc", True, ["map.nc"]])
def test_what_is_no_name_of_a_file_is_refused_in_a_sentence(tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"^out is .*\.$"):
        sweep(PLAN, out=out)
    assert not names(tmp_path)


def test_a_folder_that_takes_no_file_is_told_before_anything_is_computed(tmp_path, monkeypatch):
    """A sweep that is finished can still be read there."""
    sweep(PLAN, out=tmp_path / "done.nc", workers=1)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr(MODULE, "compute", None)
    with pytest.raises(OSError, match=r"takes no file beside map.nc: Permission denied\."):
        sweep(PLAN, out=tmp_path / "map.nc")
    assert sweep(PLAN, out=tmp_path / "done.nc")["finished"].all()


# A sweep that waits, with its file locked, for as long as a file is there.
WAITING = """
import importlib, sys, time
from pathlib import Path
module = importlib.import_module("astro_dash.study.sweep")
plain = module.fill

def fill(*arguments):
    plain(*arguments)
    Path("begun").touch()
    while Path("hold").exists():
        time.sleep(0.01)

if __name__ == "__main__":
    module.fill = fill
    from astro_dash.__main__ import main
    main(["sweep", *sys.argv[1:]])
"""


@pytest.fixture
def first(tmp_path):
    """A sweep into map.nc, in a process of its own, that goes on when the file `hold` is removed."""
    (tmp_path / "wait.py").write_text(WAITING)
    (tmp_path / "hold").touch()
    process = subprocess.Popen(
        [sys.executable, "wait.py", *OPTIONS.split(), "--workers", "1", "--out", "map.nc"], cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # which whoever runs the tests may ignore
    )  # fmt: skip
    end = time.monotonic() + 120
    while not (tmp_path / "begun").exists():
        assert process.poll() is None and time.monotonic() < end, process.communicate()
        time.sleep(0.02)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_the_second_of_two_sweeps_into_one_file_is_told_so(tmp_path, capsys, first, expected):
    (tmp_path / "link.nc").symlink_to("map.nc")
    for name in ("map.nc", "link.nc"):
        status, out, said = command(capsys, tmp_path / name)
        assert status == 2 and not out and f"being written by another sweep (process {first.pid} on " in said
        assert said.endswith("): wait for its end, or name another file.")
    (tmp_path / "hold").unlink()
    assert first.wait(120) == 0
    xr.testing.assert_identical(read(tmp_path / "map.nc"), expected)
    assert command(capsys, tmp_path / "map.nc")[0] == 0
    assert names(tmp_path) == ["begun", "link.nc", "map.nc", "wait.py"]


def test_a_sweep_that_was_killed_locks_nobody_out_and_leaves_nothing(tmp_path, capsys, first, expected):
    first.kill()
    first.wait()
    assert ".map.nc.lock" in names(tmp_path)
    for name in (".map.nc.123", ".map.nc.99999", ".map.nc.12.bak", ".other.nc.5"):
        (tmp_path / name).write_text("half")
    assert command(capsys, tmp_path / "map.nc")[0] == 0
    xr.testing.assert_identical(read(tmp_path / "map.nc"), expected)
    assert names(tmp_path) == [".map.nc.12.bak", ".other.nc.5", "begun", "hold", "map.nc", "wait.py"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_ends_a_sweep_leaves_what_is_finished(tmp_path, first, name):
    first.send_signal(getattr(signal, name))
    (tmp_path / "hold").unlink()
    _, err = first.communicate(timeout=120)
    done = int(read(tmp_path / "map.nc")["finished"].sum())
    assert first.returncode == 130 and f"map.nc has {done} of 6 cells; the same command goes on" in err and done >= 1
    assert names(tmp_path) == ["begun", "map.nc", "wait.py"]


def test_the_lock_is_one_for_all_in_a_process_and_ends_with_its_block(tmp_path):
    path = tmp_path / "map.nc"
    with alone(path):
        with pytest.raises(OSError, match=f"another sweep .process {os.getpid()} on"), alone(path):
            pass
        with alone(tmp_path / "other.nc"):
            pass
    with alone(path):
        assert names(tmp_path) == [".map.nc.lock"]
    assert not names(tmp_path)


def test_a_disk_without_locks_is_written_to(tmp_path, monkeypatch):
    def none(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", none)
    assert sweep(PLAN, out=tmp_path / "map.nc", workers=1)["finished"].all() and names(tmp_path) == ["map.nc"]


class Disk:
    """A disk that takes so many files more, and then none until it has room again."""

    def __init__(self, takes):
        self.takes, self.tries = takes, 0

    def save(self, dataset, path):
        self.tries += 1
        if self.takes <= 0:
            raise OSError(28, "No space left on device")
        self.takes -= 1
        save(dataset, path)


@pytest.fixture
def always_saved(monkeypatch):
    """The file is written after each block."""
    ticks = count()  # of a clock that is ever faster, so that each pause is over by the next look
    monkeypatch.setattr(MODULE, "time", SimpleNamespace(monotonic=lambda: 20.0 ** next(ticks)))


def test_a_disk_that_is_full_for_a_while_stops_nothing(tmp_path, expected, monkeypatch, caplog, always_saved):
    disk = Disk(1)
    monkeypatch.setattr(MODULE, "save", disk.save)

    def tell(done, *_):
        disk.takes += 9 * (done == 5)

    found = sweep(PLAN, out=tmp_path / "map.nc", workers=1, progress=tell)
    xr.testing.assert_identical(found, expected)
    xr.testing.assert_identical(read(tmp_path / "map.nc"), expected)
    assert disk.tries >= 6
    words = [record.message for record in caplog.records if record.name.startswith("astro_dash")]
    assert len(words) == 1 and "map.nc cannot be written (No space left on device): computing goes on" in words[0]


def test_on_a_full_disk_what_is_finished_goes_elsewhere(tmp_path, expected, monkeypatch, capsys, always_saved):
    logging.getLogger("astro_dash").disabled = False
    disk, other = Disk(1), tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(MODULE, "save", disk.save)
    monkeypatch.setattr(tempfile, "tempdir", str(other))
    path = tmp_path / "map.nc"
    status, out, said = command(capsys, path)
    kept = int(read(path)["finished"].sum())
    assert status == 2 and not out and 0 < kept < 6
    assert f"{path} cannot be written (No space left on device), and has {kept} of 6 cells: all 6 that are" in said
    where = Path(re.search(r"are in (\S+)\. Make room, move that there, and sweep again", said)[1])
    assert where.parent == other and names(tmp_path) == ["map.nc", "other"]
    xr.testing.assert_identical(read(where), expected)
    where.replace(path)  # as it says
    monkeypatch.setattr(MODULE, "compute", None)
    assert command(capsys, path)[0] == 0


# Files of this process may have so many bytes, as on a disk that is full: nothing else needs the rights of an owner.
LIMITED = """
import resource, sys
from astro_dash.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(["sweep", *sys.argv[2:]])
"""


@pytest.mark.slow
def test_a_disk_that_is_full_everywhere_keeps_what_its_file_has(tmp_path, expected):
    path = tmp_path / "map.nc"
    part = expected.copy(deep=True)
    part["finished"].values.ravel()[2:] = False
    save(part, path)
    before = path.read_bytes()
    options = [*OPTIONS.split(), "--workers", "1", "--out", "map.nc"]
    other = tmp_path / "other"
    other.mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(other), "PYTHONDONTWRITEBYTECODE": "1"}
    code = [sys.executable, "-c", LIMITED]
    done = subprocess.run([*code, "1000", *options], cwd=tmp_path, env=environment, capture_output=True, text=True)
    said = done.stderr.splitlines()[-1]
    assert done.returncode == 2 and not done.stdout and "Traceback" not in done.stderr
    assert "map.nc cannot be written (File too large), and has 2 of 6 cells: of 6 that are finished the others" in said
    assert said.endswith("Make room and sweep again, which goes on from the cells of its file.")
    assert path.read_bytes() == before and names(tmp_path) == ["map.nc", "other"] and not list(other.glob("*.nc"))
    limit = str(resource.getrlimit(resource.RLIMIT_FSIZE)[0])
    done = subprocess.run([*code, limit, *options], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and names(tmp_path) == ["map.nc", "other"]
    xr.testing.assert_identical(read(path), expected)


def test_the_error_has_what_was_computed(tmp_path, expected, monkeypatch):
    monkeypatch.setattr(MODULE, "save", Disk(0).save)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(OSError, match=r"has 0 of 6 cells: all 6 that are finished are in") as error:
        sweep(PLAN, out=tmp_path / "map.nc", workers=1)
    xr.testing.assert_identical(error.value.dataset, expected)


def test_a_file_is_whole_or_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.nc"
    replace(path, b"one")

    def full(self, data):
        with open(self, "wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        replace(path, b"another")
    assert path.read_bytes() == b"one" and names(tmp_path) == ["a.nc"]
