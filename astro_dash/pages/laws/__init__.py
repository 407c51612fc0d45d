"""The Laws page: what holds for memories of any size, as points that are measured and lines that are not fitted."""

__all__ = ["Laws"]


def __getattr__(name):
    if name == "Laws":  # Panel is only loaded where there is a page
        from .page import Laws

        return Laws
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
