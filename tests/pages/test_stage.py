"""Runs that many ask for: what each is sent is what it would have been sent alone, and nobody's acts reach another."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from astro_dash.pages.live.race import Race
from astro_dash.pages.live.stage import Shelf, Stage
from astro_dash.store import Store, packed
from astro_dash.words import speaking

from .test_own import MINE
from .test_session import Page

ALONE = {"patterns": "random", "neurons": 36, "load": 12, "system": ["astro", "hopfield"], "dt": 0.002}


def played(page):
    """To rest, wherever it is computed."""
    while not page.head["at_rest"]:
        page.more()
        page.wait(lambda: not page.session.work.busy)
    return page


def same(one, other):
    """Two lists of pieces, as they were sent."""
    assert len(one) == len(other)
    for (head, arrays), (theirs, others) in zip(one, other, strict=True):
        assert head == theirs and set(arrays) == set(others)
        for name in arrays:
            np.testing.assert_array_equal(arrays[name], others[name], err_msg=name)


@pytest.fixture
def shelf(monkeypatch):
    """One that all pages of a test have."""
    shelf = Shelf()
    monkeypatch.setattr("astro_dash.pages.live.session.shelf", shelf)
    return shelf


@pytest.fixture
def counted(monkeypatch):
    """How often races were begun, and went on."""
    counts = {"begun": 0, "advanced": 0}

    def counting(name, count):
        plain = getattr(Race, name)

        def call(self, *args, **kwargs):
            counts[count] += 1
            return plain(self, *args, **kwargs)

        monkeypatch.setattr(Race, name, call)

    counting("__init__", "begun")
    counting("advance", "advanced")
    return counts


def test_what_is_asked_for_again_is_computed_once_more_and_then_never(shelf, counted):
    alone = played(Page(**ALONE))
    pages, before = [played(Page(**ALONE))], dict(counted)
    pages += [played(Page(**ALONE)) for _ in range(3)]
    assert counted == before and counted["begun"] == 2
    for page in pages:
        same(page.chunks(), alone.chunks())
        assert page.sent[0] == alone.sent[0] | {"chunk": page.sent[0]["chunk"]}
    assert pages[2].session.stage is pages[3].session.stage is not alone.session.stage


ACTS = {
    "a slider": ("set", {"values": {"temperature": 0.3}, "frame": 7}),
    "a knock": ("perturb", {"system": "astro", "pixels": [1, 2], "frame": 20}),
    "a push": ("push", {"system": "astro", "shares": [[3, 0.9]], "frame": 4}),
    "a view": ("view", {"focus": "hopfield", "seen": ["landscape"]}),
    "a line that was cut": ("resume", {"generation": 1, "frames": 9}),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("pieces", [1, 2, 99])
def test_each_goes_its_own_way_from_it(shelf, act, pieces):
    def page():
        page = Page(**ALONE)
        while len(page.chunks()) < pieces and not page.head["at_rest"]:
            page.more()
        return page

    kind, message = act
    pages = alone, _, one, other = [page() for _ in range(4)]
    for page in (alone, one):
        page.say(kind, **message)
        page.wait(lambda page=page: not page.session.work.busy)
        played(page)
    same(one.chunks(), alone.chunks())
    assert other.session.stage.common and len(pages[1].chunks()) == len(other.chunks())
    fresh = played(Page(**ALONE))
    same(played(other).chunks(), fresh.chunks())


def test_a_link_with_changes_is_shared_to_its_end(shelf, counted):
    shown = {"then": "0.02,temperature,0.5~0.05,astro,1-3"}
    pages = []
    for _ in range(4):
        before = dict(counted)
        page = Page(ready=False, **ALONE)
        page.session.shown = shown
        page.say("ready")
        pages.append(played(page))
    assert counted == before
    for page in pages[1:]:
        same(page.chunks(), pages[0].chunks())
    assert [header["mode"] for header, _ in pages[0].chunks()].count("branch") == 2


def test_each_is_told_in_its_language(shelf):
    names = []
    for language in ("en", "en", "de", "es"):
        with speaking(language):
            page = Page(**ALONE)
        names.append(page.head["wires"])
    assert names[0] == names[1] and len(set(names)) == 3


def test_what_is_a_persons_own_is_kept_for_nobody_else(shelf, counted):
    pages = [Page(**ALONE | {"patterns": "random", "own": packed(MINE), "neurons": 64}) for _ in range(3)]
    assert counted["begun"] == 3 and not any(page.session.stage.common for page in pages) and not shelf.nbytes


def test_no_more_is_kept_than_the_shelf_holds(monkeypatch):
    shelf = Shelf()
    monkeypatch.setattr("astro_dash.pages.live.session.shelf", shelf)
    for _ in range(2):
        first = Page(**ALONE)
    shelf.most = 3 * shelf.nbytes
    for seed in range(5, 20):
        for _ in range(2):
            played(Page(**ALONE | {"seed": seed}))
            assert shelf.nbytes <= shelf.most
    kept = shelf.nbytes
    stages = first.session.stage, [len(body) for body in first.chunks()]
    played(first)  # it is on the shelf no more, and still goes on
    assert shelf.nbytes == kept and not stages[0]._next and not first.session.stage.common
    same(first.chunks(), played(Page(**ALONE)).chunks())


def test_threads_that_ask_at_once_have_it_computed_once():
    shelf, began = Shelf(), []

    def begin():
        began.append(Race(Store.of({"load": 20})))
        return began[-1]

    assert shelf.run("key") is None
    with ThreadPoolExecutor(8) as pool:
        run = shelf.run("key")
        firsts = list(pool.map(lambda _: run.begun(begin, lambda race: race.advance(16)), range(32)))
        nexts = list(pool.map(lambda one: one.then("more", lambda race: race.advance(64), "more"), firsts))
    assert len(began) == 1 and len(set(map(id, firsts))) == len(set(map(id, nexts))) == 1
    assert isinstance(nexts[0], Stage) and shelf.nbytes == firsts[0].nbytes + nexts[0].nbytes + 20 * 64 * 8
