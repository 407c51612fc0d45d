"""One tab of the Attention page: choices in, a word's matrices out.

A word is computed in a thread of its own, one for all tabs; of what a tab asks for meanwhile the newest waits.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import lru_cache, partial
from zlib import crc32

import numpy as np

from ...aside import Line
from ...engine.models import MODELS
from ...engine.patterns import PATTERNS, draw
from ...engine.quote import quoted
from ...store import Said, in_words
from ...words import _
from ..chunk import pack
from ..taught import Taught
from .matrices import check, shown

PICTURES = 60  # of a set, to choose tokens from
words = Line("words", limit=30, most=300)


class Session(Taught):
    """Keeps what one tab says."""

    reads = (*Taught.reads, "pictures")

    def __init__(self, said: Said, send: Callable[[dict], None], schedule: Callable, problems=()):
        super().__init__(send, schedule)
        self.said, self.problems = said, list(problems)
        try:
            check(said)
        except ValueError as error:
            self.said = Said.of({})
            self.problems.append(in_words(str(error)))
        self.generation = 0  # tells what is said, on all pages alike: what was computed for another is stale

    def _forget(self) -> None:
        super()._forget()
        words.leave(self)

    # What the browser may say.

    def _on_ready(self) -> None:
        self._missed()
        self._compute(self.said)

    def _on_set(self, values: dict) -> None:
        """Say something else; none of it, if a part of it is wrong."""
        if not isinstance(values, dict):
            raise ValueError(_("The choices are {values}, but must be names with values.", values=quoted(values)))
        said = Said.of(values, self.said)
        if said.values() == self.said.values():
            self.send({"values": said.values(), "notice": ""})
            return
        check(said)
        self._compute(said)

    def _on_new_seed(self) -> None:
        self._on_set({"seed": secrets.randbelow(10_000)})

    def _on_pictures(self) -> None:
        """Show what may be chosen from the set."""
        found = words.submit(self, "pictures", partial(_pictures, self.said))
        self.off(found, lambda data: self.send({"pictures": data}))

    # What becomes of it.

    def _compute(self, said: Said) -> None:
        found = words.submit(self, "said", partial(_shown, said.link()))  # which may be refused
        self.said, self.generation = said, crc32(said.link().encode()) >> 1
        self.off(found, partial(self._deliver, self.generation, said))

    def _deliver(self, generation: int, said: Said, found) -> None:
        if generation != self.generation:
            return
        about, arrays = found
        header = {"mode": "reset", "generation": generation, "first": 0, "at_rest": True, **about}
        broken = [
            _("{title} broke down: the Euler step is too large.", title=_(MODELS[key].title)) for key in about["broken"]
        ]
        notice, self.problems = " ".join(self.problems + broken), []
        self.send({
            "values": said.values(), "link": said.link(), "notice": notice, "chunk": pack(header, arrays),
        })  # fmt: skip
        self._moved()

    # As one of a class, or its teacher.

    def _where(self) -> str:
        return self.said.link()

    def _go(self, link: str) -> None:
        said = Said.opened(link)[0]
        if said.values() != self.said.values():
            check(said)
            self._compute(said)

    def _in_words(self, sentence: str) -> str:
        return in_words(sentence)

    def _refused_with(self) -> dict:
        return {"values": self.said.values()}


@lru_cache(maxsize=16)
def _shown(link: str) -> tuple[dict, dict[str, np.ndarray]]:
    """In the other thread; of what many say, such as the first word, once."""
    return shown(Said.opened(link)[0])


def _pictures(said: Said) -> bytes:
    """In the other thread: pictures of the set, and how each is said."""
    store, patterns = said.store, PATTERNS[said.store.patterns]
    many = len(patterns.alphabet) or PICTURES
    drawn = draw(store.patterns, many, seed=store.seed, neurons=store.neurons, correlation=store.correlation)
    names = [label[-1] for label in drawn.labels] if patterns.alphabet else list(map(str, range(many)))
    order = np.argsort([patterns.alphabet.index(name) for name in names]) if patterns.alphabet else np.arange(many)
    inked = np.where(drawn.patterns[order] > 0, 255, 0).astype(np.uint8)
    header = {"said": [names[i] for i in order], "words": [drawn.said(i) for i in order], "grid": list(drawn.grid)}
    return pack(header | {"comma": not patterns.alphabet}, {"pictures": inked})
