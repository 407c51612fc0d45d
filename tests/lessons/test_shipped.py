"""The lessons that ship: each can be read, and what its text says of runs is so."""

from functools import cache

import pytest

from astro_dash import pages  # noqa: F401  it knows what a lesson may name
from astro_dash.engine.models import MODELS
from astro_dash.lessons import LIBRARY, found
from astro_dash.pages.live.race import Race
from astro_dash.pages.live.typical import typical
from astro_dash.pages.live.verdicts import VERDICTS
from astro_dash.shipped import asset
from astro_dash.store import REST, Store

FILES = sorted(file.name for file in asset("lessons").glob("*.md"))
CUES = 1  # of 50, by which another processor may count otherwise


@cache
def lesson(file: str):
    return found(asset("lessons") / file, LIBRARY.knows())


@pytest.mark.parametrize("file", FILES)
def test_it_can_be_given(file):
    assert not lesson(file).faults
    told = lesson(file).lesson.told()
    assert 5 <= told["minutes"] <= 10 and len(told["teacher"]["ask"]) == 3
    assert any(kind == "guess" for step in told["steps"] for kind, _ in step["parts"])
    assert any(kind == "task" for step in told["steps"] for kind, _ in step["parts"])


def words(nodes) -> str:
    if isinstance(nodes, str):
        return nodes
    if isinstance(nodes, dict):
        return " ".join(words(value) for value in nodes.values())
    return "".join(map(words, nodes)) if isinstance(nodes, list) else ""


@pytest.mark.parametrize("file", FILES)
def test_what_it_says_is_in_its_text(file):
    given = lesson(file).lesson
    texts = [" ".join(words(parts) for _, parts in step["parts"]) for step in given.steps]
    for fact in given.facts:
        assert " ".join(fact["say"].split()) in " ".join(texts[fact["step"]].split()), fact


def measured(fact: dict) -> dict:
    """What the text speaks of, computed anew."""
    store = Store.of(fact["state"])
    kinds = fact.keys() - {"say", "state", "system", "line", "step"}
    return {kind: KINDS[kind](store, fact["system"]) for kind in kinds}


def recalls(store, system):
    alone = Store(**store.values())
    alone.set(system=[system])
    return typical(alone.link(whole=True))[system]


def verdict(store, system):
    race = Race(store)
    last = {}
    while not race.at_rest:
        last |= {name: array[-1] for name, array in race.advance(4096)[1].items() if len(array)}
    return VERDICTS[last[f"verdict:{system}"]].key


def run(store, system):
    return store.retrieved(system, REST)


KINDS = {
    "recalls": recalls,
    "verdict": verdict,
    "errors": lambda store, system: run(store, system).hard_error,
    "perplexity": lambda store, system: run(store, system).perplexity[-1],
    "share": lambda store, system: run(store, system).gain[-1, store.target],
    "T_c": lambda store, system: MODELS[system](store.drawn().patterns, store.parameters()).routing_temperature,
}


@pytest.mark.parametrize("file", FILES)
def test_what_it_says_is_so(file):
    wrong = []
    for fact in lesson(file).lesson.facts:
        for kind, is_so in measured(fact).items():
            told = fact[kind]
            if is_so != told if isinstance(told, str) else abs(is_so - told) > near(kind, told):
                wrong.append((fact["line"], fact["say"], kind, told, is_so))
    assert not wrong


def near(kind: str, told: float) -> float:
    return CUES if kind == "recalls" else 0.05 * max(abs(told), 1) if kind != "errors" else 0.5
