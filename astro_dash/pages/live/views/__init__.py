"""The views of the Live page, in page order. A new one is one file and one line here."""

from . import attention, connectivity, energy, error, landscape, overlap, retrieval, simplex
from .base import Plot, View

VIEWS: dict[str, View] = {
    module.VIEW.key: module.VIEW
    for module in (
        retrieval,
        simplex,
        attention,
        energy,
        connectivity,
        landscape,
        overlap,
        error,
    )
}

__all__ = ["VIEWS", "Plot", "View"]
