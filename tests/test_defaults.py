"""The defaults of `retrieve`, the pages, the command line and sweeps: one table, which says why two differ."""

import inspect

import pytest

from astro_dash.engine import Parameters, retrieve
from astro_dash.engine.defaults import EXPLORE, OPENING, PAGE, RETRIEVE, TABLE
from astro_dash.pages import page
from astro_dash.pages.explore import form
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.typical import typical
from astro_dash.pages.live.verdicts import RECALLED
from astro_dash.store import REST, Store
from astro_dash.store.kinds import write
from astro_dash.study import Plan, sweep


@pytest.mark.parametrize("name", TABLE)
def test_where_two_differ_it_says_why(name):
    default = TABLE[name]
    if (default.explore, default.opening) != (None, None) or default.retrieve not in (None, default.page):
        assert default.why


def race(**choices):
    """A whole run of the page: target, strongest rival, and the last verdict of each system."""
    race = Race(Store(**choices))
    while not race.at_rest:
        _, arrays = race.advance(256)
    target, rival = (race.memory.drawn.labels[i] for i in race.shown[:2])
    return target, rival, {key: arrays[f"verdict:{key}"][-1] for key in race.tracks}


@pytest.mark.parametrize("patterns", [OPENING["patterns"], "digits", "letters"])
def test_on_a_first_visit_the_rival_is_of_another_kind_and_the_gated_memory_alone_recalls(patterns):
    target, rival, verdicts = race(**OPENING | {"patterns": patterns})
    assert target != rival
    assert verdicts["astro"] == RECALLED != verdicts["hopfield"]


def test_how_typical_that_is():
    assert typical(Store(**OPENING).link()) == {"astro": 50, "hopfield": 0}


def test_the_first_visit_is_that_of_an_address_without_choices():
    opened = [page("live").store.values(), page("?load=20").store.values()]
    assert opened == [Store().values() | OPENING, Store(load=20).values()]


def test_all_take_theirs_from_the_table():
    signature = inspect.signature(retrieve).parameters
    own = {"patterns", "cue", "every", "dtype", "own"}  # arrays, how a run is kept, and what one system has
    assert {name: p.default for name, p in signature.items() if name not in own} == {
        name: RETRIEVE[name] for name in signature if name not in own
    }
    assert vars(Parameters()) == {name: RETRIEVE[name] for name in vars(Parameters())}
    assert Store().values() == {name: PAGE[name] for name in Store.choices()} and REST == PAGE["rest"]
    assert {name: form.START[name] for name in form.SETTINGS} == {name: write(EXPLORE[name]) for name in form.SETTINGS}
    for grids in (Plan.of, sweep):
        assert inspect.signature(grids).parameters["draws"].default == PAGE["draws"]
    assert set(TABLE) == set(Store.choices()) | {"horizon", "rest", "draws", "dt_least", "dt_most"}
