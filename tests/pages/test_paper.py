"""What the Paper page ships, and that its sentences and verdicts follow from the numbers. (study/test_agreement.py
computes them again; test_verdicts.py has what becomes of other numbers.)"""

import base64
import gzip
import json
import threading
import time
from functools import partial

import numpy as np
import pytest

from astro_dash.engine import MODELS
from astro_dash.pages import recomputed
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.verdicts import MIXTURE, RECALLED, WRONG
from astro_dash.pages.paper import claims, plane, session
from astro_dash.pages.paper import facts as numbers
from astro_dash.pages.paper.captions import SWITCHES, UNSET, caption
from astro_dash.pages.paper.claim import FAILS, HOLDS, IN_PART
from astro_dash.pages.paper.page import MARKS
from astro_dash.pages.paper.session import Session, rendered
from astro_dash.pages.paper.shipped import ASSETS, FIGURES, facts, parts
from astro_dash.pages.paper.summary import moving, quantiles
from astro_dash.store import Store
from astro_dash.study import paper
from astro_dash.study.batch import MEASURES
from astro_dash.study.dataset import plan_of
from astro_dash.study.paper import OF_ENDS

from ..test_layers import HEAVY, loaded

pytestmark = pytest.mark.slow  # draws figures


@pytest.fixture(scope="module")
def figures():
    """All parts of all figures."""
    return {part: data for number in FIGURES for part, data in parts(number).items()}


def unpacked(text: str) -> dict:
    return json.loads(gzip.decompress(base64.b64decode(text)))


# The data


def test_all_figures_are_shipped_and_small():
    names = {path.name for path in ASSETS.iterdir()}
    kinds = {part: "npz" if part in OF_ENDS else "nc" for each in numbers.PARTS.values() for part in each}
    assert names == {"facts.json", *(f"figure-{part}.{kind}" for part, kind in kinds.items())}
    assert set(kinds) == set(paper.FIGURES) and FIGURES == tuple("12345")
    assert all(path.stat().st_size < 1_000_000 for path in ASSETS.iterdir())


@pytest.mark.parametrize("part", paper.FIGURES)
def test_shipped_data_are_of_the_plan(figures, part):
    plan = paper.FIGURES[part].plan()
    if part in OF_ENDS:
        with np.load(ASSETS / f"figure-{part}.npz", allow_pickle=False) as file:
            assert str(file["plan"]) == str(plan)
        assert figures[part]["end"].shape == (1, plan.n_cells, plan.draws)
        return
    assert plan_of(figures[part]) == plan
    assert figures[part]["finished"].values.all()


def test_the_facts_are_those_of_the_shipped_data():
    for number in FIGURES:
        assert json.loads(json.dumps(numbers.of_figure(number, parts(number)))) == facts()[number], number


def test_the_figures_are_at_the_papers_settings():
    plans = {part: figure.plan() for part, figure in paper.FIGURES.items()}
    for number, axis in (("1", "tau_p"), ("2", "tau_x"), ("3", "temperature")):
        plan = plans[number]
        settings = {"load": 100, "neurons": 30, "noise": 0.2, "tau_x": 1, "tau_p": 1, "temperature": 0.01}
        settings.pop(axis)
        assert list(plan.grid) == [axis] and plan.systems == ("astro",) and plan.shape == (26,)
        assert settings.items() <= plan.settings.items() and round(0.2 * 30) == 6
        assert max(plan.grid[axis]) / min(plan.grid[axis]) == pytest.approx(1e5)
    four, zero = plans["4"], plans["4-zero"]
    assert four.systems == ("astro", "hopfield", "naam") and four.shape == (24, 11) and four.settings["neurons"] == 20
    assert (four.grid["load"][0], four.grid["load"][-1]) == (2, 200)
    assert [round(20 * noise) for noise in four.grid["noise"]] == list(range(11))
    assert (four.settings["self_coupling"], zero.settings["self_coupling"]) == (1, 0) and zero.grid == four.grid
    assert [four.seeds(cell) == zero.seeds(cell) for cell in (0, 100, 263)] == [True] * 3  # the same draws
    assert plans["3-sigma"].grid["sigma"] == (1, 2, 10, 50) and plans["3"].settings["sigma"] == 5
    assert {plan.draws for plan in plans.values()} == {50, 100} and plans["4"].horizon == 10


def test_both_sweeps_of_the_collapse_are_of_the_same_ratios():
    one, other = (paper.FIGURES[part].plan() for part in OF_ENDS)
    ratios = [1 / tau for tau in other.grid["tau_x"]]
    assert one.settings["tau_x"] == other.settings["tau_p"] == 1 and one.settings["seed"] != other.settings["seed"]
    assert ratios == pytest.approx(numbers.ratios(), rel=2e-3) and numbers.ratios() == list(one.grid["tau_p"])


# The claims


def test_every_claim_has_a_number_a_verdict_and_something_to_see():
    found = claims.said(facts())
    assert [claim["key"] for claim in found] == "a b c d e d+e f f2 f3 f4 g h h2 i j k l".split()
    for claim in found:
        assert any(letter.isdigit() for letter in "".join(claim["ours"])), claim["key"]
        assert claim["verdict"] in (HOLDS, IN_PART, FAILS) and not any("nan" in each for each in claim["ours"])
        assert claim["links"] or claim["figure"]
        assert claim["runs"] or claim["figure"]
        for link in claim["links"]:
            assert Store.from_link(link["query"])[1] == []


def ended(query: str, until: float = 10) -> dict:
    """The last (verdict, wrong pixels) of each system of a link's run on Live, up to a time."""
    store, _ = Store.from_link(query)
    race = Race(store)
    _, arrays = race.advance(round(until / store.dt) + 1)
    return {key: (int(arrays[f"verdict:{key}"][-1]), arrays[f"wrong:{key}"][-1]) for key in store.system}


def test_the_links_show_what_they_say():
    shown = {link["words"]: ended(link["query"]) for claim in claims.said(facts()) for link in claim["links"]}
    for name, seen in shown.items():
        if name.startswith(("Recalled", "The same cue at τ_x", "Gating wins", "See at t = 10: τ_x = 100 ")):
            assert seen["astro"] == (RECALLED, 0), name
        if name.startswith(("See at t = 10: τ_p", "See at t = 10: τ_x = 1000")):
            assert seen["astro"][1] >= 5, name
        if name.startswith("Side by side"):
            assert seen["astro"] == seen["hopfield"], name
    assert shown["Nothing primed: recalled"]["astro"] == (RECALLED, 0)
    assert shown["Neurons that do not move: it stays"]["astro"][0] == MIXTURE
    assert shown["A rival primed: it wins"]["astro"][0] == WRONG
    assert shown["Wrong at τ_x = 0.01"]["astro"][0] == WRONG
    assert shown["The same cue at T = 10"]["astro"][1] >= 5
    wins, loses = (next(v for k, v in shown.items() if k.startswith(f"Gating {how}")) for how in ("wins", "loses"))
    assert min(wins["hopfield"][1], wins["naam"][1]) > 0
    assert loses["astro"][1] > loses["hopfield"][1]


def test_one_command_makes_all_that_is_shipped(figures, monkeypatch, tmp_path, capsys):
    from astro_dash.pages.paper import __main__ as command

    def swept(plan):
        return next(figures[part] for part in figures if part not in OF_ENDS and plan_of(figures[part]) == plan)

    runs = {name: found for name, found in facts().items() if name not in FIGURES}
    monkeypatch.setattr(command, "ASSETS", tmp_path)
    monkeypatch.setattr(command, "all_runs", lambda: runs)
    monkeypatch.setattr(command, "sweep", swept)
    monkeypatch.setattr(
        "astro_dash.study.ends.ends", lambda plan, cells: figures["5" if "tau_p" in plan.grid else "5-neurons"]
    )
    command.main([])
    assert sorted(path.name for path in ASSETS.iterdir()) == sorted(path.name for path in tmp_path.iterdir())
    assert json.loads((tmp_path / "facts.json").read_text(encoding="utf-8")) == facts()
    assert (tmp_path / "figure-4.nc").read_bytes()[:4] == b"\x89HDF"
    assert capsys.readouterr().out.count("\n(") == 17


# The figures


def test_quantiles_do_not_hide_what_did_not_rest(figures):
    still, q = moving(figures["1"]), quantiles(figures["1"], "rest_time")
    assert still[0] == 0 and still[-1] == 1 and q[50][-1] == 10
    lone = figures["2"].isel(tau_x=slice(18, 19))  # 3 of 50 are still on their way
    assert moving(lone)[0] == pytest.approx(0.06) and quantiles(lone, "rest_time")[50][0] < 10


@pytest.mark.parametrize("number", FIGURES)
def test_figures_are_drawn_with_words(number):
    packed = rendered(number, parts(number), UNSET)
    figure = unpacked(packed)
    assert len(figure["panels"]) == {"3": 4, "4": 7}.get(number, 3)
    for panel in figure["panels"]:
        assert panel["title"] in panel["alt"] and any(letter.isdigit() for letter in panel["alt"])
        assert panel["item"]["doc"]["roots"] and "nan" not in panel["alt"]
    head, rows = figure["table"]["head"], figure["table"]["rows"]
    assert {len(row) for row in rows} == {len(head)} and len(rows) > 5
    assert {name: figure[name] for name in ("title", "caption", "about")} == caption(number, facts()[number])
    shown = {claim["key"]: claim for claim in json.loads(json.dumps(claims.said(facts())))}
    assert figure["claims"] and all(claim == shown[claim["key"]] for claim in figure["claims"])
    assert len(packed) < 60_000


@pytest.mark.parametrize("measure", SWITCHES["measure"])
@pytest.mark.parametrize("diagonal", SWITCHES["diagonal"])
def test_figure_4_is_of_what_is_chosen(figures, measure, diagonal):
    """Its numbers, counted here again, stand in its caption."""
    switches = {"measure": measure, "diagonal": diagonal}
    said = caption("4", facts()["4"], switches)
    astro = figures["4"][measure].sel(system="astro").values
    if diagonal == "kept":
        other = figures["4"][measure].sel(system="hopfield").values
    else:
        other = figures["4-zero"][measure].values[0]
    apart = (astro - other) * (1 if measure == "accuracy" else -1)
    error = apart.std(-1, ddof=1) / 50**0.5
    better, worse = (apart.mean(-1) > 3 * error + 1e-9).sum(), (apart.mean(-1) < -3 * error - 1e-9).sum()
    with_it = {"kept": "with its", "zero": "without its"}[diagonal]
    assert f"{better} and {worse} against Hopfield {with_it} diagonal" in said["caption"]
    assert "doing nothing" in said["caption"] and "3 standard errors" in said["caption"]
    assert ("nowhere clearly worse" in said["title"]) == (
        sum(facts()["4"]["counts"][measure][b][1] for b in (plane.HOPFIELD[diagonal], "naam")) == 0
    )


def test_what_does_nothing_is_the_cue(figures):
    data = {"4": figures["4"], "4-zero": figures["4-zero"]}
    flips = list(range(11))
    for measure, of in (("hard_error", flips), ("accuracy", [1] + [0] * 10), ("mirror_error", flips)):
        assert plane.values(data, plane.CUE, measure)[5, :, 7].tolist() == of


def test_the_heat_maps_are_of_the_mean(figures):
    figure = unpacked(rendered("4", parts("4"), UNSET))
    titles = [panel["title"] for panel in figure["panels"][:4]]
    assert titles == ["Astrocyte-gated", "Hopfield with its diagonal", "Neuron–astrocyte", "Doing nothing"]
    row = next(row for row in figure["table"]["rows"] if row[0] == f"mean error, {MODELS['naam'].title}, K = 50")
    mean = figures["4"]["hard_error"].sel(system="naam", load=50).mean("draw").values
    assert row[1:] == [f"{value:.1f}" for value in mean[::2]]


# A tab


class Desk:
    """Does at once, or when told, what the real one does in other processes."""

    def __init__(self, refuse=""):
        self.refuse, self.jobs, self.left = refuse, [], []

    def begin(self, owner, plan, tell, compute=None):
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
        if isinstance(dataset, dict):
            measures = {name: dataset[name][:, cells] for name in ("end", "time")}
        else:
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

    def of(self, part):
        """The jobs of a part of a figure."""
        return [job for job in self.desk.jobs if job.plan == paper.FIGURES[part].plan()]

    def figures(self, number):
        """What came of a figure, packed."""
        return [m["figure"]["packed"] for m in list(self.sent) if m.get("figure", {}).get("number") == number]

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
    assert figure["number"] == "1" and figure["packed"] == session.rendered_as_shipped("1", *UNSET.values())


def test_recompute_to_the_end(tab, figures):
    tab.say(type="recompute", number="1")
    job = tab.until(lambda: tab.desk.jobs)[0]
    assert job.plan == paper.FIGURES["1"].plan() and job.owner is tab.session
    job.work(figures["1"], list(range(20)), 20)
    job.tell({"waiting": 2})
    job.work(figures["1"], list(range(20, 26)), 26)
    assert [p["done"] for p in tab.progress("done")] == [0, 20, 26] and tab.progress("waiting")[0]["waiting"] == 2
    grown = unpacked(tab.until(lambda: tab.figures("1"))[0])  # seen as it grows, without a word on what it says
    assert grown["caption"].startswith("So far 20 of 26 cells") and grown["table"] is None and "claims" not in grown
    job.tell({"ended": "finished"})
    end = tab.until(lambda: tab.progress("ended"))[0]
    assert end["ended"] == "finished" and "number for number" in end["words"]
    tab.say(type="figure", number="1")
    whole = unpacked(tab.until(lambda: tab.figures("1")[1:])[-1])
    assert len(whole["panels"]) == 3 and whole["caption"] == caption("1", facts()["1"])["caption"]


def test_what_is_said_is_of_what_was_computed(tab, figures):
    """A figure that comes out otherwise has another caption and other claims beside it, however it is switched."""
    other = figures["4"].copy(deep=True)
    other["hard_error"].values[0] += 3
    tab.say(type="recompute", number="4")
    for part, data in (("4", other), ("4-zero", figures["4-zero"])):
        job = tab.until(partial(tab.of, part))[0]
        job.work(data, list(range(264)), 264)
        job.tell({"ended": "finished"})
    tab.until(lambda: tab.progress("ended"))
    assert max(p["done"] for p in tab.progress("done")) == 2 * 264
    tab.settled()
    before = len(tab.figures("4"))
    tab.say(type="figure", number="4", diagonal="zero")
    figure = unpacked(tab.until(lambda: tab.figures("4")[before:])[-1])
    assert figure["caption"] != caption("4", facts()["4"], UNSET | {"diagonal": "zero"})["caption"]
    assert "without its diagonal" in figure["caption"]
    assert next(claim for claim in figure["claims"] if claim["key"] == "h")["verdict"] == FAILS
    tab.say(type="cancel")
    tab.say(type="figure", number="4")
    tab.settled()
    assert unpacked(tab.figures("4")[-1])["caption"] == caption("4", facts()["4"])["caption"]


def test_the_collapse_is_computed_again(tab, figures):
    tab.say(type="recompute", number="5")
    for part in OF_ENDS:
        job = tab.until(partial(tab.of, part))[0]
        job.work(figures[part], list(range(19)), 19)
        job.tell({"ended": "finished"})
    end = tab.until(lambda: tab.progress("ended"))[0]
    assert end["words"] == "3800 of 3800 runs end in the same as shipped."


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
    assert tab.until(lambda: tab.progress("ended")) == [{"number": "1", "ended": "cancelled"}]
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
     ({"type": "figure", "number": "4", "measure": "x"}, "'x'"),
     ({"type": "figure", "number": "4", "diagonal": 1}, "1"),
     ({"type": "_stop"}, "_stop"), ({"type": "figure"}, "no 'number'"), ("?", "?"), ({"type": ["a"]}, "a")],
)  # fmt: skip
def test_bad_messages_are_answered(tab, message, quoted):
    tab.session.receive(message)
    assert quoted in tab.sent[-1]["notice"] and tab.desk.jobs == []


def test_each_verdict_has_its_mark():
    assert list(MARKS) == [HOLDS, IN_PART, FAILS]
