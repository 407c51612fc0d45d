"""Whole lessons given as a teacher, in a browser, to thirty pages without one and to three that have: a class asked to
guess before and after, tasks done, and at every step all of them where the teacher is.

`python -m tests.bench.part_lesson memory attention` gives those two, with pictures in the folder LOOK if that is set.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from astro_dash import pages  # noqa: F401  it knows what a lesson may name
from astro_dash.lessons import LIBRARY, found
from astro_dash.shipped import asset

from ..page.conftest import eventually, prepared
from ..page.student import Student
from .browser import FLAGS
from .crowd import Crowd
from .server import Server
from .table import Row

SIZE = 30
DESK = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CLASS = {"board": DESK, "laptop": {"viewport": {"width": 1440, "height": 900}}, "phone": PHONE}
ALL = SIZE + len(CLASS)
# What a page shows of its state, playhead included
SHOWN = """(root) => {
  const text = (name) => root.querySelector(name)?.textContent.trim() ?? ""
  const fields = root.querySelectorAll("[data-control] :is(input.typed, select)") // of those that are unfolded
  const named = [...fields].map((field) => [field.closest("[data-control]").dataset.control, field.value])
  const values = Object.fromEntries(named)
  const page = new URLSearchParams(location.search).get("page") ?? "live"
  return {page, status: text(".status"), clock: text(".clock"), at: root.querySelector(".scrub")?.value,
          title: text(".say > h2"), values, progress: text(".lesson-progress"),
          step: text(".lesson h2")}
}"""


def rows() -> list[Row]:
    return [row for name in names() for row in given(name)]


def names() -> list[str]:
    return [name.removesuffix(".md").partition("-")[2] for name in sorted(files()) if ".es." not in name]


def files() -> list[str]:
    return [file.name for file in asset("lessons").glob("*.md")]


def given(name: str) -> list[Row]:
    """One lesson."""
    file = next(file for file in files() if file.endswith(f"-{name}.md"))
    lesson = found(asset("lessons") / file, LIBRARY.knows()).lesson
    with Server() as server, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            return Given(browser, server, lesson).rows()
        finally:
            browser.close()


def shown(student: Student) -> dict:
    return student.page.locator(".astro-dash").evaluate(SHOWN)


class Given:
    def __init__(self, browser, server: Server, lesson):
        self.server, self.lesson = server, lesson
        address = server.address.rstrip("/")
        self.teacher = Student(self._tab(browser, DESK), address)
        self.students = {name: Student(self._tab(browser, options), address) for name, options in CLASS.items()}
        self.looks = 0

    @staticmethod
    def _tab(browser, options):
        return prepared(browser.new_context(**options)).new_page()

    def rows(self) -> list[Row]:
        page = self.teacher.page
        page.goto(f"{self.teacher.address}/?lesson={self.lesson.name}&step=1")
        self.teacher.button("Class").click()
        self.teacher.button("Open a room").click()
        link = page.locator(".call .link").inner_text()
        self.teacher.button("Fold away").click()
        with Crowd(self.server.port, link.partition("room=")[2], SIZE) as crowd:
            self.crowd = crowd
            for student in self.students.values():
                student.page.goto(link)
            self.all_in()
            start, cpu, received = time.monotonic(), self.server.cpu(), crowd.received
            self.give()
            minutes = (time.monotonic() - start) / 60
            cpu, received = self.server.cpu() - cpu, crowd.received - received
            faults = {name: student.leave() for name, student in [("teacher", self.teacher), *self.students.items()]}
        words = f"{self.lesson.name}: {len(self.lesson.steps)} steps given to {ALL}"
        return [
            Row(words, f"{minutes:.1f} min", "no fault", not any(map(len, faults.values()))),
            Row("… server CPU a minute", f"{cpu / minutes:.1f} s"),
            Row("… bytes a minute to those without a browser", f"{received / minutes / 1e6:.1f} MB"),
            *(Row(f"… {name}", fault[:90]) for name, of in faults.items() for fault in dict.fromkeys(of)),
        ]

    def give(self) -> None:
        steps = self.lesson.steps
        for i, step in enumerate(steps):
            expect(self.teacher.panel.locator("h2")).to_have_text(step["title"])
            self.teacher.arrive(step)
            self.together(i, step, "comes")
            tasks = 0
            for kind, part in step["parts"]:
                if kind == "guess":
                    self.guess(part)
                elif kind == "task":
                    self.teacher.task(self.teacher.tasks.nth(tasks), step, part["when"])
                    tasks += 1
            for reveal in self.teacher.panel.locator(".reveal").all():
                expect(reveal).to_be_visible()
            self.together(i, step, "goes")
            if i + 1 < len(steps):
                self.teacher.bar.get_by_role("button", name="Next").click()

    # Where all are.

    def all_in(self) -> None:
        expect(self.teacher.page.locator(".lectern .count")).to_have_text(f"{ALL} students are in.")

    def together(self, i: int, step: dict, when: str) -> None:
        """The class is at the teacher's step, page and state, and all of it is in."""
        self.all_in()
        finished = self.teacher.page.locator(".lectern .now")
        eventually(
            self.teacher.page, finished.inner_text,
            lambda text: int(text.split()[0]) >= SIZE and text.endswith(f"of {ALL} have finished step {i + 1}."), 60,
        )  # fmt: skip
        for name, student in self.students.items():

            def both(student=student):
                return shown(self.teacher), shown(student)

            def alike(pair):
                mine, theirs = pair
                both = mine["values"].keys() & theirs["values"].keys()
                for shows in pair:
                    shows["values"] = {name: shows["values"][name] for name in both}
                return mine == theirs or self.nearly(mine, theirs)

            _, theirs = eventually(student.page, both, alike, 90)
            assert theirs["page"] == step["page"] and theirs["step"] == step["title"], (name, theirs)
        self.crowd.until(lambda follower: follower.state["shown"].get("step") == str(i + 1))
        if step["page"] != "explore":
            where = dict(self.teacher.query)
            for choice in ("load", "noise", "temperature", "seed"):
                self.crowd.until(lambda follower, choice=choice: follower.told.get(choice) == where.get(choice))
        self.look(f"{i + 1}-{when}")

    @staticmethod
    def nearly(mine: dict, theirs: dict) -> bool:
        """While it plays on, the two are not read at one moment."""
        moves = dict.fromkeys(("status", "clock", "at"))
        return "at rest" not in mine["status"] and mine | moves == theirs | moves

    def look(self, name: str) -> None:
        folder = os.environ.get("LOOK")
        if folder:
            self.looks += 1
            for who, student in [("teacher", self.teacher), *self.students.items()]:
                path = Path(folder) / f"{self.lesson.name}-{self.looks:02}-{name}-{who}.png"
                student.page.screenshot(path=path)

    # What is asked.

    def guess(self, told: dict) -> None:
        if "number" in told:
            return self.teacher.guess(told)
        teacher = self.teacher.page.locator(".lectern")
        teacher.get_by_role("button", name="Ask this step's guess").click()
        self.vote(teacher, told, 0)
        self.teacher.button("Show the bars").click()
        self.bars(told, r"\d+ · \d+ %")
        self.teacher.guess(told)  # and the reveal
        self.teacher.button("Ask again, after the reveal").click()
        self.vote(teacher, told, 1)
        self.teacher.button("Show the bars").click()
        self.bars(told, r"before: \d+ · \d+ %.*after: \d+ · \d+ %")
        self.teacher.button("Put it away").click()
        for student in self.students.values():
            expect(student.page.locator(".bench .options")).to_have_count(0)

    def vote(self, teacher, told: dict, round: int) -> None:
        for i, student in enumerate(self.students.values()):
            if round:
                expect(student.page.locator(".bench .caption")).to_contain_text("Asked again")
            option = student.page.locator(".bench .options label").nth((i + round) % len(told["options"]))
            option.tap() if i == 2 else option.click()
            expect(option.locator("input")).to_be_checked()
        expect(teacher.locator(".poll > p").first).to_have_text(f"Answers: {ALL} of {ALL}.")

    def bars(self, told: dict, words: str) -> None:
        seen = []
        for student in [self.teacher, *self.students.values()]:
            items = student.page.locator(".bars li")
            expect(items).to_have_count(len(told["options"]))
            expect(items.first).to_have_text(re.compile(words))
            seen.append(items.all_text_contents())
        assert all(texts == seen[0] for texts in seen)
        self.look("bars")


if __name__ == "__main__":
    for name in sys.argv[1:] or names():
        for row in given(name):
            print(name, row.what, row.measured, "" if row.held is None else row.held, flush=True)
