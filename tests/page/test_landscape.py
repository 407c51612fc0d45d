"""The wiring and the landscape: drawn once they are seen, by the gains and the energy of each system."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import unfold

# How many colours a canvas shows, and a sum that tells two pictures apart
SEEN = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  const pixels = new Uint32Array(data.buffer)
  return [new Set(pixels).size, pixels.reduce((sum, pixel, i) => (sum * 31 + pixel + i) >>> 0, 0)]
}"""


def picture(live, view, which=0):
    return live.page.locator(f".view-{view} canvas").nth(which).evaluate(SEEN)


def look(live, view):
    """Scroll to a view, once it is drawn."""
    live.page.locator(f".view-{view}").scroll_into_view_if_needed()
    live.eventually(lambda: picture(live, view)[0] if live.page.locator(f".view-{view} canvas").count() else 0, bool)
    drawn = live.page.locator(f".view-{view} :is([role=img], [role=application])").first
    expect(drawn).to_have_accessible_name(re.compile(r"\w"))


def place(live, which=0):
    """Where the dot of a map is, (u, v)."""
    dot = live.page.locator(".map .here").nth(which)
    return float(dot.get_attribute("cx")), -float(dot.get_attribute("cy"))


def carried(live):
    """All that has come over the wire, as bytes."""
    return b"".join(m.encode() if isinstance(m, str) else m for m in live.messages)


def test_what_is_not_seen_is_not_sent(visit):
    live = visit(viewport={"width": 390, "height": 500})
    live.finish()
    assert b'"error:astro"' in carried(live)
    for array in b'"wiring"', b'"terrain:astro"', b'"picture:wired"':
        assert array not in carried(live)
    unfold(live.page)
    look(live, "landscape")
    live.eventually(lambda: carried(live), lambda sent: b'"terrain:astro"' in sent)


@pytest.mark.thorough
def test_the_wiring_goes_from_all_memories_to_one_and_that_of_hopfield_stays(live):
    live.finish()
    look(live, "connectivity")
    count = live.page.locator(".view-connectivity .aside")
    expect(count).to_have_text("memories in the wiring: 100 → 1.0")
    alone = picture(live, "connectivity")
    assert alone[0] == 2  # together, or opposite
    live.scrub(0)
    expect(count).to_have_text("memories in the wiring: 100 → 100")
    first = live.eventually(lambda: picture(live, "connectivity"), lambda seen: seen[0] > 20)
    live.page.get_by_label("System whose energy").select_option("hopfield")
    view = live.page.locator(".view-connectivity")
    expect(view).to_contain_text("Its wiring is fixed")
    live.finish()
    expect(count).to_have_text("memories in the wiring: 100 → 100")
    assert picture(live, "connectivity") == first


def test_the_dot_goes_its_way_on_its_own_map_which_moves_with_the_temperature(live):
    live.finish()
    look(live, "landscape")
    expect(live.page.locator(".map")).to_have_count(2)
    live.eventually(lambda: place(live), lambda at: min(at) > 0.999)  # at the target
    hopfield = live.eventually(lambda: place(live, 1), lambda at: at[0] > 0.3)
    assert min(hopfield) < 0.99
    cold = [picture(live, "landscape", which) for which in (0, 1)]
    live.type("temperature", "1000")
    live.finish()
    live.page.locator(".view-landscape").scroll_into_view_if_needed()
    live.eventually(lambda: picture(live, "landscape"), lambda seen: seen != cold[0])
    live.eventually(lambda: place(live), lambda at: min(at) < 0.99)  # melted
    live.scrub(0)
    settled = picture(live, "landscape")
    live.page.get_by_label("as they are").check()
    live.eventually(lambda: picture(live, "landscape"), lambda seen: seen != settled)


@pytest.mark.thorough
def test_a_map_is_read_by_pointer_and_by_keys_and_has_any_rival(live):
    live.finish()
    look(live, "landscape")
    ground, told = live.page.locator(".map .ground").first, live.page.locator(".view-landscape p").last
    ground.hover()
    expect(told).to_have_text(re.compile(r"^Astrocyte-gated: energy -?\d.* at u = -?0\.0\d, v = -?0\.0\d"))
    ground.focus()
    for _ in range(11):
        live.page.keyboard.press("ArrowRight")
        live.page.keyboard.press("ArrowUp")
    expect(told).to_contain_text("u = 1.00, v = 1.00; overlap 1.00 with the target")
    at = place(live)
    choice = live.page.get_by_label("Rival on the map")
    other = choice.locator("option").nth(3).text_content()
    choice.select_option(label=other)
    expect(live.page.locator(".view-landscape")).to_contain_text(f"Bottom right: rival, {other}.")
    assert choice.evaluate("select => select.selectedOptions[0].textContent") == other
    live.scrub(0)
    live.eventually(lambda: place(live), lambda moved: moved != at)


@pytest.mark.thorough
def test_the_title_of_the_energy_is_true_after_a_knock(live):
    live.finish()
    title = live.page.locator(".view-energy h2")
    expect(title).to_have_text("Energy never rises")
    live.stroke([live.cell("Astrocyte-gated", 1, column) for column in (0, 3, 7)])
    expect(title).to_have_text("A knock lifted the energy; from here it only falls")
    live.scrub(0)
    expect(title).to_have_text("Energy falls, until a knock lifts it")
    live.button("Reset").click()
    expect(title).to_have_text("Energy never rises")
    live.page.get_by_label("System whose energy").select_option("hopfield")
    for view in "simplex", "attention", "energy", "connectivity":
        seen = live.page.locator(f".view-{view}")
        expect(seen).not_to_contain_text(re.compile(r"gain|softmax|π"), use_inner_text=True)
