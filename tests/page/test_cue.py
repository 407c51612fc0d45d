"""Drawing on the cue, and knocking a state that runs."""

import re

from playwright.sync_api import expect

from .test_time import HOPFIELD


def flipped(ink, *cells):
    return [value != (divmod(i, 8) in cells) for i, value in enumerate(ink)]


def count(live):
    return int(re.search(r"\d+", live.page.locator("figure.cue figcaption").text_content().split("Cue")[1])[0])


def agrees(live):
    """The caption counts the pixels in which cue and target differ."""
    return count(live) == sum(a != b for a, b in zip(live.ink("Cue"), live.ink("Target"), strict=True))


def test_pixels_of_the_cue_are_flipped_and_the_caption_counts_the_flips(live):
    assert count(live) == 13
    live.eventually(lambda: agrees(live), bool)

    # By the keyboard
    before, back = live.ink("Cue"), live.button("Back to the noisy cue")
    expect(back).to_be_hidden()
    live.picture("Cue").focus()
    for key in "ArrowRight", "ArrowRight", "ArrowDown", "Space":
        live.page.keyboard.press(key)
    live.shows("Cue", flipped(before, (1, 2)))
    assert agrees(live)
    expect(live.button("Pause")).to_be_visible()  # Space was for the picture
    live.addressed("cue")

    # And back
    back.click()
    live.shows("Cue", before)
    expect(back).to_be_hidden()
    live.addressed("cue", lambda cue: cue == "")

    # By a click
    live.page.mouse.click(*live.cell("Cue", 2, 5))
    live.shows("Cue", flipped(before, (2, 5)))
    assert abs(count(live) - 13) == 1 and agrees(live)
    live.addressed("cue")

    # By a drag, and on a slow line
    before = live.ink("Cue")
    live.stroke([live.cell("Cue", 4, 1), live.cell("Cue", 4, 6)])
    live.shows("Cue", flipped(before, *((4, column) for column in range(1, 7))))
    assert agrees(live)
    live.page.evaluate("window.late = 300")
    before = live.ink("Cue")
    live.stroke([live.cell("Cue", 6, 1), live.cell("Cue", 6, 6)])
    live.eventually(lambda: live.ink("Cue"), lambda ink: ink != before)
    live.paint(10)
    assert live.ink("Cue") == flipped(before, *((6, column) for column in range(1, 7)))
    live.page.evaluate("window.late = 0")

    # What is near is erased
    live.page.get_by_role("radio", name="erase").check()
    live.stroke([live.cell("Cue", 1, 1), live.cell("Cue", 6, 1), live.cell("Cue", 6, 6)])
    near = [i for i in range(64) if i % 8 < 3 or i // 8 > 4]
    live.eventually(lambda: live.ink("Cue"), lambda ink: not any(ink[i] for i in near))
    assert agrees(live)

    # A memory is loaded
    before = live.ink("Cue")
    choice = live.page.get_by_role("combobox", name="Load a memory into the cue")
    choice.select_option(index=2)
    live.eventually(lambda: live.ink("Cue"), lambda ink: ink not in (before, live.ink("Target")))
    choice.select_option("0")  # the target
    live.shows("Cue", live.ink("Target"))
    assert count(live) == 0


def test_a_drawn_cue_starts_a_new_run_and_goes_with_what_it_was_drawn_on(live):
    live.finish()
    for name, text in ("noise", "0.1"), ("target", "1"), ("seed", "8"):
        live.page.mouse.click(*live.cell("Cue", 2, 5))
        live.addressed("cue")
        assert live.frame == 0 or name != "noise"
        live.type(name, text)
        live.addressed("cue", lambda cue: cue == "")


def test_a_state_is_knocked_while_it_runs_and_by_keyboard(live):
    live.page.get_by_label("Speed").select_option("0.25")
    before = live.frame
    live.page.mouse.click(*live.cell(HOPFIELD, 0, 0))
    expect(live.marks).to_have_count(1)
    assert live.frame >= before
    expect(live.button("Pause")).to_be_visible()

    # It turns the pixel over
    live.finish()
    live.scrub(60)
    live.paint(2)
    before, cue = live.ink(HOPFIELD), live.ink("Cue")
    live.page.mouse.click(*live.cell(HOPFIELD, 0, 0))
    live.shows(HOPFIELD, flipped(before, (0, 0)))
    assert live.ink("Cue") == cue
    expect(live.marks).to_have_count(2)

    live.finish()
    live.scrub(70)
    live.picture(HOPFIELD).focus()
    live.page.keyboard.press("Space")
    expect(live.marks).to_have_count(3)
