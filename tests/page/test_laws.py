"""The Laws page in a browser: laws that are drawn when looked at, points that lead to runs, and one computed here."""

import re

from playwright.sync_api import expect

from astro_dash.laws import LAWS

from .conftest import fits


def test_the_laws(page, server):
    page.goto(f"{server}/?page=laws")
    expect(page.locator(".law")).to_have_count(len(LAWS))
    ties = page.locator("[data-number=ties]")
    page.get_by_role("button", name="Ties", exact=True).click()
    expect(page.get_by_role("heading", name="Ties")).to_be_focused()
    expect(ties.locator(".judged")).to_have_text("✓ holds")
    expect(ties.locator(".says p").first).to_contain_text("R² =")
    plot = ties.locator(".plot").first
    expect(plot).to_have_accessible_name(re.compile(r"Less noise, longer ties\. .*\d"))

    # Each point has its run, in the table and in the plot.
    ties.get_by_text("The numbers").click()
    ways = ties.get_by_role("link", name=re.compile("Open the run of τ_x = 0.1 at"))
    expect(ways.first).to_have_attribute("href", re.compile(r"tau_x=0\.1&.*cue="))
    with page.expect_popup() as opened:
        ways.first.click()
    expect(opened.value.locator(".picture:visible canvas").first).to_be_visible()
    opened.value.close()
    plot.scroll_into_view_if_needed()
    box, found = plot.bounding_box(), None
    for step in range(8, 60):  # along the height of the plot, over its first column of points
        page.mouse.move(box["x"] + 82, box["y"] + box["height"] * step / 70)
        if plot.evaluate("box => box.style.cursor") == "pointer":
            found = page.mouse
            break
    assert found
    with page.expect_popup() as opened:
        found.click(box["x"] + 82, box["y"] + box["height"] * step / 70)
    assert "jitter=0.01" in opened.value.url and "cue=" in opened.value.url
    opened.value.close()

    # It is computed here.
    ties.get_by_role("button", name="Compute here: Ties").click()
    expect(ties.get_by_role("progressbar")).to_be_visible()
    expect(ties.get_by_role("button", name="Cancel: Ties")).to_be_focused()
    expect(ties.locator(".told")).to_contain_text("runs came out as shipped")
    expect(ties.locator(".judged")).to_have_text("✓ holds")
    fits(page)
