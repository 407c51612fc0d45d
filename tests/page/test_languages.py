"""Pages in other languages: the browser's picks, a link or the menu overrides; no word stands outside the catalogue."""

import re

import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import expect

from .conftest import ROOT, Server, eventually, mostly_thorough

LOCALE = ROOT / "assets" / "locale"
# A server with one language more, in which every text of the catalogue stands in brackets.
SERVE = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from astro_dash import words
words.FOLDER = Path({folder!r})
words.LANGUAGES["eo"] = "⟦⟧"
from astro_dash.__main__ import main
main(["serve", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bracketed")
    with (LOCALE / "astro_dash.pot").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            plural = isinstance(message.id, tuple)
            # A bar is between forms that the glossary looks for.
            said = [f"⟦{form}⟧".replace("|", "⟧|⟦") for form in (message.id if plural else [message.id])]
            message.string = tuple(said) if plural else said[0]
            message.flags.discard("fuzzy")
    catalogue.fuzzy = False
    with (folder / "eo.po").open("wb") as file:
        write_po(file, catalogue)
    (folder / "serve.py").write_text(SERVE.format(root=str(ROOT), folder=str(folder)))
    server = Server(folder / "log.txt", (str(folder / "serve.py"),))
    try:
        yield server.start().address
    finally:
        server.stop()


# All that is read, hidden parts included: texts, and attributes.
READ = """() => {
  const found = []
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data)
    if (["SCRIPT", "STYLE", "CODE"].includes(node.tagName) || node.lang === "en") return // lessons are English there
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext", "data-head"]) {
      if (node.getAttribute?.(name) && !node.dataset.lesson) found.push(node.getAttribute(name))
    }
    if (node.shadowRoot) walk(node.shadowRoot)
    node.childNodes.forEach(walk)
  }
  walk(document.documentElement)
  return found
}"""
# Names, of people, works, languages and patterns.
NAMES = re.compile(
    r"Astro Dash|Vivet|Arnau|Arenas|Alex|Emergent Self-Attention.*Dynamics|arXiv|doi|BSD-3-Clause"
    r"|https?://\S+|EN English|ES español|DE Deutsch|letter \w|softmax|t_min|t_max"
    r"|PNG|SVG|CSV|NPZ|NetCDF|HTML|GIF|WebM|K7MW 3XQB"
)
WORD = re.compile(r"[^\W\d_]{3,}")


def outside(page) -> set[str]:
    """What is read and stands in no brackets."""
    found = set()
    for text in page.evaluate(READ):
        bare, before = text, ""
        while bare != before:  # one may stand within another
            before, bare = bare, re.sub("⟦[^⟦⟧]*⟧", "", bare)
        if WORD.search(NAMES.sub("", bare)):
            found.add(text.strip())
    return found


READY = {
    "live": "other cues", "explore": "All .* cells computed", "paper": "The numbers", "laws": "⟦holds",
    "attention": "reads",
    "lessons": "⟦Worksheet⟧", "lessons&sheet=memory": "⟦Name:⟧",
}  # fmt: skip


@pytest.mark.parametrize("which", mostly_thorough(READY, ["explore"]))
def test_no_word_stands_outside_the_catalogue(page, bracketed, which):
    page.goto(f"{bracketed}/?page={which}&lang=eo&nonsense=1")
    expect(page.get_by_text(re.compile(READY[which])).first).to_be_attached()
    page.evaluate("""() => {
      const open = (root) => {
        for (const part of root.querySelectorAll("details")) part.open = true
        for (const part of root.querySelectorAll("*")) if (part.shadowRoot) open(part.shadowRoot)
      }
      open(document)
    }""")
    if which == "explore":
        page.locator(".over").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cell table")).to_be_visible()
    if which == "live":
        page.locator("body").press("End")
        for view in page.locator(".view").all():
            view.scroll_into_view_if_needed()
        page.locator(".ground").first.focus()
        page.keyboard.press("ArrowRight")
    for figure in page.locator(".reproduced").all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator("table").first).to_be_attached()
    assert eventually(page, lambda: outside(page), lambda found: not found, seconds=20) == set()


def test_the_browsers_language_picks_and_a_link_or_the_menu_overrides(new_context, server):
    context = new_context(locale="de-AT")
    page = context.new_page()
    page.goto(f"{server}/?page=attention")
    expect(page.get_by_role("heading", name="Aufmerksamkeit, als Aufmerksamkeit gesehen")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de" and page.title().startswith("Aufmerksamkeit · ")
    eventually(page, lambda: page.url, lambda url: "word=" in url and "lang=" not in url)
    # Numbers as the language writes them, shown and typed
    noise = page.locator("[data-control=noise]").get_by_role("textbox")
    expect(noise).to_have_value("0,2")
    noise.fill("0,125")
    noise.press("Enter")
    eventually(page, lambda: page.url, lambda url: "noise=0.125" in url)
    expect(noise).to_have_value("0,125")
    expect(page.get_by_role("slider", name="Rauschen")).to_have_attribute("aria-valuetext", "0,125, 8 von 64 Pixeln")
    noise.fill("1,5")
    noise.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Rauschen η: 1,5 geht nicht; erlaubt ist eine Zahl von 0 bis 1.")
    # The menu: the page as it is, in another language, which its links have from then on
    page.get_by_role("combobox", name="Sprache").select_option("es")
    expect(page.get_by_role("heading", name="La atención, vista como atención")).to_be_visible()
    eventually(page, lambda: page.url, lambda url: "noise=0.125" in url and url.endswith("&lang=es"))
    assert page.evaluate("document.documentElement.lang") == "es"
    for link in page.locator("nav a").all():
        assert "lang=es" in link.get_attribute("href")
    page.get_by_role("link", name="Artículo").click()
    expect(page.get_by_role("heading", name="Lo que dice el artículo, calculado de nuevo")).to_be_visible()
    # A language that is not there is said, and the browser's taken
    page.goto(f"{server}/?page=attention&lang=tlh")
    expect(page.get_by_role("alert")).to_contain_text("Es gibt keine Sprache 'tlh'; es gibt en, es, de.")
    eventually(page, lambda: page.url, lambda url: "word=" in url and "lang=" not in url)
