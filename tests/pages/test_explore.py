"""A tab of the Explore page, with a desk that computes at once or when it is told to; and what a map says of a cell."""

import math
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from astro_dash.aside import figures
from astro_dash.engine.bounds import hopfield_capacity, routing_temperature
from astro_dash.engine.models import MODELS
from astro_dash.engine.parameters import Parameters
from astro_dash.pages.chunk import unpack
from astro_dash.pages.explore import form
from astro_dash.pages.explore import session as explorer
from astro_dash.pages.explore.bounds import DECODERS, bounds
from astro_dash.pages.explore.map import Map
from astro_dash.pages.explore.session import Explorer, uploads
from astro_dash.pages.live.race import REST, Race
from astro_dash.pages.live.verdicts import RECALLED
from astro_dash.store import Store
from astro_dash.study import read
from astro_dash.study.agreement import marginal
from astro_dash.study.batch import compute

SMALL = {
    "x_to": "10", "x_count": "3", "y_from": "0.1", "y_to": "0.3", "y_count": "2", "draws": "3", "neurons": "20",
    "dt": "0.05",
}  # fmt: skip


class Desk:
    """Gives out blocks of two cells when it is told to."""

    def __init__(self):
        self.jobs = []

    def begin(self, owner, plan, tell):
        if plan.n_cells > 2500:
            raise ValueError("The map has too many cells.")
        job = Job(owner, plan, tell)
        self.jobs.append(job)
        return job

    def leave(self, owner):
        for job in self.jobs:
            if job.owner is owner:
                job.cancel()


class Job:
    def __init__(self, owner, plan, tell):
        self.owner, self.plan, self.tell, self.todo, self.over = owner, plan, tell, list(range(plan.n_cells)), False

    def work(self, blocks=1000):
        while self.todo and blocks and not self.over:
            cells, self.todo, blocks = self.todo[:2], self.todo[2:], blocks - 1
            done = self.plan.n_cells - len(self.todo)
            self.tell({
                "cells": cells, "measures": compute(self.plan, cells), "done": done, "all": self.plan.n_cells,
                "left": 1.0,
            })  # fmt: skip
        if not self.todo:
            self._end("finished")

    def cancel(self):
        self._end("cancelled")

    def _end(self, how):
        if not self.over:
            self.over = True
            self.tell({"ended": how})


class Tab:
    """Keeps what the session sends, and runs what it schedules."""

    def __init__(self, query="x=load&y=noise", desk=None):
        self.desk, self.sent, self.later = desk or Desk(), [], []
        self.session = Explorer(
            query, self.sent.append, lambda function, delay: self.later.append(function), lambda: self.desk
        )  # fmt: skip

    def say(self, kind, **message):
        before = len(self.sent)
        self.session.receive({"type": kind, **message})
        return self.sent[before:]

    def until(self, part, seconds=120):
        """Run what comes until a message with a part is sent; returns it."""
        end = time.monotonic() + seconds
        before = len(self.sent)
        while time.monotonic() < end:
            while self.later:
                self.later.pop(0)()
            found = [m for m in self.sent[before:] if part in m]
            if found:
                return found[-1]
            time.sleep(0.005)
        raise AssertionError(f"no {part!r} in {self.sent[before:]}")

    def drain(self):
        while self.later:
            self.later.pop(0)()

    def until_drawn(self, **look):
        """Look at something, and wait for its figure."""
        self.say("show", **look)
        return self.until("map")

    def compute(self, **changes):
        """Ask for a map; returns its first message."""
        self.say("compute", form=form.START | SMALL | changes)
        return self.until("map")

    def means(self):
        """What the browser has by now, (systems, cells)."""
        known = None
        for message in self.sent:
            if "map" in message:
                axes = message["map"]["axes"]
                cells = len(axes[0]["values"]) * len(axes[1]["values"])
                known = np.full((len(message["map"]["systems"]), cells), np.nan)
            if "chunk" in message:
                _, arrays = unpack(message["chunk"])
                known[:, arrays["cells"]] = arrays["means"]
        return known


def test_cells_come_as_they_are_finished():
    tab = Tab()
    first = tab.compute()
    assert [axis["values"] for axis in first["map"]["axes"]] == [["2", "6", "10"], ["0.1", "0.3"]]
    assert np.isnan(tab.means()).all()
    (job,) = tab.desk.jobs
    job.work(1)
    tab.drain()
    assert np.isfinite(tab.means()[:, :2]).all() and np.isnan(tab.means()[:, 2:]).all()
    assert tab.sent[-1]["progress"]["done"] == 2 and tab.sent[-1]["progress"]["all"] == 6
    job.work()
    tab.drain()
    assert tab.sent[-1]["progress"]["state"] == "finished"
    expected = compute(job.plan, list(range(6)))["accuracy"].mean(-1)
    np.testing.assert_allclose(tab.means(), expected, atol=1e-7)
    assert "recalls" in tab.sent[-1]["says"]


def test_a_run_of_any_cell_is_the_run_that_live_shows():
    rng = np.random.default_rng(5)
    for changes in (
        {}, {"patterns": "digits", "x_to": "60", "draws": "2"}, {"system": "naam", "against": "hopfield-binary"},
        {"jitter": "0.05"}, {"x": "temperature", "x_from": "0", "x_to": "inf", "y": "tau_p", "load": "12"},
    ):  # fmt: skip
        plan = form.plan(form.START | SMALL | changes)
        assert plan.rest == REST and plan.horizon == Store().horizon and plan.values(0)["integrator"] == "adaptive"
        found, cells = Map(plan), list(range(plan.n_cells))
        found.fill(cells, compute(plan, cells))
        of = plan.systems
        for cell in rng.choice(cells, 3, replace=False):
            draws = found.detail(int(cell), "hard_error", of)["draws"]
            accuracy = found.detail(int(cell), "accuracy", of)["draws"]
            draw = int(rng.integers(len(draws)))
            store, problems = Store.from_link(draws[draw]["link"])
            assert not problems
            race = Race(store)
            while not race.at_rest:
                _, arrays = race.advance(500)
            wrong = [float(arrays[f"wrong:{key}"][-1]) for key in of]
            recalled = [float(arrays[f"verdict:{key}"][-1] == RECALLED) for key in of]
            for i, key in enumerate(of):
                told = draws[draw]["values"][i], accuracy[draw]["values"][i]
                assert (wrong[i], recalled[i]) == told or marginal(plan, key, int(cell), [draw]).all(), (changes, cell)


def test_the_template_of_a_map_gives_the_same_links():
    tab = Tab()
    about = tab.compute()["map"]
    tab.desk.jobs[0].work()
    tab.drain()
    tab.say("cell", cell=3)
    link = tab.sent[-1]["cell"]["draws"][0]["link"]
    template = dict(part.split("=") for part in about["template"].split("&"))
    template |= {"load": about["axes"][0]["values"][1], "noise": about["axes"][1]["values"][1]}
    template["seed"] = str(about["first"][3])
    assert dict(part.split("=") for part in link.split("&")) == template


def test_cancelled_maps_keep_their_cells_and_the_next_one_is_whole():
    tab = Tab()
    tab.compute()
    tab.desk.jobs[0].work(1)
    tab.say("cancel")
    tab.drain()
    assert tab.sent[-1]["progress"] | {"left": 0} == {
        **tab.sent[-1]["progress"],
        "state": "cancelled",
        "done": 2,
        "left": 0,
    }
    tab.compute(x_to="6", x_count="2")
    tab.desk.jobs[1].work()
    tab.drain()
    assert tab.sent[-1]["progress"]["state"] == "finished" and np.isfinite(tab.means()).all()


def test_what_a_former_map_still_brings_is_not_shown():
    tab = Tab()
    tab.compute()
    old = tab.desk.jobs[0]
    tab.say("compute", form=form.START | SMALL | {"y_count": "3"})
    tab.until("map")
    before = len(tab.sent)
    old.work(1)
    tab.drain()
    assert len(tab.sent) == before and np.isnan(tab.means()).all()


def test_a_bad_form_does_not_stop_the_map_that_is_computed():
    tab = Tab()
    tab.compute()
    job = tab.desk.jobs[-1]
    job.work(1)
    tab.say("compute", form=form.START | SMALL | {"y": "load"})
    assert tab.until("notice")["notice"]
    job.work()
    tab.drain()
    assert tab.sent[-1]["progress"]["state"] == "finished" and np.isfinite(tab.means()).all()


def test_a_figure_gets_only_what_is_its_own():
    tab = Tab()
    tab.compute()
    tab.say("show", measure="hard_error", of="hopfield")
    before = len(tab.sent)
    tab.desk.jobs[-1].work()
    about = tab.until("map")["map"]
    for message in tab.sent[before:]:
        if "chunk" in message:
            assert unpack(message["chunk"])[0]["drawn"] == about["drawn"]


def test_what_could_not_be_taken_of_a_link_stays_said():
    tab = Tab("beauty=3")
    tab.say("ready")
    tab.until("map")
    assert "'beauty'" in [m["notice"] for m in tab.sent if "notice" in m][-1]


def test_the_session_needs_no_panel():
    heavy = "{'panel', 'bokeh', 'holoviews', 'xarray'}"
    code = f"import sys, astro_dash.pages.explore.session; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_tab_that_closes_ends_its_map():
    tab = Tab()
    tab.compute()
    tab.session.close()
    end = time.monotonic() + 120
    while not tab.desk.jobs[0].over and time.monotonic() < end:
        time.sleep(0.01)
    assert tab.desk.jobs[0].over
    before = len(tab.sent)
    tab.drain()
    assert tab.say("ready") == [] and len(tab.sent) == before


def test_measures_and_differences_of_one_map():
    tab = Tab()
    tab.compute()
    (job,) = tab.desk.jobs
    job.work()
    tab.drain()
    whole = compute(job.plan, list(range(6)))
    for measure in form.MEASURES:
        tab.say("show", measure=measure, of="hopfield")
        message = tab.until("map")
        assert message["map"]["of"] == ["hopfield"] and message["map"]["measure"] == measure and message["says"]
        values = whole[measure]
        if measure == "rest_time":
            values = np.where(np.isnan(values), job.plan.horizon, values)
        np.testing.assert_allclose(tab.means(), values.mean(-1), rtol=1e-6)
    tab.say("show", measure="hard_error", of="astro,hopfield")
    assert tab.until("map")["says"].startswith("Astrocyte-gated leaves fewer pixels wrong than Classical Hopfield")
    first, second = whole["hard_error"].mean(-1)
    np.testing.assert_allclose(tab.session.map.shown("hard_error", ("astro", "hopfield")), first - second)


def test_a_form_is_checked_as_it_is_filled_in():
    tab = Tab()
    tab.compute()
    good = form.START | SMALL
    for changes, words in [
        ({"y": "load"}, "Both axes"), ({"x_to": "?"}, "Memory load K"), ({"against": "astro"}, "itself"),
        ({"patterns": "letters", "x_to": "106"}, "from 1 to 105 for letters"),
    ]:  # fmt: skip
        assert words in tab.say("check", form=good | changes)[-1]["notice"]
        assert tab.say("check", form=good)[-1] == {"notice": ""}
    assert tab.say("check", form=good | {"y_from": "0,1"})[-1] == {"notice": ""}
    assert tab.say("check", form=[])[-1]["notice"] and len(tab.desk.jobs) == 1


def test_a_map_says_of_which_form_it_is():
    tab = Tab()
    one = tab.compute(y_from="0,10")
    assert one["map"]["form"] == form.START | SMALL | {"y_from": "0.1"}
    tab.desk.jobs[0].work(1)
    tab.drain()
    assert tab.sent[-1]["drawn"] == one["map"]["drawn"]


def test_a_run_that_never_rests_counts_with_all_its_time():
    plan = form.plan(form.START | SMALL | {"jitter": "0.1", "draws": "1"})
    found = Map(plan)
    found.fill([0], compute(plan, [0]))
    assert (found.means("rest_time")[:, 0] == plan.horizon).all() and np.isnan(found.means("rest_time")[:, 1:]).all()


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"x_to": "1"}, "Memory load K goes from 2 to 1"),
        ({"x_from": "0"}, "Memory load K is 0, but must be a whole number from 1 to"),
        ({"x_from": "nan"}, "Memory load K is 'nan'"),
        ({"y_to": "1.5"}, "Noise η is 1.5"),
        ({"x_count": "1000"}, "values across is '1000'"),
        ({"draws": "0"}, "number of draws is '0'"),
        ({"draws": "many"}, "number of draws is 'many'"),
        ({"y": "load", "y_from": "2", "y_to": "4"}, "Both axes are Memory load K"),
        ({"against": "astro"}, "'Astrocyte-gated' with itself"),
        ({"system": "perceptron"}, "Memory is 'perceptron'"),
        ({"system": "naam", "neurons": "400"}, "Neurons N is 400, but must be a whole number from 1 to 144"),
        (
            {"patterns": "digits", "x": "neurons", "x_from": "16", "x_to": "64"},
            "Patterns are 'Handwritten digits', but must be 'Random patterns' for a map over Neurons N",
        ),
        ({"dt": "-1"}, "Time step Δt is -1"),
        ({"integrator": "euler", "tau_p": "0"}, "Gain time τ_p is 0, but must be a number above 0"),
    ],
)
def test_a_bad_form_gets_one_sentence_and_the_map_stays(changes, words):
    tab = Tab()
    tab.compute()
    tab.desk.jobs[0].work()
    tab.drain()
    tab.say("compute", form=form.START | SMALL | changes)
    notice = tab.until("notice")["notice"]
    assert words in notice and notice.endswith(".") and len(notice) < 300
    assert len(tab.desk.jobs) == 1 and np.isfinite(tab.means()).all()
    assert tab.say("cell", cell=0)[-1]["cell"]["finished"]


DEEP = ["deep"]
for _ in range(100_000):
    DEEP = [DEEP]
ODD = [
    True, False, None, -1, 99, 0.5, math.nan, math.inf, 10**400, 10**5000, "", "0", "x" * 10_000_000, [], [0], {},
    {"0": 0}, b"0", b"0" * 10_000_000, DEEP, list(range(1_000_000)), {str(i): i for i in range(100_000)}, object(),
]  # fmt: skip
MESSAGES = [
    None, {}, 5, "cell", [], DEEP, b"cell", {"type": "nonsense"}, {"type": "cell", "cell": 0, "more": 1},
    {"type": "cell"}, {"type": "cell", "cell": 0, 5: 6}, {5: 6}, {"type": "show", "measure": "accuracy"},
    {"type": "save", "name": "x"},
    {"type": "open", "data": "text"}, {"type": "receive", "message": None}, {"type": "_finish"},
    *({"type": kind} for kind in ODD), *({"type": "cell", "cell": cell} for cell in ODD),
    *({"type": "compute", "form": texts} for texts in ODD if not isinstance(texts, dict)),
    *({"type": "compute", "form": form.START | {name: text}} for name in form.START for text in (True, None, DEEP, 5)),
    *({"type": "compute", "form": form.START | {name: "9" * 5000}} for name in form.START),
    *({"type": "show", "measure": measure, "of": ""} for measure in ODD),
    *({"type": "show", "measure": "accuracy", "of": of} for of in ODD if of != ""),
    *({"type": "open", "data": data} for data in ODD if not isinstance(data, bytes)),
]  # fmt: skip


def test_a_message_that_is_none_gets_a_sentence(caplog):
    tab = Tab()
    tab.compute()
    tab.desk.jobs[0].work()
    tab.drain()
    for message in MESSAGES:
        before = len(tab.sent)
        tab.session.receive(message)
        if len(tab.sent) == before:  # it is looked at aside
            tab.until("notice")
        for answer in tab.sent[before:]:
            notice = answer["notice"]
            assert notice.endswith(".") and "\n" not in notice and len(notice) < 300, answer
    assert not caplog.records
    assert len(tab.desk.jobs) == 1 and tab.say("cell", cell=5)[-1]["cell"]["finished"]
    assert tab.until_drawn(measure="accuracy", of="astro")


def test_of_many_maps_that_are_asked_for_the_last_is_computed_and_none_after_the_end(monkeypatch):
    planned, go = [], threading.Event()
    plain = form.plan
    monkeypatch.setattr(form, "plan", lambda texts: go.wait(30) and (planned.append(texts["draws"]), plain(texts))[1])
    tab, other = Tab(), Tab()
    for draws in range(1, 151):
        tab.say("compute", form=form.START | SMALL | {"draws": str(draws)})
    other.say("compute", form=form.START | SMALL | {"draws": "7"})
    go.set()
    assert other.until("map")["map"]["draws"] == 7
    tab.until("map")
    assert planned[-2:] == ["150", "7"] and len(planned) <= 3  # and the one that was under way
    assert tab.desk.jobs[-1].plan.draws == 150
    go.clear()
    planned.clear()
    for draws in range(1, 151):
        tab.say("compute", form=form.START | SMALL | {"draws": str(draws)})
    tab.session.close()
    go.set()
    other.say("compute", form=form.START | SMALL | {"draws": "9"})
    other.until("map")
    assert len(planned) <= 2 and planned[-1] == "9" and all(job.over for job in tab.desk.jobs)


def test_a_tab_that_closes_has_its_file_put_away(monkeypatch):
    monkeypatch.setattr("astro_dash.reading._CODE", "import time; time.sleep(600)")
    tab = Tab()
    tab.say("open", data=b"a file")
    end = time.monotonic() + 30
    while not (tab.session.reading and tab.session.reading._process) and time.monotonic() < end:
        time.sleep(0.01)
    process = tab.session.reading._process
    tab.session.close()
    assert process.wait(30)
    monkeypatch.undo()
    other = Tab()
    other.say("open", data=b"another file")
    assert "is no map" in other.until("notice")["notice"]


def test_what_was_asked_for_last_is_shown():
    tab = Tab()
    tab.compute()
    tab.desk.jobs[0].work()
    tab.drain()
    tab.say("save")
    tab.say("open", data=tab.until("file")["file"])
    tab.say("compute", form=form.START | SMALL | {"draws": "5"})
    assert tab.until("map")["map"]["draws"] == 5
    for line in (uploads, figures):  # what has been read, and what becomes of it
        line.submit(None, None, lambda: None).result(30)
        tab.drain()
    assert tab.session.map.plan.draws == 5


@pytest.mark.slow
def test_a_figure_that_hangs_is_given_up_and_the_others_get_theirs(monkeypatch):
    tab, other = Tab(), Tab()
    tab.compute()
    never, plain = threading.Event(), explorer._figure
    monkeypatch.setattr(figures, "limit", 5.0)
    monkeypatch.setattr(explorer, "_figure", lambda *what: never.wait(60))
    tab.say("show", measure="hard_error", of="astro")
    monkeypatch.setattr(explorer, "_figure", plain)
    other.compute(draws="6")
    assert "has given this up" in tab.until("notice")["notice"]
    assert tab.until_drawn(measure="accuracy", of="astro")
    never.set()


def test_a_map_is_a_table_too():
    tab = Tab()
    tab.compute(temperature="0.5")
    tab.desk.jobs[0].work()
    tab.drain()
    tab.session.receive({"type": "save", "kind": "csv"})
    file = tab.until("file")
    assert (file["name"], file["mime"]) == ("astro-dash-load-noise.csv", "text/csv")
    comments, rows = [], []
    for line in file["file"].decode().splitlines():
        (comments if line.startswith("#") else rows).append(line)
    plan = tab.desk.jobs[0].plan
    heads, *cells = (row.split(",") for row in rows)
    assert heads[:2] == list(plan.grid) and len(cells) == plan.n_cells and "Temperature: 0.5" in comments[1]
    shown = [float(row[heads.index(f"accuracy of {plan.systems[0]}")]) for row in cells]
    np.testing.assert_allclose(shown, tab.session.map.means("accuracy")[0])
    tab.session.receive({"type": "save", "kind": "exe"})
    assert "'exe'" in tab.sent[-1]["notice"]


def test_a_saved_map_opens_with_its_form_and_its_numbers():
    tab = Tab()
    tab.compute(temperature="0.5")
    tab.desk.jobs[0].work()
    tab.drain()
    tab.say("save")
    data = tab.until("file")["file"]
    assert read(data).sizes["load"] == 3
    other = Tab()
    other.say("open", data=data)
    opened = other.until("map")
    assert opened["map"]["axes"][0]["values"] == ["2", "6", "10"]
    np.testing.assert_array_equal(other.means(), tab.means())
    kept = next(m["form"] for m in reversed(other.sent) if "form" in m)
    assert form.plan(kept) == tab.desk.jobs[0].plan and kept["temperature"] == "0.5"
    for junk in (b"", b"GIF89a", data[:-1000]):
        other.say("open", data=junk)
        assert other.until("notice")["notice"].endswith(".") or other.sent[-1]["notice"]
    np.testing.assert_array_equal(other.means(), tab.means())


def test_a_link_of_the_page_opens_its_form():
    opened, problems = form.opened("v=1&x=temperature&x_from=0.01&x_to=inf&draws=12&load=7&beauty=3&y_count=x")
    assert opened["x"] == "temperature" and opened["x_to"] == "inf" and opened["load"] == "7"
    assert len(problems) == 2 and "'beauty'" in problems[0] + problems[1]
    assert form.opened("")[0] == form.START


@pytest.mark.parametrize("name", form.AXES)
def test_every_axis_has_values_from_less_to_more(name):
    low, high = form.AXES[name]
    values = form.spaced(name, low, high, "7")
    assert len(values) == 7 and list(values) == sorted(values) and values[0] == float(low) and values[-1] == float(high)


def test_the_lines_over_a_map_are_where_theory_has_them():
    plan = form.plan(form.START | SMALL | {"neurons": "64", "x_from": "2", "x_to": "16", "x_count": "8"})
    lines = {line.key: line for line in bounds(plan, ("hopfield",), "accuracy")}
    at = (hopfield_capacity() * 64 - 2) / 2  # K = 2, 4, ... at places 0, 1, ...
    assert np.nanmax(np.abs(np.array(lines["hopfield"].x) - at)) < 0.02 and "ideal" in lines
    hot = form.plan(
        form.START | SMALL | {"x": "temperature", "x_from": "0.01", "x_to": "100", "x_count": "5", "load": "40"}
    )
    (line,) = [line for line in bounds(hot, ("astro",), "accuracy") if line.key == "routing"]
    np.testing.assert_allclose(line.x, np.log10(routing_temperature(20, 40)) + 2, atol=1e-6)
    two = {line.key: line for line in bounds(hot, ("attention", "astro"), "accuracy") if "routing" in line.key}
    for key, system in ("routing", "attention"), ("routing-too", "astro"):
        model = MODELS[system](np.ones((40, 20)), Parameters())
        np.testing.assert_allclose(two[key].x, np.log10(model.routing_temperature) + 2, atol=1e-6)
        assert model.title in two[key].words
    for without in ("hopfield",), ("modern", "ideal"):
        assert not [line for line in bounds(hot, without, "accuracy") if "routing" in line.key]
    wide = {"y": "neurons", "y_from": "16", "y_to": "128", "x": "temperature", "x_from": "0.01", "x_to": "100"}
    (line,) = [one for one in bounds(form.plan(form.START | wide), ("astro",), "accuracy") if "routing" in one.key]
    assert np.isfinite(line.x).sum() > 40
    (cold,) = [line for line in bounds(hot, ("hopfield-binary",), "accuracy") if line.key == "routing"]
    np.testing.assert_allclose(cold.x, 2, atol=1e-6)  # Glauber's own: 1
    digits = form.plan(form.START | SMALL | {"patterns": "digits"})
    decoders = {"ideal", "ideal-high", "mirrored", "knowing"}
    assert not decoders & {line.key for line in bounds(digits, ("astro",), "accuracy")}


def test_the_lines_of_decoders_are_where_each_recalls_half():
    plan = form.plan(form.START | SMALL | {"x_from": "40", "x_to": "400", "x_count": "10", "neurons": "20"})
    lines = {line.key: line for line in bounds(plan, ("astro",), "accuracy")}
    assert {"ideal", "mirrored", "knowing"} <= set(lines)
    assert "mirrored" not in {line.key for line in bounds(plan, ("hopfield", "dense"), "accuracy")}
    load, noise = np.array(plan.grid["load"], float), np.array(plan.grid["noise"])
    for key, decoder in DECODERS.items():
        half, checked = 0.9 if key == "ideal-high" else 0.5, 0
        for x, y in zip(lines[key].x, lines[key].y, strict=True) if key in lines else ():
            k, flips = np.interp(x, range(len(load)), load), 20 * np.interp(y, range(len(noise)), noise)
            if x != round(x) or not 0 <= y <= len(noise) - 1:
                continue
            low = int(flips)
            over, under = (decoder(20, round(k), low + i, copies=True) for i in (0, 1))
            assert over + (flips - low) * (under - over) == pytest.approx(half, abs=0.01)
            checked += 1
        assert checked or key not in lines


def test_the_live_page_loads_none_of_it():
    pages = "astro_dash.pages"
    heavy = "xarray", "distributed", "holoviews", f"{pages}.explore", f"{pages}.paper", "astro_dash.study"
    code = f"import sys, {pages}.live.page; print(*set({heavy!r}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_system_can_be_mapped():
    from astro_dash.pages.explore.page import spec

    assert spec()
    for key in MODELS:
        plan = form.plan(form.START | SMALL | {"system": key, "against": ""})
        assert np.isfinite(compute(plan, [0])["hard_error"]).all()
