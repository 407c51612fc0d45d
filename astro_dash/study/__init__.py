"""Grids of runs: which, computed where, and kept how. What needs xarray or Dask is loaded once it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from .plan import Plan

if TYPE_CHECKING:
    from .dataset import bytes_of, read, save
    from .sweep import sweep

__all__ = ["Plan", "bytes_of", "read", "save", "sweep"]

_LATER = {"bytes_of": "dataset", "read": "dataset", "save": "dataset", "sweep": "sweep"}


class _Study(ModuleType):
    def __getattr__(self, name: str):
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f".{_LATER[name]}", __name__), name)

    def __setattr__(self, name: str, value) -> None:
        """A module does not hide the function of its name."""
        if not (name in _LATER and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Study
