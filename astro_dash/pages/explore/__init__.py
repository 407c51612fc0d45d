"""The Explore page: maps of a plane of settings, computed in the background; a click on a cell opens its run."""

__all__ = ["Explore"]


def __getattr__(name):
    if name == "Explore":  # its session needs no Panel
        from .page import Explore

        return Explore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
