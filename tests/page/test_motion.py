"""What stays where it is: all that stands around a run at play, all of a page once it is shown, and, for who wants
nothing to move by itself, all: pages and lessons open as they end, and no style moves."""

import pytest
from playwright.sync_api import expect

from astro_dash import words

from .accessible import PLACES, opened
from .conftest import eventually, mostly_thorough

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


# Where parts of the page are, frame by frame, as far as they are elsewhere than before
WANDERS = """page => {
  const parts = page.querySelectorAll(".say, .own, .view, .view > *, .timeline, .timeline > *")
  const places = new Map()
  window.wandered = []
  const look = () => {
    for (const part of parts) {
      const {x, y, width, height} = part.getBoundingClientRect()
      const place = [x, y + scrollY, width, height].map(Math.round).join()
      const before = places.get(part) ?? place
      if (before !== place) wandered.push(`${part.className || part.textContent}: ${before}, ${place}`)
      places.set(part, place)
    }
    requestAnimationFrame(look)
  }
  look()
}"""


@pytest.mark.parametrize("language", mostly_thorough(["de", "en", "es"], ["de"]))
def test_nothing_moves_around_a_run_at_play(visit, language):
    live = visit(f"patterns=digits&lang={language}")
    live.timeline = live.page.locator(".scrub")
    jump, reset = live.page.locator(".timeline > button").last, live.page.locator(".transport button").nth(2)
    with words.speaking(language):
        rest = words._("at rest")
    live.eventually(lambda: jump.click() or live.status.text_content(), lambda text: rest in text)
    last = live.eventually(lambda: live.frame, lambda frame: frame > 50)
    reset.click()
    live.eventually(lambda: live.frame, lambda frame: frame < 9)
    live.page.locator(".transport select").select_option("4")
    live.page.locator(".astro-dash").evaluate(WANDERS)
    live.page.locator(".transport .primary").click()
    live.eventually(lambda: live.frame, lambda frame: frame == last)
    assert live.page.evaluate("wandered") == []


# How much of the window has been moved, as browsers count it (0.1 is what they find little)
SHIFTS = """{
  window.shifted = 0
  const add = (list) => { for (const {value} of list.getEntries()) window.shifted += value }
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true})
}"""


@pytest.mark.parametrize("which", ["live", "explore", "attention"])
def test_a_page_that_is_shown_stays_where_it_is(new_context, server, which):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{server}/?page={which}", wait_until="commit")
    expect(page.locator("#start")).to_have_count(0)
    expect(page.locator("main .bk-Canvas, main canvas").first).to_be_attached()
    page.wait_for_timeout(1000)
    assert page.evaluate("shifted") < 0.1


# How many style sheets are written as all figures are painted once more, and how many figures those are
WRITTEN = """async () => {
  const shadows = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? [e.shadowRoot, ...shadows(e.shadowRoot)] : []))
  let [written, figures] = [0, 0]
  const watch = new MutationObserver((all) => {
    for (const {target} of all) written += target.nodeName === "STYLE"
  })
  for (const root of shadows(document)) watch.observe(root, {childList: true, subtree: true})
  for (const view of Bokeh.index) {
    if (!view.renderer_views) continue
    figures += 1
    view.request_repaint()
  }
  for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame)
  return [written, figures]
}"""


def test_a_figure_that_is_painted_again_writes_no_style_sheet(live):
    live.finish()
    written, figures = live.page.evaluate(WRITTEN)
    assert figures > 4 and written == 0
