"""Lessons, taken: each step of each is opened, and each of its tasks done, on the real page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from astro_dash import (
    pages,  # noqa: F401  it knows what a lesson may name
    words,
)
from astro_dash.lessons import LIBRARY, found
from astro_dash.shipped import asset

from .conftest import mostly_thorough
from .finger import PHONE, Finger
from .student import Student

OWN = Path(__file__).parents[1] / "lessons" / "valley.md"


@pytest.fixture
def student(page, server):
    student = Student(page, server)
    page.goto(f"{server}/?page=lessons")
    page.evaluate("sessionStorage.clear()")
    yield student
    assert student.leave() == []


SPANISH = sorted(file.name for file in asset("lessons").glob("*.es.md"))


ENGLISH = sorted({file.name for file in asset("lessons").glob("*.md")} - {*SPANISH})
ALWAYS = ("08-attention.md",)  # on all the pages that lessons drive


@pytest.mark.parametrize("file", mostly_thorough(ENGLISH, ALWAYS))
def test_every_step_can_be_taken(student, file):
    lesson = found(asset("lessons") / file, LIBRARY.knows()).lesson
    student.page.goto(f"{student.address}/?page=lessons", wait_until="commit")
    student.page.locator(f"[data-lesson={lesson.name}]").get_by_role("link", name="Begin").click()
    student.take(lesson)
    expect(student.panel).to_contain_text("To take away")


@pytest.mark.thorough
@pytest.mark.parametrize("file", ENGLISH)
def test_every_step_can_be_taken_on_a_phone_by_touch(tab, server, file):
    student = Finger(tab(**PHONE), server)
    lesson = found(asset("lessons") / file, LIBRARY.knows()).lesson
    student.page.goto(f"{server}/?page=lessons", wait_until="commit")
    student.page.locator(f"[data-lesson={lesson.name}]").get_by_role("link", name="Begin").tap()
    student.take(lesson)
    expect(student.panel).to_contain_text("To take away")
    assert student.leave() == []


@pytest.mark.thorough
def test_every_step_is_there_in_spanish(student):
    """Their states and tasks are those of the English ones (tests/lessons)."""
    with words.speaking("es"):
        on = words._("Next")
    for file in SPANISH:
        lesson = found(asset("lessons") / file, LIBRARY.knows()).lesson
        student.page.goto(f"{student.address}/?lang=es&lesson={lesson.name}&step=1", wait_until="commit")
        for i, step in enumerate(lesson.steps, 1):
            expect(student.panel.locator("h2")).to_have_text(step["title"])
            if i < len(lesson.steps):
                student.bar.get_by_role("button", name=on, exact=True).click()
        expect(student.page.locator(".notice")).to_be_hidden()


def opened(student, source: str):
    student.page.locator("input[type=file]").set_input_files({
        "name": "mine.md", "mimeType": "text/markdown", "buffer": source.encode(),
    })  # fmt: skip


def reach(student, locator):
    """Go there by Tab."""
    for _ in range(200):
        student.page.keyboard.press("Tab")
        if locator.evaluate("element => element.getRootNode().activeElement === element"):
            return student.page.keyboard
    raise AssertionError(f"{locator} cannot be reached by Tab")


def button(student, name):
    return student.page.get_by_role("button", name=name, exact=True)


def test_a_lesson_from_disk_by_keyboard_alone(student):
    source, page = OWN.read_text(encoding="utf-8"), student.page
    opened(student, source.replace("load: 3", "lode: 3").replace("play: no", "play: maybe"))
    faults = page.locator(".faults li")
    expect(faults).to_have_count(2)
    expect(faults.first).to_contain_text("mine.md, line")
    opened(student, source)

    # A guess, and a task of the run
    spoken = student.panel.get_by_role("status")
    expect(student.panel.locator("h2")).to_have_text("Three letters")
    student.addressed("patterns", lambda text: text == "letters")
    expect(page.locator("[data-part=connectivity]")).to_be_hidden()
    expect(page.locator("[data-control=temperature].locked")).to_be_visible()
    expect(page.get_by_role("slider", name="Temperature", exact=True)).to_be_disabled()
    assert student.panel.locator(".math math").count() >= 2  # and its font is the browser's
    expect(student.panel.locator(".reveal")).to_be_hidden()
    expect(student.tasks).to_have_text("To do: Run it, and wait for rest.")
    reach(student, student.panel.locator(".options button").nth(1)).press("Enter")
    expect(spoken).to_contain_text("A good guess, since sums of memories")
    reach(student, student.panel.locator(".options button").nth(0)).press("Enter")
    expect(spoken).to_contain_text("Yes. The damaged picture lies")
    page.keyboard.press("End")
    expect(student.tasks).to_contain_text("Done: Run it, and wait for rest.")
    expect(spoken).to_contain_text("All that was to do in this step is done.")
    expect(student.panel.locator(".reveal")).to_be_visible()
    reach(student, button(student, "Next")).press("Enter")

    # A number, a drawing, a slider
    expect(student.panel.locator("h2")).to_be_focused()
    reach(student, student.panel.get_by_role("slider", name="Your guess")).press("ArrowRight")
    reach(student, button(student, "That is my guess")).press("Enter")
    expect(student.panel.locator(".why")).to_contain_text("You said")
    keyboard = reach(student, student.picture("Cue"))
    for key in ("Space", "ArrowRight", "Space", "ArrowRight", "Space"):
        keyboard.press(key)
    expect(student.tasks.nth(0)).to_contain_text("Done")
    expect(button(student, "Back to the step's state")).to_be_visible()
    reach(student, student.slider("noise")).press("End")
    expect(student.tasks.nth(1)).to_contain_text("Done")


    # What the tab keeps, and the state of the step
    page.reload()
    expect(student.bar.locator(".lesson-progress")).to_have_text("step 2 of 4")
    expect(student.panel.locator(".task.done")).to_have_count(2)
    expect(student.panel.locator(".why")).to_contain_text("You said")
    student.addressed("noise", lambda text: text == "0.2")

    # Another page, and back
    reach(student, button(student, "Next")).press("Enter")
    expect(page.locator(".stage.attention .lesson h2")).to_have_text("A word")
    assert student.query["lesson"] == "own" and student.query["step"] == "3" and student.query["word"] == "HOPF"
    reach(student, student.slider("temperature")).press("End")
    expect(student.tasks).to_contain_text("Done")
    reach(student, button(student, "Next")).press("Enter")
    expect(student.panel.locator("h2")).to_have_text("Back again")
    expect(student.bar.get_by_role("listitem").locator(".done")).to_have_count(3)
    reach(student, button(student, "Leave the lesson")).press("Enter")
    expect(student.panel).to_be_hidden()
    expect(page.locator("[data-part=page-paper]")).to_be_visible()
    student.addressed("patterns", lambda text: text == "digits")
    assert "lesson" not in student.query


def test_what_is_no_lesson_says_so_and_goes_on(student):
    page = student.page
    page.goto(f"{student.address}/?lesson=moon&step=2&load=5&patterns=digits")
    expect(page.locator(".notice")).to_contain_text("There is no lesson 'moon'")
    expect(student.panel).to_be_hidden()
    student.eventually(lambda: page.url, lambda url: "lesson" not in url and "load=5" in url)


def test_a_worksheet(student):
    page = student.page
    page.goto(f"{student.address}/?page=lessons")
    cards = page.locator(".card:not(.broken)")
    expect(page.locator(".card, .cards > p:not(.reading)").first).to_be_visible()
    if not cards.count():
        pytest.skip("no lesson ships yet")
    cards.first.get_by_role("link", name="Worksheet").click()
    expect(page.locator(".sheet .code path")).to_have_count(2)
    assert page.locator(".sheet .box").count() > 2 and not page.locator(".sheet .reveal, .sheet .why").count()
    expect(page.locator(".sheet-head")).to_contain_text("?lesson=")
