"""The dynamics, in numpy alone: it knows no clock, no screen and no user."""

from .models import MODELS
from .parameters import Parameters
from .run import Frames, Result, Run, retrieve
from .track import Track

__all__ = ["MODELS", "Frames", "Parameters", "Result", "Run", "Track", "retrieve"]
