"""What reaches a session's methods: messages of the sizes, depths and kinds that pages send, and with their parts."""

import datetime
import math

import numpy as np
import pytest

from astro_dash.pages.listener import Listener


class Session(Listener):
    def __init__(self):
        self.sent, self.heard = [], []
        super().__init__(self.sent.append, lambda function, delay: function())

    def _on_say(self, what, how=None):
        if what == "fail":
            raise KeyError("a mistake")
        self.heard.append(what)


def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value


GOOD = ["", "x" * 4000, b"x" * 20_000_000, 5, -(2**63), 1.5, math.nan, math.inf, True, None, [1, 2],
        {"a": {"b": [0]}}, (1,), list(range(1024)), nested(3)]  # fmt: skip
BAD = ["x" * 4001, 2**64, nested(4), nested(10**5), list(range(10**6)), dict.fromkeys(map(str, range(10**6))),
       [list(range(100))] * 100, {"x" * 10**7: 1}, {"a": ["x" * 10**7]}, object(), {1, 2}, np.zeros(3), 1j,
       datetime.datetime(2026, 1, 1)]  # fmt: skip


@pytest.mark.parametrize("value", GOOD, ids=lambda value: f"{type(value).__name__}")
def test_what_a_page_may_say_is_heard(value):
    session = Session()
    session.receive({"type": "say", "what": value})
    assert len(session.heard) == 1 and not session.sent


@pytest.mark.parametrize("value", BAD, ids=lambda value: f"{type(value).__name__}")
def test_what_no_page_says_is_not_heard(value, caplog):
    session = Session()
    session.receive({"type": "say", "what": value})
    (answer,) = session.sent
    assert not session.heard and answer["notice"].endswith(".") and len(answer["notice"]) < 200 and not caplog.records


@pytest.mark.parametrize(
    "parts, words",
    [({}, "has no 'what'"), ({"what": 1, "who": 2}, "has 'who', which it may not have"), ({5: 1, "what": 1}, "has 5,"),
     ({"what": 1, "self": 2}, "has 'self'"), ({"what": 1, "x" * 4000: 2}, "xxx")],
)  # fmt: skip
def test_parts_that_are_unknown_or_missing_are_named(parts, words, caplog):
    session = Session()
    session.receive({"type": "say"} | parts)
    assert words in session.sent[0]["notice"] and not session.heard and not caplog.records


def test_a_mistake_of_ours_is_logged_and_the_session_goes_on(caplog):
    session = Session()
    session.receive({"type": "say", "what": "fail"})
    assert session.sent == [{"notice": "The server could not do this; its log says why."}]
    assert "a mistake" in caplog.text
    session.receive({"type": "say", "what": 1})
    assert session.heard == [1]
