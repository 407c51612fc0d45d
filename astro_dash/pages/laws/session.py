"""One tab of the Laws page: laws on demand, and one of them at a time computed here."""

from __future__ import annotations

from functools import partial

from ...words import cached
from .. import recomputed
from ..chunk import packed


def rendered(name: str, data) -> str:
    """A law for the browser: JSON, compressed and in base64."""
    from ...laws import LAWS
    from .figure import figure

    return packed(figure(LAWS[name], data))


@cached()
def rendered_as_shipped(name: str) -> str:
    """Once a process and language."""
    from ...laws import LAWS, Data, shipped

    return rendered(name, shipped(name) or Data(LAWS[name].survey()))


def names() -> tuple[str, ...]:
    from ...laws import LAWS

    return tuple(LAWS)


class Recomputed(recomputed.Recomputed):
    """A law that is computed here, and grows on the page."""

    def begin(self) -> None:
        from ...laws import LAWS, Data
        from ...study.survey import measures

        self.law = LAWS[self.number]
        self.dataset = Data(self.law.survey())
        plan = self.dataset.survey
        self.session.later(partial(self.tell, done=0, all=plan.n_cells, left=None))
        self.compute(plan, measures)

    def take(self, cells: list[int], measures: dict) -> None:
        self.dataset.fill(cells, measures)

    def grow(self, then) -> None:
        def drawn(parts: dict) -> None:
            self.tell(**parts)
            then()

        self.off("grown", partial(self._so_far, self.dataset.copied()), drawn)

    def _so_far(self, data) -> dict:
        from ...laws import ASSETS
        from .figure import grown

        if not (ASSETS / f"{self.number}.nc").exists():  # nothing is there that could grow
            return {"packed": rendered(self.number, data)}
        return {"grown": packed(grown(self.law, data))}

    def compared(self) -> dict:
        from ...laws import compared, shipped

        words = compared(self.dataset, shipped(self.number))
        return {"words": words, "packed": rendered(self.number, self.dataset)}


class Session(recomputed.Session):
    """Answers one tab."""

    keys = staticmethod(names)
    computing = Recomputed

    def rendered_as_shipped(self, key: str) -> str:
        return rendered_as_shipped(key)
