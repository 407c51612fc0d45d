"""Lessons: Markdown files that drive the pages, read and checked. What they may name, `Known`, comes from the pages."""

from .faults import Broken, Fault
from .folder import Found, found, language_of
from .known import Driven, Known
from .lesson import MOST_BYTES, Lesson, parse
from .library import LIBRARY

__all__ = [
    "LIBRARY", "MOST_BYTES", "Broken", "Driven", "Fault", "Found", "Known", "Lesson", "found", "language_of", "parse",
]  # fmt: skip
