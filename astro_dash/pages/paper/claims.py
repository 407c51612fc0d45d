"""The claims of the paper, each beside our number: from facts to words, verdict and links."""

from __future__ import annotations

from dataclasses import asdict

from ...cited import ARXIV, PAPER, YEAR
from ...words import _, number
from .claim import tiny
from .facts import PARTS
from .of_dynamics import attention, energy, fast_gains, limits, linear_score, priming, ties
from .of_plane import baselines, heat, high_load
from .of_times import convergence, fast_neurons, more_time, one_effect, slow_gains, stays, undecided

CLAIMS = (
    energy, attention, limits, slow_gains, fast_neurons, one_effect, undecided, stays, more_time, convergence, heat,
    baselines, high_load, fast_gains, ties, priming, linear_score,
)  # fmt: skip
# Which figures a claim is made of; the others are of runs of their own.
OF = {
    "1": (slow_gains,), "2": (fast_neurons, undecided, stays), "3": (heat,), "4": (baselines, high_load),
    "5": (slow_gains, fast_neurons, one_effect),
}  # fmt: skip


def intro() -> list[str]:
    return [
        _("Vivet and Arenas ({paper}, arXiv {arxiv}, {year}) let astrocytes turn the memories of a neural "
          "network up and "
          "down, and report four figures and what they conclude from them.", paper=PAPER, arxiv=ARXIV, year=YEAR),
        _("Here the engine of this page computes each figure again at the paper's settings, and sets its own number "
          "beside each claim. Sentences and verdicts follow from the numbers; where a claim does not hold as stated, a "
          "run shows it."),
    ]  # fmt: skip


def said(facts: dict, claims=CLAIMS) -> list[dict]:
    """Claims as the browser has them; `runs`: whether they are of runs of their own, beside a figure or without one."""
    made = []
    for claim in claims:
        looked = _Looked(facts)
        made.append(asdict(claim(looked)) | {"runs": not looked.at <= PARTS.keys()})
    return made


class _Looked(dict):
    """Facts, and which of them a claim is made of."""

    def __init__(self, facts: dict):
        super().__init__(facts)
        self.at: set[str] = set()

    def __getitem__(self, key):
        self.at.add(key)
        return super().__getitem__(key)


def slips(facts: dict) -> list[dict]:
    """Slips of the pen in the formulas: where, what is printed and what the dynamics say, and how far each is off."""
    words = {
        "signs": (_("Eq. 17–19"), _("The slope of ℒ has the opposite sign: by the rates it is −τ_x dx/dt.")),
        "inverse_load": (_("Eq. 34"), _("1/α stands where α = K/N is meant.")),
        "stray_term": (_("Eq. 33"), _("A term −αx is left over; the leak is −x alone.")),
        "fast_gains": (_("Appendix, τ_p → 0"), _("The drive lacks the factor K/N of Eq. 5.")),
        "fast_neurons": (_("Appendix, τ_x → 0"), _("The fitness has a factor 1/T too many.")),
        "transposed": ("W(p)", _("With patterns in columns, Ξ diag(p) Ξᵀ is meant; the transposed one is no N × "
                                 "N matrix.")),
        "gain_letter": (_("The letter k"), _("The neuronal gain is called k in places; σ is meant.")),
    }  # fmt: skip
    return [
        {"where": where, "words": meant, "right": tiny(facts["slips"][key][0]),
         "printed": number(facts["slips"][key][1], ".2f")}
        for key, (where, meant) in words.items()
    ]  # fmt: skip
