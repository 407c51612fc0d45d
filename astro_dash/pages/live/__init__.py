"""The Live page: memories that race from one cue, on one timeline."""

__all__ = ["Live"]


def __getattr__(name):
    if name == "Live":  # its session needs no Panel
        from .page import Live

        return Live
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
