"""What Astro Dash is and whose memory it runs, as the pages tell it; a test compares CITATION.cff with it."""

from .shipped import __version__
from .words import _, both

NAME = "Astro Dash"
ABOUT = (
    "A dashboard that runs an astrocyte-gated associative memory beside other associative memories in the browser, and "
    "shows how its dynamics turn it into self-attention."
)
LICENCE = "BSD-3-Clause"
PAPER = "Emergent Self-Attention from Astrocyte-Gated Associative Memory Dynamics"
AUTHORS = ("Arnau Vivet", "Alex Arenas")
YEAR = 2026
ARXIV = "2604.25481"
# Whatever arXiv holds has a DOI of this form.
LINKS = {
    f"arXiv:{ARXIV}": f"https://arxiv.org/abs/{ARXIV}",
    f"doi:10.48550/arXiv.{ARXIV}": f"https://doi.org/10.48550/arXiv.{ARXIV}",
}


def cited() -> dict:
    """What the panel "About" says, in plain types: how to cite is a sentence for the paper and one for the software."""
    named = both(f"{last}, {first[0]}." for first, last in (name.split() for name in AUTHORS))
    return {
        "name": NAME, "about": _(ABOUT), "licence": LICENCE, "version": __version__,
        "paper": PAPER, "authors": both(AUTHORS), "year": YEAR, "links": LINKS,
        "cite": [
            f"{named} ({YEAR}). {PAPER}. arXiv:{ARXIV}.",
            _("{name} contributors ({year}). {name}, version {version}.", name=NAME, year=YEAR, version=__version__),
        ],
    }  # fmt: skip
