"""Laws that can be seen: each a file and a line in `LAWS`. What is shipped is made by
`python -m astro_dash law NAME --out assets/laws/NAME.nc`.
"""

from __future__ import annotations

from ..shipped import asset
from .base import Found, Law
from .basins import Basins
from .capacity import Capacity
from .commits import Commits
from .data import Data, compared, read, save
from .heat import Heat
from .priming import Priming
from .ties import Ties

# By name, in the order of the page.
LAWS: dict[str, Law] = {
    "capacity": Capacity(),
    "basins": Basins(),
    "commits": Commits(),
    "ties": Ties(),
    "priming": Priming(),
    "heat": Heat(),
}  # fmt: skip

ASSETS = asset("laws")


def shipped(name: str) -> Data | None:
    """The data of a law as they are shipped, or None. Raises ValueError for those of other runs."""
    path = ASSETS / f"{name}.nc"
    return read(path, name, LAWS[name].survey()) if path.exists() else None


__all__ = ["ASSETS", "LAWS", "Data", "Found", "Law", "compared", "read", "save", "shipped"]
