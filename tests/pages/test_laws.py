"""The Laws page: what its browser is given, and one tab that has a law computed."""

import base64
import gzip
import json
import time

import numpy as np
import pytest

from astro_dash.laws import LAWS, shipped
from astro_dash.pages import recomputed
from astro_dash.pages.laws.session import Session, rendered_as_shipped
from astro_dash.store import Store
from astro_dash.study.desk import check
from astro_dash.study.job import _timed
from astro_dash.study.survey import measures

from ..test_layers import HEAVY, loaded

pytestmark = pytest.mark.slow  # draws figures


def unpacked(text: str) -> dict:
    return json.loads(gzip.decompress(base64.b64decode(text)))


class Desk:
    """Takes one plan, and says what it is told to."""

    def begin(self, owner, plan, tell, compute=None):
        self.plan, self.tell, self.compute, self.cancelled = plan, tell, compute, False
        return self

    def cancel(self):
        self.cancelled = True


@pytest.fixture
def tab(monkeypatch):
    made = Desk()
    made.sent = []
    monkeypatch.setattr("astro_dash.study.desk.desk", lambda: made)
    monkeypatch.setattr(recomputed, "TOLD_SECONDS", 0)
    monkeypatch.setattr(recomputed, "GROWN_SECONDS", 0)
    made.session = Session(made.sent.append, lambda function, delay: function())
    return made


def until(good, seconds=120):
    end = time.monotonic() + seconds
    while not (value := good()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return value


def test_the_page_and_its_session_need_nothing_that_draws():
    code = "import astro_dash; page = astro_dash.page('laws'); assert page.spec"
    assert loaded(code, "holoviews", "bokeh.plotting.figure") == []
    assert loaded("import astro_dash.laws", *HEAVY[:3]) == []


@pytest.mark.parametrize("name", LAWS)
def test_a_law_is_drawn_with_words_and_ways(name):
    law = unpacked(rendered_as_shipped(name))
    assert len(rendered_as_shipped(name)) < 60_000 and law["verdict"] and law["says"] and "=" in law["about"]
    for panel in law["panels"]:
        text = json.dumps(panel["item"])
        assert panel["title"] in panel["alt"] and any(letter.isdigit() for letter in panel["alt"])
        assert all(source in text for source in panel["sources"]) and "nan" not in panel["alt"]
        assert len(panel["key"]) >= len(panel["sources"])
        links = [part.split('"')[0] for part in text.split('"v=1&')[1:]]
        assert links and not Store.from_link("v=1&" + links[0])[1]


@pytest.mark.parametrize("name", LAWS)
def test_the_desk_takes_each_law(name):
    check(LAWS[name].survey())


def test_a_law_is_computed_grows_and_is_told_of(tab):
    data = shipped("ties")
    tab.session.receive({"type": "recompute", "number": "ties"})
    plan = until(lambda: getattr(tab, "plan", None))
    assert tab.compute is measures and plan.n_cells == data.survey.n_cells
    found, seconds = _timed(tab.compute, plan, [5])
    assert seconds > 0
    done = {"done": 1, "all": plan.n_cells, "left": 3.0}
    tab.tell({"cells": [5], "measures": found, **done})
    progress = lambda key: [m["progress"] for m in list(tab.sent) if key in m.get("progress", {})]  # noqa: E731
    grown = unpacked(until(lambda: progress("grown"))[0]["grown"])
    told = [columns for columns in grown.values() if columns["x"]]
    assert len(told) == 1 and len(told[0]["x"]) == len(told[0]["query"]) == 1
    rest = [cell for cell in range(plan.n_cells) if cell != 5]
    tab.tell({"cells": rest, "measures": {n: data[n][rest] for n in data.measures}, **done})
    tab.tell({"ended": "finished"})
    end = until(lambda: progress("ended"))[0]
    assert end["ended"] == "finished" and end["words"] == f"All {plan.n_cells * plan.draws} runs came out as shipped."
    assert unpacked(end["packed"])["verdict"] == "holds"


def test_a_law_that_comes_out_otherwise_is_told_so(tab):
    data = shipped("ties")
    tab.session.receive({"type": "recompute", "number": "ties"})
    until(lambda: getattr(tab, "plan", None))
    other = {name: data[name] for name in data.measures} | {"time": np.ones_like(data["time"])}
    tab.tell({"cells": list(range(40)), "measures": other, "done": 40, "all": 40, "left": 0.0})
    tab.tell({"ended": "finished"})
    end = until(lambda: [m["progress"] for m in list(tab.sent) if "ended" in m.get("progress", {})])[0]
    assert end["words"].endswith("otherwise.") and unpacked(end["packed"])["verdict"] != "holds"


@pytest.mark.parametrize(
    "message, quoted", [({"type": "figure", "number": "1"}, "'1'"), ({"type": "recompute", "number": ["a"]}, "a")]
)
def test_bad_messages_are_answered(tab, message, quoted):
    tab.session.receive(message)
    assert quoted in tab.sent[-1]["notice"]
