"""What the tests of access share: where they look, axe-core, and what a keyboard and a screen reader meet there."""

import json
import os

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, mostly_thorough

# Each an address, and what is there once the page is. A page, or a lesson, is one line more.
PLACES = {
    "live": ("patterns=digits", ".picture:visible canvas"),
    "explore": ("page=explore", ".transport:not(:has(:disabled))"),
    "paper": ("page=paper", ".reproduced .plot canvas"),
    "laws": ("page=laws", ".law .plot canvas"),
    "attention": ("page=attention", ".cells"),
    "lessons": ("page=lessons", ".card, .cards > p:not(.reading)"),
}
USUAL = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
# Beside the usual one
GROUNDS = {"color_scheme": "dark"}, {"contrast": "more"}, {"forced_colors": "active", "color_scheme": "dark"}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = "moderate", "serious", "critical"

RUN = """async (root, rules) => {
  const {violations} = await axe.run(root, {resultTypes: ["violations"], ...rules})
  const of = ({id, impact, nodes}) => nodes.map(({target, any, all, none}) =>
    [impact, id, target.flat().at(-1), [...any, ...all, ...none][0]?.message])
  return violations.flatMap(of)
}"""

# The element that has the focus: its name, whether it had it before, its box, whether that is seen and how it is marked
FOCUS = """() => {
  let e = document.activeElement
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
  window.stops ??= new Set()
  const [again, style, box] = [window.stops.has(e), getComputedStyle(e), e.getBoundingClientRect()]
  window.stops.add(e)
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
  let top = document.elementFromPoint(x, y)
  while (top?.shadowRoot && top.shadowRoot.elementFromPoint(x, y) !== top) top = top.shadowRoot.elementFromPoint(x, y)
  let inside = top
  while (inside && inside !== e) inside = inside.parentNode ?? inside.host
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  const name = e.ariaLabel || e.labels?.[0]?.textContent || e.textContent.trim().slice(0, 40) || e.tagName
  return {name, again, marked, seen: Boolean(inside || (top && e.contains(top))), on: top?.className ?? "nothing",
    left: box.left, top: box.top + scrollY, home: e === document.body}
}"""

# What can be used, and was not reached, nor what it has replaced; of radio buttons a group is one stop
MISSED = """root => {
  const name = (e) => e.ariaLabel || e.textContent || e.className
  const gone = [...window.stops].filter((e) => !e.isConnected).map(name)
  return [...root.querySelectorAll("button, input, select, summary, a[href], [tabindex='0']")]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0)
    .filter((e) => !(e.type === "radio" && !e.checked) && !window.stops.has(e))
    .map(name).filter((one) => !gone.includes(one))
}"""

# Counts what a screen reader is told unasked, from now on
LISTEN = """root => {
  window.told = []
  const live = "[aria-live], [role=status], [role=alert]"
  const hear = (changes) => {
    const spoken = new Set(changes.map(({target}) => (target.closest ? target : target.parentElement)?.closest(live)))
    for (const one of spoken) if (one?.textContent) window.told.push(one.textContent)
  }
  new MutationObserver(hear).observe(root, {subtree: true, childList: true, characterData: true})
}"""


# Of the places those that are always tried
TRIED = mostly_thorough(PLACES, ["live", "lessons"])


def opened(page, server, place):
    """Go to a place, and wait until it is there."""
    query, there = PLACES[place]
    page.goto(f"{server}/?{query}", wait_until="commit")
    if ".reproduced" in there:  # which is drawn once it comes near
        page.locator(".reproduced").first.scroll_into_view_if_needed()
    expect(page.locator(there).first).to_be_visible()
    return page.locator(".astro-dash")


def axe() -> str:
    """The text of axe-core."""
    if AXE.exists():
        return AXE.read_text(encoding="utf-8")
    if os.environ.get("CI"):
        pytest.fail(f"CI needs axe-core, and {AXE} is not there: install Node and npm, and try `make js`.")
    pytest.skip("axe-core is not here, so that no page is tried by it: `make js` brings it, where Node and npm are.")


def violations(part, rules=()):
    """What axe finds on a part of a page, of moderate impact or worse; by some rules, or by all."""
    found = part.evaluate(RUN, {"runOnly": list(rules)} if rules else {})
    return [one for one in found if one[0] in GRAVE]


def tabbed(page, most=400):
    """Press Tab until the focus has been everywhere; yields each stop."""
    page.evaluate("() => { delete window.stops; scrollTo(0, 0) }")
    page.locator(".skip").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    for i in range(most):
        if i:
            page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["home"]:
            continue
        if stop["again"]:
            return
        if not stop["seen"]:  # what opens at a word, or moves as the page scrolls, finds its place a frame later
            page.wait_for_timeout(300)
            stop["seen"] = page.evaluate(FOCUS)["seen"]
        yield stop
    pytest.fail(f"{most} stops, and no end: {json.dumps(stop)}")


def walk(page, name, key="Tab", most=200):
    """Press Tab, or Shift+Tab, until what has that name has the focus, as somebody does who cannot point."""
    for _ in range(most):
        stop = page.evaluate(FOCUS)
        if not stop["home"] and stop["name"].startswith(name):
            return stop
        page.keyboard.press(key)
    pytest.fail(f"{key} does not reach {name!r}")
