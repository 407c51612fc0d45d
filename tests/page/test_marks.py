"""Where a picture differs from the target it is marked, until the person wants no marks."""

from playwright.sync_api import expect

from .test_cue import count
from .test_time import ASTRO, HOPFIELD

PATHS = "paths => paths.map((path) => (path.getAttribute('d') ?? '').split('M').length - 1)"


def marked(live, name):
    """How many pixels of a picture are marked: on ink, on ground, with a ring."""
    return live.picture(name).locator(".marks path").evaluate_all(PATHS)


def wrong(live, name):
    """How many its caption counts."""
    return int(live.page.locator("figure.state", has_text=name).locator(".numbers").text_content().split()[0])


def test_flips_of_the_cue_have_a_corner_and_wrong_pixels_a_ring(live):
    live.pause()
    live.scrub(0)
    ink, ground, ring = marked(live, "Cue")
    cue = live.ink("Cue")
    flipped = [a for a, b in zip(cue, live.ink("Target"), strict=True) if a != b]
    assert (ink, ground, ring) == (sum(flipped), len(flipped) - sum(flipped), 0) and ink + ground == count(live) > 5
    assert marked(live, "Target") == [0, 0, 0]
    for name in ASTRO, HOPFIELD:  # which start at the cue
        assert marked(live, name) == [0, 0, ink + ground]
    live.finish()
    for name in ASTRO, HOPFIELD:
        live.eventually(lambda name=name: marked(live, name), lambda seen, name=name: seen == [0, 0, wrong(live, name)])
    assert wrong(live, HOPFIELD) > 0 == wrong(live, ASTRO)


def test_what_is_sketched_is_marked_at_once(live):
    both = zip(live.ink("Cue"), live.ink("Target"), strict=True)
    row, column = next(divmod(i, 8) for i, (a, b) in enumerate(both) if a == b)
    before = sum(marked(live, "Cue"))
    live.page.mouse.click(*live.cell("Cue", row, column))
    live.eventually(lambda: sum(marked(live, "Cue")), lambda n: n == before + 1)


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
