"""All that the server would tell the browser of a run, to be played without a server."""

from __future__ import annotations

from ....words import _, number
from ..piece import piece
from ..race import Race
from ..recipe import Recipe, replayed
from ..sight import ON_SIGHT

MOST_BYTES = 60_000_000  # before they are compressed


def recording(recipe: Recipe) -> list[bytes]:
    """The messages of frames, in order: of the beginning, and of each change, with all views seen, and with the views
    of the whole run that its end decides on. Raises ValueError if they are too many."""
    pieces, generation = list[bytes](), 0

    def heard(mode: str, first: int, arrays: dict, race: Race) -> None:
        nonlocal generation
        generation += mode != "more"
        if arrays:
            pieces.append(piece(race, mode, generation, first, arrays))
        if (size := sum(map(len, pieces))) > MOST_BYTES:
            raise ValueError(
                _(
                    "The run is more than {size} MB, but a file that plays it may have {most} before they are "
                    "compressed: store fewer memories, or race fewer systems.",
                    size=number(size / 1e6, ".0f"), most=number(MOST_BYTES / 1e6, ".0f"),
                )
            )

    race = replayed(recipe, heard, ON_SIGHT)
    pieces.append(piece(race, "again", generation, *race.again()))
    return pieces
