"""What a person does to the pixels and the gains of a run, by hand."""

from __future__ import annotations

from ...engine.check import check_choice
from ...engine.quote import quoted
from ...store import Store, pixel_text
from ...words import _
from ..checks import whole
from ..listener import Listener
from .changes import given_shares
from .checks import indices
from .race import Race


class Touch(Listener):
    """The part of a session that hears of it."""

    store: Store
    race: Race

    def _renew(self) -> None:
        raise NotImplementedError

    def _branch(self, frame: int, **changes) -> None:
        raise NotImplementedError

    # What the browser may say.

    def _on_flip(self, pixels: list, ink=None) -> None:
        """Sketch on the cue: turn pixels over, or set them to ink (True) or ground (False)."""
        if ink is not None and not isinstance(ink, bool):
            raise ValueError(
                _("ink is {ink}, but must be true, false, or null to turn pixels over.", ink=quoted(ink, 40))
            )
        cue = self.race.memory.cue.copy()
        index = indices(pixels, len(cue))
        cue[index] = -cue[index] if ink is None else (1 if ink else -1)
        self._sketch(cue)

    def _on_load_memory(self, pattern: int) -> None:
        patterns = self.race.memory.drawn.patterns
        self._sketch(patterns[indices([pattern], len(patterns))[0]])

    def _on_undraw(self) -> None:
        self.store.set(cue="")
        self._renew()

    def _on_perturb(self, system: str, pixels: list, frame: int) -> None:
        """Turn neurons of a running system over."""
        flips = (check_choice("system", system, self.race.tracks), indices(pixels, len(self.race.memory.cue)))
        self._branch(whole("frame", frame), parameters=self.store.parameters(), flips=flips)

    def _on_push(self, system: str, shares: list, frame: int) -> None:
        """Push the gains of a running system to where some patterns have these shares."""
        gated = [key for key, track in self.race.tracks.items() if track.run.model.gated]
        push = (check_choice("system", system, gated), given_shares(shares, self.store.load))
        self._branch(whole("frame", frame), parameters=self.store.parameters(), push=push)

    def _sketch(self, cue) -> None:
        self.store.set(cue=pixel_text(cue))
        self._renew()
