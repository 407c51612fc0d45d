"""Whose measures are shown, what images are made of, and what only the views of `ON_SIGHT` need: it is made, and sent,
once somebody sees them."""

from __future__ import annotations

import numpy as np

from ...engine import Frames
from ...engine.check import check_choice
from ...engine.landscape import Pair, agreement, places, terrain
from ...engine.models import MODELS, Model
from ...engine.quote import quoted
from ...store import parsed
from ...words import _, both

ON_SIGHT = "connectivity", "landscape"
WIRED = 64  # neurons whose wiring is shown, at most
SAMPLES = 201  # of single energies, which are smooth
WHOLE = 65535  # a share of 1


def focused(systems: tuple[str, ...], wished: str | None) -> str:
    """Whose gains and energy are shown: the one wished for, or the first with gains, or the first."""
    gated = [key for key in systems if MODELS[key].gated]
    return wished if wished in systems else (gated or systems)[0]


def wiring(model: Model, overlap, gain) -> np.ndarray:
    """Shares of the patterns in what couples the neurons, (S, K), in parts of `WHOLE`."""
    return np.rint(WHOLE * model.wiring(overlap, gain)).astype(np.uint16)


def wired(patterns, target: int) -> np.ndarray:
    """The patterns on the neurons shown, as bits, (K, M / 8): neurons that are +1 in the target first, then the others,
    as many of each as is fair."""
    n = patterns.shape[1]
    shown = min(WIRED, n)
    neurons = np.argsort(-patterns[target], kind="stable")[(2 * np.arange(shown) + 1) * n // (2 * shown)]
    return np.packbits(patterns[:, neurons] > 0, axis=1)


def landscape(model: Model, frames: Frames, gain, pair: Pair) -> dict[str, np.ndarray]:
    """Where a system stands, (S, 2), and of what its map is made, (S, 16): weights, rest, spread, tilt and cross, by
    overlaps m, with the gains as they are, then as they would settle."""
    agree = agreement(model.patterns, pair)
    both = [terrain(model, frames.overlap, gain, pair, settled) for settled in (False, True)]
    n = model.n_neurons
    ground = [np.column_stack([t.weight, t.rest, t.spread, n * t.tilt, n * n * t.cross]) for t in both]
    return {"place": places(frames.overlap, model.n_neurons, agree, pair), "terrain": np.hstack(ground)}


def single(model: Model) -> np.ndarray:
    """The energy of one pattern by itself at overlaps m from -1 to 1."""
    return model.single(np.linspace(-1, 1, SAMPLES) * model.n_neurons)


def shades(rates: np.ndarray) -> np.ndarray:
    """Rates from -1 to 1 as shades of an image."""
    return np.clip(np.rint(127.5 + 127.5 * rates), 0, 255).astype(np.uint8)


def wished(shown: dict[str, str]) -> tuple:
    """Focus, corners and rival of a link, as `Race.view` takes them."""
    corners = shown.get("corners", ",,").split(",")
    return shown.get("focus"), tuple(int(c) if c else None for c in corners), _pattern(shown.get("rival"))


def _pattern(number) -> int | None:
    """A pattern by its number, or None."""
    return None if number is None else parsed("target", number)


def viewed(tracks, focus, corners, rival, seen) -> tuple:
    """The same, and the views that are seen, of a message. Raises ValueError."""
    if not isinstance(corners, (list, tuple)) or len(corners) != 3:
        raise ValueError(
            _(
                "The corners are {corners}, but must be three, each a pattern or null for the usual one.",
                corners=quoted(corners),
            )
        )
    if not isinstance(seen, (list, tuple)):
        places = {"seen": quoted(seen), "views": both(ON_SIGHT)}
        raise ValueError(_("What is seen is {seen}, but must be a list of {views}.", **places))
    focus = None if focus is None else check_choice("focus", focus, tracks)
    corners, rival = tuple(_pattern(c) for c in corners), _pattern(rival)
    seen = tuple(dict.fromkeys(check_choice("view", view, ON_SIGHT) for view in seen))
    return focus, corners, rival, seen
