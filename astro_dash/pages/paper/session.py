"""One tab of the Paper page: figures on demand, each as its switches have it, and one at a time computed again."""

from __future__ import annotations

from collections.abc import Callable

from ...aside import figures
from ...engine.check import check_choice
from ...words import _, cached
from .. import recomputed
from ..chunk import packed
from .again import Recomputed
from .captions import SWITCHES, about, caption
from .shipped import FIGURES, facts_with, parts


def rendered(number: str, data: dict, switches: dict) -> str:
    """A figure for the browser with what is said of it, of its own data: JSON, compressed and in base64."""
    from .claims import OF, said
    from .figures import figure

    facts = facts_with(number, data)
    words = caption(number, facts[number], switches) | {"claims": said(facts, OF[number])}
    return packed(figure(number, data, switches) | words)


def grown(number: str, data: dict, switches: dict, done: int, of: int) -> str | None:
    """The same of a figure that is not all there, of which nothing can be said yet; None while there is too little."""
    from .figures import figure

    if any(_cells(part) < 2 for part in list(data.values())[:1]):
        return None
    words = _("So far {done} of {all} cells are computed anew. What they say is said when all are there.",
              done=done, all=of)  # fmt: skip
    said = {"title": _("It is being computed again"), "caption": words, "about": about(number)}
    return packed(figure(number, data, switches, growing=True) | said)


def _cells(data) -> int:
    """How many cells are there of a part."""
    return int((data["end"] == data["end"]).all(-1).sum() if isinstance(data, dict) else data["finished"].sum())


@cached()
def rendered_as_shipped(number: str, *switches: str) -> str:
    """Once a process, language and way to switch it."""
    return rendered(number, parts(number), dict(zip(SWITCHES, switches, strict=True)))


class Session(recomputed.Session):
    """Answers one tab."""

    keys = staticmethod(lambda: FIGURES)
    computing = Recomputed

    def __init__(self, send: Callable[[dict], None], schedule: Callable):
        super().__init__(send, schedule)
        self.switches = {number: {name: each[0] for name, each in SWITCHES.items()} for number in FIGURES}

    def _on_figure(self, number: str, measure: str = SWITCHES["measure"][0], diagonal: str = SWITCHES["diagonal"][0]):
        number = check_choice("figure", number, FIGURES)
        self.switches[number] = {
            "measure": check_choice("measure", measure, SWITCHES["measure"]),
            "diagonal": check_choice("diagonal", diagonal, SWITCHES["diagonal"]),
        }
        if self.again and self.again.number == number and self.again.data:
            self.drawn(self.again)
        else:
            super()._on_figure(number)

    def rendered_as_shipped(self, key: str) -> str:
        return rendered_as_shipped(key, *self.switches[key].values())

    def drawn(self, again: Recomputed, then: Callable[[], None] | None = None) -> None:
        """Draw what is computed again, whole or as far as it is."""
        number, data, switches = again.number, again.copied(), self.switches[again.number]
        if again.whole:
            job = figures.submit(self, number, lambda: rendered(number, data, switches))
        else:
            count = again.before + again.done, again.all
            key = number if then is None else f"{number}, growing"
            job = figures.submit(self, key, lambda: grown(number, data, switches, *count))

        def send(packed: str | None) -> None:
            if packed and not again.stopped:
                self.send({"figure": {"number": number, "packed": packed}})
            if then:
                then()

        self.off(job, send)
