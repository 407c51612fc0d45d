"""Your own memories, as a person gives them: drawn, dropped, pasted, opened; and sent on in a link."""

import base64
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from astro_dash.engine.patterns import given
from astro_dash.memories import saved
from astro_dash.store import packed, unpacked

CROSS = np.eye(8, dtype=bool) | np.eye(8, dtype=bool)[::-1]
DROP = """([name, type, text]) => {
  const given = new DataTransfer()
  given.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, {type}))
  return given
}"""
PASTE = """given => document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: given}))"""


def picture(shades, kind="PNG"):
    out = BytesIO()
    Image.fromarray(np.kron(shades, np.ones((9, 9))).astype(np.uint8)).save(out, kind)
    return out.getvalue()


@pytest.fixture
def own(visit):
    """The page with the panel open."""

    def opened(query="load=20"):
        live = visit(query)
        live.page.locator(".own summary").click()
        expect(live.page.get_by_role("application", name="Grid to draw a memory on")).to_be_visible()
        return live

    return opened


def transfer(live, name, type, data):
    return live.page.evaluate_handle(DROP, [name, type, base64.b64encode(data).decode()])


def mine(live):
    """Their names, as they are listed."""
    return live.page.locator(".mine .named").evaluate_all("fields => fields.map(field => field.value)")


def draw(live, name):
    pad = "Grid to draw a memory on"
    live.stroke([live.cell(pad, 0, 0), live.cell(pad, 7, 7)])
    live.stroke([live.cell(pad, 0, 7), live.cell(pad, 7, 0)])
    live.page.get_by_label("Name of the drawing").fill(name)
    live.button("Store it").click()
    live.eventually(lambda: mine(live), lambda names: name in names)


def test_one_is_drawn_and_recalled_among_the_digits(own):
    live = own("load=20&noise=0.1&system=astro")
    draw(live, "a cross")
    live.shows("Target", CROSS.ravel().tolist())
    assert "recalled a cross #0" in live.finish()
    live.shows("Astrocyte-gated", CROSS.ravel().tolist())
    text = live.addressed("own")
    assert np.array_equal(unpacked(text).patterns[0] > 0, CROSS.ravel()) and live.query["patterns"] == "digits"


@pytest.mark.thorough
def test_pen_eraser_invert_and_clear(own):
    live = own()
    pad = "Grid to draw a memory on"
    live.stroke([live.cell(pad, 2, 0), live.cell(pad, 2, 7)])
    live.page.get_by_label("eraser").check()
    live.page.mouse.click(*live.cell(pad, 2, 3))
    row = [i // 8 == 2 and i != 19 for i in range(64)]
    live.shows(pad, row)
    live.page.locator(".draw").get_by_role("button", name="Invert").click()
    live.shows(pad, [not ink for ink in row])
    live.button("Clear").click()
    live.shows(pad, [False] * 64)
    expect(live.button("Store it")).to_be_disabled()


def test_files_are_dropped_pasted_and_opened(own, tmp_path):
    live = own()
    shades = np.where(CROSS, 60, 120)  # of which an eye sees the cross, and so must the threshold
    live.page.locator(".stage").dispatch_event(
        "drop", {"dataTransfer": transfer(live, "cross.png", "image/png", picture(shades))}
    )
    preview = live.page.locator(".tray canvas")
    ink = "c => [...c.getContext('2d').getImageData(0, 0, 8, 8).data].filter((_, i) => i % 4 == 0).map(v => v < 128)"
    expect(preview).to_have_count(1)
    assert preview.evaluate(ink) == CROSS.ravel().tolist()
    live.page.get_by_label("Threshold of cross").fill("200")
    assert live.page.locator(".tray canvas").evaluate(ink) == [True] * 64
    live.page.get_by_label("Threshold of cross").fill("100")
    live.button("Store all").click()
    live.eventually(lambda: mine(live), lambda names: names == ["cross"])
    live.shows("Target", CROSS.ravel().tolist())
    live.page.evaluate(PASTE, transfer(live, "image.webp", "image/webp", picture(255 - shades, "WEBP")))
    live.page.locator(".tray").get_by_role("button", name="Store", exact=True).click()
    live.eventually(lambda: mine(live), lambda names: names == ["cross", "image"])
    (tmp_path / "more.npz").write_bytes(saved(given(np.eye(64)[:2], ["one", "two"])))
    (tmp_path / "none.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    live.page.get_by_label("Files to open").set_input_files([tmp_path / "more.npz", tmp_path / "none.png"])
    live.eventually(lambda: mine(live), lambda names: names == ["cross", "image", "one", "two"])
    expect(live.alert).to_contain_text("none.png': is no picture that can be read")
    with live.page.expect_download() as download:
        live.button("Download as a file").click()
    live.button("Remove all").click()
    live.eventually(lambda: mine(live), lambda names: not names)
    live.page.get_by_label("Replace what is stored").check()
    live.page.get_by_label("Files to open").set_input_files(download.value.path())
    live.eventually(lambda: mine(live), lambda names: names == ["cross", "image", "one", "two"])
    live.addressed("patterns", lambda value: value == "own")
    assert live.query["load"] == "4"
    removes = live.page.get_by_role("button", name=re.compile("^Remove .* #"))
    removes.evaluate_all("all => [all[0], all[1]].forEach((each) => each.click())")  # before the first is answered
    live.eventually(lambda: mine(live), lambda names: names == ["image", "one", "two"])
    removes.last.click()
    live.eventually(lambda: mine(live), lambda names: names == ["image", "one"])


def test_a_link_has_them_and_another_person_opens_it(own, visit):
    live = own("load=20&noise=0.1&system=astro")
    draw(live, "a cross")
    query = live.eventually(lambda: live.page.url.partition("?")[2], lambda query: "own=8x8x1." in query)
    other = visit(query)
    other.shows("Target", CROSS.ravel().tolist())
    other.page.locator(".own summary").click()
    other.eventually(lambda: mine(other), lambda names: names == ["a cross"])
    other.page.get_by_label("Name of #0").fill("my cross")
    other.page.get_by_label("Name of #0").press("Enter")
    expect(other.status).to_contain_text("my cross #0")
    assert mine(live) == ["a cross"]


@pytest.mark.thorough
def test_too_many_for_a_link_are_told_and_offered_as_a_file(own, tmp_path):
    live = own("system=astro")
    many = given(np.random.default_rng(1).choice([-1, 1], (30, 32, 32)))
    assert len(packed(many)) > 4000
    (tmp_path / "many.npz").write_bytes(saved(many))
    live.page.get_by_label("Replace what is stored").check()
    live.page.get_by_label("Files to open").set_input_files(tmp_path / "many.npz")
    expect(live.page.locator(".own")).to_contain_text("too many for a link: download their file")
    live.addressed("own", lambda text: "~" in text)
    live.button("Copy link").click()
    live.page.reload()
    expect(live.alert).to_contain_text("Own memories are 30 memories that were too many for a link: open their file")
