"""A student with a phone: taps, drags, scrolls, and neither points nor has keys but those on the screen."""

from itertools import pairwise

import numpy as np
from playwright.sync_api import expect

from astro_dash.store import Store

from .conftest import fits
from .student import Student

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
MOVES = 8  # that are seen of a stroke from point to point
LEAST = 24  # pixels that a finger needs

# Whether what is between the bars that stay is the element
CLEAR = """e => {
  if (!e.matches(".timeline *")) e.scrollIntoView({block: "center"}) // that is where it is
  const {left, top, right, bottom} = e.getBoundingClientRect()
  const found = (x, y) => {
    let found = document.elementFromPoint(x, y)
    while (found?.shadowRoot?.elementFromPoint(x, y) && found.shadowRoot.elementFromPoint(x, y) !== found)
      found = found.shadowRoot.elementFromPoint(x, y)
    for (let inside = found; inside; inside = inside.parentNode ?? inside.host) if (inside === e) return true
    return false
  }
  return [[left + 3, top + 3], [right - 3, bottom - 3]].every(([x, y]) => found(x, y))
}"""


class Finger(Student):
    """On a page of 390 pixels."""

    def __init__(self, page, address):
        super().__init__(page, address)
        self.screen = self.context.new_cdp_session(page)

    def step(self, step):
        super().step(step)
        fits(self.page, step)

    def press(self, locator):
        locator.tap()
        box = locator.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= LEAST, (locator, box)

    def touch(self, x, y):
        self.page.touchscreen.tap(x, y)

    def stroke(self, points):
        """A finger's way over the screen."""
        self.send("touchStart", points[0])
        for (x, y), (to_x, to_y) in pairwise(points):
            for part in np.linspace(0, 1, MOVES + 1)[1:]:
                self.send("touchMove", (x + part * (to_x - x), y + part * (to_y - y)))
        self.paint(1)
        self.send("touchEnd")

    def send(self, kind, *points):
        at = [{"x": float(x), "y": float(y)} for x, y in points]
        self.screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    def cell(self, name, row, column):
        assert self.picture(name).evaluate(CLEAR), f"{name} is covered"
        box = self.picture(name).bounding_box()
        assert box["width"] / 8 >= LEAST / 2, f"{name} is too small to draw on"
        return super().cell(name, row, column)

    def slide(self, slider, share):
        """Drag a slider from where it is to a share of its length; it stays under the finger."""
        assert slider.evaluate(CLEAR), "a slider is covered"
        box = slider.bounding_box()
        low, high, now = (float(slider.evaluate(f"e => e.{name}")) for name in ("min", "max", "value"))
        at = [(now - low) / (high - low), share]
        (x, to), y = (box["x"] + 8 + one * (box["width"] - 16) for one in at), box["y"] + box["height"] / 2
        self.stroke([(x, y), (to, y)])
        assert abs(slider.bounding_box()["y"] - box["y"]) <= 1

    def guess_number(self, slider):
        self.slide(slider, 0.5)

    def look_at(self, view):
        part = self.page.locator(f".view-{view}")
        expect(part.locator(".caption").first).to_be_visible()  # it is not folded
        part.evaluate("view => view.scrollIntoView({block: 'center'})")

    def invert(self):
        self.press(self.page.locator(".readout-table button").first)

    def scrub_about(self):
        for share in (0, 0.6):
            self.slide(self.timeline, share)
            self.paint()

    def put(self, name, text):
        control = self.page.locator(f"[data-control={name}]")
        slider, scale = control.locator("input[type=range]"), Store.choices()[name].scale
        if not scale:
            return super().put(name, text)
        low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
        value = float(text)
        place = value if not scale.log else np.log10(value) if value else low
        self.slide(slider, (min(place, high) - low) / (high - low))
        return control.locator(".typed").input_value().replace("∞", "inf")
