"""A student, who takes a lesson as a person would: guesses, tries what a task asks for, looks, and goes on."""

from itertools import chain, islice
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import expect

from astro_dash.lessons.when import done
from astro_dash.pages.live.typical import typical
from astro_dash.store import Store
from astro_dash.store.kinds import write

from .conftest import Live, Watched

TRIES = 24  # of values, knocks and strokes, until a task is given up
SEEDS = 200  # that are tried for one with which many cues are recalled
RUNNING = {"rest", "verdict", "errors", "perplexity", "share", "winner", "ends", "time", "right"}


class Student(Live):
    """At a lesson that the tab is about to open."""

    FAULTY = "error", "warning"

    def __init__(self, page, address):
        Watched.__init__(self, page, address)
        self.address = address
        self.timeline = page.get_by_role("slider", name="Timeline")
        self.status = page.locator(".status")
        self.bar, self.panel = page.locator(".lesson-bar"), page.locator(".lesson")
        self.tasks = self.panel.locator(".task")

    def take(self, lesson):
        """All of it, from the step on the page."""
        for i, step in enumerate(lesson.steps):
            expect(self.bar.locator(".lesson-progress")).to_have_text(f"step {i + 1} of {len(lesson.steps)}")
            expect(self.panel.locator("h2")).to_have_text(step["title"])
            self.step(step)
            if i + 1 < len(lesson.steps):
                self.press(self.bar.get_by_role("button", name="Next"))

    def step(self, step):
        self.arrive(step)
        tasks = 0
        for kind, part in step["parts"]:
            if kind == "guess":
                self.guess(part)
            elif kind == "task":
                self.task(self.tasks.nth(tasks), step, part["when"])
                tasks += 1
        assert self.tasks.count() == tasks
        for reveal in self.panel.locator(".reveal").all():
            expect(reveal).to_be_visible()
        expect(self.page.locator(".notice")).to_be_hidden()
        assert not self.panel.locator(".math.raw").count()

    def arrive(self, step):
        """Wait for the step's state, and look at what it shows."""
        if step["page"] == "explore":
            return
        for name in ("load", "noise", "temperature", "seed", "word"):
            if name in step["values"]:
                self.addressed(name, lambda text, wanted=step["values"][name]: text == wanted)
        for name in step["hide"]:
            for part in self.page.locator(f"[data-control={name}], [data-part={name}]").all():
                expect(part).to_be_hidden()

    def press(self, locator):
        locator.click()

    # Guesses.

    def guess(self, told):
        why = self.panel.locator(".why")
        if "number" in told:
            self.guess_number(self.panel.get_by_role("slider", name="Your guess"))
            self.press(self.panel.get_by_role("button", name="That is my guess"))
            expect(why).to_contain_text("You said")
            return
        options = self.panel.locator(".options button")
        for i in sorted(range(len(told["options"])), key=lambda i: told["options"][i]["right"]):
            self.press(options.nth(i))
            expect(why).to_contain_text("Yes." if told["options"][i]["right"] else "Not so.")

    def guess_number(self, slider):
        slider.press("ArrowRight")

    # Tasks: one way after the other, until it ticks itself off.

    def task(self, task, step, when):
        for act in islice(chain([lambda: None], self.ways(step, when)), TRIES):
            act()
            if self.settled(task, step, when):
                return
        raise AssertionError(f"this cannot be done: {task.text_content()} ({when})")

    def settled(self, task, step, when) -> bool:
        """Whether it is done once the run has come to its end, and what is counted has been."""
        whats = {one["what"] for one in when}
        if whats & RUNNING and not self.done(task):
            self.jump(step)
            if step["page"] == "live" and not self.soon(task, 3) and not whats & {"knocked", "ends", "drawn"}:
                self.press(self.button("Reset"))  # what was chosen acts from the start
                self.jump(step)
        return self.soon(task, 80 if whats & {"recalls", "computed"} else 4)

    def soon(self, task, tenths) -> bool:
        for _ in range(tenths):
            if self.done(task):
                return True
            self.page.wait_for_timeout(100)
        return False

    def done(self, task) -> bool:
        return "done" in task.get_attribute("class").split()

    def jump(self, step):
        if step["page"] == "live":
            self.finish()
        else:
            self.press(self.button("Jump to the end"))

    def finish(self):
        jump = self.button("Jump to the end")
        self.eventually(lambda: self.press(jump) or self.status.text_content(), lambda text: "at rest" in text)

    def ways(self, step, when):
        """What may be tried, each an act."""
        named = {one["name"]: one["test"] for one in when if one["what"] == "choice"}
        left = {n: t for n, t in named.items() if t["op"] != "in" or not done(t, self.query.get(n, ""))}
        others = {one["what"]: one for one in when if one["what"] != "choice"}
        if "seen" in others:
            yield lambda: self.look_at(others["seen"]["test"]["value"][0])
        if "scrubbed" in others:
            yield self.scrub_about
        if "computed" in others:
            yield lambda: self.page.wait_for_timeout(1000)
        if "knocked" in others or "ends" in others:
            yield from self.knocks(step, others)
        if "drawn" in others:
            yield from self.strokes(when)
        if left:
            yield from self.values(left)
        if "recalls" in others:
            yield from self.seeds(others["recalls"])
        if "right" in others and not named:
            yield self.invert

    def look_at(self, view):
        self.page.locator(f".view-{view}").evaluate("view => view.scrollIntoView({block: 'center'})")

    def invert(self):
        self.press(self.button("Invert the second token"))

    def scrub_about(self):
        self.timeline.scroll_into_view_if_needed()
        self.timeline.focus()
        self.timeline.press("ArrowLeft")
        self.timeline.fill(str(self.frame // 2))

    # Choices

    def values(self, named):
        """Of all that have one value at once, then of each more: nearest to what is asked for first."""
        ordered = {name: near(name, test, self.query) for name, test in named.items()}
        for i in range(TRIES):
            row = {name: values[min(i, len(values) - 1)] for name, values in ordered.items()}
            yield lambda row=row: [self.choose(name, text) for name, text in row.items()]

    def choose(self, name, text):
        control = self.page.locator(f"[data-control={name}]")
        if not control.is_visible():
            self.press(self.page.locator(".advanced > summary"))
        expect(control).to_be_visible()
        assert not control.evaluate("element => Boolean(element.closest('.locked'))"), f"{name} is locked"
        if control.locator("select").count():
            control.locator("select").select_option(text)
        elif control.locator("input[type=checkbox]").count():
            for key in text.split(","):
                control.locator(f"input[value={key}]").check()
        else:
            text = self.put(name, text)
        self.addressed(name, lambda now: same(now, text))
        self.paint()

    def put(self, name, text):
        """Have a number be as it is told, or near; returns it."""
        self.type(name, text)
        return text

    def seeds(self, condition):
        """Seeds with which the page will count what is asked for."""
        store = Store.from_link(urlencode({n: v for n, v in self.query.items() if n in Store.choices()}))[0]
        for seed in range(SEEDS):
            store.set(seed=seed)
            if passes(condition["test"], typical(store.link())[condition["system"]]):
                yield lambda seed=seed: self.choose("seed", str(seed))

    # Pictures

    def knocks(self, step, others):
        """From one pixel to the whole picture, each in a run of its own."""
        racing = [one.get("system") for one in others.values() if one.get("system")]
        system = (racing or [step["focus"] or step["values"]["system"].split(",")[0]])[0]
        name = self.page.locator(f"[data-control=system] input[value={system}] + span").text_content()
        for rows in (0, 1, 2, 3, 4, 5, 6, 7, 8):
            yield lambda rows=rows: self.knock(name, rows)

    def knock(self, name, rows):
        self.press(self.button("Reset"))
        self.finish()
        points = [self.cell(name, row, column) for row in range(rows) for column in ((0, 7), (7, 0))[row % 2]]
        self.stroke(points or [self.cell(name, 3, 3)] * 2)
        self.paint()

    def strokes(self, when):
        """Of the cue: those pixels that are asked for by what becomes of them, or as many as are."""
        least = max(1, int(next(one["test"]["value"] for one in when if one["what"] == "drawn")))
        verdicts = {one["system"]: one["test"]["value"] for one in when if one["what"] == "verdict"}
        store = Store.from_link(urlencode({n: v for n, v in self.query.items() if n in Store.choices()}))[0]
        drawn = store.drawn()
        cue, target = store.corrupted(drawn), drawn.patterns[store.target]
        towards = [int(i) for i in np.flatnonzero(cue != target)]
        if any("recalled" in keys for keys in verdicts.values()):
            tried = [towards[:n] for n in range(least, len(towards) + 1)]
        elif least == 1:
            tried = [[i] for i in sorted(range(len(cue)), key=lambda i: self.nearest(drawn, cue, i, store.target))]
        else:
            tried = [list(range(least, 2 * least))]
        columns = drawn.grid[1]
        before: list[int] = []
        for pixels in tried:
            yield lambda now=pixels, before=before: self.flip(set(now) ^ set(before), columns)
            before = pixels

    def touch(self, x, y):
        self.page.mouse.click(x, y)

    def nearest(self, drawn, cue, pixel, target):
        """How near to another memory the cue would be with a pixel turned over."""
        turned = cue.copy()
        turned[pixel] *= -1
        overlap = drawn.patterns @ turned
        return overlap[target] - np.delete(overlap, target).max()

    def flip(self, pixels, columns):
        for pixel in sorted(pixels):
            self.touch(*self.cell("Cue", pixel // columns, pixel % columns))
            self.paint(1)
        self.addressed("cue")
        self.page.wait_for_timeout(400)


def same(one, other) -> bool:
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1, abs(float(other))) or float(one) == float(other)
    except ValueError:
        return set(one.split(",")) >= set(other.split(","))


def passes(test, value) -> bool:
    wanted = float(test["value"])
    return {"<": value < wanted, "<=": value <= wanted, ">": value > wanted, ">=": value >= wanted}.get(
        test["op"], value == wanted
    )


def near(name, test, query) -> list[str]:
    """Values of a choice that a test asks for, from its edge on in growing strides."""
    if test["op"] == "in":
        return [str(value) for value in test["value"]]
    choice = Store.choices()[name]
    scale = choice.scale
    places = np.arange(scale.low, scale.high + scale.step / 2, scale.step)
    values = [float(f"{10**p:.3g}") if scale.log else round(float(p), 6) for p in places]
    good = sorted({v for v in values if passes(test, v)}, key=lambda v: abs(v - float(test["value"])))
    strides = np.cumsum(np.maximum(1, np.arange(TRIES) // 2)) - 1
    return [write(int(v) if v == int(v) else v) for v in (good[i] for i in strides if i < len(good))]
