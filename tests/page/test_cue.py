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


def test_click_flips_a_pixel_and_the_caption_counts_the_flips(live):
    assert count(live) == 13
    live.eventually(lambda: agrees(live), bool)
    before = live.ink("Cue")
    live.page.mouse.click(*live.cell("Cue", 2, 5))
    live.shows("Cue", flipped(before, (2, 5)))
    assert abs(count(live) - 13) == 1 and agrees(live)
    live.addressed("cue")


def test_drag_flips_the_pixels_under_it(live):
    before = live.ink("Cue")
    live.stroke([live.cell("Cue", 4, 1), live.cell("Cue", 4, 6)])
    live.shows("Cue", flipped(before, *((4, column) for column in range(1, 7))))
    assert agrees(live)
    live.addressed("cue")


def test_drag_on_a_slow_line(live):
    live.page.evaluate("window.late = 300")
    before = live.ink("Cue")
    live.stroke([live.cell("Cue", 4, 1), live.cell("Cue", 4, 6)])
    live.eventually(lambda: live.ink("Cue"), lambda ink: ink != before)
    live.paint(10)
    assert live.ink("Cue") == flipped(before, *((4, column) for column in range(1, 7)))


def test_keyboard_flips_a_pixel(live):
    before = live.ink("Cue")
    live.picture("Cue").focus()
    for key in "ArrowRight", "ArrowRight", "ArrowDown", "Space":
        live.page.keyboard.press(key)
    live.shows("Cue", flipped(before, (1, 2)))
    assert agrees(live)
    expect(live.button("Pause")).to_be_visible()  # Space was for the picture


def test_flipping_starts_a_new_run(live):
    live.finish()
    live.page.mouse.click(*live.cell("Cue", 2, 5))
    live.addressed("cue")
    assert live.frame == 0


def test_erase_clears_what_is_near(live):
    live.page.get_by_role("radio", name="erase").check()
    live.stroke([live.cell("Cue", 1, 1), live.cell("Cue", 6, 1), live.cell("Cue", 6, 6)])
    near = [i for i in range(64) if i % 8 < 3 or i // 8 > 4]
    live.eventually(lambda: live.ink("Cue"), lambda ink: not any(ink[i] for i in near))
    assert agrees(live)


def test_load_a_memory(live):
    before = live.ink("Cue")
    choice = live.page.get_by_role("combobox", name="Load a memory into the cue")
    choice.select_option(index=2)
    live.eventually(lambda: live.ink("Cue"), lambda ink: ink not in (before, live.ink("Target")))
    choice.select_option("0")  # the target
    live.shows("Cue", live.ink("Target"))
    assert count(live) == 0


def test_back_to_the_noisy_cue(live):
    before, back = live.ink("Cue"), live.button("Back to the noisy cue")
    expect(back).to_be_hidden()
    live.page.mouse.click(*live.cell("Cue", 2, 5))
    back.click()
    live.shows("Cue", before)
    expect(back).to_be_hidden()
    live.addressed("cue", lambda cue: cue == "")


def test_a_drawn_cue_goes_with_what_it_was_drawn_on(live):
    for name, text in ("noise", "0.1"), ("target", "1"), ("seed", "8"):
        live.page.mouse.click(*live.cell("Cue", 2, 5))
        live.addressed("cue")
        live.type(name, text)
        live.addressed("cue", lambda cue: cue == "")


def test_click_on_a_running_state_knocks_it(live):
    live.page.get_by_label("Speed").select_option("0.25")
    before = live.frame
    live.page.mouse.click(*live.cell(HOPFIELD, 0, 0))
    expect(live.marks).to_have_count(1)
    assert live.frame >= before
    expect(live.button("Pause")).to_be_visible()


def test_knock_turns_the_pixel_over(live):
    live.scrub(60)
    live.paint(2)
    before, cue = live.ink(HOPFIELD), live.ink("Cue")
    live.page.mouse.click(*live.cell(HOPFIELD, 0, 0))
    live.shows(HOPFIELD, flipped(before, (0, 0)))
    assert live.ink("Cue") == cue


def test_knock_by_keyboard(live):
    live.finish()
    live.scrub(60)
    live.picture(HOPFIELD).focus()
    live.page.keyboard.press("Space")
    expect(live.marks).to_have_count(1)
