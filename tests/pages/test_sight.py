"""What is made for the views that draw themselves: once they are seen, exactly, and as the browser reads it.

`python -m tests.pages.test_sight` writes anew what tests/browser/landscape.test.js reads."""

import json
from pathlib import Path

import numpy as np
import pytest

from astro_dash.engine import MODELS
from astro_dash.engine.landscape import agreement, overlaps, places
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.sight import ON_SIGHT, SAMPLES, WHOLE, wired
from astro_dash.pages.live.typical import typical
from astro_dash.pages.live.views import VIEWS
from astro_dash.store import Store

from .test_session import Page

# The grounds of a frame of each system, and energies on them that the engine gives: read in tests/browser, too
GROUNDS = Path(__file__).parents[1] / "browser" / "grounds.json"
SETTING = {"patterns": "random", "neurons": 20, "load": 6, "temperature": 0.8, "dt": 0.05, "seed": 2}
PLACES = [(1.0, 1.0), (1.0, -1.0), (-0.35, 0.15), (0.0, 0.0), (0.613, -0.877)]


def race(**values) -> Race:
    store = Store()
    seen = values.pop("seen", ON_SIGHT)
    store.set(**(SETTING | values))
    return Race(store, seen=seen)


def grounds() -> dict:
    made = {}
    for key in MODELS:
        one = race(system=key)
        arrays = one.advance(4)[1]
        model, frames = one.tracks[key].run.model, one.ahead[key].frames[:1]  # the last shown
        agree, heights = agreement(model.patterns, one.pair), []
        gain = model.gains(frames.overlap, frames.logit)
        for place in PLACES:
            overlap = frames.overlap.copy()
            overlap[:, list(one.pair)] = overlaps(*place, 20, agree)
            if model.gated and not model.soft:  # its map is with the gains as they are
                energy, t = (gain * model.single(overlap)).sum(-1), model.parameters.temperature
                heights.append((energy - model.weight * t * model.entropy(gain))[0])
            else:
                heights.append(model.interaction(overlap, gain)[0])
        made[key] = {
            "samples": one.pictures()[f"single:{key}"], "agree": agree, "ground": arrays[f"terrain:{key}"][-1],
            "heights": heights,
        }  # fmt: skip
    return {"places": PLACES, "systems": made}


def plain(value):
    """As JSON has it; NaN is null."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    return float(f"{value:.9g}") if np.isfinite(value) else None


def test_the_browser_is_tested_with_what_the_engine_gives():
    kept, made = json.loads(GROUNDS.read_text(encoding="utf-8")), plain(grounds())
    assert kept["systems"].keys() == made["systems"].keys()
    for key, one in made["systems"].items():
        for name, values in one.items():
            as_numbers = [np.array(v, float) for v in (values, kept["systems"][key][name])]
            np.testing.assert_allclose(*as_numbers, rtol=1e-5, atol=1e-5, err_msg=f"{key} {name}")


def looked(page: Page, **view):
    """What a page has of its run once it looks at it so."""
    before = len(page.sent)
    page.say("view", **view)
    page.wait(lambda: any(h["mode"] == "again" for h, _ in page.chunks()[-1:]) and len(page.sent) > before)
    return page.chunks()[-1]


def more(page: Page) -> None:
    """The next chunk, of a run that is not at rest."""
    before = len(page.sent)
    page.more()
    page.wait(lambda: len(page.sent) > before and not page.session.work.busy)


@pytest.mark.parametrize("seen", [(), ("connectivity",), ("landscape",), ON_SIGHT])
def test_what_nobody_sees_is_not_made(seen):
    made = race(system=["astro", "hopfield"], seen=seen)
    arrays = made.advance(4)[1]
    assert ("wiring" in arrays, "wired" in made.pictures()) == ("connectivity" in seen,) * 2
    for name in ("place:astro", "place:hopfield", "terrain:astro"):
        assert (name in arrays) == ("landscape" in seen)
    assert ("single:astro" in made.pictures()) == ("landscape" in seen)
    assert made.describe()["seen"] == list(seen)


@pytest.mark.parametrize("system", [["astro", "hopfield"], ["attention", "modern"], ["naam", "ideal"]])
def test_a_place_is_read_off_the_pixels(system):
    made = race(system=system, load=9)
    arrays = made.advance(12)[1]
    a, b = made.memory.drawn.patterns[list(made.pair)]
    for key in system:
        rate = arrays[f"image:{key}"] / 127.5 - 1  # to half of one of 255 levels
        expected = [(rate * a)[:, among].mean(-1) for among in (a == b, a != b)]
        np.testing.assert_allclose(arrays[f"place:{key}"].T, expected, atol=0.5 / 127 + 1e-6)


def test_a_view_that_comes_into_sight_has_the_run_from_its_start_and_what_follows():
    page, whole = Page(system="astro,hopfield"), Page(ready=False, system="astro,hopfield")
    whole.session.wished = (None, (None, None, None), None, ON_SIGHT)
    whole.say("ready")
    assert "wiring" not in page.chunks()[-1][1]
    more(page), more(whole)
    header, arrays = looked(page, seen=list(ON_SIGHT))
    assert header["seen"] == list(ON_SIGHT)
    for name in ("wiring", "place:astro", "place:hopfield", "terrain:hopfield"):
        expected = np.concatenate([a[name] for h, a in whole.chunks() if h["mode"] != "again"])
        np.testing.assert_allclose(arrays[name], expected, rtol=1e-5, atol=1e-5, err_msg=name)
    page.say("reset")
    header, arrays = page.chunks()[-1]
    assert header["mode"] == "reset" and {"wiring", "place:astro", "picture:wired"} <= set(arrays)


def test_a_rival_is_chosen_and_the_path_is_told_anew_from_the_start():
    page = Page(system="astro,hopfield")
    more(page)
    target, usual = page.session.race.pair
    other = next(i for i in range(20) if i not in (usual, target))
    header, arrays = looked(page, seen=["landscape"], rival=other)
    patterns = page.session.race.memory.drawn.patterns
    pair = header["target"], other
    agree = agreement(patterns, pair)
    assert header["rival"] == other and header["agree"] == agree and str(other) in header["names"]
    cue = patterns @ page.session.race.memory.cue
    # To the rates of the cue, tanh(5)
    np.testing.assert_allclose(arrays["place:hopfield"][0], places(cue, 64, agree, pair), atol=1e-3)
    for nobody in (header["target"], 1500):
        header, _ = looked(page, seen=["landscape"], rival=nobody)
        assert header["rival"] == page.session.race.shown[1]


@pytest.mark.parametrize(
    "message",
    [
        *({"seen": s} for s in ("landscape", 5, None, {"landscape": 1}, ["energy"], [["landscape"]], [None], [3])),
        *({"rival": r} for r in ("first", -1, 0.5, True, [], 10**9)),
    ],
    ids=str,
)
def test_a_view_that_is_none_is_refused_in_a_sentence(message, caplog):
    page = Page()
    (answer,) = page.say("view", **message)
    assert answer["notice"].endswith(".") and "chunk" not in answer and not caplog.records
    assert page.session.wished == (None, (None, None, None), None, ()) and page.works()


def test_shares_of_the_wiring_are_those_of_the_gains():
    made = race(system="astro", load=30)
    run = made.advance(6)[1]
    share = run["wiring"] / WHOLE
    np.testing.assert_allclose(share[0], 1 / 30, atol=1 / WHOLE)
    np.testing.assert_allclose(share[:, made.shown], run["gain"][:, :-1], atol=1 / WHOLE)


@pytest.mark.parametrize(("n", "shown"), [(1, 1), (20, 20), (64, 64), (65, 64), (784, 64), (1024, 64)])
def test_the_neurons_with_ink_in_the_target_come_first(n, shown):
    patterns = np.where(np.random.default_rng(n).random((5, n)) < 0.3, 1.0, -1.0)
    bits = np.unpackbits(wired(patterns, 3), axis=1)[:, :shown]
    assert bits.shape == (5, shown) and (np.diff(bits[3].astype(int)) <= 0).all()
    assert abs(bits[3].mean() - (patterns[3] > 0).mean()) <= 1 / shown
    if n == shown:  # none is left out, and none is shown twice
        columns = sorted(map(tuple, (patterns > 0).T.astype(int)))
        assert sorted(map(tuple, bits.T.astype(int))) == columns


def test_one_memory_has_no_rival():
    made = race(system="astro,hopfield", load=1)
    arrays = made.advance(5)[1]
    assert made.pair == (0, 0) and made.describe()["agree"] == 1
    assert (arrays["place:astro"][:, 1] == 0).all() and arrays["place:astro"][0, 0] == pytest.approx(0.6, abs=1e-2)
    np.testing.assert_array_equal(arrays["wiring"], WHOLE)
    assert np.isnan(arrays["gain"][:, 1:]).all() and (arrays["gain"][:, 0] == 1).all()
    np.testing.assert_allclose(arrays["now"], 0, atol=1e-12)  # in the corner of the target


def test_a_memory_in_two_corners_is_counted_once():
    store = Store()
    store.set(**SETTING)
    made = Race(store, corners=(2, 2, None))
    arrays = made.advance(5)[1]
    gain = arrays["gain"][:, made.shown.index(2)]
    np.testing.assert_allclose(arrays["now"], np.outer(1 - gain, [0.5, 3**0.5 / 2]), atol=1e-9)
    np.testing.assert_allclose(arrays["off"], 0, atol=1e-12)


@pytest.mark.parametrize("key", MODELS)
def test_single_energies_are_smooth_enough_for_a_cubic(key):
    """Between the samples, as the browser draws it through the nearest four."""
    made = race(system=key)
    model = made.tracks[key].run.model
    m = np.linspace(-1, 1, SAMPLES)
    at = (m[1:-2] + m[2:-1]) / 2
    four = model.single(np.stack([m[i : i + len(at)] for i in range(4)]) * 20)
    between = np.array([-1, 9, 9, -1]) / 16 @ four
    scale = np.abs(model.single(np.array([20.0])))[0]
    np.testing.assert_allclose(between, model.single(at * 20), atol=1e-7 * scale)


def test_what_was_changed_is_told():
    page = Page(system="astro,hopfield")
    assert page.head["changed"] == "" and page.head["rises"] == {"astro": "", "hopfield": ""}
    page.say("perturb", system="hopfield", pixels=[3], frame=5)
    assert page.head["changed"] == "a knock"
    page.say("set", values={"temperature": "0.5"}, frame=6)
    assert page.head["changed"] == "a change of temperature"
    page.say("set", values={"temperature": "0.4", "tau_x": "2"}, frame=6)
    assert page.head["changed"] == "a change"
    page.say("set", values={"jitter": "0.1"}, frame=6)
    assert set(page.head["rises"].values()) == {"dynamical noise is on"}


def test_after_a_change_in_mid_run_the_frames_before_it_are_of_the_same_memories():
    page = Page(system="astro,hopfield")
    looked(page, seen=list(ON_SIGHT))
    race = page.session.race
    before = race.shown, race.corners, race.rival
    page.say("set", values={"temperature": "500"}, frame=race.frames - 1)
    branch = next(header for header, _ in reversed(page.chunks()) if header["mode"] == "branch")
    assert (branch["shown"], tuple(branch["corners"]), branch["rival"]) == before


if __name__ == "__main__":
    GROUNDS.write_text(json.dumps(plain(grounds()), separators=(",", ":")) + "\n", encoding="utf-8")


def test_where_no_energy_rules_there_are_places_and_no_heights_and_what_is_said_is_of_a_system():
    one = race(system="sequence,sparse,pseudo-inverse,input-driven")
    arrays, about = one.advance(40)[1], one.describe()
    assert np.isfinite(arrays["place:sequence"]).all() and np.isnan(one.pictures()["single:sequence"]).all()
    assert (np.isnan(arrays["energy"]).all() and about["focus"] == "sparse") or about["ruled"] is False
    for key, model in MODELS.items():
        assert bool(one.describe()["rises"].get(key)) == (key in about["systems"] and not model.has_energy)
    for view in VIEWS.values():
        assert set(view.others) <= set(MODELS)


def test_how_many_memories_have_a_share_is_counted_and_gains_that_do_not_drift_have_no_arrows():
    one = race(system="sparse", temperature=3.0)
    arrays = one.advance(60)[1]
    assert not one.describe()["drifts"] and one.describe()["gated"]
    model, frames = one.tracks["sparse"].run.model, one.ahead["sparse"].frames[-1:]
    assert arrays["support"][-1] <= arrays["support"][0] == 6 and set(arrays["support"].tolist()) > {6}
    assert np.isnan(arrays["rest"]).all() and np.isnan(arrays["tip"]).all() and np.isfinite(arrays["aim"]).all()
    assert np.count_nonzero(model.gains(frames.overlap, frames.logit)) <= 6


def test_what_goes_on_from_memory_to_memory_is_not_counted():
    store = Store(**(SETTING | {"system": ("sequence", "astro"), "horizon": 2.0}))
    assert list(typical(store.link(), 5)) == ["astro"]
