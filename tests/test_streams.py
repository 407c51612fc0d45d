"""Output that is gone, closed, full or read by nobody: no work is lost, and the status says what was not printed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from astro_dash.streams import Lasting
from astro_dash.study import read

ROOT = Path(__file__).parents[1]
RUN = "run --load 3 --dt 0.1 --horizon 1"
SWEEP = "sweep --patterns random --neurons 9 --load 2,3,4 --dt 0.1 --horizon 1 --draws 1 --workers 1 --out map.nc"
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")


def shell(folder, line, **environment):
    """A line of the shell with `astro` for the command, whose status comes as the last line of `status`."""
    line = line.replace("astro", f"{sys.executable} -m astro_dash")
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(["sh", "-c", line], capture_output=True, cwd=folder, env=environment, timeout=120)
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    assert "Traceback" not in err and "Exception" not in err, err
    return done.returncode, out, err


@full
@pytest.mark.parametrize("how", ["2>&-", "2>/dev/full"])
def test_errors_that_cannot_be_told_keep_nothing_from_being_printed(tmp_path, how):
    status, out, _ = shell(tmp_path, f"astro {RUN} {how}")
    assert status == 0 and len(out.splitlines()) == 3 and "hopfield" in out
    assert shell(tmp_path, f"astro run --load 0 {how}")[:2] == (2, "")


@pytest.mark.slow
@full
@pytest.mark.parametrize(
    ("command", "how"),
    [(RUN, ">&-"), (RUN, ">/dev/full"), (RUN, ">&- 2>&-"), ("run --help", ">/dev/full"), (SWEEP, ">/dev/full")],
)
def test_a_result_that_cannot_be_printed_is_status_1(tmp_path, command, how):
    status, _, err = shell(tmp_path, f"astro {command} {how}")
    assert status == 1 and ("could not be printed: " in err) == ("2>&-" not in how)
    assert command != SWEEP or "map.nc: 3 cells, 1 draw each" in err  # it is told where it still can be


@pytest.mark.slow
@full
@pytest.mark.parametrize(
    "how", ["<&- >&- 2>&-", ">/dev/full 2>/dev/full", "2>&1 >&- | true", "--scheduler processes <&- >&- 2>&-"]
)
def test_a_sweep_is_whole_whatever_becomes_of_its_output(tmp_path, how):
    shell(tmp_path, f"astro {SWEEP} {how}")
    assert read(tmp_path / "map.nc")["finished"].all()
    assert [path.name for path in tmp_path.iterdir()] == ["map.nc"]


@pytest.mark.slow
def test_a_reader_that_has_had_enough_is_no_trouble(tmp_path):
    """Of the bar, in the middle of the sweep, and of the output; the status is the command's own."""
    line = f"{{ astro {SWEEP} --draws 30; echo $? > status; }} 2>&1 | head -c 5"
    status, out, err = shell(tmp_path, line)
    assert status == 0 and len(out) == 5 and not err and read(tmp_path / "map.nc")["finished"].all()
    shell(tmp_path, f"{{ astro {RUN} --json; echo $? > status; }} | true")
    assert (tmp_path / "status").read_text() in ("0\n", "1\n")  # it may all have been in the pipe


@pytest.mark.slow
def test_a_locale_without_greek(tmp_path):
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    status, out, _ = shell(tmp_path, "astro run --help", **plain)
    assert status == 0 and "?, the steepness" in out
    status, out, err = shell(tmp_path, f"astro {SWEEP}", **plain)
    assert status == 0 and out.startswith("map.nc: 3 cells") and "3 of 3 cells" in err


class Breaking:
    """A stream that takes one text."""

    def __init__(self, error):
        self.taken, self.error, self.tries = [], error, 0

    def write(self, text):
        self.tries += 1
        if self.taken:
            raise self.error
        self.taken.append(text)

    def flush(self):
        pass


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(28, "full"), ValueError("closed")])
def test_a_stream_that_is_lost_is_not_tried_again(error):
    stream = Breaking(error)
    lasting = Lasting(stream)
    assert [lasting.write(text) for text in ("one", "two", "three")] == [3, 3, 5]
    assert stream.taken == ["one"] and stream.tries == 2 and lasting.lost is error
    assert Lasting(None).lost and Lasting(None).write("nothing") == 7
