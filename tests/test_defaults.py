"""The defaults of `retrieve`, the pages, the command line and sweeps: one table, which says why two differ."""

import inspect

import pytest

from astro_dash.engine import Parameters, retrieve
from astro_dash.engine.defaults import EXPLORE, OPENING, PAGE, RETRIEVE, TABLE
from astro_dash.pages.explore import form
from astro_dash.store import REST, Store
from astro_dash.store.kinds import write
from astro_dash.study import Plan, sweep


@pytest.mark.parametrize("name", TABLE)
def test_where_two_differ_it_says_why(name):
    default = TABLE[name]
    if (default.explore, default.opening) != (None, None) or default.retrieve not in (None, default.page):
        assert default.why


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
