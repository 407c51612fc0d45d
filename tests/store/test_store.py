"""The choices: through a link and back, what is refused and how, and what follows from what."""

import math
import re
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astro_dash.engine import MODELS
from astro_dash.engine.parameters import MOST_FINITE
from astro_dash.engine.patterns import PATTERNS
from astro_dash.engine.patterns import given as given_patterns
from astro_dash.store import (
    MOST_NEURONS,
    MOST_PATTERNS,
    MOST_SYSTEMS,
    Store,
    in_words,
    n_neurons,
    packed,
    pixel_text,
    pixels,
)
from astro_dash.store.kinds import write

CHOICES = list(Store.choices())
each = pytest.mark.parametrize("name", CHOICES)
extremes = [0.0, -0.0, 5e-324, 1e-4, 0.1, 1 / 3, 1.0, 1e6, 1e22, MOST_FINITE, math.inf]


def real(low, high, open_below=False, infinite=False):
    """Numbers of a range, its ends and awkward ones among them."""
    ends = [v for v in extremes if low <= v <= high and (v > low or not open_below) and (infinite or v < math.inf)]
    return st.sampled_from(ends) | st.floats(low, min(high, MOST_FINITE), exclude_min=open_below)


@st.composite
def valid(draw):
    """Values of every choice that go together."""
    patterns, euler = draw(st.sampled_from(list(PATTERNS))), draw(st.booleans())
    n = PATTERNS[patterns].n_neurons or 1
    quick = [key for key, model in MODELS.items() if n <= (model.most_neurons or n)]
    system = tuple(draw(st.lists(st.sampled_from(quick), min_size=1, max_size=MOST_SYSTEMS, unique=True)))
    limits = [MODELS[key].most_neurons or MOST_NEURONS for key in system if PATTERNS[patterns].most is None]
    neurons, most, own = draw(st.integers(1, min([MOST_NEURONS, *limits]))), PATTERNS[patterns].most, ""
    if draw(st.booleans()):
        count = draw(st.integers(1, 9))
        mine = np.random.default_rng(count).choice([-1, 1], (count, PATTERNS[patterns].n_neurons or min(neurons, 144)))
        side = round((PATTERNS[patterns].n_neurons or 0) ** 0.5)
        size = (side, side) if side else (1, mine.shape[1])
        named = draw(st.lists(st.text(), min_size=count, max_size=count))
        own = packed(given_patterns(mine, named, size))
        patterns, neurons = draw(st.sampled_from([patterns, "own"])), mine.shape[1]
        most = count if patterns == "own" else most and most + count
    load = draw(st.integers(1, most or MOST_PATTERNS))
    values = {
        "system": system, "patterns": patterns, "load": load, "target": draw(st.integers(0, load - 1)),
        "noise": draw(real(0, 1)), "seed": draw(st.integers(0, 2**31 - 1)),
        "prime": draw(st.sampled_from(["none", "target", "rival"])), "prime_strength": draw(real(1e-4, 1 - 1e-4)),
        "temperature": draw(real(0, math.inf, infinite=not euler)),
        "tau_x": draw(real(0, math.inf, open_below=euler, infinite=True)),
        "tau_p": draw(real(0, math.inf, open_below=euler, infinite=True)),
        "sigma": draw(real(0, 1e6, open_below=True)), "beta": draw(real(0, 1e6, open_below=True)),
        "jitter": draw(real(0, 1e6)), "self_coupling": draw(real(0, 1)), "correlation": draw(real(0, 0.99)),
        "neurons": neurons, "own": own,
        "dt": draw(real(0, 1, open_below=True)), "dt_least": draw(real(0, 10, open_below=True)),
        "dt_most": draw(real(0, 10, open_below=True)), "horizon": draw(real(0, 1e6, open_below=True)),
        "integrator": "euler" if euler else draw(st.sampled_from(["descent", "adaptive"])), "cue": "",
        "word": "" if own else draw(st.sampled_from(["", "aHH" if patterns == "letters" else "7,0,7"])),
    }  # fmt: skip
    if draw(st.booleans()):
        rng = np.random.default_rng(draw(st.integers(0, 99)))
        values["cue"] = pixel_text(rng.choice([-1.0, 1.0], n_neurons(values)))
    return values


@settings(max_examples=40)
@given(values=valid())
def test_every_choice_goes_through_a_link_and_back(values):
    assert set(values) == set(CHOICES)
    store = Store()
    store.set(**values)
    assert store.values() == values
    opened, problems = Store.from_link(store.link())
    assert problems == [] and opened.values() == values and opened.link() == store.link()
    typed = Store()  # the same, as the command line has them
    typed.set(**{name: value for name, value in parse_qsl(store.link(), keep_blank_values=True) if name != "v"})
    assert typed.values() == values
    for name, value in typed.values().items():
        assert type(value) is type(getattr(Store(), name))


@settings(max_examples=40)
@given(values=valid())
def test_any_choices_make_a_run(values):
    store = Store()
    store.set(**values)
    drawn = store.drawn()
    cue = store.corrupted(drawn)
    assert drawn.patterns.shape == (values["load"], n_neurons(values)) and set(cue) <= {-1.0, 1.0}
    if not values["cue"]:
        assert (cue != drawn.patterns[values["target"]]).sum() == round(values["noise"] * len(cue))
    parameters = {name: value for name, value in vars(store.parameters()).items() if name in values}
    assert parameters.items() <= values.items() and len(parameters) > 6


def test_what_is_too_large_for_the_engine_is_infinity():
    store = Store()
    store.set(tau_p=2 * MOST_FINITE, temperature="1e300")
    assert store.tau_p == store.temperature == store.parameters().tau_p == math.inf
    store.set(tau_p=MOST_FINITE)
    assert store.parameters().tau_p == MOST_FINITE


@settings(max_examples=40)
@given(bits=st.lists(st.booleans(), min_size=1, max_size=200))
def test_a_cue_goes_through_its_text(bits):
    cue = np.where(bits, 1.0, -1.0)
    np.testing.assert_array_equal(pixels(pixel_text(cue), len(cue)), cue)


BAD = {
    "system": ["brain", "astro,astro", "astro,hopfield,dense,modern,ideal", "astro,", "", [["astro"]]],
    "patterns": ["faces", "", 3, "Digits"],
    "load": [0, -1, 2001, 1.5, "1.5", "many", True, math.nan, math.inf],
    "target": [-1, 100, 2000, "0.5"],
    "seed": [-1, 2**31, "1e400", 0.5],
    "neurons": [0, 1025, "ten"],
    "noise": [-0.01, 1.01, "half", math.nan, math.inf, "inf", None, []],
    "correlation": [-0.1, 1, "nan"],
    "dt": [0, "0", 1.5, -1, math.inf],
    "dt_least": [0, -1, math.inf],
    "dt_most": [0, 11, "long"],
    "horizon": [0, -1, 2e6, math.inf],
    "temperature": [-1, "-1", math.nan, "nan", "warm", "-inf", "1,500"],
    "prime": ["all", "", 1, None],
    "prime_strength": [0, 1, -0.5, "1,5", "half", math.nan, math.inf],
    "tau_x": [-1e-9, "nan"],
    "tau_p": [-1, "fast"],
    "sigma": [0, -5, 1e7, math.inf],
    "beta": [0, "inf"],
    "jitter": [-1, math.inf],
    "self_coupling": [-0.1, 1.1, math.inf],
    "integrator": ["rk4", ""],
    "cue": ["AAAA", "!!!!", "∞", "x" * 10_000],
    "word": ["HOPFIELD", "1750", "-1", "3,,4", "3;4", ",".join("3" * 25), 3, None],
    "own": ["AAAA", "8x8x1", "8x8x1.", "8x8x2.AAAAAAAAAAA", "0x8x1.A", "99x99x1.A", "4x4x9999.AAAA", "1x1x1.gA.gA",
            "8x8x1.!!!", 7, "x" * 600_000],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in CHOICES for value in BAD[name]])
def test_a_bad_value_changes_nothing_and_is_quoted_in_one_sentence(name, value):
    store = Store()
    store.set(load=100, temperature=0.5)
    before = store.values()
    with pytest.raises(ValueError) as error:
        store.set(**({"seed": 9, "tau_p": 0.7, "system": "modern"} | {name: value}))
    words = str(error.value)
    quoted = {repr(value), str(value), repr(value)[:40]} if name != "system" else {repr(value).strip("[]"), "''"}
    if isinstance(value, str) and name not in ("system", "cue", "own"):
        quoted |= {value}
    assert store.values() == before
    assert words.endswith(".") and "\n" not in words and len(words) < 300
    assert any(q in words for q in quoted) or repr(value.split(",")[-1]) in words
    assert name in words


NASTY = [
    None, math.nan, -math.inf, "", "1e400", "-1e400", "nan", [], {}, (), True, "∞", "-∞", " 5 ", "x" * 100_000,
    "9" * 100_000, -0.0, "-0", b"5", b"", object(), [None], {"astro": 1}, ["astro"], 10**400, -(10**400), 1j,
    "\n", "\0", "٥", "1_000", np.float64(0.5), np.int64(5), "%", "a" * 9 + "\n",
]  # fmt: skip


@each
def test_nothing_nasty_gets_in(name):
    """A value is refused with a ValueError, or it goes through the link; nothing else comes out of it."""
    wrong = []
    for value in NASTY:
        store, before = Store(), Store().values()
        try:
            store.set(**{name: value})
        except ValueError as error:
            if store.values() != before or not str(error).endswith("."):
                wrong.append((repr(value)[:40], str(error)[:80]))
        except Exception as error:
            wrong.append((repr(value)[:40], repr(error)[:80]))
        else:
            opened, problems = Store.from_link(store.link())
            if problems or opened.values() != store.values():
                wrong.append((repr(value)[:40], getattr(store, name)))
    assert not wrong


def test_an_unknown_choice_is_refused():
    for unknown in ("mood", "name", "LIVE", "param"):
        with pytest.raises(ValueError, match=rf"{unknown!r}.*temperature.*\."):
            Store().set(**{unknown: 1})


def test_it_opens_on_digits_at_20_percent_noise():
    store = Store()
    assert store.system == ("astro", "hopfield") and store.patterns == "digits" and store.load == 100
    assert store.noise == 0.2 and store.cue == "" and store.jitter == 0 and store.integrator == "adaptive"
    assert store.tau_p < store.tau_x / 10 and store.sigma == 5  # fast gains
    for name, choice in Store.choices().items():
        assert choice.label and choice.doc.endswith(".") and name in store.link()


def test_the_link_is_complete_and_versioned():
    given = dict(parse_qsl(Store().link(), keep_blank_values=True))
    assert list(given) == ["v", *CHOICES] and given["v"] == "1"
    assert "system=astro,hopfield" in Store().link()


def test_the_target_follows_a_smaller_memory():
    store = Store()
    store.set(load=50, target=49)
    assert store.set(load=49) == {"load", "target"} and store.target == 0
    store.set(target=10)
    assert store.set(load=11) == {"load"} and store.target == 10
    for load, target in ((5, 5), (5, 99)):
        with pytest.raises(ValueError, match=rf"target is {target}.*0 to 4"):
            store.set(load=load, target=target)


def test_a_set_of_images_bounds_the_load():
    store = Store()
    store.set(load=1750, target=1700)
    assert store.set(patterns="letters") == {"patterns", "load", "target"} and store.load == 105
    with pytest.raises(ValueError, match=r"load is 106.*1 to 105"):
        store.set(load=106)
    assert store.set(patterns="random", load=2000) == {"patterns", "load"}


CUE = pixel_text(np.tile([1.0, -1.0], 32))


@each
def test_a_drawn_cue_stays_while_the_memory_does(name):
    other = {
        "system": "modern", "patterns": "letters", "load": 50, "target": 3, "seed": 5, "neurons": 100, "noise": 0.1,
        "correlation": 0.5, "integrator": "euler", "prime": "rival", "cue": "", "word": "8", "own": "8x8x1.AAAAAAAAAAA",
    }.get(name, 0.4)  # fmt: skip
    store = Store()
    store.set(cue=CUE)
    assert name in store.set(**{name: other})
    live = {"temperature", "tau_x", "tau_p", "sigma", "beta", "jitter", "self_coupling"}
    assert live == Store.LIVE
    stays = live | {"system", "prime", "prime_strength", "dt", "dt_least", "dt_most", "integrator", "horizon"}
    assert store.cue == (CUE if name in stays else "")


def test_a_cue_that_comes_with_its_memory_stays():
    store = Store()
    store.set(patterns="random", neurons=100, load=7, cue=pixel_text(np.ones(100)))
    assert (store.corrupted(store.drawn()) == 1).all()
    for same in ({"load": 7}, {"noise": store.noise}):
        assert store.set(**same) == set() and store.cue


def test_infinity_may_be_written_as_the_page_shows_it():
    store = Store()
    store.set(tau_p="∞", temperature="inf")
    assert store.tau_p == store.temperature == math.inf


NUMBERS = {name: choice for name, choice in Store.choices().items() if hasattr(choice, "range")}
WRITTEN = [
    ("0,5", 0.5), ("0.5", 0.5), (",5", 0.5), (" .5 ", 0.5), ("５", 5), ("０．５", 0.5), ("5e-1", 0.5), ("5E−1", 0.5),
    ("1,0", 1), ("1.0", 1), ("+1", 1), ("\u00a01\u202f", 1), ("٥", 5), ("0,25", 0.25), ("0,125", 0.125), ("1e0", 1),
]  # fmt: skip
UNREADABLE = [
    "1,000", "1 000", "1'000", "1’000", "1\u202f000", "1_000", "1,5,2", "1.5.2", "1;5", "5?", "5²", "1·10⁻³", "10^3",
    "0x10", "1e", "e5", ".", ",", "", "--5", "5 %", "½", "1/2", "1.234,5", "1,234.5", "five", "nan", "1e400",
]  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_read_as_people_write_them_or_refused(name):
    choice = NUMBERS[name]
    for text, value in WRITTEN:
        if value in choice.range and (choice.kind == "a number" or value == int(value)):
            assert choice.parse(text) == value and type(choice.parse(text)) is type(choice.default), text
    for text in UNREADABLE:
        with pytest.raises(ValueError, match=f"^{name} is ") as error:
            choice.parse(text)
        assert repr(text) in str(error.value) and str(error.value).endswith(".")


def test_a_mark_that_may_stand_between_thousands_is_asked_about():
    sigma, load = NUMBERS["sigma"], NUMBERS["load"]
    for choice, text, words in [
        (sigma, "1,125", "write 1125 or 1.125"), (load, "1,125", "write 1125."), (load, "1.125", "write 1125."),
        (sigma, "2 000", "write 2000."), (load, "1'000", "write 1000."), (sigma, "1,234,567", "write 1234567."),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=re.escape(words)):
            choice.parse(text)
    assert sigma.parse("1.125") == 1.125 and sigma.parse("0,125") == 0.125


@each
def test_a_list_with_commas_is_never_misread(name):
    """One number, several or a refusal: never two for what may be one."""
    split = getattr(Store.choices()[name], "split", None)
    if split is None:
        return
    assert split("5") == ["5"] and split("0.1,0.3") == ["0.1", "0.3"] and split("0,0.25,∞") == ["0", "0.25", "∞"]
    real = name in NUMBERS and NUMBERS[name].kind == "a number"
    for text in ("0,03", "1,5", ",5", "1,5e-3", "−0,5", "0.1,1,5", "5,20,100", "1,234.5", "1.234,5", "１,５", "0,5,"):
        if real:
            with pytest.raises(ValueError, match=f"^{name} is {text!r}, which may be one number or several"):
                split(text)
        else:
            assert split(text) == text.split(",")
    if name in ("load", "target", "neurons", "seed"):
        for text in ("1,000", "1,023"):
            if int(text.replace(",", "")) in NUMBERS[name].range:
                with pytest.raises(ValueError, match="may be one number or several"):
                    split(text)
    assert NUMBERS["load"].split("100,200") == ["100", "200"]  # as one it would be too many


BESIDE = [
    {}, {"patterns": "letters"}, {"patterns": "random"}, {"patterns": "random", "system": "astro,naam"},
    {"integrator": "euler"}, {"load": 7},
]  # fmt: skip
ENDS = r"must be an? .*?number (?:from (?P<low>\S+) to (?P<high>\d+(?:\.\d+)?)|(?P<how>of at least|above) (?P<least>\S+), (?P<end>at most (?P<most>\d+)|and finite|∞ included))"  # noqa: E501


@pytest.mark.parametrize("beside", BESIDE, ids=str)
@pytest.mark.parametrize("name", NUMBERS)
def test_the_range_that_a_refusal_states_is_the_one_that_is_checked(name, beside):
    """Whatever is wrong: what the sentence allows is taken, and what lies beyond is not."""
    beside = {n: v for n, v in beside.items() if n != name}

    def refusal(value):
        store = Store()
        store.set(**beside)
        try:
            store.set(**{name: value})
        except ValueError as error:
            return str(error)

    for wrong in ("?", "-1", "1e9" if NUMBERS[name].bounds[1] else "-1e-9"):
        if name == "seed" and wrong == "1e9":
            wrong = "1e10"
        said = re.search(ENDS, refusal(wrong))
        assert said, refusal(wrong)
        whole, found = "whole" in said[0], said.groupdict()
        low, step = float(found["low"] or found["least"]), 1 if "whole" in said[0] else 1e-6
        high = math.inf if found["end"] == "∞ included" else float(found["high"] or found["most"] or "1e30")
        form = (lambda v: int(v)) if whole else float
        assert bool(refusal(form(low))) == (found["how"] == "above") and refusal(form(low - step))
        assert not refusal(form(low + step)) and not refusal(high if math.isinf(high) else form(high))
        if math.isfinite(high):
            assert refusal(form(high + step) if high < 1e30 else math.inf)


@pytest.mark.parametrize("name", [name for name, choice in Store.choices().items() if choice.scale])
def test_a_slider_ends_where_its_value_may_be(name):
    scale, allowed = Store.choices()[name].scale, NUMBERS[name].range
    for end in (scale.low, scale.high):
        assert (10**end if scale.log else end) in allowed
    assert scale.zero <= (0 in allowed) and scale.infinity <= (math.inf in allowed)


@each
def test_a_sentence_has_the_words_of_the_page(name):
    said = in_words(f"{name} is 'x', but must be good.")
    assert said.startswith(f"{Store.choices()[name].label}") and said.endswith(" 'x', but must be good.")
    said = said.replace(Store.choices()[name].symbol or "?", "")
    assert ("s are " in said) == (name in ("system", "patterns", "own")) and "_" not in said
    _, problems = Store.from_link(f"{name}=%3F%3F")
    assert len(problems) == 1 and problems[0].startswith(Store.choices()[name].label)


def test_words_of_some_choices():
    assert in_words("tau_x is -1.") == "Neuron time τ_x is -1." and in_words("The grid is -1.") == "The grid is -1."


def test_the_same_again_changes_nothing():
    store = Store()
    assert store.set(**store.values()) == set() == store.set(**{n: write(v) for n, v in store.values().items()})


@pytest.mark.parametrize("name", ["tau_x", "tau_p", "temperature"])
def test_euler_refuses_what_it_cannot_step(name):
    wrong = math.inf if name == "temperature" else 0
    for steps in ([{"integrator": "euler", name: wrong}], [{"integrator": "euler"}, {name: wrong}]):
        store = Store()
        with pytest.raises(ValueError, match=rf"{name} is {wrong}.*'euler'.*\."):
            for values in steps:
                store.set(**values)
        assert getattr(store, name) == getattr(Store(), name)


LIMITED = {key: model.most_neurons for key, model in MODELS.items() if model.most_neurons}


@pytest.mark.parametrize("key", LIMITED)
def test_a_system_too_slow_for_so_many_neurons_is_refused(key):
    most = LIMITED[key]
    large, slow = {"patterns": "random", "neurons": most + 1}, {"system": f"astro,{key}"}
    for steps in ([large | slow], [large, slow], [slow, large], [{"neurons": most + 1}, slow, {"patterns": "random"}]):
        store = Store()
        for values in steps[:-1]:
            store.set(**values)
        before = store.values()
        title = MODELS[key].title
        with pytest.raises(ValueError, match=rf"neurons is {most + 1}, but .* from 1 to {most} for {title}: .*\.$"):
            store.set(**steps[-1])
        assert store.values() == before
    store = Store()
    store.set(**large | slow | {"neurons": most})
    store.set(patterns="digits", neurons=MOST_NEURONS)  # which images do not have
    opened, problems = Store.from_link(f"patterns=random&neurons={most + 1}&system={key}")
    assert opened.neurons == most + 1 and opened.system == Store().system and len(problems) == 1


@pytest.mark.parametrize("patterns", [key for key, one in PATTERNS.items() if one.n_neurons])
@pytest.mark.parametrize("key", LIMITED)
def test_a_system_too_slow_for_the_pictures_of_a_set_is_refused(key, patterns):
    """Whichever of the two comes last; nothing changes, and the sentence names it and the limit."""
    n, most = PATTERNS[patterns].n_neurons, LIMITED[key]
    system, stored = {"system": f"{key},astro"}, {"patterns": patterns}
    for first, last in ((system, stored), (stored, system), ({}, system | stored)):
        store = Store(patterns="random")
        store.set(**first)
        before = store.values()
        if n <= most:
            store.set(**last)
            assert (store.patterns, store.system) == (patterns, (key, "astro"))
            continue
        said = rf"^({next(iter(last))}|patterns) is .*, but must be .*\b{most} neurons.* are too slow for it\.$"
        with pytest.raises(ValueError, match=said) as refusal:
            store.set(**last)
        assert MODELS[key].title in str(refusal.value) and store.values() == before
    if n > most:
        opened, problems = Store.from_link(f"patterns={patterns}&system={key}")
        assert opened.patterns == patterns and key not in opened.system and len(problems) == 1


def test_naam_is_the_one_that_is_limited():
    assert LIMITED == {"naam": 144}


@settings(max_examples=40)
@given(values=valid(), name=st.sampled_from([n for n in CHOICES if n != "cue"]))
def test_a_broken_link_opens_what_it_can(values, name):
    store = Store()
    store.set(**(values | {"cue": ""}))
    link = dict(parse_qsl(store.link(), keep_blank_values=True)) | {name: "?"}
    opened, problems = Store.from_link(urlencode(link))
    expected = store.values()
    assert len(problems) >= 1 and all(p.endswith(".") and "\n" not in p for p in problems)
    lost = {"patterns": {"patterns", "load", "target"}, "load": {"load", "target"}}.get(name, {name})
    for other, value in opened.values().items():
        if other not in lost:
            assert value == expected[other], other


@pytest.mark.parametrize(
    ("link", "kept", "words"),
    [
        ("", {}, None),
        ("?load=7", {"load": 7}, None),
        ("load=7&mood=good", {"load": 7}, "'mood'"),
        ("v=2&load=7", {"load": 7}, "version '2'"),
        ("v=&load=7", {"load": 7}, "version ''"),
        ("load=seven&noise=0.3", {"load": 100, "noise": 0.3}, "'seven'"),
        ("load=5&load=7", {"load": 7}, None),
        ("load", {"load": 100}, "load is ''"),
        ("&&==;%00%ff", {}, ""),
        ("target=150&load=200&temperature=-1", {"load": 200, "target": 150}, "'-1'|-1"),
        ("load=2000&patterns=random&temperature=-1", {"load": 2000, "patterns": "random"}, "-1"),
        (f"cue={CUE}&noise=0.1&seed=-1", {"cue": CUE, "noise": 0.1}, "-1"),
        ("system=astro,brain&load=7", {"system": ("astro", "hopfield"), "load": 7}, "'brain'"),
    ],
)
def test_links_by_hand(link, kept, words):
    store, problems = Store.from_link(link)
    assert {name: getattr(store, name) for name in kept} == kept
    if words is None:
        assert problems == []
    else:
        assert len([p for p in problems if re.search(words, p)]) <= 1 <= len(problems)
        assert all(p.endswith(".") for p in problems)


@settings(max_examples=40)
@given(query=st.text(max_size=60) | st.text("=&;%?0123456789abcdefinlostu_", max_size=60))
def test_any_text_is_a_link(query):
    store, problems = Store.from_link(query)
    assert all(isinstance(p, str) and p.endswith(".") for p in problems)
    assert Store.from_link(store.link()) and store.drawn()
