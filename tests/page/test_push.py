"""The dot of the triangle is taken hold of, by hand or by key: where it is let go, there the gains are."""

from playwright.sync_api import expect


def test_the_dot_is_dragged_and_the_gains_are_there(visit):
    live = visit("patterns=digits&load=20&prime=rival&prime_strength=0.9&tau_p=1&hide=welcome")
    page = live.page
    view, dot = page.locator(".view-simplex"), page.locator(".push")
    live.finish()
    told, energy = view.locator(".told"), page.locator(".view-energy h2")
    expect(energy).to_contain_text("Energy never rises")
    dot.scroll_into_view_if_needed()
    box, corner = dot.bounding_box(), view.locator(".corner-a").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y)
    expect(told).to_contain_text("% target")
    page.mouse.move(corner["x"] - 60, y)  # beyond the corner
    expect(told).to_contain_text("100 % target")
    page.mouse.up()
    expect(energy).to_contain_text("A push of the gains lifted the energy")
    expect(page.locator("[aria-live]", has_text="Gains pushed: 100 % target")).to_have_count(1)
    expect(told).to_have_text("Drag the dot to push the gains there.")
    live.finish()
    dot.focus()
    for key in ("ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[aria-live]", has_text="11 % all 18 others")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(told).to_have_text("Drag the dot to push the gains there.")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-live]", has_text="Gains pushed")).to_have_count(1)
    page.get_by_role("button", name="Link to this moment").click()
    page.locator(".view-energy select").select_option("hopfield")  # which has no gains to take hold of
    expect(dot).to_be_hidden()
