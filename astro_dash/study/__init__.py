"""Grids of runs: which, computed where, and kept how."""

from .dataset import bytes_of, read, save
from .plan import Plan
from .sweep import sweep

__all__ = ["Plan", "bytes_of", "read", "save", "sweep"]
