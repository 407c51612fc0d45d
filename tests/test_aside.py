"""The line that does one thing at a time for all tabs: fair, newest only, and not held up by what hangs."""

import threading
import time

import pytest

from astro_dash.aside import Line


class Gate:
    """A job that is under way until it is let go; the line behind it fills up."""

    def __init__(self, line, owner="gate"):
        self.begun, self.open = threading.Event(), threading.Event()
        self.future = line.submit(owner, "gate", self)
        assert self.begun.wait(30)

    def __call__(self):
        self.begun.set()
        assert self.open.wait(30)


def test_one_at_a_time_in_the_order_asked():
    line, done, inside = Line("test"), [], []

    def job(i):
        inside.append(i)
        assert len(inside) == 1
        done.append(i)
        inside.remove(i)
        return i

    futures = [line.submit(i % 7, i, lambda i=i: job(i)) for i in range(50)]
    assert [future.result(30) for future in futures] == done == list(range(50))


def test_of_one_kind_the_newest_waits_in_the_place_of_the_first():
    line, done = Line("test"), []
    gate = Gate(line)
    first = [line.submit("a", "map", lambda i=i: done.append(f"a{i}")) for i in range(150)]
    others = [line.submit(who, what, lambda w=(who, what): done.append(w)) for who in "bc" for what in ("map", "save")]
    last = line.submit("a", "map", lambda: done.append("a last"))
    assert len(line._waiting) == 5
    gate.open.set()
    for future in (*others, last):
        future.result(30)
    assert done == ["a last", ("b", "map"), ("b", "save"), ("c", "map"), ("c", "save")]
    assert all(future.cancelled() for future in first)


def test_what_a_tab_waits_for_goes_with_it():
    line, done = Line("test"), []
    gate = Gate(line, "a")
    mine = [line.submit("a", i, lambda: done.append("a")) for i in range(5)]
    other = line.submit("b", 0, lambda: done.append("b"))
    line.leave("a")
    line.leave("nobody")
    assert all(future.cancelled() for future in mine)
    gate.open.set()
    other.result(30), gate.future.result(30)
    assert done == ["b"]


def test_a_failure_is_its_own_and_the_next_is_done():
    line = Line("test")

    def fail():
        raise KeyError("a mistake")

    one, next_one = line.submit("a", 0, fail), line.submit("a", 1, lambda: 5)
    with pytest.raises(KeyError):
        one.result(30)
    assert next_one.result(30) == 5


def test_only_so_many_wait():
    line = Line("test", most=2)
    gate = Gate(line)
    kept = [line.submit(i, 0, lambda: 1) for i in range(2)]
    with pytest.raises(ValueError, match=r"^2 others are waiting for the same: try again in a minute\.$"):
        line.submit(3, 0, lambda: 1)
    again = line.submit(1, 0, lambda: 2)  # instead of its own
    gate.open.set()
    assert kept[0].result(30) == 1 and again.result(30) == 2


@pytest.mark.parametrize("how", ["waits", "computes"])
def test_what_hangs_is_given_up_and_the_others_go_on(how, caplog):
    line, never, ended, begun = Line("test", limit=0.3), threading.Event(), threading.Event(), threading.Event()

    def hang():
        begun.set()
        try:
            while not never.wait(20 if how == "waits" else 0):
                pass
        finally:
            ended.set()

    one, other = line.submit("a", 0, hang), line.submit("b", 0, lambda: "done")
    assert other.result(30) == "done" and begun.is_set()
    with pytest.raises(ValueError, match=r"given this up after 0\.3 s") as refusal:
        one.result(0)
    assert str(refusal.value).endswith(".") and "given up after 0.3 s" in caplog.text
    if how == "waits":
        never.set()  # what it waited for comes, too late
    assert ended.wait(30)
    assert line.submit("a", 0, lambda: "again").result(30) == "again"


def test_a_job_that_was_given_up_does_no_more():
    line, go, done = Line("test", limit=0.2), threading.Event(), []

    def hang():
        go.wait(30)
        done.append("too late")

    one = line.submit("a", 0, hang)
    with pytest.raises(ValueError):
        one.result(30)
    thread = next(t for t in threading.enumerate() if t.name == "test, a job")
    go.set()
    thread.join(30)
    assert not thread.is_alive() and done == []


def test_no_end_of_the_process_waits_for_it():
    line = Line("test")
    gate = Gate(line)
    assert all(t.daemon for t in threading.enumerate() if t.name.startswith("test"))
    gate.open.set()


def test_a_finished_job_leaves_nothing_behind():
    import gc
    import weakref

    class Data:
        pass

    line, data = Line("test"), Data()
    gone = weakref.ref(data)
    line.submit("a", 0, lambda data=data: None).result(30)
    del data
    end = time.monotonic() + 30
    while gone() and time.monotonic() < end:
        gc.collect()
        time.sleep(0.01)
    assert gone() is None


def test_where_there_is_no_thread_to_be_had_a_job_fails_and_the_others_have_theirs(monkeypatch):
    line, plain = Line("test"), threading.Thread.start
    gate = Gate(line)
    first, second = line.submit("a", "map", lambda: 1), line.submit("b", "map", lambda: 2)
    refused = []

    def start(thread):
        if thread.name == "test, a job" and not refused:
            refused.append(thread)
            raise RuntimeError("can't start new thread")
        plain(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    gate.open.set()
    with pytest.raises(RuntimeError, match="new thread"):
        first.result(30)
    assert second.result(30) == 2 and line.submit("c", "map", lambda: 3).result(30) == 3


def test_what_jobs_need_is_loaded_however_long_it_takes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(1)\nloaded = 7")
    line = Line("test", limit=0.2, need=("slow_to_load", "there_is_no_such_module"))
    assert line.submit("a", 0, lambda: __import__("slow_to_load").loaded).result(60) == 7
