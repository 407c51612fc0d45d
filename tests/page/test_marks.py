"""Where a picture differs from the target it is marked, until the person wants no marks."""

from playwright.sync_api import expect

from .test_cue import count
from .test_time import ASTRO, HOPFIELD


def marked(live, name):
    """How many pixels of a picture are marked, and how."""
    path = live.picture(name).locator(".marks path")
    return (path.get_attribute("d") or "").count("M"), path.get_attribute("class")


def wrong(live, name):
    """How many its caption counts."""
    return int(live.page.locator("figure.state", has_text=name).locator(".numbers").text_content().split()[0])


def test_flips_of_the_cue_have_a_corner_and_wrong_pixels_a_ring(live):
    live.pause()
    live.scrub(0)
    flipped = sum(a != b for a, b in zip(live.ink("Cue"), live.ink("Target"), strict=True))
    assert marked(live, "Cue") == (flipped, "corner") and flipped == count(live) > 5
    assert marked(live, "Target") == (0, None)
    for name in ASTRO, HOPFIELD:  # which start at the cue
        assert marked(live, name) == (flipped, "ring")
    live.finish()
    for name in ASTRO, HOPFIELD:
        live.eventually(lambda name=name: marked(live, name), lambda seen, name=name: seen[0] == wrong(live, name))
    assert wrong(live, HOPFIELD) > 0 == wrong(live, ASTRO)


def test_what_is_sketched_is_marked_at_once(live):
    both = zip(live.ink("Cue"), live.ink("Target"), strict=True)
    row, column = next(divmod(i, 8) for i, (a, b) in enumerate(both) if a == b)
    before = marked(live, "Cue")[0]
    live.page.mouse.click(*live.cell("Cue", row, column))
    live.eventually(lambda: marked(live, "Cue")[0], lambda n: n == before + 1)


def test_a_key_and_a_box_hide_the_marks(live):
    marks, box = live.picture("Cue").locator(".marks"), live.page.get_by_role("checkbox", name="Show errors")
    expect(box).to_be_checked()
    for hidden in (True, False):
        live.page.keyboard.press("e")
        expect(marks).to_be_visible(visible=not hidden)
        expect(box).to_be_checked(checked=not hidden)
    box.uncheck()
    expect(marks).to_be_hidden()
    live.page.keyboard.press("?")
    expect(live.page.get_by_role("dialog")).to_contain_text("show or hide errors")
