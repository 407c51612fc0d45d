"""What a screen reader has of a page: the tree of its parts and their names, the state in words, and no chatter."""

import re

from playwright.sync_api import expect

from .accessible import LISTEN, opened, walk


def snapshot(page):
    return page.locator(".astro-dash").aria_snapshot()


def test_live_read_as_text(page, server):
    """Landmarks, headings, pictures, plots and sliders, and after each act the state."""
    opened(page, server, "live")
    page.get_by_role("button", name="Jump to the end").click()
    expect(page.locator(".status")).to_contain_text("at rest")
    page.locator(".view-landscape").scroll_into_view_if_needed()
    expect(page.locator(".ground").first).to_have_attribute("aria-label", re.compile("energy"))
    for line in (
        "banner", "navigation \"Pages\"", "complementary \"Controls\"", "main",
        r"heading \"Astro Dash\" \[level=1\]", r"heading \"Which memory comes back\?\" \[level=2\]",
        r"application \"Cue: \d+ of 64 pixels differ from the target",
        r"application \"Astrocyte-gated: recalled\"", r"img \"Target: digit \d #\d+\"",
        r"img \"Triangle of shares. The dot at t = [\d.]+: \d+ % target: digit",
        r"img \"The largest shares at t = [\d.]+: digit \d #\d+ \d+ %, attention \d+ %",
        r"img \"Energy of Astrocyte-gated over time: −?-?\d+ at the start",
        r"img \"How close to the target\? At t = [\d.]+: Astrocyte-gated 1, at the start",
        r"img \"How many pixels are wrong\? At t",
        r"img \"Wiring of 64 neurons of Astrocyte-gated: 1.0 memories take part\"",
        r"application \"Landscape of Classical Hopfield: it stands at u = ",
    ):  # fmt: skip
        assert re.search(line, snapshot(page)), line
    texts = {
        "Noise": r"0\.2, 13 of 64 pixels", "Memory load": r"100, α = 1\.56", "Temperature": r"0\.01, [\d.]+ T_c",
        "Timeline": r"t = (\S+) of \1",
    }  # fmt: skip
    for name, text in texts.items():
        slider = page.get_by_role("slider", name=name, exact=True)
        expect(slider).to_have_attribute("aria-valuetext", re.compile(f"^{text}$"))
    spoken = page.get_by_role("status").first
    expect(spoken).to_have_text(re.compile(r"^Astrocyte-gated recalled digit .* \(0 wrong pixels\), .*, at rest$"))
    page.get_by_role("slider", name="Noise", exact=True).press("ArrowRight")
    noise = page.get_by_role("slider", name="Noise", exact=True)
    expect(noise).to_have_attribute("aria-valuetext", re.compile(r"^0\.21, 13 of 64 pixels$"))
    expect(spoken).not_to_contain_text("at rest")


def test_a_run_says_little(page, server):
    """What is read out unasked while a run plays is what has been decided, and neither frames nor numbers."""
    whole = opened(page, server, "live")
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("combobox", name="Speed").select_option("4")
    whole.evaluate(LISTEN)
    walk(page, "Timeline")
    valuetext = """e => {
      window.values = []
      new MutationObserver(() => window.values.push(e.getAttribute("aria-valuetext")))
        .observe(e, {attributeFilter: ["aria-valuetext"], attributeOldValue: true})
    }"""
    page.get_by_role("slider", name="Timeline").evaluate(valuetext)
    page.keyboard.press("Space")
    expect(page.locator(".status")).to_contain_text("at rest")
    told = page.evaluate("window.told")
    assert 1 <= len(told) <= 8, told  # two memories, each decides once or twice, and the end
    assert all(re.search("recalled|wrong memory|mixture|blank|at rest", words) for words in told)
    assert len(set(page.evaluate("window.values"))) <= 2  # "playing", and where it ends


def test_a_refusal_and_its_end_are_told(page, server):
    whole = opened(page, server, "attention")
    expect(page.get_by_role("status")).to_contain_text("right")
    whole.evaluate(LISTEN)
    word = page.get_by_role("textbox", name="Word")
    word.fill("§")
    word.press("Enter")
    expect(page.get_by_role("alert").locator("visible=true")).to_contain_text("§")
    assert sum("§" in words for words in page.evaluate("window.told")) == 1


def test_the_map_and_the_paper_read_as_text(page, server):
    opened(page, server, "explore")
    expect(page.locator(".over")).to_be_visible()
    tree = snapshot(page)
    for line in (
        "complementary \"What the map is of\"", "heading \"Astrocyte-gated recalls more than", "group \"Across\"",
        "application \"The map: arrows move over its cells", "combobox \"What the map shows\"",
    ):  # fmt: skip
        assert re.search(line, tree), line
    opened(page, server, "paper")
    tree = snapshot(page)
    for line in r"table \"Claims of the paper", r"rowheader \"\(a\)", "columnheader \"Verdict\"", "img \".{20}":
        assert re.search(line, tree), line
