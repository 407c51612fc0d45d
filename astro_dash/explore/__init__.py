"""The Explore page: maps of a plane of settings, computed in the background; a click on a cell opens its run."""

from .page import Explore

__all__ = ["Explore"]
