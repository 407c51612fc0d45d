"""What is said of a run: the line above the stage, the captions, what is spoken, and what patterns are called."""

import re

import pytest
from playwright.sync_api import expect

from astro_dash.engine import MODELS
from astro_dash.store import Store

from .conftest import mostly_thorough

ASTRO = MODELS["astro"].title

# On so many frames of the screen: the parts of the status line in which it differs from the captions
DIFFERENCES = """async (page, frames) => {
  const found = []
  while (frames--) {
    await new Promise(requestAnimationFrame)
    const parts = page.querySelector(".status").textContent.split(" · ")
    const captions = [...page.querySelectorAll("figure.state:not([hidden]) figcaption")]
    const clock = page.querySelector(".clock").textContent.split(" · ")[0] // without the pace
    if (parts[0] !== clock) found.push([parts[0], clock])
    captions.forEach((caption, i) => {
      const verdict = caption.querySelector(".verdict").textContent
      const wrong = caption.querySelector(".numbers").textContent.split(" ")[0]
      const said = parts[i + 1]
      if (!said.includes(verdict) || !said.includes(`(${wrong} wrong pixel`)) found.push([said, verdict, wrong])
    })
  }
  return found
}"""
RECORD = """region => {
  window.spoken = [region.textContent]
  const add = () => window.spoken.push(region.textContent)
  new MutationObserver(add).observe(region, {childList: true, characterData: true, subtree: true})
}"""


def test_the_status_line_agrees_with_the_captions_at_every_moment(live):
    live.page.evaluate("window.calm = false")
    live.page.get_by_label("Speed").select_option("0.5")
    live.button("Reset").click()
    assert live.page.locator(".astro-dash").evaluate(DIFFERENCES, 90) == []
    live.finish()
    live.type("load", "150")
    assert live.page.locator(".astro-dash").evaluate(DIFFERENCES, 60) == []
    for frame in (3, 40, 11, 0):
        live.scrub(frame)
        assert live.page.locator(".astro-dash").evaluate(DIFFERENCES, 2) == []


def test_only_what_is_decided_is_spoken(live):
    live.finish()
    region = live.page.get_by_role("status")
    expect(region).to_contain_text("at rest")
    region.evaluate(RECORD)
    live.page.get_by_label("Speed").select_option("2")
    live.button("Reset").click()
    live.button("Run").click()
    heard = lambda: live.page.evaluate("window.spoken")  # noqa: E731
    said = live.eventually(heard, lambda said: said.count("") and "at rest" in said[-1])
    assert all("t = " not in words and "moving" not in words for words in said)
    assert len(said) == len([words for i, words in enumerate(said) if words != said[i - 1 if i else -2]])  # never twice
    assert len(said) <= 8  # a verdict of each, a change of mind, and the end
    assert all("wrong pixel" not in words for words in said[1:-1])


SETS = ["patterns=digits", "patterns=pictures", "patterns=letters", "patterns=random"]


@pytest.mark.parametrize("query", mostly_thorough(SETS, SETS[1:2]))
def test_a_pattern_has_one_name_everywhere(visit, query):
    live = visit(query)
    live.finish()
    drawn = Store.from_link(query)[0].drawn()
    thumbs = live.page.locator(".thumbs button")
    numbers = [int(text.lstrip("#")) for text in thumbs.locator("span").all_text_contents()]
    names = [drawn.name(number) for number in numbers]
    assert numbers[0] == 0 and len(set(names)) == len(numbers) == 10
    for thumb, name in zip(thumbs.all(), names, strict=True):
        assert thumb.get_attribute("aria-label") == f"Make {name} the target" and thumb.get_attribute("title") == name
    for select in "Load a memory into the cue", "Pattern at the left corner":
        options = live.page.get_by_role("combobox", name=select).locator("option")
        assert options.all_text_contents()[1:] == names
        assert [int(option.get_attribute("value")) for option in options.all()[1:]] == numbers
    expect(live.status).to_contain_text(f"{ASTRO} recalled {names[0]} (")
    thumbs.nth(3).click()
    expect(live.field("target")).to_have_value(str(numbers[3]))
    expect(live.page.locator("[data-control=target] .beside")).to_have_text(names[3])
    expect(live.picture("Target")).to_have_attribute("aria-label", f"Target: {names[3]}")
    expect(live.page.locator(".corner-a")).to_have_text(f"target: {names[3]}")


def test_a_wrong_memory_has_its_name(visit):
    query = "load=1500&target=812&noise=0.3"
    live = visit(query)
    said = re.search(rf"{ASTRO}: wrong memory, (.*) #(\d+) \(", live.finish())
    assert said and Store.from_link(query)[0].drawn().labels[int(said[2])] == said[1]
