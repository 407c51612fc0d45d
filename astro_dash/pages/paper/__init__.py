"""The Paper page: figures 1-4 of Vivet and Arenas (2026) from our engine, and what becomes of the paper's claims."""

__all__ = ["Paper"]


def __getattr__(name):
    if name == "Paper":  # Panel is only loaded where there is a page
        from .page import Paper

        return Paper
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
