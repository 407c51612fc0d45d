"""What the Paper page ships, and that its verdicts follow from the numbers. (study/test_agreement.py computes them.)"""

import base64
import gzip
import json
import threading
import time

import numpy as np
import pytest

from astro_dash.engine import MODELS
from astro_dash.pages import recomputed
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.verdicts import RECALLED, WRONG
from astro_dash.pages.paper import claims, runs, session
from astro_dash.pages.paper.page import MARKS
from astro_dash.pages.paper.session import ASSETS, FIGURES, Session, rendered, shipped
from astro_dash.pages.paper.summary import moving, quantiles, versus
from astro_dash.store import Store
from astro_dash.study import paper
from astro_dash.study.batch import MEASURES
from astro_dash.study.dataset import plan_of

from ..test_layers import HEAVY, loaded

pytestmark = pytest.mark.slow  # draws figures


@pytest.fixture(scope="module")
def figures():
    return {number: shipped(number) for number in FIGURES}


@pytest.fixture(scope="module")
def words():
    return json.loads((ASSETS / "claims.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def few():
    return runs.all_runs(0.1)


def unpacked(text: str) -> dict:
    return json.loads(gzip.decompress(base64.b64decode(text)))


# The data


def test_all_figures_are_shipped():
    assert set(FIGURES) == set(paper.FIGURES)
    assert sum(path.stat().st_size for path in ASSETS.iterdir()) < 1_000_000


@pytest.mark.parametrize("number", FIGURES)
def test_shipped_data_are_of_the_plan(figures, number):
    assert plan_of(figures[number]) == paper.FIGURES[number].plan()
    assert figures[number]["finished"].values.all()


def test_the_figures_are_at_the_papers_settings():
    plans = {number: figure.plan() for number, figure in paper.FIGURES.items()}
    for number, axis in (("1", "tau_p"), ("2", "tau_x"), ("3", "temperature")):
        plan = plans[number]
        settings = {"load": 100, "neurons": 30, "noise": 0.2, "tau_x": 1, "tau_p": 1, "temperature": 0.01}
        settings.pop(axis)
        assert list(plan.grid) == [axis] and plan.systems == ("astro",) and plan.shape == (26,)
        assert settings.items() <= plan.settings.items() and round(0.2 * 30) == 6
        assert max(plan.grid[axis]) / min(plan.grid[axis]) == pytest.approx(1e5)
    four = plans["4"]
    assert four.systems == ("astro", "hopfield", "naam") and four.shape == (24, 11) and four.settings["neurons"] == 20
    assert (four.grid["load"][0], four.grid["load"][-1]) == (2, 200)
    assert [round(20 * noise) for noise in four.grid["noise"]] == list(range(11))
    assert {plan.draws for plan in plans.values()} == {50} and {plan.horizon for plan in plans.values()} == {10}


# The claims


def test_the_words_are_what_the_shipped_figures_say(figures, words, few):
    made = json.loads(json.dumps(claims.page(figures, few)))
    assert [claim["key"] for claim in words["claims"]] == list("abcdefgh")
    assert {k: v for k, v in made.items() if k != "claims"} == {k: v for k, v in words.items() if k != "claims"}
    for one, kept in zip(made["claims"], words["claims"], strict=True):
        if one["key"] in "abcd":  # partly of runs of their own, of which there were fewer now
            one["ours"] = kept["ours"]
        assert one == kept


def test_every_claim_has_a_number_and_a_way_to_see_it(words):
    for claim in words["claims"]:
        assert any(letter.isdigit() for letter in "".join(claim["ours"])), claim["key"]
        assert claim["verdict"] in (claims.HOLDS, claims.IN_PART, claims.FAILS) and claim["links"]
        for link in claim["links"]:
            assert Store.from_link(link["query"])[1] == []


def test_what_does_not_hold_is_said(words):
    verdicts = {claim["key"]: claim["verdict"] for claim in words["claims"]}
    assert {key for key, verdict in verdicts.items() if verdict != claims.HOLDS} == {"f", "h"}
    said = {claim["key"]: " ".join(claim["ours"]) for claim in words["claims"]}
    assert "does not rise" in said["f"] and "τ_x = 1000" in said["f"]
    assert "larger in" in said["h"] and "n = 7" in said["h"]


def verdict(claim, figures, few, number=None, **values):
    """The verdict if the measures of a figure were these functions of what they are."""
    changed = dict(figures)
    if number:
        changed[number] = figures[number].copy(deep=True)
        for name, change in values.items():
            changed[number][name].values = change(changed[number][name].values)
    return claim(changed, few).verdict


@pytest.mark.parametrize("part, claim", [("energy", "energy"), ("softmax", "attention"), ("hopfield", "limits")])
def test_verdicts_of_runs_follow_their_numbers(figures, few, part, claim):
    function = getattr(claims, claim)
    assert function(figures, few).verdict == claims.HOLDS
    for name, value in few[part].items():
        if isinstance(value, float):
            assert function(figures, few | {part: few[part] | {name: 1e-3}}).verdict == claims.FAILS


def test_verdicts_of_figures_follow_their_numbers(figures, few):
    def flat(values):
        return np.full_like(values, 3.0)

    def turned(values):
        return values[:, ::-1]

    def astro_best(values):
        return values * np.array([0, 1, 1])[:, None, None, None]

    def astro_worst(values):
        return values + np.array([9, 0, 0])[:, None, None, None]

    for claim, number, values in (
        (claims.slow_gains, "1", {"soft_error": flat}), (claims.slow_gains, "1", {"soft_error": turned}),
        (claims.fast_neurons, "2", {"hard_error": lambda values: 0 * values}),
        (claims.fast_neurons, "2", {"perplexity": lambda values: 0 * values + 50}),
        (claims.slow_neurons, "2", {"soft_error": flat}), (claims.heat, "3", {"soft_error": turned}),
        (claims.baselines, "4", {"hard_error": astro_worst}),
    ):  # fmt: skip
        assert verdict(claim, figures, few, number, **values) == claims.FAILS, (claim, values)
    rising = {"perplexity": lambda values: np.broadcast_to(np.arange(1.0, 27)[:, None], values.shape)}
    assert verdict(claims.slow_neurons, figures, few, "2", **rising) == claims.HOLDS
    assert verdict(claims.baselines, figures, few, "4", hard_error=astro_best) == claims.HOLDS


def ended(query: str, until: float = 10) -> dict:
    """The last (verdict, wrong pixels) of each system of a link's run on Live, up to a time."""
    store, _ = Store.from_link(query)
    race = Race(store)
    _, arrays = race.advance(round(until / store.dt) + 1)
    return {key: (int(arrays[f"verdict:{key}"][-1]), arrays[f"wrong:{key}"][-1]) for key in store.system}


def test_the_links_show_what_they_say(words):
    shown = {link["words"]: ended(link["query"]) for claim in words["claims"] for link in claim["links"]}
    for name, seen in shown.items():
        if name.startswith(("Recalled", "The same cue at τ_x", "Gating wins")):
            assert seen["astro"] == (RECALLED, 0), name
        if name.startswith("See at t = 10"):
            assert seen["astro"][1] >= 5, name
        if name.startswith("Side by side"):
            assert seen["astro"] == seen["hopfield"], name
    assert shown["Wrong at τ_x = 0.01"]["astro"][0] == WRONG
    assert shown["The same cue at T = 10"]["astro"][1] >= 5
    wins, loses = (next(v for k, v in shown.items() if k.startswith(f"Gating {how}")) for how in ("wins", "loses"))
    assert min(wins["hopfield"][1], wins["naam"][1]) > 0
    assert loses["astro"][1] > loses["hopfield"][1]


def test_one_command_makes_all_that_is_shipped(figures, few, monkeypatch, tmp_path, capsys):
    from astro_dash.pages.paper import __main__ as command

    plans = {number: figure.plan() for number, figure in paper.FIGURES.items()}
    monkeypatch.setattr(command, "ASSETS", tmp_path / "paper")
    monkeypatch.setattr(command, "all_runs", lambda: few)
    monkeypatch.setattr(command, "sweep", lambda plan: next(figures[n] for n in plans if plans[n] == plan))
    command.main()
    assert sorted(path.name for path in ASSETS.iterdir()) == sorted(p.name for p in (tmp_path / "paper").iterdir())
    for number in FIGURES:
        assert (tmp_path / "paper" / f"figure-{number}.nc").read_bytes()[:4] == b"\x89HDF"
    assert capsys.readouterr().out.count("holds") == 8


# The figures


def test_quantiles_do_not_hide_what_did_not_rest(figures):
    still, q = moving(figures["1"]), quantiles(figures["1"], "rest_time")
    assert still[0] == 0 and still[-1] == 1 and q[50][-1] == 10
    lone = figures["2"].isel(tau_x=slice(18, 19))  # 3 of 50 are still on their way
    assert moving(lone)[0] == pytest.approx(0.06) and quantiles(lone, "rest_time")[50][0] < 10


@pytest.mark.parametrize("number", FIGURES)
def test_figures_are_drawn_with_words(figures, number):
    figure = unpacked(rendered(number, figures[number]))
    assert len(figure["panels"]) == (5 if number == "4" else 3)
    for panel in figure["panels"]:
        assert panel["title"] in panel["alt"] and any(letter.isdigit() for letter in panel["alt"])
        assert panel["item"]["doc"]["roots"] and "nan" not in panel["alt"]
    head, rows = figure["table"]["head"], figure["table"]["rows"]
    assert {len(row) for row in rows} == {len(head)} and len(rows) > 5
    assert len(rendered(number, figures[number])) < 40_000


def test_the_heat_maps_are_of_the_mean_error(figures):
    four = figures["4"]
    figure = unpacked(rendered("4", four))
    assert [panel["title"] for panel in figure["panels"][:3]] == [MODELS[k].title for k in four["system"].values]
    row = next(row for row in figure["table"]["rows"] if row[0] == f"{MODELS['naam'].title}, K = 50")
    mean = four["hard_error"].sel(system="naam", load=50).mean("draw").values
    assert row[1:] == [f"{value:.1f}" for value in mean[::2]]
    difference, spread = versus(four, "naam")
    assert difference[10, 0] == four["hard_error"].values[0, 10, 0].mean() - mean[0]
    assert spread[10, 3] > 0


# A tab


class Desk:
    """Does at once, or when told, what the real one does in other processes."""

    def __init__(self, refuse=""):
        self.refuse, self.jobs, self.left = refuse, [], []

    def begin(self, owner, plan, tell):
        if self.refuse:
            raise ValueError(self.refuse)
        self.jobs.append(Job(owner, plan, tell))
        return self.jobs[-1]


class Job:
    def __init__(self, owner, plan, tell):
        self.owner, self.plan, self.tell, self.cancelled = owner, plan, tell, False

    def cancel(self):
        self.cancelled = True
        self.tell({"ended": "cancelled"})

    def work(self, dataset, cells, done):
        shape = len(self.plan.systems), self.plan.n_cells, self.plan.draws
        measures = {name: dataset[name].values.reshape(shape)[:, cells] for name in MEASURES}
        self.tell({"cells": cells, "measures": measures, "done": done, "all": self.plan.n_cells, "left": 1.5})


class Tab:
    def __init__(self, monkeypatch, **options):
        self.desk, self.sent = Desk(**options), []
        monkeypatch.setattr("astro_dash.study.desk.desk", lambda: self.desk)
        monkeypatch.setattr(recomputed, "TOLD_SECONDS", 0)
        self.session = Session(self.sent.append, lambda function, delay: function())

    def say(self, **message):
        self.session.receive(message)

    def progress(self, key):
        """All messages of progress with this part."""
        return [m["progress"] for m in list(self.sent) if key in m.get("progress", {})]

    def until(self, good, seconds=120):
        end = time.monotonic() + seconds
        while not (value := good()):
            assert time.monotonic() < end, self.sent
            time.sleep(0.005)
        return value

    def settled(self):
        """All that was asked for so far has been done."""
        session.figures.submit(None, None, lambda: None).result(120)


@pytest.fixture
def tab(monkeypatch):
    return Tab(monkeypatch)


def test_the_session_and_the_words_need_no_screen():
    assert loaded("import astro_dash.pages.paper.session", *HEAVY, "xarray", "dask") == []
    assert loaded("import astro_dash.pages.paper.claims", *HEAVY[:3]) == []


def test_live_loads_nothing_of_it():
    assert loaded("import astro_dash.pages.live.page", "astro_dash.pages.paper", "holoviews", "xarray", "dask") == []


def test_the_page_opens_without_what_draws():
    code = "import astro_dash; page = astro_dash.page('paper'); assert page.spec"
    assert loaded(code, "holoviews", "xarray", "dask", "distributed") == []


def test_a_figure_is_drawn_when_asked_for(tab):
    tab.say(type="ready")
    assert tab.sent == [{"notice": ""}]
    tab.say(type="figure", number="1")
    figure = tab.until(lambda: [m["figure"] for m in tab.sent if "figure" in m])[0]
    assert figure["number"] == "1" and figure["packed"] == session.rendered_as_shipped("1")


def test_recompute_to_the_end(tab, figures):
    tab.say(type="recompute", number="1")
    job = tab.until(lambda: tab.desk.jobs)[0]
    assert job.plan == paper.FIGURES["1"].plan() and job.owner is tab.session
    job.work(figures["1"], list(range(20)), 20)
    job.tell({"waiting": 2})
    job.work(figures["1"], list(range(20, 26)), 26)
    assert [p["done"] for p in tab.progress("done")] == [0, 20, 26] and tab.progress("waiting")[0]["waiting"] == 2
    job.tell({"ended": "finished"})
    end = tab.until(lambda: tab.progress("ended"))[0]
    assert end["ended"] == "finished" and "number for number" in end["words"]
    assert len(unpacked(end["packed"])["panels"]) == 3


def test_recompute_says_what_differs(tab, figures):
    other = figures["2"].copy(deep=True)
    other["hard_error"].values[0, 7, 0] += 1
    tab.say(type="recompute", number="2")
    job = tab.until(lambda: tab.desk.jobs)[0]
    job.work(other, list(range(26)), 26)
    job.tell({"ended": "finished"})
    assert tab.until(lambda: tab.progress("ended"))[0]["words"].startswith("1 of 1300 runs differ")


def test_cancel(tab, figures):
    tab.say(type="cancel")  # there is nothing to cancel
    assert tab.sent == []
    tab.say(type="recompute", number="1")
    job = tab.until(lambda: tab.desk.jobs)[0]
    tab.say(type="cancel")
    assert tab.progress("ended") == [{"number": "1", "ended": "cancelled"}]
    tab.settled()
    assert job.cancelled
    job.work(figures["1"], [0], 1)
    job.tell({"ended": "finished"})
    tab.settled()
    assert [p["ended"] for p in tab.progress("ended")] == ["cancelled"] and [
        p["done"] for p in tab.progress("done")
    ] == [0]


def test_cancel_while_it_is_drawn(tab, figures):
    tab.say(type="recompute", number="1")
    job = tab.until(lambda: tab.desk.jobs)[0]
    job.work(figures["1"], list(range(26)), 26)
    drawn = threading.Event()
    session.figures.submit(None, "wait", drawn.wait)
    job.tell({"ended": "finished"})
    tab.say(type="cancel")
    drawn.set()
    tab.settled()
    assert [p["ended"] for p in tab.progress("ended")] == ["cancelled"]


def test_another_figure_ends_the_first(tab):
    tab.say(type="recompute", number="1")
    first = tab.until(lambda: tab.desk.jobs)[0]
    tab.say(type="recompute", number="3")
    tab.until(lambda: len(tab.desk.jobs) == 2)
    assert first.cancelled and not tab.desk.jobs[1].cancelled and tab.progress("ended") == []


def test_a_closed_tab_computes_nothing(tab):
    tab.say(type="recompute", number="1")
    job = tab.until(lambda: tab.desk.jobs)[0]
    tab.session.close()
    tab.settled()
    sent = len(tab.sent)
    job.tell({"failed": "…"})
    tab.say(type="figure", number="1")
    tab.settled()
    assert job.cancelled and len(tab.sent) == sent


def test_a_tab_closed_at_once_begins_nothing(tab):
    drawn = threading.Event()
    session.figures.submit(None, "wait", drawn.wait)
    tab.say(type="recompute", number="1")
    tab.session.close()
    drawn.set()
    tab.settled()
    assert tab.desk.jobs == []


def test_failures_are_sentences(monkeypatch, tab):
    tab.say(type="recompute", number="1")
    tab.until(lambda: tab.desk.jobs)[0].tell({"failed": "The map cannot be computed: no cluster"})
    assert tab.progress("ended")[0] == {
        "number": "1",
        "ended": "failed",
        "words": "The map cannot be computed: no cluster",
    }
    full = Tab(monkeypatch, refuse="100 maps are being computed for others: try again in a minute.")
    full.say(type="recompute", number="1")
    assert "try again" in full.until(lambda: full.progress("ended"))[0]["words"]


@pytest.mark.parametrize(
    "message, quoted",
    [({"type": "figure", "number": "7"}, "'7'"), ({"type": "recompute", "number": None}, "None"),
     ({"type": "_stop"}, "_stop"), ({"type": "figure"}, "no 'number'"), ("?", "?"), ({"type": ["a"]}, "a")],
)  # fmt: skip
def test_bad_messages_are_answered(tab, message, quoted):
    tab.session.receive(message)
    assert quoted in tab.sent[-1]["notice"] and tab.desk.jobs == []


def test_each_verdict_has_its_mark():
    assert list(MARKS) == [claims.HOLDS, claims.IN_PART, claims.FAILS]
