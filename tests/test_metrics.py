"""How long a message waits for its answer, wherever that is computed."""

from concurrent.futures import Future

import pytest

from astro_dash import metrics
from astro_dash.pages.listener import Listener, listeners
from astro_dash.pages.live.work import Work


class Session(Listener):
    def __init__(self):
        self.sent, self.future = [], Future()
        super().__init__(self.sent.append, lambda function, delay: function())
        self.work = Work(self.off, lambda: self.dispatch)

    def _on_answered(self):
        self.send({})
        self.send({})

    def _on_silent(self):
        pass

    other = None

    def _on_computed(self):
        if self.other:
            self.other.send({})
        self.off(self.future, self.send)

    def _on_broken(self):
        raise KeyError("a mistake")

    def _on_built(self):
        self.work.do(dict, 0.0, self.send)


@pytest.fixture
def answers(monkeypatch):
    """Counts alone, by kind."""
    found = type(metrics.answers)(metrics.Histogram)
    monkeypatch.setattr(metrics, "answers", found)
    return lambda: {kind: sum(each.counts) for kind, each in found.items()}


@pytest.mark.parametrize("kind", ["answered", "silent", "broken", "built"])
def test_a_message_is_answered_once(kind, answers):
    session = Session()
    session.receive({"type": kind})
    session.send({"of": "something else"})
    assert answers() == {kind: 1}


def test_what_is_computed_elsewhere_is_answered_when_it_comes(answers):
    session, other = Session(), Session()
    session.receive({"type": "computed"})
    other.receive({"type": "computed"})
    session.send({"of": "something else"})
    assert answers() == {}
    session.future.set_result({})
    assert answers() == {"computed": 1}
    other.future.cancel()
    assert answers() == {"computed": 2} or answers() == {"computed": 1}


def test_what_a_stranger_calls_a_message_makes_no_number(answers):
    session = Session()
    for kind in ("x", "y" * 100, 5, None, ["answered"], "tell_of", "_on_silent"):
        session.receive({"type": kind})
    session.receive("nothing")
    assert answers() == {"unknown": 8}


def test_bounds_are_of_the_bucket_below():
    found = metrics.Histogram()
    for value in (0.0, 0.002, 0.0021, 31.0, 1e9):
        found.add(value)
    assert found.counts[:2] == [2, 1] and found.counts[-1] == 2 and sum(found.counts) == 5


def test_time_of_a_processor_is_counted_though_it_fails(monkeypatch):
    monkeypatch.setattr(metrics, "computed", type(metrics.computed)())
    with pytest.raises(ZeroDivisionError):
        metrics.computing("x", lambda: sum(range(10**5)) / 0)()
    assert metrics.computing("y", lambda a, b=1: a + b)(1, b=2) == 3
    assert metrics.computed["x"] > 0 and set(metrics.computed) == {"x", "y"}


def test_a_tab_that_is_closed_is_not_counted():
    session = Session()
    assert session in listeners
    session.close()
    assert session not in listeners


def test_what_another_is_told_is_no_answer(answers):
    session, other = Session(), Session()
    session.other = other
    session.receive({"type": "computed"})
    assert other.sent and answers() == {}
    session.future.set_result({})
    assert answers() == {"computed": 1}
