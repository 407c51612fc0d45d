"""The Lessons page: which there are, for whoever takes or gives one."""

__all__ = ["Lessons"]


def __getattr__(name):
    if name == "Lessons":  # Panel is only loaded where there is a page
        from .page import Lessons

        return Lessons
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
