"""The views of the Live page, in page order. A new one is one file and one line here."""

from . import attention, energy, error, overlap, retrieval, simplex
from .base import Plot, View

VIEWS: dict[str, View] = {
    view.key: view
    for view in (retrieval.VIEW, simplex.VIEW, attention.VIEW, energy.VIEW, overlap.VIEW, error.VIEW)
}  # fmt: skip

__all__ = ["VIEWS", "Plot", "View"]
