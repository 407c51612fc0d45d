"""The Attention page: a damaged word, and how each of its tokens attends to the stored ones."""

__all__ = ["Attention"]


def __getattr__(name):
    if name == "Attention":  # its session needs no Panel
        from .page import Attention

        return Attention
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
