"""For who wants nothing to move by itself: pages and lessons open as they end, and no style moves."""

import pytest
from playwright.sync_api import expect

from .accessible import PLACES, opened
from .conftest import eventually

# What a style would move, in all that is on the page, and what is moved at this moment
MOVES = """() => {
  const found = document.getAnimations().map(({playState}) => playState)
  const look = (root) => {
    for (const e of root.querySelectorAll("*")) {
      const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(e)
      const moves = /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth"
      if (moves && e.checkVisibility()) found.push(e.className || e.tagName)
      if (e.shadowRoot) look(e.shadowRoot)
    }
  }
  look(document)
  return found
}"""


@pytest.mark.thorough
def test_nothing_moves_for_who_wants_it_so(page, server):
    page.emulate_media(reduced_motion="reduce")
    for place in PLACES:
        opened(page, server, place)
        assert page.evaluate(MOVES) == [], place
    page.goto(f"{server}/?lesson=heat&step=2", wait_until="commit")  # which plays
    expect(page.locator(".lesson h2")).to_have_text("Heat it while it runs")
    timeline = page.get_by_role("slider", name="Timeline")
    eventually(page, lambda: [timeline.input_value(), timeline.get_attribute("max")], lambda now: now[0] == now[1])
    expect(page.locator(".status")).to_contain_text("at rest")
    assert page.evaluate(MOVES) == []
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="That is my guess").or_(page.locator(".options button")).first.click()
    assert page.evaluate(MOVES) == []
