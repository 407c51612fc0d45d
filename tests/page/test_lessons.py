"""Lessons, taken: each step of each is opened, and each of its tasks done, on the real page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from astro_dash import pages  # noqa: F401  it knows what a lesson may name
from astro_dash.lessons import LIBRARY, found
from astro_dash.shipped import asset

from .student import Student

OWN = Path(__file__).parents[1] / "lessons" / "valley.md"


@pytest.fixture
def student(page, server):
    student = Student(page, server)
    page.goto(f"{server}/?page=lessons")
    page.evaluate("sessionStorage.clear()")
    yield student
    assert student.leave() == []


@pytest.mark.parametrize("file", sorted(file.name for file in asset("lessons").glob("*.md")))
def test_every_step_can_be_taken(student, file):
    lesson = found(asset("lessons") / file, LIBRARY.knows()).lesson
    student.page.goto(f"{student.address}/?page=lessons", wait_until="commit")
    student.page.locator(f"[data-lesson={lesson.name}]").get_by_role("link", name="Begin").click()
    student.take(lesson)
    expect(student.panel).to_contain_text("To take away")
