"""Own memories of a tab: drawn and opened, renamed, removed and saved; its alone, and gone with it."""

import gc
import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from astro_dash.__main__ import main
from astro_dash.engine.patterns import draw, given
from astro_dash.memories import opened, saved
from astro_dash.pages.chunk import unpack
from astro_dash.pages.live import memory as memory_of
from astro_dash.pages.live import typical
from astro_dash.store import Store, packed, unpacked
from astro_dash.store.own import MOST_LINKED

from .test_session import Page

CROSS = np.eye(8, dtype=np.uint8) | np.eye(8, dtype=np.uint8)[::-1]
RNG = np.random.default_rng(4)
MINE = given(RNG.choice([-1, 1], (5, 8, 8)), list("abcde"))


def keep(page, *memories, names=None, **options):
    data = np.array(memories, np.uint8)
    count, rows, columns = data.shape
    return page.say(
        "keep", data=data.tobytes(), names=names or ["mine"] * count, rows=rows, columns=columns, **options
    )


def png(values):
    out = BytesIO()
    Image.fromarray(values).save(out, "PNG")
    return out.getvalue()


def upload(page, *data, rows=8, columns=8, **options):
    """What is answered once the files have been read."""
    before = len(page.sent)
    names = [f"file {i}.png" for i in range(len(data))]
    sizes = [len(one) for one in data]
    page.say("open", data=b"".join(data), sizes=sizes, names=names, rows=rows, columns=columns, **options)
    page.wait(lambda: any("tray" in message for message in page.sent[before:]))
    page.wait(lambda: not any(not delay for delay, _ in page.later))
    return page.sent[before:]


def told(page):
    """What the browser knows of them."""
    header, arrays = unpack([message["own"] for message in page.sent if "own" in message][-1])
    return header, arrays["bits"]


def test_one_that_is_drawn_is_stored_first_and_asked_for_beside_the_set():
    page = Page(load=20, seed=3)
    keep(page, CROSS, names=["a cross"])
    store, memory = page.session.store, page.session.race.memory
    assert (store.patterns, store.load, store.target) == ("digits", 20, 0)
    assert np.array_equal(memory.drawn.patterns[0], np.where(CROSS, 1, -1).ravel())
    assert np.array_equal(memory.drawn.patterns[1:], draw("digits", 19, seed=3).patterns)
    assert page.head["names"]["0"] == "a cross #0" and memory.n_flipped == 13
    header, bits = told(page)
    assert header == {"names": ["a cross"], "grid": [8, 8], "said": "", "linked": True}
    assert np.array_equal(np.unpackbits(bits), CROSS.ravel())
    keep(page, 1 - CROSS, names=["another"])
    assert store.target == 1 and told(page)[0]["names"] == ["a cross", "another"]


def test_or_in_place_of_the_set():
    page = Page()
    keep(page, CROSS, instead=True)
    store = page.session.store
    assert (store.patterns, store.load, store.target, page.head["load"]) == ("own", 1, 0, 1)
    keep(page, 1 - CROSS)
    assert (store.patterns, store.load, store.target) == ("own", 2, 1)
    keep(page, np.ones((4, 9)), instead=True)
    assert (store.load, page.head["grid"]) == (1, [4, 9])


def test_they_are_renamed_and_removed_and_the_target_stays_the_same_memory():
    page = Page(own=packed(MINE), patterns="own", load=5, target=3)
    page.say("rename", memory=3, name="Dora\n")
    assert page.session.store.target == 3 and page.head["names"]["3"] == "Dora #3"
    for strange in [], {}, "", False, 0.0, 5:
        (answer,) = page.say("remove", memory=strange)
        assert answer["notice"].startswith(f"The memory is {strange!r}")
    page.say("remove", memory=1)
    assert page.session.store.target == 2 and page.head["names"]["2"] == "Dora #2" and page.head["load"] == 4
    page.say("remove", memory=2)
    assert told(page)[0]["names"] == ["a", "c", "e"]
    page.say("remove")
    store = page.session.store
    assert (store.own, store.patterns, store.load) == ("", "digits", 100) and told(page)[0]["names"] == []
    assert page.works()


def test_a_new_name_keeps_the_sketched_cue():
    page = Page(own=packed(MINE), patterns="own", load=5)
    page.say("flip", pixels=[1, 2])
    cue = page.session.store.cue
    page.say("rename", memory=0, name="x")
    assert cue and page.session.store.cue == cue


def test_pictures_come_back_as_shades_to_be_parted_and_are_stored_only_then():
    page = Page()
    shades = np.kron(255 * (1 - CROSS), np.ones((4, 4), np.uint8)).astype(np.uint8)
    (message,) = upload(page, png(shades), png(255 - shades))
    header, arrays = unpack(message["tray"])
    assert header == {"names": ["file 0", "file 1"], "thresholds": [128, 128]} and not page.session.store.own
    assert np.array_equal(arrays["grey"][0] < 128, CROSS) and np.array_equal(arrays["grey"][1] >= 128, CROSS)


def test_patterns_are_stored_at_once_and_what_is_none_is_said():
    page = Page()
    answers = upload(page, saved(MINE), b"prose", saved(given(CROSS[None])), instead=True)
    assert unpacked(page.session.store.own).labels == (*"abcde", "memory") and page.head["load"] == 6
    assert [m["notice"] for m in answers if m.get("notice")] == [
        "'file 1.png': has the entry 'prose', but must have numbers: +1 and -1, or 1 and 0."
    ]


def test_what_is_saved_opens_again():
    page = Page(own=packed(MINE), patterns="own", load=5)
    page.say("save")
    page.wait(lambda: any("file" in message for message in page.sent))
    (message,) = [message for message in page.sent if "file" in message]
    assert packed(opened(message["file"], message["name"])) == packed(MINE)
    other = Page()
    upload(other, message["file"], instead=True)
    assert other.session.store.own == packed(MINE)


def test_the_command_line_gives_the_same_numbers_from_the_same_file(tmp_path, capsys):
    (tmp_path / "mine.npz").write_bytes(saved(MINE))
    page = Page(noise=0.3, dt=0.05)
    upload(page, (tmp_path / "mine.npz").read_bytes(), instead=True)
    page.say("set", values={"target": "2"})
    options = ["--noise", "0.3", "--dt", "0.05", "--target", "2", "--json"]
    main(["run", "--patterns", str(tmp_path / "mine.npz"), *options])
    found = json.loads(capsys.readouterr().out)
    for one in found:
        result = page.session.store.retrieved(one["system"])
        assert one["energy_last"] == result.energy[-1] and one["hard_error"] == result.hard_error
        assert one["winner"] == result.winner and one["soft_error"] == result.error[-1]
    page.play()
    frames = {name: array for _, arrays in page.chunks() for name, array in arrays.items()}
    assert [frames[f"winner:{one['system']}"][-1] for one in found] == [one["winner"] for one in found]


def test_no_other_tab_has_them():
    one, other = Page(load=10), Page(load=10)
    keep(one, CROSS, names=["a secret"])
    assert other.session.store.own == "" and not other.session.store.set(load=11) - {"load"}
    other.say("reset")
    assert "a secret" not in json.dumps([unpack(m["chunk"])[0] for m in other.sent if "chunk" in m])
    assert not any("own" in message for message in other.sent)
    assert not (other.session.race.memory.drawn.patterns == np.where(CROSS, 1, -1).ravel()).all(1).any()


def test_nothing_of_them_is_left_when_the_tab_is_gone():
    memory_of._drawn.cache_clear()
    page = Page(load=10)
    keep(page, CROSS, names=["a secret"])
    counted = typical._kept.cache_info()
    typical.typical(page.session.store.link(whole=True), draws=2)
    page.session.close()
    del page
    gc.collect()
    secret = packed(given(CROSS[None], ["a secret"]))
    assert not [store for store in gc.get_objects() if isinstance(store, Store) and store.own == secret]
    assert memory_of._drawn.cache_info().currsize == 1  # the digits before
    assert typical._kept.cache_info() == counted


def test_a_page_that_comes_back_is_told_of_them_again():
    page = Page(own=packed(MINE), patterns="own", load=5)
    before = len([m for m in page.sent if "own" in m])
    page.say("resume", generation=page.head["generation"], frames=1)
    page.say("ready")
    assert len([m for m in page.sent if "own" in m]) == before + 2 and told(page)[0]["names"] == list("abcde")


def test_what_is_too_much_for_a_link_is_said():
    many = given(RNG.choice([-1, 1], (40, 32, 32)))
    page = Page(own=packed(many), patterns="own", load=40)
    page.wait(lambda: any("link" in message for message in page.sent))
    (link,) = [message["link"] for message in page.sent if "link" in message]
    assert not told(page)[0]["linked"] and len(link) < MOST_LINKED
    _, (problem,) = Store.from_link(link)
    assert "40 memories that were too many for a link" in problem


def test_of_50_other_cues_are_of_these_memories():
    link = Store(**{}).link()
    store = Store()
    store.set(own=packed(MINE), patterns="own", noise=0.05, dt=0.05)
    counts = typical.typical(store.link(whole=True))
    assert counts["astro"] == 50 and counts != typical.typical(link)


def test_that_two_are_the_same_is_said():
    page = Page()
    keep(page, CROSS, 1 - CROSS, CROSS)
    assert "mine #0 and mine #2" in told(page)[0]["said"]


GOOD = {"data": bytes(64), "names": ["x"], "rows": 8, "columns": 8}
WHOLE = {"data": b"abc", "sizes": [1, 2], "names": ["x", "y"], "rows": 8, "columns": 8}


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("keep", GOOD | change)
        for change in (
            {"data": bytes(63)}, {"data": b""}, {"data": "text"}, {"data": b"\x07" * 64}, {"names": []}, {"names": [7]},
            {"names": "x"}, {"rows": 0}, {"rows": 1e9, "columns": 1e9}, {"rows": "8"}, {"columns": None},
            {"rows": -8, "columns": -8}, {"names": ["x"] * 2, "rows": 4}, {"names": ["x"] * 2001},
            {"data": bytes(33 * 33), "rows": 33, "columns": 33}, {"data": bytes(16), "rows": 4, "columns": 4},
        )
    ] + [
        ("open", WHOLE | change)
        for change in (
            {"data": "abc"}, {"data": bytes(12_000_001)}, {"sizes": [1]}, {"sizes": [2, 2]}, {"sizes": [-1, 4]},
            {"sizes": "12"}, {"sizes": []}, {"names": [1, 2]}, {"names": ["x"]}, {"rows": 999}, {"sizes": ["1", 2]},
            {"data": b"", "sizes": [0] * 101, "names": ["x"] * 101},
        )
    ] + [
        ("rename", {"memory": 0, "name": "x"}), ("remove", {"memory": 0}), ("remove", {}), ("save", {}),
        ("rename", {"memory": "0", "name": 5}), ("remove", {"memory": -1}), ("remove", {"memory": True}),
        ("set", {"values": {"own": "AAAA"}}), ("set", {"values": {"patterns": "own"}}),
    ],
)  # fmt: skip
def test_what_no_page_says_gets_a_sentence_and_changes_nothing(kind, message):
    page = Page()
    before = page.session.store.values()
    answers = page.say(kind, **message)
    (notice,) = [answer["notice"] for answer in answers if "notice" in answer]
    assert notice.endswith(".") and len(notice) < 300 and page.session.store.values() == before
    assert page.works()


def test_a_link_too_long_for_an_address_opens_at_its_moment():
    many = given(np.random.default_rng(1).choice([-1, 1], (30, 32, 32)), [f"number {i}" for i in range(30)])
    before = Page(patterns="own", own=packed(many), load=30, target=7, system="astro")
    before.say("set", values={"temperature": "3"}, frame=4)
    before.wait(lambda: before.chunks())
    before.play()
    moment = [message["moment"] for message in before.sent if "moment" in message][-1]
    link = moment["link"] + f"&then={moment['then']}&focus=astro&room=K7MW3XQB&own={packed(many)}"
    after = Page(ready=False)
    after.say("ready", link=link.encode())
    after.wait(lambda: after.chunks())
    after.play()
    assert after.session.store.values() == before.session.store.values()
    assert after.session.wished[0] == "astro" and not after.session.invited
    assert [message["moment"]["then"] for message in after.sent if "moment" in message][-1] == moment["then"]
    assert not any(message.get("notice") for message in after.sent)
    assert told(after)[0]["names"] == list(many.labels)


@pytest.mark.parametrize("link", [b"\xff", b"own=2x2x1.w", b"a&" * 200, b"x" * 1_000_001, "load=3", 7])
def test_what_is_no_such_link_is_told_and_the_page_begins_as_usual(link):
    page = Page(ready=False)
    said = page.say("ready", link=link)
    assert "notice" in said[-1] and said[-1]["chunk"] and len(said[-1]["notice"]) < 300
