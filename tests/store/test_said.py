"""A word said to a memory: its tokens and keys, how they are damaged, what of it is a link, and what is refused."""

from urllib.parse import urlencode

import numpy as np
import pytest

from astro_dash.engine import Parameters
from astro_dash.engine.patterns import PATTERNS, draw, places
from astro_dash.store import Said, Store
from astro_dash.store.said import GATED


def test_equal_tokens_are_one_memory_and_each_is_damaged_on_its_own():
    said = Said.of({"word": "ROTOR", "noise": 0.2})
    assert said.places == [0, 1, 2, 1, 0] and said.names == ["R", "O", "T"]
    assert said.drawn.labels == ("letter R", "letter O", "letter T") and said.store.load == 3
    assert (said.tokens == said.drawn.patterns[said.places]).all()
    flipped = said.queries != said.tokens
    assert (flipped.sum(1) == round(0.2 * 64)).all() and len({tuple(row) for row in flipped}) == 5


def test_the_seed_damages_and_a_longer_word_leaves_what_is_there():
    one, other = Said.of({"word": "HOP", "seed": 1}), Said.of({"word": "HOP", "seed": 2})
    assert (one.drawn.patterns == other.drawn.patterns).all() and (one.queries != other.queries).any()
    longer = Said.of({"word": "HOPS"}, one)
    assert (longer.queries[:3] == one.queries).all()


@pytest.mark.parametrize("patterns", PATTERNS)
def test_a_word_comes_first_of_any_set(patterns):
    alphabet = PATTERNS[patterns].alphabet
    word, first = ("dab", "dab") if alphabet else ("7, 3,5", "7,3,5")
    said = Said.of({"patterns": patterns, "word": word})
    whole = draw(patterns, 105, seed=said.store.seed)
    numbers = [whole.labels.index(f"letter {c}") for c in first] if alphabet else [7, 3, 5]
    assert (said.drawn.patterns == whole.patterns[numbers]).all()
    more = draw(patterns, 20, seed=said.store.seed, word=said.store.word)
    assert (more.patterns[:3] == said.drawn.patterns).all() and len({*map(bytes, more.patterns)}) == 20
    others = [i for i in range(20) if i not in numbers]
    assert (more.patterns[3:] == whole.patterns[others[:17]]).all()


def test_an_accent_may_be_written_in_two_pieces():
    assert Said.of({"word": " И\u0306 "}).store.word == "Й"


@pytest.mark.parametrize("choices", [
    {}, {"word": "ROTOR", "inverted": "2,4", "focus": "astro", "noise": "0.1", "temperature": "inf"},
    {"patterns": "digits", "word": "3,1,3"}, {"patterns": "random", "neurons": "36", "word": "0"},
    {"patterns": "digits"}, {"system": "hopfield,astro"},
])  # fmt: skip
def test_a_link_says_the_same(choices):
    said = Said.of(choices)
    again, problems = Said.opened(said.link())
    assert not problems and again.values() == said.values() and (again.queries == said.queries).all()
    opened, problems = Said.opened(urlencode(choices))
    assert not problems and opened.values() == said.values()


def test_a_row_of_it_is_a_link_of_the_same_query():
    said = Said.of({"word": "ROTOR", "inverted": "2", "focus": "astro", "temperature": 4})
    for i in range(5):
        store, problems = Store.from_link(said.row(i))
        assert not problems and store.system[0] == "astro" and set(store.system) == set(said.store.system)
        drawn = store.drawn()
        assert (drawn.patterns == said.drawn.patterns).all() and store.target == said.places[i]
        assert (store.corrupted(drawn) == said.queries[i]).all()
        assert store.parameters() == said.store.parameters() and store.seed == said.store.seed


BAD = [
    ({"word": ""}, "word is ''"), ({"word": "HOPFI3LD"}, "'3' is none"), ({"word": "two words"}, "' ' is none"),
    ({"word": "A" * 25}, "of 25 tokens, but must be of 1 to 24"), ({"word": 7}, "word is 7"),
    ({"patterns": "digits", "word": "HOP"}, "'HOP' is none"), ({"patterns": "digits", "word": "3,1750"}, "'1750'"),
    ({"patterns": "random", "word": "200"}, "from 0 to 199"), ({"inverted": "9"}, "from 1 to 8"),
    ({"inverted": "0"}, "from 1 to 8"), ({"inverted": "a"}, "'a'"), ({"focus": "hopfield"}, "astro"),
    ({"system": "hopfield"}, "astro or attention"), ({"load": 3}, "load is 3"), ({"cue": "AAAA"}, "cue is 'AAAA'"),
    ({"noise": 2}, "noise is 2"), ({"mood": 1}, "'mood'"), ({"focus": None, "word": "\0"}, "is none"),
    ({"inverted": True}, "True"), ({"own": "8x8x1.AAAAAAAAAAA"}, "own is '8x8x1"), ({"own": "?"}, "own is '?'"),
    ({"patterns": "own", "own": "8x8x1.AAAAAAAAAAA"}, "own is '8x8x1"), ({"patterns": "own"}, "patterns is 'own'"),
]  # fmt: skip


@pytest.mark.parametrize(("choices", "words"), BAD)
def test_what_is_wrong_gets_a_sentence_and_changes_nothing(choices, words):
    before = Said.of({"word": "ABBAABBA"})
    kept = before.values()
    for start in (None, before):
        with pytest.raises(ValueError) as error:
            Said.of(choices, start)
        assert words in str(error.value) and str(error.value).endswith(".") and len(str(error.value)) < 300
    assert before.values() == kept


@pytest.mark.parametrize(("choices", "words"), BAD)
def test_a_wrong_link_opens_with_what_is_right_of_it(choices, words):
    choices = {name: value for name, value in choices.items() if value is not None and name not in ("load", "cue")}
    if not choices:
        return
    said, problems = Said.opened(urlencode({"noise": 0.1, **choices}))
    assert said.places and said.focus in said.store.system
    assert problems and all(problem.endswith(".") for problem in problems)
    if "noise" not in choices:
        assert said.store.noise == 0.1


def test_choices_stay_when_others_change():
    said = Said.of({"word": "HOP", "inverted": "2", "focus": "astro"})
    assert Said.of({"noise": "0.3"}, said).inverted == (1,)
    assert Said.of({"word": "HOPS"}, said).inverted == () and Said.of({"patterns": "digits"}, said).inverted == ()
    assert Said.of({"system": "attention,ideal"}, said).focus == "attention"
    assert Said.of({"patterns": "digits"}, said).store.word == "0,1,2,3,4,5,6,7"


def test_an_inverted_token_tells_the_scores_apart():
    """The squared score is blind to sign: the mirror of a memory is as good as the memory. The linear one is not."""
    rights = {}
    for system in GATED:
        said = Said.of({"word": "HOPFIELD", "inverted": "2", "noise": 0, "temperature": 4})
        read = said.read(said.attended(system).x)
        rights[system] = read.right.tolist()
        assert read.right[[0, 2, 3, 4, 5, 6, 7]].all()
        if system == "astro":
            assert read.key[1] == said.places[1] and read.sign[1] == -1
        else:
            assert (read.key[1], read.sign[1]) != (said.places[1], -1)
    assert rights["astro"][1] and not rights["attention"][1]


def test_what_is_read_is_a_whole_memory_or_none():
    said = Said.of({"word": "AB", "inverted": "2"})
    a, b = said.drawn.patterns
    spoilt = a.copy()
    spoilt[0] *= -1
    read = said.read(np.array([3 * a, -0.1 * b]))
    assert read.key.tolist() == [0, 1] and read.sign.tolist() == [1, -1] and read.right.all()
    read = said.read(np.array([spoilt, b]))
    assert read.key.tolist() == [-1, 1] and not read.right.any()
    assert said.read(np.array([a + b, np.full(64, np.nan)])).key.tolist() == [-1, -1]


def test_equal_patterns_are_one_memory():
    """Of two pixels there are four patterns: tokens of other numbers may be the same."""
    said = Said.of({"patterns": "random", "neurons": 1, "word": "0,1,2,3", "noise": 0})
    plain = said.one_pass()
    same = (said.drawn.patterns == said.drawn.patterns[0]).all(1)
    assert same.sum() in (2, 3, 4) and said.on_right(np.eye(4)) == 1
    assert said.on_right(plain) > np.diagonal(plain).mean()


def test_plain_attention_is_that_of_the_store():
    said = Said.of({"temperature": 3, "sigma": 2})
    score = np.tanh(2 * said.queries) @ said.drawn.patterns.T / 3
    assert np.allclose(said.one_pass(), np.exp(score) / np.exp(score).sum(-1, keepdims=True), atol=1e-12)
    assert said.store.parameters().temperature == 3 and isinstance(said.store.parameters(), Parameters)
    assert places(PATTERNS["letters"], "ABBA") == [0, 1, 1, 0]
