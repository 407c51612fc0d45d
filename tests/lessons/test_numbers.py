"""Numbers in the texts of the lessons that are no fact of one run: distances of pictures, averages, words read back."""

from collections.abc import Callable

import numpy as np
import pytest

from astro_dash.pages.attention.matrices import shown
from astro_dash.pages.live.race import Race
from astro_dash.shipped import asset
from astro_dash.store import Said, Store


def stored(**choices):
    """The patterns (K, N) and the cue (N,) of some choices."""
    store = Store.of(choices)
    drawn = store.drawn()
    return drawn.patterns, store.corrupted(drawn)


def apart(one, other) -> int:
    return int((one != other).sum())


def valley():
    patterns, cue = stored(patterns="letters", word="CAT", load=3, noise=0, seed=4, cue="GD5mZmBmPAA")
    assert {35, 36, 37, 38} < set(np.flatnonzero(patterns[1] != cue))  # the bar, in the fifth row
    yield f"The letters C and A differ in {apart(*patterns[:2])} of the 64 pixels"
    yield f"turned over {apart(patterns[0], cue)} of them for you, just half"
    yield f"this is called the **cue**: {round(0.2 * 64)} of its 64 pixels are turned over"


def chorus():
    patterns, cue = stored(patterns="letters", word="WALTZ", load=5, noise=0.2, seed=4)
    alike = ", ".join(f"{letter} {64 - apart(each, cue)}" for letter, each in zip("WALTZ", patterns, strict=True))
    score = np.sort((patterns @ cue) ** 2 / 128)[::-1]
    yield f"agree with each letter: {alike}."
    yield f"That gives {score[0]:.1f} for the W, and no more than {score[1]:.1f} for any other"
    yield f"W and A differ in {apart(*patterns[:2])} of the 64 pixels"


def commit():
    store = Store.of({"patterns": "digits", "load": 100, "noise": 0.1, "seed": 4, "tau_p": 3, "horizon": 40})
    patterns, arrays = store.drawn().patterns, Race(store).advance(512)[1]
    picture = np.where(arrays["image:astro"][np.searchsorted(arrays["time"], 0.5)] > 127, 1, -1)
    blend, target = apart(picture, np.where(patterns.sum(0) < 0, -1, 1)), apart(picture, patterns[0])
    yield f"average of all hundred digits in {blend} of the 64 pixels only, and from the 3 in {target}."


def limits():
    def cue_at(noise):
        patterns, cue = stored(patterns="random", load=100, noise=noise, seed=36)
        apart_by = (64 - patterns @ cue) / 2
        return int(apart_by[0]), int(apart_by[1:].min()), int(64 - apart_by[1:].max())

    own, other, _ = cue_at(0.4)
    yield f"in this cue {own} of the 64 pixels are turned over"
    yield f"from which it differs, by chance, in only {other}."
    own, other, mirror = cue_at(0.35)
    yield f"from its own picture in {own} pixels, from any other one in {other} or more"
    yield f"from the negative of one picture in only {mirror}."


def look_alikes():
    for choices in {"patterns": "letters", "word": "ABC", "load": 3}, {"patterns": "digits", "load": 3}:
        store = Store.of({"noise": 0.1, "seed": 4, **choices})
        average = np.where(store.drawn().patterns.sum(0) < 0, -1, 1)
        assert (np.sign(store.retrieved("hopfield").x) == average).all()
    yield "The majority decides. That picture, the **average** of A, B and C, is where it ends, exactly."


def attention():
    def read(**choices):
        about, arrays = shown(Said.of({"word": "HOPFIELD", "seed": 4, **choices}))
        return {key: sum(told["right"]) for key, told in about["read"].items()}, about, arrays

    cold, noisy = read(noise=0.2, temperature=4)[0], read(noise=0.4, temperature=4)[0]
    assert cold["astro"] == cold["attention"]
    yield f"reads {cold['one-pass']} of 8 letters, the memories that settle {cold['astro']} of 8"
    yield f"it is {noisy['one-pass']} of 8 against {noisy['astro']} and {noisy['attention']}."
    warm, hot = read(noise=0.1, temperature=8)[0], read(noise=0.1, temperature=20)[0]
    yield f"At T = 8 all {min(warm[key] for key in ('one-pass', 'attention', 'astro'))} letters were still read"
    yield f"reads {hot['one-pass']} of 8, the linear-score memory {hot['attention']} of 8"
    yield f"the gated one {hot['astro']} of 8."
    turned, about, _ = read(noise=0.1, temperature=4, inverted="1")
    yield f"The gated memory reads all {turned['astro']} letters"
    heard = about["keys"][about["read"]["one-pass"]["key"][0]]
    yield f"Plain attention reads {turned['one-pass']} of 8: for the H it says {heard}."
    arrays = read(noise=0.2, temperature=8, tau_p=0)[2]
    assert arrays["from_one_pass"][0] < 1e-12 < arrays["from_one_pass"][-1]
    yield "At t = 0 the first and the third table are the same"


SAYS: dict[str, Callable] = {
    "01-memory": valley, "03-chorus": chorus, "04-commit": commit, "06-limits": limits,
    "07-look-alikes": look_alikes, "08-attention": attention,
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_a_text_says_what_is_so(name):
    text = " ".join((asset("lessons") / f"{name}.md").read_text(encoding="utf-8").split()).lower()
    for sentence in SAYS[name]():
        assert sentence.lower() in text


def test_the_pull_of_chance():
    text = (asset("lessons") / "02-overload.md").read_text(encoding="utf-8")
    pull = [f"{((load - 1) / 64) ** 0.5:.2f}" for load in (5, 15, 100)]
    assert f"{pull[0]} with 5 memories, {pull[1]} with 15, {pull[2]} with 100" in text


def test_each_lesson_is_there_in_spanish_with_the_same_parts():
    for file in sorted(asset("lessons").glob("*.md")):
        if file.suffixes == [".md"]:
            spanish = file.with_suffix(".es.md").read_text(encoding="utf-8").split("\n")
            english = file.read_text(encoding="utf-8").split("\n")
            kept = ("```", "state:", "only:", "hide:", "play:", "focus:", "page:", "when:", "    right:", "minutes:")
            parts = [[line for line in lines if line.startswith(kept)] for lines in (english, spanish)]
            assert parts[0] == parts[1], file.name
